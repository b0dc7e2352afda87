/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Measures reconciliation on Australian domestic tourism (nights, 304 leaves: region by purpose; states and
 * purposes above them), rolling origins: error and interval by level, base beside every way of reconciling.
 *
 * Usage: bench-hierarchy FOLDER [HORIZON [ORIGINS OF THE BACK-TEST]]; the folder holds hier_au_tourism_quarterly.csv (series_id,State,
 * Region,Purpose,date,value), which is not part of this repository; without it nothing is measured.
 */

#include "config.h"

#include "hd-csv-scanner.h"
#include "hd-forecast-csv.h"
#include "hd-reconciliation.h"

#include <math.h>

#define SEASON 4
#define N_ROLLS 5
#define ROLL_STEP 4
#define N_PATHS 500
#define MAX_LEVELS 8

/* All values of all series, and what adds up to what. */
typedef struct
{
  HdSummation *sums;
  guint n_values;
  double *values; /* [series * n_values + time] */
} World;

/* Groups of leaves by a text key, in order of first mention. */
static void
add_level (HdSummation *sums, GPtrArray *ids, const char *name, const char *columns)
{
  g_autoptr (GHashTable) groups
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();

  hd_summation_add_level (sums, name);
  for (guint leaf = 0; leaf < ids->len; leaf++)
    {
      g_auto (GStrv) words = g_strsplit (g_ptr_array_index (ids, leaf), "|", 3);
      g_autoptr (GString) key = g_string_new (NULL);
      GArray *leaves;

      for (const char *column = columns; *column != '\0'; column++)
        g_string_append_printf (key, "%s|", words[*column - '0']);
      leaves = g_hash_table_lookup (groups, key->str);
      if (leaves == NULL)
        {
          leaves = g_array_new (FALSE, FALSE, sizeof (guint));
          g_hash_table_insert (groups, g_strdup (key->str), leaves);
          g_ptr_array_add (order, leaves);
        }
      g_array_append_val (leaves, leaf);
    }
  for (guint group = 0; group < order->len; group++)
    {
      GArray *leaves = g_ptr_array_index (order, group);

      hd_summation_add_node (sums, (const guint *)(gpointer)leaves->data, leaves->len);
    }
}

typedef struct
{
  GPtrArray *ids; /* (element-type utf8) leaves */
  GArray *values; /* (element-type double) leaf after leaf: rows come in order of time */
} Reading;

static gboolean
take_record (const HdCsvRecord *record, gpointer user_data, GError **error)
{
  Reading *reading = user_data;
  g_autofree char *id = g_strndup (record->fields[0].text, record->fields[0].length);
  g_autofree char *text = g_strndup (record->fields[5].text, record->fields[5].length);
  double value = g_ascii_strtod (text, NULL);

  if (record->line == 1)
    return TRUE;
  if (reading->ids->len == 0
      || !g_str_equal (g_ptr_array_index (reading->ids, reading->ids->len - 1), id))
    g_ptr_array_add (reading->ids, g_steal_pointer (&id));
  g_array_append_val (reading->values, value);
  return TRUE;
}

static gboolean
read_world (const char *path, World *world)
{
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  Reading reading = { ids, values };
  g_autoptr (HdCsvScanner) scanner = hd_csv_scanner_new (take_record, &reading);
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL)
      || !hd_csv_scanner_push (scanner, text, length, NULL)
      || !hd_csv_scanner_finish (scanner, NULL))
    return FALSE;
  world->n_values = values->len / ids->len;
  world->sums = hd_summation_new (ids->len);
  add_level (world->sums, ids, "nation", "");
  add_level (world->sums, ids, "state", "0");
  add_level (world->sums, ids, "region", "01");
  add_level (world->sums, ids, "purpose", "2");
  add_level (world->sums, ids, "state x purpose", "02");
  world->values = g_new0 (double, hd_summation_get_n_series (world->sums) * world->n_values);
  memcpy (world->values, values->data, values->len * sizeof (double));
  hd_summation_add_up (world->sums, world->values, world->n_values);
  return TRUE;
}

/* Base forecasts of every series from its first values. (transfer full) (element-type HdForecast) */
static GPtrArray *
forecast_all (const World *world, guint n_known, guint horizon, guint n_origins)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_time_series_free);
  double level = 95;
  HdForecastInput options = { .season = SEASON,
                              .horizon = horizon,
                              .levels = &level,
                              .n_levels = 1,
                              .n_paths = N_PATHS,
                              .seed = 1,
                              .n_origins = n_origins,
                              .is_non_negative = TRUE };

  for (guint series = 0; series < hd_summation_get_n_series (world->sums); series++)
    {
      HdTimeSeries *one = g_new0 (HdTimeSeries, 1);

      one->values = g_array_new (FALSE, FALSE, sizeof (double));
      g_array_append_vals (one->values, world->values + (gsize)series * world->n_values, n_known);
      g_ptr_array_add (all, one);
    }
  return hd_time_series_forecast_all (all, &options, NULL, NULL, NULL, NULL);
}

typedef struct
{
  double mase, squares, covered, width;
  guint n;
} Sum;

/* What one way said about one series. */
typedef struct
{
  const double *mean, *lower, *upper;
} Said;

/* Against what came after `n_known`: MASE, RMSSE, coverage and width of the 95 % interval. */
static void
score (const double *values, guint n_known, guint horizon, Said said, Sum *sum)
{
  double scale = 0, scale2 = 0, absolute = 0, squares = 0;

  for (guint place = SEASON; place < n_known; place++)
    {
      double change = values[place] - values[place - SEASON];

      scale += fabs (change) / (n_known - SEASON);
      scale2 += change * change / (n_known - SEASON);
    }
  if (!(scale > 0)) /* it never changed */
    return;
  for (guint step = 0; step < horizon; step++)
    {
      double actual = values[n_known + step], error = actual - said.mean[step];

      absolute += fabs (error) / horizon;
      squares += error * error / horizon;
      sum->covered += (said.lower[step] <= actual && actual <= said.upper[step]) * 100.0 / horizon;
      sum->width += (said.upper[step] - said.lower[step]) / scale / horizon;
    }
  sum->mase += absolute / scale;
  sum->squares += sqrt (squares / scale2);
  sum->n++;
}

enum
{
  METHOD_BASE,
  METHOD_CHOSEN,
  METHOD_FORMS,
  N_METHODS = METHOD_FORMS + HD_RECONCILE_N_FORMS,
};

static double
measure_of (const Sum *sum, guint measure)
{
  const double all[] = { sum->mase, sum->squares, sum->covered, sum->width };

  return all[measure] / sum->n;
}

static void
print_table (const World *world, Sum (*sums)[MAX_LEVELS])
{
  static const char *const measures[] = { "MASE", "RMSSE", "coverage of 95 %", "width / scale" };
  guint n_levels = hd_summation_get_n_levels (world->sums);

  for (guint measure = 0; measure < G_N_ELEMENTS (measures); measure++)
    {
      g_print ("%-28s", measures[measure]);
      for (guint level = 0; level < n_levels; level++)
        g_print ("%16s", hd_summation_get_level_name (world->sums, level));
      g_print ("\n");
      for (guint method = 0; method < N_METHODS; method++)
        {
          const char *name
              = method == METHOD_BASE ? "base"
                : method == METHOD_CHOSEN
                    ? "chosen"
                    : hd_reconcile_form_get_name (hd_reconcile_form_at (method - METHOD_FORMS));

          g_print ("  %-26s", name);
          for (guint level = 0; level < n_levels; level++)
            g_print ("%16.4f", measure_of (&sums[method][level], measure));
          g_print ("\n");
        }
    }
}

static void
score_all (const World *world,
           const HdReconciliation *reconciled,
           guint n_known,
           guint horizon,
           Sum *by_level)
{
  for (guint series = 0; series < reconciled->n_series; series++)
    score (world->values + (gsize)series * world->n_values, n_known, horizon,
           (Said){ reconciled->mean + series * horizon, reconciled->lower + series * horizon,
                   reconciled->upper + series * horizon },
           &by_level[hd_summation_level_of (world->sums, series)]);
}

static void
measure_roll (const World *world,
              guint n_known,
              guint horizon,
              guint n_origins,
              Sum (*sums)[MAX_LEVELS])
{
  guint n_series = hd_summation_get_n_series (world->sums);
  gint64 started = g_get_monotonic_time (), forecast_us, reconciled_us;
  g_autoptr (GPtrArray) forecasts = forecast_all (world, n_known, horizon, n_origins);
  g_autofree HdReconcileSeries *series = g_new0 (HdReconcileSeries, n_series);
  HdReconcileInput input = {
    .sums = world->sums, .series = series, .season = SEASON, .is_non_negative = TRUE, .seed = 1
  };
  g_autoptr (HdReconciliation) chosen = NULL;

  forecast_us = g_get_monotonic_time () - started;
  for (guint place = 0; place < n_series; place++)
    {
      const HdForecast *forecast = g_ptr_array_index (forecasts, place);
      const double *values = world->values + (gsize)place * world->n_values;

      series[place] = (HdReconcileSeries){ values, n_known, forecast };
      score (values, n_known, horizon, (Said){ forecast->mean, forecast->lower, forecast->upper },
             &sums[METHOD_BASE][hd_summation_level_of (world->sums, place)]);
    }
  started = g_get_monotonic_time ();
  chosen = hd_reconciliation_new (&input);
  reconciled_us = g_get_monotonic_time () - started;
  score_all (world, chosen, n_known, horizon, sums[METHOD_CHOSEN]);
  for (guint index = 0; index < HD_RECONCILE_N_FORMS; index++)
    {
      HdReconcileForm form = hd_reconcile_form_at (index);
      g_autoptr (HdReconciliation) reconciled = NULL;

      input.form = &form;
      reconciled = hd_reconciliation_new (&input);
      score_all (world, reconciled, n_known, horizon, sums[METHOD_FORMS + index]);
    }
  g_print ("%u quarters known: chosen %s (back-test: %.3f of base); forecasts %.2f s, all "
           "reconciled with %u paths %.0f ms\n",
           n_known, hd_reconcile_form_get_name (chosen->form),
           chosen->choice->relative[hd_reconcile_form_index (chosen->form)],
           (double)forecast_us / G_USEC_PER_SEC, N_PATHS, (double)reconciled_us / 1000);
}

int
main (int argc, char **argv)
{
  g_autofree char *path
      = argc > 1 ? g_build_filename (argv[1], "hier_au_tourism_quarterly.csv", NULL) : NULL;
  guint horizon = argc > 2 ? (guint)atoi (argv[2]) : 8;
  guint n_origins = argc > 3 ? (guint)atoi (argv[3]) : 0;
  World world = { 0 };
  Sum sums[N_METHODS][MAX_LEVELS] = { 0 };

  if (path == NULL || !read_world (path, &world))
    {
      g_print (
          "bench-hierarchy: no folder with hier_au_tourism_quarterly.csv: nothing to measure\n");
      return 0;
    }
  g_print ("%u leaves, %u nodes, %u quarters, %u steps ahead, %d origins\n",
           hd_summation_get_n_leaves (world.sums), hd_summation_get_n_nodes (world.sums),
           world.n_values, horizon, N_ROLLS);
  for (guint roll = 0; roll < N_ROLLS; roll++)
    measure_roll (&world, world.n_values - horizon - (N_ROLLS - 1 - roll) * ROLL_STEP, horizon,
                  n_origins, sums);
  print_table (&world, sums);
  g_free (world.values);
  hd_summation_unref (world.sums);
  return 0;
}
