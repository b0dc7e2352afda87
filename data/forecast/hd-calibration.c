/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Intervals that hold what they promise: claimed spreads, corrected by what came at rolling origins.
 *
 * A conformal idea (Vovk, Gammerman, Shafer 2005) with few scores a series: the mean absolute score stands in
 * for their far quantile, which so few cannot tell, and is shrunk towards what many series taught.
 */

#include "config.h"

#include "hd-calibration.h"

#include <math.h>

/* Learned on the M1 competition, where the combination without a factor covered 88 (monthly) and 79
 * per cent (quarterly) instead of 95; below what M1 alone would ask for, because its series are shorter
 * and break more often than most. Other frequencies have no M1 and are taken at their word, over the
 * whole horizon: a little less at first for the growth below. */
#define PRIOR_MONTHLY 1.12
#define PRIOR_QUARTERLY 1.2
#define PRIOR_OTHER 0.95
/* Weight of the series' own errors with many origins, and the origins that give half of it. */
#define OWN_WEIGHT 0.5
#define HALF_ORIGINS 1.0
/* The own errors may not move the factor further than this from the prior. */
#define FURTHEST 3.0
/* On M1, errors outgrow their claims by 1.04 at the first step to 1.5 at the last ones. */
#define GROWTH 0.05
/* Mean absolute value of a standard normal: sqrt (2 / pi). */
#define NORMAL_MEAN_ABSOLUTE 0.7978845608

static double
prior_of (guint season)
{
  return season == 12 ? PRIOR_MONTHLY : season == 4 ? PRIOR_QUARTERLY : PRIOR_OTHER;
}

double
hd_calibration_stretch (double factor, guint step)
{
  return factor * pow (step + 1, GROWTH);
}

/* Error in units of what would have been claimed without calibration; NAN where one is not known. */
static double
score_of (const HdBacktest *backtest, const HdMemberWeights *weights, guint origin, guint step)
{
  HdBacktestCell cell = hd_backtest_cell (backtest, weights, origin, step);
  double actual = backtest->actual[(gsize)origin * backtest->horizon + step];
  double score = fabs (actual - cell.mean) / (cell.spread * hd_calibration_stretch (1, step));

  return isfinite (score) ? score : NAN;
}

double
hd_calibration_factor (const HdBacktest *backtest,
                       const HdMemberWeights *weights,
                       guint season,
                       int left_out)
{
  double prior = prior_of (season), sum = 0, own, weight;
  guint n_scores = 0, n_origins = 0;

  for (guint origin = 0; origin < backtest->n_origins; origin++)
    {
      if ((int)origin == left_out)
        continue;
      n_origins++;
      for (guint step = 0; step < backtest->horizon; step++)
        {
          double score = score_of (backtest, weights, origin, step);

          if (isnan (score))
            continue;
          sum += score;
          n_scores++;
        }
    }
  if (n_scores == 0)
    return prior;
  own = sum / n_scores / NORMAL_MEAN_ABSOLUTE;
  own = CLAMP (own, prior / FURTHEST, prior * FURTHEST);
  weight = OWN_WEIGHT * n_origins / (n_origins + HALF_ORIGINS);
  return exp (weight * log (own) + (1 - weight) * log (prior));
}

double
hd_calibration_coverage (const HdBacktest *backtest,
                         const HdMemberWeights *weights,
                         guint season,
                         double width)
{
  guint n_inside = 0, n_all = 0;

  for (guint origin = 0; origin < backtest->n_origins; origin++)
    {
      double factor = hd_calibration_factor (backtest, weights, season, (int)origin);

      for (guint step = 0; step < backtest->horizon; step++)
        {
          double score = score_of (backtest, weights, origin, step);

          if (isnan (score))
            continue;
          n_all++;
          n_inside += score <= width * factor;
        }
    }
  return n_all > 0 ? 100.0 * n_inside / n_all : NAN;
}
