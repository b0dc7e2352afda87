/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tools that painters lay out with: scales, marks, roles, hits.
 */

#include "config.h"

#include "hd-layout.h"
#include "hd-words.h"

#include <math.h>

/* Farther than this from a mark, a click means nothing. */
#define REACH_PX 24
#define PROVISIONAL_PX 2.0

double
hd_scale_px (const HdScale *scale, double value)
{
  double span = scale->max - scale->min;

  if (!(fabs (span) > 0))
    return scale->start;
  return scale->start + (value - scale->min) / span * (scale->end - scale->start);
}

double
hd_layout_point_x (const HdChartLayout *layout, guint index, guint n_points)
{
  HdRect plot = layout->plot;

  if (n_points < 2)
    return plot.x + plot.width / 2;
  return plot.x + layout->point_inset
         + (plot.width - 2 * layout->point_inset) * index / (n_points - 1);
}

double
hd_scale_value (const HdScale *scale, double px)
{
  double span = scale->end - scale->start;

  if (!(fabs (span) > 0))
    return scale->min;
  return scale->min + (px - scale->start) / span * (scale->max - scale->min);
}

HdMark *
hd_mark_add (HdChartLayout *layout, HdRect rect, int series, int category)
{
  const HdChartSpec *spec = layout->spec;
  HdMark mark = {
    .rect = rect,
    .x = rect.x + rect.width / 2,
    .y = rect.y + rect.height / 2,
    .series = series,
    .category = category,
    .value = NAN,
  };

  if (spec->kind != HD_CHART_MAP && category >= 0 && category < (int)spec->n_categories)
    {
      guint of_series = (guint)MAX (series, 0);

      mark.value = hd_chart_spec_value (spec, of_series, (guint)category);
      mark.flags = hd_chart_spec_flags (spec, of_series, (guint)category);
      mark.code = spec->categories[category].code;
    }
  g_array_append_val (layout->marks, mark);
  return &g_array_index (layout->marks, HdMark, layout->marks->len - 1);
}

HdRole
hd_role_of_notation (const HdSeries *series)
{
  switch (series->notation)
    {
    case HD_NOTATION_PREVIOUS:
      return HD_ROLE_PREVIOUS;
    case HD_NOTATION_PLAN:
      return HD_ROLE_PLAN;
    case HD_NOTATION_FORECAST:
      return HD_ROLE_FORECAST;
    case HD_NOTATION_PART:
      return HD_ROLE_PART_1 + series->part % 5;
    case HD_NOTATION_LANE_GREEN:
      return HD_ROLE_LANE_GREEN;
    case HD_NOTATION_LANE_YELLOW:
      return HD_ROLE_LANE_YELLOW;
    case HD_NOTATION_LANE_RED:
      return HD_ROLE_LANE_RED;
    case HD_NOTATION_ACTUAL:
    default:
      return HD_ROLE_ACTUAL;
    }
}

HdRole
hd_role_of_status (HdPointStatus status, HdRole otherwise)
{
  switch (status)
    {
    case HD_STATUS_BETTER:
      return HD_ROLE_BETTER;
    case HD_STATUS_WORSE:
      return HD_ROLE_WORSE;
    case HD_STATUS_NEUTRAL:
      return HD_ROLE_NEUTRAL;
    case HD_STATUS_NONE:
    default:
      return otherwise;
    }
}

HdGlyph
hd_glyph_of_change (HdPointStatus status, double change)
{
  if (status == HD_STATUS_NEUTRAL || change == 0 || isnan (change))
    return HD_GLYPH_SQUARE;
  return change > 0 ? HD_GLYPH_UP : HD_GLYPH_DOWN;
}

HdRole
hd_role_of_point (const HdChartSpec *spec, guint series, guint category)
{
  HdRole role = hd_role_of_notation (&spec->series[series]);

  if (hd_chart_spec_flags (spec, series, category) & HD_POINT_REST)
    role = role == HD_ROLE_ACTUAL ? HD_ROLE_NEUTRAL : role;
  return hd_role_of_status (hd_chart_spec_status (spec, series, category), role);
}

HdStyle
hd_style_of_point (const HdChartSpec *spec, guint series, guint category)
{
  if (spec->series[series].notation == HD_NOTATION_PLAN)
    return HD_STYLE_DASH;
  if (spec->series[series].notation == HD_NOTATION_FORECAST)
    return HD_STYLE_HATCH;
  if (hd_chart_spec_flags (spec, series, category) & HD_POINT_PARTIAL)
    return HD_STYLE_HOLLOW;
  return HD_STYLE_FILL;
}

void
hd_ink_provisional (HdChartLayout *layout, HdRect bar)
{
  HdRect inner = hd_rect_inset (bar, PROVISIONAL_PX / 2);

  if (inner.width <= 2 || inner.height <= 2)
    return;
  hd_ink_get (layout, hd_ink_rect (layout, HD_ROLE_PREVIOUS, HD_STYLE_DASH, inner))->width
      = PROVISIONAL_PX;
}

void
hd_layout_say_missing (HdChartLayout *layout)
{
  const HdChartWords *words = layout->options.words;
  HdRect plot = layout->plot;
  PangoLayout *text
      = hd_text_new (layout, HD_TEXT_LABEL,
                     hd_words_or (words != NULL ? words->missing : NULL, "no data"), plot.width);

  hd_text_put (layout, text, HD_ROLE_TEXT_DIM,
               hd_text_box (text, plot.x + plot.width / 2, plot.y + plot.height / 2, 0.5, 0.5));
}

HdRect
hd_rect_inset (HdRect rect, double by)
{
  return (HdRect){ rect.x + by, rect.y + by, MAX (rect.width - 2 * by, 0),
                   MAX (rect.height - 2 * by, 0) };
}

gboolean
hd_rect_overlaps (HdRect a, HdRect b)
{
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

gboolean
hd_rect_contains (HdRect rect, double x, double y)
{
  return x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
}

static double
distance_to (HdRect rect, double x, double y)
{
  double across = MAX (MAX (rect.x - x, x - rect.x - rect.width), 0);
  double down = MAX (MAX (rect.y - y, y - rect.y - rect.height), 0);

  return hypot (across, down);
}

int
hd_hit_nearest (const HdChartLayout *layout, double x, double y)
{
  double best_distance = REACH_PX;
  int best = -1;

  for (guint mark = 0; mark < layout->marks->len; mark++)
    {
      double distance = distance_to (g_array_index (layout->marks, HdMark, mark).rect, x, y);

      /* Later marks lie on top of earlier ones. */
      if (distance < best_distance || (distance == 0 && best_distance == 0))
        {
          best_distance = distance;
          best = (int)mark;
        }
    }
  return best;
}

int
hd_hit_column (const HdChartLayout *layout, double x, double y)
{
  HdRect plot = layout->plot;
  double best_across = INFINITY;
  double best_down = INFINITY;
  int best = -1;

  if (!hd_rect_contains (
          (HdRect){ plot.x - REACH_PX, 0, plot.width + 2 * REACH_PX, layout->height }, x, y))
    return -1;
  for (guint index = 0; index < layout->marks->len; index++)
    {
      const HdMark *mark = &g_array_index (layout->marks, HdMark, index);
      double across = fabs (mark->x - x);
      double down = fabs (mark->y - y);

      if (across < best_across - 0.5 || (across < best_across + 0.5 && down < best_down))
        {
          best_across = across;
          best_down = down;
          best = (int)index;
        }
    }
  return best;
}
