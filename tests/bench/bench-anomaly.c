/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Precision and recall of the anomaly detector on planted families, and what it says of real series.
 *
 * Usage: bench-anomaly [FOLDER]; with a folder of real series (vietnam_imports_by_item_monthly.csv,
 * korea_customs_syn_daily_by_office.csv) their alarms are listed too.
 */

#include "config.h"

#include "anomaly-fixture.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const HdAnomalyOptions options
    = { .n_watched = 24, .false_discovery_rate = 0.05, .level_pct = 95 };

static void
measure (const char *name, HdAnomalyPlan plan, HdAnomalyKind kind)
{
  g_autoptr (HdAnomalyFamily) family = NULL;
  g_autoptr (GArray) found = NULL;
  HdAnomalyTally tally;
  clock_t started;
  double ms;

  plan.n_series = 500;
  plan.n_values = 120;
  plan.n_watched = 24;
  family = hd_anomaly_family_new (&plan, 1);
  started = clock ();
  found = hd_anomaly_find (family->series, plan.n_series, &options, NULL, NULL);
  ms = 1000.0 * (double)(clock () - started) / CLOCKS_PER_SEC / plan.n_series;
  tally = hd_anomaly_family_tally (family, found, kind);
  g_print ("%-26s %-6s %-7s %7u %6u %6u %9.1f %7.1f %9.2f\n", name,
           plan.has_heavy_tails ? "t(5)" : "normal", plan.knows_tet ? "known" : "unknown",
           tally.n_planted, tally.n_found, tally.n_right,
           tally.n_found > 0 ? 100.0 * tally.n_right / tally.n_found : NAN,
           tally.n_planted > 0 ? 100.0 * tally.n_right / tally.n_planted : NAN, ms);
}

static void
measure_planted (void)
{
  g_print ("500 series of 120 months with Tết, the last 24 watched, false discovery rate 5 %%\n");
  g_print ("%-26s %-6s %-7s %7s %6s %6s %9s %7s %9s\n", "planted", "noise", "Tết", "planted",
           "found", "right", "precision", "recall", "ms/series");
  for (guint way = 0; way < 4; way++)
    {
      HdAnomalyPlan none = { .has_heavy_tails = way / 2, .knows_tet = way % 2 };

      measure ("nothing: points", none, HD_ANOMALY_POINT);
      measure ("nothing: shifts", none, HD_ANOMALY_LEVEL_SHIFT);
      for (guint size = 4; size <= 10; size += 2)
        {
          g_autofree char *name = g_strdup_printf ("1 %% spikes of %u", size);
          HdAnomalyPlan plan = none;

          plan.spikes_pct = 1;
          plan.spike_size = size;

          measure (name, plan, HD_ANOMALY_POINT);
        }
      for (guint size = 2; size <= 8; size += 2)
        {
          g_autofree char *name = g_strdup_printf ("20 %% of series shift by %u", size);
          HdAnomalyPlan plan = none;

          plan.shifts_pct = 20;
          plan.shift_size = size;

          measure (name, plan, HD_ANOMALY_LEVEL_SHIFT);
        }
      none.missing_pct = 0.5;
      measure ("0.5 % missing", none, HD_ANOMALY_MISSING_REPORT);
    }
}

/* One family of a CSV file, its lines sorted by date: the columns of date, series and value. */
typedef struct
{
  const char *file;
  guint date, name, value;
  guint season;
  gboolean is_daily;
} RealSet;

static const RealSet real_sets[] = {
  { "vietnam_imports_by_item_monthly.csv", 1, 0, 2, 12, FALSE },
  { "korea_customs_syn_daily_by_office.csv", 0, 1, 2, 7, TRUE },
};

static guint
place_of (const RealSet *set, const char *date, const char *first)
{
  int year = atoi (date) - atoi (first), month = atoi (date + 5) - atoi (first + 5);
  GDate day, start;

  if (!set->is_daily)
    return (guint)(12 * year + month);
  g_date_clear (&day, 1);
  g_date_clear (&start, 1);
  g_date_set_parse (&day, date);
  g_date_set_parse (&start, first);
  return (guint)g_date_days_between (&start, &day);
}

/* (element-type GArray of double) by name; days and months that have no line are NAN. */
static GHashTable *
read_real (const RealSet *set, char **lines, char **first)
{
  GHashTable *families
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);

  *first = NULL;
  for (guint pass = 0; pass < 2; pass++)
    for (guint line = 1; lines[line] != NULL && *lines[line] != '\0'; line++)
      {
        g_auto (GStrv) cells = g_strsplit (lines[line], ",", -1);
        guint n_cells = g_strv_length (cells), place;
        GArray *values;

        /* Names in quotes hold commas: those lines are passed over. */
        if (n_cells <= MAX (MAX (set->date, set->name), set->value) || strchr (lines[line], '"'))
          continue;
        if (pass == 0)
          {
            if (*first == NULL || strcmp (cells[set->date], *first) < 0)
              {
                g_free (*first);
                *first = g_strdup (cells[set->date]);
              }
            continue;
          }
        place = place_of (set, cells[set->date], *first);
        values = g_hash_table_lookup (families, cells[set->name]);
        if (values == NULL)
          {
            values = g_array_new (FALSE, FALSE, sizeof (double));
            g_hash_table_insert (families, g_strdup (cells[set->name]), values);
          }
        while (values->len <= place)
          {
            double missing = NAN;

            g_array_append_val (values, missing);
          }
        g_array_index (values, double, place) = g_ascii_strtod (cells[set->value], NULL);
      }
  return families;
}

static void
measure_real (const char *folder, const RealSet *set)
{
  static const char *const kinds[] = { "point", "shift", "missing" };
  g_autofree char *path = g_build_filename (folder, set->file, NULL);
  g_autofree char *text = NULL, *first = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GHashTable) values = NULL;
  g_autoptr (GList) names = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GArray) series = g_array_new (FALSE, FALSE, sizeof (HdAnomalySeries));
  clock_t started = clock ();

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  values = read_real (set, lines, &first);
  names = g_list_sort (g_hash_table_get_keys (values), (GCompareFunc)strcmp);
  for (GList *name = names; name != NULL; name = name->next)
    {
      const GArray *own = g_hash_table_lookup (values, name->data);
      HdAnomalySeries one
          = { .values = (double *)own->data, .n_values = own->len, .season = set->season };

      g_array_append_val (series, one);
    }
  found = hd_anomaly_find ((HdAnomalySeries *)series->data, series->len, &options, NULL, NULL);
  g_print ("\n%s: %u series from %s, the last 24 periods watched, %.0f ms\n", set->file,
           series->len, first, 1000.0 * (double)(clock () - started) / CLOCKS_PER_SEC);
  for (guint index = 0; index < found->len; index++)
    {
      const HdAnomaly *anomaly = &g_array_index (found, HdAnomaly, index);

      g_print ("  %-8s %-36s period %4u: %.4g, expected %.4g (%.4g to %.4g), q %.2g\n",
               kinds[anomaly->kind], (char *)g_list_nth_data (names, anomaly->series),
               anomaly->period, anomaly->actual, anomaly->expected, anomaly->lower, anomaly->upper,
               anomaly->q_value);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  measure_planted ();
  for (guint index = 0; argc > 1 && index < G_N_ELEMENTS (real_sets); index++)
    measure_real (argv[1], &real_sets[index]);
  return 0;
}
