/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the forecast desk makes of an entry of the book: its very numbers, in the notation of a forecast,
 * nothing where the rival wins, and trends that go on.
 */

#undef G_DISABLE_ASSERT

#include "fake-engine.h"
#include "hd-forecast-codec.h"
#include "hd-present-forecast.h"
#include "hd-present-outlook.h"
#include "hd-store-forecasts.h"

#include <math.h>
#include <string.h>

#define KPI "revenue.collected"
#define N_VALUES 36
#define HORIZON 12
#define N_REPLAYS 12
#define BILLION 1e9

/* Differs from place to place, so that a shift of one is seen. */
static double
value_at (guint place)
{
  return (30000 + 37.0 * place + 900 * (place % 12)) * BILLION;
}

static double *
fill (double (*function) (guint place, double argument), guint n, double argument)
{
  double *values = g_new (double, n);

  for (guint place = 0; place < n; place++)
    values[place] = function (place, argument);
  return values;
}

static double
history (guint place, double shift)
{
  return value_at (place) + shift;
}

static double
ahead (guint place, double shift)
{
  return value_at (N_VALUES + place) + shift;
}

static double
constant (guint place, double value)
{
  return value;
}

static void
add_replays (HdForecastEntry *entry)
{
  entry->n_replays = N_REPLAYS;
  entry->replays = g_new0 (HdForecastOutcome, N_REPLAYS);
  for (guint place = 0; place < N_REPLAYS; place++)
    {
      HdForecastOutcome *replay = &entry->replays[place];
      double mean = value_at (N_VALUES - N_REPLAYS + place);

      *replay = (HdForecastOutcome){
        .period = hd_period_shift (entry->last, (int)place + 1 - N_REPLAYS),
        .step = 1,
        .is_replay = TRUE,
        .mean = mean,
        .rival = mean - 800 * BILLION,
        .actual = mean,
      };
      for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
        {
          replay->lower[level] = mean - (place == 4 ? -100.0 : 500.0) * (level + 1) * BILLION;
          replay->upper[level] = mean + 600 * (level + 1) * BILLION;
        }
    }
}

static void
add_members_and_parts (HdForecastEntry *entry)
{
  entry->n_members = 2;
  entry->members = g_new0 (HdForecastBookMember, 2);
  entry->members[0].form = g_strdup ("ets(M,Ad,M)");
  entry->members[0].weight = 1;
  entry->members[0].mase = 0.71;
  entry->members[1].form = g_strdup ("dotm");
  entry->members[1].mase = 1.4;
  entry->members[1].state = HD_FORECAST_MEMBER_WORSE;
  entry->parts = g_new0 (HdForecastBookParts, 1);
  entry->parts->level = fill (history, N_VALUES, -100 * BILLION);
  entry->parts->trend = fill (constant, N_VALUES, 37 * BILLION);
  entry->parts->season = fill (constant, N_VALUES, 60 * BILLION);
  entry->parts->remainder = fill (constant, N_VALUES, 40 * BILLION);
}

/* Three years to October 2026, as the fake engine's are, and a year ahead. */
static HdForecastEntry *
make_entry (HdForecastVerdict verdict)
{
  HdForecastEntry *entry = hd_forecast_entry_new ();

  entry->kpi = g_strdup (KPI);
  entry->scope = g_strdup ("");
  entry->unit = g_strdup ("VND");
  entry->is_integer = TRUE;
  entry->made_at = 1795300000;
  entry->vintage = 1795290000;
  entry->last
      = hd_period_containing (hd_day_from_ymd (2026, 10, 1), HD_GRAIN_MONTH, HD_MONTH_START_CIVIL);
  entry->first = hd_period_shift (entry->last, 1 - N_VALUES);
  entry->n_values = N_VALUES;
  entry->values = fill (history, N_VALUES, 0);
  entry->season = 12;
  entry->horizon = HORIZON;
  entry->seed = 7;
  entry->is_non_negative = TRUE;
  entry->upper_bound = INFINITY;
  entry->program = g_strdup ("1.0");
  entry->mean = fill (ahead, HORIZON, 0);
  entry->base_mean = entry->mean;
  entry->rival = fill (ahead, HORIZON, -500 * BILLION);
  for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
    {
      entry->lower[level] = fill (ahead, HORIZON, -1000 * BILLION * (level + 1));
      entry->upper[level] = fill (ahead, HORIZON, 1200 * BILLION * (level + 1));
    }
  entry->method = g_strdup ("ets(M,Ad,M)");
  entry->record = (HdForecastRecord){ 18, 0.6, 0.8, 94.4, 1.2, verdict == HD_FORECAST_SHOWN };
  entry->verdict = verdict;
  add_replays (entry);
  add_members_and_parts (entry);
  entry->inputs_hash = hd_forecast_codec_hash_inputs (entry);
  return entry;
}

/* `cold_start` (nullable): whose profile it borrowed. */
static void
put_as (HdStore *store, HdForecastVerdict verdict, const char *cold_start)
{
  g_autoptr (HdForecastEntry) entry = make_entry (verdict);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pages
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_store_forecast_free);
  HdStoreForecast *page = g_new0 (HdStoreForecast, 1);
  HdStoreForecastBatch batch = { .kpi = KPI, .refreshed_at = 1795300000, .pages = pages };

  entry->cold_start = g_strdup (cold_start);
  page->kpi = g_strdup (KPI);
  page->scope = g_strdup ("");
  page->grain = HD_GRAIN_MONTH;
  page->hash = g_strdup (entry->inputs_hash);
  page->vintage = entry->vintage;
  page->is_shown = hd_forecast_entry_is_shown (entry);
  page->newest = hd_forecast_codec_pack (entry);
  g_ptr_array_add (pages, page);
  g_assert_true (hd_store_put_forecasts (store, &batch, 1, &error));
  g_assert_no_error (error);
}

static void
put (HdStore *store, HdForecastVerdict verdict)
{
  put_as (store, verdict, NULL);
}

static void
begin (FakePresent *fake, HdForecastVerdict verdict)
{
  fake_present_fill (fake, "forecast", 5);
  put (fake->present.store, verdict);
}

static HdChartSpec *
make (const FakePresent *fake, const char *name)
{
  g_autoptr (GError) error = NULL;
  HdChartSpec *spec = hd_present_make_chart (hd_present_find_chart (name), &fake->present, &error);

  g_assert_no_error (error);
  g_assert_nonnull (spec);
  return spec;
}

static int
find_category (const HdChartSpec *spec, const char *label)
{
  for (guint category = 0; category < spec->n_categories; category++)
    if (g_str_equal (spec->categories[category].label, label))
      return (int)category;
  return -1;
}

static void
test_fan (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (HdChartSpec) spec = NULL;
  g_autoptr (HdPresentOutlook) outlook = NULL;
  int forecast, rival, next;

  begin (&fake, HD_FORECAST_SHOWN);
  spec = make (&fake, "forecast-fan");
  forecast = hd_chart_spec_find_series (spec, HD_NOTATION_FORECAST);
  rival = hd_chart_spec_find_series (spec, HD_NOTATION_PREVIOUS);
  next = find_category (spec, "11/26");
  g_assert_cmpint (forecast, >=, 0);
  g_assert_cmpint (rival, >=, 0);
  g_assert_cmpint (next, ==, 24);
  g_assert_cmpuint (spec->n_categories, ==, 24 + HORIZON);
  /* Under it stands the time that it shows, not all that the forecast learnt from. */
  g_assert_nonnull (strstr (spec->caption, "11/2024–"));
  outlook = hd_present_outlook_new (&fake.present, KPI, NULL);
  g_assert_nonnull (outlook);
  /* Of the month under way all screens say what its known days make likely. */
  g_assert_true (outlook->outlook->has_part_month);
  g_assert_cmpfloat (hd_chart_spec_value (spec, (guint)forecast, (guint)next), ==,
                     outlook->outlook->month[outlook->outlook->n_whole_months]);
  g_assert_cmpfloat (spec->bands[0].upper[next], ==,
                     outlook->outlook->nowcast_upper[HD_OUTLOOK_LEVEL_95]);
  for (guint step = 1; step < HORIZON; step++)
    {
      guint place = (guint)next + step;

      g_assert_cmpfloat (hd_chart_spec_value (spec, (guint)forecast, place), ==, ahead (step, 0));
      g_assert_cmpfloat (hd_chart_spec_value (spec, (guint)rival, place), ==,
                         ahead (step, -500 * BILLION));
      g_assert_cmpfloat (spec->bands[0].lower[place], ==, ahead (step, -3000 * BILLION));
      g_assert_cmpfloat (spec->bands[1].upper[place], ==, ahead (step, 2400 * BILLION));
      g_assert_null (spec->categories[place].code);
    }
  g_assert_cmpfloat (spec->bands[0].level, ==, 0.95);
  /* The running month is a hollow point of its own, with its days. */
  g_assert_cmpuint (hd_chart_spec_flags (spec, spec->n_series - 1, (guint)next) & HD_POINT_PARTIAL,
                    !=, 0);
  g_assert_cmpstr (spec->categories[next].note, !=, NULL);
}

/* Where the rival wins there is no forecast and no fan, and the reason is told. */
static void
test_rival_wins (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (HdChartSpec) spec = NULL;
  g_autoptr (GPtrArray) tiles = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;

  begin (&fake, HD_FORECAST_HIDDEN_RIVAL);
  spec = make (&fake, "forecast-fan");
  g_assert_cmpint (hd_chart_spec_find_series (spec, HD_NOTATION_FORECAST), ==, -1);
  g_assert_cmpint (hd_chart_spec_find_series (spec, HD_NOTATION_PREVIOUS), >=, 0);
  g_assert_cmpuint (spec->n_bands, ==, 0);
  g_assert_nonnull (strstr (spec->headline, "0,80"));
  tiles = hd_present_forecast_tiles (&fake.present, &error);
  g_assert_no_error (error);
  /* The rival's figure stands in for it, and is called so. */
  g_assert_null (strchr (((HdPresentTile *)g_ptr_array_index (tiles, 0))->value, '-'));
  g_assert_null (strstr (((HdPresentTile *)g_ptr_array_index (tiles, 0))->value, "–"));
  runs = hd_present_forecast_sentences (&fake.present, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (((HdPresentRun *)g_ptr_array_index (runs, 0))->text, "No forecast"));
}

static void
test_record (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (HdChartSpec) spec = NULL;
  g_autoptr (HdChartSpec) coverage = NULL;
  guint n_missed = 0;

  begin (&fake, HD_FORECAST_SHOWN);
  spec = make (&fake, "forecast-backtest");
  g_assert_cmpuint (spec->n_categories, ==, N_REPLAYS);
  for (guint place = 0; place < N_REPLAYS; place++)
    n_missed += hd_chart_spec_status (spec, 0, place) == HD_STATUS_WORSE;
  g_assert_cmpuint (n_missed, ==, 1);
  g_assert_cmpint (hd_chart_spec_status (spec, 0, 4), ==, HD_STATUS_WORSE);
  /* Eleven of twelve inside, at every level: 92 % at 50 is more than chance allows, at 95 it is not. */
  coverage = make (&fake, "forecast-coverage");
  g_assert_cmpuint (coverage->n_categories, ==, HD_FORECAST_BOOK_N_LEVELS);
  g_assert_cmpfloat_with_epsilon (hd_chart_spec_value (coverage, 1, 2), 100 * 11 / 12.0, 1e-9);
  g_assert_cmpint (hd_chart_spec_status (coverage, 1, 0), ==, HD_STATUS_WORSE);
  g_assert_cmpint (hd_chart_spec_status (coverage, 1, 2), ==, HD_STATUS_NONE);
}

/* What is shown of the parts adds up to what is shown of the series. */
static void
test_parts_and_members (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (HdChartSpec) parts = NULL;
  g_autoptr (HdChartSpec) members = NULL;
  g_autofree char *weight = NULL;
  g_autofree char *why = NULL;

  begin (&fake, HD_FORECAST_SHOWN);
  parts = make (&fake, "forecast-parts");
  g_assert_cmpint (parts->kind, ==, HD_CHART_PANELS);
  g_assert_cmpuint (parts->n_series, ==, 5);
  for (guint place = 0; place < N_VALUES; place++)
    g_assert_cmpfloat_with_epsilon (hd_chart_spec_value (parts, 0, place),
                                    hd_chart_spec_value (parts, 1, place)
                                        + hd_chart_spec_value (parts, 3, place)
                                        + hd_chart_spec_value (parts, 4, place),
                                    1);
  members = make (&fake, "forecast-members");
  g_assert_cmpuint (members->n_categories, ==, 4);
  weight = hd_chart_spec_text (members, 0, 0);
  why = hd_chart_spec_text (members, 2, 1);
  g_assert_nonnull (strstr (weight, "100"));
  g_assert_cmpstr (why, ==, "too far behind the best");
}

/* A trend goes on for six months with the desk's numbers, unless the person does not want it, or looks at
 * a period of the past. */
static void
test_trend_goes_on (void)
{
  g_auto (FakePresent) fake = { 0 };
  const HdPresentChart trend
      = { "x", NULL, hd_present_find_chart ("violations-trend")->make, KPI, "time", 0, NULL, NULL };
  g_autoptr (HdChartSpec) spec = NULL, hidden = NULL, past = NULL;
  int forecast, next;

  begin (&fake, HD_FORECAST_SHOWN);
  spec = hd_present_make_chart (&trend, &fake.present, NULL);
  forecast = hd_chart_spec_find_series (spec, HD_NOTATION_FORECAST);
  next = find_category (spec, "11/26");
  g_assert_cmpint (forecast, >=, 0);
  g_assert_cmpint (next, >, 0);
  g_assert_cmpuint (spec->n_categories, ==, (guint)next + 6);
  for (guint step = 1; step < 6; step++)
    g_assert_cmpfloat (hd_chart_spec_value (spec, (guint)forecast, (guint)next + step), ==,
                       ahead (step, 0));

  hd_scope_unref (g_steal_pointer (&fake.present.scope));
  fake.present.scope = hd_scope_parse ("violations?forecast=off", NULL);
  hidden = hd_present_make_chart (&trend, &fake.present, NULL);
  g_assert_cmpint (hd_chart_spec_find_series (hidden, HD_NOTATION_FORECAST), ==, -1);

  hd_scope_unref (g_steal_pointer (&fake.present.scope));
  fake.present.scope = hd_scope_parse ("violations?to=2026-06", NULL);
  past = hd_present_make_chart (&trend, &fake.present, NULL);
  g_assert_cmpint (hd_chart_spec_find_series (past, HD_NOTATION_FORECAST), ==, -1);
}

/* A borrowed profile is shown, and labelled wherever it is. */
static void
test_cold_start (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (HdChartSpec) spec = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GString) said = g_string_new (NULL);

  fake_present_fill (&fake, "forecast", 5);
  put_as (fake.present.store, HD_FORECAST_UNPROVEN, "unit=KV02");
  spec = make (&fake, "forecast-fan");
  g_assert_cmpint (hd_chart_spec_find_series (spec, HD_NOTATION_FORECAST), >=, 0);
  g_assert_nonnull (strstr (spec->headline, "Cold start"));
  g_assert_cmpint (spec->headline_status, ==, HD_STATUS_NEUTRAL);
  runs = hd_present_forecast_sentences (&fake.present, NULL);
  for (guint run = 0; run < runs->len; run++)
    g_string_append (said, ((HdPresentRun *)g_ptr_array_index (runs, run))->text);
  g_assert_nonnull (strstr (said->str, "borrows the profile"));
}

static void
test_facts (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) facts = NULL;
  const HdPresentFact *last;

  begin (&fake, HD_FORECAST_SHOWN);
  facts = hd_present_forecast_facts (&fake.present, &error);
  g_assert_no_error (error);
  last = g_ptr_array_index (facts, facts->len - 1);
  g_assert_true (last->is_command);
  g_assert_true (g_str_has_prefix (last->text, "haidang forecast " KPI));
  g_assert_nonnull (strstr (last->text, "--as-of 2026-11-2"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/present/forecast/fan", test_fan);
  g_test_add_func ("/present/forecast/rival-wins", test_rival_wins);
  g_test_add_func ("/present/forecast/record", test_record);
  g_test_add_func ("/present/forecast/parts-and-members", test_parts_and_members);
  g_test_add_func ("/present/forecast/trend-goes-on", test_trend_goes_on);
  g_test_add_func ("/present/forecast/cold-start", test_cold_start);
  g_test_add_func ("/present/forecast/facts", test_facts);
  return g_test_run ();
}
