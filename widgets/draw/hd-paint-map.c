/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The map: neighbours pale, the sea calm, the country in five steps, Hoàng Sa and Trường Sa always.
 */

#include "config.h"

#include "hd-map-ground.h"
#include "hd-map-layout.h"
#include "hd-painters.h"

#include <math.h>

#define CORNER_PX 8
#define POINT_REACH_PX 7

/* Beyond the neighbours that the map knows there is no sea, only nothing: the frame ends there. */
static void
frame_known_land (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  HdRect *frame = &layout->plot;
  HdRect known;
  double right, bottom;

  if (map->far_land != NULL || map->neighbours == NULL || map->neighbours->n_points == 0)
    return;
  known = hd_map_px_rect (layout, &map->neighbours->bounds);
  right = MIN (frame->x + frame->width, floor (known.x + known.width));
  bottom = MIN (frame->y + frame->height, floor (known.y + known.height));
  frame->x = MAX (frame->x, ceil (known.x));
  frame->y = MAX (frame->y, ceil (known.y));
  frame->width = MAX (right - frame->x, 1);
  frame->height = MAX (bottom - frame->y, 1);
}

void
hd_map_layout (HdChartLayout *layout)
{
  if (layout->spec->map == NULL)
    {
      hd_layout_say_missing (layout);
      return;
    }
  layout->has_map = TRUE;
  /* On whole pixels, so that its clip is a plain region. */
  layout->plot.height = floor (layout->plot.height + layout->plot.y - ceil (layout->plot.y));
  layout->plot.y = ceil (layout->plot.y);
  layout->plot.width = floor (layout->plot.width);
  hd_map_project (layout);
  frame_known_land (layout);
  hd_ink_rect (layout, HD_ROLE_SEA, HD_STYLE_FILL, layout->plot);
  hd_map_draw_ground (layout);
  layout->n_ground_inks = layout->inks->len;
  hd_map_draw_legend (layout);
  layout->n_frame_inks = layout->inks->len;
  hd_map_label_archipelagos (layout);
  hd_map_label_units (layout);
  hd_map_label_surroundings (layout);
}

/* Round corners are painted over the map, not clipped out of it: a clip that is no rectangle makes
 * every outline slower. */
static void
draw_corners (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette)
{
  HdInk frame = { .kind = HD_INK_RECT, .rect = layout->plot, .radius = CORNER_PX };
  HdColour card = palette->colours[HD_ROLE_CARD];

  cairo_new_path (cr);
  cairo_rectangle (cr, layout->plot.x, layout->plot.y, layout->plot.width, layout->plot.height);
  hd_ink_trace (cr, layout, &frame);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_source_rgb (cr, card.red, card.green, card.blue);
  cairo_fill (cr);
}

static void
draw_inks (cairo_t *cr,
           const HdChartLayout *layout,
           const HdPalette *palette,
           guint first,
           guint end)
{
  for (guint ink = first; ink < end; ink++)
    hd_ink_draw_one (cr, layout, palette, &g_array_index (layout->inks, HdInk, ink));
}

static void
clip_to_frame (cairo_t *cr, const HdChartLayout *layout)
{
  if (!layout->has_map)
    return;
  cairo_rectangle (cr, layout->plot.x, layout->plot.y, layout->plot.width, layout->plot.height);
  cairo_clip (cr);
}

void
hd_map_layout_draw_names (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette)
{
  draw_inks (cr, layout, palette, layout->n_frame_inks, layout->inks->len);
}

void
hd_map_layout_draw_frame (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette)
{
  draw_inks (cr, layout, palette, 0, layout->n_title_inks);
  draw_inks (cr, layout, palette, layout->n_ground_inks, layout->n_frame_inks);
  draw_corners (cr, layout, palette);
}

void
hd_map_draw (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette)
{
  draw_inks (cr, layout, palette, 0, layout->n_title_inks);
  clip_to_frame (cr, layout);
  draw_inks (cr, layout, palette, layout->n_title_inks, layout->inks->len);
  if (layout->has_map)
    draw_corners (cr, layout, palette);
}

static int
hit_point (const HdChartLayout *layout, double x, double y)
{
  const HdMapSpec *map = layout->spec->map;
  double best_distance = INFINITY;
  int best = -1;

  for (guint index = 0; index < layout->marks->len; index++)
    {
      const HdMark *mark = &g_array_index (layout->marks, HdMark, index);
      double distance = hypot (mark->x - x, mark->y - y);

      if (mark->category < (int)map->n_units)
        continue;
      if (distance <= MAX (mark->rect.width / 2, POINT_REACH_PX) && distance < best_distance)
        {
          best_distance = distance;
          best = (int)index;
        }
    }
  return best;
}

int
hd_map_hit (const HdChartLayout *layout, double x, double y)
{
  HdGeoPoint at;
  int point, unit;

  if (!layout->has_map || !hd_rect_contains (layout->plot, x, y))
    return -1;
  point = hit_point (layout, x, y);
  if (point >= 0)
    return point;
  at = hd_map_degrees (layout, x, y);
  unit = hd_geo_layer_hit (layout->spec->map->units, at.lon, at.lat);
  return unit < 0 ? -1 : hd_chart_layout_find_mark (layout, 0, unit);
}

double
hd_map_height (const HdChartSpec *spec, double width, double font_px)
{
  return CLAMP (width * 1.18, 280, 760);
}
