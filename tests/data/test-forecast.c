/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts of one series: calibration on simulated series, repeatability, gaps, bounds, ugly input.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-forecast-members.h"
#include "hd-random.h"

#include <math.h>
#include <string.h>

static const double levels[] = { 80, 95 };

static HdForecastInput
ask (const double *values, guint n_values, guint season, guint horizon)
{
  return (HdForecastInput){ .values = values,
                            .n_values = n_values,
                            .season = season,
                            .horizon = horizon,
                            .levels = levels,
                            .n_levels = 2,
                            .seed = 7,
                            .upper_bound = INFINITY };
}

/* Everything finite, bounds in order and around nothing absurd. */
static void
assert_sound (const HdForecast *forecast)
{
  g_assert_nonnull (forecast);
  g_assert_nonnull (forecast->method);
  for (guint step = 0; step < forecast->horizon; step++)
    {
      guint horizon = forecast->horizon;

      g_assert_true (isfinite (forecast->mean[step]));
      g_assert_true (isfinite (forecast->rival[step]));
      g_assert_true (isfinite (forecast->lower[step]) && isfinite (forecast->upper[step]));
      g_assert_cmpfloat (forecast->lower[horizon + step], <=, forecast->lower[step]);
      g_assert_cmpfloat (forecast->lower[step], <=, forecast->upper[step]);
      g_assert_cmpfloat (forecast->upper[step], <=, forecast->upper[horizon + step]);
    }
}

static void
test_members_table (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      const HdForecastMember *member = hd_forecast_members[index].member;

      g_assert_true (g_hash_table_add (ids, (gpointer)member->id));
      g_assert_true (member->fit && member->describe && member->predict && member->simulate
                     && member->free);
    }
  /* The rival can always speak. */
  g_assert_cmpuint (hd_forecast_members[0].member->min_values, ==, 1);
}

static void
test_learns_season_and_trend (void)
{
  double values[72];
  HdForecastInput input = ask (values, 72, 12, 12);
  g_autoptr (HdForecast) forecast = NULL;

  for (guint place = 0; place < 72; place++)
    values[place] = (100 + place) * (1 + 0.3 * sin (place * G_PI / 6));
  /* Gaps may be anywhere, also where seasons would start. */
  values[5] = values[30] = values[31] = values[60] = NAN;
  forecast = hd_forecast_run (&input, NULL);
  assert_sound (forecast);
  for (guint step = 0; step < 12; step++)
    {
      double truth = (172 + step) * (1 + 0.3 * sin ((72 + step) * G_PI / 6));

      g_assert_cmpfloat_with_epsilon (forecast->mean[step], truth, 0.03 * truth);
    }
  g_assert_true (forecast->record.beats_rival);
  g_assert_cmpuint (forecast->record.n_origins, >=, 3);
}

/* A seasonal random walk: level moves with standard deviation 1 and is seen with noise 2. */
static void
draw_series (guint64 seed, double *values, guint n_values)
{
  HdRandom random = hd_random_new (seed);
  double level = 100;

  for (guint place = 0; place < n_values; place++)
    {
      level += hd_random_normal (&random);
      values[place] = level + 8 * sin (place * G_PI / 6) + 2 * hd_random_normal (&random);
    }
}

static void
test_coverage (void)
{
  guint n_inside[2] = { 0 }, n_all = 0;

  for (guint64 seed = 1; seed <= 150; seed++)
    {
      double values[96];
      HdForecastInput input = ask (values, 84, 12, 12);
      g_autoptr (HdForecast) forecast = NULL;

      draw_series (seed * 1000, values, 96);
      forecast = hd_forecast_run (&input, NULL);
      for (guint step = 0; step < 12; step++)
        {
          n_all++;
          for (guint level = 0; level < 2; level++)
            n_inside[level] += forecast->lower[level * 12 + step] <= values[84 + step]
                               && values[84 + step] <= forecast->upper[level * 12 + step];
        }
    }
  /* 1,800 outcomes; those of one series hang together, so the bounds are wide on purpose. */
  g_test_message ("80 %%: %.1f, 95 %%: %.1f", 100.0 * n_inside[0] / n_all,
                  100.0 * n_inside[1] / n_all);
  g_assert_cmpfloat (100.0 * n_inside[0] / n_all, >, 74);
  g_assert_cmpfloat (100.0 * n_inside[0] / n_all, <, 93);
  g_assert_cmpfloat (100.0 * n_inside[1] / n_all, >, 91);
  g_assert_cmpfloat (100.0 * n_inside[1] / n_all, <, 99.5);
}

/* Who took part and who did not, and why; and each cell of the back-test, in the caller's places. */
static void
test_members_and_backtest (void)
{
  double values[80], sum = 0;
  HdForecastInput input = ask (values, 80, 12, 6);
  g_autoptr (HdForecast) forecast = NULL;

  draw_series (11, values, 80);
  values[0] = values[1] = NAN;
  forecast = hd_forecast_run (&input, NULL);
  g_assert_cmpuint (forecast->n_members, ==, hd_forecast_n_members);
  for (guint index = 0; index < forecast->n_members; index++)
    {
      const HdForecastMemberRecord *member = &forecast->members[index];

      sum += member->weight;
      g_assert_cmpint (member->weight > 0, ==, member->state == HD_FORECAST_MEMBER_TAKES_PART);
      g_assert_nonnull (member->name);
    }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-12);
  g_assert_cmpuint (forecast->n_backtest, >=, forecast->record.n_origins);
  for (guint cell = 0; cell < forecast->n_backtest; cell++)
    {
      const HdForecastBacktestPoint *point = &forecast->backtest[cell];

      g_assert_cmpfloat_with_epsilon (point->actual, values[point->origin + point->step - 1], 1e-9);
      g_assert_cmpfloat (point->lower, <, point->mean);
      g_assert_cmpfloat (point->mean, <, point->upper);
      /* Last year's value, for every one of the first twelve steps. */
      g_assert_cmpfloat_with_epsilon (point->rival, values[point->origin + point->step - 13], 1e-9);
    }
  g_assert_cmpfloat (forecast->backtest_level, ==, 95);
  g_assert_cmpfloat (forecast->step_spread, >, 1);
  g_assert_cmpfloat (forecast->step_spread, <, 8);
}

static void
test_repeatable (void)
{
  double values[60];
  HdForecastInput input = ask (values, 60, 12, 6);
  g_autoptr (HdForecast) first = NULL, second = NULL;

  draw_series (42, values, 60);
  input.n_paths = 1200;
  first = hd_forecast_run (&input, NULL);
  second = hd_forecast_run (&input, NULL);
  g_assert_cmpstr (first->method, ==, second->method);
  g_assert_cmpmem (first->mean, 6 * sizeof (double), second->mean, 6 * sizeof (double));
  g_assert_cmpmem (first->lower, 12 * sizeof (double), second->lower, 12 * sizeof (double));
  g_assert_cmpmem (first->paths, 6 * 1200 * sizeof (double), second->paths,
                   6 * 1200 * sizeof (double));
}

static void
test_paths_agree_with_intervals (void)
{
  double values[72];
  HdForecastInput input = ask (values, 72, 12, 8);
  g_autoptr (HdForecast) forecast = NULL;
  double sum = 0, probability;

  draw_series (9, values, 72);
  input.n_paths = 2000;
  forecast = hd_forecast_run (&input, NULL);
  for (guint step = 0; step < 8; step++)
    {
      guint n_inside = 0;

      for (guint path = 0; path < 2000; path++)
        n_inside += forecast->paths[path * 8 + step] >= forecast->lower[8 + step]
                    && forecast->paths[path * 8 + step] <= forecast->upper[8 + step];
      g_assert_cmpfloat_with_epsilon (n_inside / 20.0, 95, 0.2);
      sum += forecast->mean[step];
    }
  probability = hd_forecast_probability_of_sum (forecast, 50, sum + 50);
  g_assert_cmpfloat_with_epsilon (probability, 50, 6);
  g_assert_cmpfloat (hd_forecast_probability_of_sum (forecast, 0, 2 * sum), ==, 0);
  g_assert_cmpfloat (hd_forecast_probability_of_sum (forecast, sum, sum), ==, 100);
}

static void
test_bounds (void)
{
  double values[48];
  HdForecastInput input = ask (values, 48, 12, 12);
  g_autoptr (HdForecast) counts = NULL, shares = NULL;
  HdRandom random = hd_random_new (3);

  /* Falling to nothing: a line through it would go below. */
  for (guint place = 0; place < 48; place++)
    values[place] = MAX (0, 100 - 2.5 * place) + 2 * hd_random_uniform (&random);
  input.is_non_negative = TRUE;
  counts = hd_forecast_run (&input, NULL);
  assert_sound (counts);
  for (guint step = 0; step < 12; step++)
    {
      g_assert_cmpfloat (counts->mean[step], >=, 0);
      g_assert_cmpfloat (counts->lower[12 + step], >=, 0);
    }
  for (guint place = 0; place < 48; place++)
    values[place] = MIN (99.5, 70 + 0.8 * place);
  input.upper_bound = 100;
  shares = hd_forecast_run (&input, NULL);
  assert_sound (shares);
  for (guint step = 0; step < 12; step++)
    g_assert_cmpfloat (shares->upper[12 + step], <=, 100);
}

static void
test_short_series (void)
{
  const double values[] = { 5, 7, 6, 8, 9, 7, 8, 9, 9, 10, 11, 9, 10, 12, 11 };

  for (guint n_values = 1; n_values <= G_N_ELEMENTS (values); n_values++)
    {
      HdForecastInput input = ask (values, n_values, 12, 6);
      g_autoptr (HdForecast) forecast = hd_forecast_run (&input, NULL);

      assert_sound (forecast);
      if (n_values < 4)
        g_assert_cmpstr (forecast->method, ==, "naive");
      if (forecast->record.n_origins == 0)
        {
          g_assert_true (isnan (forecast->record.mase));
          g_assert_false (forecast->record.beats_rival);
        }
    }
}

static void
assert_refused (HdForecastInput input, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdForecast) forecast = hd_forecast_run (&input, &error);

  g_assert_null (forecast);
  g_assert_error (error, HD_FORECAST_ERROR, code);
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_refusals (void)
{
  const double missing[] = { NAN, NAN }, infinite[] = { 1, INFINITY }, fine[] = { 1, 2 };
  HdForecastInput input = ask (fine, 2, 12, 6);
  double level = 100;

  assert_refused (ask (missing, 2, 12, 6), HD_FORECAST_ERROR_TOO_SHORT);
  assert_refused (ask (NULL, 0, 12, 6), HD_FORECAST_ERROR_TOO_SHORT);
  assert_refused (ask (infinite, 2, 12, 6), HD_FORECAST_ERROR_NOT_FINITE);
  assert_refused (ask (fine, 2, 0, 6), HD_FORECAST_ERROR_BAD_SEASON);
  assert_refused (ask (fine, 2, 12, 0), HD_FORECAST_ERROR_BAD_SEASON);
  input.levels = &level;
  input.n_levels = 1;
  assert_refused (input, HD_FORECAST_ERROR_BAD_SEASON);
}

static void
test_ugly_series (void)
{
  enum
  {
    N = 60
  };
  double values[N];
  HdForecastInput input = ask (values, N, 12, 12);

  for (guint kind = 0; kind < 8; kind++)
    {
      g_autoptr (HdForecast) forecast = NULL;

      for (guint place = 0; place < N; place++)
        switch (kind)
          {
          case 0:
            values[place] = 0;
            break;
          case 1:
            values[place] = -5.5;
            break;
          case 2:
            values[place] = 1e300 * (1 + place % 12);
            break;
          case 3:
            values[place] = 1e-300 * (1 + place % 12);
            break;
          case 4:
            values[place] = place == 30 ? 1e12 : 1 + place % 3;
            break;
          case 5:
            values[place] = place % 7 == 0 ? 1 : 0;
            break;
          case 6:
            values[place] = place % 5 == 0 ? 3 + place : NAN;
            break;
          default:
            values[place] = place % 2 ? -1e6 : 1e-9;
          }
      forecast = hd_forecast_run (&input, NULL);
      g_test_message ("kind %u: %s", kind, forecast->method);
      assert_sound (forecast);
    }
}

/* The record's error is that of the errors handed out, each origin by the scale of what it knew. */
static void
test_errors_are_the_records (void)
{
  double values[72], sum = 0;
  HdForecastInput input = ask (values, G_N_ELEMENTS (values), 12, 6);
  g_autoptr (HdForecast) forecast = NULL;

  draw_series (3, values, G_N_ELEMENTS (values));
  forecast = hd_forecast_run (&input, NULL);
  g_assert_cmpuint (forecast->record.n_origins, >, 1);
  for (guint origin = 0; origin < forecast->record.n_origins; origin++)
    {
      guint n_known
          = G_N_ELEMENTS (values) - forecast->backtest_horizon - origin * forecast->backtest_stride;
      double scale = 0;

      for (guint place = 12; place < n_known; place++)
        scale += fabs (values[place] - values[place - 12]) / (n_known - 12);
      for (guint step = 0; step < forecast->backtest_horizon; step++)
        sum += fabs (forecast->errors[origin * forecast->backtest_horizon + step]) / scale;
    }
  sum /= forecast->record.n_origins * forecast->backtest_horizon;
  g_assert_cmpfloat_with_epsilon (sum, forecast->record.mase, 1e-9);
}

static void
test_long_series (void)
{
  guint n_values = 40000;
  g_autofree double *values = g_new (double, n_values);
  HdForecastInput input = ask (values, n_values, 7, 14);
  g_autoptr (HdForecast) forecast = NULL;

  draw_series (5, values, n_values);
  forecast = hd_forecast_run (&input, NULL);
  assert_sound (forecast);
}

/* In other units the same is said: exactly for a power of two, which rounds nothing. */
static void
test_scale_equivariance (void)
{
  double values[72], scaled[72];
  HdForecastInput input = ask (values, 72, 12, 12);
  g_autoptr (HdForecast) plain = NULL;

  draw_series (21, values, 72);
  values[40] = NAN;
  input.n_paths = 1000;
  plain = hd_forecast_run (&input, NULL);
  for (int power = -900; power <= 900; power += 300)
    {
      g_autoptr (HdForecast) other = NULL;

      for (guint place = 0; place < 72; place++)
        scaled[place] = ldexp (values[place], power);
      input.values = scaled;
      other = hd_forecast_run (&input, NULL);
      g_assert_cmpstr (other->method, ==, plain->method);
      g_assert_cmpfloat (other->record.mase, ==, plain->record.mase);
      g_assert_cmpfloat (other->step_spread, ==, ldexp (plain->step_spread, power));
      for (guint step = 0; step < 12; step++)
        {
          g_assert_cmpfloat (other->mean[step], ==, ldexp (plain->mean[step], power));
          g_assert_cmpfloat (other->upper[12 + step], ==, ldexp (plain->upper[12 + step], power));
          g_assert_cmpfloat (other->paths[step], ==, ldexp (plain->paths[step], power));
        }
    }
}

/* A year's sum is less sure than independent months would have it: errors of one path hang together. Its
 * standard deviation is measured on what came after 150 simulated series. */
static void
test_sums_of_paths (void)
{
  double claimed = 0, missed = 0;
  guint n_inside = 0;

  for (guint64 seed = 1; seed <= 150; seed++)
    {
      double values[96], came = 0, alone = 0, mean = 0, square = 0;
      HdForecastInput input = ask (values, 84, 12, 12);
      g_autoptr (HdForecast) forecast = NULL;

      draw_series (seed * 77, values, 96);
      input.n_paths = 1000;
      forecast = hd_forecast_run (&input, NULL);
      for (guint step = 0; step < 12; step++)
        {
          double spread = (forecast->upper[12 + step] - forecast->lower[12 + step]) / 3.92;

          came += values[84 + step] - forecast->mean[step];
          mean += forecast->mean[step];
          alone += spread * spread;
        }
      for (guint path = 0; path < 1000; path++)
        {
          double sum = -mean;

          for (guint step = 0; step < 12; step++)
            sum += forecast->paths[path * 12 + step];
          square += sum * sum / 1000;
        }
      g_assert_cmpfloat (square, >, 1.5 * alone);
      claimed += square;
      missed += came * came;
      n_inside += fabs (came) < 1.96 * sqrt (square);
    }
  g_test_message ("claimed %.1f, missed %.1f, inside %u of 150", sqrt (claimed / 150),
                  sqrt (missed / 150), n_inside);
  g_assert_cmpfloat (sqrt (claimed / missed), >, 0.8);
  g_assert_cmpfloat (sqrt (claimed / missed), <, 1.5);
  g_assert_cmpuint (n_inside, >=, 132);
}

/* What a figure is made of adds up to it, gap or no gap. */
static void
test_parts (void)
{
  double values[74];
  HdForecastInput input = ask (values, 74, 12, 6);
  g_autoptr (HdForecast) forecast = NULL;
  const HdForecastParts *parts;
  guint n_known = 0;

  draw_series (31, values, 74);
  values[0] = values[1] = values[50] = NAN;
  input.with_parts = TRUE;
  forecast = hd_forecast_run (&input, NULL);
  parts = forecast->parts;
  g_assert_nonnull (parts);
  g_assert_cmpuint (parts->n_values, ==, 74);
  for (guint place = 0; place < 74; place++)
    {
      double sum = parts->level[place] + parts->season[place] + parts->remainder[place];

      if (isnan (values[place]))
        {
          g_assert_true (isnan (sum));
          continue;
        }
      g_assert_cmpfloat_with_epsilon (sum, values[place], 1e-9);
      n_known++;
    }
  g_assert_cmpuint (n_known, ==, 71);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/forecast/members-table", test_members_table);
  g_test_add_func ("/data/forecast/learns-season-and-trend", test_learns_season_and_trend);
  g_test_add_func ("/data/forecast/coverage", test_coverage);
  g_test_add_func ("/data/forecast/members-and-backtest", test_members_and_backtest);
  g_test_add_func ("/data/forecast/repeatable", test_repeatable);
  g_test_add_func ("/data/forecast/paths-agree-with-intervals", test_paths_agree_with_intervals);
  g_test_add_func ("/data/forecast/bounds", test_bounds);
  g_test_add_func ("/data/forecast/short-series", test_short_series);
  g_test_add_func ("/data/forecast/refusals", test_refusals);
  g_test_add_func ("/data/forecast/ugly-series", test_ugly_series);
  g_test_add_func ("/data/forecast/errors-are-the-records", test_errors_are_the_records);
  g_test_add_func ("/data/forecast/long-series", test_long_series);
  g_test_add_func ("/data/forecast/scale-equivariance", test_scale_equivariance);
  g_test_add_func ("/data/forecast/sums-of-paths", test_sums_of_paths);
  g_test_add_func ("/data/forecast/parts", test_parts);
  return g_test_run ();
}
