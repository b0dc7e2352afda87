/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a drill takes: medians of the questions that a leader asks, with the answer cache off.
 *
 * bench-cube [ROWS A YEAR | STORE]: ten years of rows shaped like REVENUE in memory, or a store on disk.
 */

#include "config.h"

#include "hd-local-engine-private.h"

#include <math.h>
#include <stdlib.h>

#define N_YEARS 10
#define N_REGIONS 20
#define N_OFFICES 180
#define N_TAXES 8
#define N_CHAPTERS 97
#define N_RUNS 15

static const char *const questions[] = {
  "revenue.collected",
  "revenue.collected compare yoy",
  "revenue.collected by time from 2016 compare yoy",
  "revenue.collected by unit:region compare yoy",
  "revenue.collected by unit where unit=KV02 compare plan:DU_TOAN",
  "revenue.collected by unit top 10",
  "revenue.collected by hs where unit=KV02",
  "revenue.collected by time,unit:region from 2016",
  "revenue.collected by unit,hs from 2016",
  "revenue.collected by time,unit,hs from 2016",
  "revenue.growth_yoy by unit:region",
  "clearance.p90_hours by time,lane from 2016",
  "clearance.median_hours,clearance.p90_hours by unit",
  "revenue.full_year_forecast by unit:region compare plan:DU_TOAN",
};

typedef struct
{
  HdStructures *structures;
  GPtrArray *years; /* (element-type HdRows) */
} Sample;

static HdCode
add_code (HdCodeList *list, const char *id)
{
  return hd_code_list_add (list, &(HdCodeInfo){ .id = id,
                                                .parent = HD_CODE_NONE,
                                                .lower = NAN,
                                                .upper = NAN,
                                                .valid_from = HD_DAY_NONE,
                                                .valid_to = HD_DAY_NONE });
}

static HdCodeList *
make_codes (const char *id, const char *prefix, guint n)
{
  HdCodeList *list = hd_code_list_new (id);

  for (guint at = 1; at <= n; at++)
    {
      g_autofree char *code = g_strdup_printf ("%s%02u", prefix, at);

      add_code (list, code);
    }
  return list;
}

static HdHierarchy *
make_map (HdCodeList *units)
{
  static const char *const levels[] = { "nation", "region", "office", NULL };
  HdHierarchy *map = hd_hierarchy_new ("MAP2025", units, levels);
  HdCode nation = add_code (units, "VN");

  hd_hierarchy_add (map, nation, HD_CODE_NONE, 0);
  for (guint region = 1; region <= N_REGIONS; region++)
    {
      g_autofree char *id = g_strdup_printf ("KV%02u", region);
      HdCode code = add_code (units, id);

      hd_hierarchy_add (map, code, nation, 1);
      for (guint office = region - 1; office < N_OFFICES; office += N_REGIONS)
        hd_hierarchy_add (map, (HdCode)office, code, 2);
    }
  return map;
}

static HdStructures *
make_structures (void)
{
  static const char *const measures[] = { "ASSESSED", "COLLECTED", "REFUNDED", "E_PAID" };
  HdStructures *structures = hd_structures_new ();
  g_autoptr (HdStructure) revenue = hd_structure_new ("HD", "REVENUE", "1.0.0");
  g_autoptr (HdCodeList) units = make_codes ("CL_UNIT", "B", N_OFFICES);
  g_autoptr (HdHierarchy) map = make_map (units);
  g_autoptr (HdCodeList) taxes = make_codes ("CL_TAX", "T", N_TAXES);
  g_autoptr (HdCodeList) flows = make_codes ("CL_FLOW", "F", 2);
  g_autoptr (HdCodeList) chapters = make_codes ("CL_HS", "", N_CHAPTERS);

  hd_structure_set_time (revenue, HD_GRAIN_DAY, 1);
  hd_structure_add_dimension (revenue, &(HdDimension){ .id = "UNIT", .codes = units });
  hd_structure_add_dimension (revenue, &(HdDimension){ .id = "TAX", .codes = taxes });
  hd_structure_add_dimension (revenue, &(HdDimension){ .id = "FLOW", .codes = flows });
  hd_structure_add_dimension (revenue, &(HdDimension){ .id = "HS", .codes = chapters });
  for (guint at = 0; at < G_N_ELEMENTS (measures); at++)
    hd_structure_add_measure (revenue, &(HdMeasure){ .id = measures[at], .unit = "VND" });
  hd_structures_add (structures, revenue);
  hd_structures_add_hierarchy (structures, map);
  return structures;
}

static HdRows *
make_year (HdStructure *structure, int year, guint n_rows, GRand *random)
{
  HdRows *rows = hd_rows_new (structure);
  HdDay first = hd_day_from_ymd (year, 1, 1);

  for (guint row = 0; row < n_rows; row++)
    {
      HdDay day = first + (HdDay)((guint64)row * 365 / n_rows);
      gint64 amount = g_rand_int (random);
      HdCode codes[] = { (HdCode)g_rand_int_range (random, 0, N_OFFICES),
                         (HdCode)g_rand_int_range (random, 0, N_TAXES),
                         (HdCode)g_rand_int_range (random, 0, 2),
                         (HdCode)g_rand_int_range (random, 0, N_CHAPTERS) };
      HdNumber values[] = { { .i = amount }, { .i = amount }, { .i = 0 }, { .i = amount } };

      hd_rows_append (rows, &(HdRow){ .day = day,
                                      .codes = codes,
                                      .values = values,
                                      .known_from = 86400 * (gint64)day });
    }
  return rows;
}

static HdStructures *
get_structures (gpointer data, GError **error)
{
  return hd_structures_ref (((Sample *)data)->structures);
}

static guint64
get_generation (gpointer data)
{
  return 1;
}

static gboolean
get_extent (gpointer data, const char *dataset, HdPeriod *extent, GError **error)
{
  *extent = hd_period_span (hd_day_from_ymd (2017, 1, 1), hd_day_from_ymd (2026, 12, 31));
  return TRUE;
}

static GPtrArray *
load (gpointer data, const char *dataset, HdDay first, HdDay last, gint64 as_of, GError **error)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_rows_unref);
  Sample *sample = data;

  for (guint at = 0; at < sample->years->len; at++)
    {
      HdRows *rows = g_ptr_array_index (sample->years, at);

      if (rows->day[0] <= last && rows->day[rows->n_rows - 1] >= first)
        g_ptr_array_add (found, hd_rows_ref (rows));
    }
  return found;
}

static HdEngine *
engine_in_memory (Sample *sample, guint n_rows, HdCatalog *catalog)
{
  static const HdCubeSourceFuncs funcs = { .get_structures = get_structures,
                                           .get_generation = get_generation,
                                           .get_extent = get_extent,
                                           .load = load };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  sample->structures = make_structures ();
  sample->years = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_rows_unref);
  for (int year = 0; year < N_YEARS; year++)
    g_ptr_array_add (sample->years, make_year (hd_structures_find (sample->structures, "REVENUE"),
                                               2017 + year, n_rows, random));
  g_print ("%u rows in memory\n", N_YEARS * n_rows);
  return hd_local_engine_new_for_source ((HdCubeSource){ &funcs, sample }, catalog);
}

static int
compare_doubles (const void *a, const void *b)
{
  return *(const double *)a < *(const double *)b ? -1 : *(const double *)a > *(const double *)b;
}

static void
measure (HdEngine *engine, const char *text)
{
  g_autoptr (HdQuery) query = hd_query_parse (text, NULL);
  double ms[N_RUNS];
  guint64 scanned = 0;
  guint n_rows = 0;

  for (guint run = 0; run < N_RUNS; run++)
    {
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();
      g_autoptr (HdFrame) frame = hd_engine_query (engine, query, NULL, &error);

      ms[run] = (g_get_monotonic_time () - start) / 1e3;
      if (frame == NULL)
        {
          g_print ("%9s %s (%s)\n", "-", text, error->message);
          return;
        }
      scanned = hd_frame_get_timing (frame)->rows_scanned;
      n_rows = hd_frame_get_n_rows (frame);
    }
  qsort (ms, N_RUNS, sizeof *ms, compare_doubles);
  g_print ("%9.2f ms  %10" G_GUINT64_FORMAT " read  %7u rows  %s\n", ms[N_RUNS / 2], scanned,
           n_rows, text);
}

int
main (int argc, char **argv)
{
  g_autoptr (HdCatalog) catalog = hd_catalog_load (NULL);
  g_autoptr (HdStore) store = NULL;
  g_autoptr (HdEngine) engine = NULL;
  Sample sample = { 0 };

  if (argc > 1 && atoi (argv[1]) == 0)
    {
      g_autoptr (GError) error = NULL;

      store = hd_store_open (argv[1], HD_STORE_READ, &error);
      if (store == NULL)
        g_error ("%s", error->message);
      engine = hd_local_engine_new (store, catalog);
    }
  else
    {
      engine = engine_in_memory (&sample, argc > 1 ? (guint)atoi (argv[1]) : 200000, catalog);
    }
  hd_local_engine_set_cache_bytes (HD_LOCAL_ENGINE (engine), 0);
  for (guint at = 0; at < G_N_ELEMENTS (questions); at++)
    measure (engine, questions[at]);
  g_clear_pointer (&sample.structures, hd_structures_unref);
  g_clear_pointer (&sample.years, g_ptr_array_unref);
  return 0;
}
