/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Totals that stand inside a dimension, which must never be added to their parts.
 */

#pragma once

#include "hd-cube-kernel.h"

G_BEGIN_DECLS

/* The dimensions (bits by index) whose codes must be seen before it is known what counts. */
guint64 hd_cube_totals_find_open (const HdCubeScan *scan);
/* `pieces` (element-type HdCubePiece) are the rows of the days that are asked for.
 * Settles what counts, now that it is seen what the dataset reports. HD_CUBE_TOTAL_AUTO becomes a keep
 * table of `_T` alone where there is `_T`. In a nested dimension that is not grouped, a code is left out
 * when a code above it is wanted and reported too: the cars among all imports, the vans among cars. */
void hd_cube_totals_settle (HdCubeScan *scan, const GArray *pieces);
/* The same for who has seen the codes elsewhere: reported[dimension][code], of the open dimensions. */
void hd_cube_totals_settle_codes (HdCubeScan *scan, guint8 *const *reported);

G_END_DECLS
