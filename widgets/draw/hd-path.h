/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For painters: a polyline through any number of values, thinned to what the pixels can show.
 */

#pragma once

#include "hd-layout.h"

G_BEGIN_DECLS

typedef struct
{
  const double *values; /* NAN lifts the pen */
  guint n_values;
  const HdCategory *days; /* nullable: evenly spread over the plot */
} HdPathSource;

/* Uses the layout's plot, day_scale and value_scale. Each pixel column keeps its first, least,
 * greatest and last value, so no spike is lost. A value with no neighbour becomes a dot. */
void hd_path_draw (HdChartLayout *layout,
                   const HdPathSource *source,
                   HdRole role,
                   HdStyle style,
                   double width);

G_END_DECLS
