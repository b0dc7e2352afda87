/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns by which others of a partition are told, read where they are wanted.
 */

#pragma once

#include "hd-store-partition.h"

G_BEGIN_DECLS

/* Where segments come from: one by its column's name. (transfer full) (nullable): NULL also without error,
 * when there is none. */
typedef GBytes *(*HdSegmentFinder) (gpointer data, const char *name, GError **error);

/* Keeps what was read last, since measures mostly share their base. */
typedef struct
{
  const HdStoreLayout *layout;
  int number;
  HdPart part;
  guint n_rows;
  HdSegmentFinder find;
  gpointer data;
  /*< private >*/
  char *base_name, *codes_name;
  gint64 *values;
  HdCode *codes;
} HdPartitionBase;

void hd_partition_base_clear (HdPartitionBase *base);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdPartitionBase, hd_partition_base_clear)

/* What `segment` wants into `of`, nothing if nothing; it stays until the next call. The segment's own
 * checks are still to come. HD_STORE_ERROR_DAMAGED. */
gboolean
hd_partition_base_find (HdPartitionBase *base, GBytes *segment, HdColumnBase *of, GError **error);
/* A finder over what hd_partition_fetch() gave. */
GBytes *hd_partition_base_find_fetched (gpointer segments, const char *name, GError **error);

G_END_DECLS
