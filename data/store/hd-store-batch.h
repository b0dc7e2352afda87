/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes the rows of one dataset out of a message, piece by piece: as versions, by partition, and its
 * deletions with wildcards.
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
  /* The message's columns, borrowed; codes by the dictionary. A part of which no row waits is let go of,
   * and NULL. */
  GPtrArray *parts; /* (element-type HdVersions) (nullable) */
  GPtrArray *rows; /* (element-type HdRows) (nullable): what the parts borrow from */
  GArray *n_waiting; /* (element-type guint) [part] */
  guint64 n_items; /* waiting */
  gsize n_bytes; /* of the parts that are held */
  GHashTable *groups; /* (key partition) (value GArray of HdVersionItem) */
  GHashTable *split_years; /* (element-type year): those that lie in months */
  int newest; /* partition of the last row */
  GArray *new_rules; /* (element-type HdDeletionRule) of the message */
  GArray *old_rules; /* (element-type HdDeletionRule) of messages before */
} HdStoreBatch;

/* For rows of `structure`: makes or extends the dataset's layout. */
gboolean hd_store_batch_init (HdStoreBatch *batch,
                              HdStoreSql *sql,
                              const HdStructure *structure,
                              GError **error);
void hd_store_batch_clear (HdStoreBatch *batch);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdStoreBatch, hd_store_batch_clear)

/* Takes in rows that were `prepared` then. */
gboolean hd_store_batch_add (HdStoreBatch *batch, HdRows *rows, gint64 prepared, GError **error);
/* The partition of a day, a year or a month as the year lies. */
int hd_store_batch_find_partition (const HdStoreBatch *batch, int year, int month);
/* From now on the year lies in months. */
void hd_store_batch_split_year (HdStoreBatch *batch, int year);
/* (transfer full) (nullable): the rows that wait for the partition, which wait no more. */
GArray *hd_store_batch_steal_items (HdStoreBatch *batch, int partition);
/* Lets go of the parts from which those rows were. */
void hd_store_batch_release (HdStoreBatch *batch, const GArray *items);

G_END_DECLS
