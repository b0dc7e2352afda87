/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Measures the forecasts on competition series: sMAPE, MASE, coverage and MSIS of the 95 per cent
 * interval, and processor time; and beside them what R's forecast package does with the same files.
 *
 * Usage: bench-forecast FOLDER [--methods] [--r SCRIPT SECONDS]; the folder holds m1_monthly.csv and its
 * like (series_id,split,index,value). Series are not part of this repository; where the folder is not
 * there, nothing is measured. With --r, SCRIPT (bench-forecast.R) is given SECONDS a set where Rscript
 * and the package are installed; what it does not reach in that time is left out of both its rows and
 * ours beside them. --methods counts what spoke.
 */

#include "config.h"

#include "hd-forecast-csv.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
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

/* Our mean score of the first `n_series`. */
static Score
mean_score (GPtrArray *training,
            GPtrArray *test,
            GPtrArray *forecasts,
            guint season,
            guint n_series)
{
  Score sum = { 0 };

  for (guint place = 0; place < n_series; place++)
    {
      const HdTimeSeries *before = g_ptr_array_index (training, place);
      const HdTimeSeries *after = g_ptr_array_index (test, place);
      Score score = score_series (before->values, after->values,
                                  g_ptr_array_index (forecasts, place), season);

      sum.smape += score.smape / n_series;
      sum.mase += score.mase / n_series;
      sum.coverage += score.coverage / n_series;
      sum.msis += score.msis / n_series;
    }
  return sum;
}

static void
print_row (const char *file, const char *method, guint n_series, const Score *score, double cpu_ms)
{
  g_print ("%-22s %-12s %5u %7.2f %7.3f %7.1f %7.2f %9.2f\n", file, method, n_series, score->smape,
           score->mase, score->coverage, score->msis, cpu_ms);
}

/* Runs the R script on one set and prints its rows; returns how many series it reached, 0 where R or the
 * package is not there. */
static guint
print_r_rows (const char *folder, const Set *set, const char *script, const char *seconds)
{
  g_autofree char *season = g_strdup_printf ("%u", set->season);
  const char *argv[] = { "Rscript", script, folder, seconds, set->file, season, NULL };
  g_autoptr (GSubprocess) process = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_series = 0;

  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, NULL)
      || output == NULL)
    return 0;
  lines = g_strsplit (output, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) fields = g_strsplit (*line, ",", -1);
      g_autofree char *method = NULL;
      Score score;

      if (g_strv_length (fields) < 8)
        continue;
      method = g_strdup_printf ("R %s", fields[1]);
      n_series = (guint)g_ascii_strtoull (fields[2], NULL, 10);
      score = (Score){ g_ascii_strtod (fields[3], NULL), g_ascii_strtod (fields[4], NULL),
                       g_ascii_strtod (fields[5], NULL), g_ascii_strtod (fields[6], NULL) };
      print_row (set->file, method, n_series, &score, 1000 * g_ascii_strtod (fields[7], NULL));
    }
  return n_series;
}

typedef struct
{
  const char *folder;
  gboolean counts_methods;
  const char *script; /* (nullable) of R */
  const char *seconds;
} Options;

static void
measure (const Options *options, const Set *set)
{
  g_autofree char *path = g_build_filename (options->folder, set->file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) training = hd_time_series_read_csv (path, "train", &error);
  g_autoptr (GPtrArray) test = hd_time_series_read_csv (path, "test", NULL);
  g_autoptr (GPtrArray) forecasts = NULL;
  double level = 95, cpu_ms;
  HdForecastInput input = { .season = set->season, .levels = &level, .n_levels = 1, .seed = 1 };
  guint n_r = 0;
  clock_t started;
  Score score;

  if (training == NULL || test == NULL)
    {
      g_print ("%-22s not measured: %s\n", set->file, error != NULL ? error->message : "no test");
      return;
    }
  for (guint place = 0; place < test->len; place++)
    input.horizon
        = MAX (input.horizon, ((HdTimeSeries *)g_ptr_array_index (test, place))->values->len);
  started = clock ();
  forecasts = hd_time_series_forecast_all (training, &input, NULL, NULL, NULL, &error);
  cpu_ms = (double)(clock () - started) / CLOCKS_PER_SEC / training->len * 1000;
  score = mean_score (training, test, forecasts, set->season, training->len);
  print_row (set->file, "ours", training->len, &score, cpu_ms);
  if (options->script != NULL)
    n_r = print_r_rows (options->folder, set, options->script, options->seconds);
  if (n_r > 0 && n_r < training->len)
    {
      score = mean_score (training, test, forecasts, set->season, n_r);
      print_row (set->file, "ours, those", n_r, &score, cpu_ms);
    }
  if (options->counts_methods)
    count_methods (forecasts);
}

int
main (int argc, char **argv)
{
  Options options = { .folder = argc > 1 ? argv[1] : "" };

  for (int place = 2; place < argc; place++)
    if (strcmp (argv[place], "--methods") == 0)
      options.counts_methods = TRUE;
    else if (strcmp (argv[place], "--r") == 0 && place + 2 < argc)
      {
        options.script = argv[place + 1];
        options.seconds = argv[place + 2];
      }
  if (!g_file_test (options.folder, G_FILE_TEST_IS_DIR))
    {
      g_print ("bench-forecast: no folder of series given: nothing to measure\n");
      return 0;
    }
  g_print ("%-22s %-12s %5s %7s %7s %7s %7s %9s\n", "set", "method", "n", "sMAPE", "MASE", "cover",
           "MSIS", "ms/series");
  for (guint index = 0; index < G_N_ELEMENTS (sets); index++)
    measure (&options, &sets[index]);
  return 0;
}
