/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines over time: actual, previous, plan and forecast, the fan, the strip of variances.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"
#include "hd-path.h"
#include "hd-words.h"

#include <math.h>

/* The strip takes this part of the height, within these bounds. */
#define STRIP_PART 0.2
#define STRIP_MIN_PX 34
#define STRIP_MAX_PX 70
#define STRIP_BAR_MAX_PX 36
#define END_LABEL_PART 0.3

static double
category_x (const HdChartLayout *layout, guint category)
{
  const HdChartSpec *spec = layout->spec;

  if (spec->axis == HD_AXIS_DAYS)
    return hd_scale_px (&layout->day_scale, spec->categories[category].day);
  return hd_layout_point_x (layout, category, spec->n_categories);
}

/* The last category with a value; -1: all missing. */
static int
last_value (const HdChartSpec *spec, guint series)
{
  for (guint category = spec->n_categories; category > 0; category--)
    if (isfinite (spec->series[series].values[category - 1]))
      return (int)category - 1;
  return -1;
}

static gboolean
is_quiet (const HdSeries *series)
{
  return series->notation == HD_NOTATION_PREVIOUS || series->notation == HD_NOTATION_PLAN
         || series->notation == HD_NOTATION_FORECAST;
}

static guint
count_loud (const HdChartSpec *spec)
{
  guint loud = 0;

  for (guint series = 0; series < spec->n_series; series++)
    loud += !is_quiet (&spec->series[series]);
  return loud;
}

/* The text at the right end: the value of the one actual series, the name of any other. */
static char *
end_text (const HdChartSpec *spec, guint series)
{
  const HdSeries *of_spec = &spec->series[series];

  if (!is_quiet (of_spec) && count_loud (spec) == 1)
    return NULL;
  return g_strdup (of_spec->name);
}

static double
end_labels_width (const HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  double widest = 0;

  for (guint series = 0; series < spec->n_series; series++)
    {
      g_autofree char *text = end_text (spec, series);

      if (text != NULL && last_value (spec, series) >= 0)
        widest = MAX (widest, hd_text_measure (layout, HD_TEXT_LABEL, text) + 10);
    }
  return widest;
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
            hd_ink_path_to (layout, category_x (layout, at),
                            hd_scale_px (&layout->value_scale, band->upper[at]));
          for (guint at = category; at > first; at--)
            hd_ink_path_to (layout, category_x (layout, at - 1),
                            hd_scale_px (&layout->value_scale, band->lower[at - 1]));
          hd_ink_path_close (layout);
          if (role == HD_ROLE_FAN_OUTER)
            hd_ink_again (layout, layout->inks->len - 1, HD_ROLE_FAN_INNER, HD_STYLE_HATCH_BARE, 0);
        }
      category = MAX (category, first + 1);
    }
}

/* The widest interval at the end of the fan, in words: "441–474 (95 %)". */
static void
label_fan (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  const HdBand *band = spec->n_bands > 0 ? &spec->bands[0] : NULL;
  HdNumberFormat format = spec->format;

  for (guint category = spec->n_categories; band != NULL && category > 0; category--)
    {
      guint at = category - 1;
      g_autofree char *lower = NULL;
      g_autofree char *upper = NULL;
      g_autofree char *text = NULL;

      if (!isfinite (band->upper[at]) || !isfinite (band->lower[at]))
        continue;
      if (fabs (band->upper[at]) / MAX (format.divisor, 1) >= 100)
        format.decimals = 0;
      lower = hd_number_format (&format, band->lower[at]);
      upper = hd_number_format (&format, band->upper[at]);
      text = g_strdup_printf ("%s–%s%s%s%s", lower, upper, *band->name != '\0' ? " (" : "",
                              band->name, *band->name != '\0' ? ")" : "");
      for (guint attempt = 0; attempt < 6; attempt++)
        {
          double off = 3 + 9 * (attempt / 2);
          gboolean is_above = attempt % 2 == 0;
          double y
              = hd_scale_px (&layout->value_scale, is_above ? band->upper[at] : band->lower[at]);
          PangoLayout *label = hd_text_new (layout, HD_TEXT_LABEL, text, layout->plot.width);

          if (hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                           hd_text_box (label, MIN (category_x (layout, at) + 4, layout->width),
                                        is_above ? y - off : y + off, 1, is_above ? 1 : 0)))
            break;
        }
      return;
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
                is_quiet (of_spec) ? 1.6 : 2.2);
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
      double x = category_x (layout, from);
      double step = category_x (layout, from + stride) - x;
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

/* Top left when no line runs there, else bottom right, where a rising curve leaves room. */
static void
draw_headline (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  HdRect plot = layout->plot;
  HdRole role = hd_role_of_status (spec->headline_status, HD_ROLE_TEXT);
  const HdRect places[] = {
    { plot.x + 6, plot.y + 2, 0, 0 },
    { plot.x + plot.width - 6, plot.y + plot.height - 6, 1, 1 },
    { plot.x + 6, plot.y + plot.height - 6, 0, 1 },
    { plot.x + plot.width - 6, plot.y + 2, 1, 0 },
  };

  for (guint place = 0; spec->headline != NULL && place < G_N_ELEMENTS (places); place++)
    {
      PangoLayout *text = hd_text_new (layout, HD_TEXT_HEADLINE, spec->headline, plot.width * 0.8);
      HdRect at = places[place];

      if (hd_text_try (layout, text, role, hd_text_box (text, at.x, at.y, at.width, at.height)))
        {
          hd_ink_get (layout, layout->inks->len - 1)->has_halo = TRUE;
          return;
        }
    }
  hd_headline_draw (layout, (HdPoint){ plot.x + 6, plot.y + 2 }, plot.width * 0.8);
}

/* A dot on the last actual value, hollow while its period runs, and its figure in bold. */
static void
draw_end_dot (HdChartLayout *layout, guint series)
{
  const HdChartSpec *spec = layout->spec;
  int last = last_value (spec, series);
  HdRole role = hd_role_of_notation (&spec->series[series]);
  HdPoint at;
  gboolean is_partial;

  if (last < 0 || is_quiet (&spec->series[series]))
    return;
  is_partial = hd_chart_spec_flags (spec, series, (guint)last) & HD_POINT_PARTIAL;
  at = (HdPoint){ category_x (layout, (guint)last),
                  hd_scale_px (&layout->value_scale, spec->series[series].values[(guint)last]) };
  hd_ink_glyph (layout, role, is_partial ? HD_GLYPH_RING : HD_GLYPH_DOT, at, 6.5);
  if (count_loud (spec) > 1)
    return;
  for (guint attempt = 0; attempt < 12; attempt++)
    {
      gboolean is_right = attempt % 2 == 0;
      gboolean is_below = attempt % 4 < 2;
      double off = 6 + 11 * (attempt / 4);
      g_autofree char *text = hd_chart_spec_text (spec, series, (guint)last);
      PangoLayout *label = hd_text_new (layout, HD_TEXT_BOLD, text, 0);
      HdRect box
          = hd_text_box (label, is_right ? at.x + 4 : at.x - 6, is_below ? at.y + off : at.y - off,
                         is_right ? 0.2 : 1, is_below ? 0 : 1);

      box.x = MIN (box.x, layout->width - box.width);
      if (hd_text_try (layout, label, HD_ROLE_TEXT, box))
        return;
    }
}

/* Names at the right ends, pushed apart from the top down, then from the bottom up. */
static void
draw_end_labels (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  double line = hd_text_line_height (layout, HD_TEXT_LABEL);
  double left = layout->plot.x + layout->plot.width + 8;
  g_autofree guint *order = g_new (guint, MAX (spec->n_series, 1));
  g_autofree double *ys = g_new (double, MAX (spec->n_series, 1));
  guint n_labels = 0;

  for (guint series = 0; series < spec->n_series; series++)
    {
      g_autofree char *text = end_text (spec, series);
      int last = last_value (spec, series);
      guint slot = n_labels;

      if (text == NULL || last < 0)
        continue;
      ys[series] = hd_scale_px (&layout->value_scale, spec->series[series].values[last]);
      for (; slot > 0 && ys[order[slot - 1]] > ys[series]; slot--)
        order[slot] = order[slot - 1];
      order[slot] = series;
      n_labels++;
    }
  for (guint label = 1; label < n_labels; label++)
    ys[order[label]] = MAX (ys[order[label]], ys[order[label - 1]] + line);
  for (guint label = n_labels; label > 0; label--)
    {
      double below
          = label == n_labels ? layout->plot.y + layout->plot.height + line / 2 : ys[order[label]];

      ys[order[label - 1]] = MIN (ys[order[label - 1]], below - line);
    }
  for (guint label = 0; label < n_labels; label++)
    {
      guint series = order[label];
      g_autofree char *text = end_text (spec, series);
      PangoLayout *name = hd_text_new (layout, HD_TEXT_LABEL, text, layout->width - left);
      HdRole role = is_quiet (&spec->series[series]) ? HD_ROLE_TEXT_DIM
                                                     : hd_role_of_notation (&spec->series[series]);

      hd_text_try (layout, name, role, hd_text_box (name, left, ys[series], 0, 0.5));
    }
}

/* One bar for each finite value, over the time since the one before. */
static void
draw_strip (HdChartLayout *layout, HdRect strip)
{
  const HdChartSpec *spec = layout->spec;
  double line = hd_text_line_height (layout, HD_TEXT_SMALL);
  double reach = 0;
  double zero = strip.y + strip.height / 2;
  double room = strip.height / 2 - line;
  gboolean has_up = FALSE, has_down = FALSE;
  double start = layout->plot.x;
  HdScale scale;

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
  scale = (HdScale){ 0, reach > 0 ? reach : 1, zero, zero - MAX (room, 4) };
  for (guint category = 0; category < spec->n_categories; category++)
    {
      double value = spec->strip[category];
      double end = category_x (layout, category);
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
      y = hd_scale_px (&scale, value);
      hd_ink_rect (
          layout, hd_role_of_status (status, HD_ROLE_NEUTRAL), HD_STYLE_FILL,
          (HdRect){ round (middle - width / 2), MIN (y, zero), round (width), fabs (zero - y) });
      text = hd_number_format_signed (&spec->strip_format, value);
      label = hd_text_new (layout, HD_TEXT_SMALL, text, 0);
      hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                   hd_text_box (label, middle, value < 0 ? y : y, 0.5, value < 0 ? 0 : 1));
      start = end;
    }
  hd_ink_rule (layout, HD_ROLE_AXIS, (HdPoint){ strip.x, zero },
               (HdPoint){ strip.x + strip.width, zero });
  if (spec->strip_label != NULL)
    {
      PangoLayout *label = hd_text_new (layout, HD_TEXT_LABEL, spec->strip_label, 0);
      HdRect box = hd_text_box (label, strip.x + strip.width + 4, zero, 0, 0.5);

      if (box.x + box.width > layout->width)
        box = hd_text_box (label, strip.x - 6, zero, 1, 0.5);
      hd_text_try (layout, label, HD_ROLE_TEXT_DIM, box);
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
        x = category_x (layout, category);
        y = hd_scale_px (&layout->value_scale, value);
        hd_mark_add (layout, (HdRect){ x - 5, y - 5, 10, 10 }, (int)series, (int)category);
      }
}

/* Plan values and other levels across the plot, named at the right. */
static void
draw_markers (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;

  for (guint marker = 0; marker < spec->n_markers; marker++)
    {
      double y = hd_scale_px (&layout->value_scale, spec->markers[marker].value);
      PangoLayout *label;

      if (!isfinite (y))
        continue;
      hd_ink_line (layout, spec->markers[marker].is_target ? HD_ROLE_MARKER : HD_ROLE_PLAN,
                   HD_STYLE_DASH, 1.4, (HdPoint){ layout->plot.x, y },
                   (HdPoint){ layout->plot.x + layout->plot.width, y });
      if (spec->markers[marker].label == NULL)
        continue;
      label = hd_text_new (layout, HD_TEXT_LABEL, spec->markers[marker].label, 0);
      hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                   hd_text_box (label, layout->plot.x + layout->plot.width, y - 2, 1, 1));
    }
}

static void
draw_annotations (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;

  for (guint index = 0; index < spec->n_annotations; index++)
    {
      const HdAnnotation *annotation = &spec->annotations[index];
      double value = hd_chart_spec_value (spec, annotation->series, annotation->category);
      PangoLayout *label;
      double x, y;

      if (!isfinite (value))
        continue;
      x = category_x (layout, annotation->category);
      y = hd_scale_px (&layout->value_scale, value);
      hd_ink_glyph (layout, HD_ROLE_FOCUS, HD_GLYPH_RING, (HdPoint){ x, y }, 6);
      label = hd_text_new (layout, HD_TEXT_SMALL, annotation->text, layout->plot.width / 2);
      hd_text_try (layout, label, HD_ROLE_FOCUS,
                   hd_text_box (label, x, y - 8, x > layout->width * 0.7 ? 1 : 0.5, 1));
    }
}

/* Splits the canvas into plot, strip and labels; returns the strip. */
static HdRect
arrange (HdChartLayout *layout, HdValueAxis *axis, gboolean *has_end_labels)
{
  const HdChartSpec *spec = layout->spec;
  HdRect *plot = &layout->plot;
  double line = hd_text_line_height (layout, HD_TEXT_LABEL);
  double ends = end_labels_width (layout);
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
  hd_axis_plan (layout, min, max, layout->height < 140 ? 3 : HD_AXIS_MAX_TICKS, 0.08, &axis);
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
    draw_band (layout, &spec->bands[band], band == 0 ? HD_ROLE_FAN_OUTER : HD_ROLE_FAN_INNER);
  for (guint series = spec->n_series; series > 0; series--)
    if (is_quiet (&spec->series[series - 1]))
      draw_series (layout, series - 1);
  for (guint series = 0; series < spec->n_series; series++)
    if (!is_quiet (&spec->series[series]))
      draw_series (layout, series);
  for (guint series = 0; series < spec->n_series; series++)
    take_line (layout, series);
  draw_headline (layout);
  draw_markers (layout);
  for (guint series = 0; series < spec->n_series; series++)
    draw_end_dot (layout, series);
  label_fan (layout);
  if (has_end_labels)
    draw_end_labels (layout);
  draw_annotations (layout);
  if (strip.height > 0)
    draw_strip (layout, strip);
  add_marks (layout);
}
