/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The makers of charts: what the rows of hd_present_charts[] point to.
 */

#pragma once

#include "hd-present.h"

G_BEGIN_DECLS

#define HD_DECLARE_CHART_MAKER(name)                                                               \
  HdChartSpec *hd_chart_make_##name (const HdPresentChart *chart, const HdPresent *present,        \
                                     GError **error)

/* Charts that follow from the row alone (hd-chart-rows.c). */
HD_DECLARE_CHART_MAKER (bars);
HD_DECLARE_CHART_MAKER (pareto);
HD_DECLARE_CHART_MAKER (columns);
HD_DECLARE_CHART_MAKER (lines);
HD_DECLARE_CHART_MAKER (stack);
HD_DECLARE_CHART_MAKER (ladder);
HD_DECLARE_CHART_MAKER (bridge);
HD_DECLARE_CHART_MAKER (matrix);
HD_DECLARE_CHART_MAKER (figures);
HD_DECLARE_CHART_MAKER (shares);
HD_DECLARE_CHART_MAKER (time_kpis);

/* Lets a chart over months, of `frame`, go on with the forecast of each of its lines (hd-chart-ahead.c);
 * does nothing where none may be shown, and says so. */
void hd_chart_add_ahead (const HdPresent *present,
                         const HdKpi *kpi,
                         const HdFrame *frame,
                         HdChartSpec *spec);

/* Charts with something of their own. */
HD_DECLARE_CHART_MAKER (cumulative);
HD_DECLARE_CHART_MAKER (months);
HD_DECLARE_CHART_MAKER (probability);
HD_DECLARE_CHART_MAKER (heatmap);
HD_DECLARE_CHART_MAKER (within);
HD_DECLARE_CHART_MAKER (map);
HD_DECLARE_CHART_MAKER (map_ranking);
HD_DECLARE_CHART_MAKER (map_units);
HD_DECLARE_CHART_MAKER (map_partners);
HD_DECLARE_CHART_MAKER (fan);
HD_DECLARE_CHART_MAKER (forecast_parts);
HD_DECLARE_CHART_MAKER (forecast_members);
HD_DECLARE_CHART_MAKER (forecast_backtest);
HD_DECLARE_CHART_MAKER (forecast_coverage);
HD_DECLARE_CHART_MAKER (forecast_calibration);
HD_DECLARE_CHART_MAKER (system_health);
HD_DECLARE_CHART_MAKER (steps);
HD_DECLARE_CHART_MAKER (evidence);

/* Units, parts and days compared (hd-chart-kinds.c, hd-chart-units.c). */
HD_DECLARE_CHART_MAKER (slope);
HD_DECLARE_CHART_MAKER (dots);
HD_DECLARE_CHART_MAKER (treemap);
HD_DECLARE_CHART_MAKER (variance);
HD_DECLARE_CHART_MAKER (area);
HD_DECLARE_CHART_MAKER (calendar);
HD_DECLARE_CHART_MAKER (multiples);
HD_DECLARE_CHART_MAKER (unit_table);

/* First estimates and what became of them (hd-chart-revisions.c). */
HD_DECLARE_CHART_MAKER (revisions);

/* Any dataset (hd-chart-dataset.c). */
HD_DECLARE_CHART_MAKER (dataset_trend);
HD_DECLARE_CHART_MAKER (dataset_parts);
HD_DECLARE_CHART_MAKER (data_trust);

G_END_DECLS
