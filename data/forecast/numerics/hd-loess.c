/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Locally weighted regression of evenly spaced values: the smoother of STL.
 */

#include "config.h"

#include "hd-loess.h"

#include <math.h>

/* Neighbours nearer than this share of the window's half count fully, further than the other not. */
#define NEAR_SHARE 0.001
#define FAR_SHARE 0.999

static double
tricube (double distance, double half_window)
{
  double share = distance / half_window;
  double rest = 1 - share * share * share;

  if (distance <= NEAR_SHARE * half_window)
    return 1;
  return distance <= FAR_SHARE * half_window ? rest * rest * rest : 0;
}

/* Turns the weights of a local mean into those of a local line at `place`. */
static void
tilt (double *scratch, guint n_values, double place, guint first, guint last)
{
  double middle = 0, squares = 0, slope;

  for (guint near = first; near <= last; near++)
    middle += scratch[near] * near;
  for (guint near = first; near <= last; near++)
    squares += scratch[near] * (near - middle) * (near - middle);
  /* Points that lie all but on one another have no slope. */
  if (!(sqrt (squares) > NEAR_SHARE * (n_values - 1)))
    return;
  slope = (place - middle) / squares;
  for (guint near = first; near <= last; near++)
    scratch[near] *= slope * (near - middle) + 1;
}

gboolean
hd_loess_fit_at (const HdLoess *loess,
                 const double *values,
                 guint n_values,
                 const double *weights,
                 double place,
                 guint first,
                 guint last,
                 double *scratch,
                 double *fitted)
{
  double half_window = fmax (place - first, last - place), sum = 0;

  if (loess->window > n_values)
    half_window += (loess->window - n_values) / 2;
  for (guint near = first; near <= last; near++)
    {
      scratch[near] = tricube (fabs (near - place), half_window);
      if (weights != NULL)
        scratch[near] *= weights[near];
      sum += scratch[near];
    }
  if (!(sum > 0))
    return FALSE;
  for (guint near = first; near <= last; near++)
    scratch[near] /= sum;
  if (half_window > 0 && loess->is_line)
    tilt (scratch, n_values, place, first, last);
  *fitted = 0;
  for (guint near = first; near <= last; near++)
    *fitted += scratch[near] * values[near];
  return TRUE;
}

/* The window's first value when it is centred on `place`, as far as the ends allow. */
static guint
window_start (guint window, guint n_values, guint place)
{
  guint before = (window + 1) / 2 - 1;

  if (window >= n_values || place < before)
    return 0;
  return MIN (place - before, n_values - window);
}

static void
join (double *smoothed, guint from, guint to)
{
  double slope = (smoothed[to] - smoothed[from]) / (to - from);

  for (guint between = from + 1; between < to; between++)
    smoothed[between] = smoothed[from] + slope * (between - from);
}

void
hd_loess_smooth (const HdLoess *loess,
                 const double *values,
                 guint n_values,
                 const double *weights,
                 double *scratch,
                 double *smoothed)
{
  guint window = MIN (loess->window, n_values), before = 0;

  if (n_values < 2)
    {
      if (n_values == 1)
        smoothed[0] = values[0];
      return;
    }
  for (guint place = 0;;)
    {
      guint first = window_start (window, n_values, place);

      if (!hd_loess_fit_at (loess, values, n_values, weights, place, first, first + window - 1,
                            scratch, &smoothed[place]))
        smoothed[place] = values[place];
      if (place > before + 1)
        join (smoothed, before, place);
      if (place == n_values - 1)
        break;
      before = place;
      place = MIN (place + MAX (loess->jump, 1), n_values - 1);
    }
}
