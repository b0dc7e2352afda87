/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines over time: actual, previous, plan and forecast, the fan, the strip of variances.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-line-layout.h"
#include "hd-painters.h"
#include "hd-path.h"
#include "hd-strip.h"

#include <math.h>

#define END_LABEL_PART 0.3
#define HEADROOM 0.08
#define MAX_PROVISIONAL 24
#define FAN_HEADROOM 0.16
#define FAN_EDGE_PX 0.8
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

/* From `first` to before `end` along one side of the band. */
static void
trace_side (HdChartLayout *layout, const double *values, guint first, guint end, gboolean is_back)
{
  for (guint step = first; step < end; step++)
    {
      guint category = is_back ? end - 1 - (step - first) : step;

      hd_ink_path_to (layout, hd_line_x (layout, category),
                      hd_scale_px (&layout->value_scale, values[category]));
    }
}

/* A pale area, the outer one hatched, with edges that are seen where its colour is not. */
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
          trace_side (layout, band->upper, first, category, FALSE);
          trace_side (layout, band->lower, first, category, TRUE);
          hd_ink_path_close (layout);
          if (role == HD_ROLE_FAN_OUTER)
            hd_ink_again (layout, layout->inks->len - 1, HD_ROLE_FAN_INNER, HD_STYLE_HATCH_BARE, 0);
          hd_ink_path (layout, HD_ROLE_FORECAST, HD_STYLE_STROKE, FAN_EDGE_PX);
          trace_side (layout, band->upper, first, category, FALSE);
          hd_ink_path_lift (layout);
          trace_side (layout, band->lower, first, category, FALSE);
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
      strip_height = hd_strip_height (layout, plot->height);
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

/* What the axis must reach: values, bands and markers. */
static gboolean
find_range (const HdChartSpec *spec, double *min, double *max)
{
  if (!hd_chart_spec_range (spec, min, max))
    return FALSE;
  for (guint marker = 0; marker < spec->n_markers; marker++)
    if (isfinite (spec->markers[marker].value))
      {
        *min = MIN (*min, spec->markers[marker].value);
        *max = MAX (*max, spec->markers[marker].value);
      }
  return TRUE;
}

static void
draw_axes (HdChartLayout *layout, const HdValueAxis *axis, HdRect strip)
{
  double labels_top = strip.height > 0 ? strip.y + strip.height + 2 : strip.y - 5;

  hd_axis_draw_vertical (layout, axis);
  hd_axis_say_cut (layout, axis);
  if (layout->spec->axis == HD_AXIS_DAYS)
    hd_axis_draw_days (layout, labels_top);
  else
    hd_axis_draw_points (layout, labels_top);
}

/* Fans, then what stands back, then what the chart is about. */
static void
draw_all_series (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;

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
}

static void
draw_words (HdChartLayout *layout, gboolean has_end_labels)
{
  hd_line_draw_headline (layout);
  hd_line_draw_markers (layout);
  for (guint series = 0; series < layout->spec->n_series; series++)
    hd_line_draw_end_dot (layout, series);
  hd_line_label_fan (layout);
  if (has_end_labels)
    hd_line_draw_end_labels (layout);
  hd_line_draw_annotations (layout);
}

void
hd_line_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  HdValueAxis axis;
  gboolean has_end_labels;
  HdRect strip;
  double min, max;

  if (!find_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  /* A fan is labelled over its end. */
  hd_axis_plan (layout, min, max, layout->height < 140 ? 3 : HD_AXIS_MAX_TICKS,
                has_fan (spec) ? FAN_HEADROOM : HEADROOM, &axis);
  strip = arrange (layout, &axis, &has_end_labels);
  /* Under a strip every point is a column too, and needs its half on both sides. */
  if (spec->strip != NULL && spec->axis == HD_AXIS_CATEGORY)
    layout->point_inset = layout->plot.width / spec->n_categories / 2;
  layout->has_crosshair = TRUE;
  draw_axes (layout, &axis, strip);
  draw_all_series (layout);
  draw_words (layout, has_end_labels);
  if (strip.height > 0)
    hd_strip_draw (layout, strip, hd_line_x);
  add_marks (layout);
}
