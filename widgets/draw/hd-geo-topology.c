/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which points of a layer are the same place, and where its borders meet: what simplifying must keep.
 */

#include "config.h"

#include "hd-geo-topology.h"

#include <math.h>
#include <stdlib.h>

#define NO_PLACE G_MAXUINT

typedef struct
{
  HdGeoPoint at;
  guint point;
} Keyed;

static int
compare_keyed (const void *a, const void *b)
{
  const Keyed *first = a;
  const Keyed *second = b;

  if (first->at.lon != second->at.lon)
    return first->at.lon < second->at.lon ? -1 : 1;
  return (first->at.lat > second->at.lat) - (first->at.lat < second->at.lat);
}

static void
number_places (HdGeoTopology *topology, const HdGeoLayer *layer)
{
  g_autofree Keyed *keyed = g_new (Keyed, MAX (layer->n_points, 1));

  for (guint point = 0; point < layer->n_points; point++)
    keyed[point] = (Keyed){ layer->points[point], point };
  qsort (keyed, layer->n_points, sizeof (Keyed), compare_keyed);
  for (guint index = 0; index < layer->n_points; index++)
    {
      if (index > 0 && compare_keyed (&keyed[index - 1], &keyed[index]) != 0)
        topology->n_places++;
      topology->places[keyed[index].point] = topology->n_places;
    }
  topology->n_places += layer->n_points > 0;
}

/* A place has two neighbours on a plain border; a third one is where borders part. */
static void
meet (HdGeoTopology *topology, guint (*neighbours)[2], guint place, guint other)
{
  if (place == other || neighbours[place][0] == other || neighbours[place][1] == other)
    return;
  if (neighbours[place][0] == NO_PLACE)
    neighbours[place][0] = other;
  else if (neighbours[place][1] == NO_PLACE)
    neighbours[place][1] = other;
  else
    topology->is_junction[place] = TRUE;
}

static void
find_junctions (HdGeoTopology *topology, const HdGeoLayer *layer)
{
  g_autofree guint (*neighbours)[2] = g_malloc (sizeof (guint[2]) * MAX (topology->n_places, 1));

  for (guint place = 0; place < topology->n_places; place++)
    neighbours[place][0] = neighbours[place][1] = NO_PLACE;
  for (guint ring = 0; ring < layer->n_rings; ring++)
    {
      const guint *places = topology->places + layer->rings[ring].first_point;

      for (guint point = 0; point + 1 < layer->rings[ring].n_points; point++)
        {
          meet (topology, neighbours, places[point], places[point + 1]);
          meet (topology, neighbours, places[point + 1], places[point]);
        }
    }
  for (guint place = 0; place < topology->n_places; place++)
    if (neighbours[place][1] == NO_PLACE)
      topology->is_junction[place] = TRUE;
}

HdGeoTopology *
hd_geo_topology_new (const HdGeoLayer *layer)
{
  HdGeoTopology *topology = g_new0 (HdGeoTopology, 1);

  topology->places = g_new (guint, MAX (layer->n_points, 1));
  number_places (topology, layer);
  topology->is_junction = g_new0 (guint8, MAX (topology->n_places, 1));
  find_junctions (topology, layer);
  return topology;
}

void
hd_geo_topology_free (HdGeoTopology *topology)
{
  g_free (topology->places);
  g_free (topology->is_junction);
  g_free (topology);
}
