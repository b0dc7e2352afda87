/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The theta model against its own definition by two lines, and its fit against a plain search.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "air-passengers.h"
#include "hd-forecast-members.h"
#include "hd-nelder-mead.h"
#include "hd-theta.h"

#include <math.h>

#define assert_near(a, b, tolerance) g_assert_cmpfloat_with_epsilon (a, b, tolerance)

/* Assimakopoulos and Nikolopoulos' definition, computed the long way: the series is taken apart into its
 * least-squares line and the line bent by theta, the second goes on by simple exponential smoothing, and
 * both are put together with the weights that give the series back. */
static double
two_lines (const double *values, guint n_values, double alpha, double theta, double first_level)
{
  double n = n_values, sum_time = 0, sum_value = 0, squares = 0, products = 0, slope, intercept;
  double bent_level = theta * first_level;

  for (guint place = 0; place < n_values; place++)
    {
      sum_time += place + 1;
      sum_value += values[place];
    }
  for (guint place = 0; place < n_values; place++)
    {
      squares += pow (place + 1 - sum_time / n, 2);
      products += (place + 1 - sum_time / n) * (values[place] - sum_value / n);
    }
  slope = squares > 0 ? products / squares : 0;
  intercept = n > 0 ? sum_value / n - slope * sum_time / n : 0;
  for (guint place = 0; place < n_values; place++)
    {
      double bent = theta * values[place] + (1 - theta) * (intercept + slope * (place + 1));

      bent_level = alpha * bent + (1 - alpha) * bent_level;
    }
  return (1 - 1 / theta) * (intercept + slope * (n + 1)) + bent_level / theta;
}

static void
compare_with_two_lines (double alpha, double theta)
{
  const double values[] = { 3, 5, 4, 8, 7, 9, 15, 11, 13, 12 };
  HdTheta model = { .level_weight = alpha, .line_weight = 1 - 1 / theta, .first_level = 2 };
  model = hd_theta_rewind (&model);

  for (guint place = 0; place < G_N_ELEMENTS (values); place++)
    {
      assert_near (hd_theta_expect (&model), two_lines (values, place, alpha, theta, 2), 1e-10);
      hd_theta_advance (&model, values[place]);
    }
  assert_near (hd_theta_expect (&model), two_lines (values, G_N_ELEMENTS (values), alpha, theta, 2),
               1e-10);
}

static void
test_two_lines (void)
{
  compare_with_two_lines (0.3, 2);
  compare_with_two_lines (0.7, 1);
  compare_with_two_lines (0.15, 12);
}

/* Theta 2 on a settled line: simple exponential smoothing with half the slope as its drift (Hyndman and
 * Billah: Unmasking the theta method, 2003). */
static void
test_drift (void)
{
  HdTheta model = { .level_weight = 0.4, .line_weight = 0.5, .decay = 1 };
  double level = 0, noise = 0, mean[1];

  for (guint place = 0; place < 200; place++)
    {
      double value;

      noise = sin (place * 12.9898) * 0.3;
      value = 5 + 0.8 * (place + 1) + noise;
      hd_theta_advance (&model, value);
      level = 0.4 * value + 0.6 * level;
    }
  hd_theta_predict (&model, 1, mean);
  assert_near (mean[0], level + 0.5 * 0.8 / 0.4, 5e-3);
}

static double
two_lines_squares (const double *point, gpointer user_data)
{
  const double *values = user_data;
  double theta = 1 + exp (point[1]), sum = 0;

  if (point[0] < 0.1 || point[0] > 0.99)
    return INFINITY;
  for (guint place = 2; place < 40; place++)
    sum += pow (values[place] - two_lines (values, place, point[0], theta, point[2]), 2);
  return sum;
}

/* The fit solves two of three parameters at once; a blind search over the definition finds no better. */
static void
test_fit_is_best (void)
{
  for (guint start = 0; start < 100; start += 20)
    {
      double *values = (double *)air_passengers + start;
      double best = INFINITY;
      HdTheta model;

      g_assert_true (hd_theta_fit (values, 40, &model));
      for (guint trial = 0; trial < 4; trial++)
        {
          double point[] = { trial % 2 == 0 ? 0.3 : 0.8, trial / 2 == 0 ? 0 : 3, values[0] };
          const double step[] = { 0.1, 0.5, 10 };

          best = MIN (best, hd_nelder_mead_minimise (two_lines_squares, values, 3, point, step,
                                                     1e-12, 3000));
        }
      assert_near (model.spread, sqrt (best / (38 - 3)), 1e-4 * model.spread);
    }
}

static void
test_line_with_gaps (void)
{
  double values[30], mean[5];
  HdTheta model;

  for (guint place = 0; place < 30; place++)
    values[place] = place % 4 == 2 || (place > 12 && place < 18) ? NAN : 2 + 3.0 * place;
  g_assert_true (hd_theta_fit (values, 30, &model));
  hd_theta_predict (&model, 5, mean);
  for (guint step = 0; step < 5; step++)
    assert_near (mean[step], 2 + 3.0 * (30 + step), 1e-5);
  assert_near (model.spread, 0, 1e-6);
}

/* The model is linear in its errors: the covariance of two steps follows from how one error echoes. */
static void
test_paths (void)
{
  enum
  {
    H = 6,
    N = 20000
  };
  HdTheta model, nudged;
  HdRandom random = hd_random_new (7);
  double mean[H], echo[H] = { 1 }, after[H], path[H], sum[H] = { 0 }, product = 0, variance = 0;
  double expected = 0;

  g_assert_true (hd_theta_fit (air_passengers, N_AIR_PASSENGERS, &model));
  hd_theta_predict (&model, H, mean);
  nudged = model;
  hd_theta_advance (&nudged, mean[0] + 1);
  hd_theta_predict (&nudged, H - 1, after);
  for (guint step = 1; step < H; step++)
    echo[step] = after[step - 1] - mean[step];
  for (guint draw = 0; draw < N; draw++)
    {
      HdRandom before = random;

      hd_theta_draw_path (&model, 1, &random, H, path);
      product += (path[0] - mean[0]) * (path[H - 1] - mean[H - 1]) / N;
      variance += pow (path[0] - mean[0], 2) / N;
      for (guint step = 0; step < H; step++)
        sum[step] += path[step];
      hd_theta_draw_path (&model, -1, &before, H, path);
      for (guint step = 0; step < H; step++)
        sum[step] += path[step];
    }
  for (guint step = 0; step < H; step++)
    assert_near (sum[step] / (2 * N), mean[step], 1e-6);
  expected = model.spread * model.spread;
  assert_near (variance, expected, 0.03 * expected);
  assert_near (product, echo[H - 1] * expected, 0.05 * expected);
}

/* The formula for the spread against that of drawn paths, season's uncertainty included. */
static void
test_spread (void)
{
  enum
  {
    H = 15,
    N = 8000
  };
  const HdForecastInput input
      = { .values = air_passengers, .n_values = N_AIR_PASSENGERS, .season = 12, .horizon = H };
  g_autofree double *paths = g_new (double, N *H);
  double mean[H], spread[H];
  gpointer model = hd_theta_member.fit (&input, NULL);

  hd_theta_member.predict (model, H, mean);
  hd_theta_member.simulate (model, H, N, 5, paths);
  g_assert_true (hd_theta_member.spread (model, H, spread));
  for (guint step = 0; step < H; step++)
    {
      double squares = 0;

      for (guint path = 0; path < N; path++)
        squares += pow (paths[path * H + step] - mean[step], 2) / N;
      assert_near (spread[step], sqrt (squares), 0.04 * spread[step]);
    }
  hd_theta_member.free (model);
}

static void
test_parts (void)
{
  double values[N_AIR_PASSENGERS], after[1];
  const HdForecastInput input
      = { .values = values, .n_values = N_AIR_PASSENGERS, .season = 12, .horizon = 1 };
  HdForecastParts *parts = hd_forecast_parts_new (N_AIR_PASSENGERS);
  double squares = 0;
  gpointer model;

  for (guint place = 0; place < N_AIR_PASSENGERS; place++)
    values[place] = place % 31 == 20 ? NAN : air_passengers[place];
  model = hd_theta_member.fit (&input, NULL);
  hd_theta_member.predict (model, 1, after);
  hd_theta_member.parts (model, &input, parts);
  for (guint place = 0; place < N_AIR_PASSENGERS; place++)
    {
      double sum = parts->level[place] + parts->season[place];

      g_assert_true (isfinite (sum) && isfinite (parts->trend[place]));
      g_assert_true (isnan (parts->remainder[place]) == isnan (values[place]));
      if (isnan (values[place]))
        continue;
      assert_near (sum + parts->remainder[place], values[place], 1e-9);
      squares += place < 24 ? 0 : pow (parts->remainder[place] / values[place], 2);
    }
  g_assert_cmpfloat (sqrt (squares / 116), <, 0.06);
  hd_forecast_parts_free (parts);
  hd_theta_member.free (model);
}

/* Airline passengers, the last year hidden: seasonal naive misses by 10.0 per cent there. */
static void
test_member (void)
{
  const HdForecastInput input
      = { .values = air_passengers, .n_values = 132, .season = 12, .horizon = 12 };
  double mean[12], error = 0;
  gpointer model = hd_theta_member.fit (&input, NULL);

  g_assert_nonnull (model);
  g_assert_cmpstr (hd_theta_member.describe (model), ==, "theta(M)");
  hd_theta_member.predict (model, 12, mean);
  for (guint step = 0; step < 12; step++)
    error += fabs (mean[step] / air_passengers[132 + step] - 1) / 12;
  g_assert_cmpfloat (error, <, 0.06);
  hd_theta_member.free (model);
}

static void
test_too_short (void)
{
  const double values[] = { 1, NAN, 2, NAN };
  HdTheta model;

  g_assert_false (hd_theta_fit (values, 4, &model));
  g_assert_false (hd_theta_fit (values, 0, &model));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/theta/two-lines", test_two_lines);
  g_test_add_func ("/data/theta/drift", test_drift);
  g_test_add_func ("/data/theta/fit-is-best", test_fit_is_best);
  g_test_add_func ("/data/theta/line-with-gaps", test_line_with_gaps);
  g_test_add_func ("/data/theta/paths", test_paths);
  g_test_add_func ("/data/theta/spread", test_spread);
  g_test_add_func ("/data/theta/parts", test_parts);
  g_test_add_func ("/data/theta/member", test_member);
  g_test_add_func ("/data/theta/too-short", test_too_short);
  return g_test_run ();
}
