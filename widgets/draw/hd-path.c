/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Polylines, decimated by least and greatest per pixel column.
 */

#include "config.h"

#include "hd-path.h"

#include <math.h>

/* A line of more than a value a pixel and steeper than this is drawn as boxes. */
#define STEEP 6

typedef struct
{
  gboolean is_open;
  double x; /* of the column's first value */
  double first, min, max, last;
  gboolean is_min_first; /* the least came before the greatest */
} Column;

static double
value_x (const HdChartLayout *layout, const HdPathSource *source, guint value)
{
  if (source->days != NULL)
    return hd_scale_px (&layout->day_scale, source->days[value].day);
  return hd_layout_point_x (layout, value, source->n_values);
}

static void
flush (HdChartLayout *layout, Column *column)
{
  double x = column->x;

  if (!column->is_open)
    return;
  hd_ink_path_to (layout, x, column->first);
  if (column->min < column->max)
    {
      hd_ink_path_to (layout, x, column->is_min_first ? column->min : column->max);
      hd_ink_path_to (layout, x, column->is_min_first ? column->max : column->min);
      hd_ink_path_to (layout, x, column->last);
    }
  column->is_open = FALSE;
}

static void
add (HdChartLayout *layout, Column *column, double x, double y)
{
  if (column->is_open && floor (x) != floor (column->x))
    flush (layout, column);
  if (!column->is_open)
    {
      *column = (Column){ TRUE, x, y, y, y, y, TRUE };
      return;
    }
  if (y < column->min)
    {
      column->min = y;
      column->is_min_first = FALSE;
    }
  if (y > column->max)
    {
      column->max = y;
      column->is_min_first = TRUE;
    }
  column->last = y;
}

/* With fewer than two values a pixel there is nothing to thin, and no x may be moved. */
static void
draw_all (HdChartLayout *layout, const HdPathSource *source)
{
  for (guint value = 0; value < source->n_values; value++)
    if (isfinite (source->values[value]))
      hd_ink_path_to (layout, value_x (layout, source, value),
                      hd_scale_px (&layout->value_scale, source->values[value]));
    else
      hd_ink_path_lift (layout);
}

static void
draw_thinned (HdChartLayout *layout, const HdPathSource *source)
{
  Column column = { 0 };

  for (guint value = 0; value < source->n_values; value++)
    if (isfinite (source->values[value]))
      add (layout, &column, value_x (layout, source, value),
           hd_scale_px (&layout->value_scale, source->values[value]));
    else if (column.is_open)
      {
        flush (layout, &column);
        hd_ink_path_lift (layout);
      }
  flush (layout, &column);
}

/* What the line covers of each pixel column, from its least to its greatest y. */
typedef struct
{
  int first; /* of the plot */
  guint n;
  double *top, *bottom; /* INFINITY, -INFINITY: nothing */
} Coverage;

static void
cover (Coverage *coverage, int column, double from, double to)
{
  int at = CLAMP (column - coverage->first, 0, (int)coverage->n - 1);

  coverage->top[at] = MIN (coverage->top[at], MIN (from, to));
  coverage->bottom[at] = MAX (coverage->bottom[at], MAX (from, to));
}

/* A segment from column to column: each gets its own piece of it. */
static void
cover_segment (Coverage *coverage, HdPoint from, HdPoint to)
{
  int last = (int)floor (to.x);
  double slope = to.x > from.x ? (to.y - from.y) / (to.x - from.x) : 0;
  double y = from.y;

  for (int column = (int)floor (from.x); column < last; column++)
    {
      double next = from.y + slope * (column + 1 - from.x);

      cover (coverage, column, y, next);
      y = next;
    }
  cover (coverage, last, y, to.y);
}

/* How steep the line is on the whole, in px a px; with many values nearly the height it covers. */
static double
find_steepness (const HdChartLayout *layout, const HdPathSource *source)
{
  double before = NAN, travel = 0;

  for (guint value = 0; value < source->n_values; value++)
    {
      double y = hd_scale_px (&layout->value_scale, source->values[value]);

      if (isfinite (y) && isfinite (before))
        travel += fabs (y - before);
      before = y;
    }
  return travel / MAX (layout->plot.width, 1);
}

/* One box a pixel column, on whole pixels: of a line that goes up and down within a pixel nothing else can be
 * seen, and filling such boxes costs a hundredth of stroking what they hide. No box is less tall than the line
 * is wide, and none ends short of an extreme. */
static void
draw_boxes (HdChartLayout *layout, const HdPathSource *source, double width)
{
  Coverage coverage = { (int)floor (layout->plot.x), (guint)ceil (layout->plot.width) + 1 };
  HdPoint before = { NAN, NAN };

  coverage.top = g_new (double, coverage.n);
  coverage.bottom = g_new (double, coverage.n);
  for (guint column = 0; column < coverage.n; column++)
    {
      coverage.top[column] = INFINITY;
      coverage.bottom[column] = -INFINITY;
    }
  for (guint value = 0; value < source->n_values; value++)
    {
      HdPoint at = { value_x (layout, source, value),
                     hd_scale_px (&layout->value_scale, source->values[value]) };

      if (isfinite (at.y) && isfinite (before.y))
        cover_segment (&coverage, before, at);
      else if (isfinite (at.y))
        cover (&coverage, (int)floor (at.x), at.y, at.y);
      before = at;
    }
  for (guint column = 0; column < coverage.n; column++)
    {
      double x = coverage.first + (double)column;
      double top = floor (coverage.top[column]);
      double bottom = MAX (ceil (coverage.bottom[column]), top + ceil (width));

      if (!isfinite (top))
        continue;
      hd_ink_path_to (layout, x, top);
      hd_ink_path_to (layout, x + 1, top);
      hd_ink_path_to (layout, x + 1, bottom);
      hd_ink_path_to (layout, x, bottom);
      hd_ink_path_lift (layout);
    }
  g_free (coverage.top);
  g_free (coverage.bottom);
}

static void
draw_lonely (HdChartLayout *layout, const HdPathSource *source, HdRole role)
{
  for (guint value = 0; value < source->n_values; value++)
    {
      gboolean has_left = value > 0 && isfinite (source->values[value - 1]);
      gboolean has_right = value + 1 < source->n_values && isfinite (source->values[value + 1]);

      if (isfinite (source->values[value]) && !has_left && !has_right)
        hd_ink_glyph (layout, role, HD_GLYPH_DOT,
                      (HdPoint){ value_x (layout, source, value),
                                 hd_scale_px (&layout->value_scale, source->values[value]) },
                      4);
    }
}

void
hd_path_draw (HdChartLayout *layout,
              const HdPathSource *source,
              HdRole role,
              HdStyle style,
              double width)
{
  gboolean is_dense = source->n_values > 2 * layout->plot.width;

  if (source->n_values > layout->plot.width && style == HD_STYLE_STROKE
      && find_steepness (layout, source) > STEEP)
    {
      hd_ink_path (layout, role, HD_STYLE_FILL, 0);
      draw_boxes (layout, source, width);
      hd_ink_path_close (layout);
      return;
    }
  hd_ink_path (layout, role, style, width);
  if (is_dense)
    draw_thinned (layout, source);
  else
    {
      draw_all (layout, source);
      draw_lonely (layout, source, role);
    }
}
