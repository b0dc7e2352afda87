/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pareto: causes downwards, each with its name, its amount and what all so far make together. Bars and line
 * stand on one scale, whose end is the whole, so that the line starts at the end of the first bar and cannot
 * mislead.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"
#include "hd-rows-layout.h"

#include <math.h>

#define VITAL_SHARE 80
#define BAR_MAX_PX 18
#define LABEL_GAP_PX 5

/* Negative causes are drawn, but are no part of the whole. */
static double
whole (const HdChartSpec *spec)
{
  double total = 0;

  for (guint category = 0; category < spec->n_categories; category++)
    {
      double value = hd_chart_spec_value (spec, 0, category);

      total += isfinite (value) ? MAX (value, 0) : 0;
    }
  return total;
}

/* The share of everything up to and with a row; NAN when the whole is nothing. */
static double *
cumulative_shares (const HdChartSpec *spec, double total)
{
  double *shares = g_new (double, MAX (spec->n_categories, 1));
  double sum = 0;

  for (guint category = 0; category < spec->n_categories; category++)
    {
      double value = hd_chart_spec_value (spec, 0, category);

      sum += isfinite (value) ? MAX (value, 0) : 0;
      shares[category] = total > 0 ? sum / total * 100 : NAN;
    }
  return shares;
}

static char *
share_text (const HdChartSpec *spec, double share)
{
  HdNumberFormat format = hd_number_format_plain (spec->format.locale, 0);

  format.is_percent = TRUE;
  return hd_number_format (&format, share);
}

/* Per cent of the whole on the bars' own scale. */
static HdScale
share_scale (const HdChartLayout *layout, double total)
{
  return (HdScale){ 0, 100, hd_scale_px (&layout->value_scale, 0),
                    hd_scale_px (&layout->value_scale, total) };
}

static double
row_middle (const HdChartLayout *layout, const HdRows *rows, guint row)
{
  HdRect bar = hd_rows_bar (layout, rows, row, BAR_MAX_PX);

  return bar.y + bar.height / 2;
}

static void
draw_bars (HdChartLayout *layout, const HdRows *rows)
{
  const HdChartSpec *spec = layout->spec;
  double zero = hd_scale_px (&layout->value_scale, 0);

  for (guint row = 0; row < rows->n_rows; row++)
    {
      double value = hd_chart_spec_value (spec, 0, row);
      double end = hd_scale_px (&layout->value_scale, value);
      HdRect bar = hd_rows_bar (layout, rows, row, BAR_MAX_PX);

      hd_rows_draw_label (layout, rows, row, layout->plot.width);
      if (!isfinite (value))
        continue;
      bar.x = MIN (zero, end);
      bar.width = fabs (end - zero);
      hd_ink_rect (layout, hd_role_of_point (spec, 0, row), hd_style_of_point (spec, 0, row), bar);
      hd_mark_add (layout, bar, 0, (int)row);
    }
}

/* Beside each bar its amount; the first's clears the dot with which the line begins. */
static void
draw_values (HdChartLayout *layout, const HdRows *rows)
{
  const HdChartSpec *spec = layout->spec;

  for (guint row = 0; row < rows->n_rows; row++)
    {
      double value = hd_chart_spec_value (spec, 0, row);
      double end = hd_scale_px (&layout->value_scale, MAX (value, 0));
      double gap = row == 0 ? 2 * LABEL_GAP_PX : LABEL_GAP_PX;
      g_autofree char *text = NULL;
      PangoLayout *label;

      if (!isfinite (value))
        continue;
      text = hd_chart_spec_text (spec, 0, row);
      label = hd_text_new (layout, HD_TEXT_BOLD, text, 0);
      if (hd_text_try (layout, label, HD_ROLE_TEXT,
                       hd_text_box (label, end + gap, row_middle (layout, rows, row), 0, 0.5)))
        hd_ink_get (layout, layout->inks->len - 1)->has_halo = TRUE;
    }
}

static void
draw_shares (HdChartLayout *layout, const HdRows *rows, const double *shares, double total)
{
  const HdChartSpec *spec = layout->spec;
  HdScale scale = share_scale (layout, total);
  gboolean is_crossed = FALSE;

  hd_ink_path (layout, HD_ROLE_NEUTRAL, HD_STYLE_STROKE, 1.4);
  for (guint row = 0; row < rows->n_rows; row++)
    if (isfinite (shares[row]))
      hd_ink_path_to (layout, hd_scale_px (&scale, shares[row]), row_middle (layout, rows, row));
  for (guint row = 0; row < rows->n_rows; row++)
    {
      HdPoint at = { hd_scale_px (&scale, shares[row]), row_middle (layout, rows, row) };
      gboolean is_vital = !is_crossed && shares[row] >= VITAL_SHARE;
      g_autofree char *text = NULL;
      PangoLayout *label;

      if (!isfinite (shares[row]))
        continue;
      is_crossed |= is_vital;
      hd_ink_glyph (layout, HD_ROLE_NEUTRAL, is_vital ? HD_GLYPH_DIAMOND : HD_GLYPH_DOT, at,
                    is_vital ? 8 : 4);
      hd_layout_take (layout, (HdRect){ at.x - 4, at.y - 4, 8, 8 });
      /* The first share is the first bar, which has its figure. */
      if (row == 0)
        continue;
      text = share_text (spec, shares[row]);
      label = hd_text_new (layout, is_vital ? HD_TEXT_BOLD : HD_TEXT_SMALL, text, 0);
      /* It may lie over the line at 80 %. */
      if (hd_text_try (layout, label, is_vital ? HD_ROLE_TEXT : HD_ROLE_TEXT_DIM,
                       hd_text_box (label, at.x + LABEL_GAP_PX + 2, at.y, 0, 0.5)))
        hd_ink_get (layout, layout->inks->len - 1)->has_halo = TRUE;
    }
}

/* Where few causes make most of the whole: the line at 80 %. */
static void
draw_vital_line (HdChartLayout *layout, const HdRows *rows, double total)
{
  HdScale scale = share_scale (layout, total);
  double x = hd_scale_px (&scale, VITAL_SHARE);
  double bottom = rows->top + rows->height * rows->n_rows;
  g_autofree char *text = share_text (layout->spec, VITAL_SHARE);
  PangoLayout *label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);

  hd_ink_line (layout, HD_ROLE_PREVIOUS_EDGE, HD_STYLE_DASH, 1, (HdPoint){ x, rows->top },
               (HdPoint){ x, bottom });
  hd_text_try (layout, label, HD_ROLE_TEXT_DIM, hd_text_box (label, x, rows->top - 1, 0.5, 1));
}

void
hd_pareto_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  double head = hd_text_line_height (layout, HD_TEXT_SMALL) + 1;
  double right = hd_text_measure (layout, HD_TEXT_SMALL, "100 %") + LABEL_GAP_PX + 4;
  g_autofree double *shares = NULL;
  double min, max, total;
  HdRows rows;
  HdRect bar;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  total = whole (spec);
  shares = cumulative_shares (spec, total);
  layout->plot.y += head;
  layout->plot.height = MAX (layout->plot.height - head, 1);
  hd_rows_plan (layout, FALSE, &rows);
  bar = hd_rows_bar (layout, &rows, 0, BAR_MAX_PX);
  layout->value_scale
      = (HdScale){ MIN (min, 0), MAX (total, max), bar.x, bar.x + MAX (bar.width - right, 1) };
  if (!(layout->value_scale.max > layout->value_scale.min))
    layout->value_scale.max = layout->value_scale.min + 1;
  if (isfinite (shares[0]))
    draw_vital_line (layout, &rows, total);
  draw_bars (layout, &rows);
  draw_shares (layout, &rows, shares, total);
  draw_values (layout, &rows);
  hd_rows_draw_rest (layout, &rows);
}

double
hd_pareto_height (const HdChartSpec *spec, double width, double font_px)
{
  return MAX (spec->n_categories, 1) * font_px * 1.9 + font_px * 2;
}
