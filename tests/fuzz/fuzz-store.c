/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: the file of a store. A good one is made once; the input says which of its bytes are others: four
 * bytes each, a place in 24 bits and what stands there. An odd last byte cuts the file: to so many 255ths.
 */

#include "config.h"

#include "fuzz.h"
#include "store-fixture.h"

#define DATABASE "haidang.db"

static char *folder = NULL;
static char *good = NULL;
static gsize good_size;

static void
remove_folder (void)
{
  fixture_remove (folder);
}

/* Rows enough for segments of several columns, and what was said before of some of them. */
static void
make_good (void)
{
  g_autofree char *path = NULL;
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);

  folder = fixture_folder ();
  atexit (remove_folder);
  path = g_build_filename (folder, DATABASE, NULL);
  {
    g_autoptr (HdStore) store = fixture_open (folder);

    for (guint turn = 1; turn <= 2; turn++)
      {
        g_autoptr (HdMessage) message = fixture_message (structure, turn);

        for (guint row = 0; row < 120 / turn; row++)
          fixture_add (message, (FixtureRow){ .day = 20000 + (HdDay)row / 12,
                                              .unit = row % N_UNITS,
                                              .tax = row / N_UNITS % N_TAXES,
                                              .collected = row * turn,
                                              .refunded = HD_INT64_MISSING,
                                              .rate = row / 7.0,
                                              .action = HD_ACTION_REPLACE,
                                              .known_from = turn });
        fixture_apply (store, message);
      }
  }
  g_assert_true (g_file_get_contents (path, &good, &good_size, NULL));
}

static void
write_spoilt (const guint8 *data, gsize size)
{
  g_autofree char *path = g_build_filename (folder, DATABASE, NULL);
  g_autofree char *bytes = g_memdup2 (good, good_size);
  gsize length = size % 4 == 1 ? good_size * data[size - 1] / 255 : good_size;
  g_autoptr (GError) error = NULL;

  for (gsize at = 0; at + 4 <= size; at += 4)
    bytes[((gsize)data[at] << 16 | (gsize)data[at + 1] << 8 | data[at + 2]) % good_size]
        = (char)data[at + 3];
  g_file_set_contents_full (path, bytes, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
forget_journal (void)
{
  g_autofree char *wal = g_build_filename (folder, DATABASE "-wal", NULL);
  g_autofree char *shm = g_build_filename (folder, DATABASE "-shm", NULL);

  g_unlink (wal);
  g_unlink (shm);
}

/* Whatever can be asked of it is answered or refused. */
static void
use (HdStoreFlags flags)
{
  static const GQuark none = 0;
  GQuark domains[] = { HD_STORE_ERROR, none };
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStore) store = hd_store_open (folder, flags, &error);
  g_autoptr (GPtrArray) status = NULL, rows = NULL, past = NULL, faults = NULL;

  if (store == NULL)
    {
      fuzz_assert_refused (g_steal_pointer (&error), domains);
      return;
    }
  status = hd_store_get_status (store, &error);
  if (status == NULL)
    fuzz_assert_refused (g_steal_pointer (&error), domains);
  rows = hd_store_load (store, "REVENUE", G_MININT32 + 1, G_MAXINT32, 0, &error);
  if (rows == NULL)
    fuzz_assert_refused (g_steal_pointer (&error), domains);
  past = hd_store_load (store, "REVENUE", G_MININT32 + 1, G_MAXINT32, 1, &error);
  if (past == NULL)
    fuzz_assert_refused (g_steal_pointer (&error), domains);
  faults = hd_store_verify (store, NULL, &error);
  if (faults == NULL)
    fuzz_assert_refused (g_steal_pointer (&error), domains);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (good == NULL)
    make_good ();
  write_spoilt (data, size);
  use (HD_STORE_READ);
  use (HD_STORE_WRITE);
  forget_journal ();
  return 0;
}
