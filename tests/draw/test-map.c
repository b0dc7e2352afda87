/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Maps: projection, hits, classes, zoom, and the archipelagos on every one.
 */

#undef G_DISABLE_ASSERT

#include "fixtures.h"
#include "hd-map-ground.h"
#include "hd-map-layout.h"
#include "surface.h"

#include <math.h>

static HdChartSpec *
new_map (void)
{
  return fixture_new (HD_CHART_MAP, FIXTURE_NORMAL);
}

static void
test_projection (void)
{
  g_autoptr (HdChartSpec) spec = new_map ();
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 400, 480, FALSE);

  for (double lon = 102; lon < 118; lon += 1.3)
    for (double lat = 7; lat < 23; lat += 1.7)
      {
        HdPoint px = hd_map_px (picture->layout, (HdGeoPoint){ lon, lat });
        HdGeoPoint back = hd_map_degrees (picture->layout, px.x, px.y);

        g_assert_cmpfloat_with_epsilon (back.lon, lon, 1e-9);
        g_assert_cmpfloat_with_epsilon (back.lat, lat, 1e-9);
        g_assert_true (hd_rect_contains (picture->layout->plot, px.x, px.y));
      }
}

static void
test_fill_and_hit (void)
{
  g_autoptr (HdChartSpec) spec = new_map ();
  g_autoptr (Picture) picture = picture_new (spec, HD_SCHEME_LIGHT, 400, 480, FALSE);
  static const struct
  {
    double lon, lat;
    const char *code;
    HdRole role;
  } places[] = {
    { 105, 19, "KV01", HD_ROLE_MAP_1 },
    { 108, 19, "KV02", HD_ROLE_MAP_5 },
    { 105, 16, "KV03", HD_ROLE_MAP_3 },
  };
  HdPoint sea = hd_map_px (picture->layout, (HdGeoPoint){ 112, 13 });

  for (guint place = 0; place < G_N_ELEMENTS (places); place++)
    {
      HdPoint px
          = hd_map_px (picture->layout, (HdGeoPoint){ places[place].lon, places[place].lat });
      int mark = hd_chart_hit (picture->layout, px.x, px.y);

      g_assert_cmpint (mark, >=, 0);
      g_assert_cmpstr (hd_chart_layout_get_mark (picture->layout, (guint)mark)->code, ==,
                       places[place].code);
      g_assert_true (picture_is (picture, (int)px.x, (int)px.y, places[place].role));
    }
  g_assert_cmpint (hd_chart_hit (picture->layout, sea.x, sea.y), ==, -1);
  g_assert_true (picture_is (picture, (int)sea.x, (int)sea.y, HD_ROLE_SEA));
}

static guint
count_reef_near (const Picture *picture, double lon, double lat)
{
  HdPoint px = hd_map_px (picture->layout, (HdGeoPoint){ lon, lat });
  guint darker = 0;

  for (int y = (int)px.y - 3; y <= px.y + 3; y++)
    for (int x = (int)px.x - 3; x <= px.x + 3; x++)
      darker += !picture_is (picture, x, y, HD_ROLE_SEA);
  return darker;
}

/* A reef of 2 km is far smaller than a pixel here, and is painted all the same, in every scheme. */
static void
test_archipelagos (void)
{
  for (HdScheme scheme = 0; scheme < HD_N_SCHEMES; scheme++)
    {
      g_autoptr (HdChartSpec) spec = new_map ();
      g_autoptr (Picture) picture = picture_new (spec, scheme, 300, 340, FALSE);
      guint names = 0;

      g_assert_cmpuint (count_reef_near (picture, 112.01, 16.41), >, 0);
      g_assert_cmpuint (count_reef_near (picture, 114.01, 9.91), >, 0);
      for (guint ink = 0; ink < picture->layout->inks->len; ink++)
        {
          const HdInk *of_layout = &g_array_index (picture->layout->inks, HdInk, ink);

          if (of_layout->kind == HD_INK_TEXT)
            names += g_str_has_prefix (pango_layout_get_text (of_layout->text), "Quần đảo");
        }
      g_assert_cmpuint (names, ==, 2);
    }
}

static void
test_zoom (void)
{
  g_autoptr (HdChartSpec) spec = new_map ();
  g_autoptr (Picture) near = NULL;
  g_autoptr (Picture) far = picture_new (spec, HD_SCHEME_LIGHT, 400, 480, FALSE);
  HdPoint moved;

  spec->map->view.zoom = 3;
  spec->map->view.shift_x = 50;
  near = picture_new (spec, HD_SCHEME_LIGHT, 400, 480, FALSE);
  g_assert_cmpfloat_with_epsilon (hd_map_scale (near->layout), 3 * hd_map_scale (far->layout),
                                  1e-6);
  moved = hd_map_px (near->layout,
                     (HdGeoPoint){ near->layout->lon_scale.min, near->layout->lat_scale.min });
  g_assert_cmpfloat_with_epsilon (moved.x, 250, 1e-6);
}

/* Any unit stands whole in the middle of its frame, and as large as it may. */
static void
test_look_at (void)
{
  static const double sizes[][2] = { { 400, 480 }, { 900, 300 } };
  g_autoptr (HdChartSpec) spec = new_map ();
  const HdGeoLayer *units = spec->map->units;

  for (guint size = 0; size < G_N_ELEMENTS (sizes); size++)
    for (guint unit = 0; unit < units->n_shapes; unit++)
      {
        HdMapView view = hd_map_spec_look_at (spec->map, unit, sizes[size][0], sizes[size][1]);
        HdLayoutOptions options = { .view = view };
        g_autoptr (HdChartLayout) layout
            = hd_layout_new (spec, NULL, sizes[size][0], sizes[size][1], &options);
        HdRect box;

        layout->plot = (HdRect){ 0, 0, sizes[size][0], sizes[size][1] };
        hd_map_project (layout);
        box = hd_map_px_rect (layout, &units->shapes[unit].bounds);
        g_assert_cmpfloat_with_epsilon (box.x + box.width / 2, sizes[size][0] / 2, 2);
        g_assert_cmpfloat_with_epsilon (box.y + box.height / 2, sizes[size][1] / 2, 2);
        g_assert_cmpfloat (MAX (box.width / sizes[size][0], box.height / sizes[size][1]), <, 0.63);
        if (view.zoom > 1 && view.zoom < 14)
          g_assert_cmpfloat (MAX (box.width / sizes[size][0], box.height / sizes[size][1]), >,
                             0.61);
      }
}

static void
test_classes (void)
{
  g_autoptr (HdMapSpec) map = fixture_new_square_map ();
  const double two[] = { 0 };

  g_assert_cmpint (hd_map_spec_classify (map, -9), ==, 0);
  g_assert_cmpint (hd_map_spec_classify (map, -8), ==, 1);
  g_assert_cmpint (hd_map_spec_classify (map, 8), ==, 4);
  g_assert_cmpint (hd_map_spec_classify (map, NAN), ==, -1);
  map->is_reversed = TRUE;
  g_assert_cmpint (hd_map_spec_classify (map, 9), ==, 0);
  map->is_reversed = FALSE;
  hd_map_spec_set_classes (map, two, 1, NULL);
  g_assert_cmpint (hd_map_class_role (map, 0), ==, HD_ROLE_MAP_1);
  g_assert_cmpint (hd_map_class_role (map, 1), ==, HD_ROLE_MAP_5);
}

static void
test_quantiles (void)
{
  g_autoptr (HdMapSpec) map = fixture_new_square_map ();

  hd_map_spec_set_quantiles (map);
  g_assert_cmpuint (map->n_classes, >=, 2);
  for (guint step = 1; step + 1 < map->n_classes; step++)
    g_assert_cmpfloat (map->thresholds[step], >, map->thresholds[step - 1]);
}

/* A copy shows the same picture, and may be changed alone. */
static void
test_copy (void)
{
  g_autoptr (HdChartSpec) spec = new_map ();
  g_autoptr (HdChartSpec) other = hd_chart_spec_new (HD_CHART_MAP, "", "");
  g_autoptr (Picture) first = NULL;
  g_autoptr (Picture) second = NULL;

  hd_chart_spec_set_format (other, spec->format);
  hd_chart_spec_take_map (other, hd_map_spec_copy (spec->map));
  first = picture_new (spec, HD_SCHEME_LIGHT, 300, 340, FALSE);
  second = picture_new (other, HD_SCHEME_LIGHT, 300, 340, FALSE);
  g_assert_cmpuint (picture_compare (first, second, 0), ==, 0);
  other->map->values[0] = 0;
  g_assert_cmpfloat (spec->map->values[0], ==, -9.4);
}

static void
test_holes (void)
{
  g_autoptr (HdGeoLayer) layer = hd_geo_layer_new ();
  static const double rings[2][5][2] = {
    { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 0, 10 }, { 0, 0 } },
    { { 4, 4 }, { 6, 4 }, { 6, 6 }, { 4, 6 }, { 4, 4 } },
  };

  hd_geo_layer_begin_shape (layer, HD_GEO_POLYGON, "A", NULL, NULL, NULL);
  for (guint ring = 0; ring < 2; ring++)
    {
      hd_geo_layer_begin_ring (layer);
      for (guint point = 0; point < 5; point++)
        hd_geo_layer_add_point (layer, rings[ring][point][0], rings[ring][point][1]);
    }
  hd_geo_layer_seal (layer);
  g_assert_cmpint (hd_geo_layer_hit (layer, 2, 2), ==, 0);
  g_assert_cmpint (hd_geo_layer_hit (layer, 5, 5), ==, -1);
  g_assert_cmpint (hd_geo_layer_hit (layer, 11, 5), ==, -1);
  g_assert_cmpint (hd_geo_layer_find (layer, "A"), ==, 0);
  g_assert_cmpint (hd_geo_layer_find (layer, "B"), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/map/projection", test_projection);
  g_test_add_func ("/draw/map/fill-and-hit", test_fill_and_hit);
  g_test_add_func ("/draw/map/archipelagos", test_archipelagos);
  g_test_add_func ("/draw/map/zoom", test_zoom);
  g_test_add_func ("/draw/map/look-at", test_look_at);
  g_test_add_func ("/draw/map/classes", test_classes);
  g_test_add_func ("/draw/map/quantiles", test_quantiles);
  g_test_add_func ("/draw/map/copy", test_copy);
  g_test_add_func ("/draw/map/holes", test_holes);
  return g_test_run ();
}
