/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * STL: a series taken apart into trend, season and remainder by loess.
 */

#include "config.h"

#include "hd-stl.h"

#include "hd-quantile.h"

#include <math.h>
#include <string.h>

/* As R: a tenth of the window is smooth enough to be joined by straight lines. */
#define JUMPS_PER_WINDOW 10
/* Residuals beyond six times the median of their sizes count for nothing. */
#define ROBUST_LIMIT 6.0
/* MSTL's own: windows widen with each longer season, and two rounds settle. */
#define MSTL_FIRST_WINDOW 11
#define MSTL_WINDOW_STEP 4
#define MSTL_ROUNDS 2

typedef struct
{
  const HdStlOptions *options;
  const double *values;
  guint n_values;
  double *weights; /* (nullable) robustness */
  double *trend, *season;
  /* Long enough for a series with one period more on both sides. */
  double *wide, *narrow, *scratch, *phase, *phase_weights, *phase_smooth;
} Workspace;

static guint
next_odd (double window)
{
  guint rounded = MAX ((guint)ceil (window), 3);

  return rounded % 2 == 0 ? rounded + 1 : rounded;
}

static HdLoess
loess_of (guint window, gboolean is_line)
{
  return (HdLoess){ window, is_line, (window + JUMPS_PER_WINDOW - 1) / JUMPS_PER_WINDOW };
}

HdStlOptions
hd_stl_options (guint period, guint n_values, guint season_window, gboolean is_robust)
{
  gboolean is_periodic = season_window == 0;
  guint window = is_periodic ? 10 * n_values + 1 : season_window;

  return (HdStlOptions){
    .period = period,
    .season = loess_of (window, FALSE),
    .low_pass = loess_of (next_odd (period), TRUE),
    .trend = loess_of (next_odd (1.5 * period / (1 - 1.5 / window)), TRUE),
    .n_inner = is_robust ? 1 : 2,
    .n_outer = is_robust ? 15 : 0,
    .is_periodic = is_periodic,
  };
}

/* Step 2: smooths each phase and carries it one period beyond both ends, into `wide`. */
static void
smooth_phases (Workspace *work)
{
  const HdLoess *loess = &work->options->season;
  guint period = work->options->period;

  for (guint phase = 0; phase < period; phase++)
    {
      guint n_phase = (work->n_values - phase - 1) / period + 1;
      guint window = MIN (loess->window, n_phase);
      double *weights = work->weights != NULL ? work->phase_weights : NULL;
      double *smooth = work->phase_smooth;

      for (guint cycle = 0; cycle < n_phase; cycle++)
        {
          work->phase[cycle] = work->narrow[cycle * period + phase];
          if (weights != NULL)
            weights[cycle] = work->weights[cycle * period + phase];
        }
      hd_loess_smooth (loess, work->phase, n_phase, weights, work->scratch, smooth + 1);
      if (!hd_loess_fit_at (loess, work->phase, n_phase, weights, -1, 0, window - 1, work->scratch,
                            &smooth[0]))
        smooth[0] = smooth[1];
      if (!hd_loess_fit_at (loess, work->phase, n_phase, weights, n_phase, n_phase - window,
                            n_phase - 1, work->scratch, &smooth[n_phase + 1]))
        smooth[n_phase + 1] = smooth[n_phase];
      for (guint cycle = 0; cycle < n_phase + 2; cycle++)
        work->wide[cycle * period + phase] = smooth[cycle];
    }
}

/* Mean of each `window` neighbours; the result is window - 1 shorter and may overwrite its input. */
static guint
moving_average (const double *values, guint n_values, guint window, double *means)
{
  guint n_means = n_values - window + 1;
  double sum = 0;

  for (guint place = 0; place < window; place++)
    sum += values[place];
  for (guint place = 0; place < n_means; place++)
    {
      double leaving = values[place];

      means[place] = sum / window;
      if (place + 1 < n_means)
        sum += values[place + window] - leaving;
    }
  return n_means;
}

/* Steps 3 and 4: what of the smoothed phases is really trend is taken off them. */
static void
detrend_season (Workspace *work)
{
  guint period = work->options->period, n_values = work->n_values;
  double *low = work->narrow;
  guint length = moving_average (work->wide, n_values + 2 * period, period, low);

  length = moving_average (low, length, period, low);
  moving_average (low, length, 3, low);
  hd_loess_smooth (&work->options->low_pass, low, n_values, NULL, work->scratch, work->season);
  for (guint place = 0; place < n_values; place++)
    work->season[place] = work->wide[period + place] - work->season[place];
}

static void
run_inner_loop (Workspace *work)
{
  for (guint round = 0; round < work->options->n_inner; round++)
    {
      for (guint place = 0; place < work->n_values; place++)
        work->narrow[place] = work->values[place] - work->trend[place];
      smooth_phases (work);
      detrend_season (work);
      for (guint place = 0; place < work->n_values; place++)
        work->narrow[place] = work->values[place] - work->season[place];
      hd_loess_smooth (&work->options->trend, work->narrow, work->n_values, work->weights,
                       work->scratch, work->trend);
    }
}

static double
bisquare (double size, double limit)
{
  double rest = 1 - (size / limit) * (size / limit);

  if (size <= 0.001 * limit)
    return 1;
  return size <= 0.999 * limit ? rest * rest : 0;
}

static void
weigh_residuals (Workspace *work, double *weights)
{
  double *sizes = work->narrow, limit;

  for (guint place = 0; place < work->n_values; place++)
    weights[place] = sizes[place]
        = fabs (work->values[place] - work->trend[place] - work->season[place]);
  hd_sort_doubles (sizes, work->n_values);
  limit = ROBUST_LIMIT * hd_quantile_of_sorted (sizes, work->n_values, 0.5);
  for (guint place = 0; place < work->n_values; place++)
    weights[place] = bisquare (weights[place], limit);
}

static void
average_phases (double *season, guint n_values, guint period)
{
  for (guint phase = 0; phase < period; phase++)
    {
      double sum = 0;
      guint n_cycles = (n_values - phase - 1) / period + 1;

      for (guint place = phase; place < n_values; place += period)
        sum += season[place];
      for (guint place = phase; place < n_values; place += period)
        season[place] = sum / n_cycles;
    }
}

void
hd_stl (const HdStlOptions *options,
        const double *values,
        guint n_values,
        double *trend,
        double *season)
{
  guint length = n_values + 2 * options->period;
  g_autofree double *room = g_new (double, 6 * (gsize)length);
  g_autofree double *weights = g_new (double, n_values);
  Workspace work = { options, values, n_values, NULL, trend, season };

  g_return_if_fail (options->period >= 2 && n_values >= 2 * options->period);

  work.wide = room;
  work.narrow = room + length;
  work.scratch = room + 2 * (gsize)length;
  work.phase = room + 3 * (gsize)length;
  work.phase_weights = room + 4 * (gsize)length;
  work.phase_smooth = room + 5 * (gsize)length;
  memset (trend, 0, sizeof *trend * n_values);

  run_inner_loop (&work);
  for (guint round = 0; round < options->n_outer; round++)
    {
      weigh_residuals (&work, weights);
      work.weights = weights;
      run_inner_loop (&work);
    }
  if (options->is_periodic)
    average_phases (season, n_values, options->period);
}

void
hd_mstl (const guint *periods,
         guint n_periods,
         const double *values,
         guint n_values,
         gboolean is_robust,
         double *trend,
         double *seasons)
{
  g_autofree double *rest = g_memdup2 (values, sizeof *values * n_values);

  memset (seasons, 0, sizeof *seasons * n_periods * n_values);
  for (guint round = 0; round < (n_periods > 1 ? MSTL_ROUNDS : 1); round++)
    for (guint index = 0; index < n_periods; index++)
      {
        double *season = seasons + (gsize)index * n_values;
        HdStlOptions options = hd_stl_options (
            periods[index], n_values, MSTL_FIRST_WINDOW + MSTL_WINDOW_STEP * index, is_robust);

        for (guint place = 0; place < n_values; place++)
          rest[place] += season[place];
        hd_stl (&options, rest, n_values, trend, season);
        for (guint place = 0; place < n_values; place++)
          rest[place] -= season[place];
      }
}
