/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Projection and outlines of maps.
 */

#include "config.h"

#include "hd-map-layout.h"

#include "hd-geo-levels.h"
#include "hd-map-ground.h"

#include <math.h>

/* How much of the frame a unit that is looked at fills, and how near the map comes at most for it. */
#define LOOK_SHARE 0.62
#define LOOK_ZOOM 14.0

/* The country from the Chinese border to Cà Mau, and east to the last reef of Trường Sa. */
static const HdGeoBox country = { 101.9, 6.2, 117.6, 23.7 };

static HdGeoBox
home_of (const HdMapSpec *map)
{
  HdGeoBox home = map->home;

  return home.east > home.west && home.north > home.south ? home : country;
}

HdMapView
hd_map_view (const HdChartLayout *layout)
{
  HdMapView view = layout->options.view.zoom > 0 ? layout->options.view : layout->spec->map->view;

  if (!(view.zoom > 0))
    view.zoom = 1;
  return view;
}

HdMapView
hd_map_spec_look_at (const HdMapSpec *map, guint unit, double width, double height)
{
  HdGeoBox home = home_of (map);
  HdGeoBox box = map->units->shapes[unit].bounds;
  double squeeze = cos (HD_MAP_TRUE_LAT * G_PI / 180);
  double scale
      = MIN (width / ((home.east - home.west) * squeeze), height / (home.north - home.south));
  double fit = MIN (width / MAX ((box.east - box.west) * squeeze * scale, 1),
                    height / MAX ((box.north - box.south) * scale, 1));
  double zoom = CLAMP (LOOK_SHARE * fit, 1, LOOK_ZOOM);
  double east = ((box.west + box.east) - (home.west + home.east)) / 2;
  double north = ((box.south + box.north) - (home.south + home.north)) / 2;

  return (HdMapView){ zoom, -round (east * squeeze * scale * zoom), round (north * scale * zoom) };
}

void
hd_map_project_at (HdChartLayout *layout, double scale, double middle_x, double middle_y)
{
  HdGeoBox home = home_of (layout->spec->map);
  double squeeze = cos (HD_MAP_TRUE_LAT * G_PI / 180);

  layout->lon_scale = (HdScale){ (home.west + home.east) / 2, (home.west + home.east) / 2 + 1,
                                 middle_x, middle_x + scale * squeeze };
  layout->lat_scale = (HdScale){ (home.south + home.north) / 2, (home.south + home.north) / 2 + 1,
                                 middle_y, middle_y - scale };
}

void
hd_map_project (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  HdRect frame = layout->plot;
  HdGeoBox home = home_of (map);
  double squeeze = cos (HD_MAP_TRUE_LAT * G_PI / 180);
  HdMapView view = hd_map_view (layout);
  double scale, middle_x, middle_y;

  scale = view.zoom
          * MIN (frame.width / ((home.east - home.west) * squeeze),
                 frame.height / (home.north - home.south));
  /* On whole pixels, so that a picture of it may be moved without another being made. */
  middle_x = round (frame.x + frame.width / 2 + view.shift_x);
  middle_y = round (frame.y + frame.height / 2 + view.shift_y);
  hd_map_project_at (layout, scale, middle_x, middle_y);
}

HdPoint
hd_map_px (const HdChartLayout *layout, HdGeoPoint at)
{
  return (HdPoint){ hd_scale_px (&layout->lon_scale, at.lon),
                    hd_scale_px (&layout->lat_scale, at.lat) };
}

HdGeoPoint
hd_map_degrees (const HdChartLayout *layout, double x, double y)
{
  return (HdGeoPoint){ hd_scale_value (&layout->lon_scale, x),
                       hd_scale_value (&layout->lat_scale, y) };
}

HdRect
hd_map_px_rect (const HdChartLayout *layout, const HdGeoBox *box)
{
  HdPoint top_left = hd_map_px (layout, (HdGeoPoint){ box->west, box->north });
  HdPoint bottom_right = hd_map_px (layout, (HdGeoPoint){ box->east, box->south });

  return (HdRect){ top_left.x, top_left.y, bottom_right.x - top_left.x,
                   bottom_right.y - top_left.y };
}

double
hd_map_scale (const HdChartLayout *layout)
{
  return fabs (layout->lat_scale.end - layout->lat_scale.start);
}

int
hd_map_ink_shape (HdChartLayout *layout,
                  HdGeoLayer *layer,
                  guint shape_index,
                  HdRole role,
                  HdStyle style,
                  double width)
{
  const HdGeoLayer *level;
  const HdGeoShape *shape;
  guint ink;

  if (!hd_rect_overlaps (
          hd_rect_inset (layout->plot, -4),
          hd_rect_inset (hd_map_px_rect (layout, &layer->shapes[shape_index].bounds), -1)))
    return -1;
  level = hd_geo_layer_at_scale (layer, hd_map_scale (layout));
  shape = &level->shapes[shape_index];
  ink = hd_ink_path (layout, role, style, width);
  for (guint ring = 0; ring < shape->n_rings; ring++)
    {
      const HdGeoRing *of_shape = &level->rings[shape->first_ring + ring];

      if (ring > 0)
        hd_ink_path_lift (layout);
      for (guint point = 0; point < of_shape->n_points; point++)
        {
          HdPoint at = hd_map_px (layout, level->points[of_shape->first_point + point]);

          hd_ink_path_to (layout, at.x, at.y);
        }
    }
  if (shape->kind == HD_GEO_POLYGON)
    hd_ink_path_close (layout);
  return (int)ink;
}

/* Fewer than five classes are spread over the five steps, so that the ends keep their meaning. */
HdRole
hd_map_class_role (const HdMapSpec *map, int class_index)
{
  static const guint8 steps[HD_MAP_N_CLASSES + 1][HD_MAP_N_CLASSES] = {
    { 2 }, { 2 }, { 0, 4 }, { 0, 2, 4 }, { 0, 1, 3, 4 }, { 0, 1, 2, 3, 4 },
  };

  if (class_index < 0)
    return HD_ROLE_MAP_MISSING;
  return (map->is_sequential ? HD_ROLE_HEAT_1 : HD_ROLE_MAP_1)
         + steps[MIN (map->n_classes, HD_MAP_N_CLASSES)][MIN (class_index, HD_MAP_N_CLASSES - 1)];
}

const char *
hd_map_shape_name (const HdMapSpec *map, const HdGeoShape *shape)
{
  if (g_str_has_prefix (map->lang, "vi") || *shape->name_en == '\0')
    return shape->name_vi;
  return shape->name_en;
}
