/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * STL against R's stl() and mstl(), and on series whose parts are known.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "air-passengers.h"
#include "hd-random.h"
#include "hd-stl.h"

#include <math.h>

#define assert_near(a, b, tolerance) g_assert_cmpfloat_with_epsilon (a, b, tolerance)

enum
{
  N = N_AIR_PASSENGERS,
  N_PLACES = 7
};

/* Where R's numbers were taken: x$time.series[c(1, 2, 13, 60, 100, 143, 144), ]. */
static const guint places[N_PLACES] = { 0, 1, 12, 59, 99, 142, 143 };

static void
assert_course (const double *course, const double *expected)
{
  for (guint index = 0; index < N_PLACES; index++)
    assert_near (course[places[index]], expected[index], 2e-6);
}

static void
compare_with_r (guint window, const double *season_r, const double *trend_r)
{
  HdStlOptions options = hd_stl_options (12, N, window, FALSE);
  double trend[N], season[N];

  hd_stl (&options, air_passengers, N, trend, season);
  assert_course (season, season_r);
  assert_course (trend, trend_r);
}

/* R: stl (AirPassengers, "periodic") */
static void
test_periodic (void)
{
  compare_with_r (0,
                  (const double[]){ -25.49771834, -35.22093480, -25.49771834, -31.74051550,
                                    -8.29905419, -57.48185051, -31.74051550 },
                  (const double[]){ 127.18734844, 126.64953199, 134.33902783, 227.02150151,
                                    360.99002463, 494.37728735, 497.42990505 });
}

/* R: stl (AirPassengers, s.window = 11) */
static void
test_moving_season (void)
{
  compare_with_r (11,
                  (const double[]){ -16.97707409, -17.17763334, -17.32644519, -24.68492956,
                                    -11.17192648, -75.59463426, -44.19632498 },
                  (const double[]){ 123.14505693, 123.72506924, 131.73894524, 227.38901429,
                                    360.05649902, 493.13837370, 496.68325403 });
}

/* R: stl (AirPassengers, s.window = 7, inner = 1, outer = 5). Of more iterations R's own numbers are not
 * the paper's: from the eighth on, the order in which it asks for the median gives another value. */
static void
test_robust (void)
{
  static const double season_r[] = { -13.31766940, -7.92320477,  -13.54286968, -23.71007366,
                                     -8.44458083,  -75.68199644, -39.29721307 };
  static const double trend_r[] = { 122.81986678, 123.53245831, 132.00916599, 228.44884195,
                                    357.23958142, 497.03515663, 501.61123591 };
  HdStlOptions options = hd_stl_options (12, N, 7, TRUE);
  double trend[N], season[N];

  options.n_outer = 5;
  hd_stl (&options, air_passengers, N, trend, season);
  assert_course (season, season_r);
  assert_course (trend, trend_r);
}

/* R: forecast::mstl (msts (as.numeric (AirPassengers), seasonal.periods = c (4, 12))) */
static void
test_two_seasons (void)
{
  static const double trend_r[] = { 123.07000511, 123.64024850, 131.79247951, 227.34783972,
                                    360.22485880, 492.40767748, 495.84896242 };
  static const double short_r[]
      = { -3.65332434, -3.10015204, -3.15976059, 8.46178895, 11.68262078, 3.81940316, 21.37282272 };
  static const double long_r[] = { -14.91166361, -15.25779037, -15.23440490, -35.38748365,
                                   -21.44570754, -75.86629149, -54.53488578 };
  const guint periods[] = { 4, 12 };
  double trend[N], seasons[2 * N];

  hd_mstl (periods, 2, air_passengers, N, FALSE, trend, seasons);
  assert_course (trend, trend_r);
  assert_course (seasons, short_r);
  assert_course (seasons + N, long_r);
}

/* A straight line and a season that stays are told apart exactly once the iterations settle, robustly
 * too; phases that are seen a different number of times as well. */
static void
test_planted (void)
{
  enum
  {
    LENGTH = 73
  };
  double values[LENGTH], trend[LENGTH], season[LENGTH];

  for (guint place = 0; place < LENGTH; place++)
    values[place] = 40 + 0.5 * place + (place % 7 == 3 ? 12 : -2);
  for (guint way = 0; way < 2; way++)
    {
      HdStlOptions options = hd_stl_options (7, LENGTH, 11, way == 1);

      options.n_inner = 200;
      hd_stl (&options, values, LENGTH, trend, season);
      for (guint place = 0; place < LENGTH; place++)
        {
          assert_near (season[place], place % 7 == 3 ? 12 : -2, 1e-9);
          assert_near (trend[place], 40 + 0.5 * place, 1e-9);
        }
    }
}

/* One wild value bends the plain decomposition and leaves the robust one as it was. */
static void
test_outlier (void)
{
  double values[N], trend[N], season[N];
  double off[2] = { 0 };

  for (guint way = 0; way < 2; way++)
    {
      HdStlOptions options = hd_stl_options (12, N, 11, way == 1);

      for (guint place = 0; place < N; place++)
        values[place] = 100 + place + 20 * sin (place * G_PI / 6) + sin (place * 12.9898);
      values[70] += 500;
      hd_stl (&options, values, N, trend, season);
      for (guint place = 0; place < N; place++)
        off[way] = MAX (off[way], fabs (season[place] - 20 * sin (place * G_PI / 6)));
    }
  g_assert_cmpfloat (off[0], >, 50);
  g_assert_cmpfloat (off[1], <, 2);
}

static void
test_loess_line (void)
{
  const HdLoess loess = { 5, TRUE, 1 }, jumping = { 25, TRUE, 3 };
  double values[23], scratch[23], smoothed[23], outside;

  for (guint place = 0; place < 23; place++)
    values[place] = 7 - 3.0 * place;
  hd_loess_smooth (&loess, values, 23, NULL, scratch, smoothed);
  for (guint place = 0; place < 23; place++)
    assert_near (smoothed[place], values[place], 1e-10);
  hd_loess_smooth (&jumping, values, 23, NULL, scratch, smoothed);
  for (guint place = 0; place < 23; place++)
    assert_near (smoothed[place], values[place], 1e-10);
  g_assert_true (hd_loess_fit_at (&loess, values, 23, NULL, 23, 18, 22, scratch, &outside));
  assert_near (outside, 7 - 3.0 * 23, 1e-10);
  /* R: lowess (1:11, x, f = 5/11, iter = 0, delta = 0)$y, whose window is the same inside. */
  {
    const double x[] = { 3.1, 4.0, 2.2, 5.9, 6.1, 5.0, 8.4, 7.7, 9.9, 9.0, 12.1 };
    const double weights[11] = { 0 };

    hd_loess_smooth (&loess, x, 11, NULL, scratch, smoothed);
    assert_near (smoothed[5], 6.28839733, 1e-7);
    g_assert_false (hd_loess_fit_at (&loess, x, 11, weights, 3, 1, 5, scratch, &outside));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/stl/periodic", test_periodic);
  g_test_add_func ("/data/stl/moving-season", test_moving_season);
  g_test_add_func ("/data/stl/robust", test_robust);
  g_test_add_func ("/data/stl/two-seasons", test_two_seasons);
  g_test_add_func ("/data/stl/planted", test_planted);
  g_test_add_func ("/data/stl/outlier", test_outlier);
  g_test_add_func ("/data/stl/loess-line", test_loess_line);
  return g_test_run ();
}
