/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Axes of values.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-words.h"

#include <math.h>

/* Cutting the axis must gain at least this: values fill less than a third of a full axis. */
#define CUT_GAIN 0.35
#define LABEL_GAP_PX 6
/* Tick labels wider than this part of the chart are left out: the marks carry figures. */
#define LABEL_MAX_PART 0.3

/* Leaves zero only where that was allowed and shows what zero would flatten. */
static gboolean
should_cut (const HdChartSpec *spec, double min, double max)
{
  if (!spec->allow_cut || min * max <= 0)
    return FALSE;
  return (max - min) / MAX (fabs (min), fabs (max)) < CUT_GAIN;
}

static void
plan_domain (HdChartSpec *spec, double min, double max, double headroom, HdValueAxis *axis)
{
  gboolean is_cut = should_cut (spec, min, max);

  if (!is_cut)
    {
      min = MIN (min, 0);
      max = MAX (max, 0);
    }
  if (!(max > min))
    {
      if (max == 0)
        max = spec->format.divisor > 0 ? spec->format.divisor : 1;
      else
        {
          min -= fabs (max) / 10;
          max += fabs (max) / 10;
        }
    }
  axis->max = max <= 0 ? 0 : max + (max - min) * headroom;
  axis->min = min;
  if (min < 0)
    axis->min -= (max - min) * headroom;
  else if (is_cut)
    axis->min = MAX (min - (max - min) * 0.25, 0);
  if (isfinite (spec->scale_min))
    axis->min = spec->scale_min;
  if (isfinite (spec->scale_max) && spec->scale_max > axis->min)
    axis->max = spec->scale_max + (spec->scale_max - axis->min) * headroom;
  if (is_cut && isnan (spec->scale_min))
    {
      /* A cut axis starts on a tick, so that its note is a round number. */
      HdTicks ticks = hd_ticks_linear (axis->min, axis->max, 8, TRUE);

      axis->min = hd_ticks_get (&ticks, 0);
    }
  axis->is_cut = axis->min > 0 || axis->max < 0;
}

void
hd_axis_plan (HdChartLayout *layout,
              double min,
              double max,
              guint max_ticks,
              double headroom,
              HdValueAxis *axis)
{
  HdChartSpec *spec = layout->spec;

  plan_domain (spec, min, max, headroom, axis);
  axis->ticks = hd_ticks_linear (axis->min, axis->max, max_ticks, FALSE);
  axis->format = spec->format;
  axis->format.decimals = hd_ticks_get_decimals (&axis->ticks, spec->format.divisor);
  axis->label_width = 0;
  for (guint tick = 0; tick < hd_ticks_get_n (&axis->ticks); tick++)
    {
      g_autofree char *text = hd_number_format (&axis->format, hd_ticks_get (&axis->ticks, tick));

      axis->label_width
          = MAX (axis->label_width, hd_text_measure (layout, HD_TEXT_LABEL, text) + LABEL_GAP_PX);
    }
  if (axis->label_width > layout->width * LABEL_MAX_PART)
    axis->label_width = 0;
}

/* The zero line is dark where it is the base of the chart. */
static HdRole
rule_role (const HdValueAxis *axis, double value)
{
  return value == 0 || (axis->is_cut && value == axis->min) ? HD_ROLE_AXIS : HD_ROLE_RULE;
}

void
hd_axis_draw_vertical (HdChartLayout *layout, const HdValueAxis *axis)
{
  HdRect plot = layout->plot;

  layout->value_scale = (HdScale){ axis->min, axis->max, plot.y + plot.height, plot.y };
  for (guint tick = 0; tick < hd_ticks_get_n (&axis->ticks); tick++)
    {
      double value = hd_ticks_get (&axis->ticks, tick);
      double y = hd_scale_px (&layout->value_scale, value);
      g_autofree char *text = hd_number_format (&axis->format, value);
      PangoLayout *label;

      hd_ink_rule (layout, rule_role (axis, value), (HdPoint){ plot.x, y },
                   (HdPoint){ plot.x + plot.width, y });
      if (axis->label_width <= 0)
        continue;
      label = hd_text_new (layout, HD_TEXT_LABEL, text, 0);
      hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                   hd_text_box (label, plot.x - LABEL_GAP_PX, y, 1, 0.5));
    }
}

void
hd_axis_draw_horizontal (HdChartLayout *layout, const HdValueAxis *axis)
{
  HdRect plot = layout->plot;

  layout->value_scale = (HdScale){ axis->min, axis->max, plot.x, plot.x + plot.width };
  for (guint tick = 0; tick < hd_ticks_get_n (&axis->ticks); tick++)
    {
      double value = hd_ticks_get (&axis->ticks, tick);
      double x = hd_scale_px (&layout->value_scale, value);
      g_autofree char *text = hd_number_format (&axis->format, value);
      PangoLayout *label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);

      hd_ink_rule (layout, rule_role (axis, value), (HdPoint){ x, plot.y },
                   (HdPoint){ x, plot.y + plot.height });
      hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                   hd_text_box (label, x, plot.y + plot.height + 2, 0.5, 0));
    }
}

void
hd_axis_say_cut (HdChartLayout *layout, const HdValueAxis *axis)
{
  const HdChartWords *words = layout->options.words;
  g_autofree char *start = NULL;
  g_autofree char *text = NULL;
  HdNumberFormat format = axis->format;
  PangoLayout *label;

  if (!axis->is_cut)
    return;
  format.decimals = MAX (format.decimals, 0);
  start = hd_number_format (&format, axis->min);
  text = hd_words_fill_one (
      hd_words_or (words != NULL ? words->axis_cut : NULL, "axis starts at %s"), start);
  label = hd_text_new (layout, HD_TEXT_SMALL, text, layout->plot.width);
  hd_text_put (layout, label, HD_ROLE_TEXT_DIM,
               hd_text_box (label, layout->plot.x + layout->plot.width, layout->plot.y, 1, 1));
}
