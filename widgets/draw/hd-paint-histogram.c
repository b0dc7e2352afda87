/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Simulated outcomes: how often each came out, and which of them reach the plan.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"

#include <math.h>

static void
set_scales (HdChartLayout *layout, double *tallest)
{
  const HdChartSpec *spec = layout->spec;
  HdRect plot = layout->plot;
  double low = 0;
  double high = spec->n_categories;

  *tallest = 0;
  for (guint bin = 0; bin < spec->n_categories; bin++)
    {
      double count = hd_chart_spec_value (spec, 0, bin);

      if (isfinite (count))
        *tallest = MAX (*tallest, count);
    }
  if (spec->edges != NULL)
    {
      low = spec->edges[0];
      high = spec->edges[spec->n_categories];
    }
  layout->day_scale = (HdScale){ low, high, plot.x, plot.x + plot.width };
  layout->value_scale = (HdScale){ 0, *tallest > 0 ? *tallest : 1, plot.y + plot.height, plot.y };
}

/* A class that the plan cuts is drawn in two, so that the coloured area is the probability. */
static void
draw_class (HdChartLayout *layout, guint bin, double plan)
{
  const HdChartSpec *spec = layout->spec;
  double low = spec->edges != NULL ? spec->edges[bin] : bin;
  double high = spec->edges != NULL ? spec->edges[bin + 1] : bin + 1;
  double count = hd_chart_spec_value (spec, 0, bin);
  double left = hd_scale_px (&layout->day_scale, low);
  double right = hd_scale_px (&layout->day_scale, high);
  double cut
      = isfinite (plan) ? CLAMP (hd_scale_px (&layout->day_scale, plan), left, right) : right;
  double gap = right - left >= 4 ? 1 : 0;
  double y = hd_scale_px (&layout->value_scale, count);
  double height = layout->value_scale.start - y;
  HdPointStatus status = hd_chart_spec_status (spec, 0, bin);

  if (!(count >= 0) || isinf (count))
    return;
  if (cut > left)
    hd_ink_rect (layout, hd_role_of_status (status, HD_ROLE_PREVIOUS), HD_STYLE_FILL,
                 (HdRect){ left, y, MAX (MIN (cut, right - gap) - left, 0), height });
  if (cut < right)
    hd_ink_rect (layout, hd_role_of_status (status, HD_ROLE_BETTER), HD_STYLE_FILL,
                 (HdRect){ cut, y, MAX (right - gap - cut, 0), height });
  hd_mark_add (layout, (HdRect){ left, y, right - left, height }, 0, (int)bin);
}

static void
draw_plan (HdChartLayout *layout, double top)
{
  const HdMarker *plan = &layout->spec->markers[0];
  HdRect plot = layout->plot;
  double x = hd_scale_px (&layout->day_scale, plan->value);
  PangoLayout *label;
  HdRect box;

  if (!isfinite (x) || x < plot.x || x > plot.x + plot.width)
    return;
  hd_ink_line (layout, HD_ROLE_PLAN, HD_STYLE_DASH, 1.6, (HdPoint){ x, top },
               (HdPoint){ x, plot.y + plot.height });
  if (plan->label == NULL)
    return;
  label = hd_text_new (layout, HD_TEXT_LABEL, plan->label, plot.width * 0.6);
  box = hd_text_box (label, x + 4, top, 0, 0);
  if (box.x + box.width > layout->width)
    box = hd_text_box (label, x - 4, top, 1, 0);
  hd_text_try (layout, label, HD_ROLE_TEXT_DIM, box);
}

static gboolean
is_whole (const HdNumberFormat *format, double value)
{
  double scaled = value / (format->divisor > 0 ? format->divisor : 1);

  return fabs (scaled - round (scaled)) < 1e-6;
}

/* The ends of the axis in words, the unit once; nobody reads off the counts. */
static void
draw_ends (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  HdRect plot = layout->plot;
  double bottom = plot.y + plot.height + 3;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  HdNumberFormat format = spec->format;

  hd_ink_rule (layout, HD_ROLE_AXIS, (HdPoint){ plot.x, plot.y + plot.height },
               (HdPoint){ plot.x + plot.width, plot.y + plot.height });
  if (spec->edges == NULL)
    {
      hd_axis_draw_categories (layout, bottom, 1);
      return;
    }
  if (is_whole (&format, spec->edges[0]) && is_whole (&format, spec->edges[spec->n_categories]))
    format.decimals = 0;
  low = hd_number_format (&format, spec->edges[0]);
  high = hd_number_format_full (&format, spec->edges[spec->n_categories]);
  hd_text_try (layout, hd_text_new (layout, HD_TEXT_LABEL, high, plot.width), HD_ROLE_TEXT_DIM,
               (HdRect){ plot.x + plot.width - hd_text_measure (layout, HD_TEXT_LABEL, high),
                         bottom, hd_text_measure (layout, HD_TEXT_LABEL, high),
                         hd_text_line_height (layout, HD_TEXT_LABEL) });
  hd_text_try (layout, hd_text_new (layout, HD_TEXT_LABEL, low, plot.width), HD_ROLE_TEXT_DIM,
               (HdRect){ plot.x, bottom, hd_text_measure (layout, HD_TEXT_LABEL, low),
                         hd_text_line_height (layout, HD_TEXT_LABEL) });
}

/* The probability stands where the curve leaves room for it. */
static void
draw_headline (HdChartLayout *layout, double top)
{
  const HdChartSpec *spec = layout->spec;
  PangoLayout *text;
  HdRole role = hd_role_of_status (spec->headline_status, HD_ROLE_TEXT);

  if (spec->headline == NULL)
    return;
  text = hd_text_new (layout, HD_TEXT_TITLE, spec->headline, layout->plot.width);
  hd_text_put (layout, text, role,
               hd_text_box (text, layout->plot.x + layout->plot.width, top, 1, 0));
}

void
hd_histogram_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  double line = hd_text_line_height (layout, HD_TEXT_LABEL);
  double head = line + 4;
  double top = layout->plot.y;
  double tallest, min, max;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  if (spec->headline != NULL)
    head += hd_text_line_height (layout, HD_TEXT_TITLE);
  layout->plot.y += head;
  layout->plot.height = MAX (layout->plot.height - head - line - 5, 1);
  set_scales (layout, &tallest);
  for (guint bin = 0; bin < spec->n_categories; bin++)
    draw_class (layout, bin, spec->n_markers > 0 ? spec->markers[0].value : NAN);
  draw_ends (layout);
  draw_headline (layout, top);
  if (spec->n_markers > 0)
    draw_plan (layout, top + head - line - 4);
}
