/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the map painter takes: shared geometry, one value a unit, points, and where to look.
 */

#pragma once

#include "hd-geo.h"

G_BEGIN_DECLS

#define HD_MAP_N_CLASSES 5

/* Where the map looks. zoom 1 shows the whole of `HdMapSpec.home`; 0 means 1. */
typedef struct
{
  double zoom;
  double shift_x, shift_y; /* px, after the zoom, rightward and downward */
} HdMapView;

typedef struct
{
  HdGeoPoint at;
  char *code; /* nullable: not a mark */
  char *name;
  double value; /* the bubble's area; NAN draws a small square, as for gates */
  char *text; /* nullable: the figure with its unit of measure, to be told */
  char *label; /* nullable: the figure as short as a map allows */
  gboolean is_named; /* its name and figure stand beside it, where there is room */
} HdMapPoint;

/* Goods from one place to another: a curve as wide as its value. */
typedef struct
{
  HdGeoPoint from, to;
  char *name;
  double value; /* more than zero; others are not drawn */
  gboolean is_inbound; /* towards the country */
} HdMapFlow;

/* A plain struct; its owner is the HdChartSpec that it was given to. */
typedef struct
{
  HdGeoLayer *units; /* coloured, drilled */
  HdGeoLayer *far_land; /* nullable; coarse land beyond the neighbours */
  HdGeoLayer *neighbours; /* nullable; pale land with names */
  HdGeoLayer *outline; /* nullable; the country under the units */
  HdGeoLayer *reefs; /* Hoàng Sa and Trường Sa: always drawn */
  HdGeoLayer *islands; /* nullable; islands as points with names */
  HdGeoLayer *labels; /* nullable; seas, archipelagos: points with a type */
  gboolean is_world; /* the frame is the whole of `home`, not the country */
  HdGeoBox home; /* what zoom 1 must show; all zero: the country with both archipelagos */
  HdMapView view;
  char *lang; /* "vi" or "en": which names */

  guint n_units; /* = units->n_shapes */
  double *values; /* NAN: no data */
  char **texts; /* (element-type utf8) (nullable elements): "I +2,1" */
  int selected; /* the unit that is looked into, outlined; -1: none */
  int *focus_order; /* rank in which labels are placed, best first; nullable */
  /* Class k holds thresholds[k-1] <= value < thresholds[k]. */
  guint n_classes; /* 2 to HD_MAP_N_CLASSES */
  double thresholds[HD_MAP_N_CLASSES - 1];
  char *class_texts[HD_MAP_N_CLASSES]; /* legend: "< −8", "−8…−3" … */
  char *legend_low, *legend_high; /* nullable: what the ends of the scale mean, in words */
  gboolean is_reversed; /* a high value is bad */
  gboolean is_sequential; /* no good or bad: heat colours */

  HdMapPoint *points; /* gates, ports, airports, bubbles */
  guint n_points;
  int selected_point; /* ringed; -1: none */
  HdMapFlow *flows; /* greatest first */
  guint n_flows;
  char *outbound, *inbound; /* nullable: what the two directions are called */
  /*< private >*/
  GArray *point_array, *flow_array;
} HdMapSpec;

/* `units` and `reefs` are required: no map of this program lacks the archipelagos. */
HdMapSpec *hd_map_spec_new (HdGeoLayer *units, HdGeoLayer *reefs) G_GNUC_WARN_UNUSED_RESULT;
HdMapSpec *hd_map_spec_copy (const HdMapSpec *map) G_GNUC_WARN_UNUSED_RESULT;
void hd_map_spec_free (HdMapSpec *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdMapSpec, hd_map_spec_free)

void hd_map_spec_set_lang (HdMapSpec *map, const char *lang);
/* Each takes a reference; NULL clears. */
void hd_map_spec_set_far_land (HdMapSpec *map, HdGeoLayer *layer);
void hd_map_spec_set_neighbours (HdMapSpec *map, HdGeoLayer *layer);
void hd_map_spec_set_outline (HdMapSpec *map, HdGeoLayer *layer);
void hd_map_spec_set_islands (HdMapSpec *map, HdGeoLayer *layer);
void hd_map_spec_set_labels (HdMapSpec *map, HdGeoLayer *layer);
/* FALSE when the geometry has no such unit. `text` is nullable. */
gboolean hd_map_spec_set_value (HdMapSpec *map, const char *code, double value, const char *text);
/* Outlines that unit; one that the geometry does not have, or NULL, outlines none. */
void hd_map_spec_select (HdMapSpec *map, const char *code);
/* `n` thresholds, ascending, make n + 1 classes; `texts` has n + 1 strings for the legend. */
void hd_map_spec_set_classes (HdMapSpec *map,
                              const double *thresholds,
                              guint n,
                              const char *const *texts);
/* Words at the ends of the legend; nullable. */
void hd_map_spec_set_legend (HdMapSpec *map, const char *low, const char *high);
/* Five classes of as equal numbers of units as ties allow; thresholds on round numbers. */
void hd_map_spec_set_quantiles (HdMapSpec *map);
/* The same of other values: those of all the maps that must share a scale. NAN is left out. */
void hd_map_spec_set_quantiles_of (HdMapSpec *map, const double *values, guint n_values);
void hd_map_spec_add_point (HdMapSpec *map, const HdMapPoint *point);
void hd_map_spec_add_flow (HdMapSpec *map, const HdMapFlow *flow);
void hd_map_spec_name_flows (HdMapSpec *map, const char *outbound, const char *inbound);
/* A map as a list: its units, where any has a figure, and the points that have one. */
typedef struct
{
  const char *name, *code;
  double value;
  const char *text; /* nullable: formatted as the map's figures are */
} HdMapRow;
guint hd_map_spec_get_n_rows (const HdMapSpec *map);
HdMapRow hd_map_spec_get_row (const HdMapSpec *map, guint row);
gboolean hd_map_spec_has_unit_values (const HdMapSpec *map);
/* 0 to n_classes - 1, worst to best unless sequential; -1 when missing. */
int hd_map_spec_classify (const HdMapSpec *map, double value);

G_END_DECLS
