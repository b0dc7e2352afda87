/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What readers know of a dataset besides its segments: its layout and its partitions, of one generation.
 */

#pragma once

#include "hd-store-partition.h"
#include "hd-store-private.h"

G_BEGIN_DECLS

/* Read once a generation, not once a question. Immutable, atomically counted. */
typedef struct
{
  HdStoreLayout *layout;
  GArray *partitions; /* (element-type HdPartitionInfo), in the order of time */
  gatomicrefcount refs;
} HdStoreView;

HdStoreView *hd_store_view_ref (HdStoreView *view);
void hd_store_view_unref (HdStoreView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdStoreView, hd_store_view_unref)

/* Within a read transaction of the reader. `view` (transfer full) becomes NULL when nothing of the dataset
 * is stored. */
gboolean
hd_store_find_view_locked (HdStore *self, const char *dataset, HdStoreView **view, GError **error);
/* The same, with a transaction of its own. */
gboolean
hd_store_find_view (HdStore *self, const char *dataset, HdStoreView **view, GError **error);

G_END_DECLS
