/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Columns over time: this year before last year, the plan as a dashed outline, the forecast
 * hatched on top of what a running month has so far.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"
#include "hd-strip.h"

#include <math.h>

/* Parts of a slot: the column in front, and how far the previous year looks out behind it. */
#define COLUMN_PART 0.5
#define BEHIND_PART 0.2
#define COLUMN_MAX_PX 64
#define STRIP_GAP_PX 6

typedef struct
{
  double left, width; /* the column in front */
  double behind; /* how far the one behind is shifted left */
} Slot;

static Slot
slot_of (const HdChartLayout *layout, guint category)
{
  double slot = hd_axis_slot_width (layout);
  double middle = hd_axis_slot_middle (layout, category);
  gboolean has_behind = hd_chart_spec_find_series (layout->spec, HD_NOTATION_PREVIOUS) >= 0;
  double width = MIN (slot * (has_behind ? COLUMN_PART : 0.66), COLUMN_MAX_PX);
  double behind = has_behind ? MIN (slot * BEHIND_PART, width * 0.45) : 0;
  double left = middle - (width - behind) / 2;

  /* Whole pixels across, so that all columns look equally wide. */
  if (width >= 3)
    return (Slot){ round (left), MAX (round (width), 1), round (behind) };
  return (Slot){ left, MAX (width, 0.5), behind };
}

static HdRect
column_rect (const HdChartLayout *layout, double left, double width, double from, double to)
{
  double top = hd_scale_px (&layout->value_scale, MAX (from, to));
  double bottom = hd_scale_px (&layout->value_scale, MIN (from, to));

  return (HdRect){ left, top, width, bottom - top };
}

static double
base_value (const HdChartLayout *layout)
{
  return CLAMP (0, layout->value_scale.min, layout->value_scale.max);
}

static void
draw_behind (HdChartLayout *layout, guint category, Slot slot)
{
  int series = hd_chart_spec_find_series (layout->spec, HD_NOTATION_PREVIOUS);
  double value = hd_chart_spec_value (layout->spec, (guint)series, category);
  HdRect rect;

  if (series < 0 || !isfinite (value))
    return;
  rect = column_rect (layout, slot.left - slot.behind, slot.width, base_value (layout), value);
  hd_ink_rect (layout, HD_ROLE_PREVIOUS, HD_STYLE_FILL, rect);
  hd_mark_add (layout, (HdRect){ rect.x, rect.y, MAX (slot.behind, 2), rect.height }, series,
               (int)category);
}

/* Parts of a whole stand on each other; negative parts hang below zero. */
static void
draw_stack (HdChartLayout *layout, guint category, Slot slot)
{
  const HdChartSpec *spec = layout->spec;
  double up = 0;
  double down = 0;

  for (guint series = 0; series < spec->n_series; series++)
    {
      double value = spec->series[series].values[category];
      double *end = value < 0 ? &down : &up;
      HdRect rect;

      if (spec->series[series].notation < HD_NOTATION_PART || !isfinite (value))
        continue;
      rect = column_rect (layout, slot.left, slot.width, *end, *end + value);
      *end += value;
      hd_ink_rect (layout, hd_role_of_point (spec, series, category), HD_STYLE_FILL,
                   hd_rect_inset (rect, rect.height > 4 ? 0.5 : 0));
      hd_mark_add (layout, rect, (int)series, (int)category);
    }
}

static void
draw_front (HdChartLayout *layout, guint category, Slot slot)
{
  const HdChartSpec *spec = layout->spec;
  int actual = hd_chart_spec_find_series (spec, HD_NOTATION_ACTUAL);
  int forecast = hd_chart_spec_find_series (spec, HD_NOTATION_FORECAST);
  double reached = hd_chart_spec_value (spec, (guint)actual, category);
  double expected = hd_chart_spec_value (spec, (guint)forecast, category);
  double base = base_value (layout);

  if (forecast >= 0 && isfinite (expected))
    {
      double from = isfinite (reached) ? reached : base;
      HdRect rect = column_rect (layout, slot.left, slot.width, from, MAX (expected, from));

      if (rect.height > 0)
        hd_ink_rect (layout, HD_ROLE_FORECAST, HD_STYLE_HATCH, rect);
      hd_mark_add (layout, rect, forecast, (int)category);
    }
  if (actual >= 0 && isfinite (reached))
    {
      HdRect rect = column_rect (layout, slot.left, slot.width, base, reached);

      hd_ink_rect (layout, hd_role_of_point (spec, (guint)actual, category),
                   hd_style_of_point (spec, (guint)actual, category), rect);
      if (hd_chart_spec_flags (spec, (guint)actual, category) & HD_POINT_PROVISIONAL)
        hd_ink_provisional (layout, rect);
      hd_mark_add (layout, rect, actual, (int)category);
    }
}

/* How far a forecast may be off: the widest interval as a whisker over its column. */
static void
draw_whisker (HdChartLayout *layout, guint category, Slot slot)
{
  const HdBand *band = layout->spec->n_bands > 0 ? &layout->spec->bands[0] : NULL;
  double middle = slot.left + slot.width / 2;
  double cap = MIN (slot.width / 4, 4);
  double top, bottom;

  if (band == NULL || !isfinite (band->lower[category]) || !isfinite (band->upper[category]))
    return;
  top = hd_scale_px (&layout->value_scale, band->upper[category]);
  bottom = hd_scale_px (&layout->value_scale, band->lower[category]);
  hd_ink_line (layout, HD_ROLE_FORECAST, HD_STYLE_STROKE, 1.2, (HdPoint){ middle, top },
               (HdPoint){ middle, bottom });
  hd_ink_line (layout, HD_ROLE_FORECAST, HD_STYLE_STROKE, 1.2, (HdPoint){ middle - cap, top },
               (HdPoint){ middle + cap, top });
  hd_ink_line (layout, HD_ROLE_FORECAST, HD_STYLE_STROKE, 1.2, (HdPoint){ middle - cap, bottom },
               (HdPoint){ middle + cap, bottom });
}

/* The plan is a dashed line across the column's head, wider than the column. */
static void
draw_plan (HdChartLayout *layout, guint category, Slot slot)
{
  int series = hd_chart_spec_find_series (layout->spec, HD_NOTATION_PLAN);
  double value = hd_chart_spec_value (layout->spec, (guint)series, category);
  double y;

  if (series < 0 || !isfinite (value))
    return;
  y = hd_scale_px (&layout->value_scale, value);
  hd_ink_line (layout, HD_ROLE_PLAN, HD_STYLE_DASH, 1.6, (HdPoint){ slot.left - 2, y },
               (HdPoint){ slot.left + slot.width + 2, y });
  hd_mark_add (layout, (HdRect){ slot.left - 2, y - 3, slot.width + 4, 6 }, series, (int)category);
}

/* What is written over a column: the actual value, or the forecast where there is none yet. Over a whisker
 * a number would pass for the whisker's end. */
static int
labelled_series (const HdChartSpec *spec, guint category)
{
  int actual = hd_chart_spec_find_series (spec, HD_NOTATION_ACTUAL);
  int forecast = hd_chart_spec_find_series (spec, HD_NOTATION_FORECAST);

  if (spec->n_bands > 0 && isfinite (spec->bands[0].upper[category]))
    return -1;
  if (actual >= 0 && isfinite (hd_chart_spec_value (spec, (guint)actual, category)))
    return actual;
  return forecast;
}

/* The highest ink over a slot, so that labels clear the plan and the year before. */
static double
slot_top (const HdChartLayout *layout, guint category, gboolean is_negative)
{
  const HdChartSpec *spec = layout->spec;
  double extreme = base_value (layout);

  for (guint series = 0; series < spec->n_series; series++)
    {
      double value = spec->series[series].values[category];

      if (!isfinite (value))
        continue;
      extreme = is_negative ? MIN (extreme, value) : MAX (extreme, value);
    }
  return hd_scale_px (&layout->value_scale, extreme);
}

static gboolean
try_label (HdChartLayout *layout, guint category)
{
  const HdChartSpec *spec = layout->spec;
  int series = labelled_series (spec, category);
  double value = hd_chart_spec_value (spec, (guint)series, category);
  Slot slot = slot_of (layout, category);
  gboolean is_negative = value < 0;
  g_autofree char *text = NULL;
  PangoLayout *label;
  double half, middle;

  if (series < 0 || !isfinite (value))
    return TRUE;
  text = hd_chart_spec_text (spec, (guint)series, category);
  label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);
  half = hd_text_width (label) / 2;
  middle = CLAMP (slot.left + slot.width / 2, half, MAX (layout->width - half, half));
  return hd_text_try (
      layout, label, HD_ROLE_TEXT,
      hd_text_box (label, middle, slot_top (layout, category, is_negative) + (is_negative ? 2 : -2),
                   0.5, is_negative ? 0 : 1));
}

/* All columns are labelled, or only the last, the highest and the lowest: never a random few. */
static void
draw_labels (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  double widest = 0;
  int last = -1, highest = -1, lowest = -1;

  for (guint category = 0; category < spec->n_categories; category++)
    {
      int series = labelled_series (spec, category);
      double value = hd_chart_spec_value (spec, (guint)series, category);
      g_autofree char *text = NULL;

      if (series < 0 || !isfinite (value))
        continue;
      text = hd_chart_spec_text (spec, (guint)series, category);
      widest = MAX (widest, hd_text_measure (layout, HD_TEXT_SMALL, text) + 4);
      last = (int)category;
      if (highest < 0 || value > hd_chart_spec_value (spec, (guint)series, (guint)highest))
        highest = (int)category;
      if (lowest < 0 || value < hd_chart_spec_value (spec, (guint)series, (guint)lowest))
        lowest = (int)category;
    }
  if (last < 0)
    return;
  if (widest <= hd_axis_slot_width (layout))
    {
      for (guint category = 0; category < spec->n_categories; category++)
        try_label (layout, category);
      return;
    }
  try_label (layout, (guint)last);
  if (highest != last)
    try_label (layout, (guint)highest);
  if (lowest != last && lowest != highest)
    try_label (layout, (guint)lowest);
}

/* Stacked parts reach higher than any of them. */
static void
widen_for_stacks (const HdChartSpec *spec, double *min, double *max)
{
  for (guint category = 0; category < spec->n_categories; category++)
    {
      double up = 0;
      double down = 0;

      for (guint series = 0; series < spec->n_series; series++)
        {
          double value = spec->series[series].values[category];

          if (spec->series[series].notation < HD_NOTATION_PART || !isfinite (value))
            continue;
          up += MAX (value, 0);
          down += MIN (value, 0);
        }
      *min = MIN (*min, down);
      *max = MAX (*max, up);
    }
}

static gboolean
needs_legend (const HdChartSpec *spec)
{
  return spec->n_series > 1;
}

/* Room for the legend, the axis, the names and the strip, which is returned. */
static HdRect
arrange (HdChartLayout *layout, const HdValueAxis *axis)
{
  HdRect *plot = &layout->plot;
  double labels, strip;
  double head = hd_headline_draw (layout, (HdPoint){ plot->x, plot->y }, plot->width);

  if (needs_legend (layout->spec))
    head += hd_legend_draw (layout, (HdPoint){ plot->x, plot->y + head }, plot->width);
  plot->y += head + 4;
  plot->height -= head + 4;
  plot->x += axis->label_width;
  plot->width = MAX (plot->width - axis->label_width, 1);
  if (layout->spec->strip_label != NULL && layout->spec->strip != NULL)
    plot->width = MAX (
        plot->width - hd_text_measure (layout, HD_TEXT_LABEL, layout->spec->strip_label) - 6, 1);
  labels = hd_axis_categories_height (layout, plot->width, 2);
  strip = hd_strip_height (layout, plot->height - labels - STRIP_GAP_PX);
  plot->height = MAX (plot->height - labels - 2 - (strip > 0 ? strip + STRIP_GAP_PX : 0), 1);
  return (HdRect){ plot->x, plot->y + plot->height + STRIP_GAP_PX, plot->width, strip };
}

void
hd_columns_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  HdValueAxis axis;
  HdRect strip;
  double min, max;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  widen_for_stacks (spec, &min, &max);
  hd_axis_plan (layout, MIN (min, 0), MAX (max, 0), layout->height < 140 ? 3 : HD_AXIS_MAX_TICKS,
                0.14, &axis);
  strip = arrange (layout, &axis);
  hd_axis_draw_vertical (layout, &axis);
  for (guint category = 0; category < spec->n_categories; category++)
    {
      Slot slot = slot_of (layout, category);

      draw_behind (layout, category, slot);
      draw_stack (layout, category, slot);
      draw_front (layout, category, slot);
      draw_whisker (layout, category, slot);
      draw_plan (layout, category, slot);
    }
  draw_labels (layout);
  if (strip.height > 0)
    hd_strip_draw (layout, strip, hd_axis_slot_middle);
  hd_axis_draw_categories (
      layout,
      (strip.height > 0 ? strip.y + strip.height : layout->plot.y + layout->plot.height) + 3, 2);
}
