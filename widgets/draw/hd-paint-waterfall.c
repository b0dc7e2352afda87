/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bridge: from one total to another by steps, on an axis that may leave zero and says so.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"

#include <math.h>

#define COLUMN_PART 0.7
#define COLUMN_MAX_PX 60

typedef struct
{
  double from, to;
} Step;

static gboolean
is_total (const HdChartSpec *spec, guint category)
{
  return hd_chart_spec_flags (spec, 0, category) & HD_POINT_TOTAL;
}

/* Where each column begins and ends; a missing step leaves the level as it is. */
static Step *
walk (const HdChartSpec *spec)
{
  Step *steps = g_new0 (Step, MAX (spec->n_categories, 1));
  double level = 0;

  for (guint category = 0; category < spec->n_categories; category++)
    {
      double value = hd_chart_spec_value (spec, 0, category);

      if (!isfinite (value))
        steps[category] = (Step){ level, level };
      else if (is_total (spec, category))
        {
          steps[category] = (Step){ 0, value };
          level = value;
        }
      else
        {
          steps[category] = (Step){ level, level + value };
          level += value;
        }
    }
  return steps;
}

/* The range of the levels: totals count by their heads, for their feet may be cut. */
static void
level_range (const HdChartSpec *spec, const Step *steps, double *min, double *max)
{
  *min = INFINITY;
  *max = -INFINITY;
  for (guint category = 0; category < spec->n_categories; category++)
    {
      *min = MIN (*min, steps[category].to);
      *max = MAX (*max, steps[category].to);
      if (!is_total (spec, category))
        {
          *min = MIN (*min, steps[category].from);
          *max = MAX (*max, steps[category].from);
        }
    }
}

static HdRole
role_of (const HdChartSpec *spec, guint category)
{
  double value = hd_chart_spec_value (spec, 0, category);
  HdPointStatus status = hd_chart_spec_status (spec, 0, category);

  if (is_total (spec, category))
    return category == 0 ? HD_ROLE_PREVIOUS : HD_ROLE_ACTUAL;
  if (status == HD_STATUS_NONE)
    status = value < 0 ? HD_STATUS_WORSE : HD_STATUS_BETTER;
  return hd_role_of_status (status, HD_ROLE_NEUTRAL);
}

static void
draw_label (HdChartLayout *layout, guint category, HdRect rect)
{
  const HdChartSpec *spec = layout->spec;
  double value = hd_chart_spec_value (spec, 0, category);
  gboolean has_text = spec->series[0].texts != NULL && spec->series[0].texts[category] != NULL;
  gboolean is_below = !is_total (spec, category) && value < 0;
  g_autofree char *text = NULL;
  PangoLayout *label;

  if (has_text || is_total (spec, category) || !isfinite (value))
    text = hd_chart_spec_text (spec, 0, category);
  else
    text = hd_number_format_signed (&spec->format, value);
  label = hd_text_new (layout, is_total (spec, category) ? HD_TEXT_BOLD : HD_TEXT_LABEL, text, 0);
  hd_text_try (layout, label, HD_ROLE_TEXT,
               hd_text_box (label, rect.x + rect.width / 2,
                            is_below ? rect.y + rect.height + 1 : rect.y - 1, 0.5,
                            is_below ? 0 : 1));
}

/* A white cut through the foot of a total whose lower part is not shown. */
static void
draw_break (HdChartLayout *layout, HdRect rect)
{
  double y = rect.y + rect.height - 9;

  if (rect.height < 24)
    return;
  for (guint line = 0; line < 2; line++)
    hd_ink_line (layout, HD_ROLE_CARD, HD_STYLE_STROKE, 1.6,
                 (HdPoint){ rect.x - 1, y + 2.5 - line * 4 },
                 (HdPoint){ rect.x + rect.width + 1, y - 2.5 - line * 4 });
}

static void
draw_step (HdChartLayout *layout, const Step *steps, guint category)
{
  const HdChartSpec *spec = layout->spec;
  double slot = hd_axis_slot_width (layout);
  double width = MAX (round (MIN (slot * COLUMN_PART, COLUMN_MAX_PX)), 1);
  double floor_value
      = CLAMP (steps[category].from, layout->value_scale.min, layout->value_scale.max);
  double from = hd_scale_px (&layout->value_scale, floor_value);
  double to = hd_scale_px (&layout->value_scale, steps[category].to);
  HdRect rect = { round (hd_axis_slot_middle (layout, category) - width / 2), MIN (from, to), width,
                  MAX (fabs (to - from), 1) };

  if (category + 1 < spec->n_categories)
    hd_ink_rule (layout, HD_ROLE_PREVIOUS_EDGE, (HdPoint){ rect.x + width, to },
                 (HdPoint){ rect.x + slot, to });
  if (isfinite (hd_chart_spec_value (spec, 0, category)))
    hd_ink_rect (layout, role_of (spec, category),
                 hd_chart_spec_flags (spec, 0, category) & HD_POINT_PARTIAL ? HD_STYLE_HOLLOW
                                                                            : HD_STYLE_FILL,
                 rect);
  if (is_total (spec, category) && layout->value_scale.min > 0)
    draw_break (layout, rect);
  draw_label (layout, category, rect);
  /* The whole slot answers to the pointer: small steps are the ones people ask about. */
  hd_mark_add (layout, (HdRect){ rect.x, rect.y, rect.width, rect.height }, 0, (int)category);
}

void
hd_waterfall_layout (HdChartLayout *layout)
{
  HdChartSpec *spec = layout->spec;
  g_autofree Step *steps = NULL;
  HdValueAxis axis;
  double min, max, unused_min, unused_max, labels, line;

  if (!hd_chart_spec_range (spec, &unused_min, &unused_max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  steps = walk (spec);
  level_range (spec, steps, &min, &max);
  hd_axis_plan (layout, min, max, HD_AXIS_MAX_TICKS, 0.1, &axis);
  line = hd_text_line_height (layout, HD_TEXT_SMALL);
  labels = hd_axis_categories_height (layout, layout->plot.width, 3);
  layout->plot.y += line;
  layout->plot.height = MAX (layout->plot.height - line - labels - 2, 1);
  layout->value_scale
      = (HdScale){ axis.min, axis.max, layout->plot.y + layout->plot.height, layout->plot.y };
  hd_axis_say_cut (layout, &axis);
  for (guint category = 0; category < spec->n_categories; category++)
    draw_step (layout, steps, category);
  hd_ink_rule (layout, HD_ROLE_AXIS,
               (HdPoint){ layout->plot.x,
                          hd_scale_px (&layout->value_scale, CLAMP (0, axis.min, axis.max)) },
               (HdPoint){ layout->plot.x + layout->plot.width,
                          hd_scale_px (&layout->value_scale, CLAMP (0, axis.min, axis.max)) });
  hd_axis_draw_categories (layout, layout->plot.y + layout->plot.height + 4, 3);
}
