/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dot plot: in each row where it was, where it should be and where it is, on one scale.
 *
 * A dot says a place and no length, so its axis may leave zero where the spec allows it, and says so.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"
#include "hd-rows-layout.h"

#include <math.h>

#define DOT_PX 9
#define TRACK_PX 3
#define GLYPH_PX 8

/* What a series is decides its glyph; several actual ones take turns. */
static HdGlyph
glyph_of (const HdChartSpec *spec, guint series)
{
  static const HdGlyph glyphs[] = { HD_GLYPH_DOT, HD_GLYPH_DIAMOND, HD_GLYPH_UP, HD_GLYPH_SQUARE };
  guint before = 0;

  if (spec->series[series].notation == HD_NOTATION_PREVIOUS)
    return HD_GLYPH_RING;
  for (guint other = 0; other < series; other++)
    before += spec->series[other].notation != HD_NOTATION_PREVIOUS
              && spec->series[other].notation != HD_NOTATION_PLAN;
  return glyphs[before % G_N_ELEMENTS (glyphs)];
}

static void
draw_dot (HdChartLayout *layout, guint series, guint row, HdPoint at)
{
  const HdChartSpec *spec = layout->spec;
  HdRole role = hd_role_of_point (spec, series, row);
  HdGlyph glyph = glyph_of (spec, series);

  if (spec->series[series].notation == HD_NOTATION_PLAN)
    {
      hd_ink_rect (layout, HD_ROLE_MARKER, HD_STYLE_FILL,
                   (HdRect){ at.x - 1.25, at.y - DOT_PX, 2.5, 2 * DOT_PX });
      return;
    }
  if (role == HD_ROLE_PREVIOUS)
    role = HD_ROLE_PREVIOUS_EDGE;
  if (glyph == HD_GLYPH_DOT && hd_chart_spec_flags (spec, series, row) & HD_POINT_PARTIAL)
    glyph = HD_GLYPH_RING;
  hd_ink_glyph (layout, role, glyph, at, DOT_PX);
}

/* From the first to the last of a row: how far apart they are. */
static void
draw_track (HdChartLayout *layout, guint row, double y)
{
  const HdChartSpec *spec = layout->spec;
  double low = INFINITY;
  double high = -INFINITY;

  for (guint series = 0; series < spec->n_series; series++)
    if (isfinite (spec->series[series].values[row]))
      {
        low = MIN (low, spec->series[series].values[row]);
        high = MAX (high, spec->series[series].values[row]);
      }
  if (low < high)
    hd_ink_line (layout, HD_ROLE_FAN_INNER, HD_STYLE_STROKE, TRACK_PX,
                 (HdPoint){ hd_scale_px (&layout->value_scale, low), y },
                 (HdPoint){ hd_scale_px (&layout->value_scale, high), y });
}

/* The figure of the one that the chart is about, in the column at the right. */
static void
draw_figure (HdChartLayout *layout, guint actual, guint row, double y)
{
  const HdChartSpec *spec = layout->spec;
  const HdCategory *category = &spec->categories[row];
  g_autofree char *text = hd_chart_spec_text (spec, actual, row);
  gboolean is_missing = !isfinite (hd_chart_spec_value (spec, actual, row));
  PangoLayout *label = hd_text_new (layout, HD_TEXT_BOLD, text, 0);
  HdRole role = hd_role_of_status (category->change_status, HD_ROLE_TEXT);
  HdRect box = hd_text_box (label, layout->plot.x + layout->plot.width, y, 1, 0.5);

  hd_text_put (layout, label, is_missing ? HD_ROLE_TEXT_DIM : role, box);
  if (!is_missing && category->change_status != HD_STATUS_NONE)
    hd_ink_glyph (layout, role, hd_glyph_of_change (category->change_status, category->change),
                  (HdPoint){ box.x - 4 - GLYPH_PX / 2.0, y }, GLYPH_PX);
}

static void
draw_row (HdChartLayout *layout, const HdRows *rows, guint actual, guint row)
{
  const HdChartSpec *spec = layout->spec;
  HdRect bar = hd_rows_bar (layout, rows, row, 14);
  double y = bar.y + bar.height / 2;

  hd_rows_draw_label (layout, rows, row, layout->plot.width);
  draw_track (layout, row, y);
  /* The one that the chart is about lies on top. */
  for (guint step = 0; step < spec->n_series; step++)
    {
      guint series = (actual + 1 + step) % spec->n_series;
      double x = hd_scale_px (&layout->value_scale, spec->series[series].values[row]);

      if (!isfinite (spec->series[series].values[row]))
        continue;
      draw_dot (layout, series, row, (HdPoint){ x, y });
    }
  for (guint series = 0; series < spec->n_series; series++)
    {
      double x = hd_scale_px (&layout->value_scale, spec->series[series].values[row]);

      if (isfinite (spec->series[series].values[row]))
        hd_mark_add (layout, (HdRect){ x - 7, y - 7, 14, 14 }, (int)series, (int)row);
      else if (series == actual)
        hd_mark_add (layout, bar, (int)series, (int)row);
    }
  draw_figure (layout, actual, row, y);
}

static double
widest_figure (const HdChartLayout *layout, guint actual)
{
  double widest = 0;

  for (guint row = 0; row < layout->spec->n_categories && row < 400; row++)
    {
      g_autofree char *text = hd_chart_spec_text (layout->spec, actual, row);

      widest = MAX (widest, hd_text_measure (layout, HD_TEXT_BOLD, text));
    }
  return widest + GLYPH_PX + 18;
}

/* The scale lies between the labels and the figures, half a dot inside at both ends. */
static void
draw_scale (HdChartLayout *layout, const HdRows *rows, double figures, const HdValueAxis *axis)
{
  HdRect whole = layout->plot;

  layout->plot.x += rows->label_width + DOT_PX;
  layout->plot.width = MAX (whole.width - rows->label_width - figures - 2 * DOT_PX, 8);
  layout->plot.height = rows->height * rows->n_rows;
  hd_axis_draw_horizontal (layout, axis);
  hd_axis_say_cut (layout, axis);
  layout->plot = whole;
}

void
hd_dots_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  guint actual = (guint)MAX (hd_chart_spec_find_series (spec, HD_NOTATION_ACTUAL), 0);
  double line = hd_text_line_height (layout, HD_TEXT_SMALL);
  HdRows rows;
  HdValueAxis axis;
  double min, max, head;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  head = hd_rows_draw_key (layout, glyph_of);
  hd_axis_plan (layout, min, max, layout->width < 300 ? 3 : HD_AXIS_MAX_TICKS, 0.02, &axis);
  head += axis.is_cut ? line + 2 : 0;
  layout->plot.y += head;
  layout->plot.height = MAX (layout->plot.height - head - line - 5, 1);
  hd_rows_plan (layout, TRUE, &rows);
  draw_scale (layout, &rows, widest_figure (layout, actual), &axis);
  for (guint row = 0; row < rows.n_rows; row++)
    draw_row (layout, &rows, actual, row);
  if (rows.n_rows < spec->n_categories)
    hd_rows_draw_rest (layout, &rows);
}
