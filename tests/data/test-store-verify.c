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
    {
      g_test_message ("%s", (char *)g_ptr_array_index (faults, index));
      g_assert_true (g_utf8_validate (g_ptr_array_index (faults, index), -1, NULL));
    }
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
  { "UPDATE codes SET id = CAST (x'55ff' AS TEXT) WHERE dimension = 0 AND code = 1",
    "dictionary of codes has a gap" },
  { "UPDATE components SET id = CAST (x'554e49ff' AS TEXT) WHERE id = 'UNIT'",
    "REVENUE: a column of it has no name: run haidang sync --full --dataset REVENUE" },
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

/* Behind the back of the sums, as a bad disk would. */
static void
damage_unseen (HdStore *store, const char *trigger, const char *sql)
{
  sqlite3 *handle = hd_store_get_writer_handle (store);
  g_autofree char *question
      = g_strdup_printf ("SELECT sql FROM sqlite_master WHERE name = '%s'", trigger);
  g_autofree char *drop = g_strdup_printf ("DROP TRIGGER %s", trigger);
  g_autofree char *again = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, question, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  again = g_strdup ((const char *)sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  damage (store, drop);
  damage (store, sql);
  damage (store, again);
}

/* What no tag, count or order would tell: the trigger that is passed by, the damage, what is said. */
static const struct
{
  const char *trigger, *sql, *words;
} unseen[] = {
  { "codes_changed", "UPDATE codes SET id = 'U9' WHERE dimension = 0 AND code = 1",
    "REVENUE: table codes: holds what was not written so: run haidang sync --full --dataset "
    "REVENUE" },
  { "segments_changed",
    "UPDATE segments SET data = (SELECT data FROM segments_before b WHERE b.name = segments.name)"
    " WHERE part = 0 AND period = 202600",
    "REVENUE: table segments" },
  { "rollups_deleted", "DELETE FROM rollups", "REVENUE: table rollups" },
  { "feed_state_changed", "UPDATE feed_state SET value = 'another'", "table feed_state" },
  { "forecasts_added", "INSERT INTO forecasts VALUES (9, 'k', 's', 2, 'h', 1, 1, x'00', NULL)",
    "table forecasts" },
  { "messages_changed", "UPDATE messages SET received = received + 1", "evidence is lost" },
  { "meta_changed", "UPDATE meta SET value = value + 1 WHERE key = 'structure'", "table meta" },
};

/* A row that was changed, put back from an older copy of the store, or lost, is told; and mended. */
static void
test_unseen_damage (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) message = some_rows (structure), later = some_rows (structure);
  HdRows *rows = g_ptr_array_index (later->parts, 0);

  later->prepared = 2;
  for (guint row = 0; row < rows->n_rows; row++)
    {
      rows->values[0][row].i += 5;
      rows->known_from[row] = 300;
    }
  for (guint index = 0; index < G_N_ELEMENTS (unseen); index++)
    {
      g_autofree char *dir = fixture_folder ();
      g_autoptr (HdStore) store = fixture_open (dir);

      fixture_apply (store, message);
      damage (store, "CREATE TEMP TABLE segments_before AS SELECT name, data FROM segments"
                     " WHERE part = 0 AND period = 202600");
      fixture_apply (store, later);
      damage (store, "INSERT INTO rollups VALUES (1, 1, 202600, 'month:UNIT', 7, x'0102')");
      g_assert_true (hd_store_set_feed_state (store, "feed", "key", "value", NULL));
      fixture_assert_sound (store);
      damage_unseen (store, unseen[index].trigger, unseen[index].sql);
      assert_faults (store, unseen[index].words);
      g_assert_true (hd_store_mend (store, "REVENUE", NULL));
      fixture_apply (store, message);
      fixture_apply (store, later);
      fixture_assert_sound (store);
      g_clear_object (&store);
      fixture_remove (dir);
    }
}

/* No feed brings a dataset back whose name is lost. */
static void
test_lost_name (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) message = some_rows (structure);
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (GError) error = NULL;

  fixture_apply (store, message);
  damage_unseen (store, "datasets_changed",
                 "UPDATE datasets SET name = CAST (x'524556ff' AS TEXT)");
  assert_faults (store, "table datasets: holds what was not written so: " HD_STORE_MEND_WHOLE);
  g_clear_object (&store);
  store = hd_store_open (dir, HD_STORE_READ, &error);
  g_assert_no_error (error);
  g_assert_null (hd_store_get_structures (store, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED);
  g_clear_object (&store);
  fixture_remove (dir);
}

/* A table that somebody adds without a sum would be damaged unseen. */
static void
test_every_table (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autoptr (HdStore) store = fixture_open (dir);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (
      sqlite3_prepare_v2 (hd_store_get_writer_handle (store),
                          "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sums'"
                          " AND name NOT LIKE 'sqlite%' AND name || '_changed' NOT IN"
                          " (SELECT name FROM sqlite_master WHERE type = 'trigger')",
                          -1, &statement, NULL),
      ==, SQLITE_OK);
  if (sqlite3_step (statement) == SQLITE_ROW)
    g_error ("%s has no sum: name it in hd-store-sums.c", sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  g_clear_object (&store);
  fixture_remove (dir);
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

/* All that the tables hold, and what makes them tables: equal of equal stores. */
static char *
digest_of (HdStore *store)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GPtrArray) questions = g_ptr_array_new_with_free_func (g_free);
  sqlite3 *handle = store->reader->handle;
  sqlite3_stmt *statement = NULL;

  g_ptr_array_add (questions, g_strdup ("SELECT type, name, sql FROM sqlite_master"));
  g_ptr_array_add (questions, g_strdup ("PRAGMA user_version"));
  sqlite3_prepare_v2 (handle, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
                      -1, &statement, NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (questions, g_strdup_printf ("SELECT * FROM %s",
                                                 (const char *)sqlite3_column_text (statement, 0)));
  sqlite3_finalize (statement);
  for (guint index = 0; index < questions->len; index++)
    {
      int result = sqlite3_prepare_v2 (handle, questions->pdata[index], -1, &statement, NULL);

      while (result == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
        for (int column = 0; column < sqlite3_column_count (statement); column++)
          {
            const void *bytes = sqlite3_column_blob (statement, column);

            g_checksum_update (checksum, bytes != NULL ? bytes : (const guchar *)"",
                               sqlite3_column_bytes (statement, column));
            g_checksum_update (checksum, (const guchar *)"|", 1);
          }
      sqlite3_finalize (statement);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

/* Rows enough that one measure is told by the other. */
static HdMessage *
many_rows (HdStructure *structure)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  HdMessage *message = fixture_message (structure, 1);

  for (guint row = 0; row < 2000; row++)
    {
      gint64 collected = (gint64)exp (g_rand_double_range (random, 5, 25));

      fixture_add (message, (FixtureRow){ hd_day_from_ymd (2025, 3, 1) + (HdDay)(row / 12), row % 4,
                                          row / 4 % 3, collected, collected - collected / 40, 0.25,
                                          HD_ACTION_REPLACE, 100 });
    }
  return message;
}

static void
write_byte (const char *path, gsize at, char byte)
{
  FILE *file = fopen (path, "r+b");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, (long)at, SEEK_SET), ==, 0);
  g_assert_cmpint (fputc (byte, file), !=, EOF);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* One bit of the file, anywhere: the store says so, or nothing that it holds is another for it. Sealed, every
 * page tells by itself (test-store-seal). */
static void
test_every_bit (void)
{
  g_autoptr (HdStructure) structure = fixture_structure ("REVENUE", N_UNITS);
  g_autoptr (HdMessage) few = some_rows (structure), many = many_rows (structure);
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autofree char *dir = fixture_folder (), *digest = NULL, *bytes = NULL;
  g_autofree char *path = g_build_filename (dir, "haidang.db", NULL);
  g_autoptr (HdStore) made = fixture_open (dir);
  guint n_told = 0, n_harmless = 0;
  gsize length;

  fixture_apply (made, few);
  fixture_apply (made, many);
  g_assert_true (hd_store_set_feed_state (made, "feed", "key", "value", NULL));
  digest = digest_of (made);
  g_clear_object (&made);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (guint round = 0; round < 300; round++)
    {
      gsize at = (gsize)g_rand_int_range (random, 0, (gint32)length);
      char bit = (char)(1 << g_rand_int_range (random, 0, 8));
      g_autoptr (HdStore) store = NULL;
      g_autoptr (GPtrArray) faults = NULL;
      g_autoptr (GError) error = NULL;

      /* Half of them where something lies, of which there is little. */
      while (round % 2 == 0 && bytes[at] == 0)
        at = (gsize)g_rand_int_range (random, 0, (gint32)length);
      bytes[at] ^= bit;
      write_byte (path, at, bytes[at]);
      bytes[at] ^= bit;
      store = hd_store_open (dir, HD_STORE_READ, &error);
      faults = store != NULL ? hd_store_verify (store, NULL, &error) : NULL;
      if (faults != NULL && faults->len == 0)
        {
          g_autofree char *now = digest_of (store);

          if (strcmp (now, digest) != 0)
            g_error ("bit %d of byte %" G_GSIZE_FORMAT " is not told", bit, at);
          n_harmless++;
        }
      else
        {
          n_told++;
          g_assert_true (faults == NULL || strstr (faults->pdata[0], "haidang") != NULL);
          g_assert_true (faults != NULL || error->domain == HD_STORE_ERROR);
        }
      g_clear_object (&store);
      write_byte (path, at, bytes[at]);
    }
  g_test_message ("%u told, %u where nothing lies", n_told, n_harmless);
  g_assert_cmpuint (n_told, >, 100);
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
  g_test_add_func ("/data/store/verify/unseen-damage", test_unseen_damage);
  g_test_add_func ("/data/store-verify/lost-name", test_lost_name);
  g_test_add_func ("/data/store/verify/every-table", test_every_table);
  g_test_add_func ("/data/store/verify/every-bit", test_every_bit);
  g_test_add_func ("/data/store/verify/mend", test_mend);
  g_test_add_func ("/data/store/verify/damaged-file", test_damaged_file);
  g_test_add_func ("/data/store/verify/cancel", test_cancel);
  return g_test_run ();
}
