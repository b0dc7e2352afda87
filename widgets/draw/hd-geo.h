/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Immutable map geometry in degrees, made once from a file and shared by every map.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double lon, lat;
} HdGeoPoint;

typedef struct
{
  double west, south, east, north;
} HdGeoBox;

typedef enum
{
  HD_GEO_POINT, /* one ring of one point */
  HD_GEO_LINE, /* rings are open */
  HD_GEO_POLYGON, /* rings are filled even-odd, so holes need no mark */
} HdGeoKind;

typedef struct
{
  guint first_point;
  guint n_points;
} HdGeoRing;

typedef struct
{
  HdGeoKind kind;
  char *code; /* "KV01"; "" when it has none */
  char *name_vi;
  char *name_en;
  char *type; /* "region", "sea", "gate" …; "" when it has none */
  guint first_ring;
  guint n_rings;
  HdGeoBox bounds;
  HdGeoPoint label; /* inside the largest ring */
} HdGeoShape;

typedef struct _HdGeoLevels HdGeoLevels;

/* Atomically counted. Arrays are owned by the layer. */
typedef struct
{
  const HdGeoShape *shapes;
  guint n_shapes;
  const HdGeoRing *rings;
  guint n_rings;
  const HdGeoPoint *points;
  guint n_points;
  HdGeoBox bounds;
  /*< private >*/
  GArray *shape_array, *ring_array, *point_array;
  HdGeoLevels *levels; /* (nullable): see hd-geo-levels.h */
  gatomicrefcount ref_count;
} HdGeoLayer;

/* Building: begin a shape, begin a ring, add points, and again; then seal, once. */
HdGeoLayer *hd_geo_layer_new (void) G_GNUC_WARN_UNUSED_RESULT;
HdGeoLayer *hd_geo_layer_ref (HdGeoLayer *layer);
void hd_geo_layer_unref (HdGeoLayer *layer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdGeoLayer, hd_geo_layer_unref)

void hd_geo_layer_begin_shape (HdGeoLayer *layer,
                               HdGeoKind kind,
                               const char *code,
                               const char *name_vi,
                               const char *name_en,
                               const char *type);
void hd_geo_layer_begin_ring (HdGeoLayer *layer);
void hd_geo_layer_add_point (HdGeoLayer *layer, double lon, double lat);
/* Computes bounds and label points; the layer does not change after it. */
void hd_geo_layer_seal (HdGeoLayer *layer);
/* The same, with the bounds and label points of the shapes of `origin`, whose shapes these are. */
void hd_geo_layer_seal_as (HdGeoLayer *layer, const HdGeoLayer *origin);

/* The shape with that code; -1: none. */
int hd_geo_layer_find (const HdGeoLayer *layer, const char *code);
/* The uppermost polygon that holds the point; -1: none. */
int hd_geo_layer_hit (const HdGeoLayer *layer, double lon, double lat);
/* In square degrees, whichever way the ring runs. */
double hd_geo_ring_area (const HdGeoLayer *layer, const HdGeoRing *ring);
gboolean hd_geo_shape_contains (const HdGeoLayer *layer, guint shape, double lon, double lat);
/* Grows `box` to hold `other`. */
void hd_geo_box_add (HdGeoBox *box, const HdGeoBox *other);

G_END_DECLS
