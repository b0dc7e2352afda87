/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words on maps: the archipelagos, the units that matter, then what lies round them.
 */

#include "config.h"

#include "hd-map-layout.h"

#include <math.h>
#include <stdlib.h>

#define GAP_PX 4
/* One unit in so many pixels of height is named: a map full of names shows none. */
#define PX_PER_NAME 58
/* Pixels per degree from which lesser names are welcome. */
#define SCALE_FOR_NAMES 34
#define SCALE_FOR_BAYS 20

static gboolean
is_in_frame (const HdChartLayout *layout, HdRect box)
{
  HdRect frame = layout->plot;

  return box.x >= frame.x + 1 && box.y >= frame.y + 1
         && box.x + box.width <= frame.x + frame.width - 1
         && box.y + box.height <= frame.y + frame.height - 1;
}

static gboolean
has_room (const HdChartLayout *layout, HdRect box)
{
  return hd_layout_is_free (layout,
                            (HdRect){ box.x - GAP_PX, box.y, box.width + 2 * GAP_PX, box.height });
}

static gboolean
try_name (HdChartLayout *layout, HdTextStyle style, HdRole role, const char *name, HdRect *box)
{
  PangoLayout *text = hd_text_new (layout, style, name, 0);
  guint ink;

  *box = hd_text_box (text, box->x, box->y, box->width, box->height);
  if (!is_in_frame (layout, *box) || !has_room (layout, *box))
    {
      g_object_unref (text);
      return FALSE;
    }
  ink = hd_text_put (layout, text, role, *box);
  hd_ink_get (layout, ink)->has_halo = TRUE;
  return TRUE;
}

/* Tries ever farther below and above; in the end it is written where it belongs, over the reefs. */
static void
put_archipelago (HdChartLayout *layout, const char *name, HdPoint at)
{
  static const double downs[] = { 0, 8, -8, 16, -16, 24, -24, 32, -32, 40 };
  static const double rights[] = { 0, 20, -20, 40 };
  double half = hd_text_measure (layout, HD_TEXT_ITALIC, name) / 2 + 2;
  double least = layout->plot.x + half;
  double most = MAX (layout->plot.x + layout->plot.width - half, least);
  PangoLayout *text;
  guint ink;

  for (guint right = 0; right < G_N_ELEMENTS (rights); right++)
    for (guint down = 0; down < G_N_ELEMENTS (downs); down++)
      {
        HdRect box = { CLAMP (at.x + rights[right], least, most), at.y + downs[down], 0.5, 0.5 };

        if (try_name (layout, HD_TEXT_ITALIC, HD_ROLE_MAP_TEXT, name, &box))
          return;
      }
  text = hd_text_new (layout, HD_TEXT_ITALIC, name, layout->plot.width);
  ink = hd_text_put (layout, text, HD_ROLE_MAP_TEXT,
                     hd_text_box (text, CLAMP (at.x, least, most), at.y, 0.5, 0.5));
  hd_ink_get (layout, ink)->has_halo = TRUE;
}

/* These names are never dropped while their islands are in the frame: they move instead. */
void
hd_map_label_archipelagos (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;

  for (guint shape = 0; map->labels != NULL && shape < map->labels->n_shapes; shape++)
    {
      const HdGeoShape *label = &map->labels->shapes[shape];
      const char *name = hd_map_shape_name (map, label);
      HdPoint at = hd_map_px (layout, label->label);

      if (g_strcmp0 (label->type, "archipelago") != 0
          || !hd_rect_contains (layout->plot, at.x, at.y))
        continue;
      put_archipelago (layout, name, at);
    }
}

typedef struct
{
  guint unit;
  double rank;
} Ranked;

static int
compare_ranks (const void *a, const void *b)
{
  double first = ((const Ranked *)a)->rank;
  double second = ((const Ranked *)b)->rank;

  return (first < second) - (first > second);
}

/* What matters most is named first: the caller's order, else the values farthest from the middle. */
static guint
rank_units (const HdMapSpec *map, Ranked *ranked)
{
  guint n_ranked = 0;
  double middle = 0;

  if (map->n_classes > 1 && !map->is_sequential)
    middle = (map->thresholds[(map->n_classes - 2) / 2] + map->thresholds[(map->n_classes - 1) / 2])
             / 2;
  for (guint unit = 0; unit < map->n_units; unit++)
    {
      if (map->texts[unit] == NULL || !isfinite (map->values[unit]))
        continue;
      ranked[n_ranked++] = (Ranked){
        unit,
        map->focus_order != NULL ? -map->focus_order[unit] : fabs (map->values[unit] - middle),
      };
    }
  qsort (ranked, n_ranked, sizeof (Ranked), compare_ranks);
  return n_ranked;
}

/* Inside its unit a label takes the colour that reads there. */
static gboolean
try_inside (HdChartLayout *layout, guint unit)
{
  const HdMapSpec *map = layout->spec->map;
  const HdGeoShape *shape = &map->units->shapes[unit];
  PangoLayout *text = hd_text_new (layout, HD_TEXT_BOLD, map->texts[unit], 0);
  HdPoint at = hd_map_px (layout, shape->label);
  HdRect box = hd_text_box (text, at.x, at.y, 0.5, 0.5);
  guint ink;

  for (guint corner = 0; corner < 4; corner++)
    {
      HdGeoPoint degrees = hd_map_degrees (layout, box.x + (corner % 2) * box.width,
                                           box.y + (corner < 2 ? 2 : box.height - 2));

      if (!hd_geo_shape_contains (map->units, unit, degrees.lon, degrees.lat))
        {
          g_object_unref (text);
          return FALSE;
        }
    }
  if (!is_in_frame (layout, box) || !hd_layout_is_free (layout, box))
    {
      g_object_unref (text);
      return FALSE;
    }
  ink = hd_text_put (layout, text,
                     hd_map_class_role (map, hd_map_spec_classify (map, map->values[unit])), box);
  hd_ink_get (layout, ink)->is_on_mark = TRUE;
  return TRUE;
}

/* Whether a label would lie on coloured land, and so seem to belong to it. */
static gboolean
is_on_units (const HdChartLayout *layout, HdRect box)
{
  for (guint step = 0; step < 10; step++)
    {
      HdGeoPoint at = hd_map_degrees (layout, box.x + box.width * (step % 5) / 4,
                                      step < 5 ? box.y + 3 : box.y + box.height - 3);

      if (hd_geo_layer_hit (layout->spec->map->units, at.lon, at.lat) >= 0)
        return TRUE;
    }
  return FALSE;
}

/* Where the line from `at` to a label ends. */
static HdPoint
leader_end (HdPoint at, HdRect box)
{
  if (at.x >= box.x && at.x <= box.x + box.width)
    return (HdPoint){ at.x, at.y > box.y ? box.y + box.height : box.y };
  return (HdPoint){ at.x > box.x + box.width ? box.x + box.width + 2 : box.x - 2,
                    CLAMP (at.y, box.y + 3, box.y + box.height - 3) };
}

#define LEADER_STEPS 12

/* A bit of the line from one to the other, the last bit before the label left out. */
static HdRect
leader_bit (HdPoint from, HdPoint to, int step)
{
  double part = (double)step / LEADER_STEPS;

  return (HdRect){ from.x + (to.x - from.x) * part - 1, from.y + (to.y - from.y) * part - 1, 2, 2 };
}

/* Whether the line leads over another unit, and so might be taken for that one's, or through words. */
static gboolean
crosses_others (const HdChartLayout *layout, guint unit, HdPoint from, HdPoint to)
{
  for (int step = 1; step < LEADER_STEPS; step++)
    {
      HdRect bit = leader_bit (from, to, step);
      HdGeoPoint at = hd_map_degrees (layout, bit.x + 1, bit.y + 1);
      int hit = hd_geo_layer_hit (layout->spec->map->units, at.lon, at.lat);

      if ((hit >= 0 && (guint)hit != unit) || !hd_layout_is_free (layout, bit))
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  guint unit;
  PangoLayout *text;
  HdPoint at; /* in the unit, where the line begins */
  gboolean may_cross; /* other units */
} Beside;

static gboolean
try_anchor (HdChartLayout *layout, const Beside *self, HdRect anchor)
{
  HdRect box = hd_text_box (self->text, anchor.x, anchor.y, anchor.width, anchor.height);
  HdPoint end = leader_end (self->at, box);
  guint ink;

  if (!is_in_frame (layout, box) || !has_room (layout, box) || is_on_units (layout, box)
      || (!self->may_cross && crosses_others (layout, self->unit, self->at, end)))
    return FALSE;
  ink = hd_text_put (layout, g_object_ref (self->text), HD_ROLE_MAP_TEXT, box);
  hd_ink_get (layout, ink)->has_halo = TRUE;
  hd_ink_line (layout, HD_ROLE_MAP_TEXT, HD_STYLE_STROKE, 0.7, self->at, end);
  for (int step = 1; step < LEADER_STEPS; step++)
    hd_layout_take (layout, leader_bit (self->at, end, step));
  hd_ink_glyph (layout, HD_ROLE_MAP_TEXT, HD_GLYPH_DOT, self->at, 2.5);
  return TRUE;
}

/* The sea is to the east, so that side is tried first, ever farther out. */
static gboolean
try_sides (HdChartLayout *layout, const Beside *self, const HdRect *bounds)
{
  static const double lines[] = { 0, 1, -1, 2, -2, 3, -3 };
  double line = hd_text_line_height (layout, HD_TEXT_BOLD);
  double right = bounds->x + bounds->width;

  for (guint step = 0; step < 6; step++)
    for (guint row = 0; row < G_N_ELEMENTS (lines); row++)
      {
        double out = 8 + step * 16;
        double y = self->at.y + lines[row] * line;

        if (try_anchor (layout, self, (HdRect){ right + out, y, 0, 0.5 })
            || (step < 3 && try_anchor (layout, self, (HdRect){ bounds->x - out, y, 1, 0.5 })))
          return TRUE;
      }
  return FALSE;
}

static gboolean
try_ends (HdChartLayout *layout, const Beside *self, const HdRect *bounds)
{
  double bottom = bounds->y + bounds->height;

  for (double out = 4; out <= 36; out += 16)
    if (try_anchor (layout, self, (HdRect){ self->at.x, bottom + out, 0.5, 0 })
        || try_anchor (layout, self, (HdRect){ self->at.x, bounds->y - out, 0.5, 1 }))
      return TRUE;
  return FALSE;
}

/* Beside it, off the coloured land, a fine line leads back: over no other unit, if there is such a place; a label that
 * finds none is left to the pointer. */
static gboolean
try_beside (HdChartLayout *layout, guint unit)
{
  const HdMapSpec *map = layout->spec->map;
  const HdGeoShape *shape = &map->units->shapes[unit];
  HdRect bounds = hd_map_px_rect (layout, &shape->bounds);
  g_autoptr (PangoLayout) text = hd_text_new (layout, HD_TEXT_BOLD, map->texts[unit], 0);
  Beside self = { unit, text, hd_map_px (layout, shape->label), FALSE };

  if (try_sides (layout, &self, &bounds) || try_ends (layout, &self, &bounds))
    return TRUE;
  self.may_cross = TRUE;
  return try_sides (layout, &self, &bounds);
}

void
hd_map_label_units (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  g_autofree Ranked *ranked = g_new (Ranked, MAX (map->n_units, 1));
  guint n_ranked = rank_units (map, ranked);
  double zoom = MAX (hd_map_view (layout).zoom, 1);
  guint n_left = (guint)MAX (layout->plot.height * zoom / PX_PER_NAME, 3);

  for (guint index = 0; index < n_ranked && n_left > 0; index++)
    {
      guint unit = ranked[index].unit;
      HdPoint at = hd_map_px (layout, map->units->shapes[unit].label);

      if (hd_rect_contains (layout->plot, at.x, at.y)
          && (try_inside (layout, unit) || try_beside (layout, unit)))
        n_left--;
    }
}

/* Bubbles of note have their name and figure beside them, on whichever side there is room. */
static void
label_bubble (HdChartLayout *layout, const HdMapPoint *point, double radius)
{
  HdPoint at = hd_map_px (layout, point->at);
  g_autofree char *text = g_strdup_printf ("%s %s", point->name, point->label);
  double away = radius + 3 * GAP_PX;
  HdRect right = { at.x + away, at.y, 0, 0.5 };
  HdRect left = { at.x - away, at.y, 1, 0.5 };

  if (!try_name (layout, HD_TEXT_BOLD, HD_ROLE_MAP_TEXT, text, &right))
    try_name (layout, HD_TEXT_BOLD, HD_ROLE_MAP_TEXT, text, &left);
}

static void
label_points (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  double scale = hd_map_scale (layout);

  for (guint point = 0; point < map->n_points; point++)
    if (map->points[point].is_named && map->points[point].label != NULL)
      label_bubble (layout, &map->points[point], hd_map_point_size (map, scale, point) / 2);
  for (guint point = 0; point < map->n_points && scale > 3 * SCALE_FOR_NAMES; point++)
    {
      const HdMapPoint *of_map = &map->points[point];
      HdPoint at = hd_map_px (layout, of_map->at);
      HdRect box = { at.x + 5, at.y, 0, 0.5 };

      if (of_map->name != NULL && !of_map->is_named)
        try_name (layout, HD_TEXT_SMALL, HD_ROLE_MAP_TEXT, of_map->name, &box);
    }
}

/* Where most of the country that is in the frame lies; small ones keep their silence. */
static void
label_neighbour (HdChartLayout *layout, guint shape)
{
  const HdMapSpec *map = layout->spec->map;
  HdRect bounds = hd_map_px_rect (layout, &map->neighbours->shapes[shape].bounds);
  HdRect frame = layout->plot;
  double left = MAX (bounds.x, frame.x);
  double top = MAX (bounds.y, frame.y);
  double right = MIN (bounds.x + bounds.width, frame.x + frame.width);
  double bottom = MIN (bounds.y + bounds.height, frame.y + frame.height);
  static const double parts[] = { 0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9 };

  if (right - left < 60 || bottom - top < 24 || map->is_world)
    return;
  for (guint row = 0; row < G_N_ELEMENTS (parts); row++)
    for (guint column = 0; column < G_N_ELEMENTS (parts); column++)
      {
        HdRect box = { left + (right - left) * parts[column], top + (bottom - top) * parts[row],
                       0.5, 0.5 };
        HdGeoPoint at = hd_map_degrees (layout, box.x, box.y);

        if (hd_geo_shape_contains (map->neighbours, shape, at.lon, at.lat)
            && try_name (layout, HD_TEXT_SMALL, HD_ROLE_TEXT_DIM,
                         hd_map_shape_name (map, &map->neighbours->shapes[shape]), &box))
          return;
      }
}

void
hd_map_label_surroundings (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  double scale = hd_map_scale (layout);

  for (guint shape = 0; map->labels != NULL && shape < map->labels->n_shapes; shape++)
    {
      const HdGeoShape *label = &map->labels->shapes[shape];
      HdPoint at = hd_map_px (layout, label->label);
      HdRect box = { at.x, at.y, 0.5, 0.5 };
      gboolean is_sea = g_strcmp0 (label->type, "sea") == 0;
      gboolean is_bay = g_strcmp0 (label->type, "bay") == 0;

      if (is_sea || (is_bay && scale > SCALE_FOR_BAYS))
        try_name (layout, HD_TEXT_ITALIC, HD_ROLE_TEXT_DIM, hd_map_shape_name (map, label), &box);
      else if (!is_bay && g_strcmp0 (label->type, "archipelago") != 0 && scale > SCALE_FOR_NAMES)
        try_name (layout, HD_TEXT_SMALL, HD_ROLE_TEXT_DIM, hd_map_shape_name (map, label), &box);
    }
  for (guint shape = 0; map->neighbours != NULL && shape < map->neighbours->n_shapes; shape++)
    label_neighbour (layout, shape);
  label_points (layout);
}
