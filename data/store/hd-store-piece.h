/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One column of one partition, on its way from the disk into memory.
 */

#pragma once

#include "hd-column.h"
#include "hd-store-view.h"

G_BEGIN_DECLS

typedef struct
{
  const HdPartitionInfo *info;
  gint64 as_of; /* 0: the latest */
  const HdColumn *column; /* HD_COLUMN_DAY: the index of days */
  gpointer object; /* (nullable) HdDayIndex, or HdVector; NULL of a column that is absent */
  gboolean is_found;
} HdStorePiece;

/* Each takes the reader's lock only while it reads. FALSE without error, and has_moved: the partition is
 * not that of the view any more. `only` (nullable): these rows, of a column that is not that of the days. */
gboolean hd_store_piece_load (HdStore *self,
                              const HdStoreView *view,
                              HdStorePiece *piece,
                              const HdRowRanges *only,
                              gboolean *has_moved,
                              GError **error);
/* All pieces are of one partition and moment. */
gboolean hd_store_pieces_load_as_of (HdStore *self,
                                     const HdStoreView *view,
                                     HdStorePiece *pieces,
                                     guint n_pieces,
                                     gboolean *has_moved,
                                     GError **error);

G_END_DECLS
