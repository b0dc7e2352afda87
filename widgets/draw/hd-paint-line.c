/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines over time: actual, previous, plan and forecast, the fan, the strip of variances.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-line-layout.h"
#include "hd-painters.h"
#include "hd-path.h"

#include <math.h>

/* The strip takes this part of the height, within these bounds. */
#define STRIP_PART 0.2
#define STRIP_MIN_PX 34
#define STRIP_MAX_PX 70
#define STRIP_BAR_MAX_PX 36
#define END_LABEL_PART 0.3
#define HEADROOM 0.08
#define MAX_PROVISIONAL 24
#define FAN_HEADROOM 0.16
/* From this level on an interval is the outer one, hatched. */
#define OUTER_LEVEL 0.9

double
hd_line_x (const HdChartLayout *layout, guint category)
{
  const HdChartSpec *spec = layout->spec;

  if (spec->axis == HD_AXIS_DAYS)
    return hd_scale_px (&layout->day_scale, spec->categories[category].day);
  return hd_layout_point_x (layout, category, spec->n_categories);
}

/* The last category with a value; -1: all missing. */
int
hd_line_last (const HdChartSpec *spec, guint series)
{
  for (guint category = spec->n_categories; category > 0; category--)
    if (isfinite (spec->series[series].values[category - 1]))
      return (int)category - 1;
  return -1;
}

gboolean
hd_line_is_quiet (const HdSeries *series)
{
  return series->notation == HD_NOTATION_PREVIOUS || series->notation == HD_NOTATION_PLAN
         || series->notation == HD_NOTATION_FORECAST;
}

gboolean
hd_line_is_part (const HdChartSpec *spec, guint series)
{
  guint n_finite = 0;
  gboolean is_partial = FALSE;

  for (guint category = 0; category < spec->n_categories && n_finite < 2; category++)
    if (isfinite (spec->series[series].values[category]))
      {
        n_finite++;
        is_partial = hd_chart_spec_flags (spec, series, category) & HD_POINT_PARTIAL;
      }
  return n_finite == 1 && is_partial && spec->n_categories > 1;
}

guint
hd_line_count_loud (const HdChartSpec *spec)
{
  guint loud = 0;

  for (guint series = 0; series < spec->n_series; series++)
    loud += !hd_line_is_quiet (&spec->series[series]) && !hd_line_is_part (spec, series);
  return loud;
}

static void
draw_band (HdChartLayout *layout, const HdBand *band, HdRole role)
{
  const HdChartSpec *spec = layout->spec;
  guint category = 0;

  while (category < spec->n_categories)
    {
      guint first = category;

      while (category < spec->n_categories && isfinite (band->lower[category])
             && isfinite (band->upper[category]))
        category++;
      if (category - first >= 2)
        {
          hd_ink_path (layout, role, HD_STYLE_FILL, 0);
          for (guint at = first; at < category; at++)
            hd_ink_path_to (layout, hd_line_x (layout, at),
                            hd_scale_px (&layout->value_scale, band->upper[at]));
          for (guint at = category; at > first; at--)
            hd_ink_path_to (layout, hd_line_x (layout, at - 1),
                            hd_scale_px (&layout->value_scale, band->lower[at - 1]));
          hd_ink_path_close (layout);
          if (role == HD_ROLE_FAN_OUTER)
            hd_ink_again (layout, layout->inks->len - 1, HD_ROLE_FAN_INNER, HD_STYLE_HATCH_BARE, 0);
        }
      category = MAX (category, first + 1);
    }
}

static void
draw_series (HdChartLayout *layout, guint series)
{
  const HdChartSpec *spec = layout->spec;
  const HdSeries *of_spec = &spec->series[series];
  HdRole role = hd_role_of_notation (of_spec);
  gboolean is_dashed
      = of_spec->notation == HD_NOTATION_PLAN || of_spec->notation == HD_NOTATION_FORECAST;
  HdPathSource source = {
    .values = of_spec->values,
    .n_values = spec->n_categories,
    .days = spec->axis == HD_AXIS_DAYS ? spec->categories : NULL,
  };

  if (role == HD_ROLE_PREVIOUS)
    role = HD_ROLE_PREVIOUS_EDGE;
  hd_path_draw (layout, &source, role, is_dashed ? HD_STYLE_DASH : HD_STYLE_STROKE,
                hd_line_is_quiet (of_spec) ? 1.6 : 2.2);
}

/* What may yet be revised has a small ring; too many of them would be the line. */
static void
draw_provisional (HdChartLayout *layout, guint series)
{
  const HdChartSpec *spec = layout->spec;
  guint n_found = 0;

  if (spec->series[series].flags == NULL || hd_line_is_quiet (&spec->series[series]))
    return;
  for (guint category = 0; category < spec->n_categories; category++)
    n_found += (spec->series[series].flags[category] & HD_POINT_PROVISIONAL) != 0;
  if (n_found > MAX_PROVISIONAL)
    return;
  for (guint category = 0; category < spec->n_categories; category++)
    if ((spec->series[series].flags[category] & HD_POINT_PROVISIONAL)
        && isfinite (spec->series[series].values[category]))
      hd_ink_glyph (
          layout, hd_role_of_notation (&spec->series[series]), HD_GLYPH_RING,
          (HdPoint){ hd_line_x (layout, category),
                     hd_scale_px (&layout->value_scale, spec->series[series].values[category]) },
          4.5);
}

/* Small boxes along the line, so that no label is put across it. */
static void
take_line (HdChartLayout *layout, guint series)
{
  const double *values = layout->spec->series[series].values;
  guint n_values = layout->spec->n_categories;
  guint stride = (guint)MAX (n_values * 6 / MAX (layout->plot.width, 1), 1);

  for (guint from = 0; from + stride < n_values; from += stride)
    {
      double x = hd_line_x (layout, from);
      double step = hd_line_x (layout, from + stride) - x;
      double start = hd_scale_px (&layout->value_scale, values[from]);
      double rise = hd_scale_px (&layout->value_scale, values[from + stride]) - start;
      guint n_boxes = (guint)CLAMP (step / 6, 1, 40);

      if (!isfinite (start) || !isfinite (rise))
        continue;
      for (guint box = 0; box < n_boxes; box++)
        {
          double y = start + rise * box / n_boxes;
          double height = fabs (rise) / n_boxes + 2;

          hd_layout_take (layout,
                          (HdRect){ x + step * box / n_boxes, (rise < 0 ? y - height + 1 : y - 1),
                                    step / n_boxes, height });
        }
    }
}

/* Room above and below zero for whichever signs there are; a one-sided strip uses all its height. */
static HdScale
scale_strip (const HdChartLayout *layout, HdRect strip)
{
  const HdChartSpec *spec = layout->spec;
  double line = hd_text_line_height (layout, HD_TEXT_SMALL);
  double reach = 0;
  double zero = strip.y + strip.height / 2;
  double room = strip.height / 2 - line;
  gboolean has_up = FALSE, has_down = FALSE;

  for (guint category = 0; category < spec->n_categories; category++)
    if (isfinite (spec->strip[category]))
      {
        reach = MAX (reach, fabs (spec->strip[category]));
        has_up |= spec->strip[category] > 0;
        has_down |= spec->strip[category] < 0;
      }
  if (has_up != has_down)
    {
      zero = has_up ? strip.y + strip.height - 2 : strip.y + 2;
      room = strip.height - 2 - line;
    }
  return (HdScale){ 0, reach > 0 ? reach : 1, zero, zero - MAX (room, 4) };
}

/* One bar for each finite value, over the time since the one before. */
static void
draw_strip_bars (HdChartLayout *layout, const HdScale *scale)
{
  const HdChartSpec *spec = layout->spec;
  double zero = scale->start;
  double start = layout->plot.x;

  for (guint category = 0; category < spec->n_categories; category++)
    {
      double value = spec->strip[category];
      double end = hd_line_x (layout, category);
      HdPointStatus status = value < 0 ? HD_STATUS_WORSE : HD_STATUS_BETTER;
      gboolean is_span = spec->axis == HD_AXIS_DAYS;
      double slot = is_span ? end - start : layout->plot.width / spec->n_categories;
      double width = CLAMP (slot * 0.6, 1, STRIP_BAR_MAX_PX);
      /* A day's figure is that of the time since the one before; a category's is its own. */
      double middle = is_span ? (start + end) / 2 : end;
      double y;
      g_autofree char *text = NULL;
      PangoLayout *label;

      if (!isfinite (value))
        continue;
      if (spec->strip_status != NULL)
        status = spec->strip_status[category];
      y = hd_scale_px (scale, value);
      hd_ink_rect (
          layout, hd_role_of_status (status, HD_ROLE_NEUTRAL), HD_STYLE_FILL,
          (HdRect){ round (middle - width / 2), MIN (y, zero), round (width), fabs (zero - y) });
      text = hd_number_format_signed (&spec->strip_format, value);
      label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);
      hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                   hd_text_box (label, middle, y, 0.5, value < 0 ? 0 : 1));
      start = end;
    }
}

static void
draw_strip (HdChartLayout *layout, HdRect strip)
{
  const HdChartSpec *spec = layout->spec;
  HdScale scale = scale_strip (layout, strip);
  double zero = scale.start;
  PangoLayout *label;
  HdRect box;

  draw_strip_bars (layout, &scale);
  hd_ink_rule (layout, HD_ROLE_AXIS, (HdPoint){ strip.x, zero },
               (HdPoint){ strip.x + strip.width, zero });
  if (spec->strip_label == NULL)
    return;
  label = hd_text_new (layout, HD_TEXT_LABEL, spec->strip_label, 0);
  box = hd_text_box (label, strip.x + strip.width + 4, zero, 0, 0.5);
  if (box.x + box.width > layout->width)
    box = hd_text_box (label, strip.x - 6, zero, 1, 0.5);
  hd_text_try (layout, label, HD_ROLE_TEXT_DIM, box);
}

static void
add_marks (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  guint stride = MAX (spec->n_categories / 2000, 1);

  for (guint series = 0; series < spec->n_series; series++)
    for (guint category = 0; category < spec->n_categories; category += stride)
      {
        double value = spec->series[series].values[category];
        double x, y;

        if (!isfinite (value))
          continue;
        x = hd_line_x (layout, category);
        y = hd_scale_px (&layout->value_scale, value);
        hd_mark_add (layout, (HdRect){ x - 5, y - 5, 10, 10 }, (int)series, (int)category);
      }
}

/* Splits the canvas into plot, strip and labels; returns the strip. */
static HdRect
arrange (HdChartLayout *layout, HdValueAxis *axis, gboolean *has_end_labels)
{
  const HdChartSpec *spec = layout->spec;
  HdRect *plot = &layout->plot;
  double line = hd_text_line_height (layout, HD_TEXT_LABEL);
  double ends = hd_line_end_labels_width (layout);
  double strip_height = 0;

  *has_end_labels = ends > 0 && ends <= layout->width * END_LABEL_PART;
  if (ends > 0 && !*has_end_labels)
    {
      double legend = hd_legend_draw (layout, (HdPoint){ plot->x, plot->y }, plot->width);

      plot->y += legend;
      plot->height -= legend;
    }
  plot->x += axis->label_width;
  plot->width -= axis->label_width + (*has_end_labels ? ends : 10);
  plot->y += line / 2 + 2;
  plot->height -= line / 2 + 2 + line + 6;
  if (spec->strip != NULL)
    {
      strip_height = CLAMP (plot->height * STRIP_PART, STRIP_MIN_PX, STRIP_MAX_PX);
      if (spec->strip_label != NULL && !*has_end_labels)
        plot->width -= MAX (hd_text_measure (layout, HD_TEXT_LABEL, spec->strip_label) - 4, 0);
      plot->height -= strip_height + 8;
    }
  plot->width = MAX (plot->width, 1);
  plot->height = MAX (plot->height, 1);
  return (HdRect){ plot->x, plot->y + plot->height + 8, plot->width, strip_height };
}

static gboolean
has_fan (const HdChartSpec *spec)
{
  for (guint category = 0; spec->n_bands > 0 && category < spec->n_categories; category++)
    if (isfinite (spec->bands[0].upper[category]))
      return TRUE;
  return FALSE;
}

void
hd_line_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  HdValueAxis axis;
  gboolean has_end_labels;
  HdRect strip;
  double min, max;
  double labels_top;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  for (guint marker = 0; marker < spec->n_markers; marker++)
    if (isfinite (spec->markers[marker].value))
      {
        min = MIN (min, spec->markers[marker].value);
        max = MAX (max, spec->markers[marker].value);
      }
  /* A fan is labelled over its end. */
  hd_axis_plan (layout, min, max, layout->height < 140 ? 3 : HD_AXIS_MAX_TICKS,
                has_fan (spec) ? FAN_HEADROOM : HEADROOM, &axis);
  strip = arrange (layout, &axis, &has_end_labels);
  /* Under a strip every point is a column too, and needs its half on both sides. */
  if (spec->strip != NULL && spec->axis == HD_AXIS_CATEGORY)
    layout->point_inset = layout->plot.width / spec->n_categories / 2;
  layout->has_crosshair = TRUE;
  hd_axis_draw_vertical (layout, &axis);
  hd_axis_say_cut (layout, &axis);
  labels_top = strip.height > 0 ? strip.y + strip.height + 2 : strip.y - 5;
  if (spec->axis == HD_AXIS_DAYS)
    hd_axis_draw_days (layout, labels_top);
  else
    hd_axis_draw_points (layout, labels_top);
  for (guint band = 0; band < spec->n_bands; band++)
    draw_band (layout, &spec->bands[band],
               spec->bands[band].level >= OUTER_LEVEL ? HD_ROLE_FAN_OUTER : HD_ROLE_FAN_INNER);
  for (guint series = spec->n_series; series > 0; series--)
    if (hd_line_is_quiet (&spec->series[series - 1]))
      draw_series (layout, series - 1);
  for (guint series = 0; series < spec->n_series; series++)
    if (!hd_line_is_quiet (&spec->series[series]) && !hd_line_is_part (spec, series))
      draw_series (layout, series);
  for (guint series = 0; series < spec->n_series; series++)
    {
      draw_provisional (layout, series);
      take_line (layout, series);
    }
  hd_line_draw_headline (layout);
  hd_line_draw_markers (layout);
  for (guint series = 0; series < spec->n_series; series++)
    hd_line_draw_end_dot (layout, series);
  hd_line_label_fan (layout);
  if (has_end_labels)
    hd_line_draw_end_labels (layout);
  hd_line_draw_annotations (layout);
  if (strip.height > 0)
    draw_strip (layout, strip);
  add_marks (layout);
}
