/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The STL members on planted weeks and days: the season comes back, noise does not become one.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-forecast-members.h"
#include "hd-random.h"

#include <math.h>

enum
{
  WEEKS = 52,
  H = 26
};

static const HdForecastMember *const stl_members[] = { &hd_stl_theta_member, &hd_stl_ets_member };

/* Six years of weeks around 100 with gaps; the season is a factor of up to `season` per cent. */
static void
plant (HdRandom *random, double trend, double season, double *values, guint n_values)
{
  for (guint week = 0; week < n_values; week++)
    {
      double factor = 1 + season / 100 * sin (week * 2 * G_PI / WEEKS);

      values[week] = (100 + trend * week) * factor + 2 * hd_random_normal (random);
      if (week % 29 == 17)
        values[week] = NAN;
    }
}

static void
test_season_comes_back (void)
{
  HdRandom random = hd_random_new (21);
  double values[6 * WEEKS], mean[H];
  const HdForecastInput input
      = { .values = values, .n_values = G_N_ELEMENTS (values), .season = WEEKS, .horizon = H };

  plant (&random, 0.1, 30, values, G_N_ELEMENTS (values));
  for (guint index = 0; index < 2; index++)
    {
      gpointer model = stl_members[index]->fit (&input, NULL);
      double error = 0;

      g_assert_nonnull (model);
      g_assert_true (g_str_has_prefix (stl_members[index]->describe (model), "stl+"));
      stl_members[index]->predict (model, H, mean);
      for (guint step = 0; step < H; step++)
        {
          double week = G_N_ELEMENTS (values) + step;
          double actual = (100 + 0.1 * week) * (1 + 0.3 * sin (week * 2 * G_PI / WEEKS));

          error += fabs (mean[step] / actual - 1) / H;
        }
      g_assert_cmpfloat (error, <, 0.02);
      stl_members[index]->free (model);
    }
}

/* What is put back of the season of a series that has none is little of its noise. */
static void
test_noise_is_no_season (void)
{
  HdRandom random = hd_random_new (22);
  double values[3 * WEEKS], mean[WEEKS], away = 0;
  const HdForecastInput input
      = { .values = values, .n_values = G_N_ELEMENTS (values), .season = WEEKS, .horizon = WEEKS };

  for (guint trial = 0; trial < 20; trial++)
    {
      gpointer model;
      double middle = 0;

      plant (&random, 0, 0, values, G_N_ELEMENTS (values));
      model = hd_stl_theta_member.fit (&input, NULL);
      hd_stl_theta_member.predict (model, WEEKS, mean);
      for (guint step = 0; step < WEEKS; step++)
        middle += mean[step] / WEEKS;
      for (guint step = 0; step < WEEKS; step++)
        away += pow (mean[step] - middle, 2) / WEEKS / 20;
      hd_stl_theta_member.free (model);
    }
  /* The noise has standard deviation 2; unshrunk indices of three years would have about 1.2. */
  g_assert_cmpfloat (sqrt (away), <, 0.7);
}

static void
test_negative_values (void)
{
  double values[70], mean[7];
  const HdForecastInput input = { .values = values, .n_values = 70, .season = 7, .horizon = 7 };

  for (guint day = 0; day < 70; day++)
    values[day] = (day % 7 == 2 ? 6 : -1) + 0.1 * sin (day * 12.9898);
  for (guint index = 0; index < 2; index++)
    {
      gpointer model = stl_members[index]->fit (&input, NULL);

      stl_members[index]->predict (model, 7, mean);
      for (guint step = 0; step < 7; step++)
        g_assert_cmpfloat_with_epsilon (mean[step], step == 2 ? 6 : -1, 0.3);
      stl_members[index]->free (model);
    }
}

static void
test_spread (void)
{
  enum
  {
    PATHS = 4000,
    STEPS = 8
  };
  HdRandom random = hd_random_new (23);
  double values[4 * WEEKS], mean[STEPS], spread[STEPS];
  g_autofree double *paths = g_new (double, PATHS *STEPS);
  const HdForecastInput input
      = { .values = values, .n_values = G_N_ELEMENTS (values), .season = WEEKS, .horizon = STEPS };
  gpointer model;

  plant (&random, 0.1, 30, values, G_N_ELEMENTS (values));
  model = hd_stl_theta_member.fit (&input, NULL);
  hd_stl_theta_member.predict (model, STEPS, mean);
  hd_stl_theta_member.simulate (model, STEPS, PATHS, 1, paths);
  g_assert_true (hd_stl_theta_member.spread (model, STEPS, spread));
  for (guint step = 0; step < STEPS; step++)
    {
      double squares = 0;

      for (guint path = 0; path < PATHS; path++)
        squares += pow (paths[path * STEPS + step] - mean[step], 2) / PATHS;
      g_assert_cmpfloat_with_epsilon (spread[step], sqrt (squares), 0.05 * spread[step]);
    }
  hd_stl_theta_member.free (model);
}

static void
test_too_short (void)
{
  double values[60];
  const HdForecastInput input = { .values = values, .n_values = 60, .season = 52, .horizon = 4 };
  const HdForecastInput plain = { .values = values, .n_values = 60, .season = 1, .horizon = 4 };
  g_autoptr (GError) error = NULL;

  for (guint place = 0; place < 60; place++)
    values[place] = place;
  g_assert_null (hd_stl_theta_member.fit (&input, &error));
  g_assert_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT);
  g_assert_null (hd_stl_ets_member.fit (&plain, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/stl-member/season-comes-back", test_season_comes_back);
  g_test_add_func ("/data/stl-member/noise-is-no-season", test_noise_is_no_season);
  g_test_add_func ("/data/stl-member/negative-values", test_negative_values);
  g_test_add_func ("/data/stl-member/spread", test_spread);
  g_test_add_func ("/data/stl-member/too-short", test_too_short);
  return g_test_run ();
}
