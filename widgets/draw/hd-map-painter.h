/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paints squares of a map's ground on a thread of its own, so that no frame waits for them.
 */

#pragma once

#include "hd-map-ground.h"

G_BEGIN_DECLS

/* One square: which, and what it shows once it is painted. */
typedef struct
{
  gint32 column, row;
  guint sheet; /* the asker's number of the scale and spec that it is of */
  cairo_surface_t *surface; /* (nullable): not yet */
  cairo_surface_t *land, *lines; /* (nullable): what stays with other figures, kept for these */
  guint64 used; /* the draw in which it was last wanted */
} HdMapTile;
void hd_map_tile_free (HdMapTile *tile);

void hd_map_tile_drop_kept (HdMapTile *tile);

/* At once, on the caller's thread. */
void hd_map_tile_paint (HdMapTile *tile,
                        const HdMapGround *ground,
                        const HdPalette *palette,
                        int tile_px,
                        int density);
/* The same; land and lines are painted once and kept, they are nine tenths of the work. */
void hd_map_tile_paint_keeping (HdMapTile *tile,
                                const HdMapGround *ground,
                                const HdPalette *palette,
                                int tile_px,
                                int density);
/* The same of several squares, on this thread and on as many as there are processors; all are painted when it returns. */
void hd_map_tiles_paint_keeping (HdMapTile *const *tiles,
                                 guint n_tiles,
                                 HdMapGround *ground,
                                 const HdPalette *palette,
                                 int tile_px,
                                 int density);

typedef struct _HdMapWorker HdMapWorker;

/* `ready` is called in the main context of the thread that made the worker, when there is something to take. */
HdMapWorker *hd_map_worker_new (void (*ready) (gpointer data),
                                gpointer data) G_GNUC_WARN_UNUSED_RESULT;
/* What is under way is dropped; `ready` is not called any more. */
void hd_map_worker_free (HdMapWorker *worker);

/* What was asked for another sheet and is not begun is skipped from now on. */
void hd_map_worker_set_sheet (HdMapWorker *worker, guint sheet);
void hd_map_worker_ask (HdMapWorker *worker,
                        HdMapGround *ground,
                        const HdPalette *palette,
                        gint32 column,
                        gint32 row,
                        guint sheet,
                        int tile_px,
                        int density);
/* The next square that is ready; NULL: none now. (transfer full) (nullable) */
HdMapTile *hd_map_worker_take (HdMapWorker *worker);

G_END_DECLS
