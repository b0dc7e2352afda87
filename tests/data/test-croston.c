/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rare counts: Croston's recursion against R, TSB by hand, and paths that look like the series.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-croston.h"
#include "hd-forecast-members.h"
#include "hd-random.h"

#include <math.h>

#define assert_near(a, b, tolerance) g_assert_cmpfloat_with_epsilon (a, b, tolerance)

static const double demand[] = { 0, 2, 0, 0, 3, 1, 0, 0, 0, 4, 0, 0, 2, 0, 5, 0, 0 };

/* R: forecast::croston (y, h = 1, alpha = a)$mean, which has no correction of the bias. */
static void
test_croston (void)
{
  static const double expected[][2] = { { 0.1, 1.0935532875 }, { 0.3, 1.2789986778 } };

  for (guint row = 0; row < 2; row++)
    {
      double weight = expected[row][0];
      HdCroston state = hd_croston_new (HD_CROSTON_SBA, weight, weight);

      for (guint place = 0; place < G_N_ELEMENTS (demand); place++)
        hd_croston_advance (&state, demand[place]);
      assert_near (hd_croston_expect (&state) / (1 - weight / 2), expected[row][1], 1e-9);
    }
}

static void
test_tsb_by_hand (void)
{
  HdCroston state = hd_croston_new (HD_CROSTON_TSB, 0.5, 0.2);

  assert_near (hd_croston_expect (&state), 0, 1e-12);
  hd_croston_advance (&state, 0);
  hd_croston_advance (&state, 4); /* the first demand, at the second step */
  assert_near (hd_croston_expect (&state), 0.5 * 4, 1e-12);
  hd_croston_advance (&state, 0);
  assert_near (hd_croston_expect (&state), 0.4 * 4, 1e-12);
  hd_croston_advance (&state, NAN);
  assert_near (hd_croston_expect (&state), 0.4 * 4, 1e-12);
  hd_croston_advance (&state, 8);
  assert_near (hd_croston_expect (&state), (0.4 + 0.2 * 0.6) * 6, 1e-12);
}

/* Demands of 1, 2 or 3 with a chance of one in four, hence a mean of 1/2; variance of one step 1/6 + 4 *
 * 3/16 = 0.9167 and a little more, as chance and size are smoothed estimates. */
static void
test_paths (void)
{
  enum
  {
    N = 400,
    H = 12,
    PATHS = 4000
  };
  HdRandom random = hd_random_new (31);
  double values[N], mean[H], own = 0, sum_squares = 0, zeros = 0;
  g_autofree double *paths = g_new (double, PATHS *H);
  const HdForecastInput input = { .values = values, .n_values = N, .season = 1, .horizon = H };
  gpointer model;

  for (guint place = 0; place < N; place++)
    {
      values[place]
          = hd_random_uniform (&random) < 0.25 ? 1 + floor (3 * hd_random_uniform (&random)) : 0;
      own += values[place] / N;
    }
  model = hd_croston_member.fit (&input, NULL);
  g_assert_nonnull (model);
  hd_croston_member.predict (model, H, mean);
  hd_croston_member.simulate (model, H, PATHS, 3, paths);
  assert_near (mean[0], own, 0.15);
  for (guint step = 0; step < H; step++)
    {
      double sum = 0;

      for (guint path = 0; path < PATHS; path++)
        {
          double drawn = paths[path * H + step];

          g_assert_cmpfloat (drawn, >=, 0);
          zeros += drawn == 0 ? 1.0 / (PATHS * H) : 0;
          sum += drawn / PATHS;
          sum_squares += pow (drawn - mean[step], 2) / (PATHS * H);
        }
      assert_near (sum, mean[step], 0.12 * mean[step]);
    }
  assert_near (zeros, 0.75, 0.08); /* the chance is an estimate from the newest few dozen */
  assert_near (sum_squares, 0.9167, 0.25);
  hd_croston_member.free (model);
}

/* What stopped coming is let go of: TSB's chance falls, and the member finds that it suits better. */
static void
test_obsolete (void)
{
  double values[80], mean[1];
  const HdForecastInput input = { .values = values, .n_values = 80, .season = 1, .horizon = 1 };
  gpointer model;

  for (guint place = 0; place < 80; place++)
    values[place] = place < 40 && place % 2 == 0 ? 5 : 0;
  model = hd_croston_member.fit (&input, NULL);
  g_assert_cmpstr (hd_croston_member.describe (model), ==, "tsb");
  hd_croston_member.predict (model, 1, mean);
  g_assert_cmpfloat (mean[0], <, 0.05);
  hd_croston_member.free (model);
}

static void
test_declines (void)
{
  double values[20];
  const HdForecastInput input = { .values = values, .n_values = 20, .season = 1, .horizon = 1 };

  for (guint place = 0; place < 20; place++)
    values[place] = place % 5;
  g_assert_null (hd_croston_member.fit (&input, NULL)); /* one zero in five */
  for (guint place = 0; place < 20; place++)
    values[place] = place % 2 == 0 ? 0 : -1;
  g_assert_null (hd_croston_member.fit (&input, NULL));
  for (guint place = 0; place < 20; place++)
    values[place] = 0;
  g_assert_null (hd_croston_member.fit (&input, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/croston/croston", test_croston);
  g_test_add_func ("/data/croston/tsb-by-hand", test_tsb_by_hand);
  g_test_add_func ("/data/croston/paths", test_paths);
  g_test_add_func ("/data/croston/obsolete", test_obsolete);
  g_test_add_func ("/data/croston/declines", test_declines);
  return g_test_run ();
}
