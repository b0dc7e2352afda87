/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was said against what came: an interval a period, the point within it, and a dot for what happened.
 */

#include "config.h"

#include "hd-axis.h"
#include "hd-painters.h"

#include <math.h>

#define BAR_PART 0.5
#define BAR_MAX_PX 30
#define DOT_PX 7

static double
bar_width (const HdChartLayout *layout)
{
  return CLAMP (hd_axis_slot_width (layout) * BAR_PART, 2, BAR_MAX_PX);
}

static void
draw_band (HdChartLayout *layout, const HdBand *band, guint category, gboolean is_outer)
{
  double width = bar_width (layout) * (is_outer ? 1 : 0.62);
  double middle = hd_axis_slot_middle (layout, category);
  double top = hd_scale_px (&layout->value_scale, band->upper[category]);
  double bottom = hd_scale_px (&layout->value_scale, band->lower[category]);
  guint ink;

  if (!isfinite (top) || !isfinite (bottom))
    return;
  ink = hd_ink_rect (layout, is_outer ? HD_ROLE_FAN_OUTER : HD_ROLE_FAN_INNER, HD_STYLE_FILL,
                     (HdRect){ middle - width / 2, top, width, MAX (bottom - top, 1) });
  if (is_outer)
    hd_ink_again (layout, ink, HD_ROLE_FAN_INNER, HD_STYLE_HATCH_BARE, 0);
}

/* A short rule across the bar: the forecast's point, or the rival's. */
static void
draw_point (HdChartLayout *layout, guint series, guint category)
{
  const HdChartSpec *spec = layout->spec;
  gboolean is_rival = spec->series[series].notation == HD_NOTATION_PREVIOUS;
  double half = bar_width (layout) / 2 + (is_rival ? 3 : 0);
  double middle = hd_axis_slot_middle (layout, category);
  double y = hd_scale_px (&layout->value_scale, spec->series[series].values[category]);

  if (!isfinite (y))
    return;
  hd_ink_line (layout, is_rival ? HD_ROLE_PREVIOUS_EDGE : HD_ROLE_FORECAST,
               is_rival ? HD_STYLE_DASH : HD_STYLE_STROKE, is_rival ? 1.4 : 2,
               (HdPoint){ middle - half, y }, (HdPoint){ middle + half, y });
  hd_mark_add (layout, (HdRect){ middle - half, y - 3, 2 * half, 6 }, (int)series, (int)category);
}

/* A miss is told by shape and colour: a diamond, where a hit is a dot. */
static void
draw_actual (HdChartLayout *layout, guint series, guint category)
{
  const HdChartSpec *spec = layout->spec;
  HdPoint at = { hd_axis_slot_middle (layout, category),
                 hd_scale_px (&layout->value_scale, spec->series[series].values[category]) };
  gboolean is_missed = hd_chart_spec_status (spec, series, category) == HD_STATUS_WORSE;
  gboolean is_part = hd_chart_spec_flags (spec, series, category) & HD_POINT_PARTIAL;

  if (!isfinite (at.y))
    return;
  hd_ink_glyph (layout, is_missed ? HD_ROLE_WORSE : HD_ROLE_ACTUAL,
                is_missed ? HD_GLYPH_DIAMOND
                : is_part ? HD_GLYPH_RING
                          : HD_GLYPH_DOT,
                at, is_missed ? DOT_PX + 1.5 : DOT_PX);
  hd_mark_add (layout, (HdRect){ at.x - 5, at.y - 5, 10, 10 }, (int)series, (int)category);
}

static void
draw_series (HdChartLayout *layout, HdNotation notation)
{
  const HdChartSpec *spec = layout->spec;
  int series = hd_chart_spec_find_series (spec, notation);

  for (guint category = 0; series >= 0 && category < spec->n_categories; category++)
    if (notation == HD_NOTATION_ACTUAL)
      draw_actual (layout, (guint)series, category);
    else
      draw_point (layout, (guint)series, category);
}

static void
arrange (HdChartLayout *layout, const HdValueAxis *axis)
{
  HdRect *plot = &layout->plot;
  double head = hd_headline_draw (layout, (HdPoint){ plot->x, plot->y }, plot->width);

  head += hd_legend_draw (layout, (HdPoint){ plot->x, plot->y + head }, plot->width);
  /* The note of a cut axis stands over the plot's right end. */
  head += axis->is_cut ? hd_text_line_height (layout, HD_TEXT_SMALL) : 4;
  plot->y += head;
  plot->height -= head;
  plot->x += axis->label_width;
  plot->width = MAX (plot->width - axis->label_width, 1);
  plot->height = MAX (plot->height - hd_axis_categories_height (layout, plot->width, 1) - 2, 1);
}

void
hd_intervals_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  HdValueAxis axis;
  double min, max;

  if (!hd_chart_spec_range (spec, &min, &max))
    {
      hd_layout_say_missing (layout);
      return;
    }
  hd_axis_plan (layout, min, max, layout->height < 140 ? 3 : HD_AXIS_MAX_TICKS, 0.05, &axis);
  arrange (layout, &axis);
  hd_axis_draw_vertical (layout, &axis);
  hd_axis_say_cut (layout, &axis);
  for (guint band = 0; band < spec->n_bands; band++)
    for (guint category = 0; category < spec->n_categories; category++)
      draw_band (layout, &spec->bands[band], category, band == 0);
  draw_series (layout, HD_NOTATION_PREVIOUS);
  draw_series (layout, HD_NOTATION_FORECAST);
  draw_series (layout, HD_NOTATION_ACTUAL);
  hd_axis_draw_categories (layout, layout->plot.y + layout->plot.height + 3, 1);
}
