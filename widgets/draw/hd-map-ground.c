/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map without its words, projected once for a scale: any part of it can be painted at any time.
 */

#include "config.h"

#include "hd-map-ground.h"

#include "hd-map-layout.h"

#include <math.h>

/* Farther than any map reaches: nothing of a ground is outside its frame. */
#define FAR_PX 1e8

struct _HdMapGround
{
  HdChartLayout *layout;
  HdMapParts parts;
  GArray *bounds; /* (element-type HdRect) of each ink */
  gatomicrefcount refs;
};

static HdRect
ink_bounds (const HdChartLayout *layout, const HdInk *ink)
{
  const HdPoint *points = (const HdPoint *)layout->points->data + ink->first_point;
  double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;

  if (ink->kind == HD_INK_RECT)
    return hd_rect_inset (ink->rect, -ink->width - 1);
  if (ink->kind == HD_INK_GLYPH)
    return hd_rect_inset (ink->rect, -ink->width / 2 - 2);
  for (guint point = 0; point < ink->n_points; point++)
    {
      left = fmin (left, points[point].x);
      right = fmax (right, points[point].x);
      top = fmin (top, points[point].y);
      bottom = fmax (bottom, points[point].y);
    }
  return hd_rect_inset ((HdRect){ left, top, right - left, bottom - top }, -ink->width - 1);
}

HdMapGround *
hd_map_ground_new (HdChartSpec *spec, double px_per_degree)
{
  HdMapGround *ground = g_new0 (HdMapGround, 1);
  HdChartLayout *layout = hd_layout_new (spec, NULL, 1, 1, NULL);

  g_atomic_ref_count_init (&ground->refs);
  layout->has_map = TRUE;
  hd_map_project_at (layout, px_per_degree, 0, 0);
  layout->plot = (HdRect){ -FAR_PX, -FAR_PX, 2 * FAR_PX, 2 * FAR_PX };
  ground->parts = hd_map_draw_ground (layout);
  ground->layout = layout;
  ground->bounds = g_array_sized_new (FALSE, FALSE, sizeof (HdRect), layout->inks->len);
  for (guint ink = 0; ink < layout->inks->len; ink++)
    {
      HdRect bounds = ink_bounds (layout, &g_array_index (layout->inks, HdInk, ink));

      g_array_append_val (ground->bounds, bounds);
    }
  return ground;
}

HdMapGround *
hd_map_ground_ref (HdMapGround *ground)
{
  g_atomic_ref_count_inc (&ground->refs);
  return ground;
}

void
hd_map_ground_unref (HdMapGround *ground)
{
  if (!g_atomic_ref_count_dec (&ground->refs))
    return;
  hd_chart_layout_free (ground->layout);
  g_array_unref (ground->bounds);
  g_free (ground);
}

double
hd_map_ground_get_scale (const HdMapGround *ground)
{
  return hd_map_scale (ground->layout);
}

gboolean
hd_map_ground_differs_in_values (const HdMapGround *ground, HdChartSpec *spec)
{
  const HdMapSpec *map = ground->layout->spec->map;
  const HdMapSpec *other = spec->map;

  return map->units == other->units && map->far_land == other->far_land
         && map->neighbours == other->neighbours && map->outline == other->outline
         && map->reefs == other->reefs && map->islands == other->islands
         && map->is_world == other->is_world;
}

void
hd_map_ground_draw_part (const HdMapGround *ground,
                         cairo_t *cr,
                         const HdPalette *palette,
                         HdRect area,
                         HdMapGroundPart part)
{
  const guint ends[] = { 0, ground->parts.units, ground->parts.lines, ground->parts.marks,
                         ground->layout->inks->len };
  HdInk sea = { .kind = HD_INK_RECT, .style = HD_STYLE_FILL, .role = HD_ROLE_SEA, .rect = area };

  cairo_save (cr);
  cairo_rectangle (cr, area.x, area.y, area.width, area.height);
  cairo_clip (cr);
  if (part == HD_MAP_GROUND_LAND)
    hd_ink_draw_one (cr, ground->layout, palette, &sea);
  for (guint ink = ends[part]; ink < ends[part + 1]; ink++)
    if (hd_rect_overlaps (g_array_index (ground->bounds, HdRect, ink), area))
      hd_ink_draw_seen (cr, ground->layout, palette,
                        &g_array_index (ground->layout->inks, HdInk, ink), area);
  cairo_restore (cr);
}

void
hd_map_ground_draw (const HdMapGround *ground, cairo_t *cr, const HdPalette *palette, HdRect area)
{
  for (int part = HD_MAP_GROUND_LAND; part <= HD_MAP_GROUND_MARKS; part++)
    hd_map_ground_draw_part (ground, cr, palette, area, (HdMapGroundPart)part);
}

double
hd_map_layout_get_scale (const HdChartLayout *layout)
{
  return hd_map_scale (layout);
}

void
hd_map_layout_get_origin (const HdChartLayout *layout, double *x, double *y)
{
  *x = layout->lon_scale.start;
  *y = layout->lat_scale.start;
}
