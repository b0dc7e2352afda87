/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packages inside their scope, and refused whole when a byte of them is not as it was signed.
 */

#include "config.h"

#include "package-fixture.h"

#include "hd-package-writer.h"

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
    g_test_add (tests[index].path, Fixture, GINT_TO_POINTER (tests[index].data), package_set_up,
                tests[index].run, package_tear_down);
  return g_test_run ();
}
