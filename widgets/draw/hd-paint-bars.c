/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Horizontal bars by unit: value at the bar's end, the change with its glyph at the right edge.
 */

#include "config.h"

#include "hd-painters.h"
#include "hd-rows-layout.h"

#include <math.h>

#define BAR_MAX_PX 14
#define GLYPH_PX 9
#define MIN_SCALE_PX 24

typedef struct
{
  HdRows rows;
  double value_width; /* the widest value text */
  double change_width; /* the column at the right; 0: no changes */
  int actual, previous, plan;
} Bars;

static void
measure (const HdChartLayout *layout, Bars *bars)
{
  for (guint row = 0; row < bars->rows.n_rows; row++)
    {
      g_autofree char *value = hd_chart_spec_text (layout->spec, (guint)bars->actual, row);
      g_autofree char *change = hd_chart_spec_change_text (layout->spec, row);

      bars->value_width
          = MAX (bars->value_width, hd_text_measure (layout, HD_TEXT_BOLD, value) + 6);
      if (change != NULL)
        bars->change_width = MAX (bars->change_width,
                                  hd_text_measure (layout, HD_TEXT_BOLD, change) + GLYPH_PX + 14);
    }
}

/* All bars share one scale, on which the longest bar and its figure just fit. */
static void
set_scale (HdChartLayout *layout, Bars *bars)
{
  const HdChartSpec *spec = layout->spec;
  HdRect area = hd_rows_bar (layout, &bars->rows, 0, BAR_MAX_PX);
  double right = area.x + area.width - bars->change_width - bars->value_width;
  double left = round (area.x);
  double min, max;

  hd_chart_spec_range (spec, &min, &max);
  /* On a narrow card the changes give way to the bars. */
  if (area.width - bars->change_width - bars->value_width * (min < 0 ? 2 : 1) < MIN_SCALE_PX)
    {
      right += bars->change_width;
      bars->change_width = 0;
    }
  min = isfinite (spec->scale_min) ? spec->scale_min : MIN (min, 0);
  max = isfinite (spec->scale_max) ? spec->scale_max : MAX (max, 0);
  if (min < 0)
    left = round (left + bars->value_width);
  if (!(max > min))
    max = min + 1;
  layout->value_scale = (HdScale){ min, max, left, MAX (right, left + 8) };
}

static void
draw_change (HdChartLayout *layout, guint row, double y)
{
  const HdCategory *category = &layout->spec->categories[row];
  HdRole role = hd_role_of_status (category->change_status, HD_ROLE_TEXT_DIM);
  g_autofree char *text = hd_chart_spec_change_text (layout->spec, row);
  PangoLayout *label;
  HdRect box;

  if (text == NULL)
    return;
  label = hd_text_new (layout,
                       category->change_status == HD_STATUS_NONE
                               || category->change_status == HD_STATUS_NEUTRAL
                           ? HD_TEXT_LABEL
                           : HD_TEXT_BOLD,
                       text, 0);
  box = hd_text_box (label, layout->plot.x + layout->plot.width, y, 1, 0.5);
  hd_text_put (layout, label, role, box);
  if (category->change_status != HD_STATUS_NONE)
    hd_ink_glyph (layout, role, hd_glyph_of_change (category->change_status, category->change),
                  (HdPoint){ box.x - 4 - GLYPH_PX / 2.0, y }, GLYPH_PX);
}

static void
draw_value (HdChartLayout *layout, const Bars *bars, guint row, double value, HdRect reach)
{
  g_autofree char *text = hd_chart_spec_text (layout->spec, (guint)bars->actual, row);
  PangoLayout *label = hd_text_new (layout, HD_TEXT_BOLD, text, 0);
  gboolean is_negative = value < 0;
  double middle = reach.y + reach.height / 2;
  double x = hd_scale_px (&layout->value_scale, 0) + 2;

  /* Clear of the bar, of the year before that looks out behind it, and of the plan's tick. */
  if (isfinite (value))
    x = is_negative ? reach.x - 5 : reach.x + reach.width + 5;
  hd_text_put (layout, label, isfinite (value) ? HD_ROLE_TEXT : HD_ROLE_TEXT_DIM,
               hd_text_box (label, x, middle, is_negative ? 1 : 0, 0.5));
}

static HdRect
span_rect (const HdChartLayout *layout, double value, double y, double height)
{
  double zero = hd_scale_px (&layout->value_scale,
                             CLAMP (0, layout->value_scale.min, layout->value_scale.max));
  double end = hd_scale_px (&layout->value_scale, value);

  return (HdRect){ MIN (zero, end), y, fabs (end - zero), height };
}

/* How far anything in the row reaches on the side of its value. */
static HdRect
reach_of (const HdChartLayout *layout, const Bars *bars, guint row, HdRect bar)
{
  const int others[] = { bars->previous, bars->plan };
  gboolean is_negative = hd_chart_spec_value (layout->spec, (guint)bars->actual, row) < 0;
  double right = bar.x + bar.width;

  for (guint other = 0; other < G_N_ELEMENTS (others); other++)
    {
      double value = hd_chart_spec_value (layout->spec, (guint)others[other], row);
      double end = hd_scale_px (&layout->value_scale, value);

      if (others[other] < 0 || !isfinite (value))
        continue;
      if (is_negative)
        bar.x = MIN (bar.x, end);
      else
        right = MAX (right, end);
    }
  bar.width = right - bar.x;
  return bar;
}

static void
draw_row (HdChartLayout *layout, const Bars *bars, guint row)
{
  const HdChartSpec *spec = layout->spec;
  HdRect rect = hd_rows_rect (layout, &bars->rows, row);
  HdRect band = hd_rows_bar (layout, &bars->rows, row, BAR_MAX_PX);
  double value = hd_chart_spec_value (spec, (guint)bars->actual, row);
  double previous = hd_chart_spec_value (spec, (guint)bars->previous, row);
  double plan = hd_chart_spec_value (spec, (guint)bars->plan, row);
  HdRect bar = { hd_scale_px (&layout->value_scale, 0), band.y, 0, band.height };

  if (bars->previous >= 0 && isfinite (previous))
    hd_ink_rect (layout, HD_ROLE_PREVIOUS, HD_STYLE_FILL,
                 span_rect (layout, previous, band.y - 2, band.height));
  if (isfinite (value))
    {
      bar = span_rect (layout, value, band.y, band.height);
      hd_ink_rect (layout, hd_role_of_point (spec, (guint)bars->actual, row),
                   hd_style_of_point (spec, (guint)bars->actual, row), bar);
    }
  if (bars->plan >= 0 && isfinite (plan))
    {
      double x = hd_scale_px (&layout->value_scale, plan);

      hd_ink_rect (layout, HD_ROLE_MARKER, HD_STYLE_FILL,
                   (HdRect){ x - 1, band.y - 3, 2, band.height + 6 });
    }
  hd_rows_draw_label (layout, &bars->rows, row, layout->plot.width);
  draw_value (layout, bars, row, value, reach_of (layout, bars, row, bar));
  if (bars->change_width > 0)
    draw_change (layout, row, band.y + band.height / 2);
  hd_mark_add (layout, rect, bars->actual, (int)row);
}

void
hd_bars_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  Bars bars = { 0 };
  double min, max;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  bars.actual = MAX (hd_chart_spec_find_series (spec, HD_NOTATION_ACTUAL), 0);
  bars.previous = hd_chart_spec_find_series (spec, HD_NOTATION_PREVIOUS);
  bars.plan = hd_chart_spec_find_series (spec, HD_NOTATION_PLAN);
  hd_rows_plan (layout, TRUE, &bars.rows);
  measure (layout, &bars);
  set_scale (layout, &bars);
  for (guint row = 0; row < bars.rows.n_rows; row++)
    draw_row (layout, &bars, row);
  if (layout->value_scale.min < 0)
    {
      double zero = hd_scale_px (&layout->value_scale, 0);

      hd_ink_rule (layout, HD_ROLE_AXIS, (HdPoint){ zero, bars.rows.top },
                   (HdPoint){ zero, bars.rows.top + bars.rows.height * bars.rows.n_rows });
    }
  hd_rows_draw_rest (layout, &bars.rows);
}

double
hd_bars_height (const HdChartSpec *spec, double width, double font_px)
{
  return hd_rows_natural_height (spec, width, font_px);
}
