/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Headline numbers: the value, its change, what it is held against, its last year as a line, its age.
 */

#include "config.h"

#include "hd-present.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-ask.h"
#include "hd-present-feeds.h"
#include "hd-present-forecast.h"
#include "hd-present-outlook.h"
#include "hd-present-runs.h"

#define SPARK_POINTS 12
/* A change that one decimal would show as nought is none. */
#define LEAST_CHANGE 0.05

/* What stands at the right of the change. */
typedef enum
{
  BESIDE_NOTHING,
  BESIDE_KPI, /* the value of another KPI, by its short name */
  BESIDE_PLAN, /* how much of the year's plan, and a bullet bar */
  BESIDE_PACE, /* how much a collecting day still has to bring */
} Beside;

/* One row a tile. */
typedef struct
{
  const char *page; /* on which it stands */
  const char *kpi;
  const char *explained_on; /* the screen that a click opens */
  Beside beside;
  const char *beside_kpi;
  const char *beside_word; /* (nullable): msgid; what the number beside is, in a word */
  const char
      *name; /* (nullable): msgid, where the KPI's own short name needs the others of its screen */
} TileRow;

static const TileRow tile_rows[] = {
  { "morning", "revenue.collected", "revenue", BESIDE_PLAN, "revenue.plan_attainment" },
  { "morning", "revenue.per_collecting_day", "revenue", BESIDE_PACE, NULL },
  { "morning", "clearance.median_hours", "clearance", BESIDE_KPI, "clearance.p90_hours", N_ ("P90"),
    N_ ("Clearance, median") },
  { "morning", "risk.red_hit_rate", "violations", BESIDE_KPI, "risk.inspection_rate",
    N_ ("inspected"), N_ ("Red lane, found") },
  { "morning", "violations.cases", "violations", BESIDE_KPI, "violations.value", NULL },
  { "revenue", "revenue.collected", NULL, BESIDE_PLAN, "revenue.plan_attainment" },
  { "revenue", "revenue.per_collecting_day", NULL, BESIDE_PACE, NULL },
  { "revenue", "revenue.striving_attainment", NULL, BESIDE_NOTHING, NULL },
  { "revenue", "debt.overdue", NULL, BESIDE_KPI, "debt.to_revenue", N_ ("to revenue") },
  { "revenue", "revenue.effective_duty_rate", NULL, BESIDE_KPI, "fta.utilisation", N_ ("FTA use") },
  { "clearance", "clearance.median_hours", NULL, BESIDE_KPI, "clearance.average_hours",
    N_ ("mean") },
  { "clearance", "clearance.p90_hours", NULL, BESIDE_KPI, "release.average_hours", N_ ("release") },
  { "clearance", "clearance.within_24h", NULL, BESIDE_KPI, "clearance.within_72h", N_ ("72 h") },
  { "clearance", "clearance.green_within_1h", NULL, BESIDE_KPI, "clearance.on_standard",
    N_ ("in time") },
  { "clearance", "clearance.declarations", NULL, BESIDE_KPI, "clearance.pending_overdue",
    N_ ("pending") },
  { "violations", "violations.cases", NULL, BESIDE_KPI, "violations.prosecuted",
    N_ ("prosecuted") },
  { "violations", "violations.value", NULL, BESIDE_KPI, "violations.budget_yield", N_ ("paid") },
  { "violations", "risk.inspection_rate", NULL, BESIDE_KPI, "risk.reroute_rate", N_ ("rerouted") },
  { "violations", "risk.red_hit_rate", NULL, BESIDE_KPI, "risk.yellow_hit_rate", N_ ("yellow") },
  { "violations", "pca.yield", NULL, BESIDE_KPI, "pca.hit_rate", N_ ("hits") },
  { "single-window", "nsw.dossiers", NULL, BESIDE_NOTHING, NULL },
  { "single-window", "nsw.average_hours", NULL, BESIDE_NOTHING, NULL },
  { "single-window", "nsw.on_time_rate", NULL, BESIDE_NOTHING, NULL },
  { "single-window", "asw.certificates", NULL, BESIDE_NOTHING, NULL },
  { "single-window", "exchange.failure_rate", NULL, BESIDE_KPI, "exchange.messages",
    N_ ("messages") },
  { "digital", "digital.targets_done", NULL, BESIDE_NOTHING, NULL },
  { "digital", "digital.maturity_level", NULL, BESIDE_NOTHING, NULL },
  { "digital", "service.end_to_end_rate", NULL, BESIDE_NOTHING, NULL },
  { "digital", "service.on_time_rate", NULL, BESIDE_NOTHING, NULL },
  { "digital", "survey.satisfaction", NULL, BESIDE_NOTHING, NULL },
  { "systems", "system.availability", NULL, BESIDE_NOTHING, NULL },
  { "systems", "system.incidents", NULL, BESIDE_NOTHING, NULL },
  { "systems", "system.error_rate", NULL, BESIDE_NOTHING, NULL },
  { "systems", "system.data_lag", NULL, BESIDE_NOTHING, NULL },
  { "systems", "system.response_p95", NULL, BESIDE_KPI, "system.response_median", N_ ("median") },
};

/* What all tiles of a screen share. */
typedef struct
{
  const HdPresent *present;
  GArray *feeds;
  HdPresentOutlook *outlook; /* (nullable): made by the first tile that asks */
  gboolean has_asked_outlook;
} TileMaker;

void
hd_present_tile_free (HdPresentTile *tile)
{
  g_free (tile->id);
  g_free (tile->page);
  g_free (tile->name);
  g_free (tile->value);
  g_free (tile->unit);
  g_free (tile->change);
  g_free (tile->plan);
  g_free (tile->outlook);
  g_free (tile->age);
  g_free (tile->sentence);
  g_clear_pointer (&tile->spark, hd_chart_spec_unref);
  g_clear_pointer (&tile->bullet, hd_chart_spec_unref);
  g_free (tile);
}

static const HdPresentOutlook *
get_outlook (TileMaker *maker)
{
  if (!maker->has_asked_outlook)
    maker->outlook = hd_present_outlook_new (maker->present, "revenue.collected", NULL);
  maker->has_asked_outlook = TRUE;
  return maker->outlook;
}

static void
set_value (HdPresentTile *tile, const HdPresent *present, const HdKpi *kpi, double value)
{
  HdNumberFormat format = hd_present_format (present, kpi, fabs (value));

  tile->value = hd_number_format (&format, value);
  tile->unit = g_strdup (format.is_percent || isnan (value) ? "" : format.unit);
}

/* "4,1 % on the year before"; a change of percentages is in points. */
static void
set_change (HdPresentTile *tile, const HdPresent *present, const HdKpi *kpi, const HdFrame *frame)
{
  HdKpiColumns columns = hd_present_columns (frame, kpi);
  const char *compare = present->scope->compare;
  double difference, percent;
  HdNumberFormat format;
  g_autofree char *number = NULL;

  if (columns.difference < 0 || columns.percent < 0)
    return;
  difference = hd_frame_get_double (frame, 0, columns.difference);
  percent = hd_frame_get_double (frame, 0, columns.percent);
  if (isnan (difference) || (g_strcmp0 (kpi->unit, "%") != 0 && isnan (percent)))
    return;
  if (fabs (g_strcmp0 (kpi->unit, "%") == 0 ? difference : percent) < LEAST_CHANGE)
    {
      tile->change_status = HD_STATUS_NEUTRAL;
      tile->change = g_strdup (_ ("unchanged"));
      return;
    }
  tile->change_sign = (difference > 0) - (difference < 0);
  tile->change_status = hd_present_status (kpi, difference);
  if (g_strcmp0 (kpi->unit, "%") == 0)
    {
      g_autofree char *plain = NULL;

      format = hd_number_format_plain (hd_number_locale_get (present->lang), 1);
      plain = hd_number_format (&format, fabs (difference));
      number = g_strdup_printf (_ ("%s points"), plain);
    }
  else
    {
      format = hd_present_percent_format (present);
      number = hd_number_format (&format, fabs (percent));
    }
  if (g_strcmp0 (kpi->unit, "%") == 0)
    tile->change = g_steal_pointer (&number);
  else if (g_str_equal (compare, "prev"))
    tile->change = g_strdup_printf (_ ("%s on the period before"), number);
  else if (g_str_has_prefix (compare, "plan:"))
    tile->change = g_strdup_printf (_ ("%s against plan"), number);
  else if (g_str_equal (compare, "tet"))
    tile->change = g_strdup_printf (_ ("%s by Tết"), number);
  else
    tile->change = g_strdup_printf (_ ("%s on the year"), number);
}

/* A number in a narrow place: "9,0 nghìn tỷ" says that it is money by itself. */
static char *
short_number (HdNumberFormat format, double value)
{
  const char *word = format.scale_word != NULL && *format.scale_word != '\0' ? format.scale_word
                     : format.is_percent                                     ? ""
                                                                             : format.unit;
  g_autofree char *number = hd_number_format (&format, value);

  return *word != '\0' ? g_strdup_printf ("%s %s", number, word) : g_steal_pointer (&number);
}

static void
set_beside_kpi (HdPresentTile *tile, const HdPresent *present, const TileRow *row)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, row->beside_kpi);
  g_autoptr (HdFrame) frame = hd_present_ask_total (present, row->beside_kpi, NULL);
  g_autofree char *text = NULL;
  double value;

  if (frame == NULL || hd_frame_get_n_rows (frame) == 0
      || hd_scope_get_left_out (present->scope, kpi) != NULL)
    return;
  value = hd_frame_get_double (frame, 0, hd_present_columns (frame, kpi).value);
  if (isnan (value))
    return;
  text = short_number (hd_present_format (present, kpi, fabs (value)), value);
  if (row->beside_word != NULL)
    tile->plan = g_strdup_printf ("%s %s", _ (row->beside_word), text);
  else
    tile->plan = g_steal_pointer (&text);
}

/* The year's plan as a track, what is in on it, and a tick where it should be today. */
static void
set_bullet (HdPresentTile *tile, TileMaker *maker, double value)
{
  const HdPresentOutlook *outlook = get_outlook (maker);
  HdChartSpec *spec;
  double plan;

  if (outlook == NULL || isnan (outlook->plans[HD_OUTLOOK_DU_TOAN]))
    return;
  plan = outlook->plans[HD_OUTLOOK_DU_TOAN];
  spec = hd_chart_spec_new (HD_CHART_BULLET, tile->name, "");
  hd_chart_spec_set_format (spec, hd_present_format (maker->present, outlook->kpi, plan));
  hd_chart_spec_add_category (spec, NULL, tile->name);
  hd_chart_spec_add_series (spec, NULL, tile->name, HD_NOTATION_ACTUAL, &value);
  hd_chart_spec_add_marker (
      spec, hd_present_outlook_plan_today (maker->present, outlook, HD_OUTLOOK_DU_TOAN), _ ("pace"),
      HD_NOTATION_PLAN, TRUE);
  spec->full = fmax (plan, value);
  tile->bullet = spec;
}

static void
set_plan (HdPresentTile *tile, TileMaker *maker, const char *attainment, double value)
{
  const HdPresent *present = maker->present;
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, attainment);
  g_autoptr (HdFrame) frame = hd_present_ask_total (present, attainment, NULL);
  g_autofree char *text = NULL;

  if (frame == NULL || hd_frame_get_n_rows (frame) == 0
      || hd_scope_get_left_out (present->scope, kpi) != NULL
      || hd_frame_is_missing (frame, 0, hd_present_columns (frame, kpi).value))
    return;
  text = hd_present_cell_text (present, kpi, frame, 0, hd_present_columns (frame, kpi).value);
  /* Translators: %s is a percentage of the year's plan. */
  tile->plan = g_strdup_printf (_ ("%s of plan"), text);
  set_bullet (tile, maker, value);
}

/* What the year is expected to bring, and whether that reaches the plan; said in full to a screen reader. */
static void
set_outlook (HdPresentTile *tile, TileMaker *maker, double value)
{
  const HdPresentOutlook *outlook = get_outlook (maker);
  HdNumberFormat format;

  if (outlook == NULL)
    return;
  format = hd_present_format (maker->present, outlook->kpi, fabs (value));
  tile->outlook = hd_present_outlook_line (maker->present, outlook, &format);
}

static void
set_pace (HdPresentTile *tile, TileMaker *maker)
{
  const HdPresentOutlook *outlook = get_outlook (maker);
  HdNumberFormat format;
  g_autofree char *text = NULL;
  double pace;

  if (outlook == NULL || isnan (outlook->plans[HD_OUTLOOK_DU_TOAN]))
    return;
  pace = outlook->outlook->plans[HD_OUTLOOK_DU_TOAN].pace_required;
  if (!isfinite (pace))
    return;
  format = hd_present_format (maker->present, outlook->kpi, pace);
  text = short_number (format, pace);
  /* Translators: what each collecting day left has to bring to reach the plan. */
  tile->plan = g_strdup_printf (_ ("needs %s"), text);
}

/* The months up to the frame's end, on the dataset's own calendar; years where it has no months. */
static void
set_spark (HdPresentTile *tile, const HdPresent *present, const HdKpi *kpi, const HdFrame *frame)
{
  const HdDataset *dataset = hd_catalog_find_dataset (present->catalog, kpi->dataset);
  gboolean is_yearly = dataset->grain == HD_GRAIN_YEAR;
  HdPeriod last
      = hd_period_containing (hd_frame_get_span (frame).last,
                              is_yearly ? HD_GRAIN_YEAR : HD_GRAIN_MONTH, dataset->month_start_day);
  g_autofree char *from = hd_period_to_string (hd_period_shift (last, 1 - SPARK_POINTS));
  g_autoptr (HdQuery) query
      = hd_scope_query (present->scope, present->catalog, kpi->id, "time", NULL);
  g_autoptr (HdFrame) months = NULL;

  if (query == NULL || !hd_query_set_from (query, from, NULL)
      || !hd_query_set_grain (query, is_yearly ? "year" : "month", NULL))
    return;
  months = hd_engine_query (present->engine, query, present->cancellable, NULL);
  if (months == NULL || hd_frame_get_n_rows (months) < 2)
    return;
  tile->spark = hd_present_time_lines (present, kpi, months, tile->name);
  tile->spark->kind = HD_CHART_SPARKLINE;
}

static void
set_sentence (HdPresentTile *tile, TileMaker *maker, const HdFrame *frame)
{
  g_autofree char *clause
      = tile->outlook != NULL ? hd_present_outlook_clause (maker->present, maker->outlook) : NULL;
  g_autofree char *period = hd_present_period (hd_frame_get_span (frame));
  GString *text = g_string_new (tile->name);

  g_string_append_printf (text, ", %s: %s%s%s", period, tile->value,
                          tile->unit[0] != '\0' ? " " : "", tile->unit);
  if (tile->change != NULL)
    g_string_append_printf (text, ", %s%s",
                            tile->change_sign < 0   ? "−"
                            : tile->change_sign > 0 ? "+"
                                                    : "",
                            tile->change);
  if (tile->plan != NULL)
    g_string_append_printf (text, ", %s", tile->plan);
  if (clause != NULL)
    g_string_append_printf (text, ", %s", clause);
  /* Translators: when the figures were extracted. */
  g_string_append (text, ", ");
  g_string_append_printf (text, _ ("data of %s"), tile->age);
  tile->sentence = g_string_free (text, FALSE);
}

static HdPresentTile *
make_tile (TileMaker *maker, const TileRow *row, GError **error)
{
  const HdPresent *present = maker->present;
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, row->kpi);
  const HdPresentFeed *feed = hd_present_find_feed (maker->feeds, kpi->dataset);
  const char *left_out = hd_scope_get_left_out (present->scope, kpi);
  g_autoptr (HdFrame) frame = hd_present_ask_total (present, row->kpi, error);
  HdPresentTile *tile;
  double value;

  if (frame == NULL)
    return NULL;
  tile = g_new0 (HdPresentTile, 1);
  value = hd_frame_get_n_rows (frame) > 0
              ? hd_frame_get_double (frame, 0, hd_present_columns (frame, kpi).value)
              : NAN;
  tile->id = g_strdup (row->kpi);
  tile->page = g_strdup (row->explained_on);
  tile->name
      = g_strdup (row->name != NULL ? _ (row->name) : hd_kpi_short_name (kpi, present->lang));
  set_value (tile, present, kpi, value);
  tile->age = hd_present_feed_age (present, feed);
  tile->is_stale = feed == NULL || feed->is_late;
  if (!isnan (value))
    {
      set_change (tile, present, kpi, frame);
      set_spark (tile, present, kpi, frame);
      if (left_out != NULL)
        tile->plan = hd_present_left_out (present, left_out);
      else if (row->beside == BESIDE_KPI)
        set_beside_kpi (tile, present, row);
      else if (row->beside == BESIDE_PLAN)
        {
          set_plan (tile, maker, row->beside_kpi, value);
          set_outlook (tile, maker, value);
        }
      else if (row->beside == BESIDE_PACE)
        set_pace (tile, maker);
    }
  set_sentence (tile, maker, frame);
  return tile;
}

/* A KPI that cannot be asked here (a plan below units, a dataset not yet fetched) leaves its place to the
 * others; only cancelling and a failing store end the screen. */
static gboolean
is_fatal (const GError *error)
{
  return error->domain != HD_QUERY_ERROR;
}

GPtrArray *
hd_present_tiles (const HdPresent *present, const char *page, GError **error)
{
  g_autoptr (GPtrArray) tiles
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_present_tile_free);
  TileMaker maker = { .present = present };
  GError *problem = NULL;

  if (g_str_equal (page, "forecast"))
    return hd_present_forecast_tiles (present, error);
  maker.feeds = hd_present_feeds (present, error);
  if (maker.feeds == NULL)
    return NULL;
  for (guint row = 0; row < G_N_ELEMENTS (tile_rows) && problem == NULL; row++)
    {
      HdPresentTile *tile;

      if (!g_str_equal (tile_rows[row].page, page))
        continue;
      tile = make_tile (&maker, &tile_rows[row], &problem);
      if (tile != NULL)
        g_ptr_array_add (tiles, tile);
      else if (!is_fatal (problem))
        g_clear_error (&problem);
    }
  g_clear_pointer (&maker.outlook, hd_present_outlook_free);
  g_array_unref (maker.feeds);
  if (problem == NULL)
    return g_steal_pointer (&tiles);
  g_propagate_error (error, problem);
  return NULL;
}
