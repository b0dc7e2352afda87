/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much each point of a layer matters to the eye: the area method of Visvalingam and Whyatt, "Line
 * generalisation by repeated elimination of points" (The Cartographic Journal 30, 1993), border by border.
 *
 * A border between two units is walked from the same end for both, so that both keep the same points.
 */

#include "config.h"

#include "hd-geo-topology.h"
#include "hd-map-layout.h"

#include <math.h>

#define RING_LEAST 3 /* places of a ring that encloses something */

/* One border, from junction to junction: its points as a list from which the flattest goes first. */
typedef struct
{
  const HdGeoLayer *layer;
  const HdGeoTopology *topology;
  double *weights; /* of places */
  double squeeze; /* cosine of the true parallel */
  GArray *points; /* (element-type guint): into the layer */
  guint *before, *after; /* the list */
  double *areas;
  guint *heap, *slots; /* the flattest on top; where in the heap each point is */
  guint n_heap, capacity;
} Border;

static double
triangle_area (const Border *border, guint first, guint middle, guint last)
{
  const HdGeoPoint *points = border->layer->points;
  HdGeoPoint a = points[g_array_index (border->points, guint, first)];
  HdGeoPoint b = points[g_array_index (border->points, guint, middle)];
  HdGeoPoint c = points[g_array_index (border->points, guint, last)];

  return fabs ((b.lon - a.lon) * (c.lat - a.lat) - (c.lon - a.lon) * (b.lat - a.lat))
         * border->squeeze / 2;
}

/* Of two equally flat ones the earlier goes first, so that the order is always the same. */
static gboolean
is_flatter (const Border *border, guint a, guint b)
{
  return border->areas[a] < border->areas[b] || (border->areas[a] == border->areas[b] && a < b);
}

static void
put_in_slot (Border *border, guint slot, guint point)
{
  border->heap[slot] = point;
  border->slots[point] = slot;
}

static void
sift (Border *border, guint slot)
{
  guint point = border->heap[slot];

  while (slot > 0 && is_flatter (border, point, border->heap[(slot - 1) / 2]))
    {
      put_in_slot (border, slot, border->heap[(slot - 1) / 2]);
      slot = (slot - 1) / 2;
    }
  while (2 * slot + 1 < border->n_heap)
    {
      guint child = 2 * slot + 1;

      if (child + 1 < border->n_heap
          && is_flatter (border, border->heap[child + 1], border->heap[child]))
        child++;
      if (!is_flatter (border, border->heap[child], point))
        break;
      put_in_slot (border, slot, border->heap[child]);
      slot = child;
    }
  put_in_slot (border, slot, point);
}

static guint
take_flattest (Border *border)
{
  guint point = border->heap[0];

  border->n_heap--;
  if (border->n_heap > 0)
    {
      put_in_slot (border, 0, border->heap[border->n_heap]);
      sift (border, 0);
    }
  return point;
}

static void
reserve (Border *border, guint n_points)
{
  if (n_points <= border->capacity)
    return;
  border->capacity = MAX (2 * border->capacity, n_points);
  border->before = g_renew (guint, border->before, border->capacity);
  border->after = g_renew (guint, border->after, border->capacity);
  border->areas = g_renew (double, border->areas, border->capacity);
  border->heap = g_renew (guint, border->heap, border->capacity);
  border->slots = g_renew (guint, border->slots, border->capacity);
}

static void
weigh_again (Border *border, guint point, double least)
{
  guint last = border->points->len - 1;

  if (point == 0 || point == last)
    return;
  /* Never less than what went before it: a point that is kept at one scale is kept at all larger ones. */
  border->areas[point]
      = MAX (least, triangle_area (border, border->before[point], point, border->after[point]));
  sift (border, border->slots[point]);
}

static guint
place_of (const Border *border, guint point)
{
  return border->topology->places[g_array_index (border->points, guint, point)];
}

/* The ends stay for ever; the others go one by one. */
static void
weigh_border (Border *border)
{
  guint n_points = border->points->len;

  if (n_points < 2)
    return;
  border->weights[place_of (border, 0)] = INFINITY;
  border->weights[place_of (border, n_points - 1)] = INFINITY;
  if (n_points < 3)
    return;
  reserve (border, n_points);
  border->n_heap = 0;
  for (guint point = 0; point < n_points; point++)
    {
      border->before[point] = point - 1;
      border->after[point] = point + 1;
      if (point == 0 || point + 1 == n_points)
        continue;
      border->areas[point] = triangle_area (border, point - 1, point, point + 1);
      put_in_slot (border, border->n_heap++, point);
      sift (border, border->n_heap - 1);
    }
  while (border->n_heap > 0)
    {
      guint point = take_flattest (border);
      double area = border->areas[point];
      guint before = border->before[point];
      guint after = border->after[point];

      border->weights[place_of (border, point)] = area;
      border->after[before] = after;
      border->before[after] = before;
      weigh_again (border, before, area);
      weigh_again (border, after, area);
    }
}

/* From the lesser end, whichever way the ring runs. */
static void
turn_border (Border *border)
{
  guint n_points = border->points->len;
  guint first = 0;
  guint last = n_points - 1;

  while (first < last && place_of (border, first) == place_of (border, last))
    {
      first++;
      last--;
    }
  if (n_points < 2 || place_of (border, first) <= place_of (border, last))
    return;
  for (first = 0, last = n_points - 1; first < last; first++, last--)
    {
      guint swap = g_array_index (border->points, guint, first);

      g_array_index (border->points, guint, first) = g_array_index (border->points, guint, last);
      g_array_index (border->points, guint, last) = swap;
    }
}

/* Where a ring is first cut: at a junction, or for an island at its least place. */
static guint
first_cut (const Border *border, const HdGeoRing *ring, gboolean is_closed)
{
  const guint *places = border->topology->places + ring->first_point;
  guint least = 0;

  if (!is_closed)
    return 0;
  for (guint point = 0; point + 1 < ring->n_points; point++)
    {
      if (border->topology->is_junction[places[point]])
        return point;
      if (places[point] < places[least])
        least = point;
    }
  return least;
}

static void
weigh_ring (Border *border, const HdGeoRing *ring)
{
  const guint *places = border->topology->places + ring->first_point;
  gboolean is_closed = ring->n_points > 1 && places[0] == places[ring->n_points - 1];
  guint n_steps = ring->n_points - 1;
  guint cut = first_cut (border, ring, is_closed);

  g_array_set_size (border->points, 0);
  for (guint step = 0; step <= n_steps; step++)
    {
      guint index = is_closed ? (cut + step) % n_steps : step;
      guint point = ring->first_point + index;

      g_array_append_val (border->points, point);
      if (step > 0 && (step == n_steps || border->topology->is_junction[places[index]]))
        {
          turn_border (border);
          weigh_border (border);
          g_array_set_size (border->points, 0);
          g_array_append_val (border->points, point);
        }
    }
}

/* A ring keeps three places at every scale, and so does whoever shares them. */
static void
keep_ring (Border *border, const HdGeoRing *ring)
{
  const guint *places = border->topology->places + ring->first_point;

  for (guint kept = 0; kept < RING_LEAST; kept++)
    {
      guint n_infinite = 0;
      int best = -1;

      for (guint point = 0; point + 1 < ring->n_points; point++)
        {
          if (isinf (border->weights[places[point]]))
            n_infinite++;
          else if (best < 0 || border->weights[places[point]] > border->weights[places[best]])
            best = (int)point;
        }
      if (n_infinite >= RING_LEAST || best < 0)
        return;
      border->weights[places[best]] = INFINITY;
    }
}

double *
hd_geo_topology_weigh (const HdGeoTopology *topology, const HdGeoLayer *layer)
{
  Border border = { .layer = layer,
                    .topology = topology,
                    .weights = g_new0 (double, MAX (topology->n_places, 1)),
                    .squeeze = cos (HD_MAP_TRUE_LAT * G_PI / 180),
                    .points = g_array_new (FALSE, FALSE, sizeof (guint)) };

  for (guint ring = 0; ring < layer->n_rings; ring++)
    if (layer->rings[ring].n_points > 1)
      weigh_ring (&border, &layer->rings[ring]);
    else if (layer->rings[ring].n_points == 1)
      border.weights[topology->places[layer->rings[ring].first_point]] = INFINITY;
  for (guint ring = 0; ring < layer->n_rings; ring++)
    keep_ring (&border, &layer->rings[ring]);
  g_array_unref (border.points);
  g_free (border.before);
  g_free (border.after);
  g_free (border.areas);
  g_free (border.heap);
  g_free (border.slots);
  return border.weights;
}
