/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For painters: value axes with honest zeros, category labels that give way to each other,
 * calendar labels, and the legend that steps in when direct labels find no room.
 */

#pragma once

#include "hd-layout.h"
#include "hd-ticks.h"

G_BEGIN_DECLS

/* At most this many grid lines, the zero among them. */
#define HD_AXIS_MAX_TICKS 5

typedef struct
{
  HdTicks ticks;
  double min, max;
  gboolean is_cut; /* zero is outside, and the chart must say so */
  double label_width; /* 0: labels so wide that the chart does without */
  HdNumberFormat format; /* of the tick labels */
} HdValueAxis;

/* Plans an axis over the values; zero is included unless the spec allows a cut that gains much. The
 * spec's own scale wins. `headroom` is a part of the span left free above and, when there are
 * negative values, below. */
void hd_axis_plan (HdChartLayout *layout,
                   double min,
                   double max,
                   guint max_ticks,
                   double headroom,
                   HdValueAxis *axis);
/* Sets layout->value_scale to the plot's height, and draws grid lines and labels left of it. */
void hd_axis_draw_vertical (HdChartLayout *layout, const HdValueAxis *axis);
/* Sets layout->value_scale to the plot's width, and draws grid lines and labels below it. */
void hd_axis_draw_horizontal (HdChartLayout *layout, const HdValueAxis *axis);
/* "axis starts at 95" at the top right of the plot, when it does. */
void hd_axis_say_cut (HdChartLayout *layout, const HdValueAxis *axis);

/* The middle and the width of a category's slot across the plot. */
double hd_axis_slot_width (const HdChartLayout *layout);
double hd_axis_slot_middle (const HdChartLayout *layout, guint category);
/* Labels under the plot, one a slot: wrapped when that helps, thinned evenly when it does not. */
void hd_axis_draw_categories (HdChartLayout *layout, double top, int max_lines);
/* The height that hd_axis_draw_categories() will need. */
double hd_axis_categories_height (const HdChartLayout *layout, double plot_width, int max_lines);
/* Labels under the points of a line, thinned evenly. */
void hd_axis_draw_points (HdChartLayout *layout, double top);
/* Sets layout->day_scale, and draws the calendar under the plot. */
void hd_axis_draw_days (HdChartLayout *layout, double top);

/* A row of swatches and names at `at`; returns its height, 0 when nothing was drawn. */
double hd_legend_draw (HdChartLayout *layout, HdPoint at, double width);
/* The headline, in its status colour, at `at`; returns its height, 0 when there is none. */
double hd_headline_draw (HdChartLayout *layout, HdPoint at, double width);

G_END_DECLS
