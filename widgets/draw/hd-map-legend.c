/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The legend of a map: its steps in numbers, what its ends mean in words, and how a missing figure looks.
 */

#include "config.h"

#include "hd-map-layout.h"
#include "hd-words.h"

#include <math.h>

#define SWATCH_PX 36
#define SWATCH_HEIGHT_PX 9
#define MARGIN_PX 8
#define FLOW_LINE_PX 24

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

static double
swatch_width (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  double words = 0;
  double swatch = SWATCH_PX;

  for (guint bin = 0; bin < map->n_classes; bin++)
    {
      g_autofree char *text = class_text (layout, bin);

      swatch = MAX (swatch, hd_text_measure (layout, HD_TEXT_SMALL, text) + 6);
    }
  if (map->legend_low != NULL && map->legend_high != NULL)
    words = hd_text_measure (layout, HD_TEXT_SMALL, map->legend_low)
            + hd_text_measure (layout, HD_TEXT_SMALL, map->legend_high) + 12;
  swatch = MAX (swatch, words / map->n_classes);
  return MIN (swatch, (layout->plot.width - 2 * MARGIN_PX) / map->n_classes);
}

static gboolean
has_missing (const HdMapSpec *map)
{
  gboolean has_values = FALSE;
  gboolean is_missing = FALSE;

  for (guint unit = 0; unit < map->n_units; unit++)
    if (isfinite (map->values[unit]))
      has_values = TRUE;
    else
      is_missing = TRUE;
  return has_values && is_missing && !map->is_world;
}

/* What the ends mean, over the swatches. */
static void
draw_legend_words (HdChartLayout *layout, double left, double right, double top)
{
  const HdMapSpec *map = layout->spec->map;
  const char *const words[] = { map->legend_low, map->legend_high };

  for (guint end = 0; end < G_N_ELEMENTS (words); end++)
    {
      gboolean is_left = end == 0;
      PangoLayout *text;
      guint ink;

      if (words[end] == NULL)
        continue;
      text = hd_text_new (layout, HD_TEXT_SMALL, words[end], (right - left) / 2 - 4);
      if (pango_layout_is_ellipsized (text))
        {
          g_object_unref (text);
          continue;
        }
      ink = hd_text_put (layout, text, HD_ROLE_MAP_TEXT,
                         hd_text_box (text, is_left ? left : right, top, is_left ? 0 : 1, 1));
      hd_ink_get (layout, ink)->has_halo = TRUE;
    }
}

/* Hatched as the units that have no figure. */
static void
draw_missing_swatch (HdChartLayout *layout, double right, double top)
{
  const char *words = hd_words_or (
      layout->options.words != NULL ? layout->options.words->missing : NULL, "no data");
  PangoLayout *text = hd_text_new (layout, HD_TEXT_SMALL, words, 0);
  double width = MAX (hd_text_width (text), SWATCH_PX);
  HdRect rect = { right - width, top, width, SWATCH_HEIGHT_PX };
  guint ink;

  if (rect.x < layout->plot.x + MARGIN_PX || !hd_layout_is_free (layout, rect))
    {
      g_object_unref (text);
      return;
    }
  hd_ink_rect (layout, HD_ROLE_MAP_MISSING, HD_STYLE_FILL, rect);
  hd_ink_rect (layout, HD_ROLE_PREVIOUS, HD_STYLE_HATCH_BARE, rect);
  hd_layout_take (layout, rect);
  ink = hd_text_put (layout, text, HD_ROLE_MAP_TEXT,
                     hd_text_box (text, rect.x + width / 2, top + SWATCH_HEIGHT_PX + 1, 0.5, 0));
  hd_ink_get (layout, ink)->has_halo = TRUE;
}

/* Which way goods go, at the bottom left: a line of that colour with its word. */
static void
draw_flow_words (HdChartLayout *layout, double middle)
{
  const HdMapSpec *map = layout->spec->map;
  const char *const words[] = { map->outbound, map->inbound };
  const HdRole roles[] = { HD_ROLE_FOCUS, HD_ROLE_MARKER };
  double x = layout->plot.x + MARGIN_PX;

  for (guint way = 0; way < G_N_ELEMENTS (words) && map->n_flows > 0; way++)
    {
      PangoLayout *text;
      HdRect box;
      guint ink;

      if (words[way] == NULL)
        continue;
      text = hd_text_new (layout, HD_TEXT_SMALL, words[way], 0);
      box = hd_text_box (text, x + FLOW_LINE_PX + 4, middle, 0, 0.5);
      if (!hd_layout_is_free (layout, box))
        {
          g_object_unref (text);
          return;
        }
      hd_ink_line (layout, roles[way], HD_STYLE_STROKE, 3, (HdPoint){ x, middle },
                   (HdPoint){ x + FLOW_LINE_PX, middle });
      ink = hd_text_put (layout, text, HD_ROLE_MAP_TEXT, box);
      hd_ink_get (layout, ink)->has_halo = TRUE;
      x = box.x + box.width + 2 * MARGIN_PX;
    }
}

/* At the bottom right, over the sea: swatches with their bounds beneath. */
void
hd_map_draw_legend (HdChartLayout *layout)
{
  const HdMapSpec *map = layout->spec->map;
  HdRect frame = layout->plot;
  double line = hd_text_line_height (layout, HD_TEXT_SMALL);
  double swatch, left, top;

  if (map->n_classes < 2)
    return;
  swatch = swatch_width (layout);
  left = frame.x + frame.width - MARGIN_PX - swatch * map->n_classes;
  top = frame.y + frame.height - MARGIN_PX - line - SWATCH_HEIGHT_PX - 2;
  for (guint bin = 0; bin < map->n_classes; bin++)
    {
      int class_index = map->is_reversed ? (int)(map->n_classes - 1 - bin) : (int)bin;
      g_autofree char *text = class_text (layout, bin);
      PangoLayout *label = hd_text_new (layout, HD_TEXT_SMALL, text, swatch - 2);
      HdRect rect = { left + swatch * bin, top, swatch, SWATCH_HEIGHT_PX };
      guint ink;

      hd_ink_rect (layout, hd_map_class_role (map, class_index), HD_STYLE_FILL, rect);
      hd_layout_take (layout, rect);
      /* A bound that is cut would be another bound. */
      if (pango_layout_is_ellipsized (label))
        {
          g_object_unref (label);
          continue;
        }
      ink = hd_text_put (
          layout, label, HD_ROLE_MAP_TEXT,
          hd_text_box (label, rect.x + swatch / 2, top + SWATCH_HEIGHT_PX + 1, 0.5, 0));
      hd_ink_get (layout, ink)->has_halo = TRUE;
    }
  draw_legend_words (layout, left, left + swatch * map->n_classes, top - 1);
  draw_flow_words (layout, top + SWATCH_HEIGHT_PX / 2.0);
  if (has_missing (map))
    draw_missing_swatch (layout, left - MARGIN_PX, top);
}
