/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The trust strip: one cell a source system; only what is late or missing is named.
 */

#include "config.h"

#include "hd-painters.h"

#include <math.h>

#define CELL_MAX_PX 20
#define CELL_HEIGHT_PX 17
#define GAP_PX 2

typedef struct
{
  guint per_line, n_lines;
  double pitch;
} Strip;

static Strip
plan (const HdChartSpec *spec, double width)
{
  Strip strip;
  double narrowest = 7 + GAP_PX;

  strip.per_line = (guint)MAX (floor (width / narrowest), 1);
  strip.per_line = MIN (strip.per_line, MAX (spec->n_categories, 1));
  strip.n_lines = (MAX (spec->n_categories, 1) + strip.per_line - 1) / strip.per_line;
  strip.per_line = (MAX (spec->n_categories, 1) + strip.n_lines - 1) / strip.n_lines;
  strip.pitch = MIN (width / strip.per_line, CELL_MAX_PX + GAP_PX);
  return strip;
}

static void
draw_cell (HdChartLayout *layout, HdRect rect, guint category)
{
  const HdChartSpec *spec = layout->spec;
  HdPointStatus status = hd_chart_spec_status (spec, 0, category);
  guint ink;

  switch (status)
    {
    case HD_STATUS_BETTER:
      ink = hd_ink_rect (layout, HD_ROLE_FRESH, HD_STYLE_FILL, rect);
      break;
    case HD_STATUS_WORSE:
      ink = hd_ink_rect (layout, HD_ROLE_WORSE, HD_STYLE_HOLLOW, rect);
      hd_ink_get (layout, ink)->width = 1.6;
      break;
    case HD_STATUS_NEUTRAL:
      ink = hd_ink_rect (layout, HD_ROLE_NEUTRAL, HD_STYLE_HOLLOW, rect);
      break;
    case HD_STATUS_NONE:
    default:
      ink = hd_ink_rect (layout, HD_ROLE_PREVIOUS_EDGE, HD_STYLE_HATCH, rect);
      break;
    }
  hd_ink_get (layout, ink)->radius = 2.5;
  hd_mark_add (layout, rect, 0, (int)category);
}

/* "CI02 · 2 ngày", moved sideways when its neighbour is named too; dropped when nothing helps. */
static void
name_cell (HdChartLayout *layout, const HdMark *mark, double top)
{
  const HdCategory *category = &layout->spec->categories[mark->category];
  g_autofree char *words = category->note != NULL
                               ? g_strdup_printf ("%s · %s", category->label, category->note)
                               : g_strdup (category->label);
  double line = hd_text_line_height (layout, HD_TEXT_SMALL);
  double half = hd_text_measure (layout, HD_TEXT_SMALL, words) / 2;

  for (guint row = 0; row < 3; row++)
    {
      static const double shifts[] = { 0, -0.7, 0.7 };

      for (guint shift = 0; shift < G_N_ELEMENTS (shifts); shift++)
        {
          double x = CLAMP (mark->x + shifts[shift] * half, half, MAX (layout->width - half, half));
          PangoLayout *text = hd_text_new (layout, HD_TEXT_SMALL, words, layout->width);

          if (hd_text_try (layout, text, HD_ROLE_TEXT_DIM,
                           hd_text_box (text, x, top + row * line, 0.5, 0)))
            return;
        }
    }
}

void
hd_status_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  HdRect plot = layout->plot;
  Strip strip = plan (spec, plot.width);
  double bottom = plot.y + strip.n_lines * (CELL_HEIGHT_PX + GAP_PX);

  if (spec->n_categories == 0)
    {
      hd_layout_say_missing (layout);
      return;
    }
  for (guint category = 0; category < spec->n_categories; category++)
    {
      HdRect rect = { plot.x + strip.pitch * (category % strip.per_line),
                      plot.y + (CELL_HEIGHT_PX + GAP_PX) * (category / strip.per_line),
                      MAX (strip.pitch - GAP_PX, 1), CELL_HEIGHT_PX };

      draw_cell (layout, rect, category);
    }
  for (guint index = 0; index < layout->marks->len; index++)
    {
      const HdMark *mark = &g_array_index (layout->marks, HdMark, index);

      if (hd_chart_spec_status (spec, 0, (guint)mark->category) != HD_STATUS_BETTER)
        name_cell (layout, mark, bottom + 1);
    }
}

double
hd_status_height (const HdChartSpec *spec, double width, double font_px)
{
  return plan (spec, MAX (width, 1)).n_lines * (CELL_HEIGHT_PX + GAP_PX) + font_px * 2.6;
}
