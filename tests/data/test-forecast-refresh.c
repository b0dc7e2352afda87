/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A refresh of the book: the same on any number of threads, unchanged series passed over, sums that add up
 * on both maps, and a book that is sound wherever it is interrupted.
 */

#include "config.h"

#include <math.h>

#include "cube-fixture.h"
#include "store-fixture.h"

#include "hd-forecast-codec.h"
#include "hd-forecast-refresh.h"
#include "hd-store-forecasts.h"

#define NOW G_GINT64_CONSTANT (1773200000)

typedef struct
{
  CubeFixture *cube;
  HdEngine *engine;
  char *dir;
  HdStore *store;
} Fixture;

static void
setup (Fixture *fixture, gconstpointer data)
{
  fixture->cube = cube_fixture_new_filled ();
  fixture->engine = cube_fixture_make_engine (fixture->cube);
  fixture->dir = fixture_folder ();
  fixture->store = fixture_open (fixture->dir);
}

static void
teardown (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->store);
  fixture_remove (fixture->dir);
  g_free (fixture->dir);
  g_object_unref (fixture->engine);
  cube_fixture_free (fixture->cube);
}

/* A sum, a sum on the reporting calendar, a share, and one without units: enough for most. */
static const char *const few[]
    = { "revenue.collected", "violations.cases", "clearance.within_24h", "trade.balance", NULL };

static HdForecastRefreshOptions
options_of (const Fixture *fixture, HdStore *store, guint n_threads)
{
  return (HdForecastRefreshOptions){
    .store = store,
    .engine = fixture->engine,
    .catalog = fixture->cube->catalog,
    .structures = fixture->cube->structures,
    .kpis = few,
    .n_threads = n_threads,
    .now = NOW,
  };
}

static HdForecastRefreshResult
refresh (const Fixture *fixture, HdStore *store, guint n_threads)
{
  HdForecastRefreshOptions options = options_of (fixture, store, n_threads);
  HdForecastRefreshResult result;
  g_autoptr (GError) error = NULL;

  g_assert_true (hd_forecast_refresh_run (&options, &result, NULL, &error));
  g_assert_no_error (error);
  return result;
}

/* Every byte of the book, in its rows' order. */
static char *
checksum (HdStore *store)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (store->writer->handle,
                                       "SELECT id, kpi, scope, grain, hash, newest, older,"
                                       " is_shown, vintage FROM forecasts ORDER BY id",
                                       -1, &statement, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    for (int column = 0; column < 9; column++)
      {
        gconstpointer bytes = sqlite3_column_blob (statement, column);
        int size = sqlite3_column_bytes (statement, column);

        g_checksum_update (sum, (const guchar *)&size, sizeof size);
        if (size > 0)
          g_checksum_update (sum, bytes, size);
      }
  sqlite3_finalize (statement);
  return g_strdup (g_checksum_get_string (sum));
}

static void
test_threads (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  HdForecastRefreshResult one = refresh (fixture, fixture->store, 1);

  g_assert_cmpuint (one.n_made, >, 50);
  g_assert_cmpuint (one.n_made, ==, one.n_series);
  g_assert_cmpuint (one.n_light, >, 0);
  g_assert_cmpuint (one.n_light, <, one.n_made);
  first = checksum (fixture->store);
  for (guint n_threads = 2; n_threads <= 4; n_threads += 2)
    {
      g_autofree char *dir = fixture_folder ();
      g_autoptr (HdStore) store = fixture_open (dir);
      g_autofree char *again = NULL;

      refresh (fixture, store, n_threads);
      again = checksum (store);
      g_assert_cmpstr (again, ==, first);
      g_clear_object (&store);
      fixture_remove (dir);
    }
}

static void
test_unchanged (Fixture *fixture, gconstpointer data)
{
  HdForecastRefreshResult first = refresh (fixture, fixture->store, 2), second, third;
  HdForecastRefreshOptions options = options_of (fixture, fixture->store, 2);
  g_autofree char *before = checksum (fixture->store), *after = NULL;

  second = refresh (fixture, fixture->store, 2);
  after = checksum (fixture->store);
  g_assert_cmpuint (second.n_made, ==, 0);
  g_assert_cmpuint (second.n_unchanged, ==, first.n_made);
  g_assert_cmpstr (before, ==, after);
  options.full = TRUE;
  g_assert_true (hd_forecast_refresh_run (&options, &third, NULL, NULL));
  g_assert_cmpuint (third.n_made, ==, first.n_made);
}

static HdForecastEntry *
look_up (const Fixture *fixture, const char *kpi, const char *scope)
{
  g_autoptr (GError) error = NULL;
  HdForecastEntry *entry
      = hd_forecast_book_lookup (fixture->store, kpi, scope, HD_GRAIN_MONTH, 0, &error);

  g_assert_no_error (error);
  return entry;
}

/* What the units of one level bring in a step; `count` of them. */
static double
sum_of (const Fixture *fixture, const char *kpi, const char *const *units, guint step)
{
  double sum = 0;

  for (guint index = 0; units[index] != NULL; index++)
    {
      g_autofree char *scope = g_strdup_printf ("unit=%s", units[index]);
      g_autoptr (HdForecastEntry) entry = look_up (fixture, kpi, scope);

      if (entry != NULL)
        sum += entry->mean[step];
    }
  return sum;
}

static void
test_adds_up (Fixture *fixture, gconstpointer data)
{
  static const char *const regions[] = { "KV01", "KV02", "KV03", "KV04", "Z1", NULL };
  static const char *const departments[] = { "01", "02", "03", "Z1", NULL };
  static const char *const offices[]
      = { "A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "C1", "C2", "C3", "C4", "Z1", NULL };
  g_autoptr (HdForecastEntry) nation = NULL, office = NULL;
  g_autoptr (HdForecast) again = NULL;
  gboolean has_moved = FALSE;

  refresh (fixture, fixture->store, 2);
  nation = look_up (fixture, "revenue.collected", "");
  g_assert_nonnull (nation);
  g_assert_true (nation->is_reconciled);
  g_assert_cmpint (nation->made_at, ==, NOW);
  /* Replays are of the last periods, one step ahead. Two seasons and one value are needed to begin with. */
  g_assert_cmpuint (nation->n_replays, ==, 1);
  g_assert_true (hd_period_equal (nation->replays[0].period, nation->last));
  g_assert_cmpfloat (nation->replays[0].actual, ==, nation->values[nation->n_values - 1]);
  for (guint step = 0; step < nation->horizon; step++)
    {
      g_assert_cmpfloat (nation->mean[step], >, 0);
      g_assert_cmpfloat (nation->mean[step], ==, rint (nation->mean[step]));
      g_assert_cmpfloat (sum_of (fixture, nation->kpi, regions, step), ==, nation->mean[step]);
      g_assert_cmpfloat (sum_of (fixture, nation->kpi, departments, step), ==, nation->mean[step]);
      g_assert_cmpfloat (sum_of (fixture, nation->kpi, offices, step), ==, nation->mean[step]);
    }
  office = look_up (fixture, "revenue.collected", "unit=A3");
  for (guint step = 0; step < office->horizon; step++)
    {
      has_moved |= office->mean[step] != office->base_mean[step];
      g_assert_cmpfloat (office->lower[HD_FORECAST_BOOK_LEVEL_95][step], <=, office->mean[step]);
      g_assert_cmpfloat (office->upper[HD_FORECAST_BOOK_LEVEL_95][step], >=, office->mean[step]);
    }
  g_assert_true (has_moved);
  /* What was kept is enough to say the same again, to the last bit. */
  again = hd_forecast_entry_reproduce (office, hd_catalog_get_calendar (fixture->cube->catalog), 0,
                                       NULL);
  g_assert_cmpmem (again->mean, sizeof (double) * office->horizon, office->base_mean,
                   sizeof (double) * office->horizon);
}

/* B2 opened nine months before the data end: it has the course of KV03 and says so. */
static void
test_cold_start (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdForecastEntry) fresh = NULL, old = NULL;
  const guint step = 0;
  double width, base_width;

  refresh (fixture, fixture->store, 2);
  fresh = look_up (fixture, "revenue.collected", "unit=B2");
  old = look_up (fixture, "revenue.collected", "unit=B3");
  g_assert_cmpstr (fresh->cold_start, ==, "unit=KV03");
  g_assert_cmpuint (fresh->n_borrowed, ==, 17); /* January 2024 to May 2025 */
  g_assert_cmpint (fresh->verdict, ==, HD_FORECAST_UNPROVEN);
  g_assert_true (hd_forecast_entry_is_shown (fresh));
  g_assert_cmpuint (fresh->n_replays, <=, 9);
  g_assert_null (old->cold_start);
  width = fresh->upper[HD_FORECAST_BOOK_LEVEL_95][step]
          - fresh->lower[HD_FORECAST_BOOK_LEVEL_95][step];
  {
    g_autoptr (HdForecast) plain = hd_forecast_entry_reproduce (
        fresh, hd_catalog_get_calendar (fixture->cube->catalog), 0, NULL);

    base_width = plain->upper[HD_FORECAST_BOOK_LEVEL_95 * plain->horizon + step]
                 - plain->lower[HD_FORECAST_BOOK_LEVEL_95 * plain->horizon + step];
  }
  g_assert_cmpfloat (width, >, base_width);
}

/* Reporting months of violations begin on the 15th; a share stays within 0 and 100; a ratio's region is
 * the engine's, not a sum. */
static void
test_kinds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdForecastEntry) cases = NULL, share = NULL;
  guint n_shares = 0;

  refresh (fixture, fixture->store, 2);
  cases = look_up (fixture, "violations.cases", "");
  g_assert_cmpuint (cases->first.month_start_day, ==, 15);
  g_assert_true (cases->is_non_negative && cases->is_integer);
  for (guint index = 0; index < hd_catalog_get_n_kpis (fixture->cube->catalog); index++)
    {
      const HdKpi *kpi = hd_catalog_get_kpi (fixture->cube->catalog, index);

      g_clear_pointer (&share, hd_forecast_entry_unref);
      share = look_up (fixture, kpi->id, "unit=KV01");
      if (share == NULL || g_strcmp0 (kpi->unit, "%") != 0 || !isfinite (share->upper_bound))
        continue;
      n_shares++;
      g_assert_false (share->is_reconciled);
      for (guint step = 0; step < share->horizon; step++)
        {
          g_assert_cmpfloat (share->lower[HD_FORECAST_BOOK_LEVEL_95][step], >=, 0);
          g_assert_cmpfloat (share->upper[HD_FORECAST_BOOK_LEVEL_95][step], <=, 100);
        }
    }
  g_assert_cmpuint (n_shares, >, 0);
  g_assert_null (look_up (fixture, "plan.amount", ""));
}

/* Figures are random here, so that nothing beats last year's season by right: whatever the record says, the
 * verdict follows it. */
static void
test_verdicts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  guint n_hidden = 0, n_shown = 0;

  refresh (fixture, fixture->store, 2);
  for (guint index = 0; index < hd_catalog_get_n_kpis (fixture->cube->catalog); index++)
    {
      const HdKpi *kpi = hd_catalog_get_kpi (fixture->cube->catalog, index);

      g_clear_pointer (&entries, g_ptr_array_unref);
      entries = hd_forecast_book_read_kpi (fixture->store, kpi->id, HD_GRAIN_MONTH, NULL);
      for (guint place = 0; place < entries->len; place++)
        {
          const HdForecastEntry *entry = g_ptr_array_index (entries, place);

          if (entry->cold_start != NULL || entry->record.n_origins == 0)
            g_assert_cmpint (entry->verdict, ==, HD_FORECAST_UNPROVEN);
          else if (entry->record.mase < entry->record.rival_mase)
            g_assert_cmpint (entry->verdict, ==, HD_FORECAST_SHOWN);
          else
            g_assert_cmpint (entry->verdict, ==, HD_FORECAST_HIDDEN_RIVAL);
          n_hidden += !hd_forecast_entry_is_shown (entry);
          n_shown += hd_forecast_entry_is_shown (entry);
        }
    }
  g_assert_cmpuint (n_shown, >, 0);
  g_assert_cmpuint (n_hidden, >, 0);
}

typedef struct
{
  GCancellable *cancellable;
  guint n_calls, cancel_at;
} Canceller;

static void
cancel_cb (double fraction, const HdKpi *kpi, guint n_series, gpointer user_data)
{
  Canceller *canceller = user_data;

  g_assert_cmpfloat (fraction, >=, 0);
  g_assert_cmpfloat (fraction, <=, 1);
  if (++canceller->n_calls == canceller->cancel_at)
    g_cancellable_cancel (canceller->cancellable);
}

/* Wherever it is cancelled, what the book then has is whole, and the next refresh ends at the same book. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = NULL;
  guint n_cancelled = 0;

  refresh (fixture, fixture->store, 2);
  whole = checksum (fixture->store);
  for (guint cancel_at = 1; cancel_at <= 3; cancel_at++)
    {
      g_autofree char *dir = fixture_folder (), *after = NULL;
      g_autoptr (HdStore) store = fixture_open (dir);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Canceller canceller = { cancellable, 0, cancel_at };
      HdForecastRefreshOptions options = options_of (fixture, store, 1);
      HdForecastBookStatus status;

      options.progress = cancel_cb;
      options.user_data = &canceller;
      if (!hd_forecast_refresh_run (&options, NULL, cancellable, &error))
        {
          n_cancelled++;
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
      g_assert_true (hd_forecast_book_get_status (store, &status, NULL));
      fixture_assert_sound (store);
      refresh (fixture, store, 2);
      after = checksum (store);
      g_assert_cmpstr (after, ==, whole);
      g_clear_object (&store);
      fixture_remove (dir);
    }
  g_assert_cmpuint (n_cancelled, >, 0);
}

/* A plug that is pulled before a transaction ends leaves the book as it was. */
static void
test_torn (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  HdForecastRefreshOptions options = options_of (fixture, fixture->store, 2);

  before = checksum (fixture->store);
  /* The disk is full in the middle of the first batch. */
  g_assert_cmpint (
      sqlite3_exec (fixture->store->writer->handle, "PRAGMA max_page_count = 1", NULL, NULL, NULL),
      ==, SQLITE_OK);
  g_assert_false (hd_forecast_refresh_run (&options, NULL, NULL, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_IO);
  after = checksum (fixture->store);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (sqlite3_exec (fixture->store->writer->handle,
                                 "PRAGMA max_page_count = 1073741823", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  refresh (fixture, fixture->store, 2);
}

/* Units are asked for a year at a time: together that is what one question over all time says. */
static void
test_stretches (Fixture *fixture, gconstpointer data)
{
  static const char *const kpis[]
      = { "clearance.p90", "clearance.within_24h", "clearance.average", "violations.ipr_rate" };
  HdForecastSource source
      = { fixture->engine, fixture->cube->catalog, fixture->cube->structures, 0, NULL };

  for (guint index = 0; index < G_N_ELEMENTS (kpis); index++)
    {
      const HdKpi *kpi = hd_catalog_find_kpi (fixture->cube->catalog, kpis[index]);
      g_autoptr (GError) error = NULL;
      g_autoptr (HdForecastSeriesSet) set = hd_forecast_series_load_units (&source, kpi, &error);
      g_autofree char *text = g_strdup_printf ("%s by time,unit grain month", kpis[index]);
      g_autoptr (HdFrame) frame = cube_ask (fixture->engine, text);
      guint n_compared = 0;

      g_assert_no_error (error);
      g_assert_cmpuint (set->n_values, >, 12);
      for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
        {
          HdPeriod period = hd_frame_get_period (frame, row, 0);
          int place = hd_period_steps_between (set->first.first, period.first, period.grain,
                                               period.month_start_day);
          g_autofree char *scope = g_strdup_printf ("unit=%s", hd_frame_get_code (frame, row, 1));
          const HdForecastSeries *series = hd_forecast_series_find (set, scope);
          double value = hd_frame_get_double (frame, row, 2), found;

          if (place < 0 || place > (int)set->n_values || isnan (value))
            continue;
          g_assert_nonnull (series);
          found = place == (int)set->n_values ? series->part : series->values[place];
          g_assert_cmpfloat (found, ==, value);
          n_compared++;
        }
      g_assert_cmpuint (n_compared, >, 100);
    }
}

#define ADD(name)                                                                                  \
  g_test_add ("/data/forecast-refresh/" #name, Fixture, NULL, setup, test_##name, teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (threads);
  ADD (unchanged);
  ADD (adds_up);
  ADD (cold_start);
  ADD (kinds);
  ADD (stretches);
  ADD (verdicts);
  ADD (cancel);
  ADD (torn);
  return g_test_run ();
}
