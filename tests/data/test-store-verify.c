/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Damage anywhere in a store is found, named, and mended by a full fetch.
 */

#include "config.h"

#include "store-fixture.h"

static HdMessage *
some_rows (HdStructure *structure)
{
  HdMessage *message = fixture_message (structure, 1);

  for (guint row = 0; row < 60; row++)
    fixture_add (message, (FixtureRow){ hd_day_from_ymd (2025, 12, 1) + (HdDay)row, row % 3, 0,
                                        row * 1000, 1, 0.25, HD_ACTION_REPLACE, 100 });
  /* A year later the first of them are known better, so that there is history. */
  for (guint row = 0; row < 10; row++)
    fixture_add (message, (FixtureRow){ hd_day_from_ymd (2025, 12, 1) + (HdDay)row, row % 3, 0,
                                        row * 1001, 1, 0.25, HD_ACTION_REPLACE, 200 });
  return message;
}

static void
damage (HdStore *store, const char *sql)
{
  char *problem = NULL;

  sqlite3_exec (hd_store_get_writer_handle (store), sql, NULL, NULL, &problem);
  g_assert_cmpstr (problem, ==, NULL);
}

static void
assert_faults (HdStore *store, const char *words)
{
  g_autoptr (GPtrArray) faults = hd_store_verify (store, NULL, NULL);

  g_assert_cmpuint (faults->len, >, 0);
  for (guint index = 0; index < faults->len; index++)
    g_test_message ("%s", (char *)g_ptr_array_index (faults, index));
  g_assert_nonnull (strstr (g_ptr_array_index (faults, 0), words));
}

typedef struct
{
  const char *sql, *words;
} Damage;

static const Damage damages[] = {
  { "UPDATE segments SET data = zeroblob (length (data)) WHERE name = 'm.COLLECTED' AND part = 0"
    " AND period = 202500",
    "REVENUE 2025: REVENUE/2025/current/m.COLLECTED: checksum does not match: run haidang sync"
    " --full --dataset REVENUE" },
  { "UPDATE segments SET data = (SELECT data FROM segments other WHERE other.period = 202600"
    " AND other.name = segments.name AND other.part = 0) WHERE period = 202500 AND part = 0"
    " AND name = 'm.RATE'",
    "REVENUE/2025/current/m.RATE: checksum" },
  { "DELETE FROM segments WHERE period = 202500 AND part = 0 AND name = 'd.UNIT'",
    "REVENUE/2025/current/d.UNIT: is gone" },
  { "DELETE FROM segments WHERE period = 202500 AND part = 1 AND name = 'known_from'",
    "REVENUE/2025/history/known_from: is gone" },
  { "UPDATE partitions SET n_rows = 4000000000 WHERE period = 202600",
    "as many rows as the catalogue" },
  { "UPDATE partitions SET n_history = 0 WHERE period = 202500", "as many rows as the catalogue" },
  { "UPDATE partitions SET first_day = first_day - 1 WHERE period = 202600", "catalogue" },
  { "DELETE FROM codes WHERE dimension = 0 AND code = 2", "dictionary" },
  { "DELETE FROM codes WHERE dimension = 0 AND code = 0", "dictionary of codes has a gap" },
  { "DELETE FROM partitions WHERE period = 202500",
    "REVENUE 2025: segments of no partition: run haidang sync --full --dataset REVENUE" },
  { "INSERT INTO segments (dataset, period, part, name, data) VALUES (1, 202600, 0, 'm.STRANGE', "
    "x'00')",
    "no known column" },
};

static void
test_damage (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) message = some_rows (structure);

  for (guint index = 0; index < G_N_ELEMENTS (damages); index++)
    {
      g_autofree char *dir = fixture_folder ();
      g_autoptr (HdStore) store = fixture_open (dir);

      fixture_apply (store, message);
      fixture_assert_sound (store);
      damage (store, damages[index].sql);
      assert_faults (store, damages[index].words);
      g_assert_true (hd_store_mend (store, "REVENUE", NULL));
      fixture_apply (store, message);
      fixture_assert_sound (store);
      g_clear_object (&store);
      fixture_remove (dir);
    }
}

static void
test_mend (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) message = some_rows (structure);
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  HdApplyResult result;

  fixture_apply (store, message);
  g_assert_true (hd_store_mend (store, "REVENUE", NULL));
  damage (store, damages[0].sql);

  /* It says so, neither reads nor merges, and goes on where it is sound. */
  g_assert_null (hd_store_load (store, "REVENUE", 0, G_MAXINT32, 0, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "haidang sync --full --dataset REVENUE"));
  g_clear_error (&error);
  g_assert_false (hd_store_apply (store, message, NULL, NULL, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED);
  rows = hd_store_load (store, "REVENUE", hd_day_from_ymd (2026, 1, 1), G_MAXINT32, 0, NULL);
  g_assert_cmpuint (rows->len, ==, 1);

  g_assert_true (hd_store_mend (store, "REVENUE", NULL));
  result = fixture_apply (store, message);
  g_assert_cmpuint (result.added, ==, 31);
  g_assert_cmpuint (result.unchanged, ==, 29);
  fixture_assert_sound (store);
  g_clear_object (&store);
  fixture_remove (dir);
}

/* The file itself, hit anywhere: it is told one way or another, and nothing falls over. */
static void
test_damaged_file (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) message = some_rows (structure);
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  g_autofree char *dir = fixture_folder ();
  g_autofree char *path = g_build_filename (dir, "haidang.db", NULL);
  g_autoptr (HdStore) made = fixture_open (dir);
  g_autofree char *sound = NULL;
  gsize length;

  fixture_apply (made, message);
  g_clear_object (&made);
  g_assert_true (g_file_get_contents (path, &sound, &length, NULL));
  for (guint round = 0; round < 60; round++)
    {
      g_autofree char *hit = g_memdup2 (sound, length);
      g_autoptr (HdStore) store = NULL;
      g_autoptr (GPtrArray) faults = NULL, rows = NULL;

      for (guint stroke = 0; stroke < 200; stroke++)
        hit[g_rand_int_range (random, 0, (gint32)length)] = (char)g_rand_int (random);
      g_assert_true (g_file_set_contents (path, hit, (gssize)length, NULL));
      store = hd_store_open (dir, HD_STORE_READ, NULL);
      if (store == NULL)
        continue;
      rows = hd_store_load (store, "REVENUE", 0, G_MAXINT32, 0, NULL);
      faults = hd_store_verify (store, NULL, NULL);
      g_assert_true (faults == NULL || faults->len > 0);
    }
  fixture_remove (dir);
}

static void
test_cancel (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) message = some_rows (structure);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (GError) error = NULL;

  fixture_apply (store, message);
  g_cancellable_cancel (cancellable);
  g_assert_null (hd_store_verify (store, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&store);
  fixture_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/store/verify/damage", test_damage);
  g_test_add_func ("/data/store/verify/mend", test_mend);
  g_test_add_func ("/data/store/verify/damaged-file", test_damaged_file);
  g_test_add_func ("/data/store/verify/cancel", test_cancel);
  return g_test_run ();
}
