/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A backup is one moment of the store, closed to others, and becomes a store again only when it is whole.
 */

#include "config.h"

#include <sys/stat.h>

#include "hd-store-backup.h"
#include "store-fixture.h"

typedef struct
{
  char *dir, *file, *key, *target, *before;
  HdStructure *structure;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = fixture_folder ();
  fixture->file = g_strconcat (fixture->dir, ".backup", NULL);
  fixture->key = g_strconcat (fixture->file, HD_STORE_BACKUP_KEY_SUFFIX, NULL);
  fixture->target = g_strconcat (fixture->dir, ".target", NULL);
  fixture->before = g_strconcat (fixture->target, ".before", NULL);
  fixture->structure = fixture_structure ("REVENUE", N_UNITS);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_remove (fixture->dir);
  fixture_remove (fixture->target);
  fixture_remove (fixture->before);
  g_unlink (fixture->file);
  g_unlink (fixture->key);
  hd_structure_unref (fixture->structure);
  g_free (fixture->dir);
  g_free (fixture->file);
  g_free (fixture->key);
  g_free (fixture->target);
  g_free (fixture->before);
}

static void
apply (Fixture *fixture, HdStore *store, gint64 collected)
{
  g_autoptr (HdMessage) message = fixture_message (fixture->structure, collected);

  for (guint row = 0; row < 40; row++)
    fixture_add (message, (FixtureRow){ hd_day_from_ymd (2026, 1, 1) + (HdDay)row, row % N_UNITS, 0,
                                        collected, 1, 0.5, HD_ACTION_REPLACE, collected });
  fixture_apply (store, message);
}

static gint64
collected_of (const char *dir)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStore) store = hd_store_open (dir, HD_STORE_WRITE, &error);
  g_autoptr (GPtrArray) parts = NULL;

  g_assert_no_error (error);
  fixture_assert_sound (store);
  parts = hd_store_load (store, "REVENUE", 0, G_MAXINT32, 0, NULL);
  g_assert_cmpuint (parts->len, ==, 1);
  return ((HdRows *)parts->pdata[0])->values[0][39].i;
}

static guint
mode_of (const char *path)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static void
test_there_and_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdStore) store = fixture_open (fixture->dir);
  g_autofree char *database = g_build_filename (fixture->target, "haidang.db", NULL);
  g_autoptr (GError) error = NULL;
  gboolean sealed = hd_store_is_sealed (store);

  apply (fixture, store, 7);
  hd_store_backup (store, fixture->file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (mode_of (fixture->file), ==, 0600);
  g_assert_cmpint (g_file_test (fixture->key, G_FILE_TEST_EXISTS), ==, sealed);
  g_assert_cmpint (hd_store_vault_is_plain (fixture->file), ==, !sealed);
  g_assert_false (hd_store_backup (store, fixture->file, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_IO);
  g_clear_error (&error);
  apply (fixture, store, 8);

  hd_store_restore (fixture->file, fixture->target, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (collected_of (fixture->target), ==, 7);
  g_assert_cmpint (mode_of (fixture->target), ==, 0700);
  g_assert_cmpint (mode_of (database), ==, 0600);
  g_clear_object (&store);
  g_assert_cmpint (collected_of (fixture->dir), ==, 8);
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdStore) store = fixture_open (fixture->dir);
  g_autoptr (HdStore) other = fixture_open (fixture->target);
  g_autoptr (GError) error = NULL;

  apply (fixture, store, 7);
  apply (fixture, other, 9);
  g_clear_object (&other);
  g_assert_true (hd_store_backup (store, fixture->file, NULL));
  g_assert_false (hd_store_restore (fixture->file, fixture->target, FALSE, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_NOT_A_STORE);
  g_clear_error (&error);
  g_assert_cmpint (collected_of (fixture->target), ==, 9);
  hd_store_restore (fixture->file, fixture->target, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (collected_of (fixture->target), ==, 7);
  g_assert_cmpint (collected_of (fixture->before), ==, 9);
  /* What is kept is not overwritten by the next. */
  g_assert_false (hd_store_restore (fixture->file, fixture->target, TRUE, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_IO);
}

/* A backup that is damaged, cut short, or without its key makes no store, and takes none away. */
static void
test_bad_backups (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdStore) store = fixture_open (fixture->dir);
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  g_autofree char *bytes = NULL;
  gsize length;

  apply (fixture, store, 7);
  g_assert_true (hd_store_backup (store, fixture->file, NULL));
  g_assert_true (g_file_get_contents (fixture->file, &bytes, &length, NULL));
  for (guint round = 0; round < 12; round++)
    {
      g_autofree char *hit = g_memdup2 (bytes, length);
      g_autoptr (GError) error = NULL;

      for (guint stroke = 0; stroke < 400; stroke++)
        hit[g_rand_int_range (random, 0, (gint32)length)] ^= 0x41;
      g_assert_true (g_file_set_contents (fixture->file, hit,
                                          (gssize)(round % 3 == 0 ? length / 2 : length), NULL));
      g_assert_false (hd_store_restore (fixture->file, fixture->target, FALSE, &error));
      g_assert_true (error->domain == HD_STORE_ERROR);
      g_assert_false (g_file_test (fixture->target, G_FILE_TEST_EXISTS));
    }
  g_assert_true (g_file_set_contents (fixture->file, bytes, (gssize)length, NULL));
  if (hd_store_is_sealed (store))
    {
      g_autoptr (GError) error = NULL;

      g_unlink (fixture->key);
      g_assert_false (hd_store_restore (fixture->file, fixture->target, FALSE, &error));
      g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_SEALED);
      g_assert_nonnull (strstr (error->message, "key file"));
    }
  g_assert_false (hd_store_restore ("/nowhere/at-all", fixture->target, FALSE, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("/data/store/backup/there-and-back", test_there_and_back);
  ADD ("/data/store/backup/replace", test_replace);
  ADD ("/data/store/backup/bad-backups", test_bad_backups);
  return g_test_run ();
}
