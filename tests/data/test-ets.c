/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exponential smoothing against the classical equations, by hand, and against a published fit.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-ets-start.h"
#include "hd-nelder-mead.h"

#include <math.h>

#define assert_near(a, b, tolerance) g_assert_cmpfloat_with_epsilon (a, b, tolerance)

static void
test_simple_by_hand (void)
{
  /* alpha 1/2 from level 10: 12 -> 11, 8 -> 9.5, missing -> 9.5, 10.5 -> 10. */
  const double values[] = { 12, 8, NAN, 10.5 };
  const HdEtsForm form = { FALSE, HD_ETS_TREND_NONE, HD_ETS_SEASON_NONE };
  const HdEtsWeights weights = { .level_weight = 0.5, .damping = 1 };
  double season = 0, errors[4];
  HdEtsState state = { .level = 10, .season = &season, .period = 1 };
  HdEtsFit fit;

  g_assert_true (hd_ets_run (&form, &weights, &state, values, 4, errors, &fit));
  assert_near (state.level, 10, 1e-12);
  assert_near (errors[0], 2, 1e-12);
  assert_near (errors[1], -3, 1e-12);
  g_assert_true (isnan (errors[2]));
  assert_near (errors[3], 1, 1e-12);
  assert_near (fit.sum_squares, 4 + 9 + 1, 1e-12);
  g_assert_cmpuint (fit.n_known, ==, 3);
}

/* Holt and Winters' component form (1960), another way to write the same model:
 * beta = alpha beta*, gamma = (1 - alpha) gamma*. */
static void
compare_with_winters (HdEtsSeason kind, double damping)
{
  enum
  {
    N = 40,
    PERIOD = 4
  };
  const double alpha = 0.4, beta_star = 0.3, gamma_star = 0.25;
  const HdEtsForm form = { FALSE, damping < 1 ? HD_ETS_TREND_DAMPED : HD_ETS_TREND_ADDITIVE, kind };
  const HdEtsWeights weights = { alpha, alpha * beta_star, (1 - alpha) * gamma_star, damping };
  gboolean is_ratio = kind == HD_ETS_SEASON_MULTIPLICATIVE;
  double season[PERIOD] = { 0.8, 1.1, 1.3, 0.8 }, expected_season[PERIOD], values[N], mean[6];
  double level = 50, trend = 1;
  HdEtsState state = { .level = level, .trend = trend, .season = season, .period = PERIOD };
  HdEtsFit fit;

  for (guint place = 0; place < N; place++)
    values[place] = 50 + place + 5 * sin (place * 1.7) + 3 * cos (place * 0.31);
  for (guint phase = 0; phase < PERIOD; phase++)
    expected_season[phase] = season[phase];

  for (guint place = 0; place < N; place++)
    {
      double *own = &expected_season[place % PERIOD];
      double base = level + damping * trend, before = level;

      /* The component form updates the season against the level of the step before, as the state-space
       * form does when gamma = (1 - alpha) gamma*. */
      level = alpha * (is_ratio ? values[place] / *own : values[place] - *own) + (1 - alpha) * base;
      trend = beta_star * (level - before) + (1 - beta_star) * damping * trend;
      if (is_ratio)
        *own = (1 - (1 - alpha) * gamma_star) * *own
               + (1 - alpha) * gamma_star * values[place] / base;
      else
        *own = (1 - gamma_star) * *own + gamma_star * (values[place] - level);
    }
  g_assert_true (hd_ets_run (&form, &weights, &state, values, N, NULL, &fit));
  assert_near (state.level, level, 1e-9);
  assert_near (state.trend, trend, 1e-9);
  for (guint phase = 0; phase < PERIOD; phase++)
    assert_near (season[phase], expected_season[phase], 1e-9);

  hd_ets_predict (&form, &weights, &state, 6, mean);
  for (guint step = 0; step < 6; step++)
    {
      double reach = 0, own = expected_season[step % PERIOD];

      for (guint power = 1; power <= step + 1; power++)
        reach += pow (damping, power);
      assert_near (mean[step],
                   is_ratio ? (level + reach * trend) * own : level + reach * trend + own, 1e-9);
    }
}

static void
test_winters (void)
{
  compare_with_winters (HD_ETS_SEASON_ADDITIVE, 1);
  compare_with_winters (HD_ETS_SEASON_MULTIPLICATIVE, 1);
}

/* Saudi oil production 1996-2013, Hyndman and Athanasopoulos: Forecasting, principles and practice,
 * 2nd edition, 7.1: alpha 0.8339, first level 446.6, forecast of 2014 542.68. */
static const double oil[]
    = { 445.36, 453.20, 454.41, 422.38, 456.04, 440.39, 425.19, 486.21, 500.43,
        521.28, 508.95, 488.89, 509.87, 456.72, 473.82, 525.95, 549.83, 542.34 };

static double
oil_deviance (const double *point, gpointer user_data)
{
  const HdEtsForm form = { FALSE, HD_ETS_TREND_NONE, HD_ETS_SEASON_NONE };
  HdEtsWeights weights = { .level_weight = point[0], .damping = 1 };
  double season = 0;
  HdEtsState state = { .level = point[1], .season = &season, .period = 1 };
  HdEtsFit fit;

  if (point[0] <= 0 || point[0] >= 1
      || !hd_ets_run (&form, &weights, &state, oil, G_N_ELEMENTS (oil), NULL, &fit))
    return INFINITY;
  if (user_data != NULL)
    *(double *)user_data = state.level;
  return hd_ets_deviance (&form, &fit);
}

static void
test_published_fit (void)
{
  double point[] = { 0.3, 440 }, step[] = { 0.2, 10 }, forecast;

  hd_nelder_mead_minimise (oil_deviance, NULL, 2, point, step, 1e-12, 500);
  oil_deviance (point, &forecast);
  assert_near (point[0], 0.8339, 5e-4);
  assert_near (point[1], 446.6, 0.1);
  assert_near (forecast, 542.68, 0.01);
}

static void
test_relative_likelihood (void)
{
  /* Two values, mean 100 both times: errors of 10 and -20 per cent. */
  const double values[] = { 110, 80 };
  const HdEtsForm form = { TRUE, HD_ETS_TREND_NONE, HD_ETS_SEASON_NONE };
  const HdEtsWeights weights = { .damping = 1 };
  double season = 0;
  HdEtsState state = { .level = 100, .season = &season, .period = 1 };
  HdEtsFit fit;

  g_assert_true (hd_ets_run (&form, &weights, &state, values, 2, NULL, &fit));
  assert_near (fit.sum_squares, 0.01 + 0.04, 1e-12);
  assert_near (fit.sum_log_mean, 2 * log (100), 1e-12);
  assert_near (hd_ets_deviance (&form, &fit), 2 * log (0.05) + 4 * log (100), 1e-9);
}

static void
test_leaves_region (void)
{
  const double values[] = { 1, 1, 1 };
  const HdEtsForm form = { TRUE, HD_ETS_TREND_NONE, HD_ETS_SEASON_NONE };
  const HdEtsWeights weights = { .level_weight = 0.5, .damping = 1 };
  double season = 0;
  HdEtsState state = { .level = -1, .season = &season, .period = 1 };
  HdEtsFit fit;

  g_assert_false (hd_ets_run (&form, &weights, &state, values, 3, NULL, &fit));
}

static void
test_indices (void)
{
  const double shape[] = { 0.7, 1.2, 0.9, 1.2 };
  double values[20], indices[4];

  for (guint place = 0; place < 20; place++)
    values[place] = 100 * shape[place % 4];
  g_assert_true (
      hd_time_series_seasonal_indices (values, 20, 4, HD_ETS_SEASON_MULTIPLICATIVE, indices));
  for (guint phase = 0; phase < 4; phase++)
    assert_near (indices[phase], shape[phase], 1e-12);
  g_assert_true (hd_time_series_seasonal_indices (values, 20, 4, HD_ETS_SEASON_ADDITIVE, indices));
  for (guint phase = 0; phase < 4; phase++)
    assert_near (indices[phase], 100 * shape[phase] - 100, 1e-9);
  g_assert_false (hd_time_series_seasonal_indices (values, 7, 4, HD_ETS_SEASON_ADDITIVE, indices));
}

static void
test_bridge (void)
{
  const double values[] = { NAN, 2, NAN, NAN, 8, NAN };
  const double expected[] = { 2, 2, 4, 6, 8, 8 };
  double bridged[6];

  hd_time_series_bridge_gaps (values, 6, bridged);
  for (guint place = 0; place < 6; place++)
    assert_near (bridged[place], expected[place], 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/ets/simple-by-hand", test_simple_by_hand);
  g_test_add_func ("/data/ets/winters", test_winters);
  g_test_add_func ("/data/ets/published-fit", test_published_fit);
  g_test_add_func ("/data/ets/relative-likelihood", test_relative_likelihood);
  g_test_add_func ("/data/ets/leaves-region", test_leaves_region);
  g_test_add_func ("/data/ets/indices", test_indices);
  g_test_add_func ("/data/ets/bridge", test_bridge);
  return g_test_run ();
}
