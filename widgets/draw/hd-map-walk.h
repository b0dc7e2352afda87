/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walking a map by its geography: what lies east of this unit?
 */

#pragma once

#include "hd-painter.h"

G_BEGIN_DECLS

typedef enum
{
  HD_MAP_WEST,
  HD_MAP_EAST,
  HD_MAP_NORTH,
  HD_MAP_SOUTH,
} HdMapDirection;

/* The mark that lies nearest on that side of `mark`, a unit or a bubble; `mark` itself when there is none. From -1: where a walk begins. -1: there is nothing to walk. */
int hd_map_walk (const HdChartLayout *layout, int mark, HdMapDirection direction);

G_END_DECLS
