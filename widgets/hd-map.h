/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map on the screen: a chart of kind MAP that can be moved and enlarged.
 */

#pragma once

#include <gtk/gtk.h>

#include "hd-chart-spec.h"

G_BEGIN_DECLS

#define HD_TYPE_MAP (hd_map_get_type ())
G_DECLARE_FINAL_TYPE (HdMap, hd_map, HD, MAP, GtkWidget)

GtkWidget *hd_map_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* The chart within, to connect to: ::activated, ::show-table, ::export. (transfer none) */
GtkWidget *hd_map_get_chart (HdMap *self);
/* Takes a reference. The view stays while the geometry does. NULL shows nothing. */
void hd_map_set_spec (HdMap *self, HdChartSpec *spec);

double hd_map_get_zoom (HdMap *self);
/* Enlarges by `factor` about the point (px of the widget). */
void hd_map_zoom (HdMap *self, double factor, double x, double y);
/* The whole country with both archipelagos. */
void hd_map_fit (HdMap *self);

G_END_DECLS
