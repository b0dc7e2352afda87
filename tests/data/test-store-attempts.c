/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Wrong passphrases: noted beside the store, taken over by its log, bounded, and nothing of what was typed.
 */

#include "config.h"

#include <string.h>

#include "hd-store-attempts.h"
#include "hd-store-audit.h"
#include "store-fixture.h"

#define TYPED "a near miss of it"
#define N_THREADS 4
#define N_EACH 12

static char *
make_sealed (void)
{
  char *dir = fixture_folder ();

  hd_store_set_passphrase ("one");
  g_object_unref (fixture_open (dir));
  hd_store_set_passphrase (NULL);
  return dir;
}

static void
fail_to_unlock (const char *dir)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (hd_store_unlock (dir, TYPED, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_WRONG_PASSPHRASE);
}

/* Opened by the right one, which the log is told of. (transfer full) (element-type HdAuditEntry) */
static GPtrArray *
open_and_tell (const char *dir, guint n_faults)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStore) store = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  GPtrArray *entries;
  gint64 broken;

  g_assert_true (hd_store_unlock (dir, "one", &error));
  store = hd_store_open (dir, HD_STORE_WRITE, &error);
  g_assert_no_error (error);
  faults = hd_store_verify (store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (faults->len, ==, n_faults);
  g_assert_true (hd_store_audit (store, HD_AUDIT_UNLOCK, dir, NULL, 2000000000, &error));
  g_assert_no_error (error);
  g_assert_cmpint (hd_store_count_attempts (dir), ==, 0);
  fixture_assert_sound (store);
  entries = hd_store_get_audit (store, 0, &broken, &error);
  g_assert_cmpint (broken, ==, 0);
  g_clear_object (&store);
  hd_store_lock (dir);
  return entries;
}

static const HdAuditEntry *
entry_of (GPtrArray *entries, guint index)
{
  g_assert_cmpuint (index, <, entries->len);
  return g_ptr_array_index (entries, index);
}

/* By both doors: a passphrase that is tried on the store, and one that was set before it is opened. */
static void
test_told (void)
{
  g_autofree char *dir = make_sealed ();
  g_autofree char *path = g_build_filename (dir, HD_STORE_ATTEMPTS_FILE, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  gint64 started = g_get_real_time () / G_USEC_PER_SEC;
  GStatBuf status;

  g_assert_cmpint (hd_store_count_attempts (dir), ==, 0);
  fail_to_unlock (dir);
  hd_store_set_passphrase (TYPED);
  g_assert_null (hd_store_open (dir, HD_STORE_WRITE, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_WRONG_PASSPHRASE);
  hd_store_set_passphrase (NULL);
  g_assert_cmpint (hd_store_count_attempts (dir), ==, 2);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, TYPED));
  g_assert_null (strstr (text, "near"));
  entries = open_and_tell (dir, 0);
  g_assert_cmpuint (entries->len, ==, 3);
  for (guint index = 0; index < 2; index++)
    {
      g_autofree char *object
          = g_strdup_printf ("wrong passphrase, try %u: %s", index + 1, g_get_prgname ());
      const HdAuditEntry *entry = entry_of (entries, index);

      g_assert_cmpint (entry->action, ==, HD_AUDIT_ATTEMPT);
      g_assert_cmpstr (entry->object, ==, object);
      g_assert_cmpstr (entry->actor, ==, g_get_user_name ());
      g_assert_cmpint (entry->at, >=, started);
      g_assert_cmpint (entry->at, <=, g_get_real_time () / G_USEC_PER_SEC);
    }
  g_assert_cmpint (entry_of (entries, 2)->action, ==, HD_AUDIT_UNLOCK);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  fixture_remove (dir);
}

/* Whoever changes the passphrase has to know the present one, and is noted like anyone. */
static void
test_change (void)
{
  g_autofree char *dir = make_sealed ();
  g_autoptr (GError) error = NULL;

  hd_store_set_passphrase (TYPED);
  g_assert_false (hd_store_change_passphrase (dir, "two", &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_WRONG_PASSPHRASE);
  hd_store_set_passphrase (NULL);
  g_assert_cmpint (hd_store_count_attempts (dir), ==, 1);
  fixture_remove (dir);
}

static void
test_many (void)
{
  g_autofree char *dir = make_sealed ();
  g_autofree char *path = g_build_filename (dir, HD_STORE_ATTEMPTS_FILE, NULL);
  g_autofree char *last = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  const guint n_attempts = 5 * HD_STORE_ATTEMPTS_EDGE;
  GStatBuf status;

  for (guint attempt = 0; attempt < n_attempts; attempt++)
    hd_store_attempts_note (dir);
  g_assert_cmpint (hd_store_count_attempts (dir), ==, n_attempts);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_size, <, 2 * HD_STORE_ATTEMPTS_EDGE * 600);
  entries = open_and_tell (dir, 0);
  g_assert_cmpuint (entries->len, ==, 2 * HD_STORE_ATTEMPTS_EDGE + 2);
  g_assert_cmpstr (entry_of (entries, HD_STORE_ATTEMPTS_EDGE)->object, ==,
                   "wrong passphrase, tries 33 to 128");
  last = g_strdup_printf ("wrong passphrase, try %u: %s", n_attempts, g_get_prgname ());
  g_assert_cmpstr (entry_of (entries, 2 * HD_STORE_ATTEMPTS_EDGE)->object, ==, last);
  fixture_remove (dir);
}

/* The power goes after the log was written, and before the file went. */
static void
test_once (void)
{
  g_autofree char *dir = make_sealed ();
  g_autofree char *path = g_build_filename (dir, HD_STORE_ATTEMPTS_FILE, NULL);
  g_autofree char *text = NULL;
  gsize length;

  hd_store_attempts_note (dir);
  hd_store_attempts_note (dir);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (guint opening = 1; opening <= 2; opening++)
    {
      g_autoptr (GPtrArray) entries = open_and_tell (dir, 0);

      g_assert_cmpuint (entries->len, ==, 2 + opening);
      g_assert_true (g_file_set_contents (path, text, (gssize)length, NULL));
    }
  fixture_remove (dir);
}

static void
test_spoilt (void)
{
  static const char *const spoilt[] = {
    "",
    "\n",
    "Hai Dang wrong passphrases 2\n1\t5\ta\tb\n",
    "Hai Dang wrong passphrases 1\n",
    "Hai Dang wrong passphrases 1\n1\t5\ta\tb",
    "Hai Dang wrong passphrases 1\n1\t5\ta\n",
    "Hai Dang wrong passphrases 1\n1\t5\ta\tb\tc\n",
    "Hai Dang wrong passphrases 1\n0\t5\ta\tb\n",
    "Hai Dang wrong passphrases 1\n2\t5\ta\tb\n2\t5\ta\tb\n",
    "Hai Dang wrong passphrases 1\n1\t-5\ta\tb\n",
    "Hai Dang wrong passphrases 1\n1\t9223372036854775807\ta\tb\n",
    "Hai Dang wrong passphrases 1\n1\t5\t\xff\tb\n",
  };

  for (guint index = 0; index < G_N_ELEMENTS (spoilt); index++)
    {
      g_autofree char *dir = make_sealed ();
      g_autofree char *path = g_build_filename (dir, HD_STORE_ATTEMPTS_FILE, NULL);
      g_autofree char *shown = g_strescape (spoilt[index], NULL);
      g_autoptr (GPtrArray) entries = NULL;

      g_test_message ("%s", shown);
      g_assert_true (g_file_set_contents (path, spoilt[index], -1, NULL));
      g_assert_cmpint (hd_store_count_attempts (dir), ==, 1);
      /* Noted all the same, and what is noted after it is kept. */
      if (index % 2 == 0)
        fail_to_unlock (dir);
      entries = open_and_tell (dir, 1);
      g_assert_cmpuint (entries->len, ==, index % 2 == 0 ? 3 : 2);
      g_assert_nonnull (strstr (entry_of (entries, 0)->object, "spoilt"));
      fixture_remove (dir);
    }
}

static gpointer
note_thread (gpointer dir)
{
  for (guint attempt = 0; attempt < N_EACH; attempt++)
    hd_store_attempts_note (dir);
  return NULL;
}

static void
test_at_once (void)
{
  g_autofree char *dir = make_sealed ();
  GThread *threads[N_THREADS];
  g_autoptr (GPtrArray) entries = NULL;

  for (guint thread = 0; thread < N_THREADS; thread++)
    threads[thread] = g_thread_new ("note", note_thread, dir);
  for (guint thread = 0; thread < N_THREADS; thread++)
    g_thread_join (threads[thread]);
  g_assert_cmpint (hd_store_count_attempts (dir), ==, N_THREADS * N_EACH);
  entries = open_and_tell (dir, 0);
  g_assert_cmpuint (entries->len, ==, N_THREADS * N_EACH + 1);
  fixture_remove (dir);
}

/* A store that lies open has no passphrase; who puts such a file there puts nothing into its log. */
static void
test_open_store (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autofree char *path = g_build_filename (dir, HD_STORE_ATTEMPTS_FILE, NULL);
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  gint64 broken;

  g_assert_true (
      g_file_set_contents (path, "Hai Dang wrong passphrases 1\n1\t5\ta\tb\n", -1, NULL));
  g_assert_cmpint (hd_store_count_attempts (dir), ==, 0);
  g_assert_true (hd_store_audit (store, HD_AUDIT_IMPORT, "file", NULL, 1000, &error));
  entries = hd_store_get_audit (store, 0, &broken, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  g_clear_object (&store);
  fixture_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  hd_store_vault_set_cost (1, 8);
  g_test_add_func ("/data/store/attempts/told", test_told);
  g_test_add_func ("/data/store/attempts/change", test_change);
  g_test_add_func ("/data/store/attempts/many", test_many);
  g_test_add_func ("/data/store/attempts/once", test_once);
  g_test_add_func ("/data/store/attempts/spoilt", test_spoilt);
  g_test_add_func ("/data/store/attempts/at-once", test_at_once);
  g_test_add_func ("/data/store/attempts/open-store", test_open_store);
  return g_test_run ();
}
