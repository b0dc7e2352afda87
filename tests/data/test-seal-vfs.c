/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sealing layer by itself, read as every release of SQLite may read: whole pages, parts of them, what
 * overflows into chains of pages; and never what lies on the disk.
 */

#include "config.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#include "hd-seal-vfs.h"

#define N_BLOBS 60
#define N_PARTS 4000
#define PAYLOAD (HD_SEAL_PAGE - HD_SEAL_RESERVE)

typedef struct
{
  char *dir, *path;
  GPtrArray *blobs; /* GBytes, the rows of the table by number */
} Fixture;

static sqlite3 *
open_database (const Fixture *fixture)
{
  g_autofree char *uri = hd_seal_vfs_uri (fixture->path);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
  int reserve = HD_SEAL_RESERVE;
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open_v2 (uri, &db, flags, NULL), ==, SQLITE_OK);
  sqlite3_file_control (db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
  return db;
}

static void
run_sql (sqlite3 *db, const char *sql)
{
  char *problem = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &problem);
  g_assert_cmpstr (problem, ==, NULL);
}

/* Of one byte to dozens of pages, and the lengths about a page's end. */
static GBytes *
make_blob (guint number)
{
  gsize length = number % 3 == 0 ? PAYLOAD * (1 + number / 3) - 8 + number % 17
                                 : (gsize)g_test_rand_int_range (1, 60000);
  guint8 *bytes = g_malloc (length);

  for (gsize at = 0; at < length; at++)
    bytes[at] = (guint8)g_test_rand_int_range (0, 256);
  return g_bytes_new_take (bytes, length);
}

static void
set_up (Fixture *fixture, gconstpointer mode)
{
  g_autofree char *pragmas
      = g_strdup_printf ("PRAGMA page_size = %d; PRAGMA journal_mode = %s;"
                         "CREATE TABLE blobs (id INTEGER PRIMARY KEY, blob BLOB);",
                         HD_SEAL_PAGE, (const char *)mode);
  guint8 key[HD_SEAL_KEY_BYTES] = { 7 };
  sqlite3_stmt *insert = NULL;
  sqlite3 *db;

  fixture->dir = g_dir_make_tmp ("hd-seal-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "database", NULL);
  fixture->blobs = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  hd_seal_vfs_set_key (fixture->path, key);
  db = open_database (fixture);
  run_sql (db, pragmas);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "INSERT INTO blobs VALUES (?1, ?2)", -1, &insert, NULL),
                   ==, SQLITE_OK);
  for (guint number = 0; number < N_BLOBS; number++)
    {
      GBytes *blob = make_blob (number);

      g_ptr_array_add (fixture->blobs, blob);
      sqlite3_bind_int (insert, 1, (int)number);
      sqlite3_bind_blob64 (insert, 2, g_bytes_get_data (blob, NULL), g_bytes_get_size (blob),
                           SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (insert), ==, SQLITE_DONE);
      sqlite3_reset (insert);
    }
  sqlite3_finalize (insert);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
tear_down (Fixture *fixture, gconstpointer mode)
{
  hd_seal_vfs_forget_key (fixture->path);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->path);
  g_free (fixture->dir);
  g_ptr_array_unref (fixture->blobs);
}

/* Each blob in a connection of its own, whose cache holds nothing yet: SQLite since 3.45 then takes the pages of a long
 * one from the file without their reserved ends. */
static void
test_blobs (Fixture *fixture, gconstpointer mode)
{
  for (guint number = 0; number < N_BLOBS; number++)
    {
      sqlite3 *db = open_database (fixture);
      sqlite3_stmt *select = NULL;
      GBytes *blob = fixture->blobs->pdata[number];

      sqlite3_prepare_v2 (db, "SELECT blob FROM blobs WHERE id = ?1", -1, &select, NULL);
      sqlite3_bind_int (select, 1, (int)number);
      g_assert_cmpint (sqlite3_step (select), ==, SQLITE_ROW);
      g_assert_cmpmem (sqlite3_column_blob (select, 0), sqlite3_column_bytes (select, 0),
                       g_bytes_get_data (blob, NULL), g_bytes_get_size (blob));
      sqlite3_finalize (select);
      sqlite3_close (db);
    }
}

/* (transfer full): the file as it is behind the seal, page by page. */
static GByteArray *
read_pages (sqlite3_file *file)
{
  GByteArray *plain = g_byte_array_new ();
  sqlite3_int64 size = 0;

  g_assert_cmpint (file->pMethods->xFileSize (file, &size), ==, SQLITE_OK);
  g_byte_array_set_size (plain, (guint)size);
  for (sqlite3_int64 at = 0; at < size; at += HD_SEAL_PAGE)
    g_assert_cmpint (file->pMethods->xRead (file, plain->data + at, HD_SEAL_PAGE, at), ==,
                     SQLITE_OK);
  return plain;
}

/* Any part of a page is that part of the plain page; what goes over a page's end is refused. */
static void
check_part (sqlite3_file *file, const GByteArray *plain)
{
  guint8 part[HD_SEAL_PAGE];
  gint32 offset = g_test_rand_int_range (0, (gint32)plain->len);
  gint32 amount = g_test_rand_int_range (1, HD_SEAL_PAGE + 1);
  gboolean is_within = offset % HD_SEAL_PAGE + amount <= HD_SEAL_PAGE;

  memset (part, 0xee, sizeof part);
  g_assert_cmpint (file->pMethods->xRead (file, part, amount, offset), ==,
                   is_within ? SQLITE_OK : SQLITE_IOERR_READ);
  if (is_within)
    g_assert_cmpmem (part, amount, plain->data + offset, amount);
  else
    for (gint32 at = 0; at < amount; at++)
      g_assert_cmpuint (part[at], ==, 0xee);
}

static void
test_parts (Fixture *fixture, gconstpointer mode)
{
  sqlite3 *db = open_database (fixture);
  g_autoptr (GByteArray) plain = NULL;
  sqlite3_file *file = NULL;

  /* Opens the file. */
  run_sql (db, "SELECT count (*) FROM blobs");
  g_assert_cmpint (sqlite3_file_control (db, "main", SQLITE_FCNTL_FILE_POINTER, &file), ==,
                   SQLITE_OK);
  plain = read_pages (file);
  g_assert_cmpuint (plain->len, >, N_BLOBS * HD_SEAL_PAGE);
  for (guint part = 0; part < N_PARTS; part++)
    check_part (file, plain);
  /* What SQLite 3.45 asks for. */
  for (guint page = 0; page < plain->len / HD_SEAL_PAGE; page++)
    {
      guint8 part[PAYLOAD];
      guint at = page * HD_SEAL_PAGE;

      g_assert_cmpint (file->pMethods->xRead (file, part, PAYLOAD, at), ==, SQLITE_OK);
      g_assert_cmpmem (part, PAYLOAD, plain->data + at, PAYLOAD);
    }
  sqlite3_close (db);
}

/* Of a page that was changed, no part is given. */
static void
test_damaged (Fixture *fixture, gconstpointer mode)
{
  guint8 part[100], none[100] = { 0 };
  g_autofree char *bytes = NULL;
  sqlite3_file *file = NULL;
  gsize length;
  sqlite3 *db;

  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  bytes[3 * HD_SEAL_PAGE + 4000] ^= 1;
  g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize)length, NULL));
  db = open_database (fixture);
  run_sql (db, "PRAGMA schema_version");
  sqlite3_file_control (db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  memset (part, 0xee, sizeof part);
  g_assert_cmpint (file->pMethods->xRead (file, part, sizeof part, 3 * HD_SEAL_PAGE + 10), ==,
                   SQLITE_CORRUPT);
  g_assert_cmpmem (part, sizeof part, none, sizeof none);
  sqlite3_close (db);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = { { "blobs", test_blobs }, { "parts", test_parts }, { "damaged", test_damaged } };
  static const char *const modes[] = { "wal", "delete" };

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  for (guint test = 0; test < G_N_ELEMENTS (tests); test++)
    for (guint mode = 0; mode < G_N_ELEMENTS (modes); mode++)
      {
        g_autofree char *name
            = g_strdup_printf ("/data/seal-vfs/%s/%s", tests[test].name, modes[mode]);

        g_test_add (name, Fixture, modes[mode], set_up, tests[test].test, tear_down);
      }
  return g_test_run ();
}
