/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads GeoJSON into map geometry, and finds the boundary files that an administrator installed.
 */

#pragma once

#include <gio/gio.h>

#include "hd-map-spec.h"

G_BEGIN_DECLS

#define HD_GEOJSON_ERROR (hd_geojson_error_quark ())
typedef enum
{
  HD_GEOJSON_ERROR_SYNTAX, /* not JSON */
  HD_GEOJSON_ERROR_SCHEMA, /* JSON, but no FeatureCollection with coordinates in degrees */
  HD_GEOJSON_ERROR_TOO_LARGE, /* more points than a map can hold */
} HdGeojsonError;
GQuark hd_geojson_error_quark (void);

/* `code_key` names the property that is the shape's code; NULL: none. (transfer full) */
HdGeoLayer *hd_geojson_parse (const char *text, gssize length, const char *code_key, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

typedef enum
{
  HD_MAP_LAYER_REGIONS, /* 20 regions of 2025; codes KV01 … KV20 */
  HD_MAP_LAYER_DEPARTMENTS, /* 35 departments; codes 01 … */
  HD_MAP_LAYER_PROVINCES_34, /* codes of the statistics office */
  HD_MAP_LAYER_PROVINCES_63,
  HD_MAP_LAYER_OUTLINE,
  HD_MAP_LAYER_NEIGHBOURS,
  HD_MAP_LAYER_REEFS, /* Hoàng Sa and Trường Sa */
  HD_MAP_LAYER_ISLANDS,
  HD_MAP_LAYER_LABELS,
  HD_MAP_LAYER_GATES, /* codes are the office's */
  HD_MAP_LAYER_WORLD, /* ISO 3166 two letters */
  HD_N_MAP_LAYERS
} HdMapLayer;

/* "vn_outline.geojson": here and where an administrator puts another. */
const char *hd_geojson_get_file_name (HdMapLayer layer);
/* The layer that an administrator installed (hd-boundaries.h), else the program's; parsed once, then shared.
 * (transfer none) */
HdGeoLayer *hd_geojson_get_layer (HdMapLayer layer);

/* A map of regions, departments or provinces with everything round it: neighbours, reefs, islands, labels,
 * gates. Values are for the caller to set. (transfer full) */
HdMapSpec *hd_geojson_map_new (HdMapLayer units, const char *lang) G_GNUC_WARN_UNUSED_RESULT;
/* The same of shapes from elsewhere. */
HdMapSpec *hd_geojson_map_new_of (HdGeoLayer *units, const char *lang) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
