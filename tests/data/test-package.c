/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packages from store to store: the same answers at every moment, in their turn, inside their scope, and
 * refused whole when a byte of them is not as it was signed.
 */

#include "config.h"

#include "store-fixture.h"

#include <string.h>

#include "hd-package-chain.h"
#include "hd-package-import.h"
#include "hd-package-writer.h"

#define URN "urn:sdmx:org.sdmx.infomodel."
#define N_UNITS_HERE 5
#define NOW 1790000000

/* Two regions with two offices and one; a dataset without units beside it. */
static const char structure_message[]
    = "{\"meta\":{\"id\":\"M\"},\"data\":{\"dataflows\":["
      "{\"id\":\"FLOWS\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"structure\":\"" URN
      "datastructure.DataStructure=HD:DSD(1.0.0)\"},"
      "{\"id\":\"NATION\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"structure\":\"" URN
      "datastructure.DataStructure=HD:DSD_NATION(1.0.0)\"}],"
      "\"dataStructures\":[{\"id\":\"DSD\",\"agencyID\":\"HD\",\"version\":\"1.0.0\","
      "\"annotations\":[{\"type\":\"FREQUENCY\",\"value\":\"D\"}],"
      "\"dataStructureComponents\":{\"dimensionList\":{\"dimensions\":[{\"id\":\"UNIT\","
      "\"localRepresentation\":{\"enumeration\":\"" URN "codelist.Codelist=HD:CL_UNIT(1.0.0)\"}}],"
      "\"timeDimension\":{\"id\":\"TIME_PERIOD\"}},\"measureList\":{\"measures\":[{\"id\":\"DONG\","
      "\"localRepresentation\":{\"format\":{\"dataType\":\"Long\"}}}]}}},"
      "{\"id\":\"DSD_NATION\",\"agencyID\":\"HD\",\"version\":\"1.0.0\","
      "\"annotations\":[{\"type\":\"FREQUENCY\",\"value\":\"D\"}],"
      "\"dataStructureComponents\":{\"dimensionList\":{\"dimensions\":[{\"id\":\"TAX\","
      "\"localRepresentation\":{\"enumeration\":\"" URN "codelist.Codelist=HD:CL_TAX(1.0.0)\"}}],"
      "\"timeDimension\":{\"id\":\"TIME_PERIOD\"}},\"measureList\":{\"measures\":[{\"id\":\"DONG\","
      "\"localRepresentation\":{\"format\":{\"dataType\":\"Long\"}}}]}}}],"
      "\"codelists\":[{\"id\":\"CL_UNIT\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"codes\":["
      "{\"id\":\"KV01\"},{\"id\":\"KV02\"},{\"id\":\"01AA\",\"parent\":\"KV01\"},"
      "{\"id\":\"01BB\",\"parent\":\"KV01\"},{\"id\":\"02CC\",\"parent\":\"KV02\"}]},"
      "{\"id\":\"CL_TAX\",\"agencyID\":\"HD\",\"version\":\"1.0.0\",\"codes\":[{\"id\":\"VA\"}]}"
      "]}}";

/* A sender with a store, a receiver with an empty one, and a folder for packages. */
typedef struct
{
  char *dirs[3];
  HdStore *sender, *receiver;
  HdPackageKey *key, *other_key;
  GPtrArray *trusted;
  GRand *random;
  gint64 prepared;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) message = g_bytes_new_static (structure_message, sizeof structure_message - 1);
  g_autoptr (GError) error = NULL;

  for (guint index = 0; index < G_N_ELEMENTS (fixture->dirs); index++)
    fixture->dirs[index] = fixture_folder ();
  fixture->sender = fixture_open (fixture->dirs[0]);
  fixture->receiver = fixture_open (fixture->dirs[1]);
  hd_store_set_structure_message (fixture->sender, message, &error);
  g_assert_no_error (error);
  fixture->key = hd_package_key_generate ();
  fixture->other_key = hd_package_key_generate ();
  fixture->trusted = g_ptr_array_new ();
  g_ptr_array_add (fixture->trusted, fixture->key);
  fixture->random = g_rand_new_with_seed (GPOINTER_TO_UINT (data));
  fixture->prepared = 1000;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->sender);
  g_clear_object (&fixture->receiver);
  for (guint index = 0; index < G_N_ELEMENTS (fixture->dirs); index++)
    {
      fixture_remove (fixture->dirs[index]);
      g_free (fixture->dirs[index]);
    }
  hd_package_key_free (fixture->key);
  hd_package_key_free (fixture->other_key);
  g_ptr_array_unref (fixture->trusted);
  g_rand_free (fixture->random);
}

/* Any statements on FLOWS, some of them deletions of everything on a day or of a unit. */
static void
say_something (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStructures) structures = hd_store_get_structures (fixture->sender, &error);
  g_autoptr (HdMessage) message
      = fixture_message (hd_structures_find (structures, "FLOWS"), fixture->prepared++);
  GRand *random = fixture->random;

  g_assert_no_error (error);
  for (guint index = 0; index < 20; index++)
    {
      HdCode codes[] = { (HdCode)g_rand_int_range (random, 0, N_UNITS_HERE) };
      HdNumber values[] = { { .i = g_rand_int_range (random, 0, 1000) } };
      HdRow row
          = { .day = 20000 + 300 * g_rand_int_range (random, 0, 4),
              .codes = codes,
              .values = values,
              .action = g_rand_int_range (random, 0, 8) == 0 ? HD_ACTION_DELETE : HD_ACTION_REPLACE,
              .known_from = 100 + g_rand_int_range (random, 0, 6) };

      if (row.action == HD_ACTION_DELETE && g_rand_boolean (random))
        codes[0] = HD_CODE_NONE;
      hd_rows_append (message->parts->pdata[0], &row);
    }
  fixture_apply (fixture->sender, message);
}

static char *
package_path (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->dirs[2], name, NULL);
}

/* (transfer full): its path. */
static char *
pack (Fixture *fixture, const char *name, const char *scope, gboolean is_full)
{
  const char *conditions[] = { scope, NULL };
  g_autoptr (GError) error = NULL;
  char *path = package_path (fixture, name);
  g_autoptr (HdPackageManifest) manifest = NULL;
  HdPackageOrder order = { .path = path,
                           .scope = scope != NULL ? conditions : NULL,
                           .signer = fixture->key,
                           .sender = "a test",
                           .is_full = is_full,
                           .now = NOW + fixture->prepared };

  manifest = hd_package_create (fixture->sender, &order, &error);
  g_assert_no_error (error);
  return path;
}

/* Returns whether it was in already; with an error none of the store changed. */
static gboolean
import (Fixture *fixture, const char *path, GError **error)
{
  HdPackageReceipt receipt = { .file = { .path = path }, .trusted = fixture->trusted, .now = NOW };
  guint64 generation = hd_store_get_generation (fixture->receiver);
  HdPackageOutcome outcome;
  g_autoptr (HdPackageManifest) manifest
      = hd_package_import (fixture->receiver, &receipt, &outcome, error);

  if (manifest == NULL)
    g_assert_cmpuint (hd_store_get_generation (fixture->receiver), ==, generation);
  return outcome.is_known;
}

static void
import_well (Fixture *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (import (fixture, path, &error));
  g_assert_no_error (error);
  fixture_assert_sound (fixture->receiver);
}

/* Adds what the latest store, or that of a moment, shows of units that begin with `prefix`. */
static void
tell_moment (HdStore *store, gint64 as_of, const char *prefix, GPtrArray *lines)
{
  g_autoptr (GPtrArray) parts = fixture_load (store, "FLOWS", as_of);

  for (guint part = 0; part < parts->len; part++)
    {
      const HdRows *rows = g_ptr_array_index (parts, part);
      const HdCodeList *units = hd_structure_get_dimension (rows->structure, 0)->codes;

      for (guint row = 0; row < rows->n_rows; row++)
        {
          const char *unit = hd_code_list_get (units, rows->codes[0][row])->id;

          if (g_str_has_prefix (unit, prefix))
            g_ptr_array_add (
                lines, g_strdup_printf ("%d: %d %s %d since %d", (int)as_of, rows->day[row], unit,
                                        (int)rows->values[0][row].i, (int)rows->known_from[row]));
        }
    }
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* (transfer full): all that `store` shows of FLOWS, now and at every moment. */
static char *
tell (HdStore *store, const char *prefix)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  tell_moment (store, 0, prefix, lines);
  for (gint64 as_of = 99; as_of < 107; as_of++)
    tell_moment (store, as_of, prefix, lines);
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}

static void
assert_same_answers (Fixture *fixture, const char *prefix)
{
  g_autofree char *sent = tell (fixture->sender, prefix);
  g_autofree char *received = tell (fixture->receiver, prefix);

  g_assert_cmpstr (received, ==, sent);
}

static void
test_chain (Fixture *fixture, gconstpointer data)
{
  for (guint round = 0; round < 12; round++)
    {
      g_autofree char *name = g_strdup_printf ("%u.hdpack", round);
      g_autofree char *path = NULL;
      g_autoptr (GError) error = NULL;

      say_something (fixture);
      path = pack (fixture, name, NULL, round == 7);
      import_well (fixture, path);
      assert_same_answers (fixture, "");
      g_assert_true (import (fixture, path, &error));
      g_assert_no_error (error);
      assert_same_answers (fixture, "");
    }
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL, *third = NULL, *whole = NULL;
  g_autoptr (GError) error = NULL;

  say_something (fixture);
  first = pack (fixture, "1", NULL, FALSE);
  say_something (fixture);
  second = pack (fixture, "2", NULL, FALSE);
  say_something (fixture);
  third = pack (fixture, "3", NULL, FALSE);
  import (fixture, second, &error);
  g_assert_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_OUT_OF_ORDER);
  g_clear_error (&error);
  import_well (fixture, first);
  import (fixture, third, &error);
  g_assert_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_OUT_OF_ORDER);
  g_clear_error (&error);
  import_well (fixture, second);
  import_well (fixture, third);
  assert_same_answers (fixture, "");
  g_assert_true (import (fixture, first, &error));
  g_assert_no_error (error);
  /* One is lost; a full one goes on without it. */
  say_something (fixture);
  g_free (pack (fixture, "lost", NULL, FALSE));
  say_something (fixture);
  whole = pack (fixture, "5", NULL, TRUE);
  import_well (fixture, whole);
  assert_same_answers (fixture, "");
}

/* (transfer full): what the sender's packages without a scope are noted under. */
static char *
own_chain (Fixture *fixture)
{
  HdPackageManifest manifest = { .scope = (char *)"" };

  hd_package_key_to_hex (fixture->key, manifest.sender_key);
  return hd_package_chain_name (&manifest);
}

static void
set_link (Fixture *fixture, const HdPackageLink *link)
{
  g_autofree char *chain = own_chain (fixture);
  g_autofree char *text = hd_package_link_write (link);
  g_autoptr (GError) error = NULL;

  hd_store_set_feed_state (fixture->sender, "package created", chain, text, &error);
  g_assert_no_error (error);
}

static void
get_link (Fixture *fixture, HdPackageLink *link)
{
  g_autofree char *chain = own_chain (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (hd_package_link_load (fixture->sender, "created", chain, link, &error));
  g_assert_no_error (error);
}

/* The sender ended between giving the package its name and noting it, twice: whoever took them in, one of them or
 * none takes in the next. `data`: a bit for each of them, and one for its holding everything. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  guint bits = GPOINTER_TO_UINT (data);
  g_autofree char *first = NULL, *next = NULL, *last = NULL;

  say_something (fixture);
  first = pack (fixture, "0", NULL, FALSE);
  import_well (fixture, first);
  for (guint round = 1; round <= 2; round++)
    {
      g_autofree char *name = g_strdup_printf ("%u", round);
      g_autofree char *path = NULL;
      g_auto (HdPackageLink) link = { 0 };

      say_something (fixture);
      get_link (fixture, &link);
      path = pack (fixture, name, NULL, (bits & 4) != 0);
      link.announced = round + 1;
      link.announced_full = (bits & 4) != 0;
      set_link (fixture, &link);
      if ((bits & round) != 0)
        import_well (fixture, path);
    }
  say_something (fixture);
  next = pack (fixture, "3", NULL, FALSE);
  import_well (fixture, next);
  assert_same_answers (fixture, "");
  say_something (fixture);
  last = pack (fixture, "4", NULL, FALSE);
  import_well (fixture, last);
  assert_same_answers (fixture, "");
}

/* The sender's store was put back from a backup, and counts from there: what it packs then is not taken for what
 * came before, and a full one goes on. */
static void
test_put_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *third = NULL, *whole = NULL;
  g_auto (HdPackageLink) link = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint round = 0; round < 4; round++)
    {
      g_autofree char *name = g_strdup_printf ("%u", round);
      g_autofree char *path = NULL;

      say_something (fixture);
      path = pack (fixture, name, NULL, FALSE);
      import_well (fixture, path);
      if (round == 0)
        get_link (fixture, &link);
    }
  set_link (fixture, &link);
  say_something (fixture);
  third = pack (fixture, "third", NULL, FALSE);
  import (fixture, third, &error);
  g_assert_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_OUT_OF_ORDER);
  g_assert_nonnull (strstr (error->message, "--full"));
  say_something (fixture);
  whole = pack (fixture, "whole", NULL, TRUE);
  import_well (fixture, whole);
  assert_same_answers (fixture, "");
}

/* What changed since is less than everything. */
static void
test_delta (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPackageManifest) whole = NULL;
  g_autoptr (HdPackageManifest) nothing = NULL;

  say_something (fixture);
  first = pack (fixture, "1", NULL, FALSE);
  second = pack (fixture, "2", NULL, FALSE);
  whole = hd_package_check (&(HdPackageFile){ .path = first }, NULL, &error);
  g_assert_no_error (error);
  nothing = hd_package_check (&(HdPackageFile){ .path = second }, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hd_package_manifest_count_rows (whole), >, 10);
  g_assert_cmpuint (hd_package_manifest_count_rows (nothing), ==, 0);
  g_assert_cmpuint (nothing->sequence, ==, 2);
}

static gboolean
gather (const HdPackagePart *part,
        const char *bytes,
        gsize length,
        gpointer user_data,
        GError **error)
{
  if (part->dataset != NULL)
    g_string_append_len (user_data, bytes, (gssize)length);
  return TRUE;
}

static void
test_scope (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint round = 0; round < 6; round++)
    {
      g_autofree char *name = g_strdup_printf ("%u", round);
      g_autofree char *path = NULL;
      g_autofree char *elsewhere = NULL;
      g_autoptr (HdPackageManifest) manifest = NULL;
      g_autoptr (GString) content = g_string_new (NULL);
      HdPackageFile file;

      say_something (fixture);
      file.path = path = pack (fixture, name, "unit=KV01", FALSE);
      file = (HdPackageFile){ .path = path };
      manifest = hd_package_check (&file, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (manifest->scope, ==, "UNIT=KV01");
      g_assert_cmpuint (manifest->parts->len, ==, 2); /* the structure and FLOWS */
      g_assert_true (hd_package_read (&file, manifest, gather, content, &error));
      g_assert_no_error (error);
      g_assert_null (strstr (content->str, "02CC"));
      g_assert_null (strstr (content->str, "KV02"));
      import_well (fixture, path);
      assert_same_answers (fixture, "01");
      assert_same_answers (fixture, "KV01");
      elsewhere = tell (fixture->receiver, "02CC");
      g_assert_cmpstr (elsewhere, ==, "");
    }
}

static void
test_scope_unknown (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = { "unit=KV09", "region=KV01", "unit", "unit=" };

  say_something (fixture);
  for (guint index = 0; index < G_N_ELEMENTS (wrong); index++)
    {
      g_autofree char *path = package_path (fixture, "none");
      const char *conditions[] = { wrong[index], NULL };
      g_autoptr (GError) error = NULL;
      HdPackageOrder order
          = { .path = path, .scope = conditions, .signer = fixture->key, .now = NOW };

      g_test_message ("%s", wrong[index]);
      g_assert_null (hd_package_create (fixture->sender, &order, &error));
      g_assert_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_SCOPE);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

/* (transfer full): the path of a package of KV01 by a trusted sender, whose manifest says that FLOWS has as
 * many rows as `rows` has. */
static char *
forge (Fixture *fixture, const char *rows, guint n_rows)
{
  static const char header[] = "STRUCTURE,STRUCTURE_ID,ACTION,UNIT,TIME_PERIOD,DONG,OBS_STATUS\r\n";
  char *path = package_path (fixture, "forged");
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPackageManifest) manifest = hd_package_manifest_new ();
  g_autoptr (HdPackageWriter) writer = hd_package_writer_new (path, manifest, NULL, &error);
  char hash[HD_PACKAGE_HASH_HEX];

  manifest->scope = g_strdup ("UNIT=KV01");
  manifest->created = NOW;
  manifest->sequence = 1;
  hd_package_key_to_hex (fixture->key, manifest->sender_key);
  hd_package_writer_begin (writer, NULL);
  hd_package_writer_put (writer, structure_message, sizeof structure_message - 1, &error);
  hd_package_writer_end (writer, 0, &error);
  hd_package_writer_begin (writer, "FLOWS");
  hd_package_writer_put (writer, header, sizeof header - 1, &error);
  hd_package_writer_put (writer, rows, strlen (rows), &error);
  hd_package_writer_end (writer, n_rows, &error);
  hd_package_writer_finish (writer, fixture->key, hash, &error);
  g_assert_no_error (error);
  return path;
}

/* A sender who is trusted and lies about the scope, or the number of rows. */
static void
test_rows_outside (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *rows;
    guint n_rows;
    int code;
  } lies[] = {
    { "dataflow,HD:FLOWS(1.0.0),R,01AA,2026-01-01,1,A\r\n"
      "dataflow,HD:FLOWS(1.0.0),R,02CC,2026-01-01,1,A\r\n",
      2, HD_PACKAGE_ERROR_SCOPE },
    { "dataflow,HD:FLOWS(1.0.0),D,,2026-01-01,,\r\n", 1, HD_PACKAGE_ERROR_SCOPE },
    { "dataflow,HD:FLOWS(1.0.0),R,01AA,2026-01-01,1,A\r\n", 2, HD_PACKAGE_ERROR_CHANGED },
  };
  g_autofree char *truth = NULL;

  for (guint index = 0; index < G_N_ELEMENTS (lies); index++)
    {
      g_autofree char *path = forge (fixture, lies[index].rows, lies[index].n_rows);
      g_autoptr (GError) error = NULL;

      g_test_message ("lie %u", index);
      import (fixture, path, &error);
      g_assert_error (error, HD_PACKAGE_ERROR, lies[index].code);
    }
  truth = forge (fixture, lies[2].rows, 1);
  import_well (fixture, truth);
}

/* A part that swells beyond what its manifest says. */
static void
test_swollen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPackageManifest) manifest = hd_package_manifest_new ();
  g_autofree char *path = package_path (fixture, "swollen");
  g_autoptr (HdPackageWriter) writer = hd_package_writer_new (path, manifest, NULL, &error);
  g_autofree char *blanks = g_strnfill (1 << 20, ' ');
  char hash[HD_PACKAGE_HASH_HEX];

  manifest->scope = g_strdup ("");
  manifest->created = NOW;
  manifest->sequence = 1;
  hd_package_key_to_hex (fixture->key, manifest->sender_key);
  hd_package_writer_begin (writer, NULL);
  for (guint index = 0; index < 100; index++)
    hd_package_writer_put (writer, blanks, 1 << 20, &error);
  hd_package_writer_end (writer, 0, &error);
  ((HdPackagePart *)manifest->parts->pdata[0])->n_content_bytes = 1000;
  hd_package_writer_finish (writer, fixture->key, hash, &error);
  g_assert_no_error (error);
  import (fixture, path, &error);
  g_assert_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_CHANGED);
}

static void
assert_refused (const char *path, GPtrArray *own)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPackageManifest) manifest
      = hd_package_check (&(HdPackageFile){ .path = path, .own = own }, NULL, &error);

  g_assert_null (manifest);
  g_assert_true (error->domain == HD_PACKAGE_ERROR);
}

static void
write_file (const char *path, const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, bytes, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* Every byte changed, every length cut, and one byte more: in clear or sealed, as `data` says. */
static void
test_damage (Fixture *fixture, gconstpointer data)
{
  gboolean is_sealed = GPOINTER_TO_INT (data);
  g_autofree char *path = package_path (fixture, "good");
  g_autofree char *bad = package_path (fixture, "bad");
  g_autofree char *bytes = NULL;
  g_autofree char *longer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPackageManifest) manifest = NULL;
  g_autoptr (HdPackageManifest) checked = NULL;
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  HdPackageOrder order = { .path = path, .signer = fixture->key, .now = NOW };
  gsize length;

  say_something (fixture);
  order.recipient = is_sealed ? fixture->other_key : NULL;
  g_ptr_array_add (own, fixture->other_key);
  manifest = hd_package_create (fixture->sender, &order, &error);
  g_assert_no_error (error);
  checked = hd_package_check (&(HdPackageFile){ .path = path, .own = own }, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize at = 0; at < length; at++)
    {
      bytes[at] ^= (char)(1 << (at % 8));
      write_file (bad, bytes, length);
      assert_refused (bad, own);
      bytes[at] ^= (char)(1 << (at % 8));
    }
  for (gsize cut = 0; cut < length; cut += 7)
    {
      write_file (bad, bytes, cut);
      assert_refused (bad, own);
    }
  longer = g_malloc0 (length + 1);
  memcpy (longer, bytes, length);
  write_file (bad, longer, length + 1);
  assert_refused (bad, own);
}

static void
test_strangers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *sealed = package_path (fixture, "sealed");
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPackageManifest) manifest = NULL;
  HdPackageOrder order
      = { .path = sealed, .signer = fixture->key, .recipient = fixture->other_key, .now = NOW };

  say_something (fixture);
  path = pack (fixture, "1", NULL, FALSE);
  manifest = hd_package_create (fixture->sender, &order, &error);
  g_assert_no_error (error);
  import (fixture, sealed, &error);
  g_assert_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_NOT_FOR_US);
  g_clear_error (&error);
  g_ptr_array_set_size (fixture->trusted, 0);
  g_ptr_array_add (fixture->trusted, fixture->other_key);
  import (fixture, path, &error);
  g_assert_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_UNTRUSTED);
  g_clear_error (&error);
  import (fixture, __FILE__, &error);
  g_assert_true (error->domain == HD_PACKAGE_ERROR || error->domain == G_IO_ERROR);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
    int data;
  } tests[] = {
    { "/data/package/chain/1", test_chain, 1 },
    { "/data/package/chain/2", test_chain, 2 },
    { "/data/package/chain/3", test_chain, 3 },
    { "/data/package/order", test_order, 0 },
    { "/data/package/killed/none", test_killed, 0 },
    { "/data/package/killed/first", test_killed, 1 },
    { "/data/package/killed/second", test_killed, 2 },
    { "/data/package/killed/both", test_killed, 3 },
    { "/data/package/killed/both-full", test_killed, 7 },
    { "/data/package/put-back", test_put_back, 0 },
    { "/data/package/delta", test_delta, 0 },
    { "/data/package/scope", test_scope, 0 },
    { "/data/package/scope-unknown", test_scope_unknown, 0 },
    { "/data/package/rows-outside", test_rows_outside, 0 },
    { "/data/package/swollen", test_swollen, 0 },
    { "/data/package/damage", test_damage, FALSE },
    { "/data/package/damage-sealed", test_damage, TRUE },
    { "/data/package/strangers", test_strangers, 0 },
  };

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  for (guint index = 0; index < G_N_ELEMENTS (tests); index++)
    g_test_add (tests[index].path, Fixture, GINT_TO_POINTER (tests[index].data), set_up,
                tests[index].run, tear_down);
  return g_test_run ();
}
