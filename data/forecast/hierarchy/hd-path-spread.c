/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paths that add up, as wide as the forecasts were that they were made from.
 */

#include "config.h"

#include "hd-path-spread.h"

#include "hd-quantile.h"

#include <math.h>

#define MAX_STRETCH 3.0

/* One series' paths at one step. */
typedef struct
{
  const double *first; /* values are `horizon` apart */
  guint n_paths, horizon;
} Step;

static double
value_at (Step step, guint path)
{
  return step.first[(gsize)path * step.horizon];
}

static double
mean_of (Step step)
{
  double sum = 0;

  for (guint path = 0; path < step.n_paths; path++)
    sum += value_at (step, path);
  return sum / step.n_paths;
}

static double
covariance_of (Step one, double mean1, Step two, double mean2)
{
  double sum = 0;

  for (guint path = 0; path < one.n_paths; path++)
    sum += (value_at (one, path) - mean1) * (value_at (two, path) - mean2);
  return sum / one.n_paths;
}

double *
hd_path_spread_measure (const double *paths, guint n_series, guint n_paths, guint horizon)
{
  double *variances = g_new (double, (gsize)n_series *horizon + 1);

  for (guint series = 0; series < n_series; series++)
    for (guint place = 0; place < horizon; place++)
      {
        Step step = { paths + (gsize)series * n_paths * horizon + place, n_paths, horizon };
        double mean = mean_of (step);

        variances[(gsize)series * horizon + place] = covariance_of (step, mean, step, mean);
      }
  return variances;
}

/* What a series does with the top, and beside it. */
typedef struct
{
  double mean, slope, stretch; /* NAN: it does nothing beside the top */
} Course;

static Course
find_course (Step step, Step top, double top_mean, double top_variance, double wanted)
{
  Course course = { .mean = mean_of (step), .stretch = NAN };
  double variance = covariance_of (step, course.mean, step, course.mean), together, beside;

  course.slope = covariance_of (step, course.mean, top, top_mean) / top_variance;
  together = course.slope * course.slope * top_variance;
  beside = variance - together;
  if (beside > 1e-9 * variance)
    course.stretch = sqrt (MAX (wanted - together, 0) / beside);
  return course;
}

/* The middle of each level, and of them the mean. */
static double
choose_stretch (const HdSummation *sums, const Course *courses)
{
  guint n_series = hd_summation_get_n_series (sums), n_used = 0;
  g_autofree double *sorted = g_new (double, n_series + 1);
  double sum = 0;

  for (guint level = 0; level < hd_summation_get_n_levels (sums); level++)
    {
      guint n_here = 0;

      for (guint series = 0; series < n_series; series++)
        if (hd_summation_level_of (sums, series) == level && isfinite (courses[series].stretch))
          sorted[n_here++] = courses[series].stretch;
      if (n_here == 0)
        continue;
      hd_sort_doubles (sorted, n_here);
      sum += hd_quantile_of_sorted (sorted, n_here, 0.5);
      n_used++;
    }
  return n_used > 0 ? CLAMP (sum / n_used, 1, MAX_STRETCH) : 1;
}

void
hd_path_spread_restore (const HdSummation *sums,
                        const double *variances,
                        guint n_paths,
                        guint horizon,
                        double *paths)
{
  guint n_series = hd_summation_get_n_series (sums);
  int top = hd_summation_find_top (sums);
  g_autofree Course *courses = g_new (Course, n_series + 1);
  g_autofree double *top_path = g_new (double, n_paths + 1);

  for (guint place = 0; top >= 0 && place < horizon; place++)
    {
      Step of_top = { paths + (gsize)top * n_paths * horizon + place, n_paths, horizon };
      double top_mean = mean_of (of_top), stretch;
      double top_variance = covariance_of (of_top, top_mean, of_top, top_mean);

      if (!(top_variance > 0))
        continue;
      for (guint path = 0; path < n_paths; path++)
        top_path[path] = value_at (of_top, path) - top_mean;
      for (guint series = 0; series < n_series; series++)
        {
          Step step = { paths + (gsize)series * n_paths * horizon + place, n_paths, horizon };

          courses[series] = find_course (step, of_top, top_mean, top_variance,
                                         variances[(gsize)series * horizon + place]);
        }
      courses[top].stretch = NAN;
      stretch = choose_stretch (sums, courses);
      for (guint series = 0; series < n_series; series++)
        for (guint path = 0; path < n_paths; path++)
          {
            double *at = paths + ((gsize)series * n_paths + path) * horizon + place;
            double with_top = courses[series].mean + courses[series].slope * top_path[path];

            *at = with_top + stretch * (*at - with_top);
          }
    }
}
