/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Measures each member of the forecast alone on competition series: what it gives and what it costs.
 *
 * Usage: bench-members FOLDER [MEMBER…]; the folder holds m1_monthly.csv and its like (series_id,split,
 * index,value). Where it is not there, nothing is measured. One thread, so that the milliseconds are the
 * processor time of one fit; drawing paths is counted apart.
 */

#include "config.h"

#include "hd-forecast-csv.h"
#include "hd-forecast-members.h"
#include "hd-quantile.h"

#include <math.h>
#include <time.h>

#define N_PATHS 500

typedef struct
{
  const char *file;
  guint season;
} Set;

static const Set sets[] = {
  { "m1_monthly.csv", 12 },      { "m1_quarterly.csv", 4 },      { "nn3_monthly.csv", 12 },
  { "tourism_monthly.csv", 12 }, { "tourism_quarterly.csv", 4 }, { "nn5_daily.csv", 7 },
};

/* Those that are off by default too. */
static const HdForecastMember *const members[] = {
  &hd_snaive_member,  &hd_ets_member, &hd_theta_member, &hd_stl_theta_member,
  &hd_stl_ets_member, &hd_ces_member, &hd_arima_member, &hd_sarima_member,
};

typedef struct
{
  double smape, mase, coverage, fit_ms, draw_ms;
  guint n_series, n_failed;
} Score;

/* As hd_forecast_run() hands a series to its members: from the first known value, the largest is 1. */
static double
prepare (const GArray *series, HdForecastInput *input, double *scaled)
{
  guint first = 0;
  double unit = 0;

  while (first < series->len && isnan (g_array_index (series, double, first)))
    first++;
  for (guint place = first; place < series->len; place++)
    unit = fmax (unit, fabs (g_array_index (series, double, place)));
  if (!(unit > 0))
    unit = 1;
  input->n_values = series->len - first;
  input->values = scaled;
  for (guint place = 0; place < input->n_values; place++)
    scaled[place] = g_array_index (series, double, first + place) / unit;
  return unit;
}

static double
season_scale (const HdForecastInput *input)
{
  double sum = 0;
  guint n_changes = 0;

  for (guint place = input->season; place < input->n_values; place++)
    {
      double change = fabs (input->values[place] - input->values[place - input->season]);

      if (isnan (change))
        continue;
      sum += change;
      n_changes++;
    }
  return sum / n_changes;
}

static double
elapsed_ms (clock_t since)
{
  return 1000.0 * (double)(clock () - since) / CLOCKS_PER_SEC;
}

static gboolean
is_covered (const double *paths, guint horizon, guint step, double actual)
{
  double column[N_PATHS];

  for (guint path = 0; path < N_PATHS; path++)
    column[path] = paths[path * horizon + step];
  hd_sort_doubles (column, N_PATHS);
  return hd_quantile_of_sorted (column, N_PATHS, 0.025) <= actual
         && actual <= hd_quantile_of_sorted (column, N_PATHS, 0.975);
}

static void
score_series (const HdForecastMember *member,
              HdForecastInput *input,
              const GArray *test,
              double unit,
              Score *score)
{
  g_autofree double *mean = g_new (double, input->horizon);
  g_autofree double *paths = g_new (double, (gsize)input->horizon *N_PATHS);
  double smape = 0, mase = 0, covered = 0, scale = season_scale (input);
  clock_t started = clock ();
  gpointer model = member->fit (input, NULL);
  guint n_steps = 0;

  score->fit_ms += elapsed_ms (started);
  if (model == NULL)
    {
      score->n_failed++;
      return;
    }
  member->predict (model, input->horizon, mean);
  started = clock ();
  member->simulate (model, input->horizon, N_PATHS, 1, paths);
  score->draw_ms += elapsed_ms (started);
  for (guint step = 0; step < test->len; step++)
    {
      double actual = g_array_index (test, double, step) / unit;
      double mean_here = input->is_non_negative ? fmax (mean[step], 0) : mean[step];

      if (isnan (actual))
        continue;
      n_steps++;
      if (fabs (actual) + fabs (mean_here) > 0)
        smape += 200 * fabs (actual - mean_here) / (fabs (actual) + fabs (mean_here));
      mase += fabs (actual - mean_here) / scale;
      covered += is_covered (paths, input->horizon, step, actual);
    }
  score->smape += smape / n_steps;
  score->mase += mase / n_steps;
  score->coverage += 100 * covered / n_steps;
  score->n_series++;
  member->free (model);
}

static void
measure (const HdForecastMember *member, const Set *set, GPtrArray *training, GPtrArray *test)
{
  Score score = { 0 };

  for (guint place = 0; place < training->len; place++)
    {
      const HdTimeSeries *seen = g_ptr_array_index (training, place);
      const HdTimeSeries *hidden = g_ptr_array_index (test, place);
      g_autofree double *scaled = g_new (double, seen->values->len);
      HdForecastInput input = {
        .season = set->season, .horizon = hidden->values->len, .seed = 1, .upper_bound = INFINITY
      };
      double unit = prepare (seen->values, &input, scaled);

      score_series (member, &input, hidden->values, unit, &score);
    }
  g_print ("%-22s %-12s %5u %6u %7.2f %7.3f %7.1f %9.3f %9.3f\n", set->file, member->id,
           score.n_series, score.n_failed, score.smape / score.n_series,
           score.mase / score.n_series, score.coverage / score.n_series,
           score.fit_ms / training->len, score.draw_ms / training->len);
}

static gboolean
is_wanted (const HdForecastMember *member, int argc, char **argv)
{
  for (int word = 2; word < argc; word++)
    if (g_str_equal (argv[word], member->id))
      return TRUE;
  return argc <= 2;
}

int
main (int argc, char **argv)
{
  if (argc < 2 || !g_file_test (argv[1], G_FILE_TEST_IS_DIR))
    {
      g_print ("bench-members: no folder of series given: nothing to measure\n");
      return 0;
    }
  g_print ("%-22s %-12s %5s %6s %7s %7s %7s %9s %9s\n", "set", "member", "n", "failed", "sMAPE",
           "MASE", "cover", "fit ms", "draw ms");
  for (guint index = 0; index < G_N_ELEMENTS (sets); index++)
    {
      g_autofree char *path = g_build_filename (argv[1], sets[index].file, NULL);
      g_autoptr (GPtrArray) training = hd_time_series_read_csv (path, "train", NULL);
      g_autoptr (GPtrArray) test = hd_time_series_read_csv (path, "test", NULL);

      if (training == NULL || test == NULL)
        continue;
      for (guint member = 0; member < G_N_ELEMENTS (members); member++)
        if (is_wanted (members[member], argc, argv))
          measure (members[member], &sets[index], training, test);
    }
  return 0;
}
