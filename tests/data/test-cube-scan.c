/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts beneath the engine: sums found by key, intervals of days, and any number of workers.
 */

#undef G_DISABLE_ASSERT

#include "cube-fixture.h"
#include "hd-cube-cache.h"
#include "hd-cube-kernel.h"
#include "hd-cube-suggest.h"

#define N_KEYS 20000
#define CACHE_BYTES 8192u

static void
add_to (HdCubeCells *cells, guint64 key, gint64 value)
{
  HdCubeCell one = { .value.i = value, .n = 1 };

  hd_cube_cell_add (hd_cube_cells_ensure (cells, key), &one, FALSE);
}

static gint64
sum_all (const HdCubeCells *cells, guint *n)
{
  HdCubeCellsIter iter;
  const HdCubeCell *cell;
  guint64 key;
  gint64 sum = 0;

  *n = 0;
  hd_cube_cells_iter_init (&iter, cells);
  while (hd_cube_cells_iter_next (&iter, &key, &cell))
    {
      sum += cell->value.i * (gint64)(key % 1009);
      (*n)++;
    }
  return sum;
}

/* The same sums with few keys, in an array, and with keys from a space that no array could hold. */
static void
test_cells (void)
{
  g_autoptr (HdCubeCells) dense = hd_cube_cells_new (N_KEYS);
  g_autoptr (HdCubeCells) sparse = hd_cube_cells_new (G_MAXINT64);
  g_autoptr (HdCubeCells) merged = hd_cube_cells_new (G_MAXINT64);
  guint n_dense, n_sparse, n_merged;

  for (guint64 at = 0; at < 3 * N_KEYS; at += 2)
    {
      add_to (dense, at % N_KEYS, (gint64)at);
      add_to (sparse, at % N_KEYS, (gint64)at);
    }
  hd_cube_cells_merge (merged, dense, FALSE);
  g_assert_cmpint (sum_all (dense, &n_dense), ==, sum_all (sparse, &n_sparse));
  g_assert_cmpint (sum_all (merged, &n_merged), ==, sum_all (dense, &n_dense));
  g_assert_cmpuint (n_dense, ==, N_KEYS / 2);
  g_assert_cmpuint (n_sparse, ==, N_KEYS / 2);
  g_assert_cmpuint (n_merged, ==, N_KEYS / 2);
  g_assert_null (hd_cube_cells_find (dense, 1));
  g_assert_null (hd_cube_cells_find (sparse, 1));
  g_assert_null (hd_cube_cells_find (dense, N_KEYS + 2));
  g_assert_cmpint (hd_cube_cells_find (sparse, 2)->n, ==, 3);
}

/* Ranges that overlap as they like: each day's piece counts for every range that has the day. */
static void
test_intervals (void)
{
  static const HdCubeRange ranges[] = { { 10, 19 }, { 15, 30 }, { 0, -1 }, { 15, 15 }, { 40, 41 } };
  g_autoptr (HdCubeIntervals) intervals = hd_cube_intervals_new (ranges, G_N_ELEMENTS (ranges));
  g_autoptr (HdCubeCells) pieces = hd_cube_cells_new (intervals->n_intervals);
  g_autoptr (HdCubeCells) folded = NULL;

  g_assert_false (intervals->is_direct);
  for (HdDay day = 0; day < 50; day++)
    {
      gint32 piece = day >= intervals->first && day < intervals->first + (HdDay)intervals->n_days
                         ? intervals->of_day[day - intervals->first]
                         : -1;
      gboolean is_wanted = (day >= 10 && day <= 30) || day == 40 || day == 41;

      g_assert_cmpint (piece >= 0, ==, is_wanted);
      if (piece >= 0)
        add_to (pieces, (guint64)piece, 1);
    }
  folded = hd_cube_intervals_fold (intervals, pieces, G_N_ELEMENTS (ranges), FALSE);
  for (guint at = 0; at < G_N_ELEMENTS (ranges); at++)
    {
      const HdCubeCell *cell = hd_cube_cells_find (folded, at);

      g_assert_cmpint (cell != NULL ? cell->value.i : 0, ==,
                       ranges[at].last - ranges[at].first + 1);
    }
}

static void
test_direct_intervals (void)
{
  static const HdCubeRange ranges[] = { { 20, 29 }, { 0, -1 }, { 10, 19 } };
  g_autoptr (HdCubeIntervals) intervals = hd_cube_intervals_new (ranges, G_N_ELEMENTS (ranges));

  g_assert_true (intervals->is_direct);
  g_assert_cmpint (intervals->of_day[0], ==, 2);
  g_assert_cmpint (intervals->of_day[19], ==, 0);
}

static HdCubeCells *
run_with (CubeFixture *fixture, guint n_workers, guint64 n_keys, GError **error)
{
  HdStructure *revenue = hd_structures_find (fixture->structures, "REVENUE");
  GPtrArray *parts = g_hash_table_lookup (fixture->rows, "REVENUE");
  g_autoptr (HdCubeScan) scan = hd_cube_scan_new (revenue, 1, 1);
  HdCubeRange year = { cube_day ("2024-03-05"), cube_day ("2026-02-02") };
  g_autoptr (HdCubeIntervals) intervals = hd_cube_intervals_new (&year, 1);
  g_autoptr (GPtrArray) tables
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_cube_table_unref);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (HdCubePiece));
  HdCubeLane lane = { scan, intervals, n_keys, NULL };
  HdCubeTrace trace = { 0 };

  for (guint at = 0; at < parts->len; at++)
    {
      HdCubeTable *table = hd_cube_table_new_for_rows (g_ptr_array_index (parts, at));
      HdCubePiece piece = { table, 0, table->n_rows };

      g_ptr_array_add (tables, table);
      g_array_append_val (pieces, piece);
    }
  scan->n_axes = 1;
  scan->axis_dimension[0] = 0;
  scan->axis_size[0] = 64;
  g_assert_true (hd_cube_kernel_run (&lane, 1, (HdCubePiece *)pieces->data, pieces->len, n_workers,
                                     NULL, &trace, error));
  return lane.cells;
}

static void
test_workers (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new_filled ();
  g_autoptr (HdCubeCells) alone = run_with (fixture, 1, 64, NULL);
  guint n_alone, n_many;
  gint64 sum = sum_all (alone, &n_alone);

  for (guint n_workers = 2; n_workers < 9; n_workers++)
    {
      g_autoptr (HdCubeCells) many
          = run_with (fixture, n_workers, n_workers % 2 == 0 ? 64 : HD_CUBE_MAX_KEYS, NULL);

      g_assert_cmpint (sum_all (many, &n_many), ==, sum);
      g_assert_cmpuint (n_many, ==, n_alone);
    }
}

/* Twelve months up to each month: ranges that overlap, month by month. */
static void
test_trailing (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new_filled ();
  g_autoptr (HdEngine) engine = cube_fixture_make_engine (fixture);
  g_autoptr (HdFrame) months = cube_ask (engine, "debt.to_revenue by time from 2025 to 2025");

  g_assert_cmpuint (hd_frame_get_n_rows (months), ==, 12);
  for (guint row = 0; row < 12; row++)
    {
      HdPeriod month = hd_frame_get_period (months, row, 0);
      g_autofree char *end = hd_period_to_string (month);
      g_autofree char *begin = hd_period_to_string (hd_period_shift (month, -11));
      g_autofree char *debt = g_strdup_printf ("debt.total from %s to %s", end, end);
      g_autofree char *revenue = g_strdup_printf ("revenue.collected from %s to %s", begin, end);
      double expected = 100.0 * cube_ask_int64 (engine, debt) / cube_ask_int64 (engine, revenue);

      g_assert_cmpfloat_with_epsilon (hd_frame_get_double (months, row, 1), expected, 1e-9);
    }
}

static gboolean
is_kept (HdCubeCache *cache, const char *text)
{
  g_autoptr (HdFrame) frame = hd_cube_cache_get (cache, text, 1);

  return frame != NULL;
}

static HdCubeCache *
fill_cache (HdFrame *frame, guint n_answers)
{
  HdCubeCache *cache = hd_cube_cache_new (CACHE_BYTES);

  for (guint at = 0; at < n_answers; at++)
    {
      g_autofree char *text = g_strdup_printf ("question %u", at);

      hd_cube_cache_put (cache, text, 1, frame);
      g_assert_cmpuint (hd_cube_cache_get_bytes (cache), <=, CACHE_BYTES);
      /* What is asked again and again stays. */
      g_assert_true (is_kept (cache, "question 0"));
    }
  return cache;
}

static void
test_cache (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new_filled ();
  g_autoptr (HdEngine) engine = cube_fixture_make_engine (fixture);
  g_autoptr (HdFrame) frame = cube_ask (engine, "revenue.collected by unit");
  g_autoptr (HdFrame) large = cube_ask (engine, "revenue.collected by time,unit from 2024");
  HdCubeCache *cache = fill_cache (frame, 20);
  gsize n_bytes = hd_cube_cache_get_bytes (cache);

  g_assert_cmpuint (n_bytes, >, CACHE_BYTES / 2);
  g_assert_false (is_kept (cache, "question 1"));
  g_assert_true (is_kept (cache, "question 19"));
  /* The same question again takes the place of its old answer; what is larger than all room is not kept,
   * and nothing makes way for it. */
  hd_cube_cache_put (cache, "question 19", 1, frame);
  g_assert_cmpuint (hd_cube_cache_get_bytes (cache), ==, n_bytes);
  hd_cube_cache_put (cache, "large", 1, large);
  g_assert_false (is_kept (cache, "large"));
  g_assert_cmpuint (hd_cube_cache_get_bytes (cache), ==, n_bytes);
  /* Another generation is another store. */
  g_assert_null (hd_cube_cache_get (cache, "question 19", 2));
  g_assert_false (is_kept (cache, "question 19"));
  g_assert_cmpuint (hd_cube_cache_get_bytes (cache), <, n_bytes);
  hd_cube_cache_free (cache);
}

typedef struct
{
  HdCubeCache *cache;
  HdFrame *frame;
  gint is_over; /* atomic */
} Asking;

static gpointer
ask_on (gpointer data)
{
  Asking *asking = data;

  for (guint at = 0; !g_atomic_int_get (&asking->is_over); at++)
    {
      g_autofree char *text = g_strdup_printf ("question %u", at % 8);
      g_autoptr (HdFrame) found = hd_cube_cache_get (asking->cache, text, 1);

      g_assert_true (found == NULL || found == asking->frame);
      if (found == NULL)
        hd_cube_cache_put (asking->cache, text, 1, asking->frame);
    }
  return NULL;
}

/* Emptied while others ask: they find nothing, never what is gone. */
static void
test_cache_reset (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new_filled ();
  g_autoptr (HdEngine) engine = cube_fixture_make_engine (fixture);
  g_autoptr (HdFrame) frame = cube_ask (engine, "revenue.collected by unit");
  HdCubeCache *cache = fill_cache (frame, 20);
  Asking asking[2] = { { cache, frame, 0 }, { cache, frame, 0 } };
  GThread *threads[2];

  for (guint index = 0; index < 2; index++)
    threads[index] = g_thread_new ("asking", ask_on, &asking[index]);
  for (guint round = 0; round < 2000; round++)
    {
      hd_cube_cache_reset (cache, round % 2 == 0 ? 0 : CACHE_BYTES);
      if (round % 2 == 0)
        g_assert_cmpuint (hd_cube_cache_get_bytes (cache), ==, 0);
      else
        g_thread_yield ();
    }
  for (guint index = 0; index < 2; index++)
    {
      g_atomic_int_set (&asking[index].is_over, TRUE);
      g_thread_join (threads[index]);
    }
  g_assert_cmpuint (hd_cube_cache_get_bytes (cache), <=, CACHE_BYTES);
  hd_cube_cache_put (cache, "question 0", 1, frame);
  g_assert_true (is_kept (cache, "question 0"));
  hd_cube_cache_reset (cache, 0);
  g_assert_false (is_kept (cache, "question 0"));
  hd_cube_cache_free (cache);
}

static void
test_suggestions (void)
{
  HdCubeSuggest *suggest = hd_cube_suggest_new ("Hai Phong");
  g_autofree char *near = NULL;

  hd_cube_suggest_offer (suggest, "KV01", "Hà Nội");
  hd_cube_suggest_offer (suggest, "KV03", "Hải Phòng");
  near = hd_cube_suggest_finish (suggest);
  g_assert_cmpstr (near, ==, "; did you mean KV03 (Hải Phòng)?");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/cube-scan/cells", test_cells);
  g_test_add_func ("/data/cube-scan/intervals", test_intervals);
  g_test_add_func ("/data/cube-scan/direct-intervals", test_direct_intervals);
  g_test_add_func ("/data/cube-scan/workers", test_workers);
  g_test_add_func ("/data/cube-scan/trailing", test_trailing);
  g_test_add_func ("/data/cube-scan/cache", test_cache);
  g_test_add_func ("/data/cube-scan/cache-reset", test_cache_reset);
  g_test_add_func ("/data/cube-scan/suggestions", test_suggestions);
  return g_test_run ();
}
