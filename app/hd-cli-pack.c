/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packages and keys from the command line.
 */

#include "config.h"

#include "hd-cli-pack.h"

#include "hd-cli-error.h"
#include "hd-cli-json.h"
#include "hd-cli-progress.h"
#include "hd-cli-table.h"
#include "hd-guard.h"
#include "hd-key-ring.h"
#include "hd-package-import.h"

#include <glib/gi18n.h>
#include <stdio.h>

void
hd_cli_pack_options_clear (HdCliPackOptions *options)
{
  g_free (options->out);
  g_free (options->sign_key);
  g_free (options->recipient);
  g_free (options->own_key);
  g_free (options->sender);
  g_strfreev (options->scope);
  g_strfreev (options->trusted_keys);
}

static void
show_progress (const char *dataset, double fraction, guint64 n_rows, gpointer user_data)
{
  hd_cli_progress (fraction, dataset, n_rows);
}

static char *
format_count (guint64 count)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, count);
}

static void
add_fact (HdCliTable *table, const char *name, char *value)
{
  hd_cli_table_add (table, name);
  hd_cli_table_take (table, value);
}

static char *
describe_key (const char *hex)
{
  return *hex != '\0' ? hd_package_key_fingerprint (hex) : g_strdup ("-");
}

/* What the manifest says, for people. */
static void
print_manifest_text (const HdPackageManifest *manifest)
{
  g_autoptr (HdCliTable) facts = hd_cli_table_new ();
  g_autoptr (HdCliTable) parts = hd_cli_table_new ();

  hd_cli_table_add_column (facts, "package", FALSE);
  hd_cli_table_add_column (facts, "", FALSE);
  add_fact (facts, "sender", g_strdup (manifest->sender != NULL ? manifest->sender : "-"));
  add_fact (facts, "signed by", describe_key (manifest->sender_key));
  add_fact (facts, "sealed for", describe_key (manifest->recipient_key));
  add_fact (facts, "scope", g_strdup (*manifest->scope != '\0' ? manifest->scope : "-"));
  add_fact (facts, "created", hd_cli_format_time (manifest->created));
  add_fact (facts, "sequence", format_count (manifest->sequence));
  add_fact (facts, "previous", g_strdup (*manifest->previous != '\0' ? manifest->previous : "-"));
  hd_cli_table_print (facts);
  hd_cli_table_add_column (parts, "dataset", FALSE);
  hd_cli_table_add_column (parts, "rows", TRUE);
  hd_cli_table_add_column (parts, "bytes", TRUE);
  for (guint index = 0; index < manifest->parts->len; index++)
    {
      const HdPackagePart *part = g_ptr_array_index (manifest->parts, index);

      hd_cli_table_add (parts, part->dataset != NULL ? part->dataset : "(structure)");
      hd_cli_table_take (parts, format_count (part->n_rows));
      hd_cli_table_take (parts, format_count (part->n_bytes));
    }
  printf ("\n");
  hd_cli_table_print (parts);
}

static void
add_string_or_null (HdCliJson *json, const char *key, const char *value)
{
  if (value != NULL && *value != '\0')
    hd_cli_json_string (json, key, value);
  else
    hd_cli_json_null (json, key);
}

void
hd_cli_pack_add_manifest (HdCliJson *json, const HdPackageManifest *manifest)
{
  add_string_or_null (json, "sender", manifest->sender);
  hd_cli_json_string (json, "sender_key", manifest->sender_key);
  add_string_or_null (json, "recipient_key", manifest->recipient_key);
  add_string_or_null (json, "scope", manifest->scope);
  hd_cli_json_time (json, "created", manifest->created);
  hd_cli_json_int64 (json, "sequence", (gint64)manifest->sequence);
  add_string_or_null (json, "previous", manifest->previous);
  hd_cli_json_int64 (json, "rows", (gint64)hd_package_manifest_count_rows (manifest));
  hd_cli_json_begin_array (json, "parts");
  for (guint index = 0; index < manifest->parts->len; index++)
    {
      const HdPackagePart *part = g_ptr_array_index (manifest->parts, index);

      hd_cli_json_begin_object (json, NULL);
      add_string_or_null (json, "dataset", part->dataset);
      hd_cli_json_int64 (json, "rows", (gint64)part->n_rows);
      hd_cli_json_int64 (json, "bytes", (gint64)part->n_bytes);
      hd_cli_json_int64 (json, "content_bytes", (gint64)part->n_content_bytes);
      hd_cli_json_string (json, "sha256", part->sha256);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
}

static void
print_manifest (const HdCli *cli, const HdPackageManifest *manifest)
{
  g_autoptr (HdCliJson) json = hd_cli_json_new ();

  if (cli->output != HD_OUTPUT_JSON)
    {
      print_manifest_text (manifest);
      return;
    }
  hd_cli_json_begin_object (json, NULL);
  hd_cli_pack_add_manifest (json, manifest);
  hd_cli_json_end_object (json);
  hd_cli_json_print (json);
}

/* The pair to sign with; what this person signs with, they trust. */
static HdPackageKey *
find_signer (const HdCliPackOptions *options, GError **error)
{
  g_autoptr (HdPackageKey) key = options->sign_key != NULL
                                     ? hd_package_key_read (options->sign_key, error)
                                     : hd_key_ring_get_own (error);

  if (key == NULL)
    return NULL;
  if (key->secret_key == NULL)
    {
      g_set_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_KEY,
                   "%s: the public half of a key cannot sign", options->sign_key);
      return NULL;
    }
  if (options->sign_key != NULL && !hd_key_ring_trust (key, error))
    return NULL;
  return g_steal_pointer (&key);
}

/* (transfer full): --out, or in the folder that it names "SCOPE-YYYYMMDDTHHMMSSZ.hdpack", so that a timer
 * can write a package a day into one folder, in the order of their names. */
static char *
find_target (const HdCliPackOptions *options, gint64 now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now);
  g_autofree char *stamp = g_date_time_format (time, "%Y%m%dT%H%M%SZ");
  g_autofree char *scope = options->scope != NULL ? g_strjoinv ("-", options->scope) : NULL;
  g_autofree char *name = g_strdup_printf ("%s-%s.hdpack", scope != NULL ? scope : "all", stamp);

  if (!g_file_test (options->out, G_FILE_TEST_IS_DIR))
    return g_strdup (options->out);
  g_strcanon (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.", '-');
  return g_build_filename (options->out, name, NULL);
}

int
hd_cli_pack_create (HdCli *cli, const HdCliPackOptions *options, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPackageKey) signer = NULL;
  g_autoptr (HdPackageKey) recipient = NULL;
  g_autoptr (HdPackageManifest) manifest = NULL;
  g_autofree char *target = NULL;
  gint64 now = hd_cli_now ();
  int status = HD_EXIT_DONE;
  HdStore *store;

  if (options->out == NULL)
    return hd_cli_usage (_ ("an option is missing"), "--out", _ ("name the package to write"));
  target = find_target (options, now);
  store = hd_cli_open_store (cli, HD_STORE_WRITE, &status);
  if (store == NULL)
    return status;
  if ((signer = find_signer (options, &error)) == NULL
      || (options->recipient != NULL
          && (recipient = hd_package_key_read (options->recipient, &error)) == NULL))
    return hd_cli_error (error);
  if (!hd_guard_export (store, "package", target, cli->reason, &error))
    return hd_cli_error (error);
  manifest = hd_package_create (store,
                                &(HdPackageOrder){
                                    .path = target,
                                    .scope = (const char *const *)options->scope,
                                    .signer = signer,
                                    .recipient = recipient,
                                    .sender = options->sender,
                                    .is_full = options->is_full,
                                    .now = now,
                                    .progress = show_progress,
                                },
                                &error);
  hd_cli_progress_end ();
  if (manifest == NULL)
    return hd_cli_error (error);
  print_manifest (cli, manifest);
  return HD_EXIT_DONE;
}

GPtrArray *
hd_cli_pack_list_own (const HdCliPackOptions *options, GError **error)
{
  g_autoptr (GPtrArray) own = hd_key_ring_list_own ();
  HdPackageKey *key;

  if (options->own_key == NULL)
    return g_steal_pointer (&own);
  key = hd_package_key_read (options->own_key, error);
  if (key == NULL)
    return NULL;
  g_ptr_array_add (own, key);
  return g_steal_pointer (&own);
}

int
hd_cli_pack_inspect (HdCli *cli, const HdCliPackOptions *options, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) own = hd_cli_pack_list_own (options, &error);
  const HdPackageFile package = { .path = file, .own = own };
  g_autoptr (HdPackageManifest) manifest
      = own != NULL ? hd_package_check (&package, NULL, &error) : NULL;

  if (manifest == NULL)
    {
      g_prefix_error (&error, "%s: ", file);
      return hd_cli_error (error);
    }
  print_manifest (cli, manifest);
  return HD_EXIT_DONE;
}

int
hd_cli_pack_keygen (HdCli *cli, const HdCliPackOptions *options, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPackageKey) key = NULL;
  g_autofree char *fingerprint = NULL;
  char hex[HD_PACKAGE_KEY_HEX];

  if (options->out == NULL)
    return hd_cli_usage (_ ("an option is missing"), "--out", _ ("name the key to write"));
  key = hd_package_key_generate ();
  if (!hd_package_key_write (key, options->out, &error))
    return hd_cli_error (error);
  hd_package_key_to_hex (key, hex);
  fingerprint = hd_package_key_fingerprint (hex);
  printf ("%s\n", fingerprint);
  return HD_EXIT_DONE;
}

int
hd_cli_pack_trust (HdCli *cli, const HdCliPackOptions *options, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPackageKey) key = hd_package_key_read (file, &error);
  g_autofree char *fingerprint = NULL;
  char hex[HD_PACKAGE_KEY_HEX];

  if (key == NULL || !hd_key_ring_trust (key, &error))
    return hd_cli_error (error);
  hd_package_key_to_hex (key, hex);
  fingerprint = hd_package_key_fingerprint (hex);
  printf ("%s\n", fingerprint);
  return HD_EXIT_DONE;
}
