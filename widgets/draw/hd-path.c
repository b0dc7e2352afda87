/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Polylines, decimated by least and greatest per pixel column.
 */

#include "config.h"

#include "hd-path.h"

#include <math.h>

/* Values a pixel from which a line is drawn as boxes. */
#define BOXES_FROM 8

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

/* One box a pixel column, from its least to its greatest value and on to where the column before
 * ended: with so many values there is nothing between columns to be smooth, and filling boxes costs
 * a fifth of stroking what they hide. */
static void
draw_boxes (HdChartLayout *layout, const HdPathSource *source, double width)
{
  double before = NAN;
  guint value = 0;

  while (value < source->n_values)
    {
      double x = floor (value_x (layout, source, value));
      double top = isfinite (before) ? before : INFINITY;
      double bottom = isfinite (before) ? before : -INFINITY;

      for (; value < source->n_values && floor (value_x (layout, source, value)) <= x; value++)
        {
          before = hd_scale_px (&layout->value_scale, source->values[value]);
          if (!isfinite (before))
            continue;
          top = MIN (top, before);
          bottom = MAX (bottom, before);
        }
      if (top > bottom)
        continue;
      if (bottom - top < width)
        bottom = top + width;
      hd_ink_path_to (layout, x, top);
      hd_ink_path_to (layout, x + 1, top);
      hd_ink_path_to (layout, x + 1, bottom);
      hd_ink_path_to (layout, x, bottom);
      hd_ink_path_lift (layout);
    }
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

  if (source->n_values > BOXES_FROM * layout->plot.width && style == HD_STYLE_STROKE)
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
