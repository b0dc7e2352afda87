/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map's ground as squares of pixels that are painted once and then only moved: what makes a pan as quick
 * on an old machine as copying memory.
 */

#pragma once

#include "hd-map-ground.h"

G_BEGIN_DECLS

#define HD_MAP_TILE_PX 256

typedef struct _HdMapTiles HdMapTiles;

HdMapTiles *hd_map_tiles_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hd_map_tiles_free (HdMapTiles *tiles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdMapTiles, hd_map_tiles_free)

/* What is to be shown. Another spec, palette or density of pixels begins anew; another scale stretches
 * what is there until there is better. */
void hd_map_tiles_set (HdMapTiles *tiles,
                       HdChartSpec *spec,
                       const HdPalette *palette,
                       double px_per_degree,
                       int density);
/* Paints `area` of the target, the ground's origin lying at origin_x, origin_y there. Missing tiles are
 * made until `budget_us` is used up (0: none, G_MAXINT64: all). TRUE: nothing is missing. */
gboolean hd_map_tiles_draw (HdMapTiles *tiles,
                            cairo_t *cr,
                            HdRect area,
                            double origin_x,
                            double origin_y,
                            gint64 budget_us);
/* Makes one tile that a pan would need next. FALSE: all are there. */
gboolean hd_map_tiles_prefetch (HdMapTiles *tiles, HdRect area, double origin_x, double origin_y);

/* For tests and benchmarks: how many were painted since it was made. */
guint hd_map_tiles_get_n_painted (const HdMapTiles *tiles);

G_END_DECLS
