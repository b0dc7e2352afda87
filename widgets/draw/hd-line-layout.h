/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the line painter's files: where its points lie, and its words.
 */

#pragma once

#include "hd-layout.h"

G_BEGIN_DECLS

double hd_line_x (const HdChartLayout *layout, guint category);
/* The last category with a value; -1: all missing. */
int hd_line_last (const HdChartSpec *spec, guint series);
/* Previous years, plans and forecasts stand back; the rest is what the chart is about. */
gboolean hd_line_is_quiet (const HdSeries *series);
/* One hollow point alone: what a running period has so far, which is no step of a line. */
gboolean hd_line_is_part (const HdChartSpec *spec, guint series);
guint hd_line_count_loud (const HdChartSpec *spec);

double hd_line_end_labels_width (const HdChartLayout *layout);
void hd_line_draw_end_labels (HdChartLayout *layout);
void hd_line_draw_end_dot (HdChartLayout *layout, guint series);
void hd_line_label_fan (HdChartLayout *layout);
void hd_line_draw_headline (HdChartLayout *layout);
void hd_line_draw_markers (HdChartLayout *layout);
void hd_line_draw_annotations (HdChartLayout *layout);

G_END_DECLS
