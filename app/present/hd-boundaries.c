/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Boundary files that an administrator installed, checked before they are drawn.
 */

#include "config.h"

#include "hd-boundaries.h"

#include <glib/gstdio.h>

#define SYSTEM_FOLDER "/etc/haidang/maps"
/* A triangle whose first point is given again as its last. */
#define RING_LEAST 4

static GMutex mutex;
static GString *problems; /* (nullable) under mutex */

static gboolean
check_ring (const HdGeoLayer *layer, const HdGeoShape *shape, guint index, GError **error)
{
  const HdGeoRing *ring = &layer->rings[shape->first_ring + index];
  const HdGeoPoint *points = layer->points + ring->first_point;

  if (ring->n_points < RING_LEAST)
    g_set_error (error, HD_GEOJSON_ERROR, HD_GEOJSON_ERROR_SCHEMA,
                 "shape '%s': ring %u has %u points, fewer than %d", shape->code, index + 1,
                 ring->n_points, RING_LEAST);
  else if (points[0].lon != points[ring->n_points - 1].lon
           || points[0].lat != points[ring->n_points - 1].lat)
    g_set_error (error, HD_GEOJSON_ERROR, HD_GEOJSON_ERROR_SCHEMA,
                 "shape '%s': ring %u is not closed", shape->code, index + 1);
  else if (!(hd_geo_ring_area (layer, ring) > 0))
    g_set_error (error, HD_GEOJSON_ERROR, HD_GEOJSON_ERROR_SCHEMA,
                 "shape '%s': ring %u encloses nothing", shape->code, index + 1);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_code (const HdGeoLayer *layer, guint index, const HdGeoLayer *builtin, GError **error)
{
  const char *code = layer->shapes[index].code;

  if (hd_geo_layer_find (builtin, code) < 0)
    g_set_error (error, HD_GEOJSON_ERROR, HD_GEOJSON_ERROR_SCHEMA, "shape %u: no such code '%s'",
                 index + 1, code);
  else if (hd_geo_layer_find (layer, code) != (int)index)
    g_set_error (error, HD_GEOJSON_ERROR, HD_GEOJSON_ERROR_SCHEMA,
                 "shape %u: code '%s' stands twice", index + 1, code);
  else
    return TRUE;
  return FALSE;
}

/* Whether codes of that layer name one shape each: those that carry figures do, reefs and names do not. */
static gboolean
has_unique_codes (const HdGeoLayer *builtin)
{
  for (guint shape = 0; shape < builtin->n_shapes; shape++)
    if (builtin->shapes[shape].kind != HD_GEO_POLYGON || *builtin->shapes[shape].code == '\0'
        || hd_geo_layer_find (builtin, builtin->shapes[shape].code) != (int)shape)
      return FALSE;
  return builtin->n_shapes > 0;
}

/* What is on the built-in map is on every other one: no unit, and neither archipelago, can be left out. */
static gboolean
check_whole (const HdGeoLayer *layer, const HdGeoLayer *builtin, GError **error)
{
  for (guint shape = 0; shape < builtin->n_shapes; shape++)
    if (hd_geo_layer_find (layer, builtin->shapes[shape].code) < 0)
      {
        g_set_error (error, HD_GEOJSON_ERROR, HD_GEOJSON_ERROR_SCHEMA, "code '%s' is missing",
                     builtin->shapes[shape].code);
        return FALSE;
      }
  return TRUE;
}

HdGeoLayer *
hd_boundaries_parse (const char *text, gssize length, const HdGeoLayer *builtin, GError **error)
{
  g_autoptr (HdGeoLayer) layer = hd_geojson_parse (text, length, "code", error);

  if (layer == NULL)
    return NULL;
  for (guint shape = 0; shape < layer->n_shapes; shape++)
    for (guint ring = 0; ring < layer->shapes[shape].n_rings; ring++)
      if (layer->shapes[shape].kind == HD_GEO_POLYGON
          && !check_ring (layer, &layer->shapes[shape], ring, error))
        return NULL;
  for (guint shape = 0; shape < layer->n_shapes && has_unique_codes (builtin); shape++)
    if (!check_code (layer, shape, builtin, error))
      return NULL;
  if (!check_whole (layer, builtin, error))
    return NULL;
  return g_steal_pointer (&layer);
}

static void
tell (const char *path, const char *why)
{
  g_warning ("%s: %s; the built-in boundaries are used", path, why);
  g_mutex_lock (&mutex);
  if (problems == NULL)
    problems = g_string_new (NULL);
  g_string_append_printf (problems, "%s%s: %s", problems->len > 0 ? "\n" : "", path, why);
  g_mutex_unlock (&mutex);
}

static HdGeoLayer *
read_file (const char *path, const HdGeoLayer *builtin)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  HdGeoLayer *layer = NULL;
  GStatBuf about;
  gsize length;

  if (g_stat (path, &about) != 0)
    return NULL;
  if (about.st_size > HD_BOUNDARIES_MAX_BYTES)
    {
      g_autofree char *why = g_strdup_printf ("%" G_GINT64_FORMAT " bytes, more than %d",
                                              (gint64)about.st_size, HD_BOUNDARIES_MAX_BYTES);

      tell (path, why);
      return NULL;
    }
  if (g_file_get_contents (path, &text, &length, &error))
    layer = hd_boundaries_parse (text, (gssize)length, builtin, &error);
  if (layer == NULL)
    tell (path, error->message);
  return layer;
}

HdGeoLayer *
hd_boundaries_find (const char *name, const HdGeoLayer *builtin)
{
  const char *const *data_dirs = g_get_system_data_dirs ();
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "haidang", "maps", name, NULL);
  g_autofree char *system = g_build_filename (SYSTEM_FOLDER, name, NULL);
  HdGeoLayer *layer = read_file (own, builtin);

  if (layer == NULL)
    layer = read_file (system, builtin);
  for (guint folder = 0; data_dirs[folder] != NULL && layer == NULL; folder++)
    {
      g_autofree char *path = g_build_filename (data_dirs[folder], "haidang", "maps", name, NULL);

      layer = read_file (path, builtin);
    }
  return layer;
}

char *
hd_boundaries_get_problems (void)
{
  char *text;

  g_mutex_lock (&mutex);
  text = problems != NULL ? g_strdup (problems->str) : NULL;
  g_mutex_unlock (&mutex);
  return text;
}
