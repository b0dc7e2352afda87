/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SQLite connections as the store uses them.
 */

#include "config.h"

#include "hd-store-sql.h"

#include <string.h>

#include "hd-store-sums.h"
#include "hd-store.h"

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

/* Of a database that is opened by an address, its file. */
static char *
file_of (const char *path)
{
  g_autofree char *escaped = NULL;
  g_autofree char *file = NULL;

  if (!g_str_has_prefix (path, "file://"))
    return g_strdup (path);
  escaped = g_strndup (path + strlen ("file://"), strcspn (path + strlen ("file://"), "?"));
  file = g_uri_unescape_string (escaped, NULL);
  return file != NULL ? g_steal_pointer (&file) : g_strdup (path);
}

HdStoreSql *
hd_store_sql_open (const char *path, int sqlite_flags, GError **error)
{
  g_autoptr (HdStoreSql) sql = g_new0 (HdStoreSql, 1);

  g_mutex_init (&sql->lock);
  sql->path = file_of (path);
  sql->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, finalize_statement);
  /* The store's own locks serialise each connection, so SQLite need not. */
  if (sqlite3_open_v2 (path, &sql->handle, sqlite_flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK
      || !hd_store_sums_register (sql->handle))
    {
      hd_store_sql_fail (sql, error);
      return NULL;
    }
  sqlite3_extended_result_codes (sql->handle, 1);
  sqlite3_busy_timeout (sql->handle, HD_STORE_SQL_BUSY_MS);
  return g_steal_pointer (&sql);
}

void
hd_store_sql_close (HdStoreSql *sql)
{
  g_hash_table_unref (sql->statements);
  sqlite3_close (sql->handle);
  g_mutex_clear (&sql->lock);
  g_free (sql->path);
  g_free (sql);
}

typedef struct
{
  int result;
  HdStoreError code;
  const char *text;
} Meaning;

static const Meaning meanings[] = {
  { SQLITE_NOTADB, HD_STORE_ERROR_NOT_A_STORE, "is not a Hải Đăng store" },
  { SQLITE_CORRUPT, HD_STORE_ERROR_DAMAGED, "is damaged: " HD_STORE_MEND_WHOLE },
  { SQLITE_BUSY, HD_STORE_ERROR_LOCKED, "another process is writing: try again when it has ended" },
  { SQLITE_LOCKED, HD_STORE_ERROR_LOCKED,
    "another process is writing: try again when it has ended" },
  { SQLITE_FULL, HD_STORE_ERROR_IO, "the disk is full: free some room" },
  { SQLITE_READONLY, HD_STORE_ERROR_IO, "cannot be written: it is read-only" },
  { SQLITE_PERM, HD_STORE_ERROR_IO, "may not be opened: check its permissions" },
  { SQLITE_AUTH, HD_STORE_ERROR_IO, "may not be opened: check its permissions" },
  { SQLITE_CANTOPEN, HD_STORE_ERROR_IO, "cannot be opened: check its folder and permissions" },
};

gboolean
hd_store_sql_fail (HdStoreSql *sql, GError **error)
{
  int result = sql->handle != NULL ? sqlite3_errcode (sql->handle) & 0xff : SQLITE_NOMEM;

  for (guint row = 0; row < G_N_ELEMENTS (meanings); row++)
    if (meanings[row].result == result)
      {
        g_set_error (error, HD_STORE_ERROR, meanings[row].code, "%s: %s", sql->path,
                     meanings[row].text);
        return FALSE;
      }
  g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_IO, "%s: %s", sql->path,
               sql->handle != NULL ? sqlite3_errmsg (sql->handle) : "out of memory");
  return FALSE;
}

gboolean
hd_store_sql_exec (HdStoreSql *sql, const char *text, GError **error)
{
  return sqlite3_exec (sql->handle, text, NULL, NULL, NULL) == SQLITE_OK
         || hd_store_sql_fail (sql, error);
}

static void
bind_arguments (sqlite3_stmt *statement, const char *format, va_list arguments)
{
  for (int index = 1; *format != '\0'; format++, index++)
    {
      if (*format == 'i')
        sqlite3_bind_int64 (statement, index, va_arg (arguments, gint64));
      else if (*format == 's')
        sqlite3_bind_text (statement, index, va_arg (arguments, const char *), -1, SQLITE_STATIC);
      else
        {
          GBytes *bytes = va_arg (arguments, GBytes *);
          gsize size = 0;
          gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

          if (bytes == NULL)
            sqlite3_bind_null (statement, index);
          else if (size == 0)
            sqlite3_bind_zeroblob (statement, index, 0);
          else
            sqlite3_bind_blob64 (statement, index, data, size, SQLITE_STATIC);
        }
    }
}

static sqlite3_stmt *
bind_valist (HdStoreSql *sql,
             const char *text,
             GError **error,
             const char *format,
             va_list arguments)
{
  sqlite3_stmt *statement = g_hash_table_lookup (sql->statements, text);

  if (statement == NULL)
    {
      if (sqlite3_prepare_v3 (sql->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)
          != SQLITE_OK)
        {
          hd_store_sql_fail (sql, error);
          return NULL;
        }
      g_hash_table_insert (sql->statements, (gpointer)text, statement);
    }
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  bind_arguments (statement, format, arguments);
  return statement;
}

sqlite3_stmt *
hd_store_sql_bind (HdStoreSql *sql, const char *text, GError **error, const char *format, ...)
{
  sqlite3_stmt *statement;
  va_list arguments;

  va_start (arguments, format);
  statement = bind_valist (sql, text, error, format, arguments);
  va_end (arguments);
  return statement;
}

int
hd_store_sql_step (HdStoreSql *sql, sqlite3_stmt *statement, GError **error)
{
  int result = sqlite3_step (statement);

  if (result == SQLITE_ROW)
    return 1;
  if (result != SQLITE_DONE)
    hd_store_sql_fail (sql, error);
  sqlite3_reset (statement);
  return result == SQLITE_DONE ? 0 : -1;
}

gboolean
hd_store_sql_run (HdStoreSql *sql, const char *text, GError **error, const char *format, ...)
{
  sqlite3_stmt *statement;
  va_list arguments;
  int result = -1;

  va_start (arguments, format);
  statement = bind_valist (sql, text, error, format, arguments);
  va_end (arguments);
  if (statement == NULL)
    return FALSE;
  while ((result = hd_store_sql_step (sql, statement, error)) == 1)
    ;
  return result == 0;
}

gboolean
hd_store_sql_get_int64 (HdStoreSql *sql,
                        const char *text,
                        gint64 *value,
                        gint64 fallback,
                        GError **error)
{
  sqlite3_stmt *statement = hd_store_sql_bind (sql, text, error, "");
  int result = statement != NULL ? hd_store_sql_step (sql, statement, error) : -1;

  if (result == -1)
    return FALSE;
  *value = result == 1 ? sqlite3_column_int64 (statement, 0) : fallback;
  sqlite3_reset (statement);
  return TRUE;
}

char *
hd_store_sql_column_dup_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *)sqlite3_column_text (statement, column);

  /* Of a damaged store anything may come; whoever shows it shows it as text. */
  return text == NULL || g_utf8_validate (text, -1, NULL) ? g_strdup (text)
                                                          : g_utf8_make_valid (text, -1);
}

gboolean
hd_store_sql_begin_read (HdStoreSql *sql, GError **error)
{
  return hd_store_sql_exec (sql, "BEGIN", error);
}

/* Takes the write lock at once: a transaction that reads first and then wants to write could be refused
 * in its middle, with no waiting. */
gboolean
hd_store_sql_begin_write (HdStoreSql *sql, GError **error)
{
  return hd_store_sql_exec (sql, "BEGIN IMMEDIATE", error);
}

gboolean
hd_store_sql_commit (HdStoreSql *sql, GError **error)
{
  if (hd_store_sql_exec (sql, "COMMIT", error))
    return TRUE;
  hd_store_sql_rollback (sql);
  return FALSE;
}

void
hd_store_sql_rollback (HdStoreSql *sql)
{
  /* Nothing to do when SQLite has rolled back by itself, as it does when the disk is full. */
  if (!sqlite3_get_autocommit (sql->handle))
    sqlite3_exec (sql->handle, "ROLLBACK", NULL, NULL, NULL);
}
