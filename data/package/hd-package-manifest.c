/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The manifest as JSON, and its signature.
 */

#include "config.h"

#include "hd-package-manifest.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "hd-json.h"

#define FORMAT "haidang-package-1"
/* Before the manifest when it is signed, so that the signature means nothing anywhere else. */
#define CONTEXT "haidang package manifest 1\n"

static void
part_free (gpointer data)
{
  HdPackagePart *part = data;

  g_free (part->dataset);
  g_free (part);
}

HdPackageManifest *
hd_package_manifest_new (void)
{
  HdPackageManifest *manifest = g_new0 (HdPackageManifest, 1);

  manifest->parts = g_ptr_array_new_with_free_func (part_free);
  return manifest;
}

void
hd_package_manifest_free (HdPackageManifest *manifest)
{
  g_ptr_array_unref (manifest->parts);
  g_free (manifest->sender);
  g_free (manifest->scope);
  g_free (manifest);
}

HdPackagePart *
hd_package_manifest_add (HdPackageManifest *manifest, const char *dataset)
{
  HdPackagePart *part = g_new0 (HdPackagePart, 1);

  part->dataset = g_strdup (dataset);
  g_ptr_array_add (manifest->parts, part);
  return part;
}

guint64
hd_package_manifest_count_rows (const HdPackageManifest *manifest)
{
  guint64 n_rows = 0;

  for (guint index = 0; index < manifest->parts->len; index++)
    n_rows += ((const HdPackagePart *)g_ptr_array_index (manifest->parts, index))->n_rows;
  return n_rows;
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL && *value != '\0')
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_count (JsonBuilder *builder, const char *name, guint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64)value);
}

static void
add_part (JsonBuilder *builder, const HdPackagePart *part)
{
  json_builder_begin_object (builder);
  add_string (builder, "dataset", part->dataset);
  add_count (builder, "rows", part->n_rows);
  add_count (builder, "bytes", part->n_bytes);
  add_count (builder, "content_bytes", part->n_content_bytes);
  add_string (builder, "sha256", part->sha256);
  json_builder_end_object (builder);
}

GBytes *
hd_package_manifest_write (const HdPackageManifest *manifest)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text;

  json_builder_begin_object (builder);
  add_string (builder, "format", FORMAT);
  add_string (builder, "sender", manifest->sender);
  add_string (builder, "sender_key", manifest->sender_key);
  add_string (builder, "recipient_key", manifest->recipient_key);
  add_string (builder, "scope", manifest->scope);
  add_count (builder, "created", (guint64)manifest->created);
  add_count (builder, "sequence", manifest->sequence);
  add_string (builder, "previous", manifest->previous);
  json_builder_set_member_name (builder, "parts");
  json_builder_begin_array (builder);
  for (guint index = 0; index < manifest->parts->len; index++)
    add_part (builder, g_ptr_array_index (manifest->parts, index));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  return g_bytes_new_take (text, strlen (text));
}

/* A string of `size` - 1 characters of lower-case hex, or nothing where that is allowed. */
static gboolean
read_hex (const HdJsonNode *object, const char *name, gboolean is_needed, char *hex, gsize size)
{
  const char *text = hd_json_get_string (object, name);

  if (text == NULL)
    return !is_needed;
  if (strlen (text) != size - 1 || strspn (text, "0123456789abcdef") != size - 1)
    return FALSE;
  memcpy (hex, text, size);
  return TRUE;
}

static gboolean
read_count (const HdJsonNode *object, const char *name, guint64 *count)
{
  const HdJsonNode *node = hd_json_get_kind (object, name, HD_JSON_NUMBER);
  g_autofree char *digits = node != NULL ? g_strndup (node->text, node->length) : NULL;

  return digits != NULL && g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, count, NULL);
}

static gboolean
read_part (HdPackageManifest *manifest, const HdJsonNode *object)
{
  HdPackagePart *part = hd_package_manifest_add (manifest, hd_json_get_string (object, "dataset"));

  return read_count (object, "rows", &part->n_rows) && read_count (object, "bytes", &part->n_bytes)
         && read_count (object, "content_bytes", &part->n_content_bytes)
         && read_hex (object, "sha256", TRUE, part->sha256, sizeof part->sha256)
         && (part->dataset == NULL) == (manifest->parts->len == 1);
}

static gboolean
read_root (HdPackageManifest *manifest, const HdJsonNode *root)
{
  const HdJsonNode *parts = hd_json_get_kind (root, "parts", HD_JSON_ARRAY);
  guint64 created;

  if (g_strcmp0 (hd_json_get_string (root, "format"), FORMAT) != 0 || parts == NULL
      || parts->n_children == 0 || parts->n_children > HD_PACKAGE_MAX_PARTS
      || !read_hex (root, "sender_key", TRUE, manifest->sender_key, sizeof manifest->sender_key)
      || !read_hex (root, "recipient_key", FALSE, manifest->recipient_key,
                    sizeof manifest->recipient_key)
      || !read_hex (root, "previous", FALSE, manifest->previous, sizeof manifest->previous)
      || !read_count (root, "created", &created)
      || !read_count (root, "sequence", &manifest->sequence))
    return FALSE;
  manifest->created = (gint64)created;
  manifest->sender = g_strdup (hd_json_get_string (root, "sender"));
  manifest->scope = g_strdup (hd_json_get_string (root, "scope"));
  if (manifest->scope == NULL)
    manifest->scope = g_strdup ("");
  for (const HdJsonNode *part = hd_json_first (parts); part != NULL; part = part->next)
    if (!read_part (manifest, part))
      return FALSE;
  return TRUE;
}

HdPackageManifest *
hd_package_manifest_read (GBytes *json, GError **error)
{
  g_autoptr (HdPackageManifest) manifest = hd_package_manifest_new ();
  g_autoptr (HdJson) tree = NULL;
  gsize size;
  const char *text = g_bytes_get_data (json, &size);

  tree = hd_json_parse (text, size, NULL);
  if (tree != NULL && read_root (manifest, hd_json_get_root (tree)))
    return g_steal_pointer (&manifest);
  g_set_error_literal (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_NOT_A_PACKAGE,
                       "its manifest cannot be read");
  return NULL;
}

void
hd_package_manifest_hash (GBytes *json, char hash[HD_PACKAGE_HASH_HEX])
{
  guint8 sum[crypto_hash_sha256_BYTES];
  gsize size;
  const guint8 *data = g_bytes_get_data (json, &size);

  crypto_hash_sha256 (sum, data, size);
  sodium_bin2hex (hash, HD_PACKAGE_HASH_HEX, sum, sizeof sum);
}

static void
feed (crypto_sign_state *state, GBytes *json)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (json, &size);

  crypto_sign_init (state);
  crypto_sign_update (state, (const guint8 *)CONTEXT, sizeof CONTEXT - 1);
  crypto_sign_update (state, data, size);
}

void
hd_package_manifest_sign (GBytes *json,
                          const HdPackageKey *key,
                          guint8 signature[crypto_sign_BYTES])
{
  crypto_sign_state state;

  g_return_if_fail (key->secret_key != NULL);
  feed (&state, json);
  crypto_sign_final_create (&state, signature, NULL, key->secret_key);
}

gboolean
hd_package_manifest_is_signed (const HdPackageManifest *manifest,
                               GBytes *json,
                               const guint8 signature[crypto_sign_BYTES])
{
  guint8 key[HD_PACKAGE_KEY_BYTES];
  crypto_sign_state state;

  if (sodium_hex2bin (key, sizeof key, manifest->sender_key, sizeof manifest->sender_key - 1, NULL,
                      NULL, NULL)
      != 0)
    return FALSE;
  feed (&state, json);
  return crypto_sign_final_verify (&state, signature, key) == 0;
}
