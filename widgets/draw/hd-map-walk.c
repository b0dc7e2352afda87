/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walking a map by its geography: what lies east of this unit?
 */

#include "config.h"

#include "hd-map-walk.h"

#include <math.h>

#include "hd-layout.h"

/* A step aside counts so much more than one ahead; what lies more than 60° aside is another direction. */
#define ASIDE 2.2
#define WIDEST_TANGENT 1.74
/* Nearer than this is the same place. */
#define LEAST_PX 0.5

/* Where bubbles alone carry the figures, units are only land. */
static gboolean
walks_units (const HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;

  if (hd_map_spec_has_unit_values (map))
    return TRUE;
  for (guint point = 0; point < map->n_points; point++)
    if (isfinite (map->points[point].value))
      return FALSE;
  return TRUE;
}

static gboolean
can_enter (const HdChartLayout *layout, const HdMark *mark, gboolean has_units)
{
  return mark->category < (int)layout->spec->map->n_units ? has_units : isfinite (mark->value);
}

/* The unit that is looked into, else what has the greatest figure. */
static int
first_mark (const HdChartLayout *layout)
{
  gboolean has_units = walks_units (layout);
  int selected = layout->spec->map->selected;
  double greatest = -INFINITY;
  int best = -1;

  if (has_units && selected >= 0)
    return hd_chart_layout_find_mark (layout, 0, selected);
  for (guint index = 0; index < layout->marks->len; index++)
    {
      const HdMark *mark = &g_array_index (layout->marks, HdMark, index);
      double value = isfinite (mark->value) ? mark->value : -G_MAXDOUBLE;

      if (can_enter (layout, mark, has_units) && value > greatest)
        {
          greatest = value;
          best = (int)index;
        }
    }
  return best;
}

static double
cost_of (const HdMark *from, const HdMark *to, HdMapDirection direction, gboolean is_strict)
{
  double east = to->x - from->x;
  double south = to->y - from->y;
  gboolean is_level = direction == HD_MAP_WEST || direction == HD_MAP_EAST;
  double ahead = is_level ? east : south;
  double aside = fabs (is_level ? south : east);

  if (direction == HD_MAP_WEST || direction == HD_MAP_NORTH)
    ahead = -ahead;
  if (ahead < LEAST_PX || (is_strict && aside > ahead * WIDEST_TANGENT))
    return INFINITY;
  return ahead + ASIDE * aside;
}

int
hd_map_walk (const HdChartLayout *layout, int mark, HdMapDirection direction)
{
  gboolean has_units;
  const HdMark *from;
  int best = mark;

  if (!layout->has_map)
    return -1;
  if (mark < 0 || mark >= (int)layout->marks->len)
    return first_mark (layout);
  has_units = walks_units (layout);
  from = &g_array_index (layout->marks, HdMark, mark);
  for (guint loose = 0; loose < 2 && best == mark; loose++)
    {
      double least = INFINITY;

      for (guint index = 0; index < layout->marks->len; index++)
        {
          const HdMark *to = &g_array_index (layout->marks, HdMark, index);
          double cost = cost_of (from, to, direction, loose == 0);

          if (cost < least && can_enter (layout, to, has_units))
            {
              least = cost;
              best = (int)index;
            }
        }
    }
  return best;
}
