/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goods to and from trade partners, as flows on a map of the world.
 */

#pragma once

#include "hd-present.h"

G_BEGIN_DECLS

/* Adds the greatest flows of `kpi` to the map of `spec`; none where it does not tell exports from imports. */
void hd_map_add_flows (const HdPresent *present, const HdKpi *kpi, HdChartSpec *spec);

G_END_DECLS
