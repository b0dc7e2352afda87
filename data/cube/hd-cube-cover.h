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
  gsize bytes_at_once; /* of rows that are held at a time; 0: all of them */
  HdCubeScan *const *scans; /* for whose sums it is */
  guint n_scans; /* 0: all rows must be looked at, whatever is wanted of them */
} HdCubeNeed;

typedef struct
{
  GArray *pieces; /* (element-type HdCubePiece), by time within a table */
  GPtrArray *tables; /* (element-type HdCubeTable): what the pieces point into */
  /*< private >*/
  GArray *rest; /* (element-type HdCubeRange): days left to the rows */
  GArray *parts; /* (element-type HdCubeRowsPart): that these days are of; empty: not known */
  guint n_read; /* of `parts` */
} HdCubeCover;

/* Private: a partition that is read row by row. */
typedef struct
{
  int partition;
  guint n_rows;
} HdCubeRowsPart;

HdCubeCover *hd_cube_cover_new (const HdCubeSource *source,
                                const HdCubeNeed *need,
                                GCancellable *cancellable,
                                HdCubeTrace *trace,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_cube_cover_free (HdCubeCover *cover);

/* Where need->bytes_at_once left rows unread: reads more of them in place of what the cover holds. */
gboolean hd_cube_cover_has_more (const HdCubeCover *cover);
gboolean hd_cube_cover_go_on (HdCubeCover *cover,
                              const HdCubeSource *source,
                              const HdCubeNeed *need,
                              GCancellable *cancellable,
                              HdCubeTrace *trace,
                              GError **error);

/* Private, hd-cube-cover-rows.c: adds as many rows as may be held. */
gboolean hd_cube_cover_read_rows (HdCubeCover *cover,
                                  const HdCubeSource *source,
                                  const HdCubeNeed *need,
                                  GCancellable *cancellable,
                                  HdCubeTrace *trace,
                                  GError **error);
/* Private: helpers of both files. */
gboolean hd_cube_need_is_wanted (const HdCubeNeed *need, const HdCubeRun *run);
void hd_cube_cover_add_piece (HdCubeCover *cover, HdCubeTable *table, guint first, guint last);
void
hd_cube_cover_note (const HdCubeNeed *need, HdCubeTrace *trace, const char *what, guint64 n_rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeCover, hd_cube_cover_free)

G_END_DECLS
