/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map without its words, projected once for a scale: any part of it can be painted at any time.
 */

#pragma once

#include "hd-painter.h"

G_BEGIN_DECLS

typedef struct _HdMapGround HdMapGround;

/* Its origin is the middle of what the map shows at zoom 1. Keeps a reference to `spec`. Immutable and
 * atomically counted: any thread may paint it. */
HdMapGround *hd_map_ground_new (HdChartSpec *spec, double px_per_degree) G_GNUC_WARN_UNUSED_RESULT;
HdMapGround *hd_map_ground_ref (HdMapGround *ground);
void hd_map_ground_unref (HdMapGround *ground);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdMapGround, hd_map_ground_unref)

double hd_map_ground_get_scale (const HdMapGround *ground);
/* Whether `spec`, at the same scale, has the same land and lines. */
gboolean hd_map_ground_differs_in_values (const HdMapGround *ground, HdChartSpec *spec);
/* Paints the sea, and what lies in `area`. */
void
hd_map_ground_draw (const HdMapGround *ground, cairo_t *cr, const HdPalette *palette, HdRect area);

/* From below: sea and land; the colours of the units; borders and archipelagos; what is selected, flows, points. */
typedef enum
{
  HD_MAP_GROUND_LAND,
  HD_MAP_GROUND_UNITS,
  HD_MAP_GROUND_LINES,
  HD_MAP_GROUND_MARKS,
} HdMapGroundPart;
void hd_map_ground_draw_part (const HdMapGround *ground,
                              cairo_t *cr,
                              const HdPalette *palette,
                              HdRect area,
                              HdMapGroundPart part);

/* The view of a frame of that size in which a unit stands in the middle, as near as it is small. */
HdMapView hd_map_spec_look_at (const HdMapSpec *map, guint unit, double width, double height);
/* Of a map's layout: its scale, and where the origin of its ground lies in it. */
double hd_map_layout_get_scale (const HdChartLayout *layout);
void hd_map_layout_get_origin (const HdChartLayout *layout, double *x, double *y);
/* What lies over the ground and moves with it: names. What does not: title, legend, round corners. */
void hd_map_layout_draw_names (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette);
void hd_map_layout_draw_frame (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette);

G_END_DECLS
