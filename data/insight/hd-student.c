/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Student's t distribution.
 */

#include "config.h"

#include "hd-student.h"

#include <math.h>

/* From here on it is the normal distribution, to eight digits. */
#define NEARLY_NORMAL 1e9
#define MAX_TERMS 500
#define ENOUGH 1e-14
#define FARTHEST 1e6

static double
log_gamma (double value)
{
  int sign;

  return lgamma_r (value, &sign); /* lgamma() itself writes to a global */
}

/* The incomplete beta function ratio by its continued fraction (Abramowitz and Stegun 26.5.8), evaluated
 * after Lentz; converges for share < (a + 1) / (a + b + 2). */
static double
beta_fraction (double share, double a, double b)
{
  double ratio = 1, below = 0, fraction = 1;

  for (guint term = 0; term <= MAX_TERMS; term++)
    {
      guint half = term / 2;
      double weight, change;

      if (term == 0)
        weight = 1;
      else if (term % 2 == 0)
        weight = half * (b - half) * share / ((a + 2 * half - 1) * (a + 2 * half));
      else
        weight = -(a + half) * (a + b + half) * share / ((a + 2 * half) * (a + 2 * half + 1));
      below = 1 / (1 + weight * below);
      ratio = 1 + weight / ratio;
      change = ratio * below;
      fraction *= change;
      if (term > 0 && fabs (change - 1) < ENOUGH)
        break;
    }
  return fraction - 1;
}

static double
incomplete_beta (double share, double a, double b)
{
  double front;

  if (share <= 0 || share >= 1)
    return share <= 0 ? 0 : 1;
  front = exp (log_gamma (a + b) - log_gamma (a) - log_gamma (b) + a * log (share)
               + b * log1p (-share));
  if (share < (a + 1) / (a + b + 2))
    return front / a * beta_fraction (share, a, b);
  return 1 - front / b * beta_fraction (1 - share, b, a);
}

double
hd_student_two_sided (double value, double degrees)
{
  if (degrees > NEARLY_NORMAL)
    return erfc (fabs (value) / G_SQRT2);
  return incomplete_beta (degrees / (degrees + value * value), degrees / 2, 0.5);
}

double
hd_student_bound (double level_pct, double degrees)
{
  double low = 0, high = FARTHEST;

  for (guint round = 0; round < 100; round++)
    {
      double middle = (low + high) / 2;

      if (hd_student_two_sided (middle, degrees) > 1 - level_pct / 100)
        low = middle;
      else
        high = middle;
    }
  return low;
}

double
hd_student_log_density (double value, double degrees)
{
  if (degrees > NEARLY_NORMAL)
    return -value * value / 2 - log (2 * G_PI) / 2;
  return log_gamma ((degrees + 1) / 2) - log_gamma (degrees / 2) - log (degrees * G_PI) / 2
         - (degrees + 1) / 2 * log1p (value * value / degrees);
}
