/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pareto: columns downwards, and the share that they make together on a scale of its own.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"

#include <math.h>
#include <stdlib.h>

#define COLUMN_PART 0.66
#define COLUMN_MAX_PX 56
#define VITAL_SHARE 80

/* The share of everything up to and with a column; NAN when the whole is not positive. */
static double *
cumulative_shares (const HdChartSpec *spec)
{
  double *shares = g_new (double, MAX (spec->n_categories, 1));
  double total = 0;
  double sum = 0;

  for (guint category = 0; category < spec->n_categories; category++)
    {
      double value = hd_chart_spec_value (spec, 0, category);

      total += isfinite (value) ? MAX (value, 0) : 0;
    }
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
      hd_text_try (layout, label, HD_ROLE_TEXT,
                   hd_text_box (label, rect.x + width / 2, rect.y - 1, 0.5, 1));
      hd_mark_add (layout, rect, 0, (int)category);
    }
}

static void
draw_shares (HdChartLayout *layout, const double *shares)
{
  const HdChartSpec *spec = layout->spec;
  HdRect plot = layout->plot;
  HdScale scale = { 0, 100, plot.y + plot.height, plot.y + 4 };
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
      text = share_text (spec, shares[category]);
      label = hd_text_new (layout, is_vital ? HD_TEXT_BOLD : HD_TEXT_SMALL, text, 0);
      hd_text_try (layout, label, is_vital ? HD_ROLE_TEXT : HD_ROLE_TEXT_DIM,
                   hd_text_box (label, at.x, at.y - 5, 0.5, 1));
    }
}

/* Where few causes make most of the whole: the line at 80 %. */
static void
draw_vital_line (HdChartLayout *layout)
{
  HdRect plot = layout->plot;
  HdScale scale = { 0, 100, plot.y + plot.height, plot.y + 4 };
  double y = hd_scale_px (&scale, VITAL_SHARE);
  g_autofree char *text = share_text (layout->spec, VITAL_SHARE);
  PangoLayout *label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);

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
  double min, max, head, right, labels;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  shares = cumulative_shares (spec);
  hd_axis_plan (layout, MIN (min, 0), MAX (max, 0), 4, 0.12, &axis);
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
    draw_vital_line (layout);
  draw_columns (layout);
  draw_shares (layout, shares);
  hd_axis_draw_categories (layout, layout->plot.y + layout->plot.height + 3, 2);
}
