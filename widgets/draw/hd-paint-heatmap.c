/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The heat map: rows by columns, five steps from nothing to most; a missing cell is no zero.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"

#include <math.h>

#define N_STEPS 5
#define FIGURE_MARGIN_PX 4

typedef struct
{
  double min, max;
  double row_height, cell_width;
  double labels; /* width of the row labels */
  gboolean has_figures;
} Heat;

static int
step_of (const Heat *heat, double value)
{
  double span = heat->max - heat->min;

  if (!(span > 0))
    return value == 0 ? 0 : N_STEPS / 2;
  return CLAMP ((int)floor ((value - heat->min) / span * N_STEPS), 0, N_STEPS - 1);
}

/* What is large loses its decimals where there are some. */
static char *
make_figure (const HdChartSpec *spec, guint row, guint column)
{
  double value = hd_chart_spec_value (spec, row, column);
  HdNumberFormat format = spec->format;

  if (spec->series[row].texts != NULL
      || fabs (value / (format.divisor > 0 ? format.divisor : 1)) < 99.5)
    return hd_chart_spec_text (spec, row, column);
  format.decimals = 0;
  return hd_number_format (&format, value);
}

/* All cells have their figures or none has: the darkest, of which people ask, have the longest ones. */
static gboolean
has_room_for_figures (const HdChartLayout *layout, const Heat *heat)
{
  const HdChartSpec *spec = layout->spec;
  g_autofree char *longest = g_strdup ("");

  for (guint row = 0; row < spec->n_series; row++)
    for (guint column = 0; column < spec->n_categories; column++)
      {
        g_autofree char *text = isfinite (hd_chart_spec_value (spec, row, column))
                                    ? make_figure (spec, row, column)
                                    : NULL;

        if (text != NULL && g_utf8_strlen (text, -1) > g_utf8_strlen (longest, -1))
          {
            g_free (longest);
            longest = g_steal_pointer (&text);
          }
      }
  return heat->row_height >= 15
         && hd_text_measure (layout, HD_TEXT_SMALL, longest) + 2 * FIGURE_MARGIN_PX
                <= heat->cell_width;
}

static void
draw_cell (HdChartLayout *layout, const Heat *heat, guint row, guint column)
{
  const HdChartSpec *spec = layout->spec;
  double value = hd_chart_spec_value (spec, row, column);
  double left = layout->plot.x + heat->cell_width * column;
  double top = layout->plot.y + heat->row_height * row;
  HdRect cell = { round (left), round (top), round (left + heat->cell_width) - round (left),
                  round (top + heat->row_height) - round (top) };
  HdRect inner = hd_rect_inset (cell, heat->cell_width >= 6 ? 0.75 : 0);
  HdMark *mark;

  if (isfinite (value))
    hd_ink_rect (layout, HD_ROLE_HEAT_1 + step_of (heat, value), HD_STYLE_FILL, inner);
  else
    hd_ink_rect (layout, HD_ROLE_RULE, HD_STYLE_HATCH_BARE, inner);
  if (isfinite (value) && heat->has_figures)
    {
      g_autofree char *text = make_figure (spec, row, column);

      hd_text_try_on (layout, hd_text_new (layout, HD_TEXT_SMALL, text, 0),
                      HD_ROLE_HEAT_1 + step_of (heat, value), inner);
    }
  mark = hd_mark_add (layout, cell, (int)row, (int)column);
  if (mark->code == NULL)
    mark->code = spec->series[row].code;
}

/* The five steps with the least and the greatest figure beside them. */
static void
draw_key (HdChartLayout *layout, const Heat *heat, double top)
{
  g_autofree char *least = hd_number_format (&layout->spec->format, heat->min);
  g_autofree char *most = hd_number_format_full (&layout->spec->format, heat->max);
  PangoLayout *right = hd_text_new (layout, HD_TEXT_SMALL, most, layout->width / 2);
  double line = hd_text_line_height (layout, HD_TEXT_SMALL);
  double x = layout->width - hd_text_width (right);
  double swatch = 18;

  hd_text_put (layout, right, HD_ROLE_TEXT_DIM, hd_text_box (right, x, top, 0, 0));
  x -= 5 + N_STEPS * swatch;
  for (guint step = 0; step < N_STEPS; step++)
    hd_ink_rect (layout, HD_ROLE_HEAT_1 + step, HD_STYLE_FILL,
                 (HdRect){ x + step * swatch, top + line / 2 - 4, swatch - 1, 8 });
  hd_label (layout, HD_TEXT_SMALL, HD_ROLE_TEXT_DIM, least, (HdPoint){ x - 5, top }, 1, 0);
}

static double
row_labels_width (const HdChartLayout *layout)
{
  double widest = 0;

  for (guint row = 0; row < layout->spec->n_series; row++)
    widest
        = MAX (widest, hd_text_measure (layout, HD_TEXT_LABEL, layout->spec->series[row].name) + 8);
  return MIN (widest, layout->width * 0.35);
}

void
hd_heatmap_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  Heat heat;
  double line = hd_text_line_height (layout, HD_TEXT_LABEL);
  double names;
  int n_lines;

  if (!hd_chart_spec_range (spec, &heat.min, &heat.max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  heat.min = isfinite (spec->scale_min) ? spec->scale_min : MIN (heat.min, MAX (heat.max, 0));
  heat.max = isfinite (spec->scale_max) ? spec->scale_max : heat.max;
  if (heat.min > 0 && !spec->allow_cut)
    heat.min = 0;
  heat.labels = row_labels_width (layout);
  layout->plot.x += heat.labels;
  layout->plot.width = MAX (layout->plot.width - heat.labels, 1);
  /* Names wrap; hours and months are thinned. */
  n_lines = spec->n_categories > 0 && g_ascii_isdigit (spec->categories[0].label[0]) ? 1 : 2;
  names = hd_axis_categories_height (layout, layout->plot.width, n_lines);
  layout->plot.height = MAX (layout->plot.height - names - line - 4, 1);
  heat.row_height = layout->plot.height / spec->n_series;
  heat.cell_width = hd_axis_slot_width (layout);
  heat.has_figures = has_room_for_figures (layout, &heat);
  for (guint row = 0; row < spec->n_series; row++)
    {
      PangoLayout *name
          = hd_text_new (layout, HD_TEXT_LABEL, spec->series[row].name, MAX (heat.labels - 6, 8));

      hd_text_try (layout, name, HD_ROLE_TEXT,
                   hd_text_box (name, layout->plot.x - 6,
                                layout->plot.y + heat.row_height * (row + 0.5), 1, 0.5));
      for (guint column = 0; column < spec->n_categories; column++)
        draw_cell (layout, &heat, row, column);
    }
  hd_axis_draw_categories (layout, layout->plot.y + layout->plot.height + 2, n_lines);
  draw_key (layout, &heat, layout->plot.y + layout->plot.height + names + 2);
}

double
hd_heatmap_height (const HdChartSpec *spec, double width, double font_px)
{
  return MAX (spec->n_series, 1) * font_px * 1.9 + font_px * 4;
}
