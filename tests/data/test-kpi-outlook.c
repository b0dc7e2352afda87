/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The year's outlook is made once for all who ask: in memory, by the store after a refresh, and by whichever
 * way it comes it is the same.
 */

#include "config.h"

#include <math.h>

#include "cube-fixture.h"
#include "store-fixture.h"

#include "hd-forecast-refresh.h"
#include "hd-kpi-outlook.h"

#define NOW G_GINT64_CONSTANT (1773200000)

/* Counts what it passes on; with `is_mute` it knows nothing. */
#define TYPE_COUNTING_ENGINE (counting_engine_get_type ())
G_DECLARE_FINAL_TYPE (CountingEngine, counting_engine, COUNTING, ENGINE, GObject)

struct _CountingEngine
{
  GObject parent_instance;
  HdEngine *inner;
  gint n_queries;
  gboolean is_mute;
};

static HdFrame *
counting_engine_query (HdEngine *engine,
                       const HdQuery *query,
                       GCancellable *cancellable,
                       GError **error)
{
  CountingEngine *self = COUNTING_ENGINE (engine);

  g_atomic_int_inc (&self->n_queries);
  if (!self->is_mute)
    return hd_engine_query (self->inner, query, cancellable, error);
  g_set_error_literal (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NO_DATA, "mute");
  return NULL;
}

static void
engine_init (HdEngineInterface *interface)
{
  interface->query = counting_engine_query;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (CountingEngine,
                               counting_engine,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HD_TYPE_ENGINE, engine_init))

static void
counting_engine_dispose (GObject *object)
{
  g_clear_object (&COUNTING_ENGINE (object)->inner);
  G_OBJECT_CLASS (counting_engine_parent_class)->dispose (object);
}

static void
counting_engine_class_init (CountingEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = counting_engine_dispose;
}

static void
counting_engine_init (CountingEngine *self)
{
}

typedef struct
{
  CubeFixture *cube;
  CountingEngine *engine;
  char *dir;
  HdStore *store;
  HdForecastSource source;
  const HdKpi *kpi;
} Fixture;

static void
setup (Fixture *fixture, gconstpointer data)
{
  fixture->cube = cube_fixture_new_filled ();
  fixture->engine = g_object_new (TYPE_COUNTING_ENGINE, NULL);
  fixture->engine->inner = cube_fixture_make_engine (fixture->cube);
  fixture->dir = fixture_folder ();
  fixture->store = fixture_open (fixture->dir);
  fixture->source = (HdForecastSource){
    .engine = HD_ENGINE (fixture->engine),
    .catalog = fixture->cube->catalog,
    .structures = fixture->cube->structures,
  };
  fixture->kpi = hd_catalog_find_kpi (fixture->cube->catalog, "revenue.collected");
}

static void
teardown (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->engine);
  g_clear_object (&fixture->store);
  fixture_remove (fixture->dir);
  g_free (fixture->dir);
  cube_fixture_free (fixture->cube);
}

static HdKpiOutlook *
get (const Fixture *fixture, const char *where)
{
  g_autoptr (HdQuery) query = hd_query_new ("revenue.collected");
  g_autoptr (GError) error = NULL;
  HdKpiOutlook *outlook;

  g_assert_true (where == NULL || hd_query_set_where (query, where, NULL));
  outlook = hd_kpi_outlook_get (&fixture->source, fixture->store, fixture->kpi, query, &error);
  g_assert_no_error (error);
  return outlook;
}

/* The figures end on 10 March 2026. */
static void
test_made (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdKpiOutlook) nation = get (fixture, NULL), office = get (fixture, "unit=A3");
  double known = (double)cube_ask_int64 (fixture->engine->inner, "revenue.collected from 2026");

  g_assert_cmpint (nation->year, ==, 2026);
  g_assert_cmpint (nation->known_to, ==, cube_day ("2026-03-10"));
  g_assert_cmpuint (nation->outlook->n_whole_months, ==, 2);
  g_assert_true (nation->outlook->has_part_month);
  g_assert_cmpfloat (nation->outlook->known, ==, known);
  g_assert_cmpfloat (nation->outlook->year_mean, >, known);
  g_assert_cmpfloat (
      nation->previous[0], ==,
      (double)cube_ask_int64 (fixture->engine->inner, "revenue.collected from 2025-01 to 2025-01"));
  g_assert_cmpfloat (office->outlook->year_mean, <, nation->outlook->year_mean);
  g_assert_cmpfloat (office->plans[0], >, 0);
  g_assert_cmpfloat (office->outlook->plans[0].probability_pct, >=, 0);
  /* Nothing was set for this one. */
  g_assert_true (isnan (office->plans[1]));
}

static void
test_remembered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdKpiOutlook) first = get (fixture, NULL), second = NULL, other = NULL;
  int n_queries = fixture->engine->n_queries;

  second = get (fixture, NULL);
  g_assert_true (second == first);
  g_assert_cmpint (fixture->engine->n_queries, ==, n_queries);
  other = get (fixture, "unit=KV01");
  g_assert_true (other != first);
}

static gpointer
get_thread (gpointer fixture)
{
  return get (fixture, "unit=KV02");
}

/* Asked for by many at once it is made once. */
static void
test_single_flight (Fixture *fixture, gconstpointer data)
{
  GThread *threads[8];
  HdKpiOutlook *found[G_N_ELEMENTS (threads)];
  g_autoptr (HdKpiOutlook) alone = get (fixture, "unit=KV01");
  int n_alone = fixture->engine->n_queries;

  for (guint index = 0; index < G_N_ELEMENTS (threads); index++)
    threads[index] = g_thread_new ("get", get_thread, fixture);
  for (guint index = 0; index < G_N_ELEMENTS (threads); index++)
    found[index] = g_thread_join (threads[index]);
  g_assert_cmpint (fixture->engine->n_queries, ==, 2 * n_alone);
  for (guint index = 0; index < G_N_ELEMENTS (threads); index++)
    {
      g_assert_true (found[index] == found[0]);
      hd_kpi_outlook_unref (found[index]);
    }
}

static void
assert_same (const HdKpiOutlook *a, const HdKpiOutlook *b)
{
  g_autoptr (GBytes) first = hd_kpi_outlook_pack (a), second = hd_kpi_outlook_pack (b);

  g_assert_true (g_bytes_equal (first, second));
}

/* After a refresh nobody is asked: not for the nation, not for a region of either map, not for an office. */
static void
test_kept_by_refresh (Fixture *fixture, gconstpointer data)
{
  static const char *const wheres[] = { NULL, "unit=KV02", "unit=02", "unit=A3" };
  static const char *const kpis[] = { "revenue.collected", NULL };
  HdForecastRefreshOptions options = {
    .store = fixture->store,
    .engine = fixture->engine->inner,
    .catalog = fixture->cube->catalog,
    .structures = fixture->cube->structures,
    .kpis = kpis,
    .now = NOW,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HdForecastEntry) entry = NULL;

  g_assert_true (hd_forecast_refresh_run (&options, NULL, NULL, &error));
  g_assert_no_error (error);
  fixture->engine->is_mute = TRUE;
  for (guint index = 0; index < G_N_ELEMENTS (wheres); index++)
    {
      g_autoptr (HdKpiOutlook) kept = get (fixture, wheres[index]);
      g_autoptr (HdStore) nowhere = NULL;
      g_autoptr (HdKpiOutlook) made = NULL;
      g_autoptr (HdQuery) query = hd_query_new ("revenue.collected");
      HdForecastSource source = fixture->source;

      g_assert_nonnull (kept);
      g_assert_cmpint (fixture->engine->n_queries, ==, 0);
      /* Made without the store it is the same, as no past year taught anything here. */
      source.engine = fixture->engine->inner;
      g_assert_true (wheres[index] == NULL || hd_query_set_where (query, wheres[index], NULL));
      made = hd_kpi_outlook_get (&source, NULL, fixture->kpi, query, &error);
      g_assert_no_error (error);
      assert_same (kept, made);
    }
  /* And the book has the plans' prospects as they stood. */
  entry = hd_forecast_book_lookup (fixture->store, "revenue.collected", "unit=KV02", HD_GRAIN_MONTH,
                                   0, NULL);
  g_assert_cmpuint (entry->n_plans, ==, 1);
  g_assert_cmpstr (entry->plans[0].plan, ==, "DU_TOAN");
  g_assert_cmpint (entry->plans[0].year, ==, 2026);
}

static void
test_packed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdKpiOutlook) outlook = get (fixture, NULL), read = NULL;
  g_autoptr (GBytes) bytes = hd_kpi_outlook_pack (outlook);
  gsize size;
  const guint8 *packed = g_bytes_get_data (bytes, &size);

  read = hd_kpi_outlook_unpack (bytes);
  assert_same (outlook, read);
  g_assert_cmpfloat (read->outlook->year_totals[7], ==, outlook->outlook->year_totals[7]);
  for (gsize cut = 0; cut < size; cut += 97)
    {
      g_autoptr (GBytes) part = g_bytes_new (packed, cut);

      g_assert_null (hd_kpi_outlook_unpack (part));
    }
}

#define ADD(name)                                                                                  \
  g_test_add ("/data/kpi-outlook/" #name, Fixture, NULL, setup, test_##name, teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (made);
  ADD (remembered);
  ADD (single_flight);
  ADD (kept_by_refresh);
  ADD (packed);
  return g_test_run ();
}
