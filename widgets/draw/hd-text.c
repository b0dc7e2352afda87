/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text of charts: measured, kept inside the canvas, never over other text.
 */

#include "config.h"

#include "hd-layout.h"

#include <math.h>

/* Text keeps this far from other text. */
#define GAP_PX 2

static PangoLayout *
make (const HdChartLayout *layout, HdTextStyle style, const char *text)
{
  static const struct
  {
    double scale;
    PangoWeight weight;
    PangoStyle slant;
  } styles[] = {
    [HD_TEXT_LABEL] = { 1.0, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL },
    [HD_TEXT_SMALL] = { 0.9, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL },
    [HD_TEXT_BOLD] = { 1.0, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL },
    [HD_TEXT_TITLE] = { 13 / 11.5, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL },
    [HD_TEXT_HEADLINE] = { 1.0, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL },
    [HD_TEXT_ITALIC] = { 1.0, PANGO_WEIGHT_NORMAL, PANGO_STYLE_ITALIC },
  };
  PangoLayout *made = pango_layout_new (layout->context);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autoptr (PangoFontDescription) font = NULL;

  font = pango_font_description_copy (pango_context_get_font_description (layout->context));
  pango_font_description_set_absolute_size (font, layout->options.font_px * styles[style].scale
                                                      * PANGO_SCALE);
  pango_font_description_set_weight (font, styles[style].weight);
  pango_font_description_set_style (font, styles[style].slant);
  pango_layout_set_font_description (made, font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (made, attributes);
  pango_layout_set_text (made, text != NULL ? text : "", -1);
  return made;
}

static PangoLayout *
make_line (const HdChartLayout *layout, HdTextStyle style, const char *text)
{
  PangoLayout *made = make (layout, style, text);

  pango_layout_set_single_paragraph_mode (made, TRUE);
  return made;
}

/* On one line, as long as it is. (transfer none): the next layout may not have it any more. */
static PangoLayout *
find_line (const HdChartLayout *layout, HdTextStyle style, const char *text)
{
  double font_px = layout->options.font_px;
  PangoLayout *found;

  text = text != NULL ? text : "";
  found = hd_text_cache_find (layout->texts, style, font_px, text);
  if (found == NULL)
    {
      g_autoptr (PangoLayout) made = make_line (layout, style, text);

      hd_text_cache_put (layout->texts, style, font_px, text, made);
      found = made;
    }
  return found;
}

PangoLayout *
hd_text_new (const HdChartLayout *layout, HdTextStyle style, const char *text, double max_width)
{
  PangoLayout *line = find_line (layout, style, text);
  PangoLayout *made;

  if (max_width <= 0 || hd_text_width (line) <= max_width)
    return g_object_ref (line);
  made = make_line (layout, style, text);
  pango_layout_set_ellipsize (made, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (made, (int)(max_width * PANGO_SCALE));
  return made;
}

PangoLayout *
hd_text_new_wrapped (const HdChartLayout *layout,
                     HdTextStyle style,
                     const char *text,
                     double max_width,
                     int max_lines)
{
  PangoLayout *made = make (layout, style, text);

  pango_layout_set_width (made, (int)(MAX (max_width, 1) * PANGO_SCALE));
  pango_layout_set_wrap (made, PANGO_WRAP_WORD);
  pango_layout_set_alignment (made, PANGO_ALIGN_CENTER);
  pango_layout_set_ellipsize (made, PANGO_ELLIPSIZE_END);
  pango_layout_set_height (made, -max_lines);
  return made;
}

double
hd_text_width (PangoLayout *text)
{
  PangoRectangle logical;

  pango_layout_get_extents (text, NULL, &logical);
  return (double)logical.width / PANGO_SCALE;
}

double
hd_text_height (PangoLayout *text)
{
  PangoRectangle logical;

  pango_layout_get_extents (text, NULL, &logical);
  return (double)logical.height / PANGO_SCALE;
}

double
hd_text_measure (const HdChartLayout *layout, HdTextStyle style, const char *text)
{
  return hd_text_width (find_line (layout, style, text));
}

double
hd_text_line_height (const HdChartLayout *layout, HdTextStyle style)
{
  return hd_text_height (find_line (layout, style, "Ằg"));
}

HdRect
hd_text_box (PangoLayout *text, double x, double y, double anchor_x, double anchor_y)
{
  double width = hd_text_width (text);
  double height = hd_text_height (text);

  return (HdRect){ x - width * anchor_x, y - height * anchor_y, width, height };
}

guint
hd_text_put (HdChartLayout *layout, PangoLayout *text, HdRole role, HdRect box)
{
  HdInk ink = { .kind = HD_INK_TEXT, .role = role, .text = text };

  box.x = MAX (MIN (box.x, layout->width - box.width), 0);
  box.y = MAX (MIN (box.y, layout->height - box.height), 0);
  /* A centred, wrapped text draws from the edge of its width, not of its ink. */
  if (pango_layout_get_alignment (text) == PANGO_ALIGN_CENTER)
    {
      PangoRectangle logical;

      pango_layout_get_extents (text, NULL, &logical);
      ink.width = (double)logical.x / PANGO_SCALE;
    }
  ink.rect = box;
  hd_layout_take (layout, box);
  g_array_append_val (layout->inks, ink);
  return layout->inks->len - 1;
}

gboolean
hd_text_try (HdChartLayout *layout, PangoLayout *text, HdRole role, HdRect box)
{
  if (!hd_layout_is_free (layout, box))
    {
      g_object_unref (text);
      return FALSE;
    }
  hd_text_put (layout, text, role, box);
  return TRUE;
}

gboolean
hd_text_try_on (HdChartLayout *layout, PangoLayout *text, HdRole role, HdRect mark)
{
  HdRect box = hd_text_box (text, mark.x + mark.width / 2, mark.y + mark.height / 2, 0.5, 0.5);

  if (box.width + 6 > mark.width || box.height > mark.height + 2)
    {
      g_object_unref (text);
      return FALSE;
    }
  hd_ink_get (layout, hd_text_put (layout, text, role, box))->is_on_mark = TRUE;
  return TRUE;
}

guint
hd_label (HdChartLayout *layout,
          HdTextStyle style,
          HdRole role,
          const char *text,
          HdPoint at,
          double anchor_x,
          double anchor_y)
{
  PangoLayout *made = hd_text_new (layout, style, text, layout->width);

  return hd_text_put (layout, made, role, hd_text_box (made, at.x, at.y, anchor_x, anchor_y));
}

gboolean
hd_layout_is_free (const HdChartLayout *layout, HdRect box)
{
  HdRect wide = { box.x - GAP_PX, box.y, box.width + 2 * GAP_PX, box.height };

  if (box.x < -0.5 || box.y < -0.5 || box.x + box.width > layout->width + 0.5
      || box.y + box.height > layout->height + 0.5)
    return FALSE;
  for (guint taken = 0; taken < layout->taken->len; taken++)
    if (hd_rect_overlaps (wide, g_array_index (layout->taken, HdRect, taken)))
      return FALSE;
  return TRUE;
}

void
hd_layout_take (HdChartLayout *layout, HdRect box)
{
  g_array_append_val (layout->taken, box);
}
