/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inner loops of a scan: one pass over tables, for all the sums that are asked of them.
 */

#pragma once

#include "hd-cube-intervals.h"
#include "hd-cube-table.h"

G_BEGIN_DECLS

/* One sum of the pass. */
typedef struct
{
  const HdCubeScan *scan;
  const HdCubeIntervals *intervals;
  guint64 n_keys; /* with intervals in place of ranges */
  HdCubeCells *cells; /* (out) (transfer full) */
} HdCubeLane;

/* Rows first … last-1 of a table. */
typedef struct
{
  HdCubeTable *table; /* (transfer none) */
  guint first, last;
} HdCubePiece;

/* `n_workers` 0: as many as the work is worth. Sums of whole numbers do not depend on how the pieces are shared out among threads; where a measure is
 * real there is one thread, so that neither do they. Cancelled: G_IO_ERROR_CANCELLED. */
gboolean hd_cube_kernel_run (HdCubeLane *lanes,
                             guint n_lanes,
                             const HdCubePiece *pieces,
                             guint n_pieces,
                             guint n_workers,
                             GCancellable *cancellable,
                             HdCubeTrace *trace,
                             GError **error);

G_END_DECLS
