/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs the scans of a question: those of one dataset in one pass over the smallest tables that can answer.
 */

#pragma once

#include "hd-cube-source.h"

G_BEGIN_DECLS

typedef struct _HdCubeBatch HdCubeBatch;

HdCubeBatch *hd_cube_batch_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hd_cube_batch_free (HdCubeBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeBatch, hd_cube_batch_free)

/* Both must live until the batch has run, which leaves the scan's sums by range, axes and class in
 * `cells` (transfer full). */
void hd_cube_batch_add (HdCubeBatch *batch, HdCubeScan *scan, HdCubeCells **cells);
/* Runs what was added since the last time. Cancelled: G_IO_ERROR_CANCELLED. */
gboolean hd_cube_batch_run (HdCubeBatch *batch,
                            const HdCubeSource *source,
                            GCancellable *cancellable,
                            HdCubeTrace *trace,
                            GError **error);

/* The last day of the last report that has the measure, or HD_DAY_NONE. Only `totals`, the measure
 * and `as_of` are regarded: a filter must not move the end of the data. */
gboolean hd_cube_batch_find_last_day (HdCubeScan *scan,
                                      const HdCubeSource *source,
                                      HdPeriod extent,
                                      HdDay *last,
                                      GError **error);

G_END_DECLS
