/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sealed store shows nothing on the disk, opens to its passphrase only, and is never deceived.
 */

#include "config.h"

#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>

#include "hd-seal-vfs.h"
#include "hd-store-audit.h"
#include "hd-store-vault.h"
#include "store-fixture.h"

#define CANARY_UNIT "03CANARYUNIT"
#define CANARY_REASON "canary-of-quarantine"
#define CANARY_OFFICE "Chi cục Hải quan Hoàng Yến"
#define CANARY_VALUE G_GINT64_CONSTANT (0x4b61726e61727931)

static HdStructure *
canary_structure (void)
{
  g_autoptr (HdCodeList) units = hd_code_list_new ("U");
  g_autoptr (HdCodeList) taxes = fixture_codes ("T", N_TAXES);
  HdStructure *structure = hd_structure_new ("HD", "REVENUE", "1.0.0");

  hd_code_list_add (units, &(HdCodeInfo){ .id = CANARY_UNIT,
                                          .parent = HD_CODE_NONE,
                                          .lower = NAN,
                                          .upper = NAN,
                                          .valid_from = HD_DAY_NONE,
                                          .valid_to = HD_DAY_NONE });
  hd_structure_set_time (structure, HD_GRAIN_DAY, 1);
  hd_structure_add_dimension (structure, &(HdDimension){ .id = "UNIT", .codes = units });
  hd_structure_add_dimension (structure, &(HdDimension){ .id = "TAX", .codes = taxes });
  hd_structure_add_measure (structure, &(HdMeasure){ .id = "COLLECTED", .unit = "VND" });
  hd_structure_add_measure (structure, &(HdMeasure){ .id = "REFUNDED", .unit = "VND" });
  hd_structure_add_measure (structure, &(HdMeasure){ .id = "RATE", .is_real = TRUE });
  return structure;
}

/* Something of every kind that a store keeps. */
static void
fill (HdStore *store)
{
  g_autoptr (HdStructure) structure = canary_structure ();
  g_autoptr (HdMessage) message = fixture_message (structure, 1000);
  g_autoptr (GBytes) body = g_bytes_new_static (CANARY_REASON, strlen (CANARY_REASON));
  HdReceipt receipt = { .url = "http://" CANARY_UNIT "/", .sha256 = CANARY_REASON };
  g_autoptr (GError) error = NULL;

  for (int day = 0; day < 400; day++)
    fixture_add (message, (FixtureRow){ hd_day_from_ymd (2025, 1, 1) + day, 0, day % N_TAXES,
                                        CANARY_VALUE, day, 0.5, HD_ACTION_REPLACE, 1000 });
  g_assert_true (hd_store_apply (store, message, &receipt, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (hd_store_quarantine (store, &receipt, CANARY_UNIT, CANARY_REASON, body, &error));
  g_assert_true (hd_store_put_derived (store, CANARY_UNIT, 1, body, &error));
  g_assert_true (hd_store_set_feed_state (store, CANARY_UNIT, "key", CANARY_OFFICE, &error));
  g_assert_no_error (error);
}

static void
add_needle (GPtrArray *needles, gconstpointer bytes, gsize length)
{
  g_ptr_array_add (needles, g_bytes_new (bytes, length));
}

/* As Base64 shows it wherever in a longer text it begins: without the letters that neighbours change. */
static void
add_base64 (GPtrArray *needles, const char *text)
{
  for (gsize before = 0; before < 3; before++)
    {
      g_autofree char *padded = g_strdup_printf ("%.*s%s", (int)before, "xxx", text);
      g_autofree char *encoded = g_base64_encode ((const guchar *)padded, strlen (padded));
      gsize skip = before == 0 ? 0 : before + 1;

      add_needle (needles, encoded + skip, strlen (encoded) - skip - 4);
    }
}

static void
add_text (GPtrArray *needles, const char *text)
{
  static const char *const charsets[] = { "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE" };
  g_autoptr (GString) hex = g_string_new (NULL);

  for (guint charset = 0; charset < G_N_ELEMENTS (charsets); charset++)
    {
      gsize length;
      g_autofree char *encoded
          = g_convert (text, -1, charsets[charset], "UTF-8", NULL, &length, NULL);

      add_needle (needles, encoded, length);
    }
  for (const char *letter = text; *letter != '\0'; letter++)
    g_string_append_printf (hex, "%02x", (guint8)*letter);
  add_needle (needles, hex->str, hex->len);
  add_base64 (needles, text);
}

/* (transfer full) (element-type GBytes): whatever of the store's content might be seen, in plain and encoded. */
static GPtrArray *
list_needles (void)
{
  static const char *const texts[]
      = { CANARY_UNIT, CANARY_REASON, CANARY_OFFICE, "REVENUE", "CREATE TABLE" };
  GPtrArray *needles = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  gint64 little = GINT64_TO_LE (CANARY_VALUE), big = GINT64_TO_BE (CANARY_VALUE);
  double real = (double)CANARY_VALUE;
  g_autofree char *decimal = g_strdup_printf ("%" G_GINT64_FORMAT, CANARY_VALUE);

  for (guint text = 0; text < G_N_ELEMENTS (texts); text++)
    add_text (needles, texts[text]);
  add_text (needles, decimal);
  add_needle (needles, &little, sizeof little);
  add_needle (needles, &big, sizeof big);
  add_needle (needles, &real, sizeof real);
  return needles;
}

/* In any file of the folder, the log included. */
static gboolean
is_found_on_disk (const char *dir)
{
  g_autoptr (GPtrArray) needles = list_needles ();
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;
  gboolean is_found = FALSE;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      for (guint index = 0; index < needles->len; index++)
        {
          gsize n;
          const void *needle = g_bytes_get_data (needles->pdata[index], &n);

          is_found |= memmem (text, length, needle, n) != NULL;
        }
    }
  return is_found;
}

/* A text that is encoded within another is found, wherever it begins: else finding nothing means nothing. */
static void
test_needles (void)
{
  g_autoptr (GPtrArray) needles = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  add_base64 (needles, CANARY_OFFICE);
  for (guint before = 0; before < 7; before++)
    {
      g_autofree char *text = g_strdup_printf ("%.*s%s, 7", (int)before, "abcdefg", CANARY_OFFICE);
      g_autofree char *encoded = g_base64_encode ((const guchar *)text, strlen (text));
      guint n_found = 0;

      for (guint index = 0; index < needles->len; index++)
        {
          gsize n;
          const void *needle = g_bytes_get_data (needles->pdata[index], &n);

          n_found += memmem (encoded, strlen (encoded), needle, n) != NULL;
        }
      g_assert_cmpuint (n_found, >=, 1);
    }
}

static guint
count_rows (HdStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = hd_store_load (store, "REVENUE", 0, G_MAXINT32, 0, &error);
  guint n_rows = 0;

  g_assert_no_error (error);
  for (guint index = 0; index < parts->len; index++)
    {
      const HdRows *rows = g_ptr_array_index (parts, index);

      n_rows += rows->n_rows;
      for (guint row = 0; row < rows->n_rows; row++)
        g_assert_cmpint (rows->values[0][row].i, ==, CANARY_VALUE);
    }
  return n_rows;
}

static void
test_nothing_in_plain (void)
{
  for (guint sealed = 0; sealed < 2; sealed++)
    {
      g_autofree char *dir = fixture_folder ();
      g_autoptr (HdStore) store = NULL;

      hd_store_set_passphrase (sealed ? "mật khẩu" : NULL);
      store = fixture_open (dir);
      g_assert_cmpint (hd_store_is_sealed (store), ==, sealed);
      fill (store);
      g_assert_cmpint (is_found_on_disk (dir), ==, !sealed); /* while there is a log */
      g_clear_object (&store);
      g_assert_cmpint (is_found_on_disk (dir), ==, !sealed);
      store = fixture_open (dir);
      g_assert_cmpuint (count_rows (store), ==, 400);
      fixture_assert_sound (store);
      g_clear_object (&store);
      fixture_remove (dir);
    }
}

static void
assert_refused (const char *dir, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hd_store_open (dir, HD_STORE_WRITE | HD_STORE_CREATE, &error));
  g_assert_error (error, HD_STORE_ERROR, code);
  g_assert_null (strchr (error->message, '\n'));
  g_clear_error (&error);
  g_assert_null (hd_store_open (dir, HD_STORE_READ, &error));
  g_assert_error (error, HD_STORE_ERROR, code);
}

static char *
database_of (const char *dir, gsize *length)
{
  g_autofree char *path = g_build_filename (dir, HD_STORE_FILE, NULL);
  char *text;

  g_assert_true (g_file_get_contents (path, &text, length, NULL));
  return text;
}

static void
test_passphrases (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autofree char *plain = fixture_folder ();
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (HdStore) store = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_before, n_after;

  hd_store_set_passphrase (NULL);
  g_object_unref (fixture_open (plain));
  hd_store_set_passphrase ("one");
  store = fixture_open (dir);
  fill (store);
  g_clear_object (&store);
  assert_refused (plain, HD_STORE_ERROR_NOT_SEALED);
  hd_store_set_passphrase ("two");
  assert_refused (dir, HD_STORE_ERROR_WRONG_PASSPHRASE);
  g_assert_false (hd_store_change_passphrase (dir, "three", &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);
  hd_store_set_passphrase (NULL);
  assert_refused (dir, HD_STORE_ERROR_SEALED);

  /* Another passphrase rewrites the key file and nothing else. */
  hd_store_set_passphrase ("one");
  before = database_of (dir, &n_before);
  g_assert_true (hd_store_change_passphrase (dir, "two", &error));
  g_assert_no_error (error);
  after = database_of (dir, &n_after);
  g_assert_cmpmem (before, n_before, after, n_after);
  hd_store_set_passphrase ("one");
  assert_refused (dir, HD_STORE_ERROR_WRONG_PASSPHRASE);
  hd_store_set_passphrase ("two");
  store = fixture_open (dir);
  g_assert_cmpuint (count_rows (store), ==, 400);
  g_clear_object (&store);
  fixture_remove (dir);
  fixture_remove (plain);
}

/* One store unlocked for itself opens until it is locked; others are not touched by it. */
static void
test_unlock (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autofree char *plain = fixture_folder ();
  g_autoptr (HdStore) store = NULL;
  g_autoptr (GError) error = NULL;

  hd_store_set_passphrase (NULL);
  g_object_unref (fixture_open (plain));
  hd_store_set_passphrase ("one");
  store = fixture_open (dir);
  fill (store);
  g_clear_object (&store);
  hd_store_set_passphrase (NULL);
  g_assert_true (hd_store_is_sealed_at (dir));
  g_assert_false (hd_store_is_sealed_at (plain));

  assert_refused (dir, HD_STORE_ERROR_SEALED);
  g_assert_false (hd_store_unlock (dir, "two", &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);
  assert_refused (dir, HD_STORE_ERROR_SEALED);
  g_assert_true (hd_store_unlock (dir, "one", &error));
  g_assert_no_error (error);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, 0);
  /* Proved each time, open or not; what is wrong closes nothing. */
  g_assert_false (hd_store_unlock (dir, "two", NULL));
  store = fixture_open (dir);
  g_object_unref (fixture_open (plain));
  hd_store_lock (dir);
  g_assert_cmpuint (count_rows (store), ==, 400);
  g_clear_object (&store);
  assert_refused (dir, HD_STORE_ERROR_SEALED);
  g_object_unref (fixture_open (plain));
  /* A passphrase that was set for all goes with the first that is locked. */
  hd_store_set_passphrase ("one");
  store = fixture_open (dir);
  g_clear_object (&store);
  hd_store_lock (dir);
  assert_refused (dir, HD_STORE_ERROR_SEALED);
  fixture_remove (dir);
  fixture_remove (plain);
}

static void
put_u32 (char *to, guint32 number)
{
  number = GUINT32_TO_LE (number);
  memcpy (to, &number, sizeof number);
}

/* As whoever made up a key file would. */
static void
put_sum (char *key, gsize length)
{
  gsize n_sum = crypto_generichash_BYTES_MIN;

  crypto_generichash ((guint8 *)key + length - n_sum, n_sum, (guint8 *)key, length - n_sum, NULL,
                      0);
}

/* What a key file asks of Argon2id is bounded both ways, before any memory is taken. */
static void
test_cost (void)
{
  static const struct
  {
    guint32 passes, memory_kib;
  } refused[] = {
    { 1, 64 * 1024 }, { 3, 19 * 1024 - 1 }, { 3, 8 },           { 65, 64 * 1024 },
    { 64, 1 << 20 },  { 3, (1 << 20) + 1 }, { 3, G_MAXUINT32 }, { G_MAXUINT32, 64 * 1024 },
    { 0, 64 * 1024 }, { 5, 1024 * 1024 },
  };
  g_autofree char *dir = fixture_folder ();
  g_autofree char *path = g_build_filename (dir, HD_STORE_KEY_FILE, NULL);
  g_autofree char *key = NULL;
  gsize length;

  hd_store_vault_set_cost (3, 64 * 1024);
  hd_store_set_passphrase ("one");
  g_object_unref (fixture_open (dir));
  g_assert_true (g_file_get_contents (path, &key, &length, NULL));
  hd_store_set_passphrase ("one");
  for (guint index = 0; index < G_N_ELEMENTS (refused); index++)
    {
      gint64 started_us = g_get_monotonic_time ();

      put_u32 (key + 8, refused[index].passes);
      put_u32 (key + 12, refused[index].memory_kib);
      put_sum (key, length);
      g_assert_true (g_file_set_contents (path, key, (gssize)length, NULL));
      assert_refused (dir, HD_STORE_ERROR_DAMAGED);
      g_assert_cmpint (g_get_monotonic_time () - started_us, <, 2 * G_USEC_PER_SEC);
    }
  hd_store_vault_set_cost (1, 8);
  fixture_remove (dir);
}

/* Is it known that something is wrong, by opening, proving or reading? What is read all the same is right. */
static gboolean
is_noticed (const char *dir)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStore) store = hd_store_open (dir, HD_STORE_WRITE, &error);
  g_autoptr (GPtrArray) faults = NULL, parts = NULL;

  if (store == NULL)
    return TRUE;
  parts = hd_store_load (store, "REVENUE", 0, G_MAXINT32, 0, NULL);
  for (guint index = 0; parts != NULL && index < parts->len; index++)
    {
      const HdRows *rows = g_ptr_array_index (parts, index);

      for (guint row = 0; row < rows->n_rows; row++)
        g_assert_cmpint (rows->values[0][row].i, ==, CANARY_VALUE);
    }
  faults = hd_store_verify (store, NULL, &error);
  return faults == NULL || faults->len > 0;
}

static void
write_database (const char *dir, const char *text, gsize length)
{
  g_autofree char *path = g_build_filename (dir, HD_STORE_FILE, NULL);

  g_assert_true (g_file_set_contents (path, text, (gssize)length, NULL));
}

/* A changed byte of any page, two pages in each other's place, a page less: all are noticed. */
static void
test_damage (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autofree char *whole = NULL, *key = NULL;
  g_autofree char *key_path = g_build_filename (dir, HD_STORE_KEY_FILE, NULL);
  gsize length, n_key, n_pages;

  hd_store_set_passphrase ("one");
  {
    g_autoptr (HdStore) store = fixture_open (dir);

    fill (store);
  }
  g_assert_false (is_noticed (dir));
  whole = database_of (dir, &length);
  n_pages = length / HD_SEAL_PAGE;
  g_assert_cmpuint (length % HD_SEAL_PAGE, ==, 0);
  for (gsize page = 0; page < n_pages; page++)
    {
      g_autofree char *changed = g_memdup2 (whole, length);
      gsize other = (page + 1) % n_pages;

      changed[page * HD_SEAL_PAGE + (page * 977) % HD_SEAL_PAGE] ^= 1;
      write_database (dir, changed, length);
      g_assert_true (is_noticed (dir));
      memcpy (changed, whole, length);
      memcpy (changed + page * HD_SEAL_PAGE, whole + other * HD_SEAL_PAGE, HD_SEAL_PAGE);
      memcpy (changed + other * HD_SEAL_PAGE, whole + page * HD_SEAL_PAGE, HD_SEAL_PAGE);
      write_database (dir, changed, length);
      g_assert_true (is_noticed (dir));
    }
  write_database (dir, whole, length - HD_SEAL_PAGE);
  g_assert_true (is_noticed (dir));
  write_database (dir, whole, length - 100);
  g_assert_true (is_noticed (dir));
  write_database (dir, whole, length);
  g_assert_false (is_noticed (dir));

  /* The key file says what it costs to try a passphrase: that cannot be changed either. Damage is no wrong
   * passphrase, and is not noted as one; what was made up with a sum that fits is told by the key itself. */
  g_assert_true (g_file_get_contents (key_path, &key, &n_key, NULL));
  for (gsize byte = 0; byte < n_key; byte++)
    {
      g_autofree char *changed = g_memdup2 (key, n_key);
      gint64 n_noted = hd_store_count_attempts (dir);

      changed[byte] ^= 1;
      g_assert_true (g_file_set_contents (key_path, changed, (gssize)n_key, NULL));
      assert_refused (dir, HD_STORE_ERROR_DAMAGED);
      g_assert_null (hd_store_get_key_name (dir));
      g_assert_cmpint (hd_store_count_attempts (dir), ==, n_noted);
      put_sum (changed, n_key);
      g_assert_true (g_file_set_contents (key_path, changed, (gssize)n_key, NULL));
      if (memcmp (changed, key, n_key) != 0)
        g_assert_null (hd_store_open (dir, HD_STORE_READ, NULL));
    }
  g_assert_true (g_file_set_contents (key_path, key, (gssize)n_key - 1, NULL));
  assert_refused (dir, HD_STORE_ERROR_DAMAGED);
  fixture_remove (dir);
}

/* One without a sum opens as ever; a change of the passphrase gives it one. */
static void
test_first_version (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autofree char *path = g_build_filename (dir, HD_STORE_KEY_FILE, NULL);
  g_autofree char *kept
      = g_test_build_filename (G_TEST_DIST, "fixtures", "store", "version-1.db-key", NULL);
  g_autofree char *key = NULL, *name = NULL, *later = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (kept, &key, &length, NULL));
  g_assert_true (g_file_set_contents (path, key, (gssize)length, NULL));
  g_assert_true (hd_store_unlock (dir, "kept since version 1", &error));
  g_assert_no_error (error);
  name = hd_store_get_key_name (dir);
  hd_store_set_passphrase ("kept since version 1");
  g_assert_true (hd_store_change_passphrase (dir, "two", &error));
  g_assert_no_error (error);
  later = hd_store_get_key_name (dir);
  g_assert_cmpstr (later, !=, name);
  g_assert_true (hd_store_unlock (dir, "two", &error));
  g_assert_no_error (error);
  /* Of these, damage looks as a wrong passphrase does. */
  key[length - 1] ^= 1;
  g_assert_true (g_file_set_contents (path, key, (gssize)length, NULL));
  g_assert_false (hd_store_unlock (dir, "kept since version 1", &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_WRONG_PASSPHRASE);
  fixture_remove (dir);
}

static int
mode_of (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static void
test_seal (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autofree char *open_text = NULL;
  g_autoptr (HdStore) store = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  hd_store_set_passphrase (NULL);
  store = fixture_open (dir);
  fill (store);
  g_clear_object (&store);
  open_text = database_of (dir, &length);
  g_assert_false (hd_store_seal (dir, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_SEALED);
  g_clear_error (&error);
  hd_store_set_passphrase ("one");
  g_assert_true (hd_store_seal (dir, &error));
  g_assert_no_error (error);
  g_assert_false (is_found_on_disk (dir));
  g_assert_cmpint (mode_of (dir, HD_STORE_FILE), ==, 0600);
  g_assert_cmpint (mode_of (dir, HD_STORE_KEY_FILE), ==, 0600);
  store = fixture_open (dir);
  g_assert_cmpuint (count_rows (store), ==, 400);
  fixture_assert_sound (store);
  g_clear_object (&store);
  g_assert_false (hd_store_seal (dir, &error));
  g_assert_error (error, HD_STORE_ERROR, HD_STORE_ERROR_SEALED);
  g_clear_error (&error);

  /* Someone puts an open database in its place, or the sealing was cut short: refused, until it is sealed. */
  write_database (dir, open_text, length);
  assert_refused (dir, HD_STORE_ERROR_NOT_SEALED);
  g_assert_true (hd_store_seal (dir, &error));
  store = fixture_open (dir);
  g_assert_cmpuint (count_rows (store), ==, 400);
  g_clear_object (&store);
  fixture_remove (dir);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  hd_store_vault_set_cost (1, 8);
  g_test_add_func ("/data/store/seal/needles", test_needles);
  g_test_add_func ("/data/store/seal/nothing-in-plain", test_nothing_in_plain);
  g_test_add_func ("/data/store/seal/passphrases", test_passphrases);
  g_test_add_func ("/data/store/seal/unlock", test_unlock);
  g_test_add_func ("/data/store/seal/cost", test_cost);
  g_test_add_func ("/data/store/seal/damage", test_damage);
  g_test_add_func ("/data/store/seal/first-version", test_first_version);
  g_test_add_func ("/data/store/seal/seal", test_seal);
  status = g_test_run ();
  hd_store_set_passphrase (NULL);
  return status;
}
