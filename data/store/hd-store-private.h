/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the store share.
 */

#pragma once

#include "hd-store-cache.h"
#include "hd-store-columns.h"
#include "hd-store-layout.h"
#include "hd-store-schema.h"
#include "hd-store.h"

G_BEGIN_DECLS

struct _HdStore
{
  GObject parent_instance;

  char *dir;
  HdStoreSql *reader;
  HdStoreSql *writer; /* NULL when opened for reading */
  HdStoreCache *cache;
  /* What the reader knows of datasets, under its lock; of one generation. */
  GHashTable *views; /* (key utf8) (value HdStoreView) */
  gint64 views_generation;

  GMutex structures_lock;
  HdStructures *structures; /* (nullable): as of structures_version */
  gint64 structures_version;
  guint64 structures_serial; /* grows when they are made anew: codes may have other places then */
};

/* The write connection, locked and in a transaction; NULL with an error when it cannot be. */
HdStoreSql *hd_store_begin (HdStore *self, GError **error);
/* The same for what can be made again: waits a moment only where another program writes. */
HdStoreSql *hd_store_begin_soon (HdStore *self, GError **error);
/* Commits when `is_ok`, else rolls back; unlocks. Returns whether it was committed. */
gboolean hd_store_end (HdStore *self, gboolean is_ok, GError **error);
/* Within a transaction: the number of the generation that this one makes. */
gboolean hd_store_next_generation (HdStoreSql *sql, guint64 *generation, GError **error);

/* Within a write transaction. */
gboolean hd_store_write_structure_message (HdStoreSql *sql, GBytes *json, GError **error);
gboolean hd_store_write_check (HdStoreSql *sql,
                               const char *dataset,
                               gint64 checked_at,
                               const char *problem,
                               GError **error);
gboolean hd_store_write_feed_state (HdStoreSql *sql,
                                    const char *feed,
                                    const char *key,
                                    const char *value,
                                    GError **error);

/* (transfer full): the structures, and the serial that they have; never NULL without error. With `complete`
 * made anew, with every code that is stored. */
HdStructures *
hd_store_peek_structures (HdStore *self, gboolean complete, guint64 *serial, GError **error);

/* (transfer full) (element-type utf8): datasets that have rows or had them. */
GPtrArray *hd_store_list_datasets (HdStoreSql *sql, GError **error);

/* For tests: how much may wait, and how long a year may grow, before it is written, and split. */
void hd_store_intake_set_limits (HdStoreIntake *intake, gsize max_waiting, guint max_rows);
/* For tests: the write connection without its lock. */
sqlite3 *hd_store_get_writer_handle (HdStore *self);

G_END_DECLS
