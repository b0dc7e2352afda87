/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building, sharing and asking map geometry.
 */

#include "config.h"

#include "hd-geo.h"

#include "hd-geo-levels.h"

#include <math.h>

static const HdGeoBox empty_box = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };

static HdGeoShape *
last_shape (HdGeoLayer *layer)
{
  return &g_array_index (layer->shape_array, HdGeoShape, layer->shape_array->len - 1);
}

static void
clear_shape (gpointer data)
{
  HdGeoShape *shape = data;

  g_free (shape->code);
  g_free (shape->name_vi);
  g_free (shape->name_en);
  g_free (shape->type);
}

static void
box_add_point (HdGeoBox *box, HdGeoPoint point)
{
  box->west = MIN (box->west, point.lon);
  box->east = MAX (box->east, point.lon);
  box->south = MIN (box->south, point.lat);
  box->north = MAX (box->north, point.lat);
}

/* Widest run inside the ring along one parallel; gives its width and its middle. */
static double
widest_run (const HdGeoLayer *layer, const HdGeoRing *ring, double lat, double *middle)
{
  const HdGeoPoint *points = layer->points + ring->first_point;
  double crossings[256];
  guint n_crossings = 0;
  double widest = 0;

  for (guint point = 0; point + 1 < ring->n_points && n_crossings < 256; point++)
    {
      HdGeoPoint from = points[point];
      HdGeoPoint to = points[point + 1];

      if ((from.lat > lat) != (to.lat > lat))
        crossings[n_crossings++]
            = from.lon + (lat - from.lat) / (to.lat - from.lat) * (to.lon - from.lon);
    }
  for (guint left = 1; left < n_crossings; left++)
    for (guint slot = left; slot > 0 && crossings[slot] < crossings[slot - 1]; slot--)
      {
        double swap = crossings[slot];
        crossings[slot] = crossings[slot - 1];
        crossings[slot - 1] = swap;
      }
  for (guint left = 0; left + 1 < n_crossings; left += 2)
    if (crossings[left + 1] - crossings[left] > widest)
      {
        widest = crossings[left + 1] - crossings[left];
        *middle = (crossings[left] + crossings[left + 1]) / 2;
      }
  return widest;
}

/* A point well inside the largest ring: the middle of its widest run, runs near the middle of the
 * ring's height being preferred. */
static HdGeoPoint
label_point (const HdGeoLayer *layer, const HdGeoShape *shape)
{
  const HdGeoRing *largest = &layer->rings[shape->first_ring];
  HdGeoBox box = empty_box;
  HdGeoPoint best = { (shape->bounds.west + shape->bounds.east) / 2,
                      (shape->bounds.south + shape->bounds.north) / 2 };
  double best_score = 0;

  if (shape->kind != HD_GEO_POLYGON)
    return layer->points[largest->first_point];
  for (guint ring = 1; ring < shape->n_rings; ring++)
    if (hd_geo_ring_area (layer, &layer->rings[shape->first_ring + ring])
        > hd_geo_ring_area (layer, largest))
      largest = &layer->rings[shape->first_ring + ring];
  for (guint point = 0; point < largest->n_points; point++)
    box_add_point (&box, layer->points[largest->first_point + point]);
  for (guint step = 1; step < 16; step++)
    {
      double lat = box.south + (box.north - box.south) * step / 16;
      double middle = best.lon;
      double width = widest_run (layer, largest, lat, &middle);
      double score = width * (1 - 0.5 * fabs (step - 8.0) / 8);

      if (score > best_score)
        {
          best_score = score;
          best = (HdGeoPoint){ middle, lat };
        }
    }
  return best;
}

static void
set_bounds (HdGeoLayer *layer, HdGeoShape *shape)
{
  shape->bounds = empty_box;
  for (guint ring = 0; ring < shape->n_rings; ring++)
    {
      const HdGeoRing *of_shape = &layer->rings[shape->first_ring + ring];

      for (guint point = 0; point < of_shape->n_points; point++)
        box_add_point (&shape->bounds, layer->points[of_shape->first_point + point]);
    }
}

HdGeoLayer *
hd_geo_layer_new (void)
{
  HdGeoLayer *layer = g_new0 (HdGeoLayer, 1);

  g_atomic_ref_count_init (&layer->ref_count);
  layer->shape_array = g_array_new (FALSE, TRUE, sizeof (HdGeoShape));
  g_array_set_clear_func (layer->shape_array, clear_shape);
  layer->ring_array = g_array_new (FALSE, TRUE, sizeof (HdGeoRing));
  layer->point_array = g_array_new (FALSE, TRUE, sizeof (HdGeoPoint));
  layer->bounds = empty_box;
  return layer;
}

HdGeoLayer *
hd_geo_layer_ref (HdGeoLayer *layer)
{
  g_atomic_ref_count_inc (&layer->ref_count);
  return layer;
}

void
hd_geo_layer_unref (HdGeoLayer *layer)
{
  if (!g_atomic_ref_count_dec (&layer->ref_count))
    return;
  g_array_unref (layer->shape_array);
  g_array_unref (layer->ring_array);
  g_array_unref (layer->point_array);
  g_clear_pointer (&layer->levels, hd_geo_levels_free);
  g_free (layer);
}

void
hd_geo_layer_begin_shape (HdGeoLayer *layer,
                          HdGeoKind kind,
                          const char *code,
                          const char *name_vi,
                          const char *name_en,
                          const char *type)
{
  HdGeoShape shape = {
    .kind = kind,
    .code = g_strdup (code != NULL ? code : ""),
    .name_vi = g_strdup (name_vi != NULL ? name_vi : ""),
    .name_en = g_strdup (name_en != NULL ? name_en : ""),
    .type = g_strdup (type != NULL ? type : ""),
    .first_ring = layer->ring_array->len,
  };

  g_return_if_fail (layer->shapes == NULL);
  g_array_append_val (layer->shape_array, shape);
}

void
hd_geo_layer_begin_ring (HdGeoLayer *layer)
{
  HdGeoRing ring = { .first_point = layer->point_array->len };

  g_return_if_fail (layer->shape_array->len > 0);
  g_array_append_val (layer->ring_array, ring);
  last_shape (layer)->n_rings++;
}

void
hd_geo_layer_add_point (HdGeoLayer *layer, double lon, double lat)
{
  HdGeoPoint point = { lon, lat };

  g_return_if_fail (layer->ring_array->len > 0);
  g_array_append_val (layer->point_array, point);
  g_array_index (layer->ring_array, HdGeoRing, layer->ring_array->len - 1).n_points++;
}

static HdGeoShape *
publish (HdGeoLayer *layer)
{
  layer->shapes = (const HdGeoShape *)layer->shape_array->data;
  layer->n_shapes = layer->shape_array->len;
  layer->rings = (const HdGeoRing *)layer->ring_array->data;
  layer->n_rings = layer->ring_array->len;
  layer->points = (const HdGeoPoint *)layer->point_array->data;
  layer->n_points = layer->point_array->len;
  return (HdGeoShape *)layer->shape_array->data;
}

void
hd_geo_layer_seal (HdGeoLayer *layer)
{
  HdGeoShape *shapes = publish (layer);

  for (guint shape = 0; shape < layer->n_shapes; shape++)
    {
      if (shapes[shape].n_rings == 0)
        continue;
      set_bounds (layer, &shapes[shape]);
      shapes[shape].label = label_point (layer, &shapes[shape]);
      hd_geo_box_add (&layer->bounds, &shapes[shape].bounds);
    }
}

void
hd_geo_layer_seal_as (HdGeoLayer *layer, const HdGeoLayer *origin)
{
  HdGeoShape *shapes = publish (layer);

  g_return_if_fail (layer->n_shapes == origin->n_shapes);
  for (guint shape = 0; shape < layer->n_shapes; shape++)
    {
      shapes[shape].bounds = origin->shapes[shape].bounds;
      shapes[shape].label = origin->shapes[shape].label;
    }
  layer->bounds = origin->bounds;
}

int
hd_geo_layer_find (const HdGeoLayer *layer, const char *code)
{
  for (guint shape = 0; shape < layer->n_shapes; shape++)
    if (g_strcmp0 (layer->shapes[shape].code, code) == 0)
      return (int)shape;
  return -1;
}

double
hd_geo_ring_area (const HdGeoLayer *layer, const HdGeoRing *ring)
{
  const HdGeoPoint *points = layer->points + ring->first_point;
  double twice = 0;

  for (guint point = 0; point + 1 < ring->n_points; point++)
    twice += points[point].lon * points[point + 1].lat - points[point + 1].lon * points[point].lat;
  return fabs (twice) / 2;
}

gboolean
hd_geo_shape_contains (const HdGeoLayer *layer, guint shape_index, double lon, double lat)
{
  const HdGeoShape *shape = &layer->shapes[shape_index];
  gboolean is_inside = FALSE;

  if (shape->kind != HD_GEO_POLYGON || lon < shape->bounds.west || lon > shape->bounds.east
      || lat < shape->bounds.south || lat > shape->bounds.north)
    return FALSE;
  for (guint ring = 0; ring < shape->n_rings; ring++)
    {
      const HdGeoRing *of_shape = &layer->rings[shape->first_ring + ring];
      const HdGeoPoint *points = layer->points + of_shape->first_point;

      for (guint to = 0, from = of_shape->n_points - 1; to < of_shape->n_points; from = to++)
        if ((points[to].lat > lat) != (points[from].lat > lat)
            && lon < points[to].lon
                         + (lat - points[to].lat) / (points[from].lat - points[to].lat)
                               * (points[from].lon - points[to].lon))
          is_inside = !is_inside;
    }
  return is_inside;
}

int
hd_geo_layer_hit (const HdGeoLayer *layer, double lon, double lat)
{
  for (guint shape = layer->n_shapes; shape > 0; shape--)
    if (hd_geo_shape_contains (layer, shape - 1, lon, lat))
      return (int)shape - 1;
  return -1;
}

void
hd_geo_box_add (HdGeoBox *box, const HdGeoBox *other)
{
  box->west = MIN (box->west, other->west);
  box->south = MIN (box->south, other->south);
  box->east = MAX (box->east, other->east);
  box->north = MAX (box->north, other->north);
}
