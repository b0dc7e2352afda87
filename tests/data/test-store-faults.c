/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that is full, fails, or loses its power at any write leaves the message that was there or the one
 * that was coming, whole, and a store that goes on.
 */

#include "config.h"

#include "fault-vfs.h"
#include "store-fixture.h"

#define ROWS_PER_MESSAGE 700 /* one measure is told by another, and pages are many */

/* Every row of message `number` says so. */
static HdMessage *
numbered_message (HdStructure *structure, guint number)
{
  HdMessage *message = fixture_message (structure, number);

  for (guint row = 0; row < ROWS_PER_MESSAGE; row++)
    fixture_add (message,
                 (FixtureRow){ hd_day_from_ymd (2025, 12, 1) + (HdDay)(row / 12), row % N_UNITS,
                               row / N_UNITS % N_TAXES, number, (gint64)number * row * 7919, NAN,
                               HD_ACTION_REPLACE, number });
  return message;
}

/* The message that is in; fails when it is not in whole. */
static gint64
message_shown (HdStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) years
      = hd_store_load (store, "FAULTS", G_MININT32 + 1, G_MAXINT32, 0, &error);
  gint64 number = -1;
  guint n_rows = 0;

  g_assert_no_error (error);
  for (guint index = 0; index < years->len; index++)
    {
      const HdRows *rows = g_ptr_array_index (years, index);

      for (guint row = 0; row < rows->n_rows; row++, n_rows++)
        {
          if (number < 0)
            number = rows->values[0][row].i;
          g_assert_cmpint (rows->values[0][row].i, ==, number);
        }
    }
  g_assert_cmpuint (n_rows, ==, ROWS_PER_MESSAGE);
  return number;
}

static void
copy_folder (const char *from, const char *to)
{
  g_autoptr (GDir) folder = g_dir_open (from, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (source, &bytes, &length, NULL));
      g_assert_true (g_file_set_contents_full (target, bytes, (gssize)length,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
}

/* A store that holds message 1. */
static char *
make_first (HdStructure *structure)
{
  g_autoptr (HdMessage) message = numbered_message (structure, 1);
  char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);

  fixture_apply (store, message);
  return dir;
}

/* What is in is `least` to `most`, and the store goes on. */
static gint64
assert_goes_on (const char *dir, HdStructure *structure, gint64 least, gint64 most)
{
  g_autoptr (HdMessage) next = numbered_message (structure, 100);
  g_autoptr (HdStore) store = fixture_open (dir);
  gint64 shown;

  fixture_assert_sound (store);
  shown = message_shown (store);
  g_assert_cmpint (shown, >=, least);
  g_assert_cmpint (shown, <=, most);
  fixture_apply (store, next);
  g_assert_cmpint (message_shown (store), ==, 100);
  fixture_assert_sound (store);
  return shown;
}

/* Message 2 comes while the `at`th change of that kind fails. FALSE when there are not so many. */
static gboolean
try_fault (const char *first, HdStructure *structure, FaultKind kind, guint at)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdMessage) message = numbered_message (structure, 2);
  g_autoptr (HdStore) store = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_in, has_struck;

  copy_folder (first, dir);
  store = fixture_open (dir);
  fault_vfs_arm (kind, at);
  is_in = hd_store_apply (store, message, NULL, NULL, &error);
  if (!is_in)
    g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_IO);
  /* Closing tidies the log away, and may fail too. */
  g_clear_object (&store);
  has_struck = fault_vfs_has_struck ();
  fault_vfs_arm (FAULT_NONE, 0);
  assert_goes_on (dir, structure, is_in ? 2 : 1, is_in ? 2 : 1);
  fixture_remove (dir);
  return has_struck;
}

static void
test_failing_disk (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("FAULTS", N_UNITS);
  g_autofree char *first = make_first (structure);

  for (FaultKind kind = FAULT_FULL; kind < N_FAULTS; kind++)
    {
      guint at = 1;

      /* The first ones each, then fewer and fewer: there are hundreds. */
      while (try_fault (first, structure, kind, at))
        at += 1 + at / 8;
      g_test_message ("fault %d: struck until change %u", kind, at);
      g_assert_cmpuint (at, >, 1);
    }
  fixture_remove (first);
}

/* Messages 2 to 4, and the closing of the store, on a disk of which every change is known. */
static guint
record_messages (const char *first, HdStructure *structure)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = NULL;
  guint n_changes;

  copy_folder (first, dir);
  fault_vfs_record (dir);
  store = fixture_open (dir);
  for (guint number = 2; number <= 4; number++)
    {
      g_autoptr (HdMessage) message = numbered_message (structure, number);

      fixture_apply (store, message);
    }
  g_clear_object (&store);
  n_changes = fault_vfs_stop ();
  fixture_remove (dir);
  return n_changes;
}

static void
test_power_loss (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("FAULTS", N_UNITS);
  g_autofree char *first = make_first (structure);
  guint n_changes = record_messages (first, structure);
  guint step = g_test_slow () ? 1 : MAX (n_changes / 60, 1), n_tried = 0;
  gint64 last = 1;

  for (guint at = 0; at <= n_changes; at += step)
    for (FaultLoss loss = LOSS_OF_ALL; loss < N_LOSSES; loss++)
      {
        g_autofree char *dir = fixture_folder ();
        gint64 shown;

        fault_vfs_replay (dir, at, loss, at);
        /* What came down is what was said last, and nothing goes back behind it. */
        shown = assert_goes_on (dir, structure, 1, 4);
        if (loss == LOSS_OF_NONE)
          {
            g_assert_cmpint (shown, >=, last);
            last = shown;
          }
        fixture_remove (dir);
        n_tried++;
      }
  g_test_message ("power lost %u times in %u changes", n_tried, n_changes);
  fixture_remove (first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fault_vfs_install ();
  g_test_add_func ("/data/store/faults/failing-disk", test_failing_disk);
  g_test_add_func ("/data/store/faults/power-loss", test_power_loss);
  return g_test_run ();
}
