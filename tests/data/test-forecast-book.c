/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The book of forecasts: entries come back as they were put, damage is no entry, an older store gets its
 * pages, and records are what a person counts by hand.
 */

#include "config.h"

#include "store-fixture.h"

#include "hd-forecast-codec.h"
#include "hd-store-forecasts.h"

#define N_VALUES 36

static HdPeriod
month (int year, int number)
{
  return hd_period_containing (hd_day_from_ymd (year, number, 1), HD_GRAIN_MONTH, 1);
}

static double *
repeat (double value, guint n)
{
  double *values = g_new (double, n);

  for (guint place = 0; place < n; place++)
    values[place] = value;
  return values;
}

/* Months from January 2023; the history grows by 1 a month and the forecast says `said` for ever. */
static HdForecastEntry *
make_entry (guint n_values, double said)
{
  HdForecastEntry *entry = hd_forecast_entry_new ();

  entry->kpi = g_strdup ("revenue.collected");
  entry->scope = g_strdup ("unit=KV02");
  entry->unit = g_strdup ("VND");
  entry->is_integer = TRUE;
  entry->made_at = 1000 + n_values;
  entry->vintage = 900 + n_values;
  entry->first = month (2023, 1);
  entry->last = hd_period_shift (entry->first, (int)n_values - 1);
  entry->n_values = n_values;
  entry->values = repeat (NAN, n_values);
  for (guint place = 0; place < n_values; place++)
    entry->values[place] = 100 + place;
  entry->season = 12;
  entry->horizon = 3;
  entry->seed = G_MAXUINT64 - 5;
  entry->is_non_negative = TRUE;
  entry->upper_bound = INFINITY;
  entry->program = g_strdup ("1.0");
  entry->inputs_hash = hd_forecast_codec_hash_inputs (entry);
  entry->mean = repeat (said, 3);
  entry->base_mean = entry->mean;
  entry->rival = repeat (said - 4, 3);
  for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
    {
      entry->lower[level] = repeat (said - 1 - level, 3);
      entry->upper[level] = repeat (said + 1 + level, 3);
    }
  entry->method = g_strdup ("mean(ets(A,A,A), snaive)");
  entry->record = (HdForecastRecord){ 12, 0.7, 0.9, 94.5, 1.25, TRUE };
  entry->n_members = 1;
  entry->members = g_new0 (HdForecastBookMember, 1);
  entry->members[0]
      = (HdForecastBookMember){ g_strdup ("ets(A,A,A)"), HD_FORECAST_MEMBER_TAKES_PART, 0.5, NAN };
  return entry;
}

static HdForecastEntry *
make_full_entry (void)
{
  HdForecastEntry *entry = make_entry (N_VALUES, 140);

  entry->values[7] = NAN;
  entry->is_reconciled = TRUE;
  entry->base_mean = repeat (139.5, 3);
  entry->cold_start = g_strdup ("unit=KV03");
  entry->n_borrowed = 20;
  entry->borrowed_spread = 2.5;
  entry->parts = g_new0 (HdForecastBookParts, 1);
  entry->parts->level = repeat (1, N_VALUES);
  entry->parts->trend = repeat (2, N_VALUES);
  entry->parts->season = repeat (3, N_VALUES);
  entry->parts->remainder = repeat (NAN, N_VALUES);
  entry->n_plans = 1;
  entry->plans = g_new0 (HdForecastBookPlan, 1);
  entry->plans[0] = (HdForecastBookPlan){ g_strdup ("DU_TOAN"), 2026, 20000, 1e15, 4e14, 9e14, 12 };
  entry->n_replays = 1;
  entry->replays = g_new0 (HdForecastOutcome, 1);
  entry->replays[0].period = month (2025, 11);
  entry->replays[0].is_replay = TRUE;
  entry->replays[0].mean = 133;
  entry->verdict = HD_FORECAST_UNPROVEN;
  return entry;
}

static void
assert_same_doubles (const double *a, const double *b, guint n)
{
  g_assert_cmpmem (a, n * sizeof *a, b, n * sizeof *b);
}

static void
assert_same (const HdForecastEntry *a, const HdForecastEntry *b)
{
  g_assert_cmpstr (a->kpi, ==, b->kpi);
  g_assert_cmpstr (a->scope, ==, b->scope);
  g_assert_cmpstr (a->cold_start, ==, b->cold_start);
  g_assert_cmpstr (a->inputs_hash, ==, b->inputs_hash);
  g_assert_cmpstr (a->method, ==, b->method);
  g_assert_cmpint (a->made_at, ==, b->made_at);
  g_assert_cmpint (a->vintage, ==, b->vintage);
  g_assert_true (hd_period_equal (a->first, b->first));
  g_assert_true (hd_period_equal (a->last, b->last));
  g_assert_cmpuint (a->n_values, ==, b->n_values);
  assert_same_doubles (a->values, b->values, a->n_values);
  g_assert_cmpuint (a->seed, ==, b->seed);
  g_assert_true (isinf (b->upper_bound));
  g_assert_cmpuint (a->horizon, ==, b->horizon);
  assert_same_doubles (a->mean, b->mean, a->horizon);
  assert_same_doubles (a->base_mean, b->base_mean, a->horizon);
  assert_same_doubles (a->rival, b->rival, a->horizon);
  for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
    {
      assert_same_doubles (a->lower[level], b->lower[level], a->horizon);
      assert_same_doubles (a->upper[level], b->upper[level], a->horizon);
    }
  g_assert_cmpint (a->is_reconciled, ==, b->is_reconciled);
  g_assert_cmpuint (a->record.n_origins, ==, b->record.n_origins);
  g_assert_cmpfloat (a->record.coverage_pct, ==, b->record.coverage_pct);
  g_assert_cmpuint (a->n_members, ==, b->n_members);
  g_assert_cmpstr (a->members[0].form, ==, b->members[0].form);
  g_assert_cmpfloat (a->members[0].weight, ==, b->members[0].weight);
  g_assert_cmpuint (a->n_plans, ==, b->n_plans);
  g_assert_cmpuint (a->n_replays, ==, b->n_replays);
  g_assert_cmpint (a->verdict, ==, b->verdict);
}

static void
test_round_trip (void)
{
  g_autoptr (HdForecastEntry) entry = make_full_entry ();
  g_autoptr (GBytes) bytes = hd_forecast_codec_pack (entry);
  g_autoptr (HdForecastEntry) read = hd_forecast_codec_unpack (bytes);

  g_assert_nonnull (read);
  assert_same (entry, read);
  assert_same_doubles (entry->parts->remainder, read->parts->remainder, N_VALUES);
  g_assert_null (read->parts->calendar);
  g_assert_cmpstr (read->plans[0].plan, ==, "DU_TOAN");
  g_assert_cmpfloat (read->plans[0].amount, ==, 1e15);
  g_assert_cmpfloat (read->replays[0].mean, ==, 133);
  g_assert_cmpstr (read->inputs_hash, ==, entry->inputs_hash);
}

/* Whatever is read instead of an entry: an answer or none, and no reading past the end. */
static void
test_damage (void)
{
  g_autoptr (HdForecastEntry) entry = make_full_entry ();
  g_autoptr (GBytes) bytes = hd_forecast_codec_pack (entry);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize cut = 0; cut < size; cut++)
    {
      g_autoptr (GBytes) part = g_bytes_new (data, cut);

      g_assert_null (hd_forecast_codec_unpack (part));
    }
  for (gsize place = 0; place < size; place++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) changed = NULL;
      HdForecastEntry *read;

      copy[place] ^= 0x55;
      changed = g_bytes_new (copy, size);
      read = hd_forecast_codec_unpack (changed);
      g_clear_pointer (&read, hd_forecast_entry_unref);
    }
}

static void
test_hash (void)
{
  g_autoptr (HdForecastEntry) entry = make_full_entry (), other = make_full_entry ();
  g_autofree char *first = hd_forecast_codec_hash_inputs (entry);
  g_autofree char *same = NULL, *later = NULL, *revised = NULL;

  other->made_at++;
  other->vintage++;
  same = hd_forecast_codec_hash_inputs (other);
  g_assert_cmpstr (first, ==, same); /* when it was made is no input */
  other->values[3] += 1;
  revised = hd_forecast_codec_hash_inputs (other);
  g_assert_cmpstr (first, !=, revised);
  other->values[3] -= 1;
  other->n_origins++;
  later = hd_forecast_codec_hash_inputs (other);
  g_assert_cmpstr (first, !=, later);
}

static void
put (HdStore *store, HdForecastEntry *newest, GPtrArray *older)
{
  g_autoptr (GPtrArray) pages
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_store_forecast_free);
  HdStoreForecast *page = g_new0 (HdStoreForecast, 1);
  HdStoreForecastBatch batch
      = { newest->kpi, hd_store_get_generation (store), newest->made_at, pages, NULL, NULL };
  g_autoptr (GError) error = NULL;

  page->scope = g_strdup (newest->scope);
  page->grain = HD_GRAIN_MONTH;
  page->hash = g_strdup (newest->inputs_hash);
  page->vintage = newest->vintage;
  page->is_shown = TRUE;
  page->newest = hd_forecast_codec_pack (newest);
  page->older = older != NULL ? hd_forecast_codec_pack_list (older) : NULL;
  g_ptr_array_add (pages, page);
  g_assert_true (hd_store_put_forecasts (store, &batch, 1, &error));
  g_assert_no_error (error);
}

/* As a refresh of all KPIs ends. */
static void
put_signature (HdStore *store, gint64 refreshed_at)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  HdStoreForecastBatch batch = { .kpi = "",
                                 .generation = hd_store_get_generation (store),
                                 .refreshed_at = refreshed_at,
                                 .pages = none };

  g_assert_true (hd_store_put_forecasts (store, &batch, 1, NULL));
}

static void
test_pages (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (HdForecastEntry) newest = make_entry (N_VALUES, 140), before = make_entry (35, 139);
  g_autoptr (GPtrArray) older = g_ptr_array_new (), page = NULL, all = NULL;
  g_autoptr (HdForecastEntry) now = NULL, then = NULL, never = NULL;
  HdForecastBookStatus status;

  g_assert_null (
      hd_forecast_book_lookup (store, newest->kpi, newest->scope, HD_GRAIN_MONTH, 0, NULL));
  g_ptr_array_add (older, before);
  put (store, newest, older);
  now = hd_forecast_book_lookup (store, newest->kpi, newest->scope, HD_GRAIN_MONTH, 0, NULL);
  assert_same (newest, now);
  g_assert_false (now->is_stale);
  then = hd_forecast_book_lookup (store, newest->kpi, newest->scope, HD_GRAIN_MONTH,
                                  newest->vintage - 1, NULL);
  assert_same (before, then);
  never = hd_forecast_book_lookup (store, newest->kpi, newest->scope, HD_GRAIN_MONTH,
                                   before->vintage - 1, NULL);
  g_assert_null (never);
  page = hd_forecast_book_read_page (store, newest->kpi, newest->scope, HD_GRAIN_MONTH, NULL);
  g_assert_cmpuint (page->len, ==, 2);
  all = hd_forecast_book_read_kpi (store, newest->kpi, HD_GRAIN_MONTH, NULL);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_true (hd_forecast_book_get_status (store, &status, NULL));
  g_assert_cmpuint (status.n_series, ==, 1);
  g_assert_cmpuint (status.n_shown, ==, 1);
  g_assert_cmpint (status.refreshed_at, ==, 0); /* one KPI is not the book */
  g_assert_false (status.is_fresh);
  put_signature (store, 77);
  g_assert_true (hd_forecast_book_get_status (store, &status, NULL));
  g_assert_cmpint (status.refreshed_at, ==, 77);
  g_assert_true (status.is_fresh);
  g_assert_cmpuint (status.n_bytes, >, 0);
  g_clear_object (&store);
  fixture_remove (dir);
}

/* A figure that comes makes every page stale until a refresh has looked. */
static void
test_stale (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (HdForecastEntry) entry = make_entry (N_VALUES, 140), read = NULL, again = NULL;
  HdForecastBookStatus status;

  put (store, entry, NULL);
  put_signature (store, 78);
  g_assert_true (hd_store_set_feed_state (store, "feed", "key", "value", NULL));
  read = hd_forecast_book_lookup (store, entry->kpi, entry->scope, HD_GRAIN_MONTH, 0, NULL);
  g_assert_false (read->is_stale); /* that changed no answer */
  g_clear_object (&store);
  {
    sqlite3 *handle = fixture_open_database (dir);

    g_assert_cmpint (sqlite3_exec (handle,
                                   "UPDATE meta SET value = value + 1 WHERE key = 'generation'",
                                   NULL, NULL, NULL),
                     ==, SQLITE_OK);
    sqlite3_close (handle);
  }
  store = fixture_open (dir);
  again = hd_forecast_book_lookup (store, entry->kpi, entry->scope, HD_GRAIN_MONTH, 0, NULL);
  g_assert_true (again->is_stale);
  g_assert_true (hd_forecast_book_get_status (store, &status, NULL));
  g_assert_false (status.is_fresh);
  g_clear_object (&store);
  fixture_remove (dir);
}

/* The page says 140, 139 … while 136 … came: counted by hand. */
static void
test_score (void)
{
  g_autoptr (GPtrArray) page
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_forecast_entry_unref);
  g_autoptr (HdForecastScore) score = NULL;
  const HdForecastOutcome *last;

  /* The newest knows 36 months, 100 … 135; those before said 1.5, and 5.5 by the rival, too much. */
  g_ptr_array_add (page, make_entry (36, 0));
  for (guint n_known = 35; n_known > 20; n_known--)
    {
      HdForecastEntry *said = make_entry (n_known, 100 + n_known + 1.5);

      for (guint step = 0; step < said->horizon; step++)
        said->rival[step] = 100 + n_known + 5.5;
      g_ptr_array_add (page, said);
    }
  score = hd_forecast_score_page (page);
  g_assert_cmpuint (score->n_live, ==, HD_FORECAST_BOOK_SCORED);
  g_assert_cmpuint (score->outcomes->len, ==, HD_FORECAST_BOOK_SCORED);
  last = &g_array_index (score->outcomes, HdForecastOutcome, HD_FORECAST_BOOK_SCORED - 1);
  g_assert_true (hd_period_equal (last->period, month (2025, 12)));
  g_assert_cmpfloat (last->actual, ==, 135);
  g_assert_cmpfloat (last->mean, ==, 136.5);
  /* A season apart the history changes by 12. */
  g_assert_cmpfloat_with_epsilon (score->one_step.mase, 1.5 / 12, 1e-12);
  g_assert_cmpfloat_with_epsilon (score->one_step.rival_mase, 5.5 / 12, 1e-12);
  g_assert_cmpfloat_with_epsilon (score->skill_pct, 100 * (1 - 1.5 / 5.5), 1e-9);
  /* ±1 misses by 0.5, ±2 and ±3 hold. */
  g_assert_cmpfloat (score->one_step.coverage_pct[HD_FORECAST_BOOK_LEVEL_50], ==, 0);
  g_assert_cmpfloat (score->one_step.coverage_pct[HD_FORECAST_BOOK_LEVEL_80], ==, 100);
  /* Two steps ahead the same number is 0.5 too much; the first of them has no actual yet. */
  g_assert_cmpuint (score->steps[0].n, ==, 15);
  g_assert_cmpuint (score->steps[1].n, ==, 14);
  g_assert_cmpfloat_with_epsilon (score->steps[1].mase, 0.5 / 12, 1e-12);
}

static void
test_score_revised_and_replayed (void)
{
  g_autoptr (GPtrArray) page
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_forecast_entry_unref);
  g_autoptr (HdForecastScore) score = NULL, none = NULL;
  HdForecastEntry *newest = make_entry (36, 0);

  none = hd_forecast_score_page (page);
  g_assert_null (none);
  newest->n_replays = 2;
  newest->replays = g_new0 (HdForecastOutcome, 2);
  newest->replays[0] = (HdForecastOutcome){ .period = month (2025, 11),
                                            .step = 1,
                                            .is_replay = TRUE,
                                            .mean = 134,
                                            .rival = 130,
                                            .actual = 134 };
  newest->replays[1] = (HdForecastOutcome){ .period = month (2025, 12),
                                            .step = 1,
                                            .is_replay = TRUE,
                                            .mean = 135,
                                            .rival = 130,
                                            .actual = 135 };
  g_ptr_array_add (page, newest);
  /* The same December twice: what was said first counts. */
  g_ptr_array_add (page, make_entry (35, 999));
  g_ptr_array_add (page, make_entry (35, 136));
  score = hd_forecast_score_page (page);
  g_assert_cmpuint (score->n_live, ==, 1);
  g_assert_cmpuint (score->outcomes->len, ==, 2);
  g_assert_true (g_array_index (score->outcomes, HdForecastOutcome, 0).is_replay);
  g_assert_cmpfloat (g_array_index (score->outcomes, HdForecastOutcome, 1).mean, ==, 136);
  g_assert_cmpfloat_with_epsilon (score->one_step.mase, 0.5 / 12, 1e-12);
}

static HdForecastEntry *
make_plan_entry (const char *scope, guint n_values, double probability_pct, double amount)
{
  HdForecastEntry *entry = make_entry (n_values, 0);

  g_free (entry->scope);
  entry->scope = g_strdup (scope);
  entry->n_plans = 1;
  entry->plans = g_new0 (HdForecastBookPlan, 1);
  entry->plans[0].plan = g_strdup ("DU_TOAN");
  entry->plans[0].year = 2025;
  entry->plans[0].known_to = hd_day_from_ymd (2025, 6, 30);
  entry->plans[0].amount = amount;
  entry->plans[0].probability_pct = probability_pct;
  return entry;
}

/* 2025 brought 124 + … + 135 = 1554: one plan below it and one above. */
static void
test_calibration (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (HdForecastEntry) newest = make_entry (36, 0), high = NULL, low = NULL, now = NULL;
  g_autoptr (GPtrArray) older = g_ptr_array_new (), others = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree HdForecastCalibration *calibration = NULL;

  high = make_plan_entry ("unit=KV02", 30, 80, 1554);
  low = make_plan_entry ("unit=KV03", 30, 10, 1555);
  now = make_plan_entry ("unit=KV03", 36, 10, 1555);
  now->plans[0].year = 2026; /* not over: not counted */
  g_ptr_array_add (older, high);
  g_ptr_array_add (others, low);
  put (store, newest, older);
  put (store, now, others);
  calibration = hd_forecast_book_calibrate (store, "revenue.collected", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (calibration->n, ==, 2);
  g_assert_cmpuint (calibration->bins[8].n, ==, 1);
  g_assert_cmpfloat (calibration->bins[8].reached_pct, ==, 100);
  g_assert_cmpuint (calibration->bins[1].n, ==, 1);
  g_assert_cmpfloat (calibration->bins[1].reached_pct, ==, 0);
  g_assert_cmpfloat_with_epsilon (calibration->brier, (0.2 * 0.2 + 0.1 * 0.1) / 2, 1e-12);
  g_assert_cmpfloat_with_epsilon (calibration->base_rate_brier, 0.25, 1e-12);
  g_clear_object (&store);
  fixture_remove (dir);
}

static void
test_scope (void)
{
  g_autoptr (HdQuery) nation = hd_query_new ("revenue.collected"), narrow = NULL;
  g_autofree char *empty = hd_forecast_scope_of_query (nation), *text = NULL;

  narrow
      = hd_query_parse ("revenue.collected by time where unit=KV03+KV02,tax=GTGT from 2026", NULL);
  g_assert_nonnull (narrow);
  text = hd_forecast_scope_of_query (narrow);
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpstr (text, ==, "tax=GTGT unit=KV02+KV03");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/forecast-book/round-trip", test_round_trip);
  g_test_add_func ("/data/forecast-book/damage", test_damage);
  g_test_add_func ("/data/forecast-book/hash", test_hash);
  g_test_add_func ("/data/forecast-book/pages", test_pages);
  g_test_add_func ("/data/forecast-book/stale", test_stale);
  g_test_add_func ("/data/forecast-book/score", test_score);
  g_test_add_func ("/data/forecast-book/score-revised", test_score_revised_and_replayed);
  g_test_add_func ("/data/forecast-book/calibration", test_calibration);
  g_test_add_func ("/data/forecast-book/scope", test_scope);
  return g_test_run ();
}
