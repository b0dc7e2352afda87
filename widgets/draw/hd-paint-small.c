/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two charts of a headline tile: the sparkline and the bullet bar.
 */

#include "config.h"

#include "hd-painters.h"
#include "hd-path.h"

#include <math.h>

#define DOT_PX 5.5
#define BAR_PX 5
#define TICK_PX 12

/* A sparkline shows a shape, not a level: its scale is its own range. */
static void
set_scales (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  HdRect *plot = &layout->plot;
  double pad = DOT_PX / 2 + 1;
  double min, max;

  hd_chart_spec_range (spec, &min, &max);
  min = isfinite (spec->scale_min) ? spec->scale_min : min;
  max = isfinite (spec->scale_max) ? spec->scale_max : max;
  *plot = (HdRect){ plot->x + pad, plot->y + pad, MAX (plot->width - 2 * pad, 1),
                    MAX (plot->height - 2 * pad, 1) };
  layout->value_scale = (HdScale){ min, max, plot->y + plot->height, plot->y };
  if (!(max > min))
    layout->value_scale.start = layout->value_scale.end = plot->y + plot->height / 2;
}

/* A period that is under way falls short of the others; that is no fall. */
static gboolean
ends_with_part (const HdChartSpec *spec)
{
  guint last = spec->n_categories - 1;

  return spec->n_categories > 1 && hd_chart_spec_flags (spec, 0, last) & HD_POINT_PARTIAL
         && isfinite (hd_chart_spec_value (spec, 0, last))
         && isfinite (hd_chart_spec_value (spec, 0, last - 1));
}

static void
draw_line (HdChartLayout *layout, guint series)
{
  const HdChartSpec *spec = layout->spec;
  gboolean is_main = series == 0;
  gboolean is_part = is_main && ends_with_part (spec);
  g_autofree double *whole
      = g_memdup2 (spec->series[series].values, spec->n_categories * sizeof (double));
  HdPathSource source = { whole, spec->n_categories, NULL };

  if (is_part)
    {
      guint last = spec->n_categories - 1;
      double step = layout->plot.width / last;
      double right = layout->plot.x + layout->plot.width;

      hd_ink_line (layout, HD_ROLE_PREVIOUS_EDGE, HD_STYLE_DASH, 1,
                   (HdPoint){ right - step, hd_scale_px (&layout->value_scale, whole[last - 1]) },
                   (HdPoint){ right, hd_scale_px (&layout->value_scale, whole[last]) });
      whole[last] = NAN;
    }
  hd_path_draw (layout, &source, is_main ? HD_ROLE_ACTUAL : HD_ROLE_PREVIOUS_EDGE,
                is_main ? HD_STYLE_STROKE : HD_STYLE_DASH, is_main ? 1.6 : 1);
}

void
hd_sparkline_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  double min, max;
  int last = -1;

  if (!hd_chart_spec_range (spec, &min, &max))
    return;
  set_scales (layout);
  layout->has_crosshair = TRUE;
  for (guint series = spec->n_series; series > 0; series--)
    draw_line (layout, series - 1);
  for (guint category = 0; category < spec->n_categories; category++)
    {
      double value = hd_chart_spec_value (spec, 0, category);
      double x
          = layout->plot.x
            + (spec->n_categories > 1 ? layout->plot.width * category / (spec->n_categories - 1)
                                      : layout->plot.width / 2);
      double y = hd_scale_px (&layout->value_scale, value);

      if (!isfinite (value))
        continue;
      last = (int)category;
      hd_mark_add (layout, (HdRect){ x - 3, y - 3, 6, 6 }, 0, (int)category);
    }
  if (last >= 0)
    {
      const HdMark *mark = &g_array_index (layout->marks, HdMark, layout->marks->len - 1);

      hd_ink_glyph (layout, hd_role_of_point (spec, 0, (guint)last),
                    mark->flags & HD_POINT_PARTIAL ? HD_GLYPH_RING : HD_GLYPH_DOT,
                    (HdPoint){ mark->x, mark->y }, DOT_PX);
    }
}

void
hd_bullet_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  HdRect plot = layout->plot;
  double value = hd_chart_spec_value (spec, 0, 0);
  double plan = spec->n_markers > 0 ? spec->markers[0].value : NAN;
  double full = spec->full;
  double y = round (plot.y + (plot.height - BAR_PX) / 2);
  HdRect track = { plot.x, y, plot.width, BAR_PX };
  guint ink;

  if (!isfinite (full))
    full = MAX (isfinite (value) ? fabs (value) : 0, isfinite (plan) ? fabs (plan) * 1.1 : 0);
  if (!(full > 0))
    full = 1;
  layout->value_scale = (HdScale){ 0, full, plot.x, plot.x + plot.width };
  ink = hd_ink_rect (layout, HD_ROLE_RULE, HD_STYLE_FILL, track);
  hd_ink_get (layout, ink)->radius = BAR_PX / 2.0;
  if (isfinite (value))
    {
      double end = hd_scale_px (&layout->value_scale, CLAMP (value, 0, full));

      ink = hd_ink_rect (layout, hd_role_of_point (spec, 0, 0), hd_style_of_point (spec, 0, 0),
                         (HdRect){ plot.x, y, end - plot.x, BAR_PX });
      hd_ink_get (layout, ink)->radius = BAR_PX / 2.0;
    }
  if (isfinite (plan))
    {
      double x = hd_scale_px (&layout->value_scale, CLAMP (plan, 0, full));

      x = CLAMP (x, plot.x + 1, plot.x + plot.width - 1);
      hd_ink_rect (layout, HD_ROLE_MARKER, HD_STYLE_FILL,
                   (HdRect){ x - 1, y - (TICK_PX - BAR_PX) / 2.0, 2, TICK_PX });
    }
  if (spec->n_categories > 0)
    hd_mark_add (layout, (HdRect){ plot.x, plot.y, plot.width, plot.height }, 0, 0);
}

double
hd_height_line (const HdChartSpec *spec, double width, double font_px)
{
  return font_px * 3.2;
}

double
hd_bullet_height (const HdChartSpec *spec, double width, double font_px)
{
  return TICK_PX + 2;
}

double
hd_height_wide (const HdChartSpec *spec, double width, double font_px)
{
  return CLAMP (width * 0.5, font_px * 14, font_px * 28);
}
