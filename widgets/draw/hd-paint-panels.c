/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Panels under each other on one time axis: a series and the parts that it is the sum of.
 *
 * The first panel has what happened with its level; each part follows in a panel of its own, all of them
 * on one scale, so that a tall part is a large part.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"
#include "hd-path.h"

#include <math.h>

/* What happened gets as much room as this many parts. */
#define FIRST_PARTS 1.6
#define GAP_PX 5
#define LABEL_GAP_PX 6
#define MIN_BAR_PX 2.2
#define MAX_BAR_PX 14

typedef struct
{
  double min, max; /* of the first panel */
  double reach; /* of every part, above and below zero */
  guint n_parts;
  gboolean has_first;
} Ranges;

static gboolean
is_part (const HdSeries *series)
{
  return series->notation >= HD_NOTATION_PART;
}

static Ranges
find_ranges (const HdChartSpec *spec)
{
  Ranges ranges = { INFINITY, -INFINITY, 0, 0, FALSE };

  for (guint series = 0; series < spec->n_series; series++)
    {
      ranges.n_parts += is_part (&spec->series[series]);
      for (guint category = 0; category < spec->n_categories; category++)
        {
          double value = spec->series[series].values[category];

          if (!isfinite (value))
            continue;
          if (is_part (&spec->series[series]))
            {
              ranges.reach = MAX (ranges.reach, fabs (value));
              continue;
            }
          ranges.has_first = TRUE;
          ranges.min = MIN (ranges.min, value);
          ranges.max = MAX (ranges.max, value);
        }
    }
  if (!(ranges.reach > 0))
    ranges.reach = spec->format.divisor > 0 ? spec->format.divisor : 1;
  return ranges;
}

static double
x_of (const HdChartLayout *layout, guint category)
{
  if (layout->spec->axis == HD_AXIS_DAYS)
    return hd_scale_px (&layout->day_scale, layout->spec->categories[category].day);
  return hd_layout_point_x (layout, category, layout->spec->n_categories);
}

/* The panel's name over its top left corner. */
static void
draw_name (HdChartLayout *layout, const char *name, double top)
{
  PangoLayout *label = hd_text_new (layout, HD_TEXT_SMALL, name, layout->plot.width);

  hd_text_try (layout, label, HD_ROLE_TEXT_DIM, hd_text_box (label, layout->plot.x, top, 0, 0));
}

static void
add_marks (HdChartLayout *layout, guint series)
{
  const HdChartSpec *spec = layout->spec;
  guint stride = MAX (spec->n_categories / 2000, 1);

  for (guint category = 0; category < spec->n_categories; category += stride)
    {
      double value = spec->series[series].values[category];
      double x = x_of (layout, category);

      if (isfinite (value))
        hd_mark_add (layout, (HdRect){ x - 4, hd_scale_px (&layout->value_scale, value) - 4, 8, 8 },
                     (int)series, (int)category);
    }
}

/* Lines of all that is not a part; the quiet ones lie behind. */
static void
draw_first (HdChartLayout *layout, HdRect panel, const HdValueAxis *axis)
{
  const HdChartSpec *spec = layout->spec;
  HdRect whole = layout->plot;
  g_autoptr (GString) names = g_string_new (NULL);

  layout->plot = panel;
  hd_axis_draw_vertical (layout, axis);
  hd_axis_say_cut (layout, axis);
  for (guint series = spec->n_series; series-- > 0;)
    {
      const HdSeries *of_spec = &spec->series[series];
      gboolean is_actual = of_spec->notation == HD_NOTATION_ACTUAL;
      HdPathSource source = { of_spec->values, spec->n_categories,
                              spec->axis == HD_AXIS_DAYS ? spec->categories : NULL };

      if (is_part (of_spec))
        continue;
      hd_path_draw (layout, &source, is_actual ? HD_ROLE_ACTUAL : HD_ROLE_PREVIOUS_EDGE,
                    HD_STYLE_STROKE, is_actual ? 1.6 : 2.4);
      add_marks (layout, series);
    }
  for (guint series = 0; series < spec->n_series; series++)
    if (!is_part (&spec->series[series]))
      g_string_append_printf (names, "%s%s", names->len > 0 ? " · " : "",
                              spec->series[series].name);
  layout->plot = whole;
  draw_name (layout, names->str, panel.y - hd_text_line_height (layout, HD_TEXT_SMALL) - 1);
}

/* A bar from zero to each value, or a line where bars would be thinner than the eye can follow. */
static void
draw_values (HdChartLayout *layout, guint series, double slot)
{
  const HdChartSpec *spec = layout->spec;
  const HdSeries *of_spec = &spec->series[series];
  double zero = hd_scale_px (&layout->value_scale, 0);
  double width = MIN (slot * 0.66, MAX_BAR_PX);

  if (width < MIN_BAR_PX)
    {
      HdPathSource source = { of_spec->values, spec->n_categories,
                              spec->axis == HD_AXIS_DAYS ? spec->categories : NULL };

      hd_path_draw (layout, &source, HD_ROLE_NEUTRAL, HD_STYLE_STROKE, 1.4);
      return;
    }
  for (guint category = 0; category < spec->n_categories; category++)
    {
      double value = of_spec->values[category];
      double y = hd_scale_px (&layout->value_scale, value);

      if (!isfinite (value) || value == 0)
        continue;
      hd_ink_rect (
          layout,
          hd_role_of_status (hd_chart_spec_status (spec, series, category), HD_ROLE_NEUTRAL),
          HD_STYLE_FILL,
          (HdRect){ x_of (layout, category) - width / 2, MIN (y, zero), width,
                    MAX (fabs (zero - y), 0.5) });
    }
}

/* Zero, and one amount above and below it: the upper one is named, the lower where there is room. */
static void
draw_part_axis (HdChartLayout *layout, HdRect panel, const HdValueAxis *axis)
{
  guint n_ticks = hd_ticks_get_n (&axis->ticks);

  layout->value_scale = (HdScale){ axis->min, axis->max, panel.y + panel.height, panel.y };
  for (guint tick = n_ticks; tick-- > 0;)
    {
      double value = hd_ticks_get (&axis->ticks, tick);
      double y = hd_scale_px (&layout->value_scale, value);
      g_autofree char *text = hd_number_format_signed (&axis->format, value);
      PangoLayout *label;

      hd_ink_rule (layout, value == 0 ? HD_ROLE_AXIS : HD_ROLE_RULE, (HdPoint){ panel.x, y },
                   (HdPoint){ panel.x + panel.width, y });
      if (value == 0 || axis->label_width <= 0)
        continue;
      label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);
      hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                   hd_text_box (label, panel.x - LABEL_GAP_PX, y, 1, 0.5));
    }
}

static void
draw_part (HdChartLayout *layout, guint series, HdRect panel, const HdValueAxis *axis)
{
  HdRect whole = layout->plot;
  double slot = whole.width / MAX (layout->spec->n_categories, 1);

  layout->plot = panel;
  draw_part_axis (layout, panel, axis);
  draw_values (layout, series, slot);
  add_marks (layout, series);
  layout->plot = whole;
  draw_name (layout, layout->spec->series[series].name,
             panel.y - hd_text_line_height (layout, HD_TEXT_SMALL) - 1);
}

/* The axis of the parts: the same amount above and below zero in each of them. */
static void
plan_parts (HdChartLayout *layout, double reach, HdValueAxis *axis)
{
  hd_axis_plan (layout, -reach, reach, 3, 0.02, axis);
  axis->ticks = hd_ticks_linear (-reach, reach, 3, FALSE);
}

/* Names and panels share the height that the time axis leaves. */
static void
draw_panels (HdChartLayout *layout, const Ranges *ranges, HdValueAxis *first, HdValueAxis *parts)
{
  const HdChartSpec *spec = layout->spec;
  double name = hd_text_line_height (layout, HD_TEXT_SMALL) + 1;
  guint n_panels = ranges->n_parts + (ranges->has_first ? 1 : 0);
  double weight = ranges->n_parts + (ranges->has_first ? FIRST_PARTS : 0);
  double room = MAX (layout->plot.height - n_panels * name - (n_panels - 1) * GAP_PX, n_panels);
  double y = layout->plot.y;

  if (ranges->has_first)
    {
      HdRect panel = { layout->plot.x, y + name, layout->plot.width, room * FIRST_PARTS / weight };

      draw_first (layout, panel, first);
      y = panel.y + panel.height + GAP_PX;
    }
  for (guint series = 0; series < spec->n_series; series++)
    {
      HdRect panel = { layout->plot.x, y + name, layout->plot.width, room / weight };

      if (!is_part (&spec->series[series]))
        continue;
      draw_part (layout, series, panel, parts);
      y = panel.y + panel.height + GAP_PX;
    }
}

void
hd_panels_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  double line = hd_text_line_height (layout, HD_TEXT_LABEL);
  Ranges ranges = find_ranges (spec);
  HdValueAxis first = { .label_width = 0 }, parts = { .label_width = 0 };
  double head, gutter, min, max;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  head = hd_headline_draw (layout, (HdPoint){ layout->plot.x, layout->plot.y }, layout->plot.width);
  if (ranges.has_first)
    hd_axis_plan (layout, ranges.min, ranges.max, 3, 0.04, &first);
  plan_parts (layout, ranges.reach, &parts);
  gutter = MAX (first.label_width, parts.label_width);
  first.label_width = first.label_width > 0 ? gutter : 0;
  parts.label_width = parts.label_width > 0 ? gutter : 0;
  layout->plot.x += gutter;
  layout->plot.width = MAX (layout->plot.width - gutter - 6, 1);
  layout->plot.y += head;
  /* The last panel's lowest label stands half below it, over the calendar. */
  layout->plot.height = MAX (layout->plot.height - head - line * 1.5 - 4, 1);
  layout->has_crosshair = TRUE;
  layout->point_inset = layout->plot.width / MAX (spec->n_categories, 1) / 2;
  if (spec->axis == HD_AXIS_DAYS)
    hd_axis_draw_days (layout, layout->plot.y + layout->plot.height + line / 2);
  else
    hd_axis_draw_points (layout, layout->plot.y + layout->plot.height + line / 2);
  draw_panels (layout, &ranges, &first, &parts);
}

double
hd_panels_height (const HdChartSpec *spec, double width, double font_px)
{
  guint n_parts = 0;

  for (guint series = 0; series < spec->n_series; series++)
    n_parts += is_part (&spec->series[series]);
  return (n_parts + FIRST_PARTS) * font_px * 4.6 + font_px * 3;
}
