/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Seasonal adjustment: planted seasons are found, moving ones followed, and noise is not taken for one.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "air-passengers.h"
#include "hd-ets-start.h"
#include "hd-season-adjust.h"

#include <math.h>

#define assert_near(a, b, tolerance) g_assert_cmpfloat_with_epsilon (a, b, tolerance)

/* R: decompose (AirPassengers, "multiplicative")$figure and "additive". */
static void
test_classical (void)
{
  static const double ratios[] = {
    0.9102303674, 0.8836253207, 1.0073662876, 0.9759060123, 0.9813780275, 1.1127758267,
    1.2265555429, 1.2199109694, 1.0604919326, 0.9217572404, 0.8011780824, 0.8988243900,
  };
  static const double differences[] = {
    -24.74873737, -36.18813131, -2.24116162, -8.03661616,  -4.50631313,  35.40277778,
    63.83080808,  62.82323232,  16.52020202, -20.64267677, -53.59343434, -28.61994949,
  };
  double indices[12];

  g_assert_true (hd_time_series_seasonal_indices (air_passengers, N_AIR_PASSENGERS, 12,
                                                  HD_ETS_SEASON_MULTIPLICATIVE, indices));
  for (guint month = 0; month < 12; month++)
    assert_near (indices[month], ratios[month], 1e-9);
  g_assert_true (hd_time_series_seasonal_indices (air_passengers, N_AIR_PASSENGERS, 12,
                                                  HD_ETS_SEASON_ADDITIVE, indices));
  for (guint month = 0; month < 12; month++)
    assert_near (indices[month], differences[month], 1e-7);
}

/* A season that stays as it is, gaps and all, is found to the last digit. */
static void
find_planted (gboolean is_ratio)
{
  const double shape[] = { 0.7, 1.2, 0.9, 1.2, 1.0 };
  double values[43];
  HdSeasonAdjust adjust;

  for (guint place = 0; place < 43; place++)
    values[place] = is_ratio ? 3 * shape[place % 5] : shape[place % 5] - 1;
  values[21] = NAN;
  adjust = hd_season_adjust_find (values, 43, 5);
  g_assert_cmpint (adjust.kind, ==,
                   is_ratio ? HD_ETS_SEASON_MULTIPLICATIVE : HD_ETS_SEASON_ADDITIVE);
  /* The bridge over the gap moves the means around it, a little. */
  for (guint place = 0; place < 60; place++)
    {
      double expected = is_ratio ? shape[place % 5] : shape[place % 5] - 1;

      assert_near (hd_season_adjust_index (&adjust, place), expected, 0.02);
      assert_near (
          hd_season_adjust_restore (&adjust, hd_season_adjust_remove (&adjust, 1.5, place), place),
          1.5, 1e-12);
    }
  hd_season_adjust_clear (&adjust);

  values[21] = is_ratio ? 3 * shape[1] : shape[1] - 1;
  adjust = hd_season_adjust_find (values, 43, 5);
  for (guint place = 0; place < 60; place++)
    assert_near (hd_season_adjust_index (&adjust, place),
                 is_ratio ? shape[place % 5] : shape[place % 5] - 1, 1e-9);
  assert_near (adjust.shrinkage, 1, 1e-9);
  assert_near (adjust.error, 0, 1e-9);
  hd_season_adjust_clear (&adjust);
}

static void
test_planted (void)
{
  find_planted (TRUE);
  find_planted (FALSE);
}

/* Many series of ten years around 10, whose seasonal indices have standard deviation `season`, noise 1. */
static void
plant (HdRandom *random, double season, double *indices, double *values)
{
  double middle = 0;

  for (guint month = 0; month < 12; month++)
    {
      indices[month] = season * hd_random_normal (random);
      middle += indices[month] / 12;
    }
  for (guint place = 0; place < 120; place++)
    values[place] = indices[place % 12] - middle + hd_random_normal (random);
  for (guint month = 0; month < 12; month++)
    indices[month] -= middle;
}

static void
test_shrinkage (void)
{
  HdRandom random = hd_random_new (11);
  double values[120], indices[12];
  double mean_of_noise = 0, shrunk_squares = 0, raw_squares = 0, claimed = 0;

  for (guint trial = 0; trial < 200; trial++)
    {
      HdSeasonAdjust adjust;

      plant (&random, 0, indices, values);
      adjust = hd_season_adjust_find (values, 120, 12);
      mean_of_noise += adjust.shrinkage / 200;
      hd_season_adjust_clear (&adjust);

      plant (&random, 0.4, indices, values);
      adjust = hd_season_adjust_find (values, 120, 12);
      for (guint month = 0; month < 12 && adjust.shrinkage > 0; month++)
        {
          double shrunk = hd_season_adjust_index (&adjust, 120 + month);

          shrunk_squares += pow (shrunk - indices[month], 2);
          raw_squares += pow (shrunk / adjust.shrinkage - indices[month], 2);
          claimed += pow (adjust.error, 2);
        }
      hd_season_adjust_clear (&adjust);
    }
  g_assert_cmpfloat (mean_of_noise, <, 0.25);
  g_assert_cmpfloat (shrunk_squares, <, 0.85 * raw_squares);
  /* The standard error that goes into the paths is about the error made. */
  assert_near (claimed / shrunk_squares, 1, 0.3);
}

/* Seasons that drift are forgotten faster than seasons that stay. */
static void
test_forgetting (void)
{
  HdRandom random = hd_random_new (12);
  double mean_moving = 0, mean_staying = 0;

  for (guint trial = 0; trial < 100; trial++)
    {
      double moving[240], staying[240], walk[12];
      HdSeasonAdjust adjust;

      for (guint month = 0; month < 12; month++)
        walk[month] = hd_random_normal (&random);
      for (guint place = 0; place < 240; place++)
        {
          double noise = 0.3 * hd_random_normal (&random);

          staying[place] = sin (place * G_PI / 6) + noise;
          walk[place % 12] += 0.5 * hd_random_normal (&random);
          moving[place] = walk[place % 12] + noise;
        }
      adjust = hd_season_adjust_find (moving, 240, 12);
      mean_moving += adjust.forgetting / 100;
      hd_season_adjust_clear (&adjust);
      adjust = hd_season_adjust_find (staying, 240, 12);
      mean_staying += adjust.forgetting / 100;
      hd_season_adjust_clear (&adjust);
    }
  g_assert_cmpfloat (mean_moving, <, 0.65);
  g_assert_cmpfloat (mean_staying, >, 0.85);
}

static void
test_none (void)
{
  double values[40];
  HdSeasonAdjust adjust;

  for (guint place = 0; place < 40; place++)
    values[place] = place < 30 ? NAN : 5;
  for (guint n_values = 31; n_values <= 40; n_values++)
    {
      adjust = hd_season_adjust_find (values, n_values, 4);
      g_assert_cmpint (adjust.kind, ==, HD_ETS_SEASON_NONE);
      assert_near (hd_season_adjust_remove (&adjust, 3, 7), 3, 1e-12);
      hd_season_adjust_clear (&adjust);
    }
  for (guint place = 0; place < 40; place++)
    values[place] = place % 4;
  g_assert_cmpint (hd_season_adjust_find (values, 7, 4).kind, ==, HD_ETS_SEASON_NONE);
  g_assert_cmpint (hd_season_adjust_find (values, 40, 1).kind, ==, HD_ETS_SEASON_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/season-adjust/classical", test_classical);
  g_test_add_func ("/data/season-adjust/planted", test_planted);
  g_test_add_func ("/data/season-adjust/shrinkage", test_shrinkage);
  g_test_add_func ("/data/season-adjust/forgetting", test_forgetting);
  g_test_add_func ("/data/season-adjust/none", test_none);
  return g_test_run ();
}
