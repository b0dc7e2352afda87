/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pareto: columns downwards, and what they make together. Both stand on one scale, whose top is
 * the whole, so that the line starts at the head of the first column and cannot mislead.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"

#include <math.h>
#include <stdlib.h>

#define COLUMN_PART 0.66
#define COLUMN_MAX_PX 56
#define VITAL_SHARE 80

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

/* The share of everything up to and with a column; NAN when the whole is nothing. */
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

/* Per cent of the whole on the columns' own scale. */
static HdScale
share_scale (const HdChartLayout *layout, double total)
{
  return (HdScale){ 0, 100, hd_scale_px (&layout->value_scale, 0),
                    hd_scale_px (&layout->value_scale, total) };
}

static void
draw_columns (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  double width = MAX (round (MIN (hd_axis_slot_width (layout) * COLUMN_PART, COLUMN_MAX_PX)), 1);
  double zero = hd_scale_px (&layout->value_scale, 0);

  for (guint category = 0; category < spec->n_categories; category++)
    {
      double value = hd_chart_spec_value (spec, 0, category);
      double y = hd_scale_px (&layout->value_scale, value);
      g_autofree char *text = NULL;
      PangoLayout *label;
      HdRect rect;

      if (!isfinite (value))
        continue;
      rect = (HdRect){ round (hd_axis_slot_middle (layout, category) - width / 2), MIN (y, zero),
                       width, fabs (zero - y) };
      hd_ink_rect (layout, hd_role_of_point (spec, 0, category),
                   hd_style_of_point (spec, 0, category), rect);
      text = hd_chart_spec_text (spec, 0, category);
      label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);
      /* The line starts at the head of the first column, so its figure stands within. */
      if (category == 0 && hd_text_width (label) + 6 <= rect.width)
        hd_text_try_on (layout, label, hd_role_of_point (spec, 0, 0),
                        (HdRect){ rect.x, rect.y + 4, rect.width,
                                  hd_text_line_height (layout, HD_TEXT_SMALL) });
      else if (category == 0)
        hd_text_try (layout, label, HD_ROLE_TEXT,
                     hd_text_box (label, rect.x + width / 2 - 3, rect.y - 1, 1, 1));
      else
        hd_text_try (layout, label, HD_ROLE_TEXT,
                     hd_text_box (label, rect.x + width / 2, rect.y - 1, 0.5, 1));
      hd_mark_add (layout, rect, 0, (int)category);
    }
}

static void
draw_shares (HdChartLayout *layout, const double *shares, double total)
{
  const HdChartSpec *spec = layout->spec;
  HdScale scale = share_scale (layout, total);
  gboolean is_crossed = FALSE;

  hd_ink_path (layout, HD_ROLE_NEUTRAL, HD_STYLE_STROKE, 1.6);
  for (guint category = 0; category < spec->n_categories; category++)
    if (isfinite (shares[category]))
      hd_ink_path_to (layout, hd_axis_slot_middle (layout, category),
                      hd_scale_px (&scale, shares[category]));
  for (guint category = 0; category < spec->n_categories; category++)
    {
      HdPoint at
          = { hd_axis_slot_middle (layout, category), hd_scale_px (&scale, shares[category]) };
      gboolean is_vital = !is_crossed && shares[category] >= VITAL_SHARE;
      g_autofree char *text = NULL;
      PangoLayout *label;

      if (!isfinite (shares[category]))
        continue;
      is_crossed |= is_vital;
      hd_ink_glyph (layout, HD_ROLE_NEUTRAL, is_vital ? HD_GLYPH_DIAMOND : HD_GLYPH_DOT, at,
                    is_vital ? 8 : 4);
      /* The first share is the first column, which has its figure. */
      if (category == 0)
        continue;
      text = share_text (spec, shares[category]);
      for (guint side = 0; side < 2; side++)
        {
          label = hd_text_new (layout, is_vital ? HD_TEXT_BOLD : HD_TEXT_SMALL, text, 0);
          if (hd_text_try (layout, label, is_vital ? HD_ROLE_TEXT : HD_ROLE_TEXT_DIM,
                           side == 0 ? hd_text_box (label, at.x, at.y - 4, 0.5, 1)
                                     : hd_text_box (label, at.x + 5, at.y + 3, 0, 0)))
            break;
        }
    }
}

/* Where few causes make most of the whole: the line at 80 %. */
static void
draw_vital_line (HdChartLayout *layout, double total)
{
  HdRect plot = layout->plot;
  HdScale scale = share_scale (layout, total);
  double y = hd_scale_px (&scale, VITAL_SHARE);
  g_autofree char *text = share_text (layout->spec, VITAL_SHARE);
  PangoLayout *label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);

  hd_layout_take (layout, (HdRect){ plot.x, y - 1, plot.width, 2 });
  hd_ink_line (layout, HD_ROLE_PREVIOUS_EDGE, HD_STYLE_DASH, 1, (HdPoint){ plot.x, y },
               (HdPoint){ plot.x + plot.width, y });
  hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
               hd_text_box (label, plot.x + plot.width + 4, y, 0, 0.5));
}

void
hd_pareto_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  g_autofree double *shares = NULL;
  HdValueAxis axis;
  double min, max, total, head, right, labels;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  total = whole (spec);
  shares = cumulative_shares (spec, total);
  hd_axis_plan (layout, MIN (min, 0), MAX (max, total), HD_AXIS_MAX_TICKS, 0.06, &axis);
  head = hd_text_line_height (layout, HD_TEXT_SMALL) * 1.4;
  right = hd_text_measure (layout, HD_TEXT_SMALL, "80 %") + 6;
  layout->plot.x += axis.label_width;
  layout->plot.width = MAX (layout->plot.width - axis.label_width - right, 1);
  labels = hd_axis_categories_height (layout, layout->plot.width, 2);
  layout->plot.y += head;
  layout->plot.height = MAX (layout->plot.height - head - labels - 2, 1);
  layout->has_crosshair = TRUE;
  hd_axis_draw_vertical (layout, &axis);
  if (isfinite (shares[0]))
    draw_vital_line (layout, total);
  draw_columns (layout);
  draw_shares (layout, shares, total);
  hd_axis_draw_categories (layout, layout->plot.y + layout->plot.height + 3, 2);
}
