/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map without its words, projected once for a scale: any part of it can be painted at any time.
 */

#pragma once

#include "hd-painter.h"

G_BEGIN_DECLS

typedef struct _HdMapGround HdMapGround;

/* Its origin is the middle of what the map shows at zoom 1. Keeps a reference to `spec`. */
HdMapGround *hd_map_ground_new (HdChartSpec *spec, double px_per_degree) G_GNUC_WARN_UNUSED_RESULT;
void hd_map_ground_free (HdMapGround *ground);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdMapGround, hd_map_ground_free)

double hd_map_ground_get_scale (const HdMapGround *ground);
/* Paints the sea, and what lies in `area`. */
void
hd_map_ground_draw (const HdMapGround *ground, cairo_t *cr, const HdPalette *palette, HdRect area);

/* Of a map's layout: its scale, where the origin of its ground lies in it, and all but that ground: title,
 * legend, names, and the round corners of its frame. */
double hd_map_layout_get_scale (const HdChartLayout *layout);
void hd_map_layout_get_origin (const HdChartLayout *layout, double *x, double *y);
void hd_map_layout_draw_words (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette);

G_END_DECLS
