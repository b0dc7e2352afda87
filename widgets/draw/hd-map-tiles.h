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

/* `ready` is called when a square came that a draw had missed. */
HdMapTiles *hd_map_tiles_new (void (*ready) (gpointer data),
                              gpointer data) G_GNUC_WARN_UNUSED_RESULT;
void hd_map_tiles_free (HdMapTiles *tiles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdMapTiles, hd_map_tiles_free)

/* What is to be shown. Another spec, palette or density of pixels begins anew: TRUE. Another scale stretches
 * what is there until there is better. */
gboolean hd_map_tiles_set (HdMapTiles *tiles,
                           HdChartSpec *spec,
                           const HdPalette *palette,
                           double px_per_degree,
                           int density);
/* Paints `area` of the target, the ground's origin lying at origin_x, origin_y there. What is missing is
 * painted now, or with `can_wait` asked for together with what a pan would need next. TRUE: nothing is
 * missing. */
gboolean hd_map_tiles_draw (HdMapTiles *tiles,
                            cairo_t *cr,
                            HdRect area,
                            double origin_x,
                            double origin_y,
                            gboolean can_wait);
/* The same picture `ratio` times as large, from what is there: for the time of a pinch. */
void hd_map_tiles_draw_stretched (HdMapTiles *tiles,
                                  cairo_t *cr,
                                  HdRect area,
                                  double origin_x,
                                  double origin_y,
                                  double ratio);

/* Nobody looks at it: only the squares of the last picture stay. */
void hd_map_tiles_rest (HdMapTiles *tiles);

/* For tests: how many squares are there now. */
guint hd_map_tiles_get_n_painted (const HdMapTiles *tiles);

G_END_DECLS
