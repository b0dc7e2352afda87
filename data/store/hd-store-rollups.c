/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps what the engine derives of partitions beside them.
 */

#include "config.h"

#include "hd-store-view.h"

static void
rollup_clear (gpointer data)
{
  g_bytes_unref (((HdStoreRollup *)data)->value);
}

GArray *
hd_store_get_rollups (HdStore *self, const char *dataset, const char *rollup, GError **error)
{
  g_autoptr (GArray) rollups = g_array_new (FALSE, FALSE, sizeof (HdStoreRollup));
  g_autoptr (GMutexLocker) locker = NULL;
  sqlite3_stmt *statement;
  int more;

  g_return_val_if_fail (HD_IS_STORE (self) && dataset != NULL && rollup != NULL, NULL);
  g_array_set_clear_func (rollups, rollup_clear);
  locker = g_mutex_locker_new (&self->reader->lock);
  statement
      = hd_store_sql_bind (self->reader,
                           "SELECT rollups.period, tag, value FROM rollups"
                           " JOIN datasets ON datasets.id = rollups.dataset"
                           " JOIN partitions ON partitions.dataset = rollups.dataset AND "
                           "partitions.period = rollups.period"
                           "  AND partitions.version = tag"
                           " WHERE datasets.name = ?1 AND rollup = ?2 ORDER BY rollups.period",
                           error, "ss", dataset, rollup);
  more = statement != NULL ? 1 : -1;
  while (more == 1 && (more = hd_store_sql_step (self->reader, statement, error)) == 1)
    {
      HdStoreRollup found = { sqlite3_column_int (statement, 0),
                              (guint64)sqlite3_column_int64 (statement, 1), NULL };

      found.value = g_bytes_new (sqlite3_column_blob (statement, 2),
                                 (gsize)sqlite3_column_bytes (statement, 2));
      g_array_append_val (rollups, found);
    }
  return more == 0 ? g_steal_pointer (&rollups) : NULL;
}

GBytes *
hd_store_get_rollup (HdStore *self,
                     const char *dataset,
                     const char *rollup,
                     int partition,
                     GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  sqlite3_stmt *statement;
  GBytes *value;

  g_return_val_if_fail (HD_IS_STORE (self) && dataset != NULL && rollup != NULL, NULL);
  locker = g_mutex_locker_new (&self->reader->lock);
  statement = hd_store_sql_bind (
      self->reader,
      "SELECT value FROM rollups JOIN datasets ON datasets.id = rollups.dataset"
      " JOIN partitions ON partitions.dataset = rollups.dataset"
      "  AND partitions.period = rollups.period AND partitions.version = tag"
      " WHERE datasets.name = ?1 AND rollup = ?2 AND rollups.period = ?3",
      error, "ssi", dataset, rollup, (gint64)partition);
  if (statement == NULL || hd_store_sql_step (self->reader, statement, error) != 1)
    return NULL;
  value = g_bytes_new (sqlite3_column_blob (statement, 0),
                       (gsize)sqlite3_column_bytes (statement, 0));
  sqlite3_reset (statement);
  return value;
}

gboolean
hd_store_put_rollups (HdStore *self,
                      const char *dataset,
                      const char *rollup,
                      const HdStoreRollup *rollups,
                      guint n_rollups,
                      GError **error)
{
  HdStoreSql *sql;
  gboolean is_ok = TRUE;

  g_return_val_if_fail (HD_IS_STORE (self) && dataset != NULL && rollup != NULL, FALSE);
  if ((sql = hd_store_begin (self, error)) == NULL)
    return FALSE;
  for (guint index = 0; is_ok && index < n_rollups; index++)
    is_ok = hd_store_sql_run (
        sql,
        "INSERT INTO rollups (dataset, period, rollup, tag, value)"
        " SELECT partitions.dataset, period, ?2, version, ?5 FROM partitions"
        "  JOIN datasets ON datasets.id = partitions.dataset"
        "  WHERE name = ?1 AND period = ?3 AND version = ?4"
        " ON CONFLICT (dataset, rollup, period) DO UPDATE SET tag = excluded.tag,"
        "  value = excluded.value",
        error, "ssiib", dataset, rollup, (gint64)rollups[index].partition,
        (gint64)rollups[index].tag, rollups[index].value);
  return hd_store_end (self, is_ok, error);
}

/* (transfer full) (element-type utf8): names of the dataset's that are of none of `ids`. */
static GPtrArray *
list_others (HdStoreSql *sql, const char *dataset, const char *const *ids, GError **error)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = hd_store_sql_bind (sql,
                                               "SELECT DISTINCT rollup FROM rollups WHERE dataset ="
                                               " (SELECT id FROM datasets WHERE name = ?1)",
                                               error, "s", dataset);
  int more = statement != NULL ? 1 : -1;

  while (more == 1 && (more = hd_store_sql_step (sql, statement, error)) == 1)
    {
      g_autofree char *name = hd_store_sql_column_dup_text (statement, 0);
      g_autofree char *id = g_strndup (name, strcspn (name, "/"));

      if (!g_strv_contains (ids, id))
        g_ptr_array_add (others, g_steal_pointer (&name));
    }
  return more == 0 ? g_steal_pointer (&others) : NULL;
}

gboolean
hd_store_keep_rollups (HdStore *self, const char *dataset, const char *const *ids, GError **error)
{
  g_autoptr (GPtrArray) others = NULL;
  HdStoreSql *sql;
  gboolean is_ok;

  g_return_val_if_fail (HD_IS_STORE (self) && dataset != NULL && ids != NULL, FALSE);
  if ((sql = hd_store_begin (self, error)) == NULL)
    return FALSE;
  others = list_others (sql, dataset, ids, error);
  is_ok = others != NULL;
  for (guint index = 0; is_ok && index < others->len; index++)
    is_ok = hd_store_sql_run (sql,
                              "DELETE FROM rollups WHERE rollup = ?2 AND dataset ="
                              " (SELECT id FROM datasets WHERE name = ?1)",
                              error, "ss", dataset, (char *)g_ptr_array_index (others, index));
  return hd_store_end (self, is_ok, error);
}
