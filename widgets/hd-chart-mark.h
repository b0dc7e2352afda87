/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One mark of a chart as a screen reader and the focus see it: an unpainted item placed over the mark.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HD_TYPE_CHART_MARK (hd_chart_mark_get_type ())
G_DECLARE_FINAL_TYPE (HdChartMark, hd_chart_mark, HD, CHART_MARK, GtkWidget)

GtkWidget *hd_chart_mark_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* -1: of no mark now. */
int hd_chart_mark_get_index (HdChartMark *self);
/* `label` is what is read aloud; the mark is the `index`-th of `count`. */
void hd_chart_mark_set (HdChartMark *self, int index, int count, const char *label);

G_END_DECLS
