/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inner loop of a scan, and the intervals of days that it counts in.
 */

#pragma once

#include "hd-cube-scan.h"

G_BEGIN_DECLS

typedef struct
{
  HdDay first; /* of `of_day` */
  guint n_days;
  gint32 *of_day; /* [day - first] → interval, -1: none */
  guint n_intervals;
  gboolean is_direct; /* interval i is range i */
  GArray *range_of; /* (element-type {guint interval, guint range}); NULL when direct */
} HdCubeIntervals;

HdCubeIntervals *hd_cube_intervals_new (const HdCubeRange *ranges, guint n_ranges);
void hd_cube_intervals_free (HdCubeIntervals *intervals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeIntervals, hd_cube_intervals_free)
/* Adds the pieces up to ranges; keys have the interval, then the range, as their highest part. */
HdCubeCells *hd_cube_intervals_fold (const HdCubeIntervals *intervals,
                                     const HdCubeCells *pieces,
                                     guint64 n_keys,
                                     gboolean is_real);

typedef struct
{
  const HdCubeScan *scan;
  const HdCubeIntervals *intervals;
  GCancellable *cancellable;
  guint64 n_keys; /* with intervals in place of ranges */
} HdCubeKernel;

/* Splits the rows of `parts` into `n_workers` runs of about the same length and adds up what they find
 * in the order of the runs, so that the answer does not depend on who was first. */
HdCubeCells *hd_cube_kernel_run (const HdCubeKernel *kernel,
                                 GPtrArray *parts,
                                 guint n_workers,
                                 HdCubeTrace *trace,
                                 GError **error);

G_END_DECLS
