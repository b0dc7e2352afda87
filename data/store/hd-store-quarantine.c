/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages that were refused, for the auditor to look at.
 */

#include "config.h"

#include "hd-store-quarantine.h"

#include <zstd.h>

#include "hd-store-private.h"

/* More than is ever kept of one body. */
#define MAX_BODY (64u * 1024 * 1024)

void
hd_store_refused_free (HdStoreRefused *refused)
{
  g_free (refused->dataset);
  g_free (refused->reason);
  g_free (refused->url);
  g_free (refused->etag);
  g_free (refused->sha256);
  g_free (refused);
}

GPtrArray *
hd_store_get_quarantine (HdStore *self, const char *dataset, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_store_refused_free);
  g_autoptr (GMutexLocker) locker = NULL;
  sqlite3_stmt *statement;
  int more;

  g_return_val_if_fail (HD_IS_STORE (self), NULL);
  locker = g_mutex_locker_new (&self->reader->lock);
  statement = hd_store_sql_bind (self->reader,
                                 "SELECT id, dataset, reason, url, etag, sha256, prepared,"
                                 " received, n_bytes FROM quarantine"
                                 " WHERE ?1 IS NULL OR dataset = ?1 ORDER BY id DESC LIMIT ?2",
                                 error, "si", dataset, (gint64)limit);
  if (statement == NULL)
    return NULL;
  while ((more = hd_store_sql_step (self->reader, statement, error)) > 0)
    {
      HdStoreRefused *refused = g_new0 (HdStoreRefused, 1);

      g_ptr_array_add (list, refused);
      refused->id = sqlite3_column_int64 (statement, 0);
      refused->dataset = hd_store_sql_column_dup_text (statement, 1);
      refused->reason = hd_store_sql_column_dup_text (statement, 2);
      refused->url = hd_store_sql_column_dup_text (statement, 3);
      refused->etag = hd_store_sql_column_dup_text (statement, 4);
      refused->sha256 = hd_store_sql_column_dup_text (statement, 5);
      refused->prepared = sqlite3_column_int64 (statement, 6);
      refused->received = sqlite3_column_int64 (statement, 7);
      refused->n_bytes = (guint64)sqlite3_column_int64 (statement, 8);
    }
  return more == 0 ? g_steal_pointer (&list) : NULL;
}

static GBytes *
unpack (const void *packed, gsize n_packed)
{
  unsigned long long size = ZSTD_getFrameContentSize (packed, n_packed);
  guint8 *room;

  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > MAX_BODY)
    return NULL;
  room = g_malloc (MAX ((gsize)size, 1));
  if (ZSTD_decompress (room, (gsize)size, packed, n_packed) == size)
    return g_bytes_new_take (room, (gsize)size);
  g_free (room);
  return NULL;
}

GBytes *
hd_store_get_quarantined_body (HdStore *self, gint64 id, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  sqlite3_stmt *statement;
  GBytes *body = NULL;
  int more;

  g_return_val_if_fail (HD_IS_STORE (self), NULL);
  locker = g_mutex_locker_new (&self->reader->lock);
  statement = hd_store_sql_bind (self->reader, "SELECT body FROM quarantine WHERE id = ?1", error,
                                 "i", id);
  if (statement == NULL)
    return NULL;
  more = hd_store_sql_step (self->reader, statement, error);
  if (more > 0)
    body = unpack (sqlite3_column_blob (statement, 0), (gsize)sqlite3_column_bytes (statement, 0));
  if (more > 0)
    sqlite3_reset (statement);
  return body;
}
