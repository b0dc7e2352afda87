/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small customs service in memory, for tests of the engine.
 */

#undef G_DISABLE_ASSERT

#include "cube-fixture.h"
#include "cube-past.h"

#include <math.h>

#define MAX_DIMENSIONS 8

typedef struct
{
  const char *id;
  const char *department; /* NULL: of the centre */
  const char *region;
} Office;

static const Office offices[] = {
  { "A1", "01", "KV01" }, { "A2", "01", "KV01" }, { "A3", "01", "KV02" }, { "A4", "01", "KV02" },
  { "B1", "02", "KV02" }, { "B2", "02", "KV03" }, { "B3", "02", "KV03" }, { "B4", "02", "KV03" },
  { "C1", "03", "KV01" }, { "C2", "03", "KV04" }, { "C3", "03", "KV04" }, { "C4", "03", "KV04" },
  { "Z1", NULL, NULL },
};
static const char *const taxes[] = { "GTGT", "NK", "TTDB" };
static const char *const flows[] = { "NK", "XK" };
static const char *const chapters[] = { "01", "02", "27", "84", "85" };
static const char *const lanes[] = { "XANH", "VANG", "DO" };

HdDay
cube_day (const char *text)
{
  HdPeriod period;

  g_assert_true (hd_period_parse (text, HD_MONTH_START_CIVIL, &period, NULL));
  return period.first;
}

static HdCode
add_code (HdCodeList *list, const char *id, double lower, double upper)
{
  HdCodeInfo info = { id, id, id, HD_CODE_NONE, lower, upper, HD_DAY_NONE, HD_DAY_NONE };

  return hd_code_list_add (list, &info);
}

static HdCodeList *
make_list (const char *id, const char *const *codes, guint n)
{
  HdCodeList *list = hd_code_list_new (id);

  for (guint index = 0; index < n; index++)
    add_code (list, codes[index], NAN, NAN);
  return list;
}

static HdCodeList *
make_units (void)
{
  static const char *const above[] = { "VN", "KV01", "KV02", "KV03", "KV04", "01", "02", "03" };
  HdCodeList *list = make_list ("UNIT", above, G_N_ELEMENTS (above));

  for (guint index = 0; index < G_N_ELEMENTS (offices); index++)
    add_code (list, offices[index].id, NAN, NAN);
  return list;
}

static HdHierarchy *
make_map (HdCodeList *units, const char *id, gboolean is_new)
{
  const char *const levels[] = { "nation", is_new ? "region" : "department", "office", NULL };
  HdHierarchy *map = hd_hierarchy_new (id, units, levels);
  HdCode nation = hd_code_list_find (units, "VN", -1);

  hd_hierarchy_add (map, nation, HD_CODE_NONE, 0);
  for (guint code = 1; code < 8; code++)
    {
      if ((hd_code_list_get (units, code)->id[0] == 'K') == is_new)
        hd_hierarchy_add (map, code, nation, 1);
    }
  for (guint index = 0; index < G_N_ELEMENTS (offices); index++)
    {
      const char *above = is_new ? offices[index].region : offices[index].department;
      HdCode parent = above != NULL ? hd_code_list_find (units, above, -1) : nation;

      g_assert_true (
          hd_hierarchy_add (map, hd_code_list_find (units, offices[index].id, -1), parent, 2));
    }
  return map;
}

static HdHierarchy *
make_sections (HdCodeList *hs)
{
  const char *const levels[] = { "section", "chapter", NULL };
  HdHierarchy *tree = hd_hierarchy_new ("HS", hs, levels);
  HdCode first = hd_code_list_find (hs, "S01", -1), other = hd_code_list_find (hs, "S16", -1);

  hd_hierarchy_add (tree, first, HD_CODE_NONE, 0);
  hd_hierarchy_add (tree, other, HD_CODE_NONE, 0);
  for (guint index = 0; index < G_N_ELEMENTS (chapters); index++)
    hd_hierarchy_add (tree, hd_code_list_find (hs, chapters[index], -1), index < 2 ? first : other,
                      1);
  return tree;
}

/* Classes of 60·2^(k/8) minutes from below a minute to forty days, and an open one. */
static HdCodeList *
make_durations (void)
{
  HdCodeList *list = hd_code_list_new ("DURATION");
  double lower = 0;

  for (int k = -48; k <= 80; k++)
    {
      double upper = 60 * exp2 (k / 8.0);
      g_autofree char *id = g_strdup_printf ("D%03d", k + 48);

      add_code (list, id, lower, upper);
      lower = upper;
    }
  add_code (list, "D999", lower, INFINITY);
  return list;
}

typedef struct
{
  const char *id;
  HdGrain grain;
  guint8 month_start_day;
  const char *dimensions[5];
  const char *measures[3];
} Dataset;

static const Dataset datasets[] = {
  { "REVENUE", HD_GRAIN_DAY, 1, { "UNIT", "TAX", "FLOW", "HS" }, { "ASSESSED", "COLLECTED" } },
  { "PLANS", HD_GRAIN_YEAR, 1, { "UNIT", "PLAN" }, { "AMOUNT_VND" } },
  { "CLEARANCE", HD_GRAIN_DAY, 1, { "UNIT", "LANE", "DURATION" }, { "COUNT", "MINUTES" } },
  { "TAX_DEBT", HD_GRAIN_MONTH, 1, { "UNIT" }, { "DEBT_VND", "RECOVERED_VND" } },
  { "VIOLATIONS", HD_GRAIN_MONTH, 15, { "UNIT", "GOODS" }, { "CASES" } },
  { "TRADE", HD_GRAIN_MONTH, 1, { "FLOW", "COMMODITY" }, { "VALUE_MUSD" } },
  { "SURVEY", HD_GRAIN_YEAR, 1, { "UNIT" }, { "SCORE" } },
};

static HdCodeList *
find_list (GPtrArray *lists, const char *id)
{
  for (guint index = 0; index < lists->len; index++)
    {
      if (g_str_equal (hd_code_list_get_id (g_ptr_array_index (lists, index)), id))
        return g_ptr_array_index (lists, index);
    }
  g_assert_not_reached ();
}

/* Vans are cars, and both are reported. */
static HdCodeList *
make_commodities (void)
{
  static const char *const ids[] = { "_T", "STEEL", "CARS", "CLOTH" };
  HdCodeList *list = make_list ("COMMODITY", ids, G_N_ELEMENTS (ids));
  HdCodeInfo vans = { "VANS", "VANS", "VANS",      hd_code_list_find (list, "CARS", -1),
                      NAN,    NAN,    HD_DAY_NONE, HD_DAY_NONE };

  hd_code_list_add (list, &vans);
  return list;
}

static GPtrArray *
make_lists (void)
{
  static const char *const hs[] = { "S01", "S16", "01", "02", "27", "84", "85" };
  static const char *const plans[] = { "DU_TOAN", "PHAN_DAU" };
  static const char *const goods[] = { "IPR", "CITES", "OTHER" };
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_code_list_unref);

  g_ptr_array_add (lists, make_units ());
  g_ptr_array_add (lists, make_durations ());
  g_ptr_array_add (lists, make_list ("TAX", taxes, G_N_ELEMENTS (taxes)));
  g_ptr_array_add (lists, make_list ("FLOW", flows, G_N_ELEMENTS (flows)));
  g_ptr_array_add (lists, make_list ("HS", hs, G_N_ELEMENTS (hs)));
  g_ptr_array_add (lists, make_list ("LANE", lanes, G_N_ELEMENTS (lanes)));
  g_ptr_array_add (lists, make_list ("PLAN", plans, G_N_ELEMENTS (plans)));
  g_ptr_array_add (lists, make_list ("GOODS", goods, G_N_ELEMENTS (goods)));
  g_ptr_array_add (lists, make_commodities ());
  return lists;
}

static HdStructure *
make_structure (const Dataset *dataset, GPtrArray *lists)
{
  HdStructure *structure = hd_structure_new ("HD", dataset->id, "1.0.0");

  hd_structure_set_time (structure, dataset->grain, dataset->month_start_day);
  for (guint index = 0; dataset->dimensions[index] != NULL; index++)
    {
      const char *id = dataset->dimensions[index];
      HdDimension dimension = { id, id, id, find_list (lists, id) };

      hd_structure_add_dimension (structure, &dimension);
    }
  for (guint index = 0; dataset->measures[index] != NULL; index++)
    {
      const char *id = dataset->measures[index];
      gboolean is_real = g_str_has_suffix (id, "_MUSD");
      HdMeasure measure = { id, id, id, is_real, is_real ? "USD" : "VND", is_real ? 6 : 0 };

      hd_structure_add_measure (structure, &measure);
    }
  return structure;
}

static HdStructures *
make_structures (void)
{
  g_autoptr (GPtrArray) lists = make_lists ();
  HdStructures *structures = hd_structures_new ();
  g_autoptr (HdHierarchy) old_map = make_map (find_list (lists, "UNIT"), "MAP2024", FALSE);
  g_autoptr (HdHierarchy) new_map = make_map (find_list (lists, "UNIT"), "MAP2025", TRUE);
  g_autoptr (HdHierarchy) sections = make_sections (find_list (lists, "HS"));

  for (guint index = 0; index < G_N_ELEMENTS (datasets); index++)
    {
      g_autoptr (HdStructure) structure = make_structure (&datasets[index], lists);

      hd_structures_add (structures, structure);
    }
  hd_structures_add_hierarchy (structures, old_map);
  hd_structures_add_hierarchy (structures, new_map);
  hd_structures_add_hierarchy (structures, sections);
  return structures;
}

CubeFixture *
cube_fixture_new (void)
{
  CubeFixture *fixture = g_new0 (CubeFixture, 1);
  g_autofree char *dir = g_test_build_filename (G_TEST_DIST, "fixtures", "cube", NULL);
  g_autoptr (GError) error = NULL;

  fixture->structures = make_structures ();
  fixture->catalog = hd_catalog_load_from_dir (dir, &error);
  g_assert_no_error (error);
  fixture->rows
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  fixture->random = 42;
  return fixture;
}

void
cube_fixture_free (CubeFixture *fixture)
{
  hd_structures_unref (fixture->structures);
  hd_catalog_unref (fixture->catalog);
  g_hash_table_unref (fixture->rows);
  g_free (fixture);
}

guint
cube_fixture_random (CubeFixture *fixture, guint limit)
{
  /* Knuth's MMIX generator: the same rows on every machine. */
  fixture->random = fixture->random * G_GUINT64_CONSTANT (6364136223846793005)
                    + G_GUINT64_CONSTANT (1442695040888963407);
  return (guint)((fixture->random >> 33) % limit);
}

static HdRows *
find_year (CubeFixture *fixture, HdStructure *structure, HdDay day)
{
  const char *id = hd_structure_get_id (structure);
  GPtrArray *years = g_hash_table_lookup (fixture->rows, id);
  HdRows *rows;

  if (years == NULL)
    {
      years = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_rows_unref);
      g_hash_table_insert (fixture->rows, g_strdup (id), years);
    }
  if (years->len > 0)
    {
      rows = g_ptr_array_index (years, years->len - 1);
      if (hd_period_containing (rows->day[0], HD_GRAIN_YEAR, 1).last >= day)
        return rows;
    }
  rows = hd_rows_new (structure);
  g_ptr_array_add (years, rows);
  return rows;
}

void
cube_fixture_add (CubeFixture *fixture,
                  const char *dataset,
                  HdDay day,
                  const char *const *codes,
                  const HdNumber *values,
                  HdStatus status)
{
  HdStructure *structure = hd_structures_find (fixture->structures, dataset);
  HdCode found[MAX_DIMENSIONS];
  HdRow row = { day, found, values, status, HD_ACTION_REPLACE, 1000 + day };

  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    {
      found[index] = hd_code_list_find (hd_structure_get_dimension (structure, index)->codes,
                                        codes[index], -1);
      g_assert_cmpint (found[index], !=, HD_CODE_NONE);
    }
  hd_rows_append (find_year (fixture, structure, day), &row);
}

static gboolean
is_open (const char *office, HdDay day)
{
  if (g_str_equal (office, "B2"))
    return day >= cube_day ("2025-06-01");
  if (g_str_equal (office, "C1"))
    return day <= cube_day ("2025-03-31");
  return TRUE;
}

static const char *
pick (CubeFixture *fixture, const char *const *codes, guint n)
{
  return codes[cube_fixture_random (fixture, n)];
}

static void
fill_day (CubeFixture *fixture, HdDay day)
{
  HdCodeList *durations
      = hd_structure_get_dimension (hd_structures_find (fixture->structures, "CLEARANCE"), 2)
            ->codes;

  for (guint index = 0; index < G_N_ELEMENTS (offices); index++)
    {
      const char *codes[] = { offices[index].id, NULL, NULL, NULL };
      HdNumber values[2];

      if (!is_open (offices[index].id, day))
        continue;
      codes[1] = pick (fixture, taxes, G_N_ELEMENTS (taxes));
      codes[2] = pick (fixture, flows, G_N_ELEMENTS (flows));
      codes[3] = pick (fixture, chapters, G_N_ELEMENTS (chapters));
      values[1].i = 1000000 + cube_fixture_random (fixture, 500000000);
      values[0].i = values[1].i + cube_fixture_random (fixture, 1000000);
      cube_fixture_add (fixture, "REVENUE", day, codes, values, HD_STATUS_NORMAL);
      codes[1] = pick (fixture, lanes, G_N_ELEMENTS (lanes));
      codes[2] = hd_code_list_get (durations, 20 + cube_fixture_random (fixture, 100))->id;
      values[0].i = 1 + cube_fixture_random (fixture, 50);
      values[1].i = values[0].i * (1 + cube_fixture_random (fixture, 5000));
      cube_fixture_add (fixture, "CLEARANCE", day, codes, values, HD_STATUS_NORMAL);
    }
}

static void
fill_month (CubeFixture *fixture, HdDay civil, HdDay reporting)
{
  static const char *const goods[] = { "IPR", "OTHER" };

  for (guint index = 0; index < G_N_ELEMENTS (offices); index++)
    {
      const char *codes[] = { offices[index].id, goods[cube_fixture_random (fixture, 2)] };
      HdNumber values[2];

      if (!is_open (offices[index].id, civil))
        continue;
      values[0].i = 1000000000 + cube_fixture_random (fixture, 1000000000);
      values[1].i = cube_fixture_random (fixture, 1000000);
      cube_fixture_add (fixture, "TAX_DEBT", civil, codes, values, HD_STATUS_NORMAL);
      values[0].i = 1 + cube_fixture_random (fixture, 9);
      cube_fixture_add (fixture, "VIOLATIONS", reporting, codes, values, HD_STATUS_NORMAL);
    }
  for (guint flow = 0; flow < G_N_ELEMENTS (flows); flow++)
    {
      static const char *const items[] = { "_T", "STEEL", "CARS" };

      for (guint item = 0; item < (flow == 0 ? 3 : 1); item++)
        {
          const char *codes[] = { flows[flow], items[item] };
          HdNumber value
              = { .d = (item == 0 ? 20000 : 3000) + cube_fixture_random (fixture, 1000) };

          cube_fixture_add (fixture, "TRADE", civil, codes, &value,
                            civil >= cube_day ("2026-01-01") ? HD_STATUS_PROVISIONAL
                                                             : HD_STATUS_NORMAL);
        }
    }
}

static void
fill_year (CubeFixture *fixture, HdDay first)
{
  for (guint index = 0; index < G_N_ELEMENTS (offices); index++)
    {
      const char *codes[] = { offices[index].id, "DU_TOAN" };
      HdNumber value = { .i = G_GINT64_CONSTANT (90000000001) + (gint64)index * 7 };

      cube_fixture_add (fixture, "PLANS", first, codes, &value, HD_STATUS_NORMAL);
      codes[1] = "PHAN_DAU";
      value.i += 1000000000;
      cube_fixture_add (fixture, "PLANS", first, codes, &value, HD_STATUS_NORMAL);
      value.i = 60 + cube_fixture_random (fixture, 40);
      if (first < cube_day ("2026-01-01"))
        cube_fixture_add (fixture, "SURVEY", first, codes, &value, HD_STATUS_NORMAL);
    }
}

CubeFixture *
cube_fixture_new_filled (void)
{
  CubeFixture *fixture = cube_fixture_new ();

  for (HdDay day = cube_day ("2024-01-01"); day <= cube_day ("2026-03-10"); day++)
    fill_day (fixture, day);
  for (HdDay day = cube_day ("2024-01-01"); day < cube_day ("2026-03-01");
       day = hd_period_containing (day, HD_GRAIN_MONTH, 1).last + 1)
    fill_month (fixture, day, hd_period_containing (day, HD_GRAIN_MONTH, 15).first);
  for (int year = 2024; year <= 2026; year++)
    fill_year (fixture, hd_day_from_ymd (year, 1, 1));
  return fixture;
}

static HdStructures *
get_structures (gpointer data, GError **error)
{
  return hd_structures_ref (((CubeFixture *)data)->structures);
}

static guint64
get_generation (gpointer data)
{
  return ((CubeFixture *)data)->generation;
}

static gboolean
get_extent (gpointer data, const char *dataset, HdPeriod *extent, GError **error)
{
  CubeFixture *fixture = data;
  GPtrArray *years = g_hash_table_lookup (fixture->rows, dataset);
  HdStructure *structure = hd_structures_find (fixture->structures, dataset);
  const HdRows *first, *last;

  if (years == NULL)
    return FALSE;
  first = g_ptr_array_index (years, 0);
  last = g_ptr_array_index (years, years->len - 1);
  *extent = hd_period_span (first->day[0],
                            hd_period_containing (last->day[last->n_rows - 1],
                                                  hd_structure_get_grain (structure),
                                                  hd_structure_get_month_start_day (structure))
                                .last);
  return TRUE;
}

static GPtrArray *
load (gpointer data, const char *dataset, HdDay first, HdDay last, gint64 as_of, GError **error)
{
  CubeFixture *fixture = data;
  GPtrArray *years = g_hash_table_lookup (fixture->rows, dataset);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_rows_unref);

  for (guint index = 0; years != NULL && index < years->len; index++)
    {
      HdRows *rows = g_ptr_array_index (years, index);

      if (rows->day[0] <= last && rows->day[rows->n_rows - 1] >= first)
        g_ptr_array_add (found, as_of == 0 ? hd_rows_ref (rows) : cube_past_known (rows, as_of));
    }
  return found;
}

static GPtrArray *
load_past (gpointer data, const char *dataset, HdDay first, HdDay last, GError **error)
{
  g_autoptr (GPtrArray) latest = load (data, dataset, first, last, 0, error);
  GPtrArray *past = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_store_past_free);

  for (guint index = 0; index < latest->len; index++)
    g_ptr_array_add (past, cube_past_list (g_ptr_array_index (latest, index)));
  return past;
}

static const HdCubeSourceFuncs fixture_funcs = {
  .get_structures = get_structures,
  .get_generation = get_generation,
  .get_extent = get_extent,
  .load = load,
  .load_past = load_past,
};

HdCubeSource
cube_fixture_make_source (CubeFixture *fixture)
{
  return (HdCubeSource){ &fixture_funcs, fixture };
}

HdEngine *
cube_fixture_make_engine (CubeFixture *fixture)
{
  return hd_local_engine_new_for_source (cube_fixture_make_source (fixture), fixture->catalog);
}

HdFrame *
cube_ask (HdEngine *engine, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdQuery) query = hd_query_parse (text, &error);
  HdFrame *frame;

  g_assert_no_error (error);
  frame = hd_engine_query (engine, query, NULL, &error);
  g_assert_no_error (error);
  return frame;
}

void
cube_refuse (HdEngine *engine, const char *text, int code, const char *part_of_message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdQuery) query = hd_query_parse (text, &error);
  g_autoptr (HdFrame) frame = NULL;

  g_assert_no_error (error);
  frame = hd_engine_query (engine, query, NULL, &error);
  g_assert_error (error, HD_QUERY_ERROR, code);
  g_assert_null (frame);
  if (strstr (error->message, part_of_message) == NULL)
    g_error ("'%s' is not in '%s'", part_of_message, error->message);
}

gint64
cube_ask_int64 (HdEngine *engine, const char *text)
{
  g_autoptr (HdFrame) frame = cube_ask (engine, text);

  g_assert_cmpuint (hd_frame_get_n_rows (frame), ==, 1);
  g_assert_false (hd_frame_is_missing (frame, 0, 0));
  return hd_frame_get_int64 (frame, 0, 0);
}

double
cube_ask_double (HdEngine *engine, const char *text)
{
  g_autoptr (HdFrame) frame = cube_ask (engine, text);

  g_assert_cmpuint (hd_frame_get_n_rows (frame), ==, 1);
  return hd_frame_get_double (frame, 0, 0);
}

void
cube_for_each_row (CubeFixture *fixture, const char *dataset, CubeRowFunc func, gpointer data)
{
  GPtrArray *years = g_hash_table_lookup (fixture->rows, dataset);

  for (guint index = 0; years != NULL && index < years->len; index++)
    {
      const HdRows *rows = g_ptr_array_index (years, index);
      guint n_dimensions = hd_structure_get_n_dimensions (rows->structure);

      for (guint row = 0; row < rows->n_rows; row++)
        {
          const char *ids[MAX_DIMENSIONS];
          HdNumber values[MAX_DIMENSIONS];

          for (guint dimension = 0; dimension < n_dimensions; dimension++)
            ids[dimension]
                = hd_code_list_get (hd_structure_get_dimension (rows->structure, dimension)->codes,
                                    rows->codes[dimension][row])
                      ->id;
          for (guint measure = 0; measure < hd_structure_get_n_measures (rows->structure);
               measure++)
            values[measure] = rows->values[measure][row];
          func (rows->day[row], ids, values, data);
        }
    }
}

void
cube_setup_fill (CubeSetup *setup, gconstpointer data)
{
  setup->fixture = cube_fixture_new_filled ();
  setup->engine = cube_fixture_make_engine (setup->fixture);
}

void
cube_setup_clear (CubeSetup *setup, gconstpointer data)
{
  g_assert_finalize_object (setup->engine);
  cube_fixture_free (setup->fixture);
}
