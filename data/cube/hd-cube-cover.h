/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which tables to read: for every partition the smallest roll-ups that can answer, and rows for the rest.
 */

#pragma once

#include "hd-cube-intervals.h"
#include "hd-cube-kernel.h"
#include "hd-cube-source.h"

G_BEGIN_DECLS

/* What is asked of a dataset. */
typedef struct
{
  HdStructure *structure; /* (transfer none) */
  guint64 dimensions; /* bits by index: filtered, grouped by, or not to be added over */
  guint64 measures;
  gint64 as_of;
  gboolean needs_days; /* the dataset's own reports are told apart */
  gboolean needs_rows; /* no roll-up can answer */
  const HdCubeIntervals *intervals; /* every cut in time that is asked for */
} HdCubeNeed;

typedef struct
{
  GArray *pieces; /* (element-type HdCubePiece), by time within a table */
  GPtrArray *tables; /* (element-type HdCubeTable): what the pieces point into */
} HdCubeCover;

HdCubeCover *hd_cube_cover_new (const HdCubeSource *source,
                                const HdCubeNeed *need,
                                GCancellable *cancellable,
                                HdCubeTrace *trace,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_cube_cover_free (HdCubeCover *cover);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeCover, hd_cube_cover_free)

G_END_DECLS
