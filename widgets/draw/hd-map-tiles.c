/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map's ground as squares of pixels that are painted once and then only moved.
 */

#include "config.h"

#include "hd-map-tiles.h"

#include <math.h>

#include "hd-map-painter.h"

/* Of pixels beside those in the frame and round it, which always stay (a 4K screen shows 34 MiB of them): a pan
 * and back again. Each screen has a map of its own. */
#define MAX_BYTES (12 * 1024 * 1024)

typedef struct
{
  gint32 first_column, last_column, first_row, last_row;
} Range;

/* The tiles of one scale. */
typedef struct
{
  HdMapGround *ground; /* (nullable): no tiles */
  GHashTable *tiles; /* (element-type HdMapTile HdMapTile) */
} Sheet;

struct _HdMapTiles
{
  HdChartSpec *spec;
  const HdPalette *palette;
  int density;
  Sheet now, before; /* before: stretched while now is not whole */
  HdMapWorker *worker;
  void (*ready) (gpointer data);
  gpointer data;
  guint n_sheets;
  guint64 n_draws;
  Range shown; /* of the last draw */
};

static guint
hash_tile (gconstpointer key)
{
  const HdMapTile *tile = key;

  return (guint)tile->column * 73856093u ^ (guint)tile->row * 19349663u;
}

static gboolean
equal_tiles (gconstpointer a, gconstpointer b)
{
  const HdMapTile *first = a;
  const HdMapTile *second = b;

  return first->column == second->column && first->row == second->row;
}

static void
sheet_clear (Sheet *sheet)
{
  g_clear_pointer (&sheet->ground, hd_map_ground_unref);
  g_clear_pointer (&sheet->tiles, g_hash_table_unref);
}

static void
sheet_init (Sheet *sheet, HdChartSpec *spec, double px_per_degree)
{
  sheet->ground = hd_map_ground_new (spec, px_per_degree);
  sheet->tiles
      = g_hash_table_new_full (hash_tile, equal_tiles, NULL, (GDestroyNotify)hd_map_tile_free);
}

/* Takes what the worker made; what it made for a sheet that is gone is dropped. */
static void
ready_cb (gpointer data)
{
  HdMapTiles *self = data;
  gboolean is_new = FALSE;
  HdMapTile *tile;

  while ((tile = hd_map_worker_take (self->worker)) != NULL)
    if (tile->sheet == self->n_sheets && self->now.tiles != NULL)
      {
        tile->used = self->n_draws;
        g_hash_table_replace (self->now.tiles, tile, tile);
        is_new = TRUE;
      }
    else
      hd_map_tile_free (tile);
  if (is_new && self->ready != NULL)
    self->ready (self->data);
}

HdMapTiles *
hd_map_tiles_new (void (*ready) (gpointer data), gpointer data)
{
  HdMapTiles *self = g_new0 (HdMapTiles, 1);

  self->ready = ready;
  self->data = data;
  self->worker = hd_map_worker_new (ready_cb, self);
  return self;
}

void
hd_map_tiles_free (HdMapTiles *self)
{
  hd_map_worker_free (self->worker);
  sheet_clear (&self->now);
  sheet_clear (&self->before);
  g_clear_pointer (&self->spec, hd_chart_spec_unref);
  g_free (self);
}

static gboolean
is_outside (const HdMapTile *tile, const Range *range)
{
  return tile->column < range->first_column || tile->column > range->last_column
         || tile->row < range->first_row || tile->row > range->last_row;
}

/* Without its colours; what has nothing else, or is not looked at, goes. */
static gboolean
loses_colours (gpointer key, gpointer value, gpointer shown)
{
  HdMapTile *tile = key;

  g_clear_pointer (&tile->surface, cairo_surface_destroy);
  return tile->land == NULL || is_outside (tile, shown);
}

/* Other figures of the same units at the same scale: land and lines stay. */
static gboolean
recolour (HdMapTiles *self,
          HdChartSpec *spec,
          const HdPalette *palette,
          double px_per_degree,
          int density)
{
  Sheet *now = &self->now;

  if (now->ground == NULL || self->palette != palette || self->density != density
      || hd_map_ground_get_scale (now->ground) != px_per_degree
      || !hd_map_ground_differs_in_values (now->ground, spec))
    return FALSE;
  hd_map_worker_set_sheet (self->worker, ++self->n_sheets);
  sheet_clear (&self->before);
  hd_map_ground_unref (now->ground);
  now->ground = hd_map_ground_new (spec, px_per_degree);
  g_hash_table_foreach_remove (now->tiles, loses_colours, &self->shown);
  hd_chart_spec_ref (spec);
  g_clear_pointer (&self->spec, hd_chart_spec_unref);
  self->spec = spec;
  return TRUE;
}

gboolean
hd_map_tiles_set (HdMapTiles *self,
                  HdChartSpec *spec,
                  const HdPalette *palette,
                  double px_per_degree,
                  int density)
{
  gboolean is_same = self->spec == spec && self->palette == palette && self->density == density;

  if (is_same && self->now.ground != NULL
      && hd_map_ground_get_scale (self->now.ground) == px_per_degree)
    return FALSE;
  if (!is_same && recolour (self, spec, palette, px_per_degree, density))
    return TRUE;
  hd_map_worker_set_sheet (self->worker, ++self->n_sheets);
  if (!is_same)
    {
      sheet_clear (&self->before);
      sheet_clear (&self->now);
      hd_chart_spec_ref (spec);
      g_clear_pointer (&self->spec, hd_chart_spec_unref);
      self->spec = spec;
      self->palette = palette;
      self->density = density;
    }
  /* A scale that was only passed through has few tiles: the one before it is the better stand-in. */
  if (self->now.ground != NULL
      && (self->before.ground == NULL
          || hd_map_tiles_get_n_painted (self) >= g_hash_table_size (self->before.tiles) / 2))
    {
      sheet_clear (&self->before);
      self->before = self->now;
      self->now = (Sheet){ 0 };
    }
  sheet_clear (&self->now);
  sheet_init (&self->now, spec, px_per_degree);
  return !is_same;
}

static HdMapTile *
find_tile (const Sheet *sheet, gint32 column, gint32 row)
{
  const HdMapTile key = { .column = column, .row = row };

  return g_hash_table_lookup (sheet->tiles, &key);
}

/* A tile that is missing is asked for; with `missing`, it is to be painted now and added there. */
static void
want_tile (HdMapTiles *self, gint32 column, gint32 row, GPtrArray *missing)
{
  HdMapTile *tile = find_tile (&self->now, column, row);

  if (tile == NULL)
    {
      tile = g_new0 (HdMapTile, 1);
      *tile = (HdMapTile){ .column = column, .row = row };
      g_hash_table_add (self->now.tiles, tile);
    }
  tile->used = self->n_draws;
  if (tile->surface == NULL && missing != NULL)
    g_ptr_array_add (missing, tile);
  else if (tile->surface == NULL && tile->sheet != self->n_sheets)
    hd_map_worker_ask (self->worker, self->now.ground, self->palette, column, row, self->n_sheets,
                       HD_MAP_TILE_PX, self->density);
  tile->sheet = self->n_sheets;
}

static Range
tiles_of (HdRect area, double origin_x, double origin_y, double tile_px)
{
  return (Range){ (gint32)floor ((area.x - origin_x) / tile_px),
                  (gint32)ceil ((area.x + area.width - origin_x) / tile_px) - 1,
                  (gint32)floor ((area.y - origin_y) / tile_px),
                  (gint32)ceil ((area.y + area.height - origin_y) / tile_px) - 1 };
}

/* Those not wanted for longest go first. */
static void
drop_old (HdMapTiles *self)
{
  gsize tile_bytes = 4 * (gsize)HD_MAP_TILE_PX * HD_MAP_TILE_PX * self->density * self->density;
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->now.tiles);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (is_outside (key, &self->shown))
      hd_map_tile_drop_kept (key);
  while (g_hash_table_size (self->now.tiles) * tile_bytes > MAX_BYTES)
    {
      HdMapTile *oldest = NULL;

      g_hash_table_iter_init (&iter, self->now.tiles);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        if (oldest == NULL || ((HdMapTile *)key)->used < oldest->used)
          oldest = key;
      if (oldest == NULL || oldest->used == self->n_draws)
        return;
      g_hash_table_remove (self->now.tiles, oldest);
    }
}

static void
blit (cairo_t *cr, const HdMapTile *tile)
{
  double x = tile->column * (double)HD_MAP_TILE_PX;
  double y = tile->row * (double)HD_MAP_TILE_PX;

  cairo_set_source_surface (cr, tile->surface, x, y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, x, y, HD_MAP_TILE_PX, HD_MAP_TILE_PX);
  cairo_fill (cr);
}

/* TRUE: no square of the area was missing. */
static gboolean
draw_sheet (const Sheet *sheet,
            cairo_t *cr,
            HdRect area,
            double origin_x,
            double origin_y,
            double ratio)
{
  Range range = tiles_of (area, origin_x, origin_y, HD_MAP_TILE_PX * ratio);
  gboolean is_whole = TRUE;

  cairo_save (cr);
  cairo_translate (cr, origin_x, origin_y);
  if (ratio != 1)
    cairo_scale (cr, ratio, ratio);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (gint32 row = range.first_row; row <= range.last_row; row++)
    for (gint32 column = range.first_column; column <= range.last_column; column++)
      {
        const HdMapTile *tile = find_tile (sheet, column, row);

        if (tile != NULL && tile->surface != NULL)
          blit (cr, tile);
        else
          is_whole = FALSE;
      }
  cairo_restore (cr);
  return is_whole;
}

static gboolean
has_range (const Sheet *sheet, Range range)
{
  for (gint32 row = range.first_row; row <= range.last_row; row++)
    for (gint32 column = range.first_column; column <= range.last_column; column++)
      {
        const HdMapTile *tile = find_tile (sheet, column, row);

        if (tile == NULL || tile->surface == NULL)
          return FALSE;
      }
  return TRUE;
}

static void
want_frame (HdMapTiles *self, Range range, GPtrArray *missing)
{
  for (gint32 row = range.first_row; row <= range.last_row; row++)
    for (gint32 column = range.first_column; column <= range.last_column; column++)
      want_tile (self, column, row, missing);
}

static void
paint_frame (HdMapTiles *self, Range range)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();

  want_frame (self, range, missing);
  hd_map_tiles_paint_keeping ((HdMapTile *const *)missing->pdata, missing->len, self->now.ground,
                              self->palette, HD_MAP_TILE_PX, self->density);
}

/* What is in the frame first, then the squares round it. */
static void
want_tiles (HdMapTiles *self, Range range, gboolean can_wait)
{
  if (can_wait)
    want_frame (self, range, NULL);
  else
    paint_frame (self, range);
  for (gint32 row = range.first_row - 1; row <= range.last_row + 1; row++)
    for (gint32 column = range.first_column - 1; column <= range.last_column + 1; column++)
      if (row < range.first_row || row > range.last_row || column < range.first_column
          || column > range.last_column)
        want_tile (self, column, row, NULL);
}

static void
paint_sea (const HdMapTiles *self, cairo_t *cr)
{
  HdColour sea = self->palette->colours[HD_ROLE_SEA];

  cairo_set_source_rgb (cr, sea.red, sea.green, sea.blue);
  cairo_paint (cr);
}

gboolean
hd_map_tiles_draw (HdMapTiles *self,
                   cairo_t *cr,
                   HdRect area,
                   double origin_x,
                   double origin_y,
                   gboolean can_wait)
{
  Range range = tiles_of (area, origin_x, origin_y, HD_MAP_TILE_PX);
  gboolean is_whole;

  g_return_val_if_fail (self->now.ground != NULL, TRUE);
  self->n_draws++;
  self->shown = range;
  want_tiles (self, range, can_wait);
  is_whole = has_range (&self->now, range);
  cairo_save (cr);
  cairo_rectangle (cr, area.x, area.y, area.width, area.height);
  cairo_clip (cr);
  if (!is_whole)
    {
      paint_sea (self, cr);
      if (self->before.ground != NULL)
        draw_sheet (&self->before, cr, area, origin_x, origin_y,
                    hd_map_ground_get_scale (self->now.ground)
                        / hd_map_ground_get_scale (self->before.ground));
    }
  draw_sheet (&self->now, cr, area, origin_x, origin_y, 1);
  cairo_restore (cr);
  if (is_whole)
    sheet_clear (&self->before);
  drop_old (self);
  return is_whole;
}

static gboolean
is_idle (gpointer key, gpointer value, gpointer user_data)
{
  HdMapTile *tile = key;

  hd_map_tile_drop_kept (tile);
  return tile->surface == NULL || is_outside (tile, user_data);
}

void
hd_map_tiles_rest (HdMapTiles *self)
{
  sheet_clear (&self->before);
  /* What the worker is still at is asked for again. */
  hd_map_worker_set_sheet (self->worker, ++self->n_sheets);
  if (self->now.tiles != NULL)
    g_hash_table_foreach_remove (self->now.tiles, is_idle, &self->shown);
}

void
hd_map_tiles_draw_stretched (HdMapTiles *self,
                             cairo_t *cr,
                             HdRect area,
                             double origin_x,
                             double origin_y,
                             double ratio)
{
  g_return_if_fail (self->now.ground != NULL);
  cairo_save (cr);
  cairo_rectangle (cr, area.x, area.y, area.width, area.height);
  cairo_clip (cr);
  paint_sea (self, cr);
  draw_sheet (&self->now, cr, area, origin_x, origin_y, ratio);
  cairo_restore (cr);
}

guint
hd_map_tiles_get_n_painted (const HdMapTiles *self)
{
  GHashTableIter iter;
  gpointer key;
  guint n_painted = 0;

  if (self->now.tiles == NULL)
    return 0;
  g_hash_table_iter_init (&iter, self->now.tiles);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    n_painted += ((HdMapTile *)key)->surface != NULL;
  return n_painted;
}
