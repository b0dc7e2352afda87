/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes the rows of one dataset out of a message: as versions, by year, and its deletions with wildcards.
 */

#pragma once

#include "hd-rows.h"
#include "hd-store-layout.h"
#include "hd-version-merge.h"

G_BEGIN_DECLS

typedef struct
{
  HdStoreSql *sql; /* in a write transaction */
  HdStoreLayout *layout;
  GPtrArray *
      parts; /* (element-type HdVersions): the message's columns, borrowed; codes by the dictionary */
  GHashTable *years; /* (key year) (value GArray of HdVersionItem) */
  GArray *new_rules; /* (element-type HdDeletionRule) of the message */
  GArray *old_rules; /* (element-type HdDeletionRule) of messages before */
} HdStoreBatch;

void hd_store_batch_init (HdStoreBatch *batch, HdStoreSql *sql);
void hd_store_batch_clear (HdStoreBatch *batch);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdStoreBatch, hd_store_batch_clear)

/* Takes in the parts of the dataset of part number `first`, from there on; makes or extends its layout.
 * The message has to outlive the batch. */
gboolean
hd_store_batch_collect (HdStoreBatch *batch, const HdMessage *message, guint first, GError **error);
/* (transfer none): the rows of `year`; empty when there are none. */
GArray *hd_store_batch_get_items (HdStoreBatch *batch, int year);
/* The deletions that messages before left, into old_rules; and those of this one, for messages to come. */
gboolean hd_store_batch_load_rules (HdStoreBatch *batch, GError **error);
gboolean hd_store_batch_save_rules (HdStoreBatch *batch, GError **error);

G_END_DECLS
