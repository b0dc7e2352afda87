/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The percentile ladder: from P50 to P90 in each row, on one scale.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"
#include "hd-rows-layout.h"

#include <math.h>

#define DOT_PX 9

static HdGlyph
glyph_of (const HdChartSpec *spec, guint series)
{
  static const HdGlyph glyphs[] = { HD_GLYPH_DOT, HD_GLYPH_DIAMOND, HD_GLYPH_UP, HD_GLYPH_SQUARE };

  return glyphs[series % G_N_ELEMENTS (glyphs)];
}

/* Left of its dot; near zero, where the axis would go through it, left of the axis. */
static HdRect
first_figure_box (const HdChartLayout *layout, PangoLayout *label, HdPoint at)
{
  HdRect box = hd_text_box (label, at.x - DOT_PX / 2.0 - 4, at.y, 1, 0.5);
  double zero = hd_scale_px (&layout->value_scale, 0);

  if (box.x < zero + 3 && box.x + box.width > zero - 4)
    box.x = zero - 4 - box.width;
  return box;
}

static void
draw_value (HdChartLayout *layout, guint series, guint row, HdPoint at)
{
  const HdChartSpec *spec = layout->spec;
  gboolean is_last = series + 1 == spec->n_series;
  g_autofree char *text = hd_chart_spec_text (spec, series, row);
  PangoLayout *label = hd_text_new (layout, is_last ? HD_TEXT_BOLD : HD_TEXT_LABEL, text, 0);
  HdRole role = hd_role_of_status (hd_chart_spec_status (spec, series, row), HD_ROLE_TEXT);

  if (is_last)
    hd_text_try (layout, label, role, hd_text_box (label, at.x + DOT_PX / 2.0 + 4, at.y, 0, 0.5));
  else if (series == 0)
    hd_text_try (layout, label, HD_ROLE_TEXT_DIM, first_figure_box (layout, label, at));
  else
    g_object_unref (label);
}

static void
draw_row (HdChartLayout *layout, const HdRows *rows, guint row)
{
  const HdChartSpec *spec = layout->spec;
  HdRect bar = hd_rows_bar (layout, rows, row, 14);
  double y = bar.y + bar.height / 2;
  double first = NAN, last = NAN;

  hd_rows_draw_label (layout, rows, row, layout->plot.width);
  for (guint series = 0; series < spec->n_series; series++)
    {
      double value = spec->series[series].values[row];

      if (!isfinite (value) || spec->series[series].notation == HD_NOTATION_PREVIOUS)
        continue;
      first = isnan (first) ? value : first;
      last = value;
    }
  if (isfinite (first) && last != first)
    hd_ink_line (layout, HD_ROLE_PREVIOUS, HD_STYLE_STROKE, 4,
                 (HdPoint){ hd_scale_px (&layout->value_scale, first), y },
                 (HdPoint){ hd_scale_px (&layout->value_scale, last), y });
  for (guint series = 0; series < spec->n_series; series++)
    {
      double value = spec->series[series].values[row];
      HdPoint at = { hd_scale_px (&layout->value_scale, value), y };

      if (!isfinite (value))
        continue;
      hd_ink_glyph (layout, hd_role_of_point (spec, series, row), glyph_of (spec, series), at,
                    DOT_PX);
      hd_layout_take (layout, (HdRect){ at.x - DOT_PX / 2.0, y - DOT_PX / 2.0, DOT_PX, DOT_PX });
      hd_mark_add (layout, (HdRect){ at.x - 7, y - 7, 14, 14 }, (int)series, (int)row);
    }
  for (guint series = 0; series < spec->n_series; series++)
    if (isfinite (spec->series[series].values[row]))
      draw_value (
          layout, series, row,
          (HdPoint){ hd_scale_px (&layout->value_scale, spec->series[series].values[row]), y });
  if (isnan (first))
    {
      hd_label (layout, HD_TEXT_LABEL, HD_ROLE_TEXT_DIM,
                spec->format.locale != NULL ? spec->format.locale->missing : "—",
                (HdPoint){ bar.x + 2, y }, 0, 0.5);
      hd_mark_add (layout, bar, 0, (int)row);
    }
}

/* Leaves room at both ends for the figures of the outermost dots. */
static void
arrange (HdChartLayout *layout, const HdRows *rows, HdValueAxis *axis, HdRect *rows_area)
{
  HdRect area = layout->plot;
  double figure = hd_text_measure (layout, HD_TEXT_BOLD, "8.888,8") + DOT_PX;

  *rows_area = area;
  layout->plot.x = area.x + rows->label_width + figure * 0.7;
  layout->plot.width = MAX (area.width - rows->label_width - figure * 1.7, 8);
  layout->plot.height = rows->height * rows->n_rows;
  hd_axis_draw_horizontal (layout, axis);
  layout->plot = area;
}

void
hd_ladder_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  HdRect area;
  HdRows rows;
  HdValueAxis axis;
  double min, max;
  double head;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  head = hd_rows_draw_key (layout, glyph_of);
  layout->plot.y += head;
  layout->plot.height
      = MAX (layout->plot.height - head - hd_text_line_height (layout, HD_TEXT_SMALL) - 5, 1);
  hd_rows_plan (layout, TRUE, &rows);
  hd_axis_plan (layout, min, max, layout->width < 300 ? 3 : HD_AXIS_MAX_TICKS, 0.02, &axis);
  arrange (layout, &rows, &axis, &area);
  for (guint row = 0; row < rows.n_rows; row++)
    draw_row (layout, &rows, row);
  if (rows.n_rows < spec->n_categories)
    hd_rows_draw_rest (layout, &rows);
}

double
hd_ladder_height (const HdChartSpec *spec, double width, double font_px)
{
  return hd_rows_natural_height (spec, width, font_px) + font_px * 3;
}
