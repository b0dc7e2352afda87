/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Measures the forecasts on competition series: sMAPE, MASE, coverage, MSIS and processor time.
 *
 * Usage: bench-forecast FOLDER; the folder holds m1_monthly.csv and its like (series_id,split,index,
 * value). Series are not part of this repository; where the folder is not there, nothing is measured.
 */

#include "config.h"

#include "hd-forecast-csv.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

typedef struct
{
  const char *file;
  guint season;
} Set;

static const Set sets[] = {
  { "m1_monthly.csv", 12 },      { "m1_quarterly.csv", 4 },      { "nn3_monthly.csv", 12 },
  { "tourism_monthly.csv", 12 }, { "tourism_quarterly.csv", 4 }, { "nn5_daily.csv", 7 },
};

typedef struct
{
  double smape, mase, coverage, msis;
} Score;

static double
season_scale (const GArray *values, guint season)
{
  double sum = 0;
  guint n_changes = 0;

  for (guint place = season; place < values->len; place++)
    {
      double change
          = g_array_index (values, double, place) - g_array_index (values, double, place - season);

      if (!isnan (change))
        {
          sum += fabs (change);
          n_changes++;
        }
    }
  return sum / n_changes;
}

/* The mean over the horizon of each measure, exactly as the competitions define them. */
static Score
score_series (const GArray *training, const GArray *test, const HdForecast *forecast, guint season)
{
  double scale = season_scale (training, season);
  Score score = { 0 };
  guint n_steps = 0;

  for (guint step = 0; step < test->len; step++)
    {
      double actual = g_array_index (test, double, step), mean = forecast->mean[step];
      double lower = forecast->lower[step], upper = forecast->upper[step];

      if (isnan (actual))
        continue;
      n_steps++;
      if (fabs (actual) + fabs (mean) > 0)
        score.smape += 200 * fabs (actual - mean) / (fabs (actual) + fabs (mean));
      score.mase += fabs (actual - mean) / scale;
      score.coverage += 100 * (lower <= actual && actual <= upper);
      score.msis += (upper - lower) / scale;
      score.msis += 40 * MAX (lower - actual, 0) / scale + 40 * MAX (actual - upper, 0) / scale;
    }
  return (Score){ score.smape / n_steps, score.mase / n_steps, score.coverage / n_steps,
                  score.msis / n_steps };
}

static void
count_methods (GPtrArray *forecasts)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer method, count;

  for (guint place = 0; place < forecasts->len; place++)
    {
      const HdForecast *forecast = g_ptr_array_index (forecasts, place);
      gpointer before = g_hash_table_lookup (counts, forecast->method);

      g_hash_table_insert (counts, forecast->method,
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (before) + 1));
    }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &method, &count))
    g_print ("    %4u %s\n", GPOINTER_TO_UINT (count), (char *)method);
}

static void
measure (const char *folder, const Set *set, gboolean is_verbose)
{
  g_autofree char *path = g_build_filename (folder, set->file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) training = hd_time_series_read_csv (path, "train", &error);
  g_autoptr (GPtrArray) test = hd_time_series_read_csv (path, "test", NULL);
  g_autoptr (GPtrArray) forecasts = NULL;
  double level = 95, factor = 0;
  Score sum = { 0 };
  HdForecastInput options = { .season = set->season, .levels = &level, .n_levels = 1, .seed = 1 };
  clock_t started;

  if (training == NULL || test == NULL)
    {
      g_print ("%-22s not measured: %s\n", set->file, error != NULL ? error->message : "no test");
      return;
    }
  options.horizon = ((HdTimeSeries *)g_ptr_array_index (test, 0))->values->len;
  for (guint place = 0; place < test->len; place++)
    options.horizon
        = MAX (options.horizon, ((HdTimeSeries *)g_ptr_array_index (test, place))->values->len);
  started = clock ();
  forecasts = hd_time_series_forecast_all (training, &options, NULL, NULL, NULL, &error);
  for (guint place = 0; place < training->len; place++)
    {
      const HdForecast *forecast = g_ptr_array_index (forecasts, place);
      Score score = score_series (((HdTimeSeries *)g_ptr_array_index (training, place))->values,
                                  ((HdTimeSeries *)g_ptr_array_index (test, place))->values,
                                  forecast, set->season);

      sum.smape += score.smape / training->len;
      sum.mase += score.mase / training->len;
      sum.coverage += score.coverage / training->len;
      sum.msis += score.msis / training->len;
      factor += forecast->record.interval_factor / training->len;
    }
  g_print ("%-22s %5u %7.2f %7.3f %7.1f %7.2f %9.2f %7.2f\n", set->file, training->len, sum.smape,
           sum.mase, sum.coverage, sum.msis,
           (double)(clock () - started) / CLOCKS_PER_SEC / training->len * 1000, factor);
  if (is_verbose)
    count_methods (forecasts);
}

int
main (int argc, char **argv)
{
  if (argc < 2 || !g_file_test (argv[1], G_FILE_TEST_IS_DIR))
    {
      g_print ("bench-forecast: no folder of series given: nothing to measure\n");
      return 0;
    }
  g_print ("%-22s %5s %7s %7s %7s %7s %9s %7s\n", "set", "n", "sMAPE", "MASE", "cover", "MSIS",
           "ms/series", "factor");
  for (guint index = 0; index < G_N_ELEMENTS (sets); index++)
    measure (argv[1], &sets[index], argc > 2);
  return 0;
}
