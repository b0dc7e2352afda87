/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A thin hold on SQLite: connections with cached statements, and its errors in the store's words.
 */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* As long as another process may take to apply a year of the largest dataset. */
#define HD_STORE_SQL_BUSY_MS 10000

/* One SQLite connection, for whoever holds `lock`. */
typedef struct
{
  sqlite3 *handle;
  GHashTable *statements; /* (key utf8) (value sqlite3_stmt) prepared once each */
  char *path;
  GMutex lock;
} HdStoreSql;

HdStoreSql *hd_store_sql_open (const char *path, int sqlite_flags, GError **error);
void hd_store_sql_close (HdStoreSql *sql);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdStoreSql, hd_store_sql_close)

/* Sets `error` from the connection's last failure. Always returns FALSE. */
gboolean hd_store_sql_fail (HdStoreSql *sql, GError **error);
/* Runs statements without parameters or results. */
gboolean hd_store_sql_exec (HdStoreSql *sql, const char *text, GError **error);

/* A cached statement, reset and with `format` bound: one letter an argument, s const char * (nullable),
 * i gint64, b GBytes * (nullable). `text` must be a literal. Bound memory is not copied: it has to live
 * until the statement was stepped. */
sqlite3_stmt *
hd_store_sql_bind (HdStoreSql *sql, const char *text, GError **error, const char *format, ...);
/* 1 a row, 0 the end (the statement is reset), -1 an error. */
int hd_store_sql_step (HdStoreSql *sql, sqlite3_stmt *statement, GError **error);
/* Binds and runs to the end. */
gboolean
hd_store_sql_run (HdStoreSql *sql, const char *text, GError **error, const char *format, ...);
/* The first column of the first row, or `fallback` when there is none. */
gboolean hd_store_sql_get_int64 (HdStoreSql *sql,
                                 const char *text,
                                 gint64 *value,
                                 gint64 fallback,
                                 GError **error);
/* (transfer full) (nullable): valid UTF-8 */
char *hd_store_sql_column_dup_text (sqlite3_stmt *statement, int column);

gboolean hd_store_sql_begin_read (HdStoreSql *sql, GError **error);
gboolean hd_store_sql_begin_write (HdStoreSql *sql, GError **error);
gboolean hd_store_sql_commit (HdStoreSql *sql, GError **error);
void hd_store_sql_rollback (HdStoreSql *sql);

G_END_DECLS
