/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map and how it came to be so: the same places in each of the last periods, on one scale of colours.
 */

#pragma once

#include "hd-map-figures.h"

G_BEGIN_DECLS

/* By what places are coloured. One row of hd_map_colours[] each. */
typedef enum
{
  HD_MAP_COLOUR_CHANGE, /* per cent against what the scope compares with */
  HD_MAP_COLOUR_VALUE, /* fifths of the places */
  HD_MAP_COLOUR_PLAN, /* ahead of the plan or behind, same days */
  HD_N_MAP_COLOURS
} HdMapColour;

typedef struct
{
  const char *id; /* (nullable): of HdScope.colour */
  const char *name; /* N_() */
} HdMapColourInfo;

extern const HdMapColourInfo hd_map_colours[HD_N_MAP_COLOURS];
/* What the scope asks for, or what is nearest to it for that KPI. */
HdMapColour hd_map_colour_of (const HdPresent *present, const HdKpi *kpi);

/* The KPI of the drill path, or one that the places have. */
const HdKpi *hd_map_kpi (const HdPresent *present, const HdMapKind *kind);

/* Maps of `kpi`, a period each, and last the whole of what the scope looks at.
 * (transfer full) (element-type HdChartSpec) */
GPtrArray *hd_map_story_new (const HdPresent *present,
                             const HdKpi *kpi,
                             const HdMapKind *kind,
                             guint n_periods,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The places of a map as bars, greatest first. `dimension` (nullable) is that of their codes. */
HdChartSpec *hd_map_ranking_new (HdChartSpec *map, const char *dimension) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
