/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of named charts. A row is all that a new one needs.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-present-cell.h"
#include "hd-present-makers.h"

/* Without a title the chart is named after its KPI and what it is split by. */
const HdPresentChart hd_present_charts[] = {
  /* Revenue. */
  { "revenue-cumulative", N_ ("Cumulative revenue and plans"), hd_chart_make_cumulative,
    "revenue.collected", NULL, 0, NULL },
  { "revenue-months", N_ ("Revenue by month"), hd_chart_make_months, "revenue.collected", NULL, 0,
    NULL },
  { "revenue-probability", N_ ("Chance of reaching the plan"), hd_chart_make_probability,
    "revenue.collected", NULL, 0, NULL },
  { "revenue-units", NULL, hd_chart_make_bars, "revenue.collected", "+", 12, NULL },
  { "revenue-taxes", NULL, hd_chart_make_bars, "revenue.collected", "tax", 8, NULL },
  { "revenue-bridge", N_ ("What changed revenue"), hd_chart_make_bridge, "revenue.collected", "tax",
    0, NULL },
  { "revenue-attainment", NULL, hd_chart_make_bars, "revenue.plan_attainment", "+", 12, NULL },
  { "revenue-multiples", N_ ("Units against their plans"), hd_chart_make_multiples,
    "revenue.collected", NULL, 0, NULL },
  { "revenue-table", N_ ("Units in figures"), hd_chart_make_unit_table, "revenue.collected", "+",
    40, NULL },
  { "revenue-variance", N_ ("Ahead of and behind the plan"), hd_chart_make_variance,
    "revenue.collected", "+", 24, .rank = "change" },
  { "revenue-slope", N_ ("Who rose, who fell"), hd_chart_make_slope, "revenue.collected", "+", 24,
    NULL },
  { "revenue-treemap", N_ ("Which goods bring the revenue"), hd_chart_make_treemap,
    "revenue.collected", "hs:chapter", 20, NULL },
  { "revenue-area", N_ ("Revenue by month and tax"), hd_chart_make_area, "revenue.collected",
    "time,tax", 4, NULL },
  { "revenue-calendar", N_ ("Revenue day by day"), hd_chart_make_calendar, "revenue.collected",
    NULL, 0, NULL },
  { "debt-trend", NULL, hd_chart_make_lines, "debt.overdue", "time", 0, NULL },
  /* Clearance. */
  { "clearance-percentiles", N_ ("Clearance time by lane: median and P90"), hd_chart_make_ladder,
    "clearance.median_hours,clearance.p90_hours", "lane", 0, NULL },
  { "clearance-units", N_ ("Clearance time by unit: median and P90"), hd_chart_make_ladder,
    "clearance.p90_hours,clearance.median_hours", "+", 14, NULL },
  { "clearance-within", N_ ("Cleared within 24, 48 and 72 hours"), hd_chart_make_within,
    "clearance.within_24h,clearance.within_48h,clearance.within_72h", NULL, 0, NULL },
  { "clearance-heatmap", N_ ("Declarations registered, by hour of the week"), hd_chart_make_heatmap,
    "clearance.registered_by_hour", "hour", 0, NULL },
  { "clearance-stages", N_ ("Where the time goes"), hd_chart_make_bars, "clearance.stage_minutes",
    "stage", 0, NULL },
  { "clearance-dots", N_ ("Slow declarations (P90) by unit, and a year before"), hd_chart_make_dots,
    "clearance.p90_hours", "+", 14, NULL },
  { "declarations-calendar", N_ ("Declarations day by day"), hd_chart_make_calendar,
    "clearance.declarations", NULL, 0, NULL },
  { "release-split", N_ ("Whose time it is"), hd_chart_make_shares,
    "release.customs_share,release.agency_share,release.trader_share,release.port_share", "lane", 0,
    NULL },
  { "clearance-trend", NULL, hd_chart_make_lines, "clearance.p90_hours", "time,lane", 0, NULL },
  { "declarations-months", NULL, hd_chart_make_columns, "clearance.declarations", "time", 0, NULL },
  /* Risk and violations. */
  { "violations-trend", NULL, hd_chart_make_columns, "violations.cases", "time", 0, NULL },
  { "violations-value", NULL, hd_chart_make_columns, "violations.value", "time", 0, NULL },
  { "violations-pareto", NULL, hd_chart_make_pareto, "violations.cases", "goods", 12, NULL },
  { "violations-methods", NULL, hd_chart_make_bars, "violations.cases", "method", 8, NULL },
  { "violations-routes", NULL, hd_chart_make_bars, "violations.cases", "route", 8, NULL },
  { "violations-units", NULL, hd_chart_make_bars, "violations.cases", "+", 10, NULL },
  { "risk-lanes", N_ ("Lane shares by month"), hd_chart_make_stack, "clearance.declarations",
    "time,lane", 0, NULL },
  { "risk-hits", NULL, hd_chart_make_lines, "risk.hit_rate", "time,lane", 0, NULL },
  { "risk-follow", N_ ("Did hits follow red-lane checks?"), hd_chart_make_time_kpis,
    "risk.selection_rate,risk.hit_rate", "time", 0, "lane=DO" },
  { "risk-rates", N_ ("Selected and hit, by lane"), hd_chart_make_figures,
    "risk.selection_rate,risk.hit_rate", "lane", 0, "lane=DO+VANG" },
  { "violations-matrix", N_ ("Cases by goods and method"), hd_chart_make_matrix, "violations.cases",
    "method,goods", 0, NULL },
  { "violations-matrix-routes", N_ ("Cases by goods and route"), hd_chart_make_matrix,
    "violations.cases", "route,goods", 0, NULL },
  { "pca-yield", NULL, hd_chart_make_columns, "pca.yield", "time", 0, NULL },
  /* The single window. */
  { "nsw-figures", N_ ("The single window by ministry"), hd_chart_make_figures,
    "nsw.dossiers,nsw.average_hours,nsw.on_time_rate", "ministry", 0, NULL },
  { "nsw-hours", NULL, hd_chart_make_bars, "nsw.average_hours", "+", 0, NULL },
  { "nsw-stages", NULL, hd_chart_make_bars, "nsw.average_hours", "stage", 0, NULL },
  { "nsw-procedures", NULL, hd_chart_make_bars, "nsw.average_hours", "procedure", 0, NULL },
  { "nsw-months", N_ ("Hours a dossier, by ministry and month"), hd_chart_make_matrix,
    "nsw.average_hours", "time,ministry", 0, NULL },
  { "nsw-trend", NULL, hd_chart_make_lines, "nsw.on_time_rate", "time", 0, NULL },
  { "asw-partners", NULL, hd_chart_make_bars, "asw.certificates", "partner", 10, NULL },
  { "exchange-partners", NULL, hd_chart_make_bars, "exchange.failure_rate", "exchange_partner", 0,
    NULL },
  /* The digital customs. */
  { "digital-targets", N_ ("Digital targets reached"), hd_chart_make_bars, "digital.targets_done",
    "target", 0, NULL },
  { "digital-progress", NULL, hd_chart_make_columns, "digital.targets_done", "time", 0, NULL },
  { "maturity-ladder", N_ ("WCO digital maturity: level reached, of six"), hd_chart_make_steps,
    "digital.maturity_level", "maturity_item", 0, NULL },
  { "maturity-years", N_ ("WCO digital maturity by year"), hd_chart_make_matrix,
    "digital.maturity_level", "time,maturity_item", 0, NULL },
  { "service-pillars", NULL, hd_chart_make_bars, "service.end_to_end_rate", "pillar", 0, NULL },
  { "service-on-time", NULL, hd_chart_make_bars, "service.on_time_rate", "pillar", 0, NULL },
  /* Maps. */
  { "map", NULL, hd_chart_make_map, "revenue.collected", NULL, 0, NULL, "unit" },
  { "map-ranking", NULL, hd_chart_make_map_ranking, "revenue.collected", NULL, 0, NULL, "unit" },
  { "map-units", NULL, hd_chart_make_map_units, "revenue.collected", NULL, 0, NULL, "unit" },
  { "map-clearance", NULL, hd_chart_make_map_units, "clearance.p90_hours", NULL, 0, NULL, "unit" },
  { "map-violations", NULL, hd_chart_make_map_units, "violations.cases", NULL, 0, NULL, "unit" },
  { "trade-revisions", N_ ("Trade: first estimates and what became of them"),
    hd_chart_make_revisions, "trade.value", NULL, 0, NULL },
  { "map-partners", N_ ("Trade by partner"), hd_chart_make_map_partners, "trade.partner_value",
    "partner", 200, NULL, "partner" },
  /* Forecast and systems. */
  { "forecast-fan", NULL, hd_chart_make_fan, "revenue.collected", NULL, 0, NULL },
  { "forecast-parts", N_ ("What the series is made of"), hd_chart_make_forecast_parts,
    "revenue.collected", NULL, 0, NULL },
  { "forecast-members", N_ ("Members of the forecast"), hd_chart_make_forecast_members,
    "revenue.collected", NULL, 0, NULL },
  { "forecast-backtest", N_ ("The last twelve forecasts against what came"),
    hd_chart_make_forecast_backtest, "revenue.collected", NULL, 0, NULL },
  { "forecast-coverage", N_ ("Did what came lie inside the intervals?"),
    hd_chart_make_forecast_coverage, "revenue.collected", NULL, 0, NULL },
  { "forecast-calibration", N_ ("Were plans reached as often as stated?"),
    hd_chart_make_forecast_calibration, "revenue.collected", NULL, 0, NULL },
  { "system-health", N_ ("Core systems"), hd_chart_make_system_health, "system.availability",
    "system", 0, NULL },
  { "system-figures", N_ ("The core systems in figures"), hd_chart_make_figures,
    "system.availability,system.incidents,system.error_rate,system.data_lag", "system", 0, NULL },
  { "system-trend", NULL, hd_chart_make_lines, "system.availability", "time", 0, NULL },
  { "system-months", N_ ("Incidents by system and month"), hd_chart_make_matrix, "system.incidents",
    "time,system", 0, NULL },
  { "evidence", N_ ("Feeds of the source systems"), hd_chart_make_evidence, NULL, NULL, 0, NULL },
  { "evidence-first", N_ ("Feeds of the source systems"), hd_chart_make_evidence, NULL, "1/2", 0,
    NULL },
  { "evidence-second", N_ ("Feeds of the source systems, continued"), hd_chart_make_evidence, NULL,
    "2/2", 0, NULL },
  /* The dataset and KPI of the drill path. */
  { "dataset-trend", NULL, hd_chart_make_dataset_trend, NULL, NULL, 0, NULL },
  { "dataset-parts", NULL, hd_chart_make_dataset_parts, NULL, NULL, 0, NULL },
  { "data-trust", N_ ("Trust in the figures"), hd_chart_make_data_trust, NULL, NULL, 0, NULL },
};

const guint hd_present_n_charts = G_N_ELEMENTS (hd_present_charts);

const HdPresentChart *
hd_present_find_chart (const char *name)
{
  for (guint index = 0; index < hd_present_n_charts; index++)
    if (g_str_equal (hd_present_charts[index].name, name))
      return &hd_present_charts[index];
  return NULL;
}

HdChartSpec *
hd_present_make_chart (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  HdChartSpec *spec = chart->make (chart, present, error);

  if (spec != NULL && present->notes != NULL)
    hd_present_add_notes (spec, chart, present);
  return spec;
}
