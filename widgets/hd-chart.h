/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A chart on the screen: any painter of widgets/draw, with pointer, keyboard and screen reader.
 */

#pragma once

#include <gtk/gtk.h>

#include "hd-chart-link.h"
#include "hd-painter.h"

G_BEGIN_DECLS

#define HD_TYPE_CHART (hd_chart_get_type ())
G_DECLARE_FINAL_TYPE (HdChart, hd_chart, HD, CHART, GtkWidget)

/* Signals:
 * ::activated (const char *code, int series, int category): a mark was clicked or Enter was pressed on it.
 * ::show-table (): the person asks for the numbers behind the picture.
 * ::export (): … for a file.
 * ::command (const char *command, const char *code, int series, int category): something else is to be done
 *   with a mark: "compare", "compare-with", "copy-evidence", "annotate", or "open:" and a place of hd_chart_set_places().
 *   `code` is a whole filter, "unit=KV02", or NULL.
 * ::period-chosen (const char *from, const char *to): periods as in the codes of the categories.
 */
GtkWidget *hd_chart_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* A picture beside words that say the same: no focus, hidden from the screen reader. */
GtkWidget *hd_chart_new_decoration (void) G_GNUC_WARN_UNUSED_RESULT;

HdChartSpec *hd_chart_get_spec (HdChart *self); /* (transfer none) (nullable) */
/* The mark under the pointer or in focus; -1: none. */
int hd_chart_get_cursor (HdChart *self);
/* The mark that the keyboard is at; -1: none. */
int hd_chart_get_keyboard_mark (HdChart *self);

/* Takes a reference. NULL shows nothing. The cursor stays where it was while there is such a mark. */
void hd_chart_set_spec (HdChart *self, HdChartSpec *spec);
/* Moves the keyboard's mark, and the focus with it. */
void hd_chart_set_cursor (HdChart *self, int mark);
void hd_chart_activate_mark (HdChart *self, int mark);

/* The mark of that series and category in words; empty where there is none. (transfer full) */
char *hd_chart_describe_at (HdChart *self, int series, int category);

/* For HdMap. Where a map looks: laid out anew. */
void hd_chart_set_view (HdChart *self, const HdMapView *view);
/* Until the view is set: shows the picture that is there so many times as large, and that far aside. Names go
 * with it, or are away while it is stretched. */
void hd_chart_preview (HdChart *self, double stretch, double dx, double dy);
/* The layout for the present size. (nullable) (transfer none) */
HdChartLayout *hd_chart_get_layout (HdChart *self);

/* The dimension of codes that do not name one, as those of a map. */
void hd_chart_set_dimension (HdChart *self, const char *dimension);
/* Charts with the same link show what is pointed at in any of them. (nullable) */
void hd_chart_set_link (HdChart *self, HdChartLink *link);
/* The mark that another chart points at; -1: none. */
int hd_chart_get_linked (HdChart *self);
/* Moves the end of the period being chosen, from the cursor's at first. */
void hd_chart_extend_selection (HdChart *self, int step);
/* Items of action "chart.command" with a target "open:…", for the menu of a mark. (nullable) */
void hd_chart_set_places (HdChart *self, GMenuModel *places);

G_END_DECLS
