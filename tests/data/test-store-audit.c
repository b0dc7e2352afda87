/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The audit log: whole as it is written, and broken wherever somebody had a hand in it.
 */

#include "config.h"

#include "store-fixture.h"

#include "hd-store-audit.h"

#define N_ENTRIES 12

static void
fill (HdStore *store)
{
  for (guint index = 0; index < N_ENTRIES; index++)
    {
      g_autofree char *object = g_strdup_printf ("file %u", index);
      g_autoptr (GError) error = NULL;

      hd_store_audit (store, (HdAuditAction)(index % HD_AUDIT_N_ACTIONS), object,
                      index % 3 == 0 ? "for the meeting" : NULL, 1000 + index, &error);
      g_assert_no_error (error);
    }
}

static gint64
find_break (HdStore *store)
{
  g_autoptr (GError) error = NULL;
  gint64 broken = -1;
  g_autoptr (GPtrArray) entries = hd_store_get_audit (store, 0, &broken, &error);

  g_assert_no_error (error);
  return broken;
}

static void
test_told (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  gint64 broken = -1;
  guint64 generation = hd_store_get_generation (store);

  fill (store);
  entries = hd_store_get_audit (store, 1004, &broken, &error);
  g_assert_no_error (error);
  g_assert_cmpint (broken, ==, 0);
  g_assert_cmpuint (entries->len, ==, N_ENTRIES - 4);
  for (guint index = 0; index < entries->len; index++)
    {
      const HdAuditEntry *entry = g_ptr_array_index (entries, index);
      guint written = index + 4;
      g_autofree char *object = g_strdup_printf ("file %u", written);

      g_assert_cmpint (entry->number, ==, written + 1);
      g_assert_cmpint (entry->at, ==, 1000 + written);
      g_assert_cmpint (entry->action, ==, written % HD_AUDIT_N_ACTIONS);
      g_assert_cmpstr (entry->object, ==, object);
      g_assert_cmpstr (entry->reason, ==, written % 3 == 0 ? "for the meeting" : NULL);
      g_assert_cmpstr (entry->actor, ==, g_get_user_name ());
    }
  g_assert_cmpuint (hd_store_get_generation (store), ==, generation);
  g_clear_object (&store);
  fixture_remove (dir);
}

/* Whoever gets past the triggers leaves a trace all the same. */
static void
test_forged (void)
{
  static const struct
  {
    const char *sql;
    gint64 broken;
  } forgeries[] = {
    { "UPDATE audit SET object = 'file x' WHERE number = 5", 5 },
    { "UPDATE audit SET reason = 'for the meeting' WHERE number = 2", 2 },
    { "UPDATE audit SET reason = NULL WHERE number = 1", 1 },
    { "UPDATE audit SET at = 1 WHERE number = 12", 12 },
    { "UPDATE audit SET actor = 'nobody' WHERE number = 7", 7 },
    { "UPDATE audit SET action = 'view' WHERE number = 7", 7 },
    { "DELETE FROM audit WHERE number = 6", 7 },
    { "DELETE FROM audit WHERE number = 1", 2 },
    { "UPDATE audit SET object = 'x' WHERE number = 3;"
      "UPDATE audit SET hash = (SELECT hash FROM audit WHERE number = 4) WHERE number = 3",
      3 },
    /* In another order. */
    { "UPDATE audit SET number = 100 WHERE number = 4; UPDATE audit SET number = 4 WHERE number = "
      "5;"
      "UPDATE audit SET number = 5 WHERE number = 100",
      4 },
    { "UPDATE audit SET number = 13 WHERE number = 2", 3 },
    /* One put behind: after a gap, and without. */
    { "UPDATE audit SET at = at WHERE number = 1;"
      "INSERT INTO audit SELECT 14, at, actor, action, object, reason, hash FROM audit"
      " WHERE number = 12",
      14 },
    { "UPDATE audit SET at = at WHERE number = 1;"
      "INSERT INTO audit SELECT 13, at, actor, action, 'y', reason, hash FROM audit"
      " WHERE number = 12",
      13 },
  };

  for (guint index = 0; index < G_N_ELEMENTS (forgeries); index++)
    {
      g_autofree char *dir = fixture_folder ();
      g_autoptr (HdStore) store = fixture_open (dir);
      sqlite3 *handle = hd_store_get_writer_handle (store);

      fill (store);
      g_assert_cmpint (find_break (store), ==, 0);
      g_test_message ("%s", forgeries[index].sql);
      g_assert_cmpint (sqlite3_exec (handle, forgeries[index].sql, NULL, NULL, NULL), !=,
                       SQLITE_OK);
      g_assert_cmpint (find_break (store), ==, 0);
      sqlite3_exec (handle,
                    "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_shortened", NULL,
                    NULL, NULL);
      g_assert_cmpint (sqlite3_exec (handle, forgeries[index].sql, NULL, NULL, NULL), ==,
                       SQLITE_OK);
      g_assert_cmpint (find_break (store), ==, forgeries[index].broken);
      g_clear_object (&store);
      fixture_remove (dir);
    }
}

/* A log that was cut off behind an entry hangs together. The store's own sum over the table finds it, unless
 * that was mended too; a hash that was noted elsewhere finds it always. */
static void
test_cut_off (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = NULL, after = NULL, faults = NULL;
  const HdAuditEntry *last;
  gint64 broken;

  fill (store);
  fixture_assert_sound (store);
  before = hd_store_get_audit (store, 0, &broken, &error);
  last = g_ptr_array_index (before, before->len - 1);
  g_assert_true (hd_audit_has_hash (before, last->hash));
  sqlite3_exec (hd_store_get_writer_handle (store),
                "DROP TRIGGER audit_is_not_shortened; DELETE FROM audit WHERE number > 9", NULL,
                NULL, NULL);
  after = hd_store_get_audit (store, 0, &broken, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (after->len, ==, 9);
  g_assert_cmpint (broken, ==, 0);
  g_assert_false (hd_audit_has_hash (after, last->hash));
  g_assert_true (hd_audit_has_hash (after, ((HdAuditEntry *)g_ptr_array_index (before, 8))->hash));
  faults = hd_store_verify (store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (faults->len, >, 0);
  g_clear_object (&store);
  fixture_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/store/audit/told", test_told);
  g_test_add_func ("/data/store/audit/forged", test_forged);
  g_test_add_func ("/data/store/audit/cut-off", test_cut_off);
  return g_test_run ();
}
