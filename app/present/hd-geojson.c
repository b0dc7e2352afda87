/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GeoJSON to geometry: coordinates are scanned straight from the text, for a tree with a node for
 * every number would cost a third of a second of the first screen on an old machine.
 */

#include "config.h"

#include "hd-geojson.h"

#include "hd-boundaries.h"
#include "hd-json-scan.h"
#include "hd-maps-resources.h"

#include <math.h>

#define MAX_POINTS 4000000

typedef struct
{
  HdJsonScan scan;
  HdGeoLayer *layer;
  const char *code_key;
  /* Of the feature being read; properties and geometry may come in either order. */
  char *code, *name_vi, *name_en, *kind, *type;
  HdJsonScan coordinates; /* where the geometry's coordinates stand */
} Reader;

G_DEFINE_QUARK (hd_geojson_error_quark, hd_geojson_error)

static void
set_string (HdJsonScan *scan, char **field)
{
  g_free (*field);
  *field = hd_json_scan_string (scan);
}

static void
read_properties (Reader *reader)
{
  HdJsonScan *scan = &reader->scan;
  g_autofree char *key = NULL;

  while (hd_json_scan_next_key (scan, &key))
    if (g_strcmp0 (key, reader->code_key) == 0)
      set_string (scan, &reader->code);
    else if (g_strcmp0 (key, "name_vi") == 0)
      set_string (scan, &reader->name_vi);
    else if (g_strcmp0 (key, "name_en") == 0)
      set_string (scan, &reader->name_en);
    else if (g_strcmp0 (key, "kind") == 0)
      set_string (scan, &reader->kind);
    else
      hd_json_scan_skip (scan);
}

static void
read_geometry (Reader *reader)
{
  HdJsonScan *scan = &reader->scan;
  g_autofree char *key = NULL;

  while (hd_json_scan_next_key (scan, &key))
    if (g_strcmp0 (key, "type") == 0)
      set_string (scan, &reader->type);
    else if (g_strcmp0 (key, "coordinates") == 0)
      {
        reader->coordinates = *scan;
        hd_json_scan_skip (scan);
      }
    else
      hd_json_scan_skip (scan);
}

static gboolean
read_point (Reader *reader, HdJsonScan *scan)
{
  double lon = NAN, lat = NAN;
  guint n_numbers = 0;

  hd_json_scan_open (scan, '[');
  while (hd_json_scan_next_item (scan))
    {
      double number = hd_json_scan_number (scan);

      if (n_numbers == 0)
        lon = number;
      else if (n_numbers == 1)
        lat = number;
      n_numbers++;
    }
  if (scan->has_failed || !(fabs (lon) <= 180.001) || !(fabs (lat) <= 90.001))
    {
      scan->has_failed = TRUE;
      return FALSE;
    }
  hd_geo_layer_add_point (reader->layer, lon, lat);
  return TRUE;
}

/* `depth` arrays stand round the rings: 0 is one ring, 1 a polygon, 2 a multipolygon. */
static void
read_rings (Reader *reader, HdJsonScan *scan, guint depth)
{
  hd_json_scan_open (scan, '[');
  if (depth == 0)
    hd_geo_layer_begin_ring (reader->layer);
  while (hd_json_scan_next_item (scan))
    if (depth > 0)
      read_rings (reader, scan, depth - 1);
    else if (!read_point (reader, scan))
      return;
    else if (reader->layer->point_array->len > MAX_POINTS)
      {
        scan->is_too_large = TRUE;
        scan->has_failed = TRUE;
        return;
      }
}

static void
finish_feature (Reader *reader)
{
  static const struct
  {
    const char *type;
    HdGeoKind kind;
    guint depth;
  } types[] = {
    { "Point", HD_GEO_POINT, 0 },     { "MultiPoint", HD_GEO_POINT, 0 },
    { "LineString", HD_GEO_LINE, 0 }, { "MultiLineString", HD_GEO_LINE, 1 },
    { "Polygon", HD_GEO_POLYGON, 1 }, { "MultiPolygon", HD_GEO_POLYGON, 2 },
  };

  for (guint type = 0; type < G_N_ELEMENTS (types); type++)
    {
      if (g_strcmp0 (types[type].type, reader->type) != 0 || reader->coordinates.at == NULL)
        continue;
      hd_geo_layer_begin_shape (reader->layer, types[type].kind, reader->code, reader->name_vi,
                                reader->name_en, reader->kind);
      if (type == 0)
        {
          hd_geo_layer_begin_ring (reader->layer);
          read_point (reader, &reader->coordinates);
        }
      else
        read_rings (reader, &reader->coordinates, types[type].depth);
      reader->scan.has_failed |= reader->coordinates.has_failed;
      reader->scan.is_too_large |= reader->coordinates.is_too_large;
      return;
    }
  /* A feature without a place is allowed by RFC 7946, and is nothing to draw. */
}

static void
clear_feature (Reader *reader)
{
  g_clear_pointer (&reader->code, g_free);
  g_clear_pointer (&reader->name_vi, g_free);
  g_clear_pointer (&reader->name_en, g_free);
  g_clear_pointer (&reader->kind, g_free);
  g_clear_pointer (&reader->type, g_free);
  reader->coordinates = (HdJsonScan){ 0 };
}

static void
read_feature (Reader *reader)
{
  HdJsonScan *scan = &reader->scan;
  g_autofree char *key = NULL;

  clear_feature (reader);
  hd_json_scan_open (scan, '{');
  while (hd_json_scan_next_key (scan, &key))
    if (hd_json_scan_is_at (scan, '{') && g_strcmp0 (key, "properties") == 0)
      {
        hd_json_scan_open (scan, '{');
        read_properties (reader);
      }
    else if (hd_json_scan_is_at (scan, '{') && g_strcmp0 (key, "geometry") == 0)
      {
        hd_json_scan_open (scan, '{');
        read_geometry (reader);
      }
    else
      hd_json_scan_skip (scan);
  if (!scan->has_failed)
    finish_feature (reader);
}

static void
read_collection (Reader *reader, gboolean *has_features)
{
  HdJsonScan *scan = &reader->scan;
  g_autofree char *key = NULL;

  hd_json_scan_open (scan, '{');
  while (hd_json_scan_next_key (scan, &key))
    if (g_strcmp0 (key, "features") == 0)
      {
        *has_features = TRUE;
        hd_json_scan_open (scan, '[');
        while (hd_json_scan_next_item (scan))
          read_feature (reader);
      }
    else
      hd_json_scan_skip (scan);
}

static gboolean
has_empty_shape (const HdGeoLayer *layer)
{
  for (guint ring = 0; ring < layer->ring_array->len; ring++)
    if (g_array_index (layer->ring_array, HdGeoRing, ring).n_points == 0)
      return TRUE;
  return FALSE;
}

HdGeoLayer *
hd_geojson_parse (const char *text, gssize length, const char *code_key, GError **error)
{
  g_autoptr (HdGeoLayer) layer = hd_geo_layer_new ();
  Reader reader = { .layer = layer, .code_key = code_key };
  gboolean has_features = FALSE;

  hd_json_scan_init (&reader.scan, text, length);
  read_collection (&reader, &has_features);
  clear_feature (&reader);
  if (reader.scan.is_too_large)
    {
      g_set_error (error, HD_GEOJSON_ERROR, HD_GEOJSON_ERROR_TOO_LARGE,
                   "more than %d points in a map", MAX_POINTS);
      return NULL;
    }
  if (reader.scan.has_failed)
    {
      g_set_error (error, HD_GEOJSON_ERROR, HD_GEOJSON_ERROR_SYNTAX,
                   "not GeoJSON near byte %" G_GSIZE_FORMAT, (gsize)(reader.scan.at - text));
      return NULL;
    }
  if (!has_features || has_empty_shape (layer))
    {
      g_set_error (error, HD_GEOJSON_ERROR, HD_GEOJSON_ERROR_SCHEMA,
                   has_features ? "a ring without points" : "no FeatureCollection");
      return NULL;
    }
  hd_geo_layer_seal (layer);
  return g_steal_pointer (&layer);
}

static HdGeoLayer *
read_builtin (const char *name)
{
  g_autofree char *path = g_strconcat ("/org/haidang/HaiDang/maps/", name, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;
  HdGeoLayer *layer;
  gsize length;

  bytes = g_resource_lookup_data (hd_maps_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                  &error);
  if (bytes == NULL)
    g_error ("%s", error->message);
  text = g_bytes_get_data (bytes, &length);
  layer = hd_geojson_parse (text, (gssize)length, "code", &error);
  if (layer == NULL)
    g_error ("%s: %s", name, error->message);
  return layer;
}

static const char *const names[HD_N_MAP_LAYERS] = {
  [HD_MAP_LAYER_REGIONS] = "vn_customs_regions_20_2025-03.geojson",
  [HD_MAP_LAYER_DEPARTMENTS] = "vn_customs_depts_35.geojson",
  [HD_MAP_LAYER_PROVINCES_34] = "vn_provinces_34.geojson",
  [HD_MAP_LAYER_PROVINCES_63] = "vn_provinces_63.geojson",
  [HD_MAP_LAYER_OUTLINE] = "vn_outline.geojson",
  [HD_MAP_LAYER_NEIGHBOURS] = "neighbours.geojson",
  [HD_MAP_LAYER_REEFS] = "vn_archipelago_reefs.geojson",
  [HD_MAP_LAYER_ISLANDS] = "vn_islands.geojson",
  [HD_MAP_LAYER_LABELS] = "vn_labels.geojson",
  [HD_MAP_LAYER_GATES] = "vn_gates.geojson",
  [HD_MAP_LAYER_WORLD] = "world_110m.geojson",
};

const char *
hd_geojson_get_file_name (HdMapLayer layer)
{
  g_return_val_if_fail (layer < HD_N_MAP_LAYERS, NULL);
  return names[layer];
}

HdGeoLayer *
hd_geojson_get_layer (HdMapLayer layer)
{
  static HdGeoLayer *layers[HD_N_MAP_LAYERS];
  static GMutex mutex;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  g_return_val_if_fail (layer < HD_N_MAP_LAYERS, NULL);
  if (layers[layer] == NULL)
    {
      g_autoptr (HdGeoLayer) builtin = read_builtin (names[layer]);

      layers[layer] = hd_boundaries_find (names[layer], builtin);
      if (layers[layer] == NULL)
        layers[layer] = g_steal_pointer (&builtin);
    }
  return layers[layer];
}

HdMapSpec *
hd_geojson_map_new (HdMapLayer units, const char *lang)
{
  return hd_geojson_map_new_of (hd_geojson_get_layer (units), lang);
}

HdMapSpec *
hd_geojson_map_new_of (HdGeoLayer *units, const char *lang)
{
  HdMapSpec *map = hd_map_spec_new (units, hd_geojson_get_layer (HD_MAP_LAYER_REEFS));
  HdGeoLayer *gates = hd_geojson_get_layer (HD_MAP_LAYER_GATES);

  hd_map_spec_set_lang (map, lang);
  hd_map_spec_set_far_land (map, hd_geojson_get_layer (HD_MAP_LAYER_WORLD));
  hd_map_spec_set_neighbours (map, hd_geojson_get_layer (HD_MAP_LAYER_NEIGHBOURS));
  hd_map_spec_set_islands (map, hd_geojson_get_layer (HD_MAP_LAYER_ISLANDS));
  hd_map_spec_set_labels (map, hd_geojson_get_layer (HD_MAP_LAYER_LABELS));
  for (guint gate = 0; gate < gates->n_shapes; gate++)
    {
      const HdGeoShape *shape = &gates->shapes[gate];
      gboolean is_vietnamese = lang != NULL && g_str_has_prefix (lang, "vi");
      HdMapPoint point = { .at = shape->label,
                           .code = *shape->code != '\0' ? shape->code : NULL,
                           .name = is_vietnamese ? shape->name_vi : shape->name_en,
                           .value = NAN };

      hd_map_spec_add_point (map, &point);
    }
  return map;
}
