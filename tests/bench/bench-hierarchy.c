/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Measures reconciliation on Australian domestic tourism (nights, 304 leaves: region by purpose; states and
 * purposes above them), rolling origins: error by level, base beside every way of reconciling.
 *
 * Usage: bench-hierarchy FOLDER [HORIZON]; the folder holds hier_au_tourism_quarterly.csv (series_id,State,
 * Region,Purpose,date,value), which is not part of this repository; without it nothing is measured.
 */

#include "config.h"

#include "hd-csv-scanner.h"
#include "hd-forecast-csv.h"
#include "hd-reconcile-choice.h"

#include <math.h>
#include <time.h>

#define SEASON 4
#define N_ROLLS 5
#define ROLL_STEP 4

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

/* One origin: base forecasts of every series, their errors, and what came. */
typedef struct
{
  HdReconcileCase of;
  double *base, *errors, *scales;
  double forecast_s;
} Roll;

static double
season_scale (const double *values, guint n_values)
{
  double sum = 0;

  for (guint place = SEASON; place < n_values; place++)
    sum += fabs (values[place] - values[place - SEASON]) / (n_values - SEASON);
  return sum;
}

static GPtrArray *
forecast_all (const World *world, guint n_known, guint horizon, guint n_origins)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_time_series_free);
  double level = 95;
  HdForecastInput options = { .season = SEASON,
                              .horizon = horizon,
                              .levels = &level,
                              .n_levels = 1,
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

static void
roll_fill (Roll *roll, const World *world, guint n_known, guint horizon, guint n_origins)
{
  guint n_series = hd_summation_get_n_series (world->sums);
  gint64 started = g_get_monotonic_time ();
  g_autoptr (GPtrArray) forecasts = forecast_all (world, n_known, horizon, n_origins);
  const HdForecast *first = g_ptr_array_index (forecasts, 0);
  guint n_errors = first->record.n_origins * first->backtest_horizon;

  roll->forecast_s = (double)(g_get_monotonic_time () - started) / G_USEC_PER_SEC;
  roll->base = g_new (double, n_series *horizon);
  roll->errors = g_new (double, n_series *n_errors);
  roll->scales = g_new (double, n_series);
  for (guint series = 0; series < n_series; series++)
    {
      const HdForecast *forecast = g_ptr_array_index (forecasts, series);

      memcpy (roll->base + series * horizon, forecast->mean, horizon * sizeof (double));
      memcpy (roll->errors + series * n_errors, forecast->errors, n_errors * sizeof (double));
      roll->scales[series]
          = season_scale (world->values + (gsize)series * world->n_values, n_known);
    }
  roll->of = (HdReconcileCase){ .sums = world->sums,
                                .base = roll->base,
                                .horizon = horizon,
                                .errors = roll->errors,
                                .n_origins = first->record.n_origins,
                                .n_steps = first->backtest_horizon,
                                .stride = first->backtest_stride,
                                .scales = roll->scales };
}

static void
roll_clear (Roll *roll)
{
  g_free (roll->base);
  g_free (roll->errors);
  g_free (roll->scales);
}

typedef struct
{
  double mase, squares;
  guint n;
} Sum;

/* `values` against what came after `n_known`: MASE, and RMSSE with squares of the same scale's kind. */
static void
score (const World *world, const Roll *roll, const double *values, guint n_known, Sum *by_level)
{
  guint horizon = roll->of.horizon;

  for (guint series = 0; series < hd_summation_get_n_series (world->sums); series++)
    {
      Sum *sum = &by_level[hd_summation_level_of (world->sums, series)];
      const double *all = world->values + (gsize)series * world->n_values;
      double absolute = 0, squares = 0, scale2 = 0;

      for (guint place = SEASON; place < n_known; place++)
        scale2 += pow (all[place] - all[place - SEASON], 2) / (n_known - SEASON);
      for (guint step = 0; step < horizon; step++)
        {
          double error = all[n_known + step] - values[series * horizon + step];

          absolute += fabs (error) / horizon;
          squares += error * error / horizon;
        }
      if (!(roll->scales[series] > 0)) /* never changed: no scale */
        continue;
      sum->mase += absolute / roll->scales[series];
      sum->squares += sqrt (squares / scale2);
      sum->n++;
    }
}

enum
{
  METHOD_BASE,
  METHOD_CHOSEN,
  METHOD_FORMS,
  N_METHODS = METHOD_FORMS + HD_RECONCILE_N_FORMS,
};

static void
print_table (const World *world, Sum (*sums)[16])
{
  guint n_levels = hd_summation_get_n_levels (world->sums);

  for (guint measure = 0; measure < 2; measure++)
    {
      g_print ("%-28s", measure == 0 ? "MASE" : "RMSSE");
      for (guint level = 0; level < n_levels; level++)
        g_print ("%16s", hd_summation_get_level_name (world->sums, level));
      g_print ("\n");
      for (guint method = 0; method < N_METHODS; method++)
        {
          g_print ("  %-26s",
                   method == METHOD_BASE ? "base"
                   : method == METHOD_CHOSEN
                       ? "chosen"
                       : hd_reconcile_form_get_name (hd_reconcile_form_at (method - METHOD_FORMS)));
          for (guint level = 0; level < n_levels; level++)
            {
              const Sum *sum = &sums[method][level];

              g_print ("%16.4f", (measure == 0 ? sum->mase : sum->squares) / sum->n);
            }
          g_print ("\n");
        }
    }
}

static void
measure_roll (const World *world, guint n_known, guint horizon, guint n_origins, Sum (*sums)[16])
{
  guint n_series = hd_summation_get_n_series (world->sums);
  Roll roll = { 0 };
  g_autoptr (HdReconcileChoice) choice = NULL;
  gint64 started;
  double choice_s;

  roll_fill (&roll, world, n_known, horizon, n_origins);
  started = g_get_monotonic_time ();
  choice = hd_reconcile_choice_new (&roll.of);
  choice_s = (double)(g_get_monotonic_time () - started) / G_USEC_PER_SEC;
  score (world, &roll, roll.base, n_known, sums[METHOD_BASE]);
  for (guint index = 0; index < HD_RECONCILE_N_FORMS; index++)
    {
      HdReconcileForm form = hd_reconcile_form_at (index);
      g_autoptr (HdReconciler) reconciler = hd_reconcile_case_fit (&roll.of, form);
      g_autofree double *values = g_memdup2 (roll.base, n_series * horizon * sizeof (double));

      hd_reconciler_apply (reconciler, values, horizon, TRUE);
      score (world, &roll, values, n_known, sums[METHOD_FORMS + index]);
      if (form.weights == choice->chosen.weights && form.keeps_top == choice->chosen.keeps_top)
        score (world, &roll, values, n_known, sums[METHOD_CHOSEN]);
    }
  g_print (
      "origin %u: %u errors each, chosen %s (%.3f of base); forecasts %.2f s, choice %.0f ms\n",
      n_known, roll.of.n_origins * roll.of.n_steps, hd_reconcile_form_get_name (choice->chosen),
      choice->relative[choice->chosen.weights * 2 + (choice->chosen.keeps_top ? 1 : 0)],
      roll.forecast_s, choice_s * 1000);
  roll_clear (&roll);
}

int
main (int argc, char **argv)
{
  g_autofree char *path
      = argc > 1 ? g_build_filename (argv[1], "hier_au_tourism_quarterly.csv", NULL) : NULL;
  guint horizon = argc > 2 ? (guint)atoi (argv[2]) : 8;
  guint n_origins = argc > 3 ? (guint)atoi (argv[3]) : 0;
  World world = { 0 };
  Sum sums[N_METHODS][16] = { 0 };

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
