/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which points of a layer are the same place, and where its borders meet: what simplifying must keep.
 */

#pragma once

#include "hd-geo.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_places;
  guint *places; /* of each point of the layer: equal coordinates are one place */
  /* Of each place: a border begins, ends or branches there, so that it must never go. */
  guint8 *is_junction;
} HdGeoTopology;

HdGeoTopology *hd_geo_topology_new (const HdGeoLayer *layer) G_GNUC_WARN_UNUSED_RESULT;
void hd_geo_topology_free (HdGeoTopology *topology);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdGeoTopology, hd_geo_topology_free)

/* For every place the area in square degrees (of a map that is true at HD_MAP_TRUE_LAT) by which the
 * drawing changes when it is left out: Visvalingam and Whyatt 1993, each border once for all who share
 * it. Junctions, and three points of every ring, are INFINITY. (transfer full) */
double *hd_geo_topology_weigh (const HdGeoTopology *topology, const HdGeoLayer *layer);

G_END_DECLS
