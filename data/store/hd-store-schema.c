/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes, recognises and migrates the database of a store.
 */

#include "config.h"

#include "hd-store-schema.h"

#include "hd-seal-vfs.h"
#include "hd-store-sums.h"
#include "hd-store-vault.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* "HDst" in the header of the SQLite file, so that file(1) and we can tell it from other databases. */
#define APPLICATION_ID 0x48447374

/* synchronous=NORMAL: with the write-ahead log the database is never torn by a loss of power; only the last
 * messages may be gone, each whole, together with what the feed's state said of them, so the next sync
 * fetches them again. FULL would pay a disk flush a message for no more than that.
 * secure_delete is off: what is replaced is kept as history anyway. */
static const char connection_setup[] = "PRAGMA synchronous = NORMAL;"
                                       "PRAGMA foreign_keys = ON;"
                                       "PRAGMA recursive_triggers = ON;"
                                       "PRAGMA temp_store = MEMORY;"
                                       "PRAGMA trusted_schema = OFF;";
/* Pages that a connection keeps, in KiB. What is read is mostly BLOBs, each once: it is their decoded columns
 * that are kept. */
static const char reader_setup[] = "PRAGMA cache_size = -2000;";
static const char writer_setup[] = "PRAGMA cache_size = -8000;";

/* Row `n` takes a store of version n to n + 1. Rows are never changed, only added. */
static const char *const migrations[] = {
  "CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
  "INSERT INTO meta VALUES ('generation', 1), ('structure', 0);"
  "CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL,"
  "  program TEXT NOT NULL);"
  "CREATE TABLE structure_message (id INTEGER PRIMARY KEY CHECK (id = 1), n_bytes INTEGER NOT NULL,"
  "  body BLOB NOT NULL);"
  "CREATE TABLE datasets (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
  "  grain INTEGER NOT NULL, month_start_day INTEGER NOT NULL);"
  "CREATE TABLE components (dataset INTEGER NOT NULL REFERENCES datasets ON DELETE CASCADE,"
  "  kind INTEGER NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, is_real INTEGER NOT NULL,"
  "  PRIMARY KEY (dataset, kind, position)) WITHOUT ROWID;"
  "CREATE TABLE codes (dataset INTEGER NOT NULL REFERENCES datasets ON DELETE CASCADE,"
  "  dimension INTEGER NOT NULL, code INTEGER NOT NULL, id TEXT NOT NULL,"
  "  PRIMARY KEY (dataset, dimension, code)) WITHOUT ROWID;"
  "CREATE TABLE partitions (dataset INTEGER NOT NULL REFERENCES datasets ON DELETE CASCADE,"
  "  year INTEGER NOT NULL, version INTEGER NOT NULL, n_rows INTEGER NOT NULL,"
  "  n_history INTEGER NOT NULL, first_day INTEGER, last_day INTEGER, vintage INTEGER NOT NULL,"
  "  n_bytes INTEGER NOT NULL, PRIMARY KEY (dataset, year)) WITHOUT ROWID;"
  /* With row ids: long BLOBs do badly in the trees of tables without. */
  "CREATE TABLE segments (id INTEGER PRIMARY KEY,"
  "  dataset INTEGER NOT NULL REFERENCES datasets ON DELETE CASCADE, year INTEGER NOT NULL,"
  "  part INTEGER NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL,"
  "  UNIQUE (dataset, year, part, name));"
  "CREATE TABLE deletions (dataset INTEGER NOT NULL REFERENCES datasets ON DELETE CASCADE,"
  "  day INTEGER NOT NULL, codes BLOB NOT NULL, known_from INTEGER NOT NULL,"
  "  prepared INTEGER NOT NULL, PRIMARY KEY (dataset, day, codes, known_from)) WITHOUT ROWID;"
  "CREATE TABLE messages (id INTEGER PRIMARY KEY, dataset TEXT NOT NULL, url TEXT, etag TEXT,"
  "  sha256 TEXT, prepared INTEGER NOT NULL, received INTEGER NOT NULL, n_bytes INTEGER NOT NULL,"
  "  added INTEGER NOT NULL, replaced INTEGER NOT NULL, deleted INTEGER NOT NULL);"
  "CREATE INDEX messages_by_dataset ON messages (dataset, id);"
  "CREATE TABLE checks (dataset TEXT PRIMARY KEY, checked_at INTEGER NOT NULL, problem TEXT)"
  "  WITHOUT ROWID;"
  "CREATE TABLE feed_state (feed TEXT NOT NULL, key TEXT NOT NULL, value TEXT,"
  "  PRIMARY KEY (feed, key)) WITHOUT ROWID;"
  "CREATE TABLE quarantine (id INTEGER PRIMARY KEY, dataset TEXT, reason TEXT NOT NULL, url TEXT,"
  "  etag TEXT, sha256 TEXT, prepared INTEGER NOT NULL, received INTEGER NOT NULL,"
  "  n_bytes INTEGER NOT NULL, body BLOB NOT NULL);"
  "CREATE TABLE derived (key TEXT PRIMARY KEY, generation INTEGER NOT NULL, value BLOB NOT NULL);",
  /* The book of forecasts: hd-store-forecasts.c. */
  "CREATE TABLE forecasts (id INTEGER PRIMARY KEY, kpi TEXT NOT NULL, scope TEXT NOT NULL,"
  "  grain INTEGER NOT NULL, hash TEXT NOT NULL, vintage INTEGER NOT NULL,"
  "  is_shown INTEGER NOT NULL, newest BLOB NOT NULL, older BLOB,"
  "  UNIQUE (kpi, scope, grain));"
  "CREATE TABLE forecast_refreshes (kpi TEXT PRIMARY KEY, generation INTEGER NOT NULL,"
  "  refreshed_at INTEGER NOT NULL) WITHOUT ROWID;",
  "CREATE TABLE rollups (id INTEGER PRIMARY KEY, dataset INTEGER NOT NULL, year INTEGER NOT NULL,"
  "  rollup TEXT NOT NULL, tag INTEGER NOT NULL, value BLOB NOT NULL,"
  "  UNIQUE (dataset, rollup, year),"
  "  FOREIGN KEY (dataset, year) REFERENCES partitions ON DELETE CASCADE);",
  /* A partition is a year or a month: year × 100 + month, month 0 being the whole year. */
  "DELETE FROM rollups;"
  "ALTER TABLE partitions RENAME COLUMN year TO period;"
  "ALTER TABLE segments RENAME COLUMN year TO period;"
  "ALTER TABLE rollups RENAME COLUMN year TO period;"
  "UPDATE partitions SET period = period * 100;"
  "UPDATE segments SET period = period * 100;",
  /* Segments of measures may be told by others (hd-segment.h, version 2): those of before stay as they are.
   * And sums: hd-store-sums.c. */
  "CREATE TABLE sums (name TEXT NOT NULL, dataset INTEGER NOT NULL, value INTEGER NOT NULL,"
  "  PRIMARY KEY (name, dataset)) WITHOUT ROWID;",
  /* hd-store-audit.c. What is in it stays as it is, whoever asks. */
  "CREATE TABLE audit (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL,"
  "  action TEXT NOT NULL, object TEXT NOT NULL, reason TEXT, hash TEXT NOT NULL);"
  "CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit"
  "  BEGIN SELECT raise (ABORT, 'the audit log is only added to'); END;"
  "CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit"
  "  BEGIN SELECT raise (ABORT, 'the audit log is only added to'); END;",
};

/* Stores of this version and later can be read as they are; older ones have to be migrated first. */
#define OLDEST_READABLE 4

static gboolean
fail (HdStoreError code, const char *path, const char *what, GError **error)
{
  g_set_error (error, HD_STORE_ERROR, code, "%s: %s", path, what);
  return FALSE;
}

static gboolean
is_empty_folder (const char *dir)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name = NULL;

  /* What SQLite left of a store whose making was interrupted is no stranger's. */
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (!g_str_has_prefix (name, HD_STORE_FILE))
      return FALSE;
  return folder != NULL;
}

/* Refuses to make a store among someone's other files, whose folder it would then close to others. */
static gboolean
make_place (const char *dir, const char *path, GError **error)
{
  int file;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_file_test (dir, G_FILE_TEST_EXISTS) && !is_empty_folder (dir))
    return fail (HD_STORE_ERROR_NOT_A_STORE, dir,
                 "holds something else: give a folder that is new or empty", error);
  if (g_mkdir_with_parents (dir, 0700) != 0 || g_chmod (dir, 0700) != 0)
    return fail (HD_STORE_ERROR_IO, dir, g_strerror (errno), error);
  file = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0)
    return fail (HD_STORE_ERROR_IO, path, g_strerror (errno), error);
  close (file);
  return TRUE;
}

static gboolean
find_place (const char *dir, const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return TRUE;
  if (g_file_test (dir, G_FILE_TEST_IS_DIR) && g_access (dir, R_OK | X_OK) != 0)
    return fail (HD_STORE_ERROR_IO, dir, "may not be opened: check its permissions", error);
  if (!g_file_test (dir, G_FILE_TEST_EXISTS) || is_empty_folder (dir))
    return fail (HD_STORE_ERROR_NOT_FOUND, dir,
                 "there is no store: run haidang sync or haidang demo", error);
  return fail (HD_STORE_ERROR_NOT_A_STORE, dir, "is not a Hải Đăng store", error);
}

static gboolean
migrate (HdStoreSql *sql, GError **error)
{
  gint64 version;

  if (!hd_store_sql_begin_write (sql, error))
    return FALSE;
  /* Asked again inside: another process may have done it meanwhile. */
  if (!hd_store_sql_get_int64 (sql, "PRAGMA user_version", &version, 0, error))
    return FALSE;
  for (; version < (gint64)G_N_ELEMENTS (migrations); version++)
    {
      g_autofree char *mark
          = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                             APPLICATION_ID, (int)version + 1);

      if (!hd_store_sql_exec (sql, migrations[version], error)
          || !hd_store_sql_exec (sql, mark, error)
          || !hd_store_sql_run (sql, "INSERT INTO migrations VALUES (?1, ?2, ?3)", error, "iis",
                                version + 1, g_get_real_time () / G_USEC_PER_SEC, HD_VERSION))
        {
          hd_store_sql_rollback (sql);
          return FALSE;
        }
    }
  /* After any step, since it may have made or changed tables. */
  if (!hd_store_sums_install (sql, error))
    {
      hd_store_sql_rollback (sql);
      return FALSE;
    }
  return hd_store_sql_commit (sql, error);
}

/* A file with nothing in it yet: made, but the making was interrupted. */
static gboolean
is_blank (HdStoreSql *sql, gint64 application_id, gint64 version)
{
  gint64 n_tables = 1;

  return application_id == 0 && version == 0
         && hd_store_sql_get_int64 (sql, "SELECT count(*) FROM sqlite_master", &n_tables, 1, NULL)
         && n_tables == 0;
}

static gboolean
recognise (HdStoreSql *sql, const char *dir, HdStoreFlags flags, GError **error)
{
  gint64 newest = G_N_ELEMENTS (migrations);
  gint64 application_id, version;

  if (!hd_store_sql_get_int64 (sql, "PRAGMA application_id", &application_id, 0, error)
      || !hd_store_sql_get_int64 (sql, "PRAGMA user_version", &version, 0, error))
    return FALSE;
  if (is_blank (sql, application_id, version))
    {
      if ((flags & HD_STORE_CREATE) == 0)
        return fail (HD_STORE_ERROR_NOT_FOUND, dir,
                     "there is no store: run haidang sync or haidang demo", error);
      return hd_store_sql_exec (sql, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;", error)
             && migrate (sql, error);
    }
  if (application_id != APPLICATION_ID)
    return fail (HD_STORE_ERROR_NOT_A_STORE, dir, "is not a Hải Đăng store", error);
  if (version < 1)
    return fail (HD_STORE_ERROR_DAMAGED, dir, "has no version: run haidang restore with a backup",
                 error);
  if (version > newest)
    return fail (HD_STORE_ERROR_VERSION, dir, "was written by a newer Hải Đăng: update this one",
                 error);
  if (version == newest || (version >= OLDEST_READABLE && (flags & HD_STORE_WRITE) == 0))
    return TRUE;
  if ((flags & HD_STORE_WRITE) == 0)
    return fail (HD_STORE_ERROR_OLD_VERSION, dir,
                 "was written by an older Hải Đăng: run haidang sync once to bring it up to date",
                 error);
  return migrate (sql, error);
}

/* A store that is being made: no database yet, or an empty one. */
static gboolean
is_new (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) != 0 || status.st_size == 0;
}

/* Opens the vault of a sealed store, makes that of one to be; and sees to it that nobody takes one for the
 * other: a store that lies open must not stand in for a sealed one. */
static gboolean
settle_seal (const char *dir,
             const char *path,
             HdStoreFlags flags,
             gboolean *sealed,
             GError **error)
{
  *sealed = hd_store_vault_is_sealed (dir);
  if (!*sealed && !hd_store_vault_has_passphrase ())
    return TRUE;
  if (!*sealed && (!is_new (path) || (flags & HD_STORE_CREATE) == 0))
    return fail (HD_STORE_ERROR_NOT_SEALED, dir,
                 "is not sealed, though a passphrase is given: leave it out, or run haidang seal",
                 error);
  if (!*sealed && !hd_store_vault_make (dir, error))
    return FALSE;
  *sealed = TRUE;
  if (!hd_store_vault_unlock (dir, error))
    return FALSE;
  return !hd_store_vault_is_plain (path)
         || fail (HD_STORE_ERROR_NOT_SEALED, dir,
                  "its sealing was interrupted, or its database was replaced: run haidang seal",
                  error);
}

static HdStoreSql *
open_connection (const char *target, HdStoreFlags flags, gboolean sealed, GError **error)
{
  int mode = (flags & HD_STORE_WRITE) != 0 ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  g_autoptr (HdStoreSql) sql = hd_store_sql_open (target, mode | SQLITE_OPEN_URI, error);
  int reserve = HD_SEAL_RESERVE;
  gint64 ignored;

  /* Heeded only where the file is made. */
  if (sql != NULL && sealed)
    sqlite3_file_control (sql->handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
  /* The first read is what finds out whether it is a database at all. */
  if (sql == NULL || !hd_store_sql_exec (sql, connection_setup, error)
      || !hd_store_sql_exec (sql, (flags & HD_STORE_WRITE) != 0 ? writer_setup : reader_setup,
                             error)
      || !hd_store_sql_get_int64 (sql, "SELECT count(*) FROM sqlite_master", &ignored, 0, error))
    return NULL;
  return g_steal_pointer (&sql);
}

/* A store on a medium that cannot be written has no room for the shared memory of the log; nobody can be
 * writing it either. */
static HdStoreSql *
open_immutable (const char *path, HdStoreFlags flags, gboolean sealed, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *sealed_uri = sealed ? hd_seal_vfs_uri (absolute) : NULL;
  g_autofree char *escaped = g_uri_escape_string (absolute, "/", FALSE);
  g_autofree char *uri = sealed ? g_strconcat (sealed_uri, "&immutable=1", NULL)
                                : g_strconcat ("file://", escaped, "?immutable=1", NULL);

  return open_connection (uri, flags, sealed, error);
}

HdStoreSql *
hd_store_schema_open (const char *dir, HdStoreFlags flags, GError **error)
{
  g_autofree char *path = g_build_filename (dir, HD_STORE_FILE, NULL);
  g_autofree char *resolved = NULL, *uri = NULL;
  g_autoptr (HdStoreSql) sql = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean sealed;

  if (!((flags & HD_STORE_CREATE) != 0 ? make_place : find_place) (dir, path, error)
      || !settle_seal (dir, path, flags, &sealed, error))
    return NULL;
  resolved = hd_store_vault_path (dir, HD_STORE_FILE);
  uri = hd_seal_vfs_uri (resolved);
  sql = open_connection (sealed ? uri : path, flags, sealed, &problem);
  if (sql == NULL && (flags & HD_STORE_WRITE) == 0
      && g_error_matches (problem, HD_STORE_ERROR, HD_STORE_ERROR_IO) && g_access (dir, W_OK) != 0)
    {
      g_clear_error (&problem);
      sql = open_immutable (resolved, flags, sealed, &problem);
    }
  if (sql == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  return recognise (sql, dir, flags, error) ? g_steal_pointer (&sql) : NULL;
}
