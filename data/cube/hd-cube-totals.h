/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Totals that stand inside a dimension, which must never be added to their parts.
 */

#pragma once

#include "hd-cube-scan.h"

G_BEGIN_DECLS

/* Settles what counts, now that it is seen what the dataset reports. HD_CUBE_TOTAL_AUTO becomes a keep
 * table of `_T` alone where there is `_T`. In a nested dimension that is not grouped, a code is left out
 * when a code above it is wanted and reported too: the cars among all imports, the vans among cars. */
void hd_cube_totals_settle (HdCubeScan *scan, GPtrArray *parts);

G_END_DECLS
