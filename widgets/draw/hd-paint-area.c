/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Areas on each other over time: the parts of a whole, from zero, and lines for what the whole is held against.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-line-layout.h"
#include "hd-painters.h"
#include "hd-path.h"
#include "hd-spread.h"

#include <math.h>

#define END_LABEL_PART 0.34
#define SWATCH_PX 8
#define HEADROOM 0.1
/* A value with no neighbour is a bar of this width. */
#define LONELY_PX 4

typedef struct
{
  double *lower, *upper; /* series × category; NAN: missing */
} Area;

static gboolean
is_part (const HdSeries *series)
{
  return series->notation >= HD_NOTATION_PART;
}

static guint
place_of (const HdChartSpec *spec, guint series, guint category)
{
  return series * spec->n_categories + category;
}

/* Parts stand on each other; negative ones hang below zero. A missing one takes no room and leaves a gap. */
static void
stack_up (const HdChartSpec *spec, Area *area, double *min, double *max)
{
  area->lower = g_new (double, (gsize)spec->n_series * spec->n_categories + 1);
  area->upper = g_new (double, (gsize)spec->n_series * spec->n_categories + 1);
  *min = *max = 0;
  for (guint category = 0; category < spec->n_categories; category++)
    {
      double up = 0, down = 0;

      for (guint series = 0; series < spec->n_series; series++)
        {
          double value = spec->series[series].values[category];
          double *end = value < 0 ? &down : &up;
          guint place = place_of (spec, series, category);

          area->lower[place] = area->upper[place] = NAN;
          if (!isfinite (value))
            continue;
          if (is_part (&spec->series[series]))
            {
              area->lower[place] = MIN (*end, *end + value);
              area->upper[place] = MAX (*end, *end + value);
              *end += value;
            }
          *min = MIN (*min, is_part (&spec->series[series]) ? down : value);
          *max = MAX (*max, is_part (&spec->series[series]) ? up : value);
        }
    }
}

static gboolean
is_partial (const HdChartSpec *spec, guint series, guint category)
{
  return (hd_chart_spec_flags (spec, series, category) & HD_POINT_PARTIAL) != 0;
}

/* The run from `first` to `last`, both included. */
static void
draw_run (HdChartLayout *layout,
          const Area *area,
          guint series,
          guint first,
          guint last,
          HdStyle style)
{
  const HdChartSpec *spec = layout->spec;
  double nudge = first == last ? LONELY_PX / 2.0 : 0;

  hd_ink_path (layout, hd_role_of_notation (&spec->series[series]), style,
               style == HD_STYLE_FILL ? 0 : 1);
  for (guint category = first; category <= last; category++)
    hd_ink_path_to (
        layout, hd_line_x (layout, category) - nudge,
        hd_scale_px (&layout->value_scale, area->upper[place_of (spec, series, category)]));
  for (guint category = last + 1; category-- > first;)
    hd_ink_path_to (
        layout, hd_line_x (layout, category) + nudge,
        hd_scale_px (&layout->value_scale, area->lower[place_of (spec, series, category)]));
  hd_ink_path_close (layout);
}

/* Runs between gaps; what leads to a period that is not over is hollow. */
static void
draw_part (HdChartLayout *layout, const Area *area, guint series)
{
  const HdChartSpec *spec = layout->spec;
  guint category = 0;

  while (category < spec->n_categories)
    {
      guint first = category, whole;

      while (category < spec->n_categories
             && isfinite (area->upper[place_of (spec, series, category)]))
        category++;
      if (category == first)
        {
          category++;
          continue;
        }
      whole = category;
      while (whole > first + 1 && is_partial (spec, series, whole - 1))
        whole--;
      draw_run (layout, area, series, first, whole - 1,
                whole == first + 1 && is_partial (spec, series, first) ? HD_STYLE_STROKE
                                                                       : HD_STYLE_FILL);
      if (whole < category)
        draw_run (layout, area, series, whole - 1, category - 1, HD_STYLE_STROKE);
    }
}

static void
draw_lines (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;

  for (guint series = 0; series < spec->n_series; series++)
    {
      const HdSeries *of_spec = &spec->series[series];
      HdPathSource source = { of_spec->values, spec->n_categories,
                              spec->axis == HD_AXIS_DAYS ? spec->categories : NULL };
      gboolean is_dashed
          = of_spec->notation == HD_NOTATION_PLAN || of_spec->notation == HD_NOTATION_FORECAST;

      if (!is_part (of_spec))
        hd_path_draw (layout, &source,
                      of_spec->notation == HD_NOTATION_PREVIOUS ? HD_ROLE_PREVIOUS_EDGE
                                                                : hd_role_of_notation (of_spec),
                      is_dashed ? HD_STYLE_DASH : HD_STYLE_STROKE, 1.8);
    }
}

/* The middle of a series at its last figure, in px; NAN: it has none. */
static double
end_middle (const HdChartLayout *layout, const Area *area, guint series)
{
  const HdChartSpec *spec = layout->spec;
  int last = hd_line_last (spec, series);
  guint place = place_of (spec, series, (guint)MAX (last, 0));

  if (last < 0)
    return NAN;
  return hd_scale_px (&layout->value_scale, is_part (&spec->series[series])
                                                ? (area->lower[place] + area->upper[place]) / 2
                                                : spec->series[series].values[last]);
}

static double
end_labels_width (const HdChartLayout *layout)
{
  double widest = 0;

  for (guint series = 0; series < layout->spec->n_series; series++)
    if (hd_line_last (layout->spec, series) >= 0)
      widest
          = MAX (widest, hd_text_measure (layout, HD_TEXT_LABEL, layout->spec->series[series].name)
                             + SWATCH_PX + 14);
  return widest;
}

/* Names with a swatch beside their areas, moved apart; the thin ones of many go without. */
static void
draw_end_labels (HdChartLayout *layout, const Area *area)
{
  const HdChartSpec *spec = layout->spec;
  double line = hd_text_line_height (layout, HD_TEXT_LABEL);
  double left = layout->plot.x + layout->plot.width + 8;
  double bottom = layout->plot.y + layout->plot.height;
  g_autofree guint *order = g_new (guint, spec->n_series);
  g_autofree double *ys = g_new (double, spec->n_series);
  guint n_labels = 0;

  for (guint series = 0; series < spec->n_series; series++)
    {
      double y = end_middle (layout, area, series);
      guint slot = n_labels;

      if (isnan (y))
        continue;
      for (; slot > 0 && ys[slot - 1] > y; slot--)
        {
          order[slot] = order[slot - 1];
          ys[slot] = ys[slot - 1];
        }
      order[slot] = series;
      ys[slot] = y;
      n_labels++;
    }
  n_labels = MIN (n_labels, hd_spread_capacity (line, layout->plot.y, bottom));
  hd_spread (ys, n_labels, line, layout->plot.y, bottom);
  for (guint label = 0; label < n_labels; label++)
    {
      const HdSeries *series = &spec->series[order[label]];
      PangoLayout *name = hd_text_new (layout, HD_TEXT_LABEL, series->name,
                                       MAX (layout->width - left - SWATCH_PX - 4, 8));
      HdRect box = hd_text_box (name, left + SWATCH_PX + 4, ys[label], 0, 0.5);

      if (hd_text_try (layout, name, is_part (series) ? HD_ROLE_TEXT : HD_ROLE_TEXT_DIM, box)
          && is_part (series))
        hd_ink_rect (layout, hd_role_of_notation (series), HD_STYLE_FILL,
                     (HdRect){ left, ys[label] - SWATCH_PX / 2.0, SWATCH_PX, SWATCH_PX });
    }
}

/* What all parts make together at the last period that is over, over its place. */
static void
draw_total (HdChartLayout *layout, const Area *area)
{
  const HdChartSpec *spec = layout->spec;

  for (guint category = spec->n_categories; category-- > 0;)
    {
      double total = NAN;
      gboolean has_partial = FALSE;
      g_autofree char *text = NULL;
      PangoLayout *label;

      for (guint series = 0; series < spec->n_series; series++)
        if (is_part (&spec->series[series]) && isfinite (spec->series[series].values[category]))
          {
            total = (isnan (total) ? 0 : total) + spec->series[series].values[category];
            has_partial |= is_partial (spec, series, category);
          }
      if (isnan (total) || has_partial)
        continue;
      text = hd_number_format (&spec->format, total);
      label = hd_text_new (layout, HD_TEXT_BOLD, text, 0);
      hd_text_try (layout, label, HD_ROLE_TEXT,
                   hd_text_box (label,
                                MIN (hd_line_x (layout, category),
                                     layout->width - hd_text_width (label) / 2),
                                hd_scale_px (&layout->value_scale, MAX (total, 0)) - 3, 0.5, 1));
      return;
    }
}

static void
add_marks (HdChartLayout *layout, const Area *area)
{
  const HdChartSpec *spec = layout->spec;
  guint stride = MAX (spec->n_categories / 2000, 1);

  for (guint series = 0; series < spec->n_series; series++)
    for (guint category = 0; category < spec->n_categories; category += stride)
      {
        guint place = place_of (spec, series, category);
        gboolean is_area = is_part (&spec->series[series]);
        double value = is_area ? (area->lower[place] + area->upper[place]) / 2
                               : spec->series[series].values[category];
        double y = hd_scale_px (&layout->value_scale, value);

        if (isfinite (y))
          hd_mark_add (layout, (HdRect){ hd_line_x (layout, category) - 4, y - 4, 8, 8 },
                       (int)series, (int)category);
      }
}

/* Room for the axis at the left, the names at the right or above, the calendar below. */
static gboolean
arrange (HdChartLayout *layout, const HdValueAxis *axis)
{
  HdRect *plot = &layout->plot;
  double line = hd_text_line_height (layout, HD_TEXT_LABEL);
  double ends = end_labels_width (layout);
  gboolean has_end_labels = ends <= layout->width * END_LABEL_PART;
  double head = hd_headline_draw (layout, (HdPoint){ plot->x, plot->y }, plot->width);

  if (!has_end_labels)
    head += hd_legend_draw (layout, (HdPoint){ plot->x, plot->y + head }, plot->width);
  head += line / 2 + 2;
  plot->y += head;
  plot->height = MAX (plot->height - head - line - 6, 1);
  plot->x += axis->label_width;
  plot->width = MAX (plot->width - axis->label_width - (has_end_labels ? ends : 10), 1);
  return has_end_labels;
}

void
hd_area_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  Area area;
  HdValueAxis axis;
  gboolean has_end_labels;
  double min, max;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  stack_up (spec, &area, &min, &max);
  hd_axis_plan (layout, min, max, layout->height < 140 ? 3 : HD_AXIS_MAX_TICKS, HEADROOM, &axis);
  has_end_labels = arrange (layout, &axis);
  layout->has_crosshair = TRUE;
  hd_axis_draw_vertical (layout, &axis);
  if (spec->axis == HD_AXIS_DAYS)
    hd_axis_draw_days (layout, layout->plot.y + layout->plot.height + 3);
  else
    hd_axis_draw_points (layout, layout->plot.y + layout->plot.height + 3);
  for (guint series = 0; series < spec->n_series; series++)
    if (is_part (&spec->series[series]))
      draw_part (layout, &area, series);
  draw_lines (layout);
  if (has_end_labels)
    draw_end_labels (layout, &area);
  draw_total (layout, &area);
  add_marks (layout, &area);
  g_free (area.lower);
  g_free (area.upper);
}
