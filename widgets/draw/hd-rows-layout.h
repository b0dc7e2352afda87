/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For painters of one category a row (bars, ladder, stack, table): where rows stand, how wide
 * their labels are, and what happens when there are too many.
 */

#pragma once

#include "hd-layout.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_rows; /* shown; the rest is said as "… +12" */
  double top, height; /* of one row */
  gboolean has_label_above; /* else the label is left of the bar */
  double label_width; /* of the left column; 0 with labels above */
  double line; /* height of a line of text */
} HdRows;

/* Plans rows in layout->plot. Labels stand above where a row has room for two lines. */
void hd_rows_plan (HdChartLayout *layout, gboolean may_stand_above, HdRows *rows);
/* The label of a row, in its place; ellipsised, never over the bar. */
void hd_rows_draw_label (HdChartLayout *layout, const HdRows *rows, guint row, double max_width);
/* The whole row, and the band in it where the bar lies. */
HdRect hd_rows_rect (const HdChartLayout *layout, const HdRows *rows, guint row);
HdRect hd_rows_bar (const HdChartLayout *layout, const HdRows *rows, guint row, double max_height);
/* "… +12" under the last row, when some were left out. */
void hd_rows_draw_rest (HdChartLayout *layout, const HdRows *rows);
/* Each series' glyph and name at the top of the plot, on as many lines as that takes; a plan is an amber tick.
 * Returns the height, which the caller takes off. */
double hd_rows_draw_key (HdChartLayout *layout,
                         HdGlyph (*glyph_of) (const HdChartSpec *spec, guint series));
/* The height that n categories want. */
double hd_rows_natural_height (const HdChartSpec *spec, double width, double font_px);

G_END_DECLS
