/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shares of 100 %: one row a category, its parts side by side.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"
#include "hd-rows-layout.h"

#include <math.h>

#define BAR_MAX_PX 20

/* The whole of a row; missing parts are missing, negative ones have no share. 0: nothing. */
static double
row_total (const HdChartSpec *spec, guint row)
{
  double total = 0;

  for (guint series = 0; series < spec->n_series; series++)
    if (isfinite (spec->series[series].values[row]))
      total += MAX (spec->series[series].values[row], 0);
  return total;
}

static char *
share_text (const HdChartSpec *spec, double share)
{
  HdNumberFormat format
      = hd_number_format_plain (spec->format.locale, share >= 10 || share == 0 ? 0 : 1);

  format.is_percent = TRUE;
  return hd_number_format (&format, share);
}

/* In its part; the last part, which is often the smallest and the one asked about, may have its
 * figure after the bar. */
static void
label_part (HdChartLayout *layout, HdRole role, double share, HdRect rect, gboolean is_last)
{
  g_autofree char *text = share_text (layout->spec, share);
  PangoLayout *label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);

  if (hd_text_try_on (layout, label, role, rect) || !is_last)
    return;
  label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);
  hd_text_try (layout, label, HD_ROLE_TEXT,
               hd_text_box (label, rect.x + rect.width + 5, rect.y + rect.height / 2, 0, 0.5));
}

static void
draw_row (HdChartLayout *layout, const HdRows *rows, guint row)
{
  const HdChartSpec *spec = layout->spec;
  HdRect bar = hd_rows_bar (layout, rows, row, BAR_MAX_PX);
  double total = row_total (spec, row);
  double x = bar.x;

  bar.width = MAX (bar.width - hd_text_measure (layout, HD_TEXT_SMALL, "8,8 %") - 8, 1);
  hd_rows_draw_label (layout, rows, row, layout->plot.width);
  if (!(total > 0))
    {
      hd_ink_rect (layout, HD_ROLE_RULE, HD_STYLE_HATCH_BARE, bar);
      hd_mark_add (layout, bar, 0, (int)row);
      return;
    }
  for (guint series = 0; series < spec->n_series; series++)
    {
      double value = spec->series[series].values[row];
      double width = isfinite (value) ? MAX (value, 0) / total * bar.width : 0;
      HdRect part = { x, bar.y, width, bar.height };
      HdRole role = hd_role_of_notation (&spec->series[series]);

      if (!isfinite (value))
        continue;
      x += width;
      if (width > 3)
        part.width -= 1;
      hd_ink_rect (layout, role, HD_STYLE_FILL, part);
      label_part (layout, role, MAX (value, 0) / total * 100, part, series + 1 == spec->n_series);
      hd_mark_add (layout, part, (int)series, (int)row);
    }
}

void
hd_stack_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  HdRows rows;
  double min, max, legend;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  legend = hd_legend_draw (layout, (HdPoint){ layout->plot.x, layout->plot.y }, layout->plot.width);
  layout->plot.y += legend;
  layout->plot.height = MAX (layout->plot.height - legend, 1);
  hd_rows_plan (layout, TRUE, &rows);
  for (guint row = 0; row < rows.n_rows; row++)
    draw_row (layout, &rows, row);
  hd_rows_draw_rest (layout, &rows);
}

double
hd_stack_height (const HdChartSpec *spec, double width, double font_px)
{
  return hd_rows_natural_height (spec, width, font_px) + font_px * 2;
}
