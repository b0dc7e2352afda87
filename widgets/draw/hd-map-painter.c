/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paints squares of a map's ground on a thread of its own, so that no frame waits for them.
 */

#include "config.h"

#include "hd-map-painter.h"

/* Outlives its owner while a square is under way. */
struct _HdMapWorker
{
  gatomicrefcount refs;
  GMutex mutex;
  GQueue done; /* (element-type HdMapTile) under mutex */
  void (*ready) (gpointer data); /* NULL: the owner is gone; main thread only */
  gpointer data;
  GMainContext *context;
  gboolean is_telling; /* under mutex */
  int sheet; /* atomic */
};

typedef struct
{
  HdMapWorker *worker;
  HdMapGround *ground;
  const HdPalette *palette;
  HdMapTile *tile;
  int tile_px, density;
} Job;

void
hd_map_tile_free (HdMapTile *tile)
{
  g_clear_pointer (&tile->surface, cairo_surface_destroy);
  hd_map_tile_drop_kept (tile);
  g_free (tile);
}

void
hd_map_tile_drop_kept (HdMapTile *tile)
{
  g_clear_pointer (&tile->land, cairo_surface_destroy);
  g_clear_pointer (&tile->lines, cairo_surface_destroy);
}

/* A picture of the tile, and where to paint it in the map's own pixels. */
static cairo_t *
begin_picture (const HdMapTile *tile,
               cairo_format_t format,
               int tile_px,
               int density,
               cairo_surface_t **picture)
{
  cairo_t *cr;

  *picture = cairo_image_surface_create (format, tile_px * density, tile_px * density);
  cairo_surface_set_device_scale (*picture, density, density);
  cr = cairo_create (*picture);
  cairo_translate (cr, -tile->column * (double)tile_px, -tile->row * (double)tile_px);
  return cr;
}

static HdRect
tile_area (const HdMapTile *tile, int tile_px)
{
  return (HdRect){ tile->column * (double)tile_px, tile->row * (double)tile_px, tile_px, tile_px };
}

void
hd_map_tile_paint (HdMapTile *tile,
                   const HdMapGround *ground,
                   const HdPalette *palette,
                   int tile_px,
                   int density)
{
  cairo_t *cr = begin_picture (tile, CAIRO_FORMAT_RGB24, tile_px, density, &tile->surface);

  hd_map_ground_draw (ground, cr, palette, tile_area (tile, tile_px));
  cairo_destroy (cr);
}

static void
copy_picture (cairo_t *cr, cairo_surface_t *picture, HdRect area)
{
  cairo_set_source_surface (cr, picture, area.x, area.y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
}

void
hd_map_tile_paint_keeping (HdMapTile *tile,
                           const HdMapGround *ground,
                           const HdPalette *palette,
                           int tile_px,
                           int density)
{
  HdRect area = tile_area (tile, tile_px);
  cairo_t *cr;

  if (tile->land == NULL || tile->lines == NULL)
    {
      hd_map_tile_drop_kept (tile);
      cr = begin_picture (tile, CAIRO_FORMAT_RGB24, tile_px, density, &tile->land);
      hd_map_ground_draw_part (ground, cr, palette, area, HD_MAP_GROUND_LAND);
      cairo_destroy (cr);
      cr = begin_picture (tile, CAIRO_FORMAT_ARGB32, tile_px, density, &tile->lines);
      hd_map_ground_draw_part (ground, cr, palette, area, HD_MAP_GROUND_LINES);
      cairo_destroy (cr);
    }
  cr = begin_picture (tile, CAIRO_FORMAT_RGB24, tile_px, density, &tile->surface);
  copy_picture (cr, tile->land, area);
  hd_map_ground_draw_part (ground, cr, palette, area, HD_MAP_GROUND_UNITS);
  copy_picture (cr, tile->lines, area);
  hd_map_ground_draw_part (ground, cr, palette, area, HD_MAP_GROUND_MARKS);
  cairo_destroy (cr);
}

/* Squares that several threads paint, each the next one. It lives until the last of these threads has seen that nothing
 * is left, which may be after the squares themselves. */
typedef struct
{
  gatomicrefcount refs;
  HdMapTile *const *tiles; /* valid while n_painted < n_tiles */
  guint n_tiles;
  HdMapGround *ground;
  const HdPalette *palette;
  int tile_px, density;
  int next; /* atomic */
  GMutex mutex;
  GCond painted;
  guint n_painted; /* under mutex */
} Batch;

static void
batch_unref (Batch *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  hd_map_ground_unref (self->ground);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->painted);
  g_free (self);
}

static void
batch_work (Batch *self)
{
  guint index;

  while ((index = (guint)g_atomic_int_add (&self->next, 1)) < self->n_tiles)
    {
      hd_map_tile_paint_keeping (self->tiles[index], self->ground, self->palette, self->tile_px,
                                 self->density);
      g_mutex_lock (&self->mutex);
      if (++self->n_painted == self->n_tiles)
        g_cond_signal (&self->painted);
      g_mutex_unlock (&self->mutex);
    }
}

static void
batch_cb (gpointer data, gpointer user_data)
{
  batch_work (data);
  batch_unref (data);
}

/* Beside the thread that waits; apart from the one that paints ahead, which may be at a square that nobody waits for. */
static GThreadPool *
get_batch_pool (void)
{
  static gsize pool;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, (gsize)g_thread_pool_new (batch_cb, NULL,
                                                        MAX ((int)g_get_num_processors () - 1, 1),
                                                        FALSE, NULL));
  return (GThreadPool *)pool;
}

void
hd_map_tiles_paint_keeping (HdMapTile *const *tiles,
                            guint n_tiles,
                            HdMapGround *ground,
                            const HdPalette *palette,
                            int tile_px,
                            int density)
{
  guint n_helpers = MIN (n_tiles, g_get_num_processors ());
  Batch *batch;

  if (n_tiles == 0)
    return;
  batch = g_new0 (Batch, 1);
  *batch = (Batch){ .tiles = tiles,
                    .n_tiles = n_tiles,
                    .ground = hd_map_ground_ref (ground),
                    .palette = palette,
                    .tile_px = tile_px,
                    .density = density };
  g_atomic_ref_count_init (&batch->refs);
  g_mutex_init (&batch->mutex);
  g_cond_init (&batch->painted);
  for (guint helper = 1; helper < n_helpers; helper++)
    {
      g_atomic_ref_count_inc (&batch->refs);
      g_thread_pool_push (get_batch_pool (), batch, NULL);
    }
  batch_work (batch);
  g_mutex_lock (&batch->mutex);
  while (batch->n_painted < n_tiles)
    g_cond_wait (&batch->painted, &batch->mutex);
  g_mutex_unlock (&batch->mutex);
  batch_unref (batch);
}

static HdMapWorker *
worker_ref (HdMapWorker *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

static void
worker_unref (HdMapWorker *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_queue_clear_full (&self->done, (GDestroyNotify)hd_map_tile_free);
  g_mutex_clear (&self->mutex);
  g_main_context_unref (self->context);
  g_free (self);
}

static gboolean
tell_cb (gpointer user_data)
{
  HdMapWorker *self = user_data;

  g_mutex_lock (&self->mutex);
  self->is_telling = FALSE;
  g_mutex_unlock (&self->mutex);
  if (self->ready != NULL)
    self->ready (self->data);
  return G_SOURCE_REMOVE;
}

/* One call of `ready` for all that came meanwhile. */
static void
hand_over (HdMapWorker *self, HdMapTile *tile)
{
  GSource *source = NULL;

  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->done, tile);
  if (!self->is_telling)
    source = g_idle_source_new ();
  self->is_telling = TRUE;
  g_mutex_unlock (&self->mutex);
  if (source == NULL)
    return;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_cb, worker_ref (self), (GDestroyNotify)worker_unref);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

static void
work_cb (gpointer data, gpointer user_data)
{
  Job *job = data;

  if (g_atomic_int_get (&job->worker->sheet) == (int)job->tile->sheet)
    {
      hd_map_tile_paint (job->tile, job->ground, job->palette, job->tile_px, job->density);
      hand_over (job->worker, job->tile);
    }
  else
    hd_map_tile_free (job->tile);
  hd_map_ground_unref (job->ground);
  worker_unref (job->worker);
  g_free (job);
}

static GThreadPool *
get_pool (void)
{
  static gsize pool;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, (gsize)g_thread_pool_new (work_cb, NULL, 1, FALSE, NULL));
  return (GThreadPool *)pool;
}

HdMapWorker *
hd_map_worker_new (void (*ready) (gpointer data), gpointer data)
{
  HdMapWorker *self = g_new0 (HdMapWorker, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  self->ready = ready;
  self->data = data;
  self->context = g_main_context_ref_thread_default ();
  return self;
}

void
hd_map_worker_free (HdMapWorker *self)
{
  self->ready = NULL;
  g_atomic_int_set (&self->sheet, -1);
  worker_unref (self);
}

void
hd_map_worker_set_sheet (HdMapWorker *self, guint sheet)
{
  g_atomic_int_set (&self->sheet, (int)sheet);
}

void
hd_map_worker_ask (HdMapWorker *self,
                   HdMapGround *ground,
                   const HdPalette *palette,
                   gint32 column,
                   gint32 row,
                   guint sheet,
                   int tile_px,
                   int density)
{
  Job *job = g_new0 (Job, 1);

  job->worker = worker_ref (self);
  job->ground = hd_map_ground_ref (ground);
  job->palette = palette;
  job->tile = g_new0 (HdMapTile, 1);
  *job->tile = (HdMapTile){ .column = column, .row = row, .sheet = sheet };
  job->tile_px = tile_px;
  job->density = density;
  g_thread_pool_push (get_pool (), job, NULL);
}

HdMapTile *
hd_map_worker_take (HdMapWorker *self)
{
  HdMapTile *tile;

  g_mutex_lock (&self->mutex);
  tile = g_queue_pop_head (&self->done);
  g_mutex_unlock (&self->mutex);
  return tile;
}
