/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Maps in numbers, on the real boundaries: what simplifying keeps, what is hit, where keys lead, and that a
 * picture put together of tiles is the picture.
 */

#undef G_DISABLE_ASSERT

#include <math.h>

#include "hd-geo-levels.h"
#include "hd-geojson.h"
#include "hd-map-layout.h"
#include "hd-map-tiles.h"
#include "hd-map-walk.h"

#define ROUNDING_SHADES 2

static const HdMapLayer unit_layers[] = { HD_MAP_LAYER_REGIONS, HD_MAP_LAYER_DEPARTMENTS,
                                          HD_MAP_LAYER_PROVINCES_34, HD_MAP_LAYER_PROVINCES_63 };
static const double scales[] = { 8, 32, 128, 512 };

static guint
hash_point (gconstpointer key)
{
  const HdGeoPoint *point = key;

  return (guint)(gint64)llround (point->lon * 1e5) * 31u
         + (guint)(gint64)llround (point->lat * 1e5);
}

static gboolean
equal_points (gconstpointer a, gconstpointer b)
{
  const HdGeoPoint *first = a;
  const HdGeoPoint *second = b;

  return first->lon == second->lon && first->lat == second->lat;
}

/* (transfer full): the points of a layer, counted. */
static GHashTable *
count_points (const HdGeoLayer *layer)
{
  GHashTable *counts = g_hash_table_new (hash_point, equal_points);

  for (guint ring = 0; ring < layer->n_rings; ring++)
    for (guint point = 0; point + 1 < layer->rings[ring].n_points; point++)
      {
        const HdGeoPoint *at = &layer->points[layer->rings[ring].first_point + point];
        guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, at));

        g_hash_table_insert (counts, (gpointer)at, GUINT_TO_POINTER (count + 1));
      }
  return counts;
}

static double
shape_area (const HdGeoLayer *layer, const HdGeoShape *shape)
{
  double area = 0;

  for (guint ring = 0; ring < shape->n_rings; ring++)
    area += hd_geo_ring_area (layer, &layer->rings[shape->first_ring + ring]);
  return area;
}

/* A point that two units share stays for both or goes for both; every ring stays a ring; at the scale of a whole
 * screen no unit loses a hundredth of its area. */
static void
test_topology (void)
{
  for (guint index = 0; index < G_N_ELEMENTS (unit_layers); index++)
    for (guint scale = 0; scale < G_N_ELEMENTS (scales); scale++)
      {
        HdGeoLayer *layer = hd_geojson_get_layer (unit_layers[index]);
        const HdGeoLayer *level = hd_geo_layer_at_scale (layer, scales[scale]);
        g_autoptr (GHashTable) before = count_points (layer);
        g_autoptr (GHashTable) after = count_points (level);
        guint n_shared = 0;
        GHashTableIter iter;
        gpointer point, count;

        g_assert_cmpuint (level->n_shapes, ==, layer->n_shapes);
        g_assert_cmpuint (level->n_points, <=, layer->n_points);
        g_hash_table_iter_init (&iter, after);
        while (g_hash_table_iter_next (&iter, &point, &count))
          {
            guint whole = GPOINTER_TO_UINT (g_hash_table_lookup (before, point));

            g_assert_cmpuint (whole, >=, GPOINTER_TO_UINT (count));
            /* Fewer only where a ring too small to be seen went whole. */
            if (whole >= 2 && level->n_rings == layer->n_rings)
              g_assert_cmpuint (GPOINTER_TO_UINT (count), ==, whole);
            n_shared += GPOINTER_TO_UINT (count) >= 2;
          }
        g_assert_cmpuint (n_shared, >, layer->n_shapes);
        for (guint ring = 0; ring < level->n_rings; ring++)
          {
            const HdGeoRing *of_level = &level->rings[ring];

            g_assert_cmpuint (of_level->n_points, >=, 4);
            g_assert_true (
                equal_points (&level->points[of_level->first_point],
                              &level->points[of_level->first_point + of_level->n_points - 1]));
          }
        for (guint shape = 0; shape < layer->n_shapes && scales[scale] >= 32; shape++)
          {
            double whole = shape_area (layer, &layer->shapes[shape]);
            double left = shape_area (level, &level->shapes[shape]);

            g_assert_cmpfloat (fabs (left / whole - 1), <, scales[scale] >= 128 ? 0.004 : 0.03);
          }
      }
}

/* At a country's scale most points go; at the nearest none of what was shared is lost. */
static void
test_levels (void)
{
  HdGeoLayer *layer = hd_geojson_get_layer (HD_MAP_LAYER_PROVINCES_63);
  guint before = 0;

  for (guint scale = 0; scale < G_N_ELEMENTS (scales); scale++)
    {
      const HdGeoLayer *level = hd_geo_layer_at_scale (layer, scales[scale]);

      g_assert_cmpuint (level->n_points, >, before);
      g_assert_true (level == hd_geo_layer_at_scale (layer, scales[scale] * 0.9));
      before = level->n_points;
    }
  g_assert_cmpuint (hd_geo_layer_at_scale (layer, 32)->n_points, <, layer->n_points / 3);
}

/* Inside by the winding number: the angles under which the ring's edges are seen add up to ±360°. Another way
 * than the painter's crossings. */
static gboolean
is_inside (const HdGeoLayer *layer, const HdGeoShape *shape, double lon, double lat)
{
  gboolean inside = FALSE;

  for (guint ring = 0; ring < shape->n_rings; ring++)
    {
      const HdGeoRing *of_shape = &layer->rings[shape->first_ring + ring];
      const HdGeoPoint *points = layer->points + of_shape->first_point;
      double angle = 0;

      for (guint point = 0; point + 1 < of_shape->n_points; point++)
        {
          double ax = points[point].lon - lon, ay = points[point].lat - lat;
          double bx = points[point + 1].lon - lon, by = points[point + 1].lat - lat;

          angle += atan2 (ax * by - ay * bx, ax * bx + ay * by);
        }
      inside ^= fabs (angle) > G_PI;
    }
  return inside;
}

static void
test_hits (void)
{
  HdGeoLayer *layer = hd_geojson_get_layer (HD_MAP_LAYER_PROVINCES_34);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);
  guint n_inside = 0;

  for (guint round = 0; round < 300; round++)
    {
      double lon = g_rand_double_range (rand, layer->bounds.west, layer->bounds.east);
      double lat = g_rand_double_range (rand, layer->bounds.south, layer->bounds.north);
      int hit = hd_geo_layer_hit (layer, lon, lat);

      for (guint shape = 0; shape < layer->n_shapes; shape++)
        if ((int)shape == hit)
          g_assert_true (is_inside (layer, &layer->shapes[shape], lon, lat));
        else if (hit < 0)
          g_assert_false (is_inside (layer, &layer->shapes[shape], lon, lat));
      n_inside += hit >= 0;
    }
  g_assert_cmpuint (n_inside, >, 60);
}

static HdChartSpec *
new_map (HdMapLayer units)
{
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_MAP, "", "");
  HdMapSpec *map = hd_geojson_map_new (units, "vi");

  for (guint unit = 0; unit < map->n_units; unit++)
    hd_map_spec_set_value (map, map->units->shapes[unit].code, unit % 11, "I +1,2");
  hd_map_spec_set_quantiles (map);
  hd_chart_spec_take_map (spec, map);
  return spec;
}

/* A degree of latitude is as long as a degree of longitude is at 16° N on the sphere. */
static void
test_projection (void)
{
  g_autoptr (HdChartSpec) spec = new_map (HD_MAP_LAYER_REGIONS);
  PangoContext *context = hd_chart_create_pango_context ();
  g_autoptr (HdChartLayout) layout = hd_chart_layout_new (spec, context, 900, 900, NULL);
  HdPoint south = hd_map_px (layout, (HdGeoPoint){ 106, 16 });
  HdPoint north = hd_map_px (layout, (HdGeoPoint){ 106, 17 });
  HdPoint east = hd_map_px (layout, (HdGeoPoint){ 107, 16 });

  g_assert_cmpfloat_with_epsilon ((east.x - south.x) / (south.y - north.y), cos (16.0 / 180 * G_PI),
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (north.x, south.x, 1e-9);
  g_object_unref (context);
}

/* From any unit the arrows reach every other one, and never point backwards. */
static void
test_walk (void)
{
  PangoContext *context = hd_chart_create_pango_context ();

  for (guint index = 0; index < G_N_ELEMENTS (unit_layers); index++)
    {
      g_autoptr (HdChartSpec) spec = new_map (unit_layers[index]);
      g_autoptr (HdChartLayout) layout = hd_chart_layout_new (spec, context, 900, 900, NULL);
      guint n_units = spec->map->n_units;
      g_autofree guint8 *is_reached = g_new0 (guint8, n_units);
      g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (int));
      int start = hd_map_walk (layout, -1, HD_MAP_EAST);

      g_assert_cmpint (start, >=, 0);
      is_reached[start] = TRUE;
      g_array_append_val (queue, start);
      for (guint next = 0; next < queue->len; next++)
        for (HdMapDirection direction = HD_MAP_WEST; direction <= HD_MAP_SOUTH; direction++)
          {
            int from = g_array_index (queue, int, next);
            int to = hd_map_walk (layout, from, direction);
            const HdMark *here = hd_chart_layout_get_mark (layout, (guint)from);
            const HdMark *there = hd_chart_layout_get_mark (layout, (guint)to);

            g_assert_cmpint (to, <, (int)n_units);
            if (direction == HD_MAP_EAST)
              g_assert_true (to == from || there->x > here->x);
            if (direction == HD_MAP_NORTH)
              g_assert_true (to == from || there->y < here->y);
            if (!is_reached[to])
              g_array_append_val (queue, to);
            is_reached[to] = TRUE;
          }
      g_assert_cmpuint (queue->len, ==, n_units);
    }
  g_object_unref (context);
}

static cairo_surface_t *
paint_tiles (HdMapTiles *tiles, int size, double x, double y, gboolean can_wait)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, size, size);
  cairo_t *cr = cairo_create (surface);

  hd_map_tiles_draw (tiles, cr, (HdRect){ 0, 0, size, size }, x, y, can_wait);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Pictures that are laid over each other round once more than one that is painted in one go. */
static gboolean
differs (guint32 first, guint32 second)
{
  for (int shift = 0; shift < 24; shift += 8)
    if (ABS ((int)(first >> shift & 0xff) - (int)(second >> shift & 0xff)) > ROUNDING_SHADES)
      return TRUE;
  return FALSE;
}

static guint
count_differences (cairo_surface_t *a, cairo_surface_t *b, int size)
{
  guint n = 0;

  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      {
        const guint32 *first = (const guint32 *)(cairo_image_surface_get_data (a)
                                                 + y * cairo_image_surface_get_stride (a));
        const guint32 *second = (const guint32 *)(cairo_image_surface_get_data (b)
                                                  + y * cairo_image_surface_get_stride (b));

        n += differs (first[x], second[x]);
      }
  return n;
}

/* Put together of tiles, and moved, it is the ground painted in one go. */
static void
test_tiles (void)
{
  const int size = 500;
  const HdPalette *palette = hd_palette_get (HD_SCHEME_LIGHT);
  g_autoptr (HdChartSpec) spec = new_map (HD_MAP_LAYER_REGIONS);
  g_autoptr (HdMapGround) ground = hd_map_ground_new (spec, 48);
  g_autoptr (HdMapTiles) tiles = hd_map_tiles_new (NULL, NULL);
  static const int moves[][2] = { { 300, 240 }, { 411, 97 }, { -35, 388 } };

  g_assert_true (hd_map_tiles_set (tiles, spec, palette, 48, 1));
  g_assert_false (hd_map_tiles_set (tiles, spec, palette, 48, 1));
  for (guint move = 0; move < G_N_ELEMENTS (moves); move++)
    {
      cairo_surface_t *whole = cairo_image_surface_create (CAIRO_FORMAT_RGB24, size, size);
      cairo_t *cr = cairo_create (whole);
      cairo_surface_t *moved;

      cairo_translate (cr, moves[move][0], moves[move][1]);
      hd_map_ground_draw (ground, cr, palette,
                          (HdRect){ -moves[move][0], -moves[move][1], size, size });
      cairo_destroy (cr);
      cairo_surface_flush (whole);
      moved = paint_tiles (tiles, size, moves[move][0], moves[move][1], FALSE);
      /* Antialiasing at a tile's edge may differ by a shade in a few pixels of a quarter of a million. */
      g_assert_cmpuint (count_differences (whole, moved, size), <, 60);
      cairo_surface_destroy (whole);
      cairo_surface_destroy (moved);
    }
}

static void
ready_cb (gpointer loop)
{
  g_main_loop_quit (loop);
}

/* Asked to wait, nothing is painted on this thread, and all of it comes from the other. */
static void
test_tiles_wait (void)
{
  const int size = 300;
  const HdPalette *palette = hd_palette_get (HD_SCHEME_PRINT);
  g_autoptr (HdChartSpec) spec = new_map (HD_MAP_LAYER_REGIONS);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (HdMapTiles) tiles = hd_map_tiles_new (ready_cb, loop);
  g_autoptr (HdMapTiles) patient = hd_map_tiles_new (NULL, NULL);
  cairo_surface_t *early, *late, *now;

  hd_map_tiles_set (tiles, spec, palette, 30, 1);
  hd_map_tiles_set (patient, spec, palette, 30, 1);
  now = paint_tiles (patient, size, 120, 130, FALSE);
  early = paint_tiles (tiles, size, 120, 130, TRUE);
  g_assert_cmpuint (hd_map_tiles_get_n_painted (tiles), ==, 0);
  /* Those in the frame and those round it. */
  while (hd_map_tiles_get_n_painted (tiles) < 16)
    g_main_loop_run (loop);
  late = paint_tiles (tiles, size, 120, 130, TRUE);
  g_assert_cmpuint (count_differences (early, now, size), >, 100);
  g_assert_cmpuint (count_differences (late, now, size), ==, 0);
  cairo_surface_destroy (early);
  cairo_surface_destroy (late);
  cairo_surface_destroy (now);
}

/* Other figures are the picture that a map of these has, whichever were shown before. */
static void
test_tiles_recolour (void)
{
  const int size = 500;
  const HdPalette *palette = hd_palette_get (HD_SCHEME_LIGHT);
  g_autoptr (HdChartSpec) spec = new_map (HD_MAP_LAYER_REGIONS);
  g_autoptr (HdChartSpec) other = new_map (HD_MAP_LAYER_REGIONS);
  g_autoptr (HdChartSpec) unlike = new_map (HD_MAP_LAYER_PROVINCES_34);
  HdChartSpec *const shown[] = { spec, other, spec, unlike };
  g_autoptr (HdMapTiles) tiles = hd_map_tiles_new (NULL, NULL);

  for (guint unit = 0; unit < other->map->n_units; unit++)
    hd_map_spec_set_value (other->map, other->map->units->shapes[unit].code,
                           unit % 3 == 0 ? NAN : unit % 7, "I −1,2");
  other->map->selected = 3;
  for (guint index = 0; index < G_N_ELEMENTS (shown); index++)
    {
      /* The second time somewhere else, where nothing was painted yet. */
      int x = index < 2 ? 120 : 300;
      g_autoptr (HdMapTiles) fresh = hd_map_tiles_new (NULL, NULL);
      cairo_surface_t *expected, *found;

      g_assert_true (hd_map_tiles_set (fresh, shown[index], palette, 48, 1));
      g_assert_true (hd_map_tiles_set (tiles, shown[index], palette, 48, 1));
      expected = paint_tiles (fresh, size, x, 130, FALSE);
      found = paint_tiles (tiles, size, x, 130, FALSE);
      g_assert_cmpuint (count_differences (expected, found, size), ==, 0);
      cairo_surface_destroy (expected);
      cairo_surface_destroy (found);
    }
}

/* Hidden, the squares of the frame stay, 2 × 2 of them, and the same picture is there at once. */
static void
test_tiles_rest (void)
{
  const int size = 300;
  const HdPalette *palette = hd_palette_get (HD_SCHEME_PRINT);
  g_autoptr (HdChartSpec) spec = new_map (HD_MAP_LAYER_REGIONS);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (HdMapTiles) tiles = hd_map_tiles_new (ready_cb, loop);
  cairo_surface_t *before, *after;

  hd_map_tiles_rest (tiles);
  hd_map_tiles_set (tiles, spec, palette, 30, 1);
  before = paint_tiles (tiles, size, 120, 130, FALSE);
  while (hd_map_tiles_get_n_painted (tiles) < 16)
    g_main_loop_run (loop);
  hd_map_tiles_rest (tiles);
  g_assert_cmpuint (hd_map_tiles_get_n_painted (tiles), ==, 4);
  after = paint_tiles (tiles, size, 120, 130, TRUE);
  g_assert_cmpuint (count_differences (before, after, size), ==, 0);
  while (hd_map_tiles_get_n_painted (tiles) < 16)
    g_main_loop_run (loop);
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/map-geometry/topology", test_topology);
  g_test_add_func ("/app/map-geometry/levels", test_levels);
  g_test_add_func ("/app/map-geometry/hits", test_hits);
  g_test_add_func ("/app/map-geometry/projection", test_projection);
  g_test_add_func ("/app/map-geometry/walk", test_walk);
  g_test_add_func ("/app/map-geometry/tiles", test_tiles);
  g_test_add_func ("/app/map-geometry/tiles-wait", test_tiles_wait);
  g_test_add_func ("/app/map-geometry/tiles-recolour", test_tiles_recolour);
  g_test_add_func ("/app/map-geometry/tiles-rest", test_tiles_rest);
  return g_test_run ();
}
