/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the map painter's files: from degrees to pixels, and the parts of a map.
 *
 * The projection is equirectangular with its true parallel at 16° N, the middle of Việt Nam. It is
 * two linear scales, so a hit is two divisions; within 8° of that parallel it stretches shapes by
 * at most 5 %, which no reader of a choropleth can see.
 */

#pragma once

#include "hd-layout.h"

G_BEGIN_DECLS

#define HD_MAP_TRUE_LAT 16.0

/* Where it looks: the reader's view, else the spec's own. */
HdMapView hd_map_view (const HdChartLayout *layout);
/* Sets layout->lon_scale and lat_scale for the frame that is layout->plot. */
void hd_map_project (HdChartLayout *layout);
/* The same for a given scale, the middle of what zoom 1 shows lying there. */
void hd_map_project_at (HdChartLayout *layout, double scale, double middle_x, double middle_y);
HdPoint hd_map_px (const HdChartLayout *layout, HdGeoPoint at);
HdGeoPoint hd_map_degrees (const HdChartLayout *layout, double x, double y);
HdRect hd_map_px_rect (const HdChartLayout *layout, const HdGeoBox *box);
/* Pixels per degree of latitude: what a label may ask to thin itself out. */
double hd_map_scale (const HdChartLayout *layout);
/* A path through the shape's rings, with the points that its scale can show; -1: outside the frame. */
int hd_map_ink_shape (HdChartLayout *layout,
                      HdGeoLayer *layer,
                      guint shape,
                      HdRole role,
                      HdStyle style,
                      double width);
/* The diameter of a point's mark: a bubble's area is as its value. */
double hd_map_point_size (const HdMapSpec *map, double scale, guint point);
HdRole hd_map_class_role (const HdMapSpec *map, int class_index);
const char *hd_map_shape_name (const HdMapSpec *map, const HdGeoShape *shape);

/* Land, units, reefs, flows and bubbles: all that stands beneath the words, but for the sea. */
/* The first ink of what a ground is made of: the land round the units lies before `units`. */
typedef struct
{
  guint units; /* their colours: of the spec's values */
  guint lines; /* their borders, and the archipelagos */
  guint marks; /* what is selected, flows and points: of the spec's values again */
} HdMapParts;

HdMapParts hd_map_draw_ground (HdChartLayout *layout);
/* The words, in the order in which they take room. */
void hd_map_draw_legend (HdChartLayout *layout);
void hd_map_label_archipelagos (HdChartLayout *layout);
void hd_map_label_units (HdChartLayout *layout);
void hd_map_label_surroundings (HdChartLayout *layout);

G_END_DECLS
