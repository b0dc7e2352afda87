/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes the rows of one dataset of a message into its partitions, within the message's transaction.
 */

#pragma once

#include "hd-store-batch.h"
#include "hd-store-partition.h"
#include "hd-store.h"

G_BEGIN_DECLS

typedef struct
{
  HdStoreBatch batch;
  HdSegmentWriter *writer;
  gint64 prepared; /* of the message */
  guint64 generation; /* that its news will make */
  guint max_rows; /* of a year that does not lie in months */
  gboolean is_news;
  gboolean has_flushed; /* some of the message is written already */
  HdApplyResult result;
} HdStoreApply;

gboolean hd_store_apply_init (HdStoreApply *apply,
                              HdStoreSql *sql,
                              const HdStructure *structure,
                              gint64 prepared,
                              guint64 generation,
                              GError **error);
void hd_store_apply_clear (HdStoreApply *apply);
/* Merges what waits into its partitions; without `with_newest` all but the one where rows came last. */
gboolean hd_store_apply_flush (HdStoreApply *apply, gboolean with_newest, GError **error);
/* Merges the rest, and notes the message. */
gboolean hd_store_apply_finish (HdStoreApply *apply, const HdReceipt *receipt, GError **error);

G_END_DECLS
