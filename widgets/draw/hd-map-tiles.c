/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map's ground as squares of pixels that are painted once and then only moved.
 */

#include "config.h"

#include "hd-map-tiles.h"

#include <math.h>

/* Of pixels; a 4K screen shows 34 MiB of them. */
#define MAX_BYTES (96 * 1024 * 1024)

typedef struct
{
  gint32 column, row; /* the key: of the ground, in tiles */
  cairo_surface_t *surface;
  guint64 used; /* the draw in which it was last wanted */
} Tile;

/* The tiles of one scale. */
typedef struct
{
  HdMapGround *ground; /* (nullable): no tiles */
  GHashTable *tiles; /* (element-type Tile Tile) */
} Sheet;

struct _HdMapTiles
{
  HdChartSpec *spec;
  const HdPalette *palette;
  int density;
  Sheet now, before; /* before: stretched while now is not whole */
  guint64 n_draws;
  guint n_painted;
};

static guint
hash_tile (gconstpointer key)
{
  const Tile *tile = key;

  return (guint)tile->column * 73856093u ^ (guint)tile->row * 19349663u;
}

static gboolean
equal_tiles (gconstpointer a, gconstpointer b)
{
  const Tile *first = a;
  const Tile *second = b;

  return first->column == second->column && first->row == second->row;
}

static void
free_tile (gpointer data)
{
  cairo_surface_destroy (((Tile *)data)->surface);
  g_free (data);
}

static void
sheet_clear (Sheet *sheet)
{
  g_clear_pointer (&sheet->ground, hd_map_ground_free);
  g_clear_pointer (&sheet->tiles, g_hash_table_unref);
}

static void
sheet_init (Sheet *sheet, HdChartSpec *spec, double px_per_degree)
{
  sheet->ground = hd_map_ground_new (spec, px_per_degree);
  sheet->tiles = g_hash_table_new_full (hash_tile, equal_tiles, NULL, free_tile);
}

HdMapTiles *
hd_map_tiles_new (void)
{
  return g_new0 (HdMapTiles, 1);
}

void
hd_map_tiles_free (HdMapTiles *self)
{
  sheet_clear (&self->now);
  sheet_clear (&self->before);
  g_clear_pointer (&self->spec, hd_chart_spec_unref);
  g_free (self);
}

void
hd_map_tiles_set (HdMapTiles *self,
                  HdChartSpec *spec,
                  const HdPalette *palette,
                  double px_per_degree,
                  int density)
{
  gboolean is_same = self->spec == spec && self->palette == palette && self->density == density;

  if (is_same && self->now.ground != NULL
      && hd_map_ground_get_scale (self->now.ground) == px_per_degree)
    return;
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
          || g_hash_table_size (self->now.tiles) >= g_hash_table_size (self->before.tiles) / 2))
    {
      sheet_clear (&self->before);
      self->before = self->now;
      self->now = (Sheet){ 0 };
    }
  sheet_clear (&self->now);
  sheet_init (&self->now, spec, px_per_degree);
}

static Tile *
paint_tile (HdMapTiles *self, gint32 column, gint32 row)
{
  Tile *tile = g_new0 (Tile, 1);
  HdRect area = { column * (double)HD_MAP_TILE_PX, row * (double)HD_MAP_TILE_PX, HD_MAP_TILE_PX,
                  HD_MAP_TILE_PX };
  cairo_t *cr;

  *tile = (Tile){ .column = column, .row = row };
  tile->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, HD_MAP_TILE_PX * self->density,
                                              HD_MAP_TILE_PX * self->density);
  cairo_surface_set_device_scale (tile->surface, self->density, self->density);
  cr = cairo_create (tile->surface);
  cairo_translate (cr, -area.x, -area.y);
  hd_map_ground_draw (self->now.ground, cr, self->palette, area);
  cairo_destroy (cr);
  self->n_painted++;
  g_hash_table_add (self->now.tiles, tile);
  return tile;
}

static Tile *
find_tile (const Sheet *sheet, gint32 column, gint32 row)
{
  const Tile key = { .column = column, .row = row };

  return g_hash_table_lookup (sheet->tiles, &key);
}

typedef struct
{
  gint32 first_column, last_column, first_row, last_row;
} Range;

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

  while (g_hash_table_size (self->now.tiles) * tile_bytes > MAX_BYTES)
    {
      Tile *oldest = NULL;

      g_hash_table_iter_init (&iter, self->now.tiles);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        if (oldest == NULL || ((Tile *)key)->used < oldest->used)
          oldest = key;
      if (oldest == NULL || oldest->used == self->n_draws)
        return;
      g_hash_table_remove (self->now.tiles, oldest);
    }
}

static void
blit (cairo_t *cr, const Tile *tile, double origin_x, double origin_y)
{
  double x = origin_x + tile->column * (double)HD_MAP_TILE_PX;
  double y = origin_y + tile->row * (double)HD_MAP_TILE_PX;

  cairo_set_source_surface (cr, tile->surface, x, y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, x, y, HD_MAP_TILE_PX, HD_MAP_TILE_PX);
  cairo_fill (cr);
}

/* The sheet of the scale before, as large as the present one. */
static void
draw_stretched (HdMapTiles *self, cairo_t *cr, HdRect area, double origin_x, double origin_y)
{
  double ratio, tile_px;
  Range range;

  if (self->before.ground == NULL)
    return;
  ratio
      = hd_map_ground_get_scale (self->now.ground) / hd_map_ground_get_scale (self->before.ground);
  tile_px = HD_MAP_TILE_PX * ratio;
  range = tiles_of (area, origin_x, origin_y, tile_px);
  cairo_save (cr);
  cairo_translate (cr, origin_x, origin_y);
  cairo_scale (cr, ratio, ratio);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (gint32 row = range.first_row; row <= range.last_row; row++)
    for (gint32 column = range.first_column; column <= range.last_column; column++)
      {
        const Tile *tile = find_tile (&self->before, column, row);

        if (tile != NULL)
          blit (cr, tile, 0, 0);
      }
  cairo_restore (cr);
}

/* From the middle outwards, where the eye is, as far as the time goes. */
static gboolean
make_tiles (HdMapTiles *self, Range range, gint64 budget_us)
{
  gint64 start = g_get_monotonic_time ();
  double middle_column = (range.first_column + range.last_column) / 2.0;
  double middle_row = (range.first_row + range.last_row) / 2.0;

  for (;;)
    {
      double nearest = INFINITY;
      gint32 best_column = 0, best_row = 0;

      for (gint32 row = range.first_row; row <= range.last_row; row++)
        for (gint32 column = range.first_column; column <= range.last_column; column++)
          {
            Tile *tile = find_tile (&self->now, column, row);
            double distance = hypot (column - middle_column, row - middle_row);

            if (tile != NULL)
              tile->used = self->n_draws;
            else if (distance < nearest)
              {
                nearest = distance;
                best_column = column;
                best_row = row;
              }
          }
      if (isinf (nearest))
        return TRUE;
      if (budget_us != G_MAXINT64 && g_get_monotonic_time () - start >= budget_us)
        return FALSE;
      paint_tile (self, best_column, best_row);
    }
}

gboolean
hd_map_tiles_draw (HdMapTiles *self,
                   cairo_t *cr,
                   HdRect area,
                   double origin_x,
                   double origin_y,
                   gint64 budget_us)
{
  Range range = tiles_of (area, origin_x, origin_y, HD_MAP_TILE_PX);
  gboolean is_whole;

  g_return_val_if_fail (self->now.ground != NULL, TRUE);
  self->n_draws++;
  is_whole = make_tiles (self, range, budget_us);
  cairo_save (cr);
  cairo_rectangle (cr, area.x, area.y, area.width, area.height);
  cairo_clip (cr);
  if (!is_whole)
    {
      HdColour sea = self->palette->colours[HD_ROLE_SEA];

      cairo_set_source_rgb (cr, sea.red, sea.green, sea.blue);
      cairo_paint (cr);
      draw_stretched (self, cr, area, origin_x, origin_y);
    }
  for (gint32 row = range.first_row; row <= range.last_row; row++)
    for (gint32 column = range.first_column; column <= range.last_column; column++)
      {
        const Tile *tile = find_tile (&self->now, column, row);

        if (tile != NULL)
          blit (cr, tile, origin_x, origin_y);
      }
  cairo_restore (cr);
  if (is_whole)
    sheet_clear (&self->before);
  drop_old (self);
  return is_whole;
}

gboolean
hd_map_tiles_prefetch (HdMapTiles *self, HdRect area, double origin_x, double origin_y)
{
  Range range = tiles_of (area, origin_x, origin_y, HD_MAP_TILE_PX);

  if (self->now.ground == NULL)
    return FALSE;
  for (gint32 row = range.first_row - 1; row <= range.last_row + 1; row++)
    for (gint32 column = range.first_column - 1; column <= range.last_column + 1; column++)
      if (find_tile (&self->now, column, row) == NULL)
        {
          paint_tile (self, column, row);
          return TRUE;
        }
  return FALSE;
}

guint
hd_map_tiles_get_n_painted (const HdMapTiles *self)
{
  return self->n_painted;
}
