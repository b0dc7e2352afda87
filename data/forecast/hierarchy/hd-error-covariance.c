/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the errors of many series go together, from few of them.
 */

#include "config.h"

#include "hd-error-covariance.h"

#include "hd-quantile.h"

#include <math.h>

/* With fewer known errors a series has no variance of its own. */
#define MIN_KNOWN 3
/* A variance is at least this part of its series' squared size, or (where that is 0 too) of the smallest
 * positive one: so that a series that was never wrong does not make the system singular. */
#define FLOOR 1e-12
#define LARGEST_ERROR 1e150

/* An error that has no square says nothing either. */
static gboolean
is_known (double error)
{
  return fabs (error) < LARGEST_ERROR;
}

/* Mean square of what is known; NAN with too little. */
static double
mean_square (const double *errors, guint n_errors)
{
  double sum = 0;
  guint n_known = 0;

  for (guint place = 0; place < n_errors; place++)
    if (is_known (errors[place]))
      {
        sum += errors[place] * errors[place];
        n_known++;
      }
  return n_known >= MIN_KNOWN ? sum / n_known : NAN;
}

static double
middle_relative_variance (const HdErrorCovariance *self, const double *sizes)
{
  g_autofree double *ratios = g_new (double, self->n_series + 1);
  guint n_ratios = 0;

  for (guint series = 0; series < self->n_series; series++)
    {
      double ratio = self->variance[series] / (sizes[series] * sizes[series]);

      if (isfinite (ratio) && ratio > 0)
        ratios[n_ratios++] = ratio;
    }
  if (n_ratios == 0)
    return 1;
  hd_sort_doubles (ratios, n_ratios);
  return hd_quantile_of_sorted (ratios, n_ratios, 0.5);
}

static void
complete_variances (HdErrorCovariance *self, const double *sizes)
{
  double middle = middle_relative_variance (self, sizes), smallest = INFINITY;

  for (guint series = 0; series < self->n_series; series++)
    {
      double square = sizes[series] * sizes[series];

      if (isnan (self->variance[series]))
        self->variance[series] = middle * square;
      self->variance[series] = MAX (self->variance[series], FLOOR * square);
      if (self->variance[series] > 0)
        smallest = MIN (smallest, self->variance[series]);
    }
  if (!isfinite (smallest))
    smallest = 1;
  for (guint series = 0; series < self->n_series; series++)
    self->variance[series] = MAX (self->variance[series], FLOOR * smallest);
}

/* With w_ij,t = x_i,t x_j,t: sum over pairs of r_ij^2 and of sum_t w_ij,t^2, each less the diagonal.
 * Neither needs the pairs: sum_ij r_ij^2 is the sum of squares of the small Gram matrix X'X / n. */
static double
find_shrinkage (const HdErrorCovariance *self, double n_independent)
{
  guint n = self->n_errors;
  double sum_r2 = 0, sum_w2 = 0, variance;

  for (guint one = 0; one < n; one++)
    for (guint two = 0; two <= one; two++)
      {
        double product = 0, product4 = 0;

        for (guint series = 0; series < self->n_series; series++)
          {
            const double *x = self->standard + (gsize)series * n;

            product += x[one] * x[two];
            product4 += x[one] * x[one] * x[two] * x[two];
          }
        /* product4 is what the diagonal (i = j) gives to the squared Gram matrix. */
        sum_r2 += (one == two ? 1 : 2) * (product * product - product4);
        if (one == two)
          sum_w2 += product * product - product4;
      }
  sum_r2 /= (double)n * n;
  variance = (sum_w2 - n * sum_r2) / n / MAX (n_independent - 1, 0);
  return sum_r2 > 0 ? CLAMP (variance / sum_r2, 0, 1) : 1;
}

HdErrorCovariance *
hd_error_covariance_new (const double *errors,
                         guint n_series,
                         guint n_errors,
                         double n_independent,
                         const double *sizes)
{
  HdErrorCovariance *self = g_new0 (HdErrorCovariance, 1);

  self->n_series = n_series;
  self->n_errors = n_errors;
  self->variance = g_new (double, n_series + 1);
  self->standard = g_new (double, (gsize)n_series *n_errors + 1);
  for (guint series = 0; series < n_series; series++)
    self->variance[series] = mean_square (errors + (gsize)series * n_errors, n_errors);
  complete_variances (self, sizes);
  for (gsize place = 0; place < (gsize)n_series * n_errors; place++)
    self->standard[place]
        = is_known (errors[place]) ? errors[place] / sqrt (self->variance[place / n_errors]) : 0;
  self->shrinkage = n_independent > 1 ? find_shrinkage (self, n_independent) : 1;
  return self;
}

void
hd_error_covariance_free (HdErrorCovariance *self)
{
  g_free (self->variance);
  g_free (self->standard);
  g_free (self);
}
