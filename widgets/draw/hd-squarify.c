/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Squarified treemaps: M. Bruls, K. Huizing and J. van Wijk, "Squarified treemaps", 2000.
 */

#include "config.h"

#include "hd-squarify.h"

/* The worst side ratio in a row of areas that sum to `sum` along a side of that length: the paper's
 * worst(R, w) = max (w² r+ / s², s² / (w² r-)). */
static double
worst_ratio (double greatest, double least, double sum, double side)
{
  double across = side * side / (sum * sum);

  return MAX (across * greatest, 1 / (across * least));
}

/* How many values from the first one on make the best row along `side`. */
static guint
row_length (const double *areas, guint n, double side, double *sum)
{
  double greatest = areas[0], least = areas[0];
  double worst = worst_ratio (greatest, least, areas[0], side);
  guint length = 1;

  for (*sum = areas[0]; length < n; length++)
    {
      double longer = worst_ratio (MAX (greatest, areas[length]), MIN (least, areas[length]),
                                   *sum + areas[length], side);

      if (longer > worst)
        break;
      worst = longer;
      greatest = MAX (greatest, areas[length]);
      least = MIN (least, areas[length]);
      *sum += areas[length];
    }
  return length;
}

void
hd_squarify (const double *values, guint n, HdRect area, HdRect *rects)
{
  g_autofree double *areas = g_new (double, MAX (n, 1));
  double total = 0;
  guint done = 0;

  for (guint index = 0; index < n; index++)
    total += values[index];
  for (guint index = 0; index < n; index++)
    areas[index] = values[index] / total * area.width * area.height;
  while (done < n && area.width > 0 && area.height > 0)
    {
      /* The row stands along the shorter side; what it leaves is nearer to a square. */
      gboolean is_column = area.height <= area.width;
      double side = is_column ? area.height : area.width;
      double sum, at = 0;
      guint length = row_length (areas + done, n - done, side, &sum);
      double depth = sum / side;

      for (guint index = done; index < done + length; index++)
        {
          double extent = areas[index] / depth;

          rects[index] = is_column ? (HdRect){ area.x, area.y + at, depth, extent }
                                   : (HdRect){ area.x + at, area.y, extent, depth };
          at += extent;
        }
      done += length;
      if (is_column)
        area = (HdRect){ area.x + depth, area.y, area.width - depth, area.height };
      else
        area = (HdRect){ area.x, area.y + depth, area.width, area.height - depth };
    }
  for (; done < n; done++)
    rects[done] = (HdRect){ area.x, area.y, 0, 0 };
}
