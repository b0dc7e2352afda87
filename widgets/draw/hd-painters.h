/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the painter table only: what each painter's file offers it.
 */

#pragma once

#include "hd-layout.h"

G_BEGIN_DECLS

void hd_line_layout (HdChartLayout *layout);
void hd_bars_layout (HdChartLayout *layout);
void hd_columns_layout (HdChartLayout *layout);
void hd_waterfall_layout (HdChartLayout *layout);
void hd_ladder_layout (HdChartLayout *layout);
void hd_heatmap_layout (HdChartLayout *layout);
void hd_stack_layout (HdChartLayout *layout);
void hd_pareto_layout (HdChartLayout *layout);
void hd_sparkline_layout (HdChartLayout *layout);
void hd_bullet_layout (HdChartLayout *layout);
void hd_histogram_layout (HdChartLayout *layout);
void hd_status_layout (HdChartLayout *layout);
void hd_panels_layout (HdChartLayout *layout);
void hd_intervals_layout (HdChartLayout *layout);
void hd_reliability_layout (HdChartLayout *layout);
void hd_multiples_layout (HdChartLayout *layout);
void hd_treemap_layout (HdChartLayout *layout);
void hd_calendar_layout (HdChartLayout *layout);
void hd_slope_layout (HdChartLayout *layout);
void hd_dots_layout (HdChartLayout *layout);
void hd_variance_layout (HdChartLayout *layout);
void hd_area_layout (HdChartLayout *layout);
void hd_table_layout (HdChartLayout *layout);
void hd_map_layout (HdChartLayout *layout);
void hd_map_draw (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette);
int hd_map_hit (const HdChartLayout *layout, double x, double y);

/* The row under the pointer, wherever in it the pointer is. */
int hd_hit_row (const HdChartLayout *layout, double x, double y);

/* Summaries; each appends sentences to the title and caption that are already there. */
void hd_describe_trend (const HdChartSpec *spec, const HdChartWords *words, GString *text);
void hd_describe_ranking (const HdChartSpec *spec, const HdChartWords *words, GString *text);
void hd_describe_steps (const HdChartSpec *spec, const HdChartWords *words, GString *text);
void hd_describe_rows (const HdChartSpec *spec, const HdChartWords *words, GString *text);
void hd_describe_extremes (const HdChartSpec *spec, const HdChartWords *words, GString *text);
void hd_describe_pareto (const HdChartSpec *spec, const HdChartWords *words, GString *text);
void hd_describe_histogram (const HdChartSpec *spec, const HdChartWords *words, GString *text);
void hd_describe_status (const HdChartSpec *spec, const HdChartWords *words, GString *text);
void hd_describe_panels (const HdChartSpec *spec, const HdChartWords *words, GString *text);
void hd_describe_map (const HdChartSpec *spec, const HdChartWords *words, GString *text);

double hd_height_wide (const HdChartSpec *spec, double width, double font_px);
double hd_height_line (const HdChartSpec *spec, double width, double font_px);
double hd_bars_height (const HdChartSpec *spec, double width, double font_px);
double hd_ladder_height (const HdChartSpec *spec, double width, double font_px);
double hd_heatmap_height (const HdChartSpec *spec, double width, double font_px);
double hd_pareto_height (const HdChartSpec *spec, double width, double font_px);
double hd_stack_height (const HdChartSpec *spec, double width, double font_px);
double hd_bullet_height (const HdChartSpec *spec, double width, double font_px);
double hd_status_height (const HdChartSpec *spec, double width, double font_px);
double hd_map_height (const HdChartSpec *spec, double width, double font_px);
double hd_panels_height (const HdChartSpec *spec, double width, double font_px);
double hd_reliability_height (const HdChartSpec *spec, double width, double font_px);
double hd_multiples_height (const HdChartSpec *spec, double width, double font_px);
double hd_treemap_height (const HdChartSpec *spec, double width, double font_px);
double hd_calendar_height (const HdChartSpec *spec, double width, double font_px);
double hd_slope_height (const HdChartSpec *spec, double width, double font_px);
double hd_table_height (const HdChartSpec *spec, double width, double font_px);

G_END_DECLS
