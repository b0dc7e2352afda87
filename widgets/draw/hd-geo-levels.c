/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A layer with only those points that a scale can show; each power of two is made once and kept.
 */

#include "config.h"

#include "hd-geo-levels.h"

#include "hd-geo-topology.h"
#include "hd-map-layout.h"

#include <math.h>

/* What may be left out at a scale, in square pixels: less than an eighth of one cannot be seen, for the
 * edge it moves by is averaged away. Rings smaller than half a pixel go whole. */
#define UNSEEN_PX2 0.2
#define UNSEEN_RING_PX2 0.5
#define N_LEVELS 16 /* 1 to 32,768 pixels a degree */

struct _HdGeoLevels
{
  double *weights; /* of the layer's points, square degrees */
  guint8 *is_largest; /* of its rings: a shape never loses its largest one */
  double *ring_areas; /* square degrees */
  HdGeoLayer *levels[N_LEVELS]; /* (nullable) */
};

static GMutex mutex;

static double
ring_area (const HdGeoLayer *layer, const HdGeoRing *ring)
{
  return hd_geo_ring_area (layer, ring) * cos (HD_MAP_TRUE_LAT * G_PI / 180);
}

static void
weigh_rings (HdGeoLevels *self, const HdGeoLayer *layer)
{
  for (guint shape = 0; shape < layer->n_shapes; shape++)
    {
      const HdGeoShape *of_layer = &layer->shapes[shape];
      guint largest = of_layer->first_ring;

      for (guint ring = of_layer->first_ring; ring < of_layer->first_ring + of_layer->n_rings;
           ring++)
        {
          self->ring_areas[ring] = ring_area (layer, &layer->rings[ring]);
          if (of_layer->kind != HD_GEO_POLYGON)
            self->ring_areas[ring] = INFINITY;
          if (self->ring_areas[ring] > self->ring_areas[largest])
            largest = ring;
        }
      if (of_layer->n_rings > 0)
        self->is_largest[largest] = TRUE;
    }
}

static HdGeoLevels *
levels_new (const HdGeoLayer *layer)
{
  g_autoptr (HdGeoTopology) topology = hd_geo_topology_new (layer);
  g_autofree double *of_places = hd_geo_topology_weigh (topology, layer);
  HdGeoLevels *self = g_new0 (HdGeoLevels, 1);

  self->weights = g_new (double, MAX (layer->n_points, 1));
  for (guint point = 0; point < layer->n_points; point++)
    self->weights[point] = of_places[topology->places[point]];
  self->is_largest = g_new0 (guint8, MAX (layer->n_rings, 1));
  self->ring_areas = g_new0 (double, MAX (layer->n_rings, 1));
  weigh_rings (self, layer);
  return self;
}

void
hd_geo_levels_free (HdGeoLevels *self)
{
  for (guint level = 0; level < N_LEVELS; level++)
    g_clear_pointer (&self->levels[level], hd_geo_layer_unref);
  g_free (self->weights);
  g_free (self->is_largest);
  g_free (self->ring_areas);
  g_free (self);
}

/* Where a ring begins may be a point that goes: it is then closed at the first that stays. */
static void
add_ring (HdGeoLayer *level,
          const HdGeoLevels *self,
          const HdGeoLayer *layer,
          const HdGeoRing *ring,
          double least)
{
  guint end = ring->first_point + ring->n_points;
  int first = -1;

  hd_geo_layer_begin_ring (level);
  for (guint point = ring->first_point; point < end; point++)
    if (self->weights[point] >= least)
      {
        hd_geo_layer_add_point (level, layer->points[point].lon, layer->points[point].lat);
        first = first < 0 ? (int)point : first;
      }
  if (first > (int)ring->first_point
      && layer->points[ring->first_point].lon == layer->points[end - 1].lon
      && layer->points[ring->first_point].lat == layer->points[end - 1].lat)
    hd_geo_layer_add_point (level, layer->points[first].lon, layer->points[first].lat);
}

static HdGeoLayer *
make_level (const HdGeoLevels *self, const HdGeoLayer *layer, double px_per_degree)
{
  HdGeoLayer *level = hd_geo_layer_new ();
  double least = UNSEEN_PX2 / (px_per_degree * px_per_degree);
  double least_ring = UNSEEN_RING_PX2 / (px_per_degree * px_per_degree);

  for (guint shape = 0; shape < layer->n_shapes; shape++)
    {
      const HdGeoShape *of_layer = &layer->shapes[shape];

      hd_geo_layer_begin_shape (level, of_layer->kind, of_layer->code, of_layer->name_vi,
                                of_layer->name_en, of_layer->type);
      for (guint ring = of_layer->first_ring; ring < of_layer->first_ring + of_layer->n_rings;
           ring++)
        {
          if (self->ring_areas[ring] >= least_ring || self->is_largest[ring])
            add_ring (level, self, layer, &layer->rings[ring], least);
        }
    }
  hd_geo_layer_seal_as (level, layer);
  return level;
}

const HdGeoLayer *
hd_geo_layer_at_scale (HdGeoLayer *layer, double px_per_degree)
{
  guint level = 0;

  while (level + 1 < N_LEVELS && (double)(1u << level) < px_per_degree)
    level++;
  g_mutex_lock (&mutex);
  if (layer->levels == NULL)
    layer->levels = levels_new (layer);
  if (layer->levels->levels[level] == NULL)
    layer->levels->levels[level] = make_level (layer->levels, layer, (double)(1u << level));
  g_mutex_unlock (&mutex);
  return layer->levels->levels[level];
}
