/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GeoJSON: what is read, what is refused, what comes with the program, what replaces it.
 */

#undef G_DISABLE_ASSERT

#include "hd-boundaries.h"

#include <glib/gstdio.h>
#include <string.h>

#define POLYGON                                                                                    \
  "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":{"             \
  "\"coordinates\":[[[1,2],[3,2],[3,4],[1,2]]],\"type\":\"Polygon\"},\"properties\":{"             \
  "\"code\":\"A\",\"name_vi\":\"\\u0110\\u00e0 N\\u1eb5ng\",\"n\":[1,{\"x\":null}]}}]}"

/* The same as the outline of the country. */
#define OUTLINE                                                                                    \
  "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":{"             \
  "\"coordinates\":[[[1,2],[3,2],[3,4],[1,2]]],\"type\":\"Polygon\"},\"properties\":{"             \
  "\"code\":\"VN\"}}]}"

static void
test_reads (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdGeoLayer) layer = hd_geojson_parse (POLYGON, -1, "code", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (layer->n_shapes, ==, 1);
  g_assert_cmpuint (layer->n_points, ==, 4);
  g_assert_cmpstr (layer->shapes[0].code, ==, "A");
  g_assert_cmpstr (layer->shapes[0].name_vi, ==, "Đà Nẵng");
  g_assert_cmpfloat (layer->bounds.west, ==, 1);
  g_assert_cmpfloat (layer->bounds.north, ==, 4);
  g_assert_true (
      hd_geo_shape_contains (layer, 0, layer->shapes[0].label.lon, layer->shapes[0].label.lat));
}

/* Every prefix of a good file is refused, never read beyond its end, never half taken. */
static void
test_truncated (void)
{
  for (gssize length = 0; length < (gssize)strlen (POLYGON); length++)
    {
      g_autofree char *exact = g_memdup2 (POLYGON, (gsize)MAX (length, 1));
      g_autoptr (GError) error = NULL;
      HdGeoLayer *layer = hd_geojson_parse (exact, length, "code", &error);

      g_assert_null (layer);
      g_assert_nonnull (error);
      g_assert_null (strchr (error->message, '\n'));
    }
}

/* One byte changed anywhere is read or refused, but never harms. */
static void
test_damaged (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      g_autofree char *text = g_strdup (POLYGON);
      g_autoptr (HdGeoLayer) layer = NULL;

      text[g_test_rand_int_range (0, (gint32)strlen (POLYGON))]
          = (char)g_test_rand_int_range (1, 256);
      layer = hd_geojson_parse (text, -1, "code", NULL);
    }
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *text;
    HdGeojsonError code;
  } bad[] = {
    { "{}", HD_GEOJSON_ERROR_SCHEMA },
    { "[]", HD_GEOJSON_ERROR_SYNTAX },
    { "{\"features\":[{\"geometry\":{\"type\":\"Point\",\"coordinates\":[999,1]}}]}",
      HD_GEOJSON_ERROR_SYNTAX },
    { "{\"features\":[{\"geometry\":{\"type\":\"Point\",\"coordinates\":[1]}}]}",
      HD_GEOJSON_ERROR_SYNTAX },
    { "{\"features\":[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[]]}}]}",
      HD_GEOJSON_ERROR_SCHEMA },
    { "{\"features\":[1 2]}", HD_GEOJSON_ERROR_SYNTAX },
    { "{\"a\":1,}", HD_GEOJSON_ERROR_SYNTAX },
    { "{\"a\":nope}", HD_GEOJSON_ERROR_SYNTAX },
  };
  g_autoptr (GString) deep = g_string_new ("{\"a\":");

  for (guint level = 0; level < 5000; level++)
    g_string_append_c (deep, '[');
  for (guint text = 0; text < G_N_ELEMENTS (bad); text++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hd_geojson_parse (bad[text].text, -1, "code", &error));
      g_assert_error (error, HD_GEOJSON_ERROR, (int)bad[text].code);
    }
  g_assert_null (hd_geojson_parse (deep->str, -1, "code", NULL));
}

static void
test_layers (void)
{
  static const guint counts[HD_N_MAP_LAYERS] = {
    [HD_MAP_LAYER_REGIONS] = 20,      [HD_MAP_LAYER_DEPARTMENTS] = 35,
    [HD_MAP_LAYER_PROVINCES_34] = 34, [HD_MAP_LAYER_PROVINCES_63] = 63,
    [HD_MAP_LAYER_OUTLINE] = 1,       [HD_MAP_LAYER_NEIGHBOURS] = 14,
    [HD_MAP_LAYER_REEFS] = 327,       [HD_MAP_LAYER_ISLANDS] = 57,
    [HD_MAP_LAYER_LABELS] = 21,       [HD_MAP_LAYER_GATES] = 101,
    [HD_MAP_LAYER_WORLD] = 176,
  };

  for (HdMapLayer layer = 0; layer < HD_N_MAP_LAYERS; layer++)
    {
      HdGeoLayer *read = hd_geojson_get_layer (layer);

      g_assert_cmpuint (read->n_shapes, ==, counts[layer]);
      g_assert_true (hd_geojson_get_layer (layer) == read);
      for (guint shape = 0; shape < read->n_shapes; shape++)
        if (read->shapes[shape].kind == HD_GEO_POLYGON)
          g_assert_cmpint (hd_geo_layer_find (read, read->shapes[shape].code), >=, 0);
    }
}

/* Units do not overlap: their label point lies in no other. Both maps cover the same places. */
static void
test_units (void)
{
  HdGeoLayer *regions = hd_geojson_get_layer (HD_MAP_LAYER_REGIONS);
  HdGeoLayer *departments = hd_geojson_get_layer (HD_MAP_LAYER_DEPARTMENTS);

  g_assert_cmpstr (regions->shapes[0].code, ==, "KV01");
  g_assert_cmpstr (regions->shapes[19].code, ==, "KV20");
  for (guint shape = 0; shape < regions->n_shapes; shape++)
    {
      HdGeoPoint label = regions->shapes[shape].label;

      g_assert_cmpint (hd_geo_layer_hit (regions, label.lon, label.lat), ==, (int)shape);
      g_assert_cmpint (hd_geo_layer_hit (departments, label.lon, label.lat), >=, 0);
    }
}

static void
test_archipelagos_are_whole (void)
{
  HdGeoLayer *reefs = hd_geojson_get_layer (HD_MAP_LAYER_REEFS);
  guint paracel = 0, spratly = 0;

  for (guint shape = 0; shape < reefs->n_shapes; shape++)
    {
      paracel += g_strcmp0 (reefs->shapes[shape].code, "HS") == 0;
      spratly += g_strcmp0 (reefs->shapes[shape].code, "TS") == 0;
    }
  g_assert_cmpuint (paracel, >, 10);
  g_assert_cmpuint (spratly, >, 100);
  g_assert_cmpuint (paracel + spratly, ==, reefs->n_shapes);
}

static void
test_map (void)
{
  g_autoptr (HdMapSpec) map = hd_geojson_map_new (HD_MAP_LAYER_REGIONS, "en");

  g_assert_nonnull (map->neighbours);
  g_assert_nonnull (map->reefs);
  g_assert_nonnull (map->labels);
  g_assert_cmpuint (map->n_points, ==, 101);
  g_assert_true (hd_map_spec_set_value (map, "KV02", 1, NULL));
  g_assert_false (hd_map_spec_set_value (map, "KV21", 1, NULL));
}

/* Run as a child, because the folders are read once: an administrator's file wins, a bad one does
 * not. */
static void
test_override_child (void)
{
  g_autofree char *problems = NULL;

  g_assert_cmpuint (hd_geojson_get_layer (HD_MAP_LAYER_OUTLINE)->n_points, ==, 4);
  g_assert_cmpuint (hd_geojson_get_layer (HD_MAP_LAYER_LABELS)->n_shapes, ==, 21);
  problems = hd_boundaries_get_problems ();
  g_assert_nonnull (strstr (problems, "vn_labels.geojson: not GeoJSON"));
  g_assert_null (strstr (problems, "vn_outline"));
}

/* What stands between a file and the map. */
static void
test_checks (void)
{
  static const struct
  {
    const char *shapes; /* one feature a line: code, then coordinates */
    const char *why;
  } files[] = {
    { "A:[[[1,2],[3,2],[3,4],[1,2]]];B:[[[5,2],[7,2],[7,4],[5,2]]]", NULL },
    { "A:[[[1,2],[3,2],[3,4]]];B:[[[5,2],[7,2],[7,4],[5,2]]]", "fewer than 4" },
    { "A:[[[1,2],[3,2],[3,4],[1,5]]];B:[[[5,2],[7,2],[7,4],[5,2]]]", "ring 1 is not closed" },
    { "A:[[[1,2],[3,2],[5,2],[1,2]]];B:[[[5,2],[7,2],[7,4],[5,2]]]", "encloses nothing" },
    { "A:[[[1,2],[3,2],[3,4],[1,2]]];C:[[[5,2],[7,2],[7,4],[5,2]]]", "no such code 'C'" },
    { "A:[[[1,2],[3,2],[3,4],[1,2]]];A:[[[5,2],[7,2],[7,4],[5,2]]]", "code 'A' stands twice" },
    { "A:[[[1,2],[3,2],[3,4],[1,2]]]", "code 'B' is missing" },
    { "A:[[[1,2],[300,2],[3,4],[1,2]]];B:[[[5,2],[7,2],[7,4],[5,2]]]", "not GeoJSON" },
  };
  g_autoptr (HdGeoLayer) builtin = NULL;

  for (guint file = 0; file < G_N_ELEMENTS (files); file++)
    {
      g_auto (GStrv) shapes = g_strsplit (files[file].shapes, ";", -1);
      g_autoptr (GString) text = g_string_new ("{\"type\":\"FeatureCollection\",\"features\":[");
      g_autoptr (GError) error = NULL;
      g_autoptr (HdGeoLayer) layer = NULL;

      for (guint shape = 0; shapes[shape] != NULL; shape++)
        g_string_append_printf (text,
                                "%s{\"properties\":{\"code\":\"%c\"},\"geometry\":{\"type\":"
                                "\"Polygon\",\"coordinates\":%s}}",
                                shape > 0 ? "," : "", shapes[shape][0], shapes[shape] + 2);
      g_string_append (text, "]}");
      if (builtin == NULL)
        builtin = hd_geojson_parse (text->str, -1, "code", NULL);
      layer = hd_boundaries_parse (text->str, -1, builtin, &error);
      g_assert_true ((layer != NULL) == (files[file].why == NULL));
      if (files[file].why != NULL)
        g_assert_nonnull (strstr (error->message, files[file].why));
    }
}

/* Every built-in layer passes its own checks, so that a copy of it can be the start of another. */
static void
test_builtin_passes (void)
{
  for (HdMapLayer layer = 0; layer < HD_N_MAP_LAYERS; layer++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "resources", "maps",
                                                     hd_geojson_get_file_name (layer), NULL);
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (HdGeoLayer) again = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      again = hd_boundaries_parse (text, -1, hd_geojson_get_layer (layer), &error);
      g_assert_no_error (error);
      g_assert_nonnull (again);
    }
}

static void
test_override (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hd-maps-XXXXXX", NULL);
  g_autofree char *maps = g_build_filename (folder, "haidang", "maps", NULL);
  g_autofree char *outline = g_build_filename (maps, "vn_outline.geojson", NULL);
  g_autofree char *labels = g_build_filename (maps, "vn_labels.geojson", NULL);
  g_autofree char *parent = g_build_filename (folder, "haidang", NULL);

  g_mkdir_with_parents (maps, 0700);
  g_assert_true (g_file_set_contents (outline, OUTLINE, -1, NULL));
  g_assert_true (g_file_set_contents (labels, "{ broken", -1, NULL));
  g_setenv ("XDG_DATA_DIRS", folder, TRUE);
  g_test_trap_subprocess ("/app/geojson/override/subprocess", 0, 0);
  g_test_trap_assert_stderr ("*vn_labels.geojson*built-in boundaries are used*");
  g_unlink (outline);
  g_unlink (labels);
  g_rmdir (maps);
  g_rmdir (parent);
  g_rmdir (folder);
}

static void
test_override_subprocess (void)
{
  if (g_test_subprocess ())
    {
      g_log_set_always_fatal (G_LOG_LEVEL_ERROR);
      test_override_child ();
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/geojson/reads", test_reads);
  g_test_add_func ("/app/geojson/truncated", test_truncated);
  g_test_add_func ("/app/geojson/damaged", test_damaged);
  g_test_add_func ("/app/geojson/refuses", test_refuses);
  g_test_add_func ("/app/geojson/layers", test_layers);
  g_test_add_func ("/app/geojson/units", test_units);
  g_test_add_func ("/app/geojson/archipelagos-are-whole", test_archipelagos_are_whole);
  g_test_add_func ("/app/geojson/map", test_map);
  g_test_add_func ("/app/geojson/checks", test_checks);
  g_test_add_func ("/app/geojson/built-in-passes", test_builtin_passes);
  g_test_add_func ("/app/geojson/override", test_override);
  g_test_add_func ("/app/geojson/override/subprocess", test_override_subprocess);
  return g_test_run ();
}
