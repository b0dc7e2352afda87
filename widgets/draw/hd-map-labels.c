/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words on maps: the legend, the archipelagos, the units that matter, then what lies round them.
 */

#include "config.h"

#include "hd-map-layout.h"

#include <math.h>
#include <stdlib.h>

#define SWATCH_PX 36
#define MARGIN_PX 8
/* Pixels per degree from which lesser names are welcome. */
#define SCALE_FOR_NAMES 34
#define SCALE_FOR_BAYS 24

static char *
class_text (const HdChartLayout *layout, guint bin)
{
  const HdMapSpec *map = layout->spec->map;
  const HdNumberFormat *format = &layout->spec->format;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (map->class_texts[bin] != NULL)
    return g_strdup (map->class_texts[bin]);
  if (bin > 0)
    low = hd_number_format (format, map->thresholds[bin - 1]);
  if (bin + 1 < map->n_classes)
    high = hd_number_format (format, map->thresholds[bin]);
  if (low == NULL)
    return g_strdup_printf ("< %s", high != NULL ? high : "");
  return high == NULL ? g_strdup_printf ("≥ %s", low) : g_strdup_printf ("%s…%s", low, high);
}

/* At the bottom right, over the sea: swatches with their bounds beneath. */
void
hd_map_draw_legend (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  HdRect frame = layout->plot;
  double line = hd_text_line_height (layout, HD_TEXT_SMALL);
  double swatch = SWATCH_PX;
  double left, top;

  if (map->n_classes < 2)
    return;
  for (guint bin = 0; bin < map->n_classes; bin++)
    {
      g_autofree char *text = class_text (layout, bin);

      swatch = MAX (swatch, hd_text_measure (layout, HD_TEXT_SMALL, text) + 6);
    }
  swatch = MIN (swatch, (frame.width - 2 * MARGIN_PX) / map->n_classes);
  left = frame.x + frame.width - MARGIN_PX - swatch * map->n_classes;
  top = frame.y + frame.height - MARGIN_PX - line - 11;
  for (guint bin = 0; bin < map->n_classes; bin++)
    {
      int class_index = map->is_reversed ? (int)(map->n_classes - 1 - bin) : (int)bin;
      g_autofree char *text = class_text (layout, bin);
      PangoLayout *label = hd_text_new (layout, HD_TEXT_SMALL, text, swatch - 2);
      HdRect rect = { left + swatch * bin, top, swatch, 9 };

      hd_ink_rect (layout, hd_map_class_role (map, class_index), HD_STYLE_FILL, rect);
      hd_layout_take (layout, rect);
      hd_text_put (layout, label, HD_ROLE_MAP_TEXT,
                   hd_text_box (label, rect.x + swatch / 2, top + 10, 0.5, 0));
    }
}

static gboolean
is_in_frame (const HdChartLayout *layout, HdRect box)
{
  HdRect frame = layout->plot;

  return box.x >= frame.x + 1 && box.y >= frame.y + 1
         && box.x + box.width <= frame.x + frame.width - 1
         && box.y + box.height <= frame.y + frame.height - 1;
}

static gboolean
try_name (HdChartLayout *layout, HdTextStyle style, HdRole role, const char *name, HdRect *box)
{
  PangoLayout *text = hd_text_new (layout, style, name, 0);
  guint ink;

  *box = hd_text_box (text, box->x, box->y, box->width, box->height);
  if (!is_in_frame (layout, *box) || !hd_layout_is_free (layout, *box))
    {
      g_object_unref (text);
      return FALSE;
    }
  ink = hd_text_put (layout, text, role, *box);
  hd_ink_get (layout, ink)->has_halo = TRUE;
  return TRUE;
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
      for (guint attempt = 0; attempt < 7; attempt++)
        {
          static const double downs[] = { 0, 14, -14, 28, -28, 42, -42 };
          double half = hd_text_measure (layout, HD_TEXT_ITALIC, name) / 2 + 2;
          HdRect box = { CLAMP (at.x, layout->plot.x + half,
                                MAX (layout->plot.x + layout->plot.width - half, half)),
                         at.y + downs[attempt], 0.5, 0.5 };

          if (try_name (layout, HD_TEXT_ITALIC, HD_ROLE_MAP_TEXT, name, &box))
            break;
        }
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

/* Beside it, a fine line leads back. The sea is to the east, so that side comes first. */
static void
try_beside (HdChartLayout *layout, guint unit)
{
  const HdMapSpec *map = layout->spec->map;
  const HdGeoShape *shape = &map->units->shapes[unit];
  HdRect bounds = hd_map_px_rect (layout, &shape->bounds);
  HdPoint at = hd_map_px (layout, shape->label);
  double right = bounds.x + bounds.width;
  double line = hd_text_line_height (layout, HD_TEXT_BOLD);
  const HdRect anchors[] = {
    { right + 8, at.y, 0, 0.5 },
    { right + 16, at.y - line, 0, 0.5 },
    { right + 16, at.y + line, 0, 0.5 },
    { bounds.x - 8, at.y, 1, 0.5 },
    { at.x, bounds.y - 4, 0.5, 1 },
    { at.x, bounds.y + bounds.height + 4, 0.5, 0 },
    { right + 32, at.y + 2 * line, 0, 0.5 },
    { right + 32, at.y - 2 * line, 0, 0.5 },
    { bounds.x - 20, at.y + line, 1, 0.5 },
    { bounds.x - 20, at.y - line, 1, 0.5 },
  };

  for (guint anchor = 0; anchor < G_N_ELEMENTS (anchors); anchor++)
    {
      HdRect box = anchors[anchor];
      HdPoint end;

      if (!try_name (layout, HD_TEXT_BOLD, HD_ROLE_MAP_TEXT, map->texts[unit], &box))
        continue;
      end = (HdPoint){ CLAMP (at.x, box.x, box.x + box.width),
                       CLAMP (at.y, box.y + 2, box.y + box.height - 2) };
      end.x += end.x > at.x ? -2 : end.x < at.x ? 2 : 0;
      hd_ink_line (layout, HD_ROLE_MAP_TEXT, HD_STYLE_STROKE, 0.7, at, end);
      hd_ink_glyph (layout, HD_ROLE_MAP_TEXT, HD_GLYPH_DOT, at, 2.5);
      return;
    }
}

void
hd_map_label_units (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  g_autofree Ranked *ranked = g_new (Ranked, MAX (map->n_units, 1));
  guint n_ranked = rank_units (map, ranked);

  for (guint index = 0; index < n_ranked; index++)
    {
      guint unit = ranked[index].unit;
      HdPoint at = hd_map_px (layout, map->units->shapes[unit].label);

      if (!hd_rect_contains (layout->plot, at.x, at.y))
        continue;
      if (!try_inside (layout, unit))
        try_beside (layout, unit);
    }
}

static void
label_points (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;

  for (guint point = 0; point < map->n_points; point++)
    {
      const HdMapPoint *of_map = &map->points[point];
      const char *name = of_map->text != NULL ? of_map->text : of_map->name;
      HdPoint at = hd_map_px (layout, of_map->at);
      HdRect box = { at.x + 5, at.y, 0, 0.5 };

      if (name != NULL && (of_map->text != NULL || hd_map_scale (layout) > 3 * SCALE_FOR_NAMES))
        try_name (layout, HD_TEXT_SMALL, HD_ROLE_MAP_TEXT, name, &box);
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
    {
      HdPoint at = hd_map_px (layout, map->neighbours->shapes[shape].label);
      HdRect box = { at.x, at.y, 0.5, 0.5 };

      if (scale > SCALE_FOR_BAYS)
        try_name (layout, HD_TEXT_SMALL, HD_ROLE_TEXT_DIM,
                  hd_map_shape_name (map, &map->neighbours->shapes[shape]), &box);
    }
  label_points (layout);
}
