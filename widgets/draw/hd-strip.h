/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For painters over time: the strip of variances under the plot.
 */

#pragma once

#include "hd-layout.h"

G_BEGIN_DECLS

/* What the strip takes of a plot of that height; 0 without a strip, or without room for one. */
double hd_strip_height (const HdChartLayout *layout, double plot_height);
/* Bars of spec->strip in `strip`: over the slot of each category, or on a time axis over the time since the
 * one before. `x_of` is where a category stands. */
void hd_strip_draw (HdChartLayout *layout,
                    HdRect strip,
                    double (*x_of) (const HdChartLayout *layout, guint category));

G_END_DECLS
