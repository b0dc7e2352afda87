/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The store as an object: its connections, transactions and generation.
 */

#include "config.h"

#include "hd-store-private.h"

#include <sodium.h>

#include "hd-store-backup.h"
#include "hd-store-schema.h"
#include "hd-store-vault.h"
#include "hd-store-view.h"

/* For what nobody misses. */
#define MOMENT_MS 200
/* With what else the application holds, it stays under 180 MB. */
#define CACHE_BUDGET (64u * 1024 * 1024)

G_DEFINE_FINAL_TYPE (HdStore, hd_store, G_TYPE_OBJECT)
G_DEFINE_QUARK (hd_store_error_quark, hd_store_error)

static void
hd_store_finalize (GObject *object)
{
  HdStore *self = HD_STORE (object);

  /* The writer last: the last to close tidies the log away. */
  g_clear_pointer (&self->reader, hd_store_sql_close);
  g_clear_pointer (&self->writer, hd_store_sql_close);
  g_clear_pointer (&self->cache, hd_store_cache_free);
  g_clear_pointer (&self->views, g_hash_table_unref);
  g_clear_pointer (&self->structures, hd_structures_unref);
  g_mutex_clear (&self->structures_lock);
  g_free (self->dir);
  G_OBJECT_CLASS (hd_store_parent_class)->finalize (object);
}

static void
hd_store_class_init (HdStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hd_store_finalize;
}

static void
hd_store_init (HdStore *self)
{
  g_mutex_init (&self->structures_lock);
  self->cache = hd_store_cache_new (CACHE_BUDGET);
  self->views = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify)hd_store_view_unref);
}

HdStore *
hd_store_open (const char *dir, HdStoreFlags flags, GError **error)
{
  g_autoptr (HdStore) self = g_object_new (HD_TYPE_STORE, NULL);

  g_return_val_if_fail (dir != NULL, NULL);
  if (sodium_init () < 0)
    {
      g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_IO, "%s: libsodium cannot start", dir);
      return NULL;
    }
  self->dir = g_strdup (dir);
  hd_store_backup_settle (dir);
  if ((flags & (HD_STORE_WRITE | HD_STORE_CREATE)) != 0)
    {
      self->writer = hd_store_schema_open (dir, flags | HD_STORE_WRITE, error);
      if (self->writer == NULL)
        return NULL;
    }
  self->reader = hd_store_schema_open (dir, HD_STORE_READ, error);
  return self->reader != NULL ? g_steal_pointer (&self) : NULL;
}

const char *
hd_store_get_dir (HdStore *self)
{
  g_return_val_if_fail (HD_IS_STORE (self), NULL);
  return self->dir;
}

gboolean
hd_store_is_writable (HdStore *self)
{
  g_return_val_if_fail (HD_IS_STORE (self), FALSE);
  return self->writer != NULL;
}

gboolean
hd_store_is_sealed (HdStore *self)
{
  g_return_val_if_fail (HD_IS_STORE (self), FALSE);
  return hd_store_vault_is_sealed (self->dir);
}

guint64
hd_store_get_generation (HdStore *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  gint64 generation = 0;

  g_return_val_if_fail (HD_IS_STORE (self), 0);
  locker = g_mutex_locker_new (&self->reader->lock);
  hd_store_sql_get_int64 (self->reader, "SELECT value FROM meta WHERE key = 'generation'",
                          &generation, 0, NULL);
  return (guint64)generation;
}

/* With another program in the middle of a change, waits for it, or a moment only. */
static HdStoreSql *
begin (HdStore *self, gboolean waits, GError **error)
{
  gboolean is_begun;

  if (self->writer == NULL)
    {
      g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_IO, "%s: was opened for reading only",
                   self->dir);
      return NULL;
    }
  g_mutex_lock (&self->writer->lock);
  if (!waits)
    sqlite3_busy_timeout (self->writer->handle, MOMENT_MS);
  is_begun = hd_store_sql_begin_write (self->writer, error);
  sqlite3_busy_timeout (self->writer->handle, HD_STORE_SQL_BUSY_MS);
  if (is_begun)
    return self->writer;
  g_mutex_unlock (&self->writer->lock);
  return NULL;
}

HdStoreSql *
hd_store_begin (HdStore *self, GError **error)
{
  return begin (self, TRUE, error);
}

HdStoreSql *
hd_store_begin_soon (HdStore *self, GError **error)
{
  return begin (self, FALSE, error);
}

gboolean
hd_store_end (HdStore *self, gboolean is_ok, GError **error)
{
  if (is_ok)
    is_ok = hd_store_sql_commit (self->writer, error);
  else
    hd_store_sql_rollback (self->writer);
  /* Between messages the pages are of no use. */
  sqlite3_db_release_memory (self->writer->handle);
  g_mutex_unlock (&self->writer->lock);
  return is_ok;
}

gboolean
hd_store_next_generation (HdStoreSql *sql, guint64 *generation, GError **error)
{
  gint64 number;

  if (!hd_store_sql_run (sql, "UPDATE meta SET value = value + 1 WHERE key = 'generation'", error,
                         "")
      || !hd_store_sql_get_int64 (sql, "SELECT value FROM meta WHERE key = 'generation'", &number,
                                  0, error))
    return FALSE;
  *generation = (guint64)number;
  return TRUE;
}

void
hd_store_set_cache_budget (HdStore *self, gsize n_bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->reader->lock);

  hd_store_cache_set_budget (self->cache, n_bytes);
  /* Pages of the file are a cache of their own. */
  sqlite3_db_release_memory (self->reader->handle);
}

sqlite3 *
hd_store_get_writer_handle (HdStore *self)
{
  return self->writer->handle;
}
