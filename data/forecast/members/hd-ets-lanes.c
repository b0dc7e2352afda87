/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exponential smoothing run from four points at once: the inner loop of its fit.
 *
 * The same recursion as hd_ets_run() of hd-ets-kernel.c, which a test holds against it.
 */

#include "config.h"

#include "hd-ets-lanes.h"

#include <math.h>

/* Below this a divisor has no meaning; series arrive scaled to 1. */
#define SMALLEST_DIVISOR 1e-8
/* Products of so many means stay far from overflow and underflow: 1e-8^32. */
#define VALUES_A_LOGARITHM 32

typedef long long HdLaneMask
    __attribute__ ((vector_size (HD_LANES * sizeof (long long)), aligned (16)));

/* Sums over the run. */
typedef struct
{
  HdLanes squares;
  HdLanes product; /* of means since the last logarithm */
  double logs[HD_LANES];
  HdLaneMask is_lost;
  guint n_known;
} Sums;

static void
take_logarithm (Sums *sums)
{
  for (guint lane = 0; lane < HD_LANES; lane++)
    {
      sums->logs[lane] += log (sums->product[lane]);
      sums->product[lane] = 1;
    }
}

/* Weighs relative errors by the geometric mean of the means, and marks the lanes that were lost. */
static void
finish (gboolean is_relative, Sums *sums, guint n_values, HdLanes *residuals, HdLanes *sum_squares)
{
  if (is_relative && sums->n_known > 0)
    {
      HdLanes middle;

      take_logarithm (sums);
      for (guint lane = 0; lane < HD_LANES; lane++)
        middle[lane] = exp (sums->logs[lane] / sums->n_known);
      for (guint step = 0; step < n_values; step++)
        residuals[step] *= middle;
      sums->squares *= middle * middle;
    }
  *sum_squares = sums->squares;
  for (guint lane = 0; lane < HD_LANES; lane++)
    if (sums->is_lost[lane] || !isfinite (sums->squares[lane]))
      (*sum_squares)[lane] = INFINITY;
}

/* The mean that a relative error was weighed by. */
static inline __attribute__ ((always_inline)) void
count_relative (Sums *sums, HdLanes mean)
{
  sums->product *= mean;
  if (++sums->n_known % VALUES_A_LOGARITHM == 0)
    take_logarithm (sums);
}

/* Expanded once a form, so that the loop has no branch on it. */
static inline __attribute__ ((always_inline)) void
run (gboolean is_relative,
     gboolean has_trend,
     HdEtsSeason kind,
     const HdEtsLanes *start,
     const double *values,
     guint n_values,
     HdLanes *residuals,
     HdLanes *sum_squares)
{
  const HdLanes alpha = start->level_weight, beta = start->trend_weight;
  const HdLanes gamma = start->season_weight, phi = start->damping;
  HdLanes level = start->level, trend = start->trend;
  Sums sums = { .product = (HdLanes){ 0 } + 1 };
  guint phase = 0;

  for (guint step = 0; step < n_values; step++)
    {
      HdLanes *season = &start->season[phase];
      HdLanes damped = has_trend ? phi * trend : (HdLanes){ 0 };
      HdLanes base = has_trend ? level + damped : level, mean = base, error, base_error;

      if (kind != HD_ETS_SEASON_NONE && ++phase == start->period)
        phase = 0;
      if (isnan (values[step]))
        {
          residuals[step] = (HdLanes){ 0 };
          level = base;
          trend = damped;
          continue;
        }
      if (kind != HD_ETS_SEASON_NONE)
        mean = kind == HD_ETS_SEASON_ADDITIVE ? base + *season : base * *season;
      residuals[step] = error = base_error = values[step] - mean;
      if (is_relative || kind == HD_ETS_SEASON_MULTIPLICATIVE)
        {
          HdLanes relative = error / mean;

          sums.is_lost |= mean < SMALLEST_DIVISOR;
          if (is_relative)
            {
              residuals[step] = relative;
              count_relative (&sums, mean);
            }
          if (kind == HD_ETS_SEASON_MULTIPLICATIVE)
            {
              sums.is_lost |= (base < SMALLEST_DIVISOR) | (*season < SMALLEST_DIVISOR);
              base_error = relative * base; /* error / season */
              *season += gamma * (relative * *season); /* error / base */
            }
        }
      if (kind == HD_ETS_SEASON_ADDITIVE)
        *season += gamma * error;
      sums.squares += residuals[step] * residuals[step];
      level = base + alpha * base_error;
      if (has_trend)
        trend = damped + beta * base_error;
    }
  finish (is_relative, &sums, n_values, residuals, sum_squares);
}

#define RUN(relative, has_trend, season_kind)                                                      \
  run (relative, has_trend, season_kind, start, values, n_values, residuals, sum_squares)

#define RUN_SEASON(relative, has_trend)                                                            \
  (form->season == HD_ETS_SEASON_NONE ? RUN (relative, has_trend, HD_ETS_SEASON_NONE)              \
   : form->season == HD_ETS_SEASON_ADDITIVE                                                        \
       ? RUN (relative, has_trend, HD_ETS_SEASON_ADDITIVE)                                         \
       : RUN (relative, has_trend, HD_ETS_SEASON_MULTIPLICATIVE))

void
hd_ets_lanes_run (const HdEtsForm *form,
                  const HdEtsLanes *start,
                  const double *values,
                  guint n_values,
                  HdLanes *residuals,
                  HdLanes *sum_squares)
{
  if (form->is_error_relative)
    form->trend != HD_ETS_TREND_NONE ? RUN_SEASON (TRUE, TRUE) : RUN_SEASON (TRUE, FALSE);
  else
    form->trend != HD_ETS_TREND_NONE ? RUN_SEASON (FALSE, TRUE) : RUN_SEASON (FALSE, FALSE);
}
