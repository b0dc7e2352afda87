/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether chances that were stated came true as often: a reliability diagram.
 *
 * Series 0 is what was stated and series 1 how often it happened, both in per cent; series 2, where there
 * is one, counts the cases, and larger dots stand for more of them. The band is how far chance alone may
 * carry a dot from the diagonal (Bröcker and Smith 2007), so that a person does not read tea leaves.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"

#include <math.h>

#define STATED 0
#define HAPPENED 1
#define COUNTS 2
#define DOT_MIN_PX 5
#define DOT_MAX_PX 13

static double
largest_count (const HdChartSpec *spec)
{
  double largest = 0;

  for (guint category = 0; category < spec->n_categories; category++)
    {
      double count = hd_chart_spec_value (spec, COUNTS, category);

      if (isfinite (count))
        largest = MAX (largest, count);
    }
  return largest;
}

/* By area. */
static double
dot_size (const HdChartSpec *spec, guint category, double largest)
{
  double count = hd_chart_spec_value (spec, COUNTS, category);

  if (!isfinite (count) || !(largest > 0))
    return DOT_MIN_PX + 2;
  return DOT_MIN_PX + (DOT_MAX_PX - DOT_MIN_PX) * sqrt (MAX (count, 0) / largest);
}

/* NAN outside the frame: a share of more than all is no share. */
static double
px_of (const HdScale *scale, double value)
{
  return value >= scale->min && value <= scale->max ? hd_scale_px (scale, value) : NAN;
}

static HdPoint
place_of (const HdChartLayout *layout, guint category)
{
  return (HdPoint){
    px_of (&layout->day_scale, hd_chart_spec_value (layout->spec, STATED, category)),
    px_of (&layout->value_scale, hd_chart_spec_value (layout->spec, HAPPENED, category)),
  };
}

/* Stated and happened on the same scale: the diagonal is where they agree. */
static void
draw_frame (HdChartLayout *layout, const HdValueAxis *axis)
{
  HdRect plot = layout->plot;

  hd_axis_draw_vertical (layout, axis);
  layout->day_scale = (HdScale){ axis->min, axis->max, plot.x, plot.x + plot.width };
  for (guint tick = 0; tick < hd_ticks_get_n (&axis->ticks); tick++)
    {
      double value = hd_ticks_get (&axis->ticks, tick);
      double x = hd_scale_px (&layout->day_scale, value);
      g_autofree char *text = hd_number_format (&axis->format, value);
      PangoLayout *label = hd_text_new (layout, HD_TEXT_LABEL, text, 0);
      double half = hd_text_width (label) / 2;

      hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                   hd_text_box (label, CLAMP (x, half, layout->width - half),
                                plot.y + plot.height + 2, 0.5, 0));
    }
  hd_ink_line (layout, HD_ROLE_PREVIOUS_EDGE, HD_STYLE_DASH, 1.4,
               (HdPoint){ plot.x, plot.y + plot.height }, (HdPoint){ plot.x + plot.width, plot.y });
}

static void
draw_titles (HdChartLayout *layout, double top, double bottom)
{
  const HdChartSpec *spec = layout->spec;
  PangoLayout *happened
      = hd_text_new (layout, HD_TEXT_SMALL, spec->series[HAPPENED].name, layout->width);
  PangoLayout *stated
      = hd_text_new (layout, HD_TEXT_SMALL, spec->series[STATED].name, layout->width);

  hd_text_try (layout, happened, HD_ROLE_TEXT_DIM, hd_text_box (happened, 0, top, 0, 0));
  hd_text_try (layout, stated, HD_ROLE_TEXT_DIM,
               hd_text_box (stated, layout->plot.x + layout->plot.width, bottom, 1, 0));
}

static void
draw_chance (HdChartLayout *layout, guint category)
{
  const HdChartSpec *spec = layout->spec;
  double x = place_of (layout, category).x;
  double top, bottom;

  if (spec->n_bands == 0 || !isfinite (x))
    return;
  top = hd_scale_px (&layout->value_scale, spec->bands[0].upper[category]);
  bottom = hd_scale_px (&layout->value_scale, spec->bands[0].lower[category]);
  if (isfinite (top) && isfinite (bottom))
    hd_ink_rect (layout, HD_ROLE_FAN_OUTER, HD_STYLE_FILL,
                 (HdRect){ x - 5, top, 10, MAX (bottom - top, 1) });
}

/* How many cases, beside the dot where there is room. */
static void
label_dot (HdChartLayout *layout, guint category, double size)
{
  /* Away from the diagonal first. */
  static const double above[][2] = { { -1, 0 }, { 0, -1 }, { 1, 0 }, { 0, 1 } };
  static const double below[][2] = { { 1, 0 }, { 0, 1 }, { -1, 0 }, { 0, -1 } };
  HdPoint at = place_of (layout, category);
  const double (*places)[2] = hd_chart_spec_value (layout->spec, HAPPENED, category)
                                      >= hd_chart_spec_value (layout->spec, STATED, category)
                                  ? above
                                  : below;
  const char *const *texts = layout->spec->n_series > COUNTS
                                 ? (const char *const *)layout->spec->series[COUNTS].texts
                                 : NULL;

  if (texts == NULL || texts[category] == NULL)
    return;
  for (guint place = 0; place < G_N_ELEMENTS (above); place++)
    {
      PangoLayout *label = hd_text_new (layout, HD_TEXT_SMALL, texts[category], 0);
      double right = places[place][0], down = places[place][1];

      if (hd_text_try (layout, label, HD_ROLE_TEXT_DIM,
                       hd_text_box (label, at.x + right * (size / 2 + 3),
                                    at.y + down * (size / 2 + 2), 0.5 - right / 2, 0.5 - down / 2)))
        return;
    }
}

static void
draw_dots (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  double largest = largest_count (spec);

  for (guint category = 0; category < spec->n_categories; category++)
    draw_chance (layout, category);
  for (guint category = 0; category < spec->n_categories; category++)
    {
      HdPoint at = place_of (layout, category);
      double size = dot_size (spec, category, largest);

      if (!isfinite (at.x) || !isfinite (at.y))
        continue;
      hd_ink_glyph (layout, hd_role_of_point (spec, HAPPENED, category),
                    hd_chart_spec_status (spec, HAPPENED, category) == HD_STATUS_WORSE
                        ? HD_GLYPH_DIAMOND
                        : HD_GLYPH_DOT,
                    at, size);
      hd_layout_take (layout, (HdRect){ at.x - size / 2, at.y - size / 2, size, size });
      hd_mark_add (layout, (HdRect){ at.x - size / 2, at.y - size / 2, size, size }, HAPPENED,
                   (int)category);
    }
  for (guint category = 0; category < spec->n_categories; category++)
    {
      HdPoint at = place_of (layout, category);

      if (isfinite (at.x) && isfinite (at.y))
        label_dot (layout, category, dot_size (spec, category, largest));
    }
}

static gboolean
has_dots (const HdChartSpec *spec)
{
  for (guint category = 0; category < spec->n_categories; category++)
    if (isfinite (hd_chart_spec_value (spec, STATED, category))
        && isfinite (hd_chart_spec_value (spec, HAPPENED, category)))
      return TRUE;
  return FALSE;
}

void
hd_reliability_layout (HdChartLayout *layout)
{
  HdChartSpec *spec = layout->spec;
  double small = hd_text_line_height (layout, HD_TEXT_SMALL);
  double line = hd_text_line_height (layout, HD_TEXT_LABEL);
  HdValueAxis axis = { .min = isfinite (spec->scale_min) ? spec->scale_min : 0,
                       .max = isfinite (spec->scale_max) ? spec->scale_max : 100 };
  double head, bottom;

  if (!has_dots (spec))
    {
      hd_layout_say_missing (layout);
      return;
    }
  axis.ticks = hd_ticks_linear (axis.min, axis.max, HD_AXIS_MAX_TICKS + 1, FALSE);
  axis.format = hd_number_format_plain (spec->format.locale, 0);
  axis.format.is_percent = TRUE;
  axis.label_width = hd_text_measure (layout, HD_TEXT_LABEL, "100 %") + 6;
  if (axis.label_width > layout->width * 0.3)
    axis.label_width = 0;
  head = hd_headline_draw (layout, (HdPoint){ layout->plot.x, layout->plot.y }, layout->plot.width);
  bottom = layout->plot.y + layout->plot.height - small - 1;
  layout->plot.y += head + small + line / 2;
  layout->plot.height = MAX (bottom - layout->plot.y - line - 3, 1);
  layout->plot.x += axis.label_width;
  layout->plot.width = MAX (layout->plot.width - axis.label_width - DOT_MAX_PX / 2.0, 1);
  draw_frame (layout, &axis);
  draw_titles (layout, layout->plot.y - small - line / 2, bottom);
  draw_dots (layout);
}

double
hd_reliability_height (const HdChartSpec *spec, double width, double font_px)
{
  return CLAMP (width * 0.8, font_px * 16, font_px * 26);
}
