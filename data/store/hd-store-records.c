/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the store keeps beside observations: status, messages, the feeds' memory, quarantine, derived results.
 */

#include "config.h"

#include "hd-store-private.h"

#include <zstd.h>

/* Quarantine is evidence for a person, not an archive. */
#define MAX_QUARANTINED 50
#define MAX_QUARANTINED_BYTES (4u * 1024 * 1024)
void
hd_store_dataset_status_free (HdStoreDatasetStatus *status)
{
  g_free (status->dataset);
  g_free (status->last_error);
  g_free (status);
}

void
hd_store_message_free (HdStoreMessage *message)
{
  g_free (message->dataset);
  g_free (message->url);
  g_free (message->etag);
  g_free (message->sha256);
  g_free (message);
}

static gint64
column_or (sqlite3_stmt *statement, int column, gint64 fallback)
{
  return sqlite3_column_type (statement, column) != SQLITE_NULL
             ? sqlite3_column_int64 (statement, column)
             : fallback;
}

/* From the first day of the first period to the last day of the last one. */
static void
fill_span (HdStoreDatasetStatus *status, sqlite3_stmt *statement)
{
  HdGrain grain = (HdGrain)column_or (statement, 7, HD_GRAIN_DAY);
  guint8 start_day = (guint8)column_or (statement, 8, HD_MONTH_START_CIVIL);

  if (status->n_rows == 0)
    return;
  if (grain == HD_GRAIN_SPAN)
    grain = HD_GRAIN_DAY;
  status->first
      = hd_period_containing ((HdDay)sqlite3_column_int64 (statement, 3), grain, start_day);
  status->last
      = hd_period_containing ((HdDay)sqlite3_column_int64 (statement, 4), grain, start_day);
}

GPtrArray *
hd_store_get_status (HdStore *self, GError **error)
{
  g_autoptr (GPtrArray) list
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_store_dataset_status_free);
  g_autoptr (GMutexLocker) locker = NULL;
  sqlite3_stmt *statement;
  int more;

  g_return_val_if_fail (HD_IS_STORE (self), NULL);
  locker = g_mutex_locker_new (&self->reader->lock);
  /* A dataset that was asked for and never came has a check only. */
  statement = hd_store_sql_bind (
      self->reader,
      "WITH names AS (SELECT name FROM datasets UNION SELECT dataset FROM checks),"
      " sums AS (SELECT dataset, sum(n_rows) AS n_rows, sum(n_history) AS n_history,"
      "  min(first_day) AS first_day, max(last_day) AS last_day, max(vintage) AS vintage,"
      "  sum(n_bytes) AS n_bytes FROM partitions GROUP BY dataset)"
      "SELECT names.name, sums.n_rows, sums.n_history, sums.first_day, sums.last_day, sums.vintage,"
      " sums.n_bytes, datasets.grain, datasets.month_start_day, checks.checked_at, checks.problem"
      " FROM names LEFT JOIN datasets ON datasets.name = names.name"
      " LEFT JOIN sums ON sums.dataset = datasets.id"
      " LEFT JOIN checks ON checks.dataset = names.name ORDER BY names.name",
      error, "");
  more = statement != NULL ? 1 : -1;
  while (more == 1 && (more = hd_store_sql_step (self->reader, statement, error)) == 1)
    {
      HdStoreDatasetStatus *status = g_new0 (HdStoreDatasetStatus, 1);

      g_ptr_array_add (list, status);
      status->dataset = hd_store_sql_column_dup_text (statement, 0);
      status->n_rows = (guint64)column_or (statement, 1, 0);
      status->n_history = (guint64)column_or (statement, 2, 0);
      status->vintage = status->extracted_at = column_or (statement, 5, 0);
      status->n_bytes = (guint64)column_or (statement, 6, 0);
      status->checked_at = column_or (statement, 9, 0);
      status->last_error = hd_store_sql_column_dup_text (statement, 10);
      fill_span (status, statement);
    }
  return more == 0 ? g_steal_pointer (&list) : NULL;
}

gboolean
hd_store_write_check (HdStoreSql *sql,
                      const char *dataset,
                      gint64 checked_at,
                      const char *problem,
                      GError **error)
{
  return hd_store_sql_run (
      sql,
      "INSERT INTO checks VALUES (?1, iif(?3 IS NULL, ?2, 0), ?3)"
      " ON CONFLICT (dataset) DO UPDATE SET problem = excluded.problem,"
      " checked_at = iif(excluded.problem IS NULL, excluded.checked_at, checked_at)",
      error, "sis", dataset, checked_at, problem);
}

gboolean
hd_store_note_check (HdStore *self,
                     const char *dataset,
                     gint64 checked_at,
                     const char *problem,
                     GError **error)
{
  HdStoreSql *sql;

  g_return_val_if_fail (HD_IS_STORE (self) && dataset != NULL, FALSE);
  if ((sql = hd_store_begin (self, error)) == NULL)
    return FALSE;
  return hd_store_end (self, hd_store_write_check (sql, dataset, checked_at, problem, error),
                       error);
}

gboolean
hd_store_write_feed_state (HdStoreSql *sql,
                           const char *feed,
                           const char *key,
                           const char *value,
                           GError **error)
{
  return hd_store_sql_run (sql,
                           "INSERT INTO feed_state VALUES (?1, ?2, ?3) ON CONFLICT"
                           " (feed, key) DO UPDATE SET value = excluded.value",
                           error, "sss", feed, key, value);
}

gboolean
hd_store_set_feed_state (HdStore *self,
                         const char *feed,
                         const char *key,
                         const char *value,
                         GError **error)
{
  HdStoreSql *sql;

  g_return_val_if_fail (HD_IS_STORE (self) && feed != NULL && key != NULL, FALSE);
  if ((sql = hd_store_begin (self, error)) == NULL)
    return FALSE;
  return hd_store_end (self, hd_store_write_feed_state (sql, feed, key, value, error), error);
}

char *
hd_store_get_feed_state (HdStore *self, const char *feed, const char *key, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  sqlite3_stmt *statement;
  char *value = NULL;

  g_return_val_if_fail (HD_IS_STORE (self) && feed != NULL && key != NULL, NULL);
  locker = g_mutex_locker_new (&self->reader->lock);
  statement = hd_store_sql_bind (self->reader,
                                 "SELECT value FROM feed_state WHERE feed = ?1 AND key = ?2", error,
                                 "ss", feed, key);
  if (statement == NULL || hd_store_sql_step (self->reader, statement, error) != 1)
    return NULL;
  value = hd_store_sql_column_dup_text (statement, 0);
  sqlite3_reset (statement);
  return value;
}

GPtrArray *
hd_store_get_messages (HdStore *self, const char *dataset, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_store_message_free);
  g_autoptr (GMutexLocker) locker = NULL;
  sqlite3_stmt *statement;
  int more;

  g_return_val_if_fail (HD_IS_STORE (self), NULL);
  locker = g_mutex_locker_new (&self->reader->lock);
  statement = hd_store_sql_bind (
      self->reader,
      "SELECT id, dataset, url, etag, sha256, prepared, received, n_bytes, added, replaced, deleted"
      " FROM messages WHERE ?1 IS NULL OR dataset = ?1 ORDER BY id DESC LIMIT ?2",
      error, "si", dataset, (gint64)limit);
  more = statement != NULL ? 1 : -1;
  while (more == 1 && (more = hd_store_sql_step (self->reader, statement, error)) == 1)
    {
      HdStoreMessage *message = g_new0 (HdStoreMessage, 1);

      g_ptr_array_add (list, message);
      message->id = sqlite3_column_int64 (statement, 0);
      message->dataset = hd_store_sql_column_dup_text (statement, 1);
      message->url = hd_store_sql_column_dup_text (statement, 2);
      message->etag = hd_store_sql_column_dup_text (statement, 3);
      message->sha256 = hd_store_sql_column_dup_text (statement, 4);
      message->prepared = sqlite3_column_int64 (statement, 5);
      message->received = sqlite3_column_int64 (statement, 6);
      message->n_bytes = (guint64)sqlite3_column_int64 (statement, 7);
      message->added = (guint64)sqlite3_column_int64 (statement, 8);
      message->replaced = (guint64)sqlite3_column_int64 (statement, 9);
      message->deleted = (guint64)sqlite3_column_int64 (statement, 10);
    }
  return more == 0 ? g_steal_pointer (&list) : NULL;
}

/* The head of the body, compressed: enough to see what was wrong. */
static GBytes *
pack_body (GBytes *body)
{
  gsize size = 0;
  gconstpointer data = body != NULL ? g_bytes_get_data (body, &size) : NULL;
  gsize kept = MIN (size, MAX_QUARANTINED_BYTES);
  gsize bound = ZSTD_compressBound (kept);
  guint8 *room = g_malloc (bound);

  return g_bytes_new_take (room, ZSTD_compress (room, bound, data, kept, 3));
}

gboolean
hd_store_quarantine (HdStore *self,
                     const HdReceipt *receipt,
                     const char *dataset,
                     const char *reason,
                     GBytes *body,
                     GError **error)
{
  g_autoptr (GBytes) packed = pack_body (body);
  HdStoreSql *sql;
  gboolean is_ok;

  g_return_val_if_fail (HD_IS_STORE (self) && receipt != NULL && reason != NULL, FALSE);
  if ((sql = hd_store_begin (self, error)) == NULL)
    return FALSE;
  is_ok = hd_store_sql_run (
              sql,
              "INSERT INTO quarantine (dataset, reason, url, etag, sha256, prepared, received,"
              " n_bytes, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
              error, "sssssiiib", dataset, reason, receipt->url, receipt->etag, receipt->sha256,
              receipt->prepared, receipt->received, (gint64)receipt->n_bytes, packed)
          && hd_store_sql_run (sql,
                               "DELETE FROM quarantine WHERE id <="
                               " (SELECT max(id) FROM quarantine) - ?1",
                               error, "i", (gint64)MAX_QUARANTINED);
  return hd_store_end (self, is_ok, error);
}

gboolean
hd_store_put_derived (HdStore *self,
                      const char *key,
                      guint64 generation,
                      GBytes *value,
                      GError **error)
{
  HdStoreSql *sql;

  g_return_val_if_fail (HD_IS_STORE (self) && key != NULL && value != NULL, FALSE);
  /* It can be made again: forty such results are not to wait for another program each. */
  if ((sql = hd_store_begin_soon (self, error)) == NULL)
    return FALSE;
  return hd_store_end (
      self,
      hd_store_sql_run (sql,
                        "INSERT INTO derived VALUES (?1, ?2, ?3) ON CONFLICT (key) DO UPDATE"
                        " SET generation = excluded.generation, value = excluded.value",
                        error, "sib", key, (gint64)generation, value),
      error);
}

GBytes *
hd_store_get_derived (HdStore *self, const char *key, gboolean stale_ok, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  sqlite3_stmt *statement;
  GBytes *value;

  g_return_val_if_fail (HD_IS_STORE (self) && key != NULL, NULL);
  locker = g_mutex_locker_new (&self->reader->lock);
  statement = hd_store_sql_bind (self->reader,
                                 "SELECT value FROM derived WHERE key = ?1 AND (?2 OR generation ="
                                 " (SELECT value FROM meta WHERE key = 'generation'))",
                                 error, "si", key, (gint64)(stale_ok != FALSE));
  if (statement == NULL || hd_store_sql_step (self->reader, statement, error) != 1)
    return NULL;
  value = g_bytes_new (sqlite3_column_blob (statement, 0),
                       (gsize)sqlite3_column_bytes (statement, 0));
  sqlite3_reset (statement);
  return value;
}
