/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exponential smoothing in state-space form: the recursion, its likelihood and its paths.
 */

#include "config.h"

#include "hd-ets-kernel.h"

#include <math.h>

/* Below this a divisor (a season, a deseasonalised mean) has no meaning; series arrive scaled to 1. */
#define SMALLEST_DIVISOR 1e-8

/* What the state says of the next observation, before it is seen. */
typedef struct
{
  double base; /* level + phi trend: the mean without the season */
  double mean; /* mu */
} Expectation;

static inline Expectation
expect (HdEtsTrend trend, HdEtsSeason season, const HdEtsWeights *weights, const HdEtsState *state)
{
  Expectation expected;

  expected.base = state->level;
  if (trend != HD_ETS_TREND_NONE)
    expected.base += weights->damping * state->trend;
  expected.mean = expected.base;
  if (season == HD_ETS_SEASON_ADDITIVE)
    expected.mean += state->season[state->phase];
  else if (season == HD_ETS_SEASON_MULTIPLICATIVE)
    expected.mean *= state->season[state->phase];
  return expected;
}

/* Moves the state over one observation that missed its mean by `error`. */
static inline void
advance (HdEtsTrend trend,
         HdEtsSeason season,
         const HdEtsWeights *weights,
         HdEtsState *state,
         Expectation expected,
         double error)
{
  double *own_season = &state->season[state->phase];
  double base_error
      = season == HD_ETS_SEASON_MULTIPLICATIVE && error != 0 ? error / *own_season : error;

  state->level = expected.base + weights->level_weight * base_error;
  if (trend != HD_ETS_TREND_NONE)
    state->trend = weights->damping * state->trend + weights->trend_weight * base_error;
  if (season == HD_ETS_SEASON_ADDITIVE)
    *own_season += weights->season_weight * error;
  else if (season == HD_ETS_SEASON_MULTIPLICATIVE && error != 0)
    *own_season += weights->season_weight * error / expected.base;
  if (season != HD_ETS_SEASON_NONE && ++state->phase == state->period)
    state->phase = 0;
}

/* The body of hd_ets_run(), expanded once a form so that the inner loop has no branch on it. */
static inline __attribute__ ((always_inline)) gboolean
run (gboolean is_relative,
     HdEtsTrend trend,
     HdEtsSeason season,
     const HdEtsWeights *weights,
     HdEtsState *state,
     const double *values,
     guint n_values,
     double *errors,
     HdEtsFit *fit)
{
  double sum_squares = 0, product = 1, sum_log = 0;
  guint n_known = 0;

  for (guint step = 0; step < n_values; step++)
    {
      Expectation expected = expect (trend, season, weights, state);
      double error = 0, counted = NAN;

      if (!isnan (values[step]))
        {
          error = counted = values[step] - expected.mean;
          if ((is_relative && expected.mean < SMALLEST_DIVISOR)
              || (season == HD_ETS_SEASON_MULTIPLICATIVE
                  && (expected.base < SMALLEST_DIVISOR
                      || state->season[state->phase] < SMALLEST_DIVISOR)))
            return FALSE;
          if (is_relative)
            {
              counted /= expected.mean;
              /* One logarithm for many means; folded in before the product can overflow. */
              product *= expected.mean;
              if (product > 1e100 || product < 1e-100)
                {
                  sum_log += log (product);
                  product = 1;
                }
            }
          sum_squares += counted * counted;
          n_known++;
        }
      if (errors != NULL)
        errors[step] = counted;
      advance (trend, season, weights, state, expected, error);
    }
  *fit = (HdEtsFit){ sum_squares, sum_log + log (product), n_known };
  return isfinite (sum_squares);
}

#define RUN(relative, trend_form, season_form)                                                     \
  run (relative, trend_form, season_form, weights, state, values, n_values, errors, fit)

#define RUN_SEASON(relative, trend_form)                                                           \
  (form->season == HD_ETS_SEASON_NONE ? RUN (relative, trend_form, HD_ETS_SEASON_NONE)             \
   : form->season == HD_ETS_SEASON_ADDITIVE                                                        \
       ? RUN (relative, trend_form, HD_ETS_SEASON_ADDITIVE)                                        \
       : RUN (relative, trend_form, HD_ETS_SEASON_MULTIPLICATIVE))

gboolean
hd_ets_run (const HdEtsForm *form,
            const HdEtsWeights *weights,
            HdEtsState *state,
            const double *values,
            guint n_values,
            double *errors,
            HdEtsFit *fit)
{
  gboolean has_trend = form->trend != HD_ETS_TREND_NONE;

  if (form->is_error_relative)
    return has_trend ? RUN_SEASON (TRUE, HD_ETS_TREND_ADDITIVE)
                     : RUN_SEASON (TRUE, HD_ETS_TREND_NONE);
  return has_trend ? RUN_SEASON (FALSE, HD_ETS_TREND_ADDITIVE)
                   : RUN_SEASON (FALSE, HD_ETS_TREND_NONE);
}

double
hd_ets_deviance (const HdEtsForm *form, const HdEtsFit *fit)
{
  double deviance;

  /* A perfect fit would be minus infinity and would make every form equal. */
  deviance = fit->n_known * log (MAX (fit->sum_squares, 1e-30));
  if (form->is_error_relative)
    deviance += 2 * fit->sum_log_mean;
  return deviance;
}

void
hd_ets_predict (const HdEtsForm *form,
                const HdEtsWeights *weights,
                const HdEtsState *state,
                guint horizon,
                double *mean)
{
  HdEtsState ahead = *state;

  for (guint step = 0; step < horizon; step++)
    {
      Expectation expected = expect (form->trend, form->season, weights, &ahead);

      mean[step] = expected.mean;
      /* Without an error only level, trend and phase move: the seasons are not written to. */
      ahead.level = expected.base;
      ahead.trend *= weights->damping;
      if (form->season != HD_ETS_SEASON_NONE && ++ahead.phase == ahead.period)
        ahead.phase = 0;
    }
}

void
hd_ets_draw_path (const HdEtsForm *form,
                  const HdEtsWeights *weights,
                  HdEtsState *state,
                  double spread,
                  double mirror,
                  HdRandom *random,
                  guint horizon,
                  double *path)
{
  for (guint step = 0; step < horizon; step++)
    {
      Expectation expected = expect (form->trend, form->season, weights, state);
      double error = mirror * spread * hd_random_normal (random);

      if (form->is_error_relative)
        error = MAX (error, -0.95) * expected.mean;
      /* A path that wanders to where the form divides by nothing goes on without further error. */
      if (form->season == HD_ETS_SEASON_MULTIPLICATIVE
          && (expected.base < SMALLEST_DIVISOR || state->season[state->phase] < 0.01))
        error = 0;
      path[step] = expected.mean + error;
      advance (form->trend, form->season, weights, state, expected, error);
    }
}
