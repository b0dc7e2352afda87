/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From an answer to a chart: pure functions, one a shape of table.
 *
 * Each takes a frame whose first columns are its groups, in the order of the query. Values of `kpi` stand in
 * the column named after it; with a comparison, its base, difference and per cent beside it.
 */

#pragma once

#include "hd-present-text.h"

G_BEGIN_DECLS

/* The columns of one KPI in a frame; -1 where there is none. */
typedef struct
{
  int value, base, difference, percent;
} HdKpiColumns;

HdKpiColumns hd_present_columns (const HdFrame *frame, const HdKpi *kpi);
/* What a mark of that group cell drills by: "unit=KV02", "time=2026-03". (transfer full) */
char *hd_present_filter_code (const HdFrame *frame, guint row, guint column);
/* Flags of a cell as painters know them. */
HdPointFlags hd_present_flags (HdCellFlags flags);
/* What a group-by column is called within a title: "đơn vị". (transfer full) */
char *hd_present_dimension_name (const HdPresent *present, const HdKpi *kpi, const char *group);

/* One group column of codes: a bar a code, greatest first as the frame has them, the change beside it. */
HdChartSpec *hd_present_bars (const HdPresent *present,
                              const HdKpi *kpi,
                              const HdFrame *frame,
                              const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* The same, sorted downwards with the cumulative share. */
HdChartSpec *hd_present_pareto (const HdPresent *present,
                                const HdKpi *kpi,
                                const HdFrame *frame,
                                const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* One group column, time: a column a period, the base behind it, an unfinished period hollow. */
HdChartSpec *hd_present_time_columns (const HdPresent *present,
                                      const HdKpi *kpi,
                                      const HdFrame *frame,
                                      const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* Time and, after it, at most one group of codes: a line each (one line without a group). */
HdChartSpec *hd_present_time_lines (const HdPresent *present,
                                    const HdKpi *kpi,
                                    const HdFrame *frame,
                                    const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* Two groups: the first a row, the second its parts, as shares of 100 %. */
HdChartSpec *hd_present_stack (const HdPresent *present,
                               const HdKpi *kpi,
                               const HdFrame *frame,
                               const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* Two groups: the first a column, the second a row, a cell for each pair. */
HdChartSpec *hd_present_matrix (const HdPresent *present,
                                const HdKpi *kpi,
                                const HdFrame *frame,
                                const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* Time alone, several KPIs of one unit: a line each. */
HdChartSpec *hd_present_time_kpis (const HdPresent *present,
                                   const char *const *kpis,
                                   const HdFrame *frame,
                                   const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* One group, several KPIs that are the shares of a whole: a row a code, a part a KPI. */
HdChartSpec *hd_present_shares (const HdPresent *present,
                                const char *const *kpis,
                                const HdFrame *frame,
                                const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* One group, several KPIs: a row a code, a column a KPI, with its unit. */
HdChartSpec *hd_present_figures (const HdPresent *present,
                                 const char *const *kpis,
                                 const HdFrame *frame,
                                 const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* One group; several KPIs are the percentiles of a row: "clearance.median_hours,clearance.p90_hours". */
HdChartSpec *hd_present_ladder (const HdPresent *present,
                                const char *const *kpis,
                                const HdFrame *frame,
                                const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* One group; a base, the greatest steps by code, the rest, and what they lead to. */
HdChartSpec *hd_present_bridge (const HdPresent *present,
                                const HdKpi *kpi,
                                const HdFrame *frame,
                                guint max_steps,
                                const char *title) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
