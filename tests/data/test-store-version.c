/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A store that an older program made is read as it is, and brought up to date by the first write. These lie
 * open: sealed ones of their versions differ beneath SQLite only.
 */

#include "config.h"

#include "store-fixture.h"

/* What was put in, by the rows of tests/fixtures/store/README.md. */
#define N_ROWS 600
#define N_HISTORY 10
#define COLLECTED G_GINT64_CONSTANT (17526197588) /* đồng */

static void
unpack (const char *name, const char *dir)
{
  g_autofree char *from = g_test_build_filename (G_TEST_DIST, "fixtures", "store", name, NULL);
  g_autofree char *to = g_build_filename (dir, "haidang.db", NULL);
  g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) packed = g_file_read (source, NULL, &error);
  g_autoptr (GZlibDecompressor) unzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) bytes = NULL;
  g_autoptr (GFileOutputStream) out = NULL;

  g_assert_no_error (error);
  bytes = g_converter_input_stream_new (G_INPUT_STREAM (packed), G_CONVERTER (unzip));
  out = g_file_replace (target, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_splice (G_OUTPUT_STREAM (out), bytes,
                          G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                          NULL, &error);
  g_assert_no_error (error);
}

typedef struct
{
  guint64 n_rows;
  guint64 n_history;
  gint64 collected;
} Content;

static Content
read_content (HdStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts
      = hd_store_load (store, "REVENUE", G_MININT32 + 1, G_MAXINT32, 0, &error);
  g_autoptr (GPtrArray) statuses = hd_store_get_status (store, NULL);
  Content content = { 0 };

  g_assert_no_error (error);
  for (guint index = 0; index < parts->len; index++)
    {
      const HdRows *rows = g_ptr_array_index (parts, index);

      content.n_rows += rows->n_rows;
      for (guint row = 0; row < rows->n_rows; row++)
        content.collected += rows->values[0][row].i;
    }
  for (guint index = 0; index < statuses->len; index++)
    content.n_history += ((HdStoreDatasetStatus *)statuses->pdata[index])->n_history;
  return content;
}

static gint64
ask (const char *dir, const char *question)
{
  sqlite3 *handle = fixture_open_database (dir);
  sqlite3_stmt *statement = NULL;
  gint64 answer;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, question, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  answer = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return answer;
}

static void
test_version_4 (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = NULL;
  g_autoptr (GError) error = NULL;
  Content read, migrated;

  unpack ("version-4.db.gz", dir);
  store = hd_store_open (dir, HD_STORE_READ, &error);
  g_assert_no_error (error);
  read = read_content (store);
  fixture_assert_sound (store);
  g_clear_object (&store);
  g_assert_cmpint (ask (dir, "PRAGMA user_version"), ==, 4);
  g_assert_cmpuint (read.n_rows, ==, N_ROWS);
  g_assert_cmpuint (read.n_history, ==, N_HISTORY);
  g_assert_cmpint (read.collected, ==, COLLECTED);

  store = hd_store_open (dir, HD_STORE_WRITE, &error);
  g_assert_no_error (error);
  migrated = read_content (store);
  g_assert_cmpmem (&read, sizeof read, &migrated, sizeof migrated);
  fixture_assert_sound (store);
  g_clear_object (&store);
  g_assert_cmpint (ask (dir, "PRAGMA user_version"), >, 4);
  g_assert_cmpint (ask (dir, "SELECT max (version) FROM migrations"), >, 4);
  g_assert_cmpint (ask (dir, "SELECT count(*) FROM sums WHERE name = 'segments'"), ==, 1);
  fixture_remove (dir);
}

/* What takes a store of version n + 1 back to n: by it the one that is kept stands for the older ones too. */
static const char *const undoings[] = {
  [1] = "DROP TABLE forecasts; DROP TABLE forecast_refreshes;",
  [2] = "DROP TABLE rollups;",
  [3] = "ALTER TABLE partitions RENAME COLUMN period TO year;"
        "ALTER TABLE segments RENAME COLUMN period TO year;"
        "ALTER TABLE rollups RENAME COLUMN period TO year;"
        "UPDATE partitions SET year = year / 100;"
        "UPDATE segments SET year = year / 100;",
};

static void
take_back (const char *dir, int version)
{
  sqlite3 *handle = fixture_open_database (dir);

  for (int step = 3; step >= version; step--)
    {
      g_autofree char *sql = g_strdup_printf ("BEGIN; %s DELETE FROM migrations WHERE version > %d;"
                                              "PRAGMA user_version = %d; COMMIT;",
                                              undoings[step], step, step);
      char *problem = NULL;

      sqlite3_exec (handle, sql, NULL, NULL, &problem);
      g_assert_cmpstr (problem, ==, NULL);
    }
  sqlite3_close (handle);
}

/* Older than what can be read as it is: said so, and not that it were newer; nothing is changed by the asking. */
static void
test_much_older (void)
{
  for (int version = 1; version <= 3; version++)
    {
      g_autofree char *dir = fixture_folder ();
      g_autoptr (HdStore) store = NULL;
      g_autoptr (GError) error = NULL;
      Content content;

      unpack ("version-4.db.gz", dir);
      take_back (dir, version);
      g_assert_null (hd_store_open (dir, HD_STORE_READ, &error));
      g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_OLD_VERSION);
      g_assert_nonnull (strstr (error->message, "older"));
      g_clear_error (&error);
      g_assert_cmpint (ask (dir, "PRAGMA user_version"), ==, version);
      store = hd_store_open (dir, HD_STORE_WRITE, &error);
      g_assert_no_error (error);
      content = read_content (store);
      g_assert_cmpuint (content.n_rows, ==, N_ROWS);
      g_assert_cmpuint (content.n_history, ==, N_HISTORY);
      g_assert_cmpint (content.collected, ==, COLLECTED);
      fixture_assert_sound (store);
      g_clear_object (&store);
      fixture_remove (dir);
    }
}

/* The one before the audit log: read as it is, and the log begins with the first write. */
static void
test_version_5 (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = NULL;
  g_autoptr (GError) error = NULL;
  gint64 newest;
  sqlite3 *handle;

  unpack ("version-4.db.gz", dir);
  store = hd_store_open (dir, HD_STORE_WRITE, &error);
  g_assert_no_error (error);
  g_clear_object (&store);
  newest = ask (dir, "PRAGMA user_version");
  handle = fixture_open_database (dir);
  g_assert_cmpint (sqlite3_exec (handle,
                                 "DROP TABLE audit; DELETE FROM sums WHERE name = 'audit';"
                                 "DELETE FROM migrations WHERE version > 5;"
                                 "PRAGMA user_version = 5;"
                                 "UPDATE sums SET value = (SELECT"
                                 " hd_sum_total ('sqlite_master', type, name, tbl_name, sql)"
                                 " FROM sqlite_master) WHERE name = 'sqlite_master'",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (handle);
  store = hd_store_open (dir, HD_STORE_READ, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_content (store).collected, ==, COLLECTED);
  fixture_assert_sound (store);
  g_clear_object (&store);
  g_assert_cmpint (ask (dir, "PRAGMA user_version"), ==, 5);
  store = hd_store_open (dir, HD_STORE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_content (store).collected, ==, COLLECTED);
  fixture_assert_sound (store);
  g_clear_object (&store);
  g_assert_cmpint (ask (dir, "PRAGMA user_version"), ==, newest);
  fixture_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/store/version/4", test_version_4);
  g_test_add_func ("/data/store/version/5", test_version_5);
  g_test_add_func ("/data/store/version/much-older", test_much_older);
  return g_test_run ();
}
