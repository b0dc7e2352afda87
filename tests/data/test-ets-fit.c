/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The fit of exponential smoothing: against R's on a published series, against the plain recursion, and
 * its variances against simulation.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "air-passengers.h"
#include "hd-ets-fit.h"
#include "hd-ets-lanes.h"
#include "hd-ets-variance.h"

#include <math.h>
#include <string.h>

#define assert_near(a, b, tolerance) g_assert_cmpfloat_with_epsilon (a, b, tolerance)
#define PERIOD 12

/* What ets () of R's forecast 8.20 finds for every form: -2 log likelihood and AICc. */
static const struct
{
  HdEtsForm form;
  double deviance, information;
} r_fits[] = {
  { { FALSE, HD_ETS_TREND_NONE, HD_ETS_SEASON_NONE }, 1727.786755, 1733.958184 },
  { { FALSE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_NONE }, 1727.294605, 1737.729388 },
  { { FALSE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_NONE }, 1727.592136, 1740.205275 },
  { { TRUE, HD_ETS_TREND_NONE, HD_ETS_SEASON_NONE }, 1667.900261, 1674.071690 },
  { { TRUE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_NONE }, 1663.795154, 1674.229937 },
  { { TRUE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_NONE }, 1666.823451, 1679.436590 },
  { { FALSE, HD_ETS_TREND_NONE, HD_ETS_SEASON_ADDITIVE }, 1534.859078, 1568.609078 },
  { { FALSE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_ADDITIVE }, 1531.871695, 1570.728838 },
  { { FALSE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_ADDITIVE }, 1535.230891, 1576.702891 },
  { { TRUE, HD_ETS_TREND_NONE, HD_ETS_SEASON_ADDITIVE }, 1550.792307, 1584.542307 },
  { { TRUE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_ADDITIVE }, 1536.466820, 1575.323963 },
  { { TRUE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_ADDITIVE }, 1547.209944, 1588.681944 },
  { { TRUE, HD_ETS_TREND_NONE, HD_ETS_SEASON_MULTIPLICATIVE }, 1431.314394, 1465.064394 },
  { { TRUE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_MULTIPLICATIVE }, 1364.807238, 1403.664381 },
  { { TRUE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_MULTIPLICATIVE }, 1359.166432, 1400.638432 },
};

static HdEtsEstimate
estimate_form (HdEtsSeries *series, HdEtsForm form, double *season)
{
  HdEtsEstimate estimate = { .form = form, .start = { .season = season } };

  g_assert_true (hd_ets_estimate (series, NULL, &estimate));
  return estimate;
}

/* The likelihood of a form has one highest place: ours is as high as R's, or higher where R's search of 17
 * parameters ends early. Half a unit is the tolerance of our search, a tenth of what separates forms. */
static void
test_no_worse_than_r (void)
{
  double scaled[N_AIR_PASSENGERS], unit = 622;
  g_auto (HdEtsSeries) series = { 0 };

  for (guint place = 0; place < N_AIR_PASSENGERS; place++)
    scaled[place] = air_passengers[place] / unit;
  hd_ets_series_init (&series, scaled, N_AIR_PASSENGERS, PERIOD);
  for (guint index = 0; index < G_N_ELEMENTS (r_fits); index++)
    {
      double season[PERIOD], deviance;
      HdEtsEstimate found = estimate_form (&series, r_fits[index].form, season);

      /* The density of a scaled value is `unit` times as high. */
      deviance = found.deviance + 2 * N_AIR_PASSENGERS * log (unit);
      g_test_message ("form %u: %.3f, R %.3f", index, deviance, r_fits[index].deviance);
      g_assert_cmpfloat (deviance, <, r_fits[index].deviance + 0.5);
      assert_near (
          hd_ets_information (&found.form, PERIOD, N_AIR_PASSENGERS, r_fits[index].deviance),
          r_fits[index].information, 1e-5);
      assert_near (found.information,
                   hd_ets_information (&found.form, PERIOD, N_AIR_PASSENGERS, found.deviance),
                   1e-9);
    }
}

static void
test_admissible (void)
{
  g_auto (HdEtsSeries) series = { 0 };

  hd_ets_series_init (&series, air_passengers, N_AIR_PASSENGERS, PERIOD);
  for (guint index = 0; index < G_N_ELEMENTS (r_fits); index++)
    {
      double season[PERIOD];
      HdEtsEstimate found = { .form = r_fits[index].form, .start = { .season = season } };
      const HdEtsWeights *weights = &found.weights;

      /* States of a series in hundreds are outside the search's box; forms that find none say so. */
      if (!hd_ets_estimate (&series, NULL, &found))
        continue;
      g_assert_cmpfloat (weights->level_weight, >, 0);
      g_assert_cmpfloat (weights->level_weight, <, 1);
      g_assert_cmpfloat (weights->trend_weight, >=, 0);
      g_assert_cmpfloat (weights->trend_weight, <, weights->level_weight);
      g_assert_cmpfloat (weights->season_weight, >=, 0);
      g_assert_cmpfloat (weights->season_weight, <, 1 - weights->level_weight + 1e-12);
      g_assert_cmpfloat (weights->damping, >=, 0.8);
      g_assert_cmpfloat (weights->damping, <=, 1);
    }
}

/* Four lanes of different weights give what four runs of the plain recursion give. */
static void
test_lanes_are_runs (void)
{
  double values[60];
  HdRandom random = hd_random_new (5);

  for (guint place = 0; place < 60; place++)
    values[place] = place % 13 == 5 ? NAN
                                    : 0.5 + 0.004 * place + 0.1 * sin (place * G_PI / 6)
                                          + 0.05 * hd_random_uniform (&random);
  for (guint index = 0; index < G_N_ELEMENTS (r_fits); index++)
    {
      const HdEtsForm *form = &r_fits[index].form;
      gboolean has_trend = form->trend != HD_ETS_TREND_NONE;
      HdLanes lane_season[PERIOD], residuals[60], sum_squares;
      HdEtsLanes lanes = { .season = lane_season, .period = PERIOD };
      HdEtsWeights weights[HD_LANES];
      double season[HD_LANES][PERIOD];
      HdEtsState states[HD_LANES];

      for (guint lane = 0; lane < HD_LANES; lane++)
        {
          weights[lane] = (HdEtsWeights){ 0.2 + 0.15 * lane, has_trend ? 0.05 : 0, 0.05 * lane,
                                          form->trend == HD_ETS_TREND_DAMPED ? 0.9 : 1 };
          states[lane] = (HdEtsState){ 0.5, has_trend ? 0.003 * lane : 0, season[lane], PERIOD, 0 };
          for (guint phase = 0; phase < PERIOD; phase++)
            {
              season[lane][phase] = 0.1 * sin (phase * G_PI / 6)
                                    + (form->season == HD_ETS_SEASON_MULTIPLICATIVE ? 1 : 0);
              lane_season[phase][lane] = season[lane][phase];
            }
          lanes.level_weight[lane] = weights[lane].level_weight;
          lanes.trend_weight[lane] = weights[lane].trend_weight;
          lanes.season_weight[lane] = weights[lane].season_weight;
          lanes.damping[lane] = weights[lane].damping;
          lanes.level[lane] = states[lane].level;
          lanes.trend[lane] = states[lane].trend;
        }
      hd_ets_lanes_run (form, &lanes, values, 60, residuals, &sum_squares);
      for (guint lane = 0; lane < HD_LANES; lane++)
        {
          HdEtsFit fit;

          g_assert_true (hd_ets_run (form, &weights[lane], &states[lane], values, 60, NULL, &fit));
          assert_near (fit.n_known * log (sum_squares[lane]), hd_ets_deviance (form, &fit), 1e-9);
        }
    }
}

/* A recursion that leaves its region in one lane does not take the others with it. */
static void
test_lost_lane (void)
{
  const double values[] = { 1, 1, 1 };
  const HdEtsForm form = { TRUE, HD_ETS_TREND_NONE, HD_ETS_SEASON_NONE };
  HdLanes season = { 0 }, residuals[3], sum_squares;
  HdEtsLanes lanes = { .level_weight = { 0.5, 0.5, 0.5, 0.5 },
                       .damping = { 1, 1, 1, 1 },
                       .level = { 1, -1, 2, 1 },
                       .season = &season,
                       .period = 1 };

  hd_ets_lanes_run (&form, &lanes, values, 3, residuals, &sum_squares);
  assert_near (sum_squares[0], 0, 1e-15);
  g_assert_true (isinf (sum_squares[1]));
  g_assert_true (sum_squares[2] > 0 && isfinite (sum_squares[2]));
}

/* With additive errors the forecast of a moved series is the moved forecast. */
static void
test_shift (void)
{
  const HdEtsForm form = { FALSE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_ADDITIVE };
  double moved[N_AIR_PASSENGERS], scaled[N_AIR_PASSENGERS], means[2][PERIOD];
  const double *both[2] = { scaled, moved };

  for (guint place = 0; place < N_AIR_PASSENGERS; place++)
    {
      scaled[place] = air_passengers[place] / 622;
      moved[place] = scaled[place] - 2.5;
    }
  for (guint index = 0; index < 2; index++)
    {
      double season[PERIOD];
      g_auto (HdEtsSeries) series = { 0 };
      HdEtsEstimate found;
      HdEtsFit fit;

      hd_ets_series_init (&series, both[index], N_AIR_PASSENGERS, PERIOD);
      found = estimate_form (&series, form, season);
      g_assert_true (hd_ets_run (&form, &found.weights, &found.start, both[index], N_AIR_PASSENGERS,
                                 NULL, &fit));
      hd_ets_predict (&form, &found.weights, &found.start, PERIOD, means[index]);
    }
  for (guint step = 0; step < PERIOD; step++)
    assert_near (means[0][step] - 2.5, means[1][step], 1e-5);
}

/* Exact formulas for additive and linear relative forms; the approximation for multiplicative seasons. 20,000
 * paths know a standard deviation to 0.5 per cent. */
static void
test_variance (void)
{
  const guint n_paths = 20000, horizon = 18;
  g_autofree double *paths = g_new (double, n_paths *horizon);

  for (guint index = 0; index < G_N_ELEMENTS (r_fits); index++)
    {
      const HdEtsForm *form = &r_fits[index].form;
      gboolean has_trend = form->trend != HD_ETS_TREND_NONE;
      HdEtsWeights weights
          = { 0.3, has_trend ? 0.05 : 0, form->season != HD_ETS_SEASON_NONE ? 0.2 : 0,
              form->trend == HD_ETS_TREND_DAMPED ? 0.9 : 1 };
      double season[PERIOD], drawn[PERIOD], mean[18], deviations[18];
      HdEtsState start = { 10, has_trend ? 0.1 : 0, season, PERIOD, 3 };
      double spread = form->is_error_relative ? 0.05 : 0.5;
      HdRandom random = hd_random_new (index);

      for (guint phase = 0; phase < PERIOD; phase++)
        season[phase] = form->season == HD_ETS_SEASON_MULTIPLICATIVE ? 1 + 0.03 * phase : phase;
      for (guint path = 0; path < n_paths; path++)
        {
          HdEtsState state = start;

          state.season = memcpy (drawn, season, sizeof season);
          hd_ets_draw_path (form, &weights, &state, spread, 1, &random, horizon,
                            paths + path * horizon);
        }
      hd_ets_predict (form, &weights, &start, horizon, mean);
      g_assert_true (hd_ets_variance (form, &weights, &start, spread, horizon, deviations));
      for (guint step = 0; step < horizon; step++)
        {
          double sum_squares = 0;

          for (guint path = 0; path < n_paths; path++)
            sum_squares += pow (paths[path * horizon + step] - mean[step], 2);
          assert_near (sqrt (sum_squares / n_paths) / deviations[step], 1,
                       form->season == HD_ETS_SEASON_MULTIPLICATIVE ? 0.04 : 0.02);
        }
    }
}

/* Rosenbrock's valley as residuals: 10 (y - x^2) and 1 - x, lowest at (1, 1); with x held below 0.5 it is
 * lowest at (0.5, 0.25). */
static void
valley (const HdLanes *points, HdLanes *residuals, HdLanes *sum_squares, gpointer user_data)
{
  residuals[0] = 10 * (points[1] - points[0] * points[0]);
  residuals[1] = 1 - points[0];
  *sum_squares = residuals[0] * residuals[0] + residuals[1] * residuals[1];
}

static void
test_least_squares (void)
{
  for (guint is_held = 0; is_held < 2; is_held++)
    {
      const double lower[] = { -5, -5 }, upper[] = { is_held ? 0.5 : 5, 5 };
      const HdLanes starts[] = { { -1.2, -1, -2, -3 }, { 1, 2, 3, 4 } };
      HdLanes scratch[16];
      double point[2];
      HdLeastSquares problem = { .function = valley,
                                 .dimension = 2,
                                 .n_residuals = 2,
                                 .lower = lower,
                                 .upper = upper,
                                 .tolerance = 1e-12,
                                 .max_rounds = 200 };

      g_assert_cmpuint (hd_least_squares_scratch (2, 2), <=, G_N_ELEMENTS (scratch));
      hd_least_squares_minimise (&problem, starts, point, scratch);
      assert_near (point[0], is_held ? 0.5 : 1, 1e-5);
      assert_near (point[1], is_held ? 0.25 : 1, 1e-5);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/ets-fit/no-worse-than-r", test_no_worse_than_r);
  g_test_add_func ("/data/ets-fit/admissible", test_admissible);
  g_test_add_func ("/data/ets-fit/lanes-are-runs", test_lanes_are_runs);
  g_test_add_func ("/data/ets-fit/lost-lane", test_lost_lane);
  g_test_add_func ("/data/ets-fit/shift", test_shift);
  g_test_add_func ("/data/ets-fit/variance", test_variance);
  g_test_add_func ("/data/ets-fit/least-squares", test_least_squares);
  return g_test_run ();
}
