/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A chart on the screen: any painter of widgets/draw, with pointer, keyboard and screen reader.
 */

#pragma once

#include <gtk/gtk.h>

#include "hd-chart-spec.h"

G_BEGIN_DECLS

#define HD_TYPE_CHART (hd_chart_get_type ())
G_DECLARE_FINAL_TYPE (HdChart, hd_chart, HD, CHART, GtkWidget)

/* Signals:
 * ::activated (const char *code, int series, int category): a mark was clicked or Enter was pressed on it.
 * ::show-table (): the person asks for the numbers behind the picture.
 * ::export (): … for a file.
 */
GtkWidget *hd_chart_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* A picture beside words that say the same: no focus, hidden from the screen reader. */
GtkWidget *hd_chart_new_decoration (void) G_GNUC_WARN_UNUSED_RESULT;

HdChartSpec *hd_chart_get_spec (HdChart *self); /* (transfer none) (nullable) */
/* The mark under the pointer or in focus; -1: none. */
int hd_chart_get_cursor (HdChart *self);

/* Takes a reference. NULL shows nothing. The cursor stays where it was while there is such a mark. */
void hd_chart_set_spec (HdChart *self, HdChartSpec *spec);
/* Moves the keyboard's mark, and the focus with it. */
void hd_chart_set_cursor (HdChart *self, int mark);
void hd_chart_activate_mark (HdChart *self, int mark);

G_END_DECLS
