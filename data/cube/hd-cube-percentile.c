/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Percentiles from counts by duration class.
 */

#include "config.h"

#include "hd-cube-percentile.h"

#include <math.h>
#include <stdlib.h>

typedef struct
{
  double lower, upper;
  gint64 count;
} Class;

static int
compare_classes (const void *a, const void *b)
{
  const Class *left = a, *right = b;

  return left->lower < right->lower ? -1 : left->lower > right->lower;
}

static double
interpolate (const Class *class, double share)
{
  /* A class that begins at nothing has no logarithm there. */
  if (class->lower <= 0)
    return class->upper * share;
  return class->lower * pow (class->upper / class->lower, share);
}

double
hd_cube_percentile (HdCodeList *classes,
                    const gint64 *counts,
                    double quantile,
                    double *error,
                    gboolean *is_bound)
{
  guint n_codes = hd_code_list_get_n (classes), n = 0;
  g_autofree Class *sorted = g_new (Class, n_codes + 1);
  double total = 0, wanted, below = 0;
  gboolean is_in_order = TRUE;

  if (is_bound != NULL)
    *is_bound = FALSE;
  for (guint code = 0; code < n_codes; code++)
    {
      const HdCodeInfo *info = hd_code_list_get (classes, code);

      if (counts[code] <= 0 || !isfinite (info->lower))
        continue;
      is_in_order &= n == 0 || sorted[n - 1].lower <= info->lower;
      sorted[n++] = (Class){ info->lower, info->upper, counts[code] };
      total += (double)counts[code];
    }
  if (n == 0)
    return NAN;
  /* Lists of classes are, nearly always. */
  if (!is_in_order)
    qsort (sorted, n, sizeof (Class), compare_classes);
  wanted = quantile * total;
  for (guint at = 0; at < n; at++)
    {
      if (below + (double)sorted[at].count < wanted && at + 1 < n)
        {
          below += (double)sorted[at].count;
          continue;
        }
      if (!isfinite (sorted[at].upper))
        {
          if (is_bound != NULL)
            *is_bound = TRUE;
          return sorted[at].lower;
        }
      if (error != NULL)
        *error = sorted[at].lower > 0 ? sorted[at].upper / sorted[at].lower - 1 : INFINITY;
      return interpolate (&sorted[at], CLAMP ((wanted - below) / (double)sorted[at].count, 0, 1));
    }
  return NAN;
}
