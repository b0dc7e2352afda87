/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantiles of plain arrays.
 */

#include "config.h"

#include "hd-quantile.h"

#include <math.h>
#include <stdlib.h>

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *)a, right = *(const double *)b;

  return (left > right) - (left < right);
}

void
hd_sort_doubles (double *values, gsize n_values)
{
  if (n_values > 1)
    qsort (values, n_values, sizeof *values, compare_doubles);
}

double
hd_quantile_of_sorted (const double *sorted, gsize n_values, double share)
{
  double rank = share * (double)(n_values - 1), lower = floor (rank);
  gsize place = (gsize)lower;

  if (place + 1 >= n_values)
    return sorted[n_values - 1];
  return sorted[place] + (rank - lower) * (sorted[place + 1] - sorted[place]);
}
