/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Roll-ups never change an answer: random questions of every kind of KPI, on both maps, are asked of a store
 * with roll-ups, of its rows alone and of the rows that went into it; again after changes, before the
 * roll-ups were made anew and after.
 */

#undef G_DISABLE_ASSERT

#include "cube-fixture.h"
#include "hd-cube-shelf.h"
#include "store-fixture.h"

#define N_QUESTIONS 700
#define CACHE_BYTES (64u << 20)

/* Asked alone or with the next one of the same dataset. */
static const struct
{
  const char *kpis;
  const char *dimensions[6]; /* by which it may be grouped */
} questions[] = {
  { "revenue.collected",
    { "unit", "unit:region", "unit:department", "tax", "flow", "hs:section" } },
  { "revenue.collected,revenue.assessed", { "unit", "unit:region", "tax", "hs", "flow", NULL } },
  { "revenue.net", { "unit:region", "tax", "hs", NULL } },
  { "revenue.growth", { "unit", "tax", "hs", NULL } },
  { "revenue.per_day", { "unit:department", "tax", "hs", NULL } },
  { "revenue.tax_share", { "unit", "tax", "hs:section", NULL } },
  { "clearance.median,clearance.p90", { "unit", "unit:region", "lane", NULL } },
  { "clearance.average", { "unit", "unit:department", "lane", NULL } },
  { "clearance.within_24h", { "unit", "unit:region", "lane", NULL } },
  { "clearance.count", { "unit", "lane", NULL } },
  { "clearance.red", { "unit", "unit:region", "lane", NULL } },
  { "clearance.red,clearance.not_red", { "unit", "lane", NULL } },
  { "debt.total", { "unit", "unit:region", NULL } },
  { "debt.to_revenue", { "unit", "unit:department", NULL } },
  { "violations.cases", { "unit", "goods", NULL } },
  { "trade.imports", { "commodity", NULL } },
  { "survey.mean", { "unit", "unit:region", NULL } },
};

static const char *const spans[] = {
  "",
  " from 2024 to 2024",
  " from 2025 to 2025",
  " from 2024-03 to 2025-08",
  " from 2025-02-10 to 2025-11-22",
  " from 2025",
  " to 2025-05-15",
  " from 2024-02-29 to 2024-02-29",
};
static const char *const filters[] = {
  "",
  " where unit=KV02",
  " where unit=A1+B3",
  " where unit=02",
  " where unit=KV02&01",
  " where unit=Z1",
};

typedef struct
{
  CubeFixture *fixture;
  HdCubeSource inner; /* over the store */
} Source;

typedef struct
{
  CubeFixture *fixture;
  char *dir;
  HdStore *store;
  HdEngine *rolled, *plain;
} Setup;

/* The store's rows by the fixture's names and maps: the store was given no structure message. */
static HdStructures *
get_structures (gpointer data, GError **error)
{
  return hd_structures_ref (((Source *)data)->fixture->structures);
}

static guint64
get_generation (gpointer data)
{
  const HdCubeSource *inner = &((Source *)data)->inner;

  return inner->funcs->get_generation (inner->data);
}

static gboolean
get_extent (gpointer data, const char *dataset, HdPeriod *extent, GError **error)
{
  const HdCubeSource *inner = &((Source *)data)->inner;

  return inner->funcs->get_extent (inner->data, dataset, extent, error);
}

static GPtrArray *
load (gpointer data, const char *dataset, HdDay first, HdDay last, gint64 as_of, GError **error)
{
  const HdCubeSource *inner = &((Source *)data)->inner;

  return inner->funcs->load (inner->data, dataset, first, last, as_of, error);
}

static GPtrArray *
open_rows (gpointer data, const HdCubeRowsRequest *request, GError **error)
{
  const HdCubeSource *inner = &((Source *)data)->inner;

  return inner->funcs->open_rows (inner->data, request, error);
}

static GArray *
list_parts (gpointer data, const char *dataset, GError **error)
{
  const HdCubeSource *inner = &((Source *)data)->inner;

  return inner->funcs->list_parts (inner->data, dataset, error);
}

static GPtrArray *
list_rollups (gpointer data,
              HdStructure *structure,
              const HdStorePartition *part,
              guint64 dimensions,
              guint64 measures)
{
  const HdCubeSource *inner = &((Source *)data)->inner;

  return inner->funcs->list_rollups (inner->data, structure, part, dimensions, measures);
}

static HdCubeTable *
open_rollup (gpointer data,
             HdStructure *structure,
             const HdCubeRollup *rollup,
             guint64 dimensions,
             guint64 measures)
{
  const HdCubeSource *inner = &((Source *)data)->inner;

  return inner->funcs->open_rollup (inner->data, structure, rollup, dimensions, measures);
}

static void
source_free (gpointer data)
{
  hd_cube_source_clear (&((Source *)data)->inner);
  g_free (data);
}

static const HdCubeSourceFuncs rolled_funcs = {
  .get_structures = get_structures,
  .get_generation = get_generation,
  .get_extent = get_extent,
  .load = load,
  .open_rows = open_rows,
  .list_parts = list_parts,
  .list_rollups = list_rollups,
  .open_rollup = open_rollup,
  .free = source_free,
};

static const HdCubeSourceFuncs plain_funcs = {
  .get_structures = get_structures,
  .get_generation = get_generation,
  .get_extent = get_extent,
  .load = load,
  .open_rows = open_rows,
  .free = source_free,
};

static HdEngine *
make_engine (const Setup *setup, const HdCubeSourceFuncs *funcs)
{
  Source *source = g_new0 (Source, 1);
  HdEngine *engine;

  source->fixture = setup->fixture;
  hd_cube_source_init_store (&source->inner, setup->store, setup->fixture->catalog);
  engine
      = hd_local_engine_new_for_source ((HdCubeSource){ funcs, source }, setup->fixture->catalog);
  hd_local_engine_set_cache_bytes (HD_LOCAL_ENGINE (engine), 0);
  return engine;
}

static void
refresh (const Setup *setup)
{
  g_autoptr (GError) error = NULL;

  hd_cube_shelf_refresh (setup->store, setup->fixture->catalog, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
apply_fixture (const Setup *setup)
{
  g_autoptr (HdMessage) message = hd_message_new ();
  GHashTableIter iter;
  gpointer years;

  message->prepared = 1;
  g_hash_table_iter_init (&iter, setup->fixture->rows);
  while (g_hash_table_iter_next (&iter, NULL, &years))
    for (guint at = 0; at < ((GPtrArray *)years)->len; at++)
      g_ptr_array_add (message->parts, hd_rows_ref (g_ptr_array_index ((GPtrArray *)years, at)));
  fixture_apply (setup->store, message);
}

static void
set_up (Setup *setup, gconstpointer data)
{
  setup->fixture = cube_fixture_new_filled ();
  setup->dir = fixture_folder ();
  setup->store = fixture_open (setup->dir);
  hd_store_set_cache_budget (setup->store, CACHE_BYTES);
  apply_fixture (setup);
  refresh (setup);
  setup->rolled = make_engine (setup, &rolled_funcs);
  setup->plain = make_engine (setup, &plain_funcs);
}

static void
tear_down (Setup *setup, gconstpointer data)
{
  g_clear_object (&setup->rolled);
  g_clear_object (&setup->plain);
  g_clear_object (&setup->store);
  fixture_remove (setup->dir);
  g_free (setup->dir);
  cube_fixture_free (setup->fixture);
}

static char *
make_question (CubeFixture *fixture)
{
  static const char *const grains[] = { "day", "month", "quarter", "year" };
  guint which = cube_fixture_random (fixture, G_N_ELEMENTS (questions));
  gboolean is_daily = which < 12, is_yearly = which == G_N_ELEMENTS (questions) - 1;
  gboolean has_units = !g_str_has_prefix (questions[which].kpis, "trade");
  g_autoptr (GString) text = g_string_new (questions[which].kpis);
  guint n_groups = 0, n_known = 0;

  while (n_known < 6 && questions[which].dimensions[n_known] != NULL)
    n_known++;
  for (guint at = 0; at < n_known; at++)
    if (cube_fixture_random (fixture, 2 * n_known) < 2)
      g_string_append_printf (text, "%s%s", n_groups++ == 0 ? " by " : ",",
                              questions[which].dimensions[at]);
  if (cube_fixture_random (fixture, 2) == 0)
    {
      guint coarsest = is_daily ? 0 : is_yearly ? 3 : 1;

      g_string_append_printf (text, "%stime", n_groups++ == 0 ? " by " : ",");
      g_string_append (text, has_units ? filters[cube_fixture_random (fixture, 6)] : "");
      g_string_append (text, spans[cube_fixture_random (fixture, G_N_ELEMENTS (spans))]);
      g_string_append_printf (text, " grain %s",
                              grains[MAX (coarsest, cube_fixture_random (fixture, 4))]);
    }
  else
    {
      g_string_append (text, has_units ? filters[cube_fixture_random (fixture, 6)] : "");
      g_string_append (text, spans[cube_fixture_random (fixture, G_N_ELEMENTS (spans))]);
    }
  if (cube_fixture_random (fixture, 2) == 0)
    g_string_append (text,
                     cube_fixture_random (fixture, 2) == 0 ? " compare yoy" : " compare prev");
  if (n_groups > 0 && strstr (text->str, "unit:") == NULL && cube_fixture_random (fixture, 3) == 0)
    g_string_append_printf (text, " map %u", 2024 + cube_fixture_random (fixture, 2));
  if (n_groups > 1 && cube_fixture_random (fixture, 4) == 0)
    g_string_append (text, " top 3");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_same_cell (const char *text,
                  const HdFrame *frame,
                  const HdFrame *other,
                  guint row,
                  guint column)
{
  const HdColumn *about = hd_frame_get_column (frame, column);

  if (hd_frame_get_flags (frame, row, column) != hd_frame_get_flags (other, row, column))
    g_error ("%s: flags of row %u, %s: %x, %x", text, row, about->id,
             hd_frame_get_flags (frame, row, column), hd_frame_get_flags (other, row, column));
  if (about->type == HD_CELL_INT64)
    g_assert_cmpint (hd_frame_get_int64 (frame, row, column), ==,
                     hd_frame_get_int64 (other, row, column));
  else if (about->type == HD_CELL_DOUBLE && !hd_frame_is_missing (frame, row, column))
    g_assert_cmpfloat_with_epsilon (hd_frame_get_double (frame, row, column),
                                    hd_frame_get_double (other, row, column),
                                    1e-12 + 1e-9 * fabs (hd_frame_get_double (other, row, column)));
  else if (about->type == HD_CELL_CODE || about->type == HD_CELL_PERIOD)
    g_assert_cmpstr (hd_frame_get_code (frame, row, column), ==,
                     hd_frame_get_code (other, row, column));
}

static void
assert_same (const char *text, const HdFrame *frame, const HdFrame *other)
{
  if (hd_frame_get_n_rows (frame) != hd_frame_get_n_rows (other))
    g_error ("%s: %u rows, %u rows", text, hd_frame_get_n_rows (frame),
             hd_frame_get_n_rows (other));
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    for (guint column = 0; column < hd_frame_get_n_columns (frame); column++)
      assert_same_cell (text, frame, other, row, column);
}

/* (nullable): NULL when the question is refused. */
static HdFrame *
ask (HdEngine *engine, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdQuery) query = hd_query_parse (text, &error);
  HdFrame *frame;

  g_assert_no_error (error);
  frame = hd_engine_query (engine, query, NULL, &error);
  if (frame == NULL && error->domain != HD_QUERY_ERROR)
    g_error ("%s: %s", text, error->message);
  return frame;
}

/* Where the store keeps nothing it reads the rows of the units that are asked for alone: the same, of the same time. */
static void
assert_same_of_selected_rows (Setup *setup, const char *text, const HdFrame *plain)
{
  g_autoptr (HdFrame) selected = NULL;

  hd_store_set_cache_budget (setup->store, 0);
  selected = ask (setup->plain, text);
  hd_store_set_cache_budget (setup->store, CACHE_BYTES);
  assert_same (text, selected, plain);
  g_assert_cmpint (hd_frame_get_vintage (selected), ==, hd_frame_get_vintage (plain));
  g_assert_cmpuint (hd_frame_get_timing (selected)->rows_scanned, <=,
                    hd_frame_get_timing (plain)->rows_scanned);
}

/* Asks all engines at random; how many answers came from roll-ups. */
static guint
compare_engines (Setup *setup, HdEngine *oracle)
{
  guint n_rolled = 0, n_answered = 0;

  for (guint at = 0; at < N_QUESTIONS; at++)
    {
      g_autofree char *text = make_question (setup->fixture);
      g_autoptr (HdFrame) rolled = ask (setup->rolled, text);
      g_autoptr (HdFrame) plain = ask (setup->plain, text);
      g_autoptr (HdFrame) known = oracle != NULL ? ask (oracle, text) : NULL;

      g_assert_true ((rolled == NULL) == (plain == NULL));
      if (rolled == NULL)
        continue;
      n_answered++;
      assert_same (text, rolled, plain);
      assert_same_of_selected_rows (setup, text, plain);
      if (known != NULL)
        assert_same (text, rolled, known);
      n_rolled += strstr (hd_frame_get_timing (rolled)->plan, "month") != NULL
                  || strstr (hd_frame_get_timing (rolled)->plan, "year:") != NULL;
      g_assert_null (strstr (hd_frame_get_timing (plain)->plan, "month"));
    }
  g_assert_cmpuint (n_answered, >, N_QUESTIONS / 2);
  return n_rolled;
}

static void
test_same_answers (Setup *setup, gconstpointer data)
{
  g_autoptr (HdEngine) oracle = cube_fixture_make_engine (setup->fixture);

  hd_local_engine_set_cache_bytes (HD_LOCAL_ENGINE (oracle), 0);
  g_assert_cmpuint (compare_engines (setup, oracle), >, N_QUESTIONS / 5);
}

/* Rows are restated, marked missing or provisional, and come newly. */
static void
change_rows (Setup *setup, gint64 known_from)
{
  g_autoptr (HdMessage) message = hd_message_new ();
  HdStructure *revenue = hd_structures_find (setup->fixture->structures, "REVENUE");
  GPtrArray *years = g_hash_table_lookup (setup->fixture->rows, "REVENUE");
  const HdRows *from = g_ptr_array_index (years, cube_fixture_random (setup->fixture, 2));
  HdRows *rows = hd_rows_new (revenue);

  message->prepared = known_from;
  g_ptr_array_add (message->parts, rows);
  for (guint at = 0; at < 40; at++)
    {
      guint source = cube_fixture_random (setup->fixture, from->n_rows);
      HdCode codes[4];
      HdNumber values[2] = { { .i = 7 }, { .i = -1000000 * (gint64)at } };
      HdRow row = { .day = from->day[source],
                    .codes = codes,
                    .values = values,
                    .status = at % 5 == 0 ? HD_STATUS_PROVISIONAL : HD_STATUS_NORMAL,
                    .action = HD_ACTION_REPLACE,
                    .known_from = known_from };

      for (guint dimension = 0; dimension < 4; dimension++)
        codes[dimension] = from->codes[dimension][source];
      if (at % 3 == 0)
        codes[1] = cube_fixture_random (setup->fixture, 3);
      if (at % 7 == 0)
        values[1].i = HD_INT64_MISSING;
      hd_rows_append (rows, &row);
    }
  fixture_apply (setup->store, message);
}

static void
test_changes (Setup *setup, gconstpointer data)
{
  guint n_before, n_after;

  for (guint round = 0; round < 3; round++)
    {
      change_rows (setup, 1000 + round);
      n_before = compare_engines (setup, NULL);
      refresh (setup);
      g_clear_object (&setup->rolled);
      setup->rolled = make_engine (setup, &rolled_funcs);
      n_after = compare_engines (setup, NULL);
      g_assert_cmpuint (n_before, >, 0);
      g_assert_cmpuint (n_after, >, N_QUESTIONS / 5);
    }
}

/* A damaged roll-up costs time, not the answer. */
static void
test_damage (Setup *setup, gconstpointer data)
{
  g_autoptr (HdFrame) before
      = ask (setup->plain, "revenue.collected by tax,time from 2024 to 2025");
  g_autoptr (GArray) parts = hd_store_list_partitions (setup->store, "REVENUE", NULL);
  g_autoptr (HdFrame) after = NULL;

  for (guint at = 0; at < parts->len; at++)
    {
      const HdStorePartition *part = &g_array_index (parts, HdStorePartition, at);
      g_autoptr (GBytes) noise = g_bytes_new_static ("noise", 5);
      HdStoreRollup blob = { part->partition, part->tag, noise };

      g_assert_true (hd_store_put_rollups (setup->store, "REVENUE", "month:unit,tax/COLLECTED",
                                           &blob, 1, NULL));
    }
  after = ask (setup->rolled, "revenue.collected by tax,time from 2024 to 2025");
  assert_same ("damaged", after, before);
}

static gboolean
is_answered_by (Setup *setup, const char *text, const char *rollup)
{
  g_autoptr (HdFrame) frame = ask (setup->rolled, text);
  g_autoptr (HdFrame) plain = ask (setup->plain, text);

  assert_same (text, frame, plain);
  return strstr (hd_frame_get_timing (frame)->plan, rollup) != NULL;
}

/* A roll-up of a part of the rows answers what asks for no others. */
static void
test_where (Setup *setup, gconstpointer data)
{
  const char *own = "where lane=DO";

  g_assert_true (is_answered_by (setup, "clearance.red by unit from 2024 to 2024", own));
  g_assert_true (is_answered_by (setup, "clearance.red where unit=KV02 from 2024 to 2024", own));
  g_assert_false (is_answered_by (setup, "clearance.not_red by unit from 2024 to 2024", own));
  g_assert_false (is_answered_by (setup, "clearance.count by unit from 2024 to 2024", own));
  g_assert_false (
      is_answered_by (setup, "clearance.red,clearance.not_red by unit from 2024 to 2024", own));
}

static guint
count_rollups (HdStore *store, const char *dataset, const char *name)
{
  g_autoptr (GArray) found = hd_store_get_rollups (store, dataset, name, NULL);

  return found->len;
}

/* A store that was made with other roll-ups has those of the catalogue after a refresh, and no others. */
static void
test_other_catalogue (Setup *setup, gconstpointer data)
{
  const char *const older[] = { "month:lane", "month:other", NULL };
  g_autoptr (GArray) parts = hd_store_list_partitions (setup->store, "CLEARANCE", NULL);
  const HdStorePartition *part = &g_array_index (parts, HdStorePartition, 0);
  g_autoptr (GBytes) value = g_bytes_new_static ("value", 5);
  HdStoreRollup blob = { part->partition, part->tag, value };
  const char *text = "clearance.red by unit from 2024 to 2024", *own = "where lane=DO";

  g_assert_true (
      hd_store_put_rollups (setup->store, "CLEARANCE", "month:other/COUNT", &blob, 1, NULL));
  g_assert_true (hd_store_keep_rollups (setup->store, "CLEARANCE", older, NULL));
  g_assert_cmpuint (count_rollups (setup->store, "CLEARANCE", "month:other/COUNT"), ==, 1);
  g_assert_cmpuint (count_rollups (setup->store, "CLEARANCE", "month:lane"), >, 0);
  g_assert_cmpuint (count_rollups (setup->store, "CLEARANCE", "month:lane/COUNT"), >, 0);
  g_clear_object (&setup->rolled);
  setup->rolled = make_engine (setup, &rolled_funcs);
  g_assert_false (is_answered_by (setup, text, own));

  refresh (setup);
  g_assert_cmpuint (count_rollups (setup->store, "CLEARANCE", "month:other/COUNT"), ==, 0);
  g_clear_object (&setup->rolled);
  setup->rolled = make_engine (setup, &rolled_funcs);
  g_assert_true (is_answered_by (setup, text, own));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/data/cube-rollups/same-answers", Setup, NULL, set_up, test_same_answers, tear_down);
  g_test_add ("/data/cube-rollups/changes", Setup, NULL, set_up, test_changes, tear_down);
  g_test_add ("/data/cube-rollups/where", Setup, NULL, set_up, test_where, tear_down);
  g_test_add ("/data/cube-rollups/other-catalogue", Setup, NULL, set_up, test_other_catalogue,
              tear_down);
  g_test_add ("/data/cube-rollups/damage", Setup, NULL, set_up, test_damage, tear_down);
  return g_test_run ();
}
