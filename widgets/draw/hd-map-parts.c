/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a map shows beneath its words: land, units, reefs, bubbles and flows.
 */

#include "config.h"

#include "hd-map-layout.h"

#include <math.h>

#define SELECTED_PX 2.4
#define REEF_LEAST_PX 1.6
#define POINT_PX 4
#define POINT_FAR_PX 1.8
#define SCALE_FOR_POINTS 45
#define BUBBLE_MAX_PX 34
#define FLOW_MAX_PX 9.0
#define FLOW_LEAST_PX 1.0
#define FLOW_BEND 0.18 /* of its length, towards the pole */
#define FLOW_STEPS 24
#define ARROW_PX 5.0

/* Coarser than the neighbours, and where they are known not seen. */
static void
draw_far_land (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;

  if (map->far_land == NULL)
    return;
  for (guint shape = 0; shape < map->far_land->n_shapes; shape++)
    hd_map_ink_shape (layout, map->far_land, shape, HD_ROLE_LAND, HD_STYLE_FILL, 0);
  if (map->neighbours != NULL)
    hd_ink_rect (layout, HD_ROLE_SEA, HD_STYLE_FILL,
                 hd_map_px_rect (layout, &map->neighbours->bounds));
}

static void
draw_land (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;

  for (guint shape = 0; map->neighbours != NULL && shape < map->neighbours->n_shapes; shape++)
    {
      int ink = hd_map_ink_shape (layout, map->neighbours, shape, HD_ROLE_LAND, HD_STYLE_FILL, 0);

      if (ink >= 0)
        hd_ink_again (layout, (guint)ink, HD_ROLE_COAST, HD_STYLE_STROKE, 0.8);
    }
  for (guint shape = 0; map->outline != NULL && shape < map->outline->n_shapes; shape++)
    hd_map_ink_shape (layout, map->outline, shape, HD_ROLE_MAP_MISSING, HD_STYLE_FILL, 0);
}

/* The ink of each unit, -1: outside the frame. (transfer full) */
static int *
draw_units (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  /* Beneath bubbles units are only land: nothing of theirs is missing. */
  gboolean has_figures = hd_map_spec_has_unit_values (map);
  int *inks = g_new (int, map->n_units + 1);

  for (guint unit = 0; unit < map->n_units; unit++)
    {
      const HdGeoShape *shape = &map->units->shapes[unit];
      int class_index = hd_map_spec_classify (map, map->values[unit]);
      int ink = hd_map_ink_shape (layout, map->units, unit, hd_map_class_role (map, class_index),
                                  HD_STYLE_FILL, 0);
      HdPoint at = hd_map_px (layout, shape->label);
      HdMark *mark;

      if (ink >= 0 && class_index < 0 && has_figures)
        hd_ink_again (layout, (guint)ink, HD_ROLE_PREVIOUS, HD_STYLE_HATCH_BARE, 0);
      inks[unit] = ink;
      /* Outside the frame too: the keyboard walks there, and the view follows. */
      mark = hd_mark_add (layout, hd_map_px_rect (layout, &shape->bounds), 0, (int)unit);
      mark->x = at.x;
      mark->y = at.y;
      mark->value = map->values[unit];
      mark->code = *shape->code != '\0' ? shape->code : NULL;
      g_array_append_val (layout->mark_inks, ink);
    }
  return inks;
}

static void
draw_borders (HdChartLayout *layout, const int *inks)
{
  for (guint unit = 0; unit < layout->spec->map->n_units; unit++)
    if (inks[unit] >= 0)
      hd_ink_again (layout, (guint)inks[unit], HD_ROLE_BORDER, HD_STYLE_STROKE, 0.7);
}

static void
draw_selected (HdChartLayout *layout, const int *inks)
{
  int selected = layout->spec->map->selected;

  if (selected >= 0 && inks[selected] >= 0)
    hd_ink_again (layout, (guint)inks[selected], HD_ROLE_FOCUS, HD_STYLE_STROKE, SELECTED_PX);
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

double
hd_map_point_size (const HdMapSpec *map, double scale, guint point)
{
  double value = map->points[point].value;
  double greatest = greatest_bubble (map);

  if (isfinite (value) && greatest > 0)
    return MAX (BUBBLE_MAX_PX * sqrt (fabs (value) / greatest), POINT_PX);
  return scale > SCALE_FOR_POINTS ? POINT_PX : POINT_FAR_PX;
}

static void
ring_point (HdChartLayout *layout, HdPoint at, double size)
{
  double half = size / 2 + SELECTED_PX + 1;
  guint ring = hd_ink_rect (layout, HD_ROLE_FOCUS, HD_STYLE_STROKE,
                            (HdRect){ at.x - half, at.y - half, 2 * half, 2 * half });

  hd_ink_get (layout, ring)->radius = half;
  hd_ink_get (layout, ring)->width = SELECTED_PX;
}

/* What has no figure first, then the greatest, so that no bubble hides a smaller one. */
static int
compare_points (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const HdMapSpec *map = user_data;
  guint first = *(const guint *)a;
  guint second = *(const guint *)b;
  double first_value = map->points[first].value;
  double second_value = map->points[second].value;

  if (isfinite (first_value) != isfinite (second_value))
    return isfinite (first_value) ? 1 : -1;
  if (isfinite (first_value) && fabs (first_value) != fabs (second_value))
    return fabs (first_value) < fabs (second_value) ? 1 : -1;
  return first < second ? -1 : 1;
}

static void
draw_point (HdChartLayout *layout, guint point)
{
  const HdMapSpec *map = layout->spec->map;
  const HdMapPoint *of_map = &map->points[point];
  HdPoint at = hd_map_px (layout, of_map->at);
  gboolean is_near = hd_map_scale (layout) > SCALE_FOR_POINTS;
  gboolean has_value = isfinite (of_map->value);
  double size = hd_map_point_size (map, hd_map_scale (layout), point);

  hd_ink_glyph (layout, is_near || has_value ? HD_ROLE_FOCUS : HD_ROLE_MAP_TEXT,
                has_value ? HD_GLYPH_RING : HD_GLYPH_SQUARE, at, size);
  if (has_value)
    hd_layout_take (layout, (HdRect){ at.x - size / 2, at.y - size / 2, size, size });
  if ((int)point == map->selected_point)
    ring_point (layout, at, size);
}

/* Marks stay in the order of the points, whichever is drawn first. */
static void
draw_points (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  g_autofree guint *order = g_new (guint, MAX (map->n_points, 1));

  for (guint point = 0; point < map->n_points; point++)
    order[point] = point;
  g_qsort_with_data (order, (int)map->n_points, sizeof (guint), compare_points, (gpointer)map);
  for (guint point = 0; point < map->n_points; point++)
    draw_point (layout, order[point]);
  for (guint point = 0; point < map->n_points; point++)
    {
      HdPoint at = hd_map_px (layout, map->points[point].at);
      double size = hd_map_point_size (map, hd_map_scale (layout), point);
      int none = -1;
      HdMark *mark;

      if (map->points[point].code == NULL)
        continue;
      mark = hd_mark_add (layout, (HdRect){ at.x - size / 2, at.y - size / 2, size, size }, 0,
                          (int)(map->n_units + point));
      mark->value = map->points[point].value;
      mark->code = map->points[point].code;
      g_array_append_val (layout->mark_inks, none);
    }
}

/* A curve that bends away from the equator, so that a flow there and one back do not lie on each other. */
static void
trace_flow (HdChartLayout *layout, HdPoint from, HdPoint to, HdPoint *before_end)
{
  HdPoint control = { (from.x + to.x) / 2, (from.y + to.y) / 2 };

  control.y -= FLOW_BEND * hypot (to.x - from.x, to.y - from.y);
  for (guint step = 0; step <= FLOW_STEPS; step++)
    {
      double part = (double)step / FLOW_STEPS;
      double rest = 1 - part;
      HdPoint at = { rest * rest * from.x + 2 * rest * part * control.x + part * part * to.x,
                     rest * rest * from.y + 2 * rest * part * control.y + part * part * to.y };

      hd_ink_path_to (layout, at.x, at.y);
      if (step + 1 == FLOW_STEPS)
        *before_end = at;
    }
}

static void
draw_arrow (HdChartLayout *layout, HdRole role, HdPoint before, HdPoint end, double size)
{
  double length = MAX (hypot (end.x - before.x, end.y - before.y), 1e-6);
  double along_x = (end.x - before.x) / length * size;
  double along_y = (end.y - before.y) / length * size;

  hd_ink_path (layout, role, HD_STYLE_FILL, 0);
  hd_ink_path_to (layout, end.x + along_x, end.y + along_y);
  hd_ink_path_to (layout, end.x - along_x * 0.6 - along_y * 0.9,
                  end.y - along_y * 0.6 + along_x * 0.9);
  hd_ink_path_to (layout, end.x - along_x * 0.6 + along_y * 0.9,
                  end.y - along_y * 0.6 - along_x * 0.9);
  hd_ink_path_close (layout);
}

/* Their widths are as their values; the least are drawn first. */
static void
draw_flows (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  double greatest = 0;

  for (guint flow = 0; flow < map->n_flows; flow++)
    greatest = MAX (greatest, map->flows[flow].value);
  for (guint flow = map->n_flows; flow-- > 0;)
    {
      const HdMapFlow *of_map = &map->flows[flow];
      HdPoint from = hd_map_px (layout, of_map->from);
      HdPoint to = hd_map_px (layout, of_map->to);
      HdRole role = of_map->is_inbound ? HD_ROLE_MARKER : HD_ROLE_FOCUS;
      double width = FLOW_MAX_PX * of_map->value / MAX (greatest, 1e-12);
      HdPoint before = from;

      if (!(of_map->value > 0))
        continue;
      hd_ink_path (layout, role, HD_STYLE_STROKE, MAX (width, FLOW_LEAST_PX));
      trace_flow (layout, from, to, &before);
      draw_arrow (layout, role, before, to, ARROW_PX + width / 2);
    }
}

HdMapParts
hd_map_draw_ground (HdChartLayout *layout)
{
  g_autofree int *inks = NULL;
  HdMapParts parts;

  draw_far_land (layout);
  draw_land (layout);
  parts.units = layout->inks->len;
  inks = draw_units (layout);
  parts.lines = layout->inks->len;
  draw_borders (layout, inks);
  draw_archipelagos (layout);
  parts.marks = layout->inks->len;
  /* Over the borders of its neighbours. */
  draw_selected (layout, inks);
  draw_flows (layout);
  draw_points (layout);
  return parts;
}
