/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The map: neighbours pale, the sea calm, the country in five steps, Hoàng Sa and Trường Sa always.
 */

#include "config.h"

#include "hd-map-layout.h"
#include "hd-painters.h"

#include <math.h>

#define CORNER_PX 8
#define SELECTED_PX 2.4
#define REEF_LEAST_PX 1.6
#define POINT_PX 4
#define POINT_FAR_PX 1.8
#define SCALE_FOR_POINTS 45
#define BUBBLE_MAX_PX 34
#define POINT_REACH_PX 7

static void
draw_ground (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;

  hd_ink_rect (layout, HD_ROLE_SEA, HD_STYLE_FILL, layout->plot);
  for (guint shape = 0; map->neighbours != NULL && shape < map->neighbours->n_shapes; shape++)
    {
      int ink = hd_map_ink_shape (layout, map->neighbours, shape, HD_ROLE_LAND, HD_STYLE_FILL, 0);

      if (ink >= 0)
        hd_ink_again (layout, (guint)ink, HD_ROLE_COAST, HD_STYLE_STROKE, 0.8);
    }
  for (guint shape = 0; map->outline != NULL && shape < map->outline->n_shapes; shape++)
    hd_map_ink_shape (layout, map->outline, shape, HD_ROLE_MAP_MISSING, HD_STYLE_FILL, 0);
}

static void
draw_units (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  int selected = -1;

  for (guint unit = 0; unit < map->n_units; unit++)
    {
      const HdGeoShape *shape = &map->units->shapes[unit];
      int class_index = hd_map_spec_classify (map, map->values[unit]);
      int ink = hd_map_ink_shape (layout, map->units, unit, hd_map_class_role (map, class_index),
                                  HD_STYLE_FILL, 0);
      HdPoint at = hd_map_px (layout, shape->label);
      HdMark *mark;

      if (ink < 0)
        continue;
      if (class_index < 0)
        hd_ink_again (layout, (guint)ink, HD_ROLE_PREVIOUS, HD_STYLE_HATCH_BARE, 0);
      hd_ink_again (layout, (guint)ink, HD_ROLE_BORDER, HD_STYLE_STROKE, 0.7);
      if ((int)unit == map->selected)
        selected = ink;
      mark = hd_mark_add (layout, hd_map_px_rect (layout, &shape->bounds), 0, (int)unit);
      mark->x = at.x;
      mark->y = at.y;
      mark->value = map->values[unit];
      mark->code = *shape->code != '\0' ? shape->code : NULL;
      g_array_append_val (layout->mark_inks, ink);
    }
  /* Over the borders of its neighbours. */
  if (selected >= 0)
    hd_ink_again (layout, (guint)selected, HD_ROLE_FOCUS, HD_STYLE_STROKE, SELECTED_PX);
}

/* Reefs are smaller than a pixel at most zooms: a dot or a stroke keeps every one visible. */
static void
draw_archipelagos (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;

  for (guint shape = 0; shape < map->reefs->n_shapes; shape++)
    {
      HdRect bounds = hd_map_px_rect (layout, &map->reefs->shapes[shape].bounds);
      int ink;

      if (!hd_rect_overlaps (layout->plot, hd_rect_inset (bounds, -REEF_LEAST_PX)))
        continue;
      hd_layout_take (layout, hd_rect_inset (bounds, -1));
      if (bounds.width < REEF_LEAST_PX && bounds.height < REEF_LEAST_PX)
        {
          hd_ink_glyph (layout, HD_ROLE_REEF, HD_GLYPH_DOT,
                        (HdPoint){ bounds.x + bounds.width / 2, bounds.y + bounds.height / 2 },
                        REEF_LEAST_PX);
          continue;
        }
      ink = hd_map_ink_shape (layout, map->reefs, shape, HD_ROLE_REEF, HD_STYLE_FILL, 0);
      if (ink >= 0)
        hd_ink_again (layout, (guint)ink, HD_ROLE_REEF, HD_STYLE_STROKE, 0.9);
    }
  for (guint shape = 0; map->islands != NULL && shape < map->islands->n_shapes; shape++)
    {
      HdPoint at = hd_map_px (layout, map->islands->shapes[shape].label);

      if (g_strcmp0 (map->islands->shapes[shape].type, "label") == 0)
        continue;
      if (!hd_rect_contains (layout->plot, at.x, at.y))
        continue;
      hd_ink_glyph (layout, HD_ROLE_REEF, HD_GLYPH_DOT, at, 2.2);
      hd_layout_take (layout, (HdRect){ at.x - 2, at.y - 2, 4, 4 });
    }
}

static double
greatest_bubble (const HdMapSpec *map)
{
  double greatest = 0;

  for (guint point = 0; point < map->n_points; point++)
    if (isfinite (map->points[point].value))
      greatest = MAX (greatest, fabs (map->points[point].value));
  return greatest;
}

static void
draw_points (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  double greatest = greatest_bubble (map);

  for (guint point = 0; point < map->n_points; point++)
    {
      const HdMapPoint *of_map = &map->points[point];
      HdPoint at = hd_map_px (layout, of_map->at);
      gboolean is_near = hd_map_scale (layout) > SCALE_FOR_POINTS;
      double size = is_near ? POINT_PX : POINT_FAR_PX;
      int none = -1;
      HdMark *mark;

      if (!hd_rect_contains (layout->plot, at.x, at.y))
        continue;
      if (isfinite (of_map->value) && greatest > 0)
        size = MAX (BUBBLE_MAX_PX * sqrt (fabs (of_map->value) / greatest), POINT_PX);
      hd_ink_glyph (layout, is_near || isfinite (of_map->value) ? HD_ROLE_FOCUS : HD_ROLE_MAP_TEXT,
                    isfinite (of_map->value) ? HD_GLYPH_RING : HD_GLYPH_SQUARE, at, size);
      if (of_map->code == NULL)
        continue;
      mark = hd_mark_add (layout, (HdRect){ at.x - size / 2, at.y - size / 2, size, size }, 0,
                          (int)(map->n_units + point));
      mark->value = of_map->value;
      mark->code = of_map->code;
      g_array_append_val (layout->mark_inks, none);
    }
}

/* Beyond the neighbours that the map knows there is no sea, only nothing: the frame ends there. */
static void
frame_known_land (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  HdRect *frame = &layout->plot;
  HdRect known;
  double right, bottom;

  if (map->neighbours == NULL || map->neighbours->n_points == 0)
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
  draw_ground (layout);
  draw_units (layout);
  draw_archipelagos (layout);
  draw_points (layout);
  hd_map_draw_legend (layout);
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

void
hd_map_draw (cairo_t *cr, const HdChartLayout *layout, const HdPalette *palette)
{
  for (guint ink = 0; ink < layout->n_title_inks; ink++)
    hd_ink_draw_one (cr, layout, palette, &g_array_index (layout->inks, HdInk, ink));
  if (layout->has_map)
    {
      cairo_rectangle (cr, layout->plot.x, layout->plot.y, layout->plot.width, layout->plot.height);
      cairo_clip (cr);
    }
  for (guint ink = layout->n_title_inks; ink < layout->inks->len; ink++)
    hd_ink_draw_one (cr, layout, palette, &g_array_index (layout->inks, HdInk, ink));
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
