/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The warehouse answers as the local engine does, from one server and from two shards, and says plainly what
 * is wrong when it cannot. Skipped where clickhouse-server is not installed.
 */

#undef G_DISABLE_ASSERT

#include "clickhouse-server.h"
#include "cube-fixture.h"
#include "hd-warehouse-engine.h"
#include "hd-warehouse-load.h"

#include <math.h>

/* `-m slow` asks all of them. */
#define N_QUERIES 60
#define N_QUERIES_SLOW 2000

typedef struct
{
  CubeFixture *fixture;
  GPtrArray *servers; /* (nullable): NULL, and the test is skipped */
  HdEngine *local;
  HdEngine *warehouse;
} Setup;

static void
count_rows (const HdWarehouseProgress *progress, gpointer n_rows)
{
  if (progress->is_done)
    *(guint64 *)n_rows += progress->n_rows;
}

/* Returns how many rows were sent. */
static guint64
load_all (GPtrArray *servers, CubeFixture *fixture, const char *cluster)
{
  g_autoptr (GPtrArray) shards
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_warehouse_client_unref);
  HdCubeSource source = cube_fixture_make_source (fixture);
  guint64 n_rows = 0;
  HdWarehouseLoad load = { .shards = shards,
                           .cluster = cluster,
                           .source = &source,
                           .progress = count_rows,
                           .user_data = &n_rows };
  g_autoptr (GError) error = NULL;

  for (guint index = 0; index < servers->len; index++)
    g_ptr_array_add (shards, clickhouse_server_connect (g_ptr_array_index (servers, index), NULL));
  hd_warehouse_load (&load, NULL, &error);
  g_assert_no_error (error);
  return n_rows;
}

static gboolean
setup_init (Setup *setup, guint n_servers)
{
  g_autoptr (HdWarehouseClient) client = NULL;

  setup->servers = clickhouse_servers_start (n_servers);
  if (setup->servers == NULL)
    return FALSE;
  setup->fixture = cube_fixture_new_filled ();
  setup->local = cube_fixture_make_engine (setup->fixture);
  load_all (setup->servers, setup->fixture, n_servers > 1 ? CLICKHOUSE_CLUSTER : NULL);
  client = clickhouse_server_connect (g_ptr_array_index (setup->servers, 0), NULL);
  setup->warehouse
      = hd_warehouse_engine_new (client, setup->fixture->structures, setup->fixture->catalog);
  return TRUE;
}

static void
setup_clear (Setup *setup)
{
  g_clear_object (&setup->local);
  g_clear_object (&setup->warehouse);
  g_clear_pointer (&setup->fixture, cube_fixture_free);
  g_clear_pointer (&setup->servers, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Setup, setup_clear)

/* Integers to the last digit; what real numbers went into, but for the order of adding. */
static gboolean
is_same_cell (HdFrame *one, HdFrame *two, guint row, guint column)
{
  HdCellType type = hd_frame_get_column (one, column)->type;
  double here, there;

  if (hd_frame_get_flags (one, row, column) != hd_frame_get_flags (two, row, column))
    return FALSE;
  if (type == HD_CELL_CODE || type == HD_CELL_PERIOD)
    return g_str_equal (hd_frame_get_code (one, row, column), hd_frame_get_code (two, row, column));
  if (type == HD_CELL_INT64)
    return hd_frame_get_int64 (one, row, column) == hd_frame_get_int64 (two, row, column);
  here = hd_frame_get_double (one, row, column);
  there = hd_frame_get_double (two, row, column);
  return here == there || (isnan (here) && isnan (there))
         || fabs (here - there) <= 1e-12 * fabs (here);
}

/* TRUE: both answered, with the same. */
static gboolean
compare_answers (const Setup *setup, const char *text)
{
  g_autoptr (GError) local_error = NULL, error = NULL;
  g_autoptr (HdQuery) query = hd_query_parse (text, NULL);
  g_autoptr (HdFrame) one = NULL, two = NULL;

  if (query == NULL)
    return FALSE;
  one = hd_engine_query (setup->local, query, NULL, &local_error);
  two = hd_engine_query (setup->warehouse, query, NULL, &error);
  if (one == NULL || two == NULL)
    {
      if (one != NULL || two != NULL
          || !g_error_matches (error, local_error->domain, local_error->code))
        g_error ("%s: %s, but %s", text, local_error != NULL ? local_error->message : "an answer",
                 error != NULL ? error->message : "an answer");
      return FALSE;
    }
  if (hd_frame_get_n_rows (one) != hd_frame_get_n_rows (two)
      || hd_frame_get_n_columns (one) != hd_frame_get_n_columns (two)
      /* The newest of what was read: one pass of the local engine reads for several sums at once. */
      || hd_frame_get_vintage (one) < hd_frame_get_vintage (two))
    g_error (
        "%s: %u rows of %u columns, vintage %" G_GINT64_FORMAT ", but %u of %u, %" G_GINT64_FORMAT,
        text, hd_frame_get_n_rows (one), hd_frame_get_n_columns (one), hd_frame_get_vintage (one),
        hd_frame_get_n_rows (two), hd_frame_get_n_columns (two), hd_frame_get_vintage (two));
  for (guint row = 0; row < hd_frame_get_n_rows (one); row++)
    for (guint column = 0; column < hd_frame_get_n_columns (one); column++)
      if (!is_same_cell (one, two, row, column))
        g_error ("%s: row %u, column %s differs", text, row, hd_frame_get_column (one, column)->id);
  return TRUE;
}

static const char *
draw (CubeFixture *fixture, const char *const *from, guint n)
{
  return from[cube_fixture_random (fixture, n)];
}

/* Any question; some cannot be answered, and then both have to say so. */
static char *
draw_query (CubeFixture *fixture)
{
  static const char *const groups[] = { "time", "unit", "unit:region", "unit:department",
                                        "tax",  "flow", "hs",          "hs:section",
                                        "lane", "plan", "unit",        "time" };
  static const char *const filters[]
      = { "unit=KV01", "unit=KV02+KV03", "unit=01", "tax=NK", "flow=IM", "hs=S01", "lane=DO+VANG" };
  static const char *const spans[]
      = { "from 2025 to 2025",       "from 2024-03 to 2026-02", "from 2025-Q2 to 2025-Q3",
          "from 2025-12 to 2026-03", "from 2026 to 2026-03-10", "from 2024-11-20 to 2025-02-10" };
  static const char *const grains[] = { "day", "month", "quarter", "year" };
  static const char *const ranks[] = { "value", "change", "rise", "fall" };
  static const char *const shows[] = { "share", "cumulative", "share,cumulative" };
  static const char *const compares[] = { "yoy", "prev", "plan:DU_TOAN", "tet" };
  /* The fixture knows each row since the second 1000 + its day. */
  static const char *const moments[]
      = { "1970-01-01T05:47:00Z", "1970-01-01T05:52:00Z", "1970-01-01T05:57:00Z" };
  guint n_kpis = hd_catalog_get_n_kpis (fixture->catalog), n_groups;
  g_autoptr (GString) text = g_string_new (
      hd_catalog_get_kpi (fixture->catalog, cube_fixture_random (fixture, n_kpis))->id);

  n_groups = cube_fixture_random (fixture, 4);
  for (guint group = 0; group < n_groups; group++)
    g_string_append_printf (text, "%s%s", group == 0 ? " by " : ",",
                            draw (fixture, groups, G_N_ELEMENTS (groups)));
  if (cube_fixture_random (fixture, 3) == 0)
    g_string_append_printf (text, " where %s", draw (fixture, filters, G_N_ELEMENTS (filters)));
  if (cube_fixture_random (fixture, 4) > 0)
    g_string_append_printf (text, " %s", draw (fixture, spans, G_N_ELEMENTS (spans)));
  if (cube_fixture_random (fixture, 2) == 0)
    g_string_append_printf (text, " grain %s", draw (fixture, grains, G_N_ELEMENTS (grains)));
  if (cube_fixture_random (fixture, 3) == 0)
    g_string_append_printf (text, " compare %s", draw (fixture, compares, G_N_ELEMENTS (compares)));
  if (cube_fixture_random (fixture, 2) == 0)
    g_string_append_printf (text, " map %u", 2024 + cube_fixture_random (fixture, 2));
  if (n_groups > 0 && cube_fixture_random (fixture, 4) == 0)
    g_string_append_printf (text, " top %u rank %s", 1 + cube_fixture_random (fixture, 4),
                            draw (fixture, ranks, G_N_ELEMENTS (ranks)));
  if (cube_fixture_random (fixture, 3) == 0)
    g_string_append_printf (text, " show %s", draw (fixture, shows, G_N_ELEMENTS (shows)));
  if (cube_fixture_random (fixture, 4) == 0)
    g_string_append_printf (text, " as-of %s", draw (fixture, moments, G_N_ELEMENTS (moments)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
compare_many (guint n_servers)
{
  g_auto (Setup) setup = { 0 };
  guint n_wanted = g_test_slow () ? N_QUERIES_SLOW : N_QUERIES, n_compared = 0, n_drawn = 0;

  if (!setup_init (&setup, n_servers))
    return;
  for (; n_compared < n_wanted && n_drawn < 20 * n_wanted; n_drawn++)
    {
      g_autofree char *text = draw_query (setup.fixture);

      n_compared += compare_answers (&setup, text);
    }
  g_assert_cmpuint (n_compared, ==, n_wanted);
  g_test_message ("%u answers alike, %u refusals alike", n_compared, n_drawn - n_compared);
}

static void
test_one_server (void)
{
  compare_many (1);
}

static void
test_two_shards (void)
{
  compare_many (2);
}

static void
assert_fails (HdEngine *engine, int code)
{
  g_autoptr (HdQuery) query = hd_query_parse ("revenue.collected by unit from 2025 to 2025", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HdFrame) frame = hd_engine_query (engine, query, NULL, &error);

  g_assert_null (frame);
  g_test_message ("%s", error->message);
  g_assert_error (error, HD_WAREHOUSE_ERROR, code);
}

/* One shard is killed: no half an answer, a clear word, and the local engine goes on. */
static void
test_lost_shard (void)
{
  g_auto (Setup) setup = { 0 };
  gint64 before;

  if (!setup_init (&setup, 2))
    return;
  before = cube_ask_int64 (setup.warehouse, "revenue.collected from 2024 to 2024");
  clickhouse_server_stop (g_ptr_array_index (setup.servers, 1));
  assert_fails (setup.warehouse, HD_WAREHOUSE_ERROR_SHARD);
  g_assert_cmpint (cube_ask_int64 (setup.local, "revenue.collected from 2024 to 2024"), ==, before);
  clickhouse_server_stop (g_ptr_array_index (setup.servers, 0));
  assert_fails (setup.warehouse, HD_WAREHOUSE_ERROR_NETWORK);
}

static void
run_sql (GPtrArray *servers, const char *sql)
{
  g_autoptr (HdWarehouseClient) client
      = clickhouse_server_connect (g_ptr_array_index (servers, 0), NULL);
  g_autoptr (GError) error = NULL;

  hd_warehouse_client_run (client, sql, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_refusals (void)
{
  g_auto (Setup) setup = { 0 };
  g_autofree char *url = NULL;
  g_autoptr (HdWarehouseClient) stranger = NULL, elsewhere = NULL;
  g_autoptr (HdEngine) engine = NULL, empty = NULL;
  g_autoptr (HdQuery) query = hd_query_parse ("revenue.collected", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HdFrame) frame = NULL;
  HdWarehouseOptions options = { .user = CLICKHOUSE_USER, .password = "guess" };

  if (!setup_init (&setup, 1))
    return;
  url = g_strdup_printf ("http://127.0.0.1:%u",
                         ((ClickhouseServer *)g_ptr_array_index (setup.servers, 0))->http_port);
  options.url = url;
  stranger = hd_warehouse_client_new (&options, NULL);
  engine = hd_warehouse_engine_new (stranger, setup.fixture->structures, setup.fixture->catalog);
  assert_fails (engine, HD_WAREHOUSE_ERROR_REFUSED);
  elsewhere = clickhouse_server_connect (g_ptr_array_index (setup.servers, 0), "nowhere");
  empty = hd_warehouse_engine_new (elsewhere, setup.fixture->structures, setup.fixture->catalog);
  assert_fails (empty, HD_WAREHOUSE_ERROR_NOT_LOADED);
  run_sql (setup.servers, "DROP TABLE haidang.REVENUE_PAST");
  hd_query_set_as_of (query, 1700000000);
  frame = hd_engine_query (setup.warehouse, query, NULL, &error);
  g_assert_error (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_NOT_KEPT);
}

#define YEAR_2025 "revenue.collected from 2025 to 2025"

/* Loading again sends what changed, and no more; codes keep their numbers. */
static void
load_again (guint n_servers)
{
  g_auto (Setup) setup = { 0 };
  const char *codes[] = { "A1", "NK", "NK", "01" };
  const char *cluster = n_servers > 1 ? CLICKHOUSE_CLUSTER : NULL;
  guint64 n_sent;
  gint64 before;
  HdNumber values[4] = { { .i = 5 }, { .i = 0 }, { .i = 0 }, { .i = 0 } };

  if (!setup_init (&setup, n_servers))
    return;
  before = cube_ask_int64 (setup.warehouse, YEAR_2025);
  g_assert_cmpuint (load_all (setup.servers, setup.fixture, cluster), ==, 0);
  g_assert_cmpint (cube_ask_int64 (setup.warehouse, YEAR_2025), ==, before);
  cube_fixture_add (setup.fixture, "REVENUE", cube_day ("2026-03-10"), codes, values,
                    HD_STATUS_NORMAL);
  n_sent = load_all (setup.servers, setup.fixture, cluster);
  g_assert_cmpuint (n_sent, >, 0);
  g_assert_cmpuint (load_all (setup.servers, setup.fixture, cluster), ==, 0);
  g_assert_cmpint (cube_ask_int64 (setup.warehouse, YEAR_2025), ==, before);
  setup.fixture->generation++;
  g_assert_true (compare_answers (
      &setup, "revenue.collected by unit:region,tax from 2025 to 2026 compare yoy"));
  g_assert_true (compare_answers (&setup, "revenue.collected by tax from 2025 to 2026 as-of "
                                          "1970-01-01T05:57:00Z"));
}

static void
test_load_again (void)
{
  load_again (1);
}

static void
test_load_again_two (void)
{
  load_again (2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/warehouse/one-server", test_one_server);
  g_test_add_func ("/data/warehouse/two-shards", test_two_shards);
  g_test_add_func ("/data/warehouse/lost-shard", test_lost_shard);
  g_test_add_func ("/data/warehouse/refusals", test_refusals);
  g_test_add_func ("/data/warehouse/load-again/one-server", test_load_again);
  g_test_add_func ("/data/warehouse/load-again/two-shards", test_load_again_two);
  return g_test_run ();
}
