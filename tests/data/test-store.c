/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A store is told from anything else; what it keeps beside figures; and what it says when it cannot.
 */

#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include "store-fixture.h"

static void
assert_cannot_open (const char *dir, HdStoreFlags flags, int code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hd_store_open (dir, flags, &error));
  g_assert_error (error, HD_STORE_ERROR, code);
  g_assert_null (strchr (error->message, '\n'));
  g_assert_nonnull (strstr (error->message, words));
}

static guint
mode_of (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  GStatBuf about;

  g_assert_cmpint (g_stat (path, &about), ==, 0);
  return about.st_mode & 0777;
}

static void
test_make_and_modes (void)
{
  g_autofree char *parent = fixture_folder ();
  g_autofree char *dir = g_build_filename (parent, "a", "store", NULL);
  g_autofree char *middle = g_build_filename (parent, "a", NULL);
  g_autoptr (HdStore) store = NULL;

  assert_cannot_open (dir, HD_STORE_READ, HD_STORE_ERROR_NOT_FOUND, "haidang sync");
  assert_cannot_open (dir, HD_STORE_WRITE, HD_STORE_ERROR_NOT_FOUND, "haidang sync");
  g_assert_false (g_file_test (middle, G_FILE_TEST_EXISTS));
  store = fixture_open (dir);
  g_assert_cmpuint (mode_of (parent, "a/store"), ==, 0700);
  g_assert_cmpuint (mode_of (dir, "haidang.db"), ==, 0600);
  g_assert_cmpuint (mode_of (dir, "haidang.db-wal"), ==, 0600);
  g_assert_cmpstr (hd_store_get_dir (store), ==, dir);
  fixture_assert_sound (store);
  g_clear_object (&store);
  /* Opened again, for reading too. */
  store = hd_store_open (dir, HD_STORE_READ, NULL);
  g_assert_nonnull (store);
  g_clear_object (&store);
  fixture_remove (dir);
  g_rmdir (middle);
  g_rmdir (parent);
}

static void
write_file (const char *dir, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
run_sql (const char *dir, const char *text)
{
  g_autofree char *path = g_build_filename (dir, "haidang.db", NULL);
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, text, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

static void
test_not_a_store (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autofree char *file = g_build_filename (dir, "letter.txt", NULL);
  HdStoreFlags make = HD_STORE_WRITE | HD_STORE_CREATE;

  /* Someone's folder, and a file. */
  write_file (dir, "letter.txt", "dear");
  assert_cannot_open (dir, HD_STORE_READ, HD_STORE_ERROR_NOT_A_STORE, "is not");
  assert_cannot_open (dir, make, HD_STORE_ERROR_NOT_A_STORE, "something else");
  assert_cannot_open (file, make, HD_STORE_ERROR_NOT_A_STORE, "something else");
  g_unlink (file);

  /* A file of the right name that is no database, and a database of somebody else. */
  write_file (dir, "haidang.db",
              "this is by no means a database, though it is long enough to be asked");
  assert_cannot_open (dir, HD_STORE_READ, HD_STORE_ERROR_NOT_A_STORE, "is not");
  assert_cannot_open (dir, make, HD_STORE_ERROR_NOT_A_STORE, "is not");
  fixture_remove (dir);
  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  run_sql (dir, "CREATE TABLE recipes (id)");
  assert_cannot_open (dir, HD_STORE_READ, HD_STORE_ERROR_NOT_A_STORE, "is not");
  assert_cannot_open (dir, make, HD_STORE_ERROR_NOT_A_STORE, "is not");
  fixture_remove (dir);
}

static void
test_versions (void)
{
  g_autofree char *dir = fixture_folder ();

  g_object_unref (fixture_open (dir));
  run_sql (dir, "PRAGMA user_version = 1000");
  assert_cannot_open (dir, HD_STORE_READ, HD_STORE_ERROR_VERSION, "newer");
  assert_cannot_open (dir, HD_STORE_WRITE, HD_STORE_ERROR_VERSION, "newer");
  fixture_remove (dir);

  /* Its making was interrupted: nobody's but ours, so made anew. */
  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  write_file (dir, "haidang.db", "");
  assert_cannot_open (dir, HD_STORE_READ, HD_STORE_ERROR_NOT_FOUND, "haidang sync");
  g_object_unref (fixture_open (dir));
  fixture_remove (dir);
}

static HdMessage *
one_row (HdStructure *structure, gint64 prepared, gint64 collected)
{
  HdMessage *message = fixture_message (structure, prepared);

  fixture_add (message, (FixtureRow){ hd_day_from_ymd (2026, 3, 5), 0, 0, collected, 2, 0.5,
                                      HD_ACTION_REPLACE, prepared });
  return message;
}

static void
assert_cannot_apply (HdStore *store, const HdMessage *message, int code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (hd_store_apply (store, message, NULL, NULL, &error));
  g_assert_error (error, HD_STORE_ERROR, code);
  g_assert_null (strchr (error->message, '\n'));
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_cannot_write (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) first = one_row (structure, 1, 10);
  g_autoptr (HdMessage) second = one_row (structure, 2, 20);
  g_autoptr (HdMessage) large = fixture_message (structure, 3);
  g_autoptr (HdStore) store = fixture_open (dir), reader = NULL, other = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (GPtrArray) rows = NULL;

  fixture_apply (store, first);
  reader = hd_store_open (dir, HD_STORE_READ, NULL);
  assert_cannot_apply (reader, second, HD_STORE_ERROR_IO, "reading only");

  /* Another process is at it. */
  other = fixture_open (dir);
  sqlite3_busy_timeout (hd_store_get_writer_handle (other), 0);
  sqlite3_exec (hd_store_get_writer_handle (store), "BEGIN IMMEDIATE", NULL, NULL, NULL);
  assert_cannot_apply (other, second, HD_STORE_ERROR_LOCKED, "another process");
  sqlite3_exec (hd_store_get_writer_handle (store), "ROLLBACK", NULL, NULL, NULL);

  /* The disk is full: a limit on pages is what SQLite sees then. */
  for (guint row = 0; row < 20000; row++)
    fixture_add (large, (FixtureRow){ hd_day_from_ymd (2026, 1, 1) + (HdDay)row % 360,
                                      row % N_UNITS, 0, g_rand_int (random), g_rand_int (random),
                                      g_rand_double (random), HD_ACTION_REPLACE, 3 + row });
  sqlite3_exec (hd_store_get_writer_handle (store), "PRAGMA max_page_count = 1", NULL, NULL, NULL);
  assert_cannot_apply (store, large, HD_STORE_ERROR_IO, "disk is full");
  rows = fixture_load (store, "REVENUE", 0);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpint (((HdRows *)rows->pdata[0])->values[0][0].i, ==, 10);
  sqlite3_exec (hd_store_get_writer_handle (store), "PRAGMA max_page_count = 1000000", NULL, NULL,
                NULL);
  fixture_apply (store, large);
  fixture_assert_sound (store);
  g_clear_object (&other);
  g_clear_object (&reader);
  g_clear_object (&store);
  fixture_remove (dir);
}

/* A store on a medium that cannot be written is still read. */
static void
test_read_only_medium (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autofree char *path = g_build_filename (dir, "haidang.db", NULL);
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) message = one_row (structure, 1, 10);
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (GPtrArray) rows = NULL;

  if (geteuid () == 0)
    g_test_message ("root writes anywhere, so this run shows less than it might");
  fixture_apply (store, message);
  g_clear_object (&store);
  g_chmod (path, 0400);
  g_chmod (dir, 0500);
  store = hd_store_open (dir, HD_STORE_READ, NULL);
  g_assert_nonnull (store);
  rows = fixture_load (store, "REVENUE", 0);
  g_assert_cmpuint (rows->len, ==, 1);
  g_clear_object (&store);
  g_chmod (dir, 0700);
  fixture_remove (dir);
}

static void
test_records (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) message = one_row (structure, 77, 10);
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (GBytes) bytes = g_bytes_new ("abc", 3);
  g_autoptr (GBytes) fresh = NULL, stale = NULL;
  g_autoptr (GPtrArray) messages = NULL, status = NULL;
  g_autofree char *etag = NULL, *nothing = NULL;
  HdReceipt receipt = { "http://127.0.0.1/data", "W/\"7\"", "00ff", 77, 78, 1234 };
  const HdStoreMessage *received;
  const HdStoreDatasetStatus *about;

  g_assert_true (hd_store_apply (store, message, &receipt, NULL, NULL));
  messages = hd_store_get_messages (store, "REVENUE", 10, NULL);
  g_assert_cmpuint (messages->len, ==, 1);
  received = g_ptr_array_index (messages, 0);
  g_assert_cmpstr (received->etag, ==, "W/\"7\"");
  g_assert_cmpuint (received->added, ==, 1);
  g_assert_cmpuint (received->n_bytes, ==, 1234);

  g_assert_true (hd_store_set_feed_state (store, "http://x", "etag", "one", NULL));
  g_assert_true (hd_store_set_feed_state (store, "http://x", "etag", "two", NULL));
  etag = hd_store_get_feed_state (store, "http://x", "etag", NULL);
  nothing = hd_store_get_feed_state (store, "http://y", "etag", NULL);
  g_assert_cmpstr (etag, ==, "two");
  g_assert_null (nothing);

  g_assert_true (
      hd_store_put_derived (store, "forecast", hd_store_get_generation (store), bytes, NULL));
  fresh = hd_store_get_derived (store, "forecast", FALSE, NULL);
  g_assert_true (g_bytes_equal (fresh, bytes));
  ((HdRows *)message->parts->pdata[0])->values[0][0].i = 11;
  message->prepared = 99;
  fixture_apply (store, message);
  g_assert_null (hd_store_get_derived (store, "forecast", FALSE, NULL));
  stale = hd_store_get_derived (store, "forecast", TRUE, NULL);
  g_assert_true (g_bytes_equal (stale, bytes));

  for (guint index = 0; index < 60; index++)
    g_assert_true (
        hd_store_quarantine (store, &receipt, "REVENUE", "line 3: no such code", bytes, NULL));
  g_assert_true (hd_store_note_check (store, "REVENUE", 500, NULL, NULL));
  g_assert_true (hd_store_note_check (store, "REVENUE", 600, "it broke", NULL));
  g_assert_true (hd_store_note_check (store, "NEVER_CAME", 600, "no such feed", NULL));
  status = hd_store_get_status (store, NULL);
  g_assert_cmpuint (status->len, ==, 2);
  about = g_ptr_array_index (status, 0);
  g_assert_cmpstr (about->dataset, ==, "NEVER_CAME");
  g_assert_cmpint (about->checked_at, ==, 0);
  about = g_ptr_array_index (status, 1);
  g_assert_cmpint (about->checked_at, ==, 500);
  g_assert_cmpstr (about->last_error, ==, "it broke");
  g_assert_cmpuint (about->n_bytes, >, 0);
  fixture_assert_sound (store);
  g_clear_object (&store);
  fixture_remove (dir);
}

/* Codes are kept by id: a list that grew in its middle, or lost a code, moves no figure to another name. */
static void
test_codes_by_id (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", 2);
  g_autoptr (HdStructure) larger = fixture_structure ("REVENUE", 300);
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (HdMessage) first = one_row (structure, 1, 10);
  g_autoptr (HdMessage) second = fixture_message (larger, 2);
  g_autoptr (GPtrArray) rows = NULL;
  const HdRows *year;
  const HdCodeList *units;

  fixture_apply (store, first);
  fixture_add (second, (FixtureRow){ hd_day_from_ymd (2026, 3, 5), 299, 1, 30, 2, 0.5,
                                     HD_ACTION_REPLACE, 2 });
  rows = fixture_load (store, "REVENUE", 0);
  g_clear_pointer (&rows, g_ptr_array_unref);
  fixture_apply (store, second);
  rows = fixture_load (store, "REVENUE", 0);
  year = g_ptr_array_index (rows, 0);
  units = hd_structure_get_dimension (year->structure, 0)->codes;
  g_assert_cmpuint (year->n_rows, ==, 2);
  g_assert_cmpstr (hd_code_list_get (units, year->codes[0][0])->id, ==, "U0");
  g_assert_cmpstr (hd_code_list_get (units, year->codes[0][1])->id, ==, "U299");
  g_clear_pointer (&rows, g_ptr_array_unref);
  g_clear_object (&store);
  fixture_remove (dir);
}

static void
test_load (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) message = fixture_message (structure, 1);
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (GPtrArray) march = NULL, all = NULL, none = NULL;
  g_autoptr (GError) error = NULL;

  for (HdDay day = hd_day_from_ymd (2024, 1, 1); day <= hd_day_from_ymd (2026, 12, 31); day++)
    fixture_add (message, (FixtureRow){ day, 0, 0, day, 0, NAN, HD_ACTION_REPLACE, 1 });
  fixture_apply (store, message);
  g_assert_null (hd_store_load (store, "NOWHERE", 0, 1, 0, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_NO_DATASET);
  march = hd_store_load (store, "REVENUE", hd_day_from_ymd (2025, 12, 30),
                         hd_day_from_ymd (2026, 1, 2), 0, NULL);
  g_assert_cmpuint (march->len, ==, 2);
  g_assert_cmpuint (((HdRows *)march->pdata[0])->n_rows, ==, 2);
  g_assert_cmpuint (((HdRows *)march->pdata[1])->n_rows, ==, 2);
  g_assert_cmpint (((HdRows *)march->pdata[1])->values[0][1].i, ==, hd_day_from_ymd (2026, 1, 2));
  g_assert_true (isnan (((HdRows *)march->pdata[1])->values[2][1].d));
  none = hd_store_load (store, "REVENUE", 0, 5, 0, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  /* Nothing is kept, nothing is lost. */
  hd_store_set_cache_budget (store, 0);
  g_assert_cmpuint (hd_store_cache_get_n_bytes (store->cache), ==, 0);
  all = fixture_load (store, "REVENUE", 0);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpuint (((HdRows *)all->pdata[0])->n_rows, ==, 366);
  g_assert_cmpuint (hd_store_cache_get_n_bytes (store->cache), ==, 0);
  g_clear_object (&store);
  fixture_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/store/make-and-modes", test_make_and_modes);
  g_test_add_func ("/data/store/not-a-store", test_not_a_store);
  g_test_add_func ("/data/store/versions", test_versions);
  g_test_add_func ("/data/store/cannot-write", test_cannot_write);
  g_test_add_func ("/data/store/read-only-medium", test_read_only_medium);
  g_test_add_func ("/data/store/records", test_records);
  g_test_add_func ("/data/store/codes-by-id", test_codes_by_id);
  g_test_add_func ("/data/store/load", test_load);
  return g_test_run ();
}
