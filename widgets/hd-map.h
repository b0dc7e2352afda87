/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map on the screen: a chart of kind MAP that can be moved and enlarged.
 */

#pragma once

#include <gtk/gtk.h>

#include "hd-chart-spec.h"
#include "hd-map-walk.h"

G_BEGIN_DECLS

#define HD_TYPE_MAP (hd_map_get_type ())
G_DECLARE_FINAL_TYPE (HdMap, hd_map, HD, MAP, GtkWidget)

/* ::out (): what lies round the unit that is looked into is asked for. */
GtkWidget *hd_map_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* The chart within, to connect to: ::activated, ::show-table, ::export. (transfer none) */
GtkWidget *hd_map_get_chart (HdMap *self);
/* Takes a reference. The view stays while the geometry does. NULL shows nothing. */
void hd_map_set_spec (HdMap *self, HdChartSpec *spec);

double hd_map_get_zoom (HdMap *self);
/* Enlarges by `factor` about the point (px of the widget). */
void hd_map_zoom (HdMap *self, double factor, double x, double y);
/* Moves the picture by so many px. */
void hd_map_pan (HdMap *self, double dx, double dy);
/* The focus goes to what lies on that side. */
void hd_map_walk_to (HdMap *self, HdMapDirection direction);
/* Looks at the unit of that code from near. */
void hd_map_look_at (HdMap *self, const char *code);
/* TRUE: the wheel enlarges without Ctrl, as where no page scrolls round the map. */
void hd_map_set_takes_wheel (HdMap *self, gboolean takes_wheel);
/* The whole country with both archipelagos. */
void hd_map_fit (HdMap *self);

G_END_DECLS
