/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A newer question overtakes an older one: the older stops soon, says so, leaves nothing behind, and holds
 * nobody up. What happens when is settled by gates within the source, never by a clock.
 */

#undef G_DISABLE_ASSERT

#include "cube-fixture.h"
#include "hd-cube-cover.h"

#define OLDER "clearance.count by unit from 2024"
#define BOTH "revenue.collected,clearance.count by unit from 2024"
#define NEWER "revenue.collected by unit from 2025"

/* The fixture's source with a gate before the rows of CLEARANCE. */
typedef struct
{
  CubeFixture *fixture;
  HdCubeSource inner;
  GMutex lock;
  GCond cond;
  gboolean is_shut;
  guint n_waiting; /* questions before the gate */
  guint n_loads;
  GCancellable *cancels; /* (nullable): by whoever comes to the gate */
} Gate;

static GPtrArray *
gate_load (gpointer data,
           const char *dataset,
           HdDay first,
           HdDay last,
           gint64 as_of,
           GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->lock);
  gate->n_loads++;
  if (gate->cancels != NULL)
    g_cancellable_cancel (gate->cancels);
  gate->n_waiting++;
  g_cond_broadcast (&gate->cond);
  while (gate->is_shut && g_str_equal (dataset, "CLEARANCE"))
    g_cond_wait (&gate->cond, &gate->lock);
  gate->n_waiting--;
  g_mutex_unlock (&gate->lock);
  return gate->inner.funcs->load (gate->inner.data, dataset, first, last, as_of, error);
}

static HdStructures *
gate_get_structures (gpointer data, GError **error)
{
  const Gate *gate = data;

  return gate->inner.funcs->get_structures (gate->inner.data, error);
}

static guint64
gate_get_generation (gpointer data)
{
  const Gate *gate = data;

  return gate->inner.funcs->get_generation (gate->inner.data);
}

static gboolean
gate_get_extent (gpointer data, const char *dataset, HdPeriod *extent, GError **error)
{
  const Gate *gate = data;

  return gate->inner.funcs->get_extent (gate->inner.data, dataset, extent, error);
}

static const HdCubeSourceFuncs gate_funcs = {
  .get_structures = gate_get_structures,
  .get_generation = gate_get_generation,
  .get_extent = gate_get_extent,
  .load = gate_load,
};

typedef struct
{
  Gate gate;
  HdEngine *engine; /* through the gate */
} Setup;

static void
setup_fill (Setup *setup, gconstpointer data)
{
  Gate *gate = &setup->gate;

  g_mutex_init (&gate->lock);
  g_cond_init (&gate->cond);
  gate->fixture = cube_fixture_new_filled ();
  gate->inner = cube_fixture_make_source (gate->fixture);
  setup->engine = hd_local_engine_new_for_source ((HdCubeSource){ &gate_funcs, gate },
                                                  gate->fixture->catalog);
}

static void
setup_clear (Setup *setup, gconstpointer data)
{
  g_assert_finalize_object (setup->engine);
  cube_fixture_free (setup->gate.fixture);
  g_cond_clear (&setup->gate.cond);
  g_mutex_clear (&setup->gate.lock);
}

static void
set_shut (Gate *gate, gboolean is_shut)
{
  g_mutex_lock (&gate->lock);
  gate->is_shut = is_shut;
  g_cond_broadcast (&gate->cond);
  g_mutex_unlock (&gate->lock);
}

static void
wait_at_gate (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  while (gate->n_waiting == 0)
    g_cond_wait (&gate->cond, &gate->lock);
  g_mutex_unlock (&gate->lock);
}

static void
assert_same_answer (HdEngine *engine, CubeFixture *fixture, const char *question)
{
  g_autoptr (HdEngine) other = cube_fixture_make_engine (fixture);
  g_autoptr (HdFrame) found = cube_ask (engine, question);
  g_autoptr (HdFrame) expected = cube_ask (other, question);
  guint value = hd_frame_get_n_columns (expected) - 1;

  g_assert_cmpuint (hd_frame_get_n_rows (found), ==, hd_frame_get_n_rows (expected));
  for (guint row = 0; row < hd_frame_get_n_rows (expected); row++)
    g_assert_cmpint (hd_frame_get_int64 (found, row, value), ==,
                     hd_frame_get_int64 (expected, row, value));
}

/* Cancelled while its rows are being read: no frame, no more reading, and no half answer is kept for the next
 * who asks the same. */
static void
test_while_reading (Setup *setup, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (HdQuery) query = hd_query_parse (BOTH, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HdFrame) frame = NULL;
  guint n_loads;

  frame = hd_engine_query (setup->engine, query, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&frame, hd_frame_unref);
  n_loads = setup->gate.n_loads;
  g_assert_cmpuint (n_loads, >, 1);

  hd_local_engine_set_cache_bytes (HD_LOCAL_ENGINE (setup->engine), 1 << 20); /* and empty */
  setup->gate.n_loads = 0;
  setup->gate.cancels = cancellable;
  frame = hd_engine_query (setup->engine, query, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (frame);
  g_assert_cmpuint (setup->gate.n_loads, <, n_loads);

  setup->gate.cancels = NULL;
  assert_same_answer (setup->engine, setup->gate.fixture, BOTH);
}

typedef struct
{
  HdEngine *engine;
  GCancellable *cancellable;
  GError *error;
} Asking;

static gpointer
ask_older (gpointer data)
{
  Asking *asking = data;
  g_autoptr (HdQuery) query = hd_query_parse (OLDER, NULL);

  return hd_engine_query (asking->engine, query, asking->cancellable, &asking->error);
}

/* The newer is answered while the older is still at the gate; the older, let go on after it was cancelled,
 * says that it was. */
static void
test_overtaken (Setup *setup, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Asking asking = { setup->engine, cancellable, NULL };
  GThread *thread;

  set_shut (&setup->gate, TRUE);
  thread = g_thread_new ("older", ask_older, &asking);
  wait_at_gate (&setup->gate);
  g_cancellable_cancel (cancellable);
  assert_same_answer (setup->engine, setup->gate.fixture, NEWER);
  g_assert_cmpuint (setup->gate.n_waiting, ==, 1);

  set_shut (&setup->gate, FALSE);
  g_assert_null (g_thread_join (thread));
  g_assert_error (asking.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&asking.error);
  assert_same_answer (setup->engine, setup->gate.fixture, OLDER);
}

#define N_TABLES 6
#define ROWS_OF_TABLE 50000

/* A day's rows, more than are read between two looks at the cancellable when there are two such tables. */
static HdCubeTable *
make_table (CubeFixture *fixture)
{
  HdStructure *revenue = hd_structures_find (fixture->structures, "REVENUE");
  g_autoptr (HdRows) rows = hd_rows_new (revenue);
  const HdCode codes[] = { 8, 0, 0, 2 };
  const HdNumber values[] = { { 3 }, { 2 } };

  for (guint row = 0; row < ROWS_OF_TABLE; row++)
    hd_rows_append (rows, &(HdRow){ cube_day ("2025-03-05"), codes, values, HD_STATUS_NORMAL,
                                    HD_ACTION_REPLACE, 1 });
  return hd_cube_table_new_for_rows (rows);
}

/* Cancelled from the start, so that it is known how much the loops may still do: what lies between two looks. */
static void
test_while_scanning (Setup *setup, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (HdCubeTable) table = make_table (setup->gate.fixture);
  g_autoptr (HdCubeScan) scan = hd_cube_scan_new (table->structure, 1, 1);
  HdCubeRange day = { cube_day ("2025-03-05"), cube_day ("2025-03-05") };
  g_autoptr (HdCubeIntervals) intervals = hd_cube_intervals_new (&day, 1);
  HdCubePiece pieces[N_TABLES];
  HdCubeLane lane = { scan, intervals, 1, NULL };
  HdCubeTrace trace = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint at = 0; at < N_TABLES; at++)
    pieces[at] = (HdCubePiece){ table, 0, table->n_rows };
  g_assert_true (hd_cube_kernel_run (&lane, 1, pieces, N_TABLES, 1, cancellable, &trace, &error));
  g_assert_cmpint (hd_cube_cells_find (lane.cells, 0)->value.i, ==, 2 * N_TABLES * ROWS_OF_TABLE);
  g_assert_cmpuint (trace.rows, ==, N_TABLES * ROWS_OF_TABLE);
  g_clear_pointer (&lane.cells, hd_cube_cells_free);

  g_cancellable_cancel (cancellable);
  trace.rows = 0;
  g_assert_false (hd_cube_kernel_run (&lane, 1, pieces, N_TABLES, 1, cancellable, &trace, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (trace.rows, <, 2 * ROWS_OF_TABLE);
  g_clear_pointer (&lane.cells, hd_cube_cells_free);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/data/cube-cancel/while-reading", Setup, NULL, setup_fill, test_while_reading,
              setup_clear);
  g_test_add ("/data/cube-cancel/overtaken", Setup, NULL, setup_fill, test_overtaken, setup_clear);
  g_test_add ("/data/cube-cancel/while-scanning", Setup, NULL, setup_fill, test_while_scanning,
              setup_clear);
  return g_test_run ();
}
