/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of categories.
 */

#include "config.h"

#include "hd-painters.h"
#include "hd-rows-layout.h"

#include <math.h>

#define LABEL_PART 0.38
#define NARROW_PX 420
#define KEY_GLYPH_PX 8

static double
widest_label (const HdChartLayout *layout)
{
  double widest = 0;

  for (guint row = 0; row < layout->spec->n_categories && row < 400; row++)
    widest = MAX (widest,
                  hd_text_measure (layout, HD_TEXT_LABEL, layout->spec->categories[row].label));
  return widest;
}

void
hd_rows_plan (HdChartLayout *layout, gboolean may_stand_above, HdRows *rows)
{
  const HdChartSpec *spec = layout->spec;
  HdRect plot = layout->plot;
  double least;

  *rows = (HdRows){ .top = plot.y, .line = hd_text_line_height (layout, HD_TEXT_LABEL) };
  least = rows->line + 2;
  rows->n_rows = spec->n_categories;
  rows->height = plot.height / MAX (spec->n_categories, 1);
  if (rows->height < least && spec->n_categories > 0)
    {
      rows->n_rows = (guint)MAX (floor ((plot.height - rows->line) / least), 1);
      rows->n_rows = MIN (rows->n_rows, spec->n_categories);
      rows->height
          = (plot.height - (rows->n_rows < spec->n_categories ? rows->line : 0)) / rows->n_rows;
    }
  rows->height = MIN (rows->height, rows->line * 3.6);
  rows->has_label_above
      = may_stand_above && plot.width < NARROW_PX && rows->height >= rows->line * 2 + 3;
  if (!rows->has_label_above)
    rows->label_width = ceil (MIN (widest_label (layout) + 10, plot.width * LABEL_PART));
}

HdRect
hd_rows_rect (const HdChartLayout *layout, const HdRows *rows, guint row)
{
  return (HdRect){ layout->plot.x, rows->top + rows->height * row, layout->plot.width,
                   rows->height };
}

HdRect
hd_rows_bar (const HdChartLayout *layout, const HdRows *rows, guint row, double max_height)
{
  HdRect rect = hd_rows_rect (layout, rows, row);
  double above = rows->has_label_above ? rows->line + 1 : 0;
  double room = rect.height - above;
  double height = round (CLAMP (room * 0.62, MIN (3, room), MAX (max_height, rows->line * 0.8)));
  /* A figure beside the bar may be taller than the bar, and must clear the label above. */
  double below = 1 + MAX ((rows->line - height) / 2, 0);

  return (HdRect){ rect.x + rows->label_width,
                   round (rows->has_label_above ? rect.y + above + below
                                                : rect.y + (rect.height - height) / 2),
                   MAX (rect.width - rows->label_width, 1), MAX (height, 1) };
}

void
hd_rows_draw_label (HdChartLayout *layout, const HdRows *rows, guint row, double max_width)
{
  const HdCategory *category = &layout->spec->categories[row];
  HdRect rect = hd_rows_rect (layout, rows, row);
  double width = rows->has_label_above ? max_width : rows->label_width - 8;
  g_autofree char *label = NULL;
  PangoLayout *text;
  HdRole role = category->flags & HD_POINT_REST ? HD_ROLE_TEXT_DIM : HD_ROLE_TEXT;

  label = category->note != NULL ? g_strdup_printf ("%s · %s", category->label, category->note)
                                 : g_strdup (category->label);
  text = hd_text_new (layout, HD_TEXT_LABEL, label, MAX (width, 8));
  if (rows->has_label_above)
    {
      /* Axes and grid lines pass behind it. */
      guint ink = hd_text_put (layout, text, role, hd_text_box (text, rect.x, rect.y, 0, 0));

      hd_ink_get (layout, ink)->has_halo = TRUE;
    }
  else
    hd_text_put (layout, text, role, hd_text_box (text, rect.x, rect.y + rect.height / 2, 0, 0.5));
}

void
hd_rows_draw_rest (HdChartLayout *layout, const HdRows *rows)
{
  guint hidden = layout->spec->n_categories - rows->n_rows;
  g_autofree char *text = NULL;

  if (hidden == 0)
    return;
  text = g_strdup_printf ("… +%u", hidden);
  hd_label (layout, HD_TEXT_LABEL, HD_ROLE_TEXT_DIM, text,
            (HdPoint){ layout->plot.x, rows->top + rows->height * rows->n_rows }, 0, 0);
}

double
hd_rows_draw_key (HdChartLayout *layout,
                  HdGlyph (*glyph_of) (const HdChartSpec *spec, guint series))
{
  const HdChartSpec *spec = layout->spec;
  double line = hd_text_line_height (layout, HD_TEXT_SMALL);
  HdPoint at = { layout->plot.x, layout->plot.y };

  for (guint series = 0; series < spec->n_series; series++)
    {
      PangoLayout *name = hd_text_new (layout, HD_TEXT_SMALL, spec->series[series].name,
                                       MAX (layout->plot.width - KEY_GLYPH_PX - 3, 8));
      double width = hd_text_width (name);
      HdRole role = hd_role_of_notation (&spec->series[series]);
      HdPoint middle;

      if (at.x > layout->plot.x
          && at.x + KEY_GLYPH_PX + 3 + width > layout->plot.x + layout->plot.width)
        at = (HdPoint){ layout->plot.x, at.y + line + 2 };
      middle = (HdPoint){ at.x + KEY_GLYPH_PX / 2.0, at.y + line / 2 };
      if (spec->series[series].notation == HD_NOTATION_PLAN)
        hd_ink_rect (layout, HD_ROLE_MARKER, HD_STYLE_FILL,
                     (HdRect){ middle.x - 1, at.y + 1, 2.5, line - 2 });
      else
        hd_ink_glyph (layout, role == HD_ROLE_PREVIOUS ? HD_ROLE_PREVIOUS_EDGE : role,
                      glyph_of (spec, series), middle, KEY_GLYPH_PX);
      hd_text_put (layout, name, HD_ROLE_TEXT_DIM,
                   hd_text_box (name, at.x + KEY_GLYPH_PX + 4, at.y, 0, 0));
      at.x += KEY_GLYPH_PX + width + 16;
    }
  return at.y + line + 4 - layout->plot.y;
}

double
hd_rows_natural_height (const HdChartSpec *spec, double width, double font_px)
{
  double row = width < NARROW_PX ? font_px * 3.2 : font_px * 2.2;

  return MAX (spec->n_categories, 1) * row;
}

int
hd_hit_row (const HdChartLayout *layout, double x, double y)
{
  double best_across = INFINITY;
  double best_down = 24;
  int best = -1;

  for (guint index = 0; index < layout->marks->len; index++)
    {
      const HdMark *mark = &g_array_index (layout->marks, HdMark, index);
      HdRect rect = mark->rect;
      double down = MAX (MAX (rect.y - y, y - rect.y - rect.height), 0);
      double across = MAX (MAX (rect.x - x, x - rect.x - rect.width), 0);

      /* Of two dots that overlap, the one whose middle is nearer. */
      across += fabs (mark->x - x) / 1e6;
      if (down < best_down - 0.01 || (down < best_down + 0.01 && across < best_across))
        {
          best_down = down;
          best_across = across;
          best = (int)index;
        }
    }
  return best;
}
