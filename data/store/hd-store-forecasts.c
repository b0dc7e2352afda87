/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the book of forecasts keeps its pages: rows that the store does not look into.
 */

#include "config.h"

#include "hd-store-forecasts.h"

#include "hd-store-private.h"

#define COLUMNS                                                                                    \
  "SELECT forecasts.kpi, scope, grain, hash, vintage, is_shown, newest, older,"                    \
  " forecast_refreshes.generation IS NOT (SELECT value FROM meta WHERE key = 'generation')"        \
  " FROM forecasts LEFT JOIN forecast_refreshes ON forecast_refreshes.kpi = forecasts.kpi"

void
hd_store_forecast_free (HdStoreForecast *page)
{
  g_free (page->kpi);
  g_free (page->scope);
  g_free (page->hash);
  g_clear_pointer (&page->newest, g_bytes_unref);
  g_clear_pointer (&page->older, g_bytes_unref);
  g_free (page);
}

void
hd_store_derived_free (HdStoreDerived *derived)
{
  g_free (derived->key);
  g_clear_pointer (&derived->value, g_bytes_unref);
  g_free (derived);
}

static gboolean
put_derived (HdStoreSql *sql, const HdStoreForecastBatch *batch, GError **error)
{
  for (guint index = 0; batch->derived != NULL && index < batch->derived->len; index++)
    {
      const HdStoreDerived *derived = g_ptr_array_index (batch->derived, index);

      if (!hd_store_sql_run (sql,
                             "INSERT INTO derived VALUES (?1, ?2, ?3) ON CONFLICT (key) DO UPDATE"
                             " SET generation = excluded.generation, value = excluded.value",
                             error, "sib", derived->key, (gint64)batch->generation, derived->value))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_batch (HdStoreSql *sql, const HdStoreForecastBatch *batch, GError **error)
{
  for (guint index = 0; index < batch->pages->len; index++)
    {
      const HdStoreForecast *page = g_ptr_array_index (batch->pages, index);

      if (!hd_store_sql_run (sql,
                             "INSERT INTO forecasts (kpi, scope, grain, hash, vintage, is_shown,"
                             " newest, older) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                             " ON CONFLICT (kpi, scope, grain) DO UPDATE SET hash = excluded.hash,"
                             " vintage = excluded.vintage, is_shown = excluded.is_shown,"
                             " newest = excluded.newest, older = excluded.older",
                             error, "ssisiibb", batch->kpi, page->scope, (gint64)page->grain,
                             page->hash, page->vintage, (gint64)(page->is_shown != FALSE),
                             page->newest, page->older))
        return FALSE;
    }
  for (guint index = 0; batch->gone != NULL && index < batch->gone->len; index++)
    {
      const HdStoreForecast *page = g_ptr_array_index (batch->gone, index);

      if (!hd_store_sql_run (sql,
                             "DELETE FROM forecasts WHERE kpi = ?1 AND scope = ?2 AND grain = ?3",
                             error, "ssi", batch->kpi, page->scope, (gint64)page->grain))
        return FALSE;
    }
  return hd_store_sql_run (sql,
                           "INSERT INTO forecast_refreshes VALUES (?1, ?2, ?3) ON CONFLICT (kpi)"
                           " DO UPDATE SET generation = excluded.generation,"
                           " refreshed_at = excluded.refreshed_at",
                           error, "sii", batch->kpi, (gint64)batch->generation,
                           batch->refreshed_at);
}

gboolean
hd_store_put_forecasts (HdStore *self,
                        const HdStoreForecastBatch *batches,
                        guint n_batches,
                        GError **error)
{
  HdStoreSql *sql;
  gboolean is_ok = TRUE;

  g_return_val_if_fail (HD_IS_STORE (self), FALSE);
  if ((sql = hd_store_begin (self, error)) == NULL)
    return FALSE;
  for (guint index = 0; index < n_batches && is_ok; index++)
    is_ok = put_batch (sql, &batches[index], error) && put_derived (sql, &batches[index], error);
  return hd_store_end (self, is_ok, error);
}

static GBytes *
dup_blob (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) != SQLITE_NULL
             ? g_bytes_new (sqlite3_column_blob (statement, column),
                            (gsize)sqlite3_column_bytes (statement, column))
             : NULL;
}

static HdStoreForecast *
read_page (sqlite3_stmt *statement)
{
  HdStoreForecast *page = g_new0 (HdStoreForecast, 1);

  page->kpi = hd_store_sql_column_dup_text (statement, 0);
  page->scope = hd_store_sql_column_dup_text (statement, 1);
  page->grain = sqlite3_column_int (statement, 2);
  page->hash = hd_store_sql_column_dup_text (statement, 3);
  page->vintage = sqlite3_column_int64 (statement, 4);
  page->is_shown = sqlite3_column_int (statement, 5) != 0;
  page->newest = dup_blob (statement, 6);
  page->older = dup_blob (statement, 7);
  page->is_stale = sqlite3_column_int (statement, 8) != 0;
  return page;
}

HdStoreForecast *
hd_store_get_forecast (HdStore *self, const char *kpi, const char *scope, int grain, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  sqlite3_stmt *statement;
  HdStoreForecast *page;

  g_return_val_if_fail (HD_IS_STORE (self) && kpi != NULL && scope != NULL, NULL);
  locker = g_mutex_locker_new (&self->reader->lock);
  statement = hd_store_sql_bind (self->reader,
                                 COLUMNS " WHERE forecasts.kpi = ?1 AND scope = ?2 AND grain = ?3",
                                 error, "ssi", kpi, scope, (gint64)grain);
  if (statement == NULL || hd_store_sql_step (self->reader, statement, error) != 1)
    return NULL;
  page = read_page (statement);
  sqlite3_reset (statement);
  return page;
}

GPtrArray *
hd_store_list_forecasts (HdStore *self, const char *kpi, int grain, GError **error)
{
  g_autoptr (GPtrArray) pages
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_store_forecast_free);
  g_autoptr (GMutexLocker) locker = NULL;
  sqlite3_stmt *statement;
  int more;

  g_return_val_if_fail (HD_IS_STORE (self) && kpi != NULL, NULL);
  locker = g_mutex_locker_new (&self->reader->lock);
  statement = hd_store_sql_bind (self->reader,
                                 COLUMNS " WHERE forecasts.kpi = ?1 AND grain = ?2 ORDER BY scope",
                                 error, "si", kpi, (gint64)grain);
  more = statement != NULL ? 1 : -1;
  while (more == 1 && (more = hd_store_sql_step (self->reader, statement, error)) == 1)
    g_ptr_array_add (pages, read_page (statement));
  return more == 0 ? g_steal_pointer (&pages) : NULL;
}

gboolean
hd_store_get_forecast_status (HdStore *self, HdStoreForecastStatus *status, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  sqlite3_stmt *statement;

  g_return_val_if_fail (HD_IS_STORE (self) && status != NULL, FALSE);
  locker = g_mutex_locker_new (&self->reader->lock);
  *status = (HdStoreForecastStatus){ 0 };
  statement = hd_store_sql_bind (
      self->reader,
      "SELECT count(*), total(is_shown), total(length(newest) + ifnull(length(older), 0)),"
      " (SELECT refreshed_at FROM forecast_refreshes WHERE kpi = ''),"
      " (SELECT generation FROM forecast_refreshes WHERE kpi = '') IS"
      " (SELECT value FROM meta WHERE key = 'generation') FROM forecasts",
      error, "");
  if (statement == NULL || hd_store_sql_step (self->reader, statement, error) != 1)
    return FALSE;
  status->n_pages = (guint)sqlite3_column_int64 (statement, 0);
  status->n_shown = (guint)sqlite3_column_int64 (statement, 1);
  status->n_bytes = (guint64)sqlite3_column_int64 (statement, 2);
  status->refreshed_at = sqlite3_column_int64 (statement, 3);
  status->is_fresh = sqlite3_column_int (statement, 4) != 0;
  sqlite3_reset (statement);
  return TRUE;
}
