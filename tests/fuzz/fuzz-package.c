/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: package files. Signatures and hashes stop random bytes at the door, so the first byte says
 * how far they are let in:
 *
 *   'r'  the rest is the file
 *   'p'  the rest is the parts, in chunks; the manifest behind them fits them and is signed
 *   'm'  the rest is the manifest; it is signed, by the key it should name
 *   's'  the rest is the bytes of a package, rightly sealed for our key
 *   'k'  the rest is a key file
 */

#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "hd-package-reader.h"
#include "hd-package-writer.h"
#include "hd-package-stream.h"

#define CLEAR_WORD "HDPACK1\n"
#define MAX_PARTS 16

static const GQuark *
domains (void)
{
  static GQuark quarks[3];

  quarks[0] = HD_PACKAGE_ERROR;
  quarks[1] = G_IO_ERROR;
  return quarks;
}

/* The same pair in every run, so that a kept file may name it: the seed is 32 letters "k". */
static HdPackageKey *
get_key (void)
{
  static HdPackageKey *key = NULL;
  g_autoptr (GError) error = NULL;

  if (key == NULL)
    key = hd_package_key_read (fuzz_file ((const guint8 *)"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk", 32),
                               &error);
  g_assert_no_error (error);
  return key;
}

static void
append_count (GByteArray *file, guint32 count)
{
  count = GUINT32_TO_LE (count);
  g_byte_array_append (file, (const guint8 *)&count, sizeof count);
}

static void
append_manifest (GByteArray *file, GBytes *json)
{
  guint8 signature[crypto_sign_BYTES];
  gsize size;
  const guint8 *text = g_bytes_get_data (json, &size);

  hd_package_manifest_sign (json, get_key (), signature);
  append_count (file, (guint32)size);
  g_byte_array_append (file, text, (guint)size);
  g_byte_array_append (file, signature, sizeof signature);
}

/* Notes a part's length and hash, from its first chunk's length to the 0 that ends it. Returns what is behind
 * it; NULL when it has no end. */
static const guint8 *
note_part (HdPackageManifest *manifest, const guint8 *at, const guint8 *end)
{
  HdPackagePart *part
      = hd_package_manifest_add (manifest, manifest->parts->len == 0 ? NULL : "REVENUE");
  crypto_hash_sha256_state state;
  guint8 sum[crypto_hash_sha256_BYTES];
  guint32 length;

  crypto_hash_sha256_init (&state);
  for (;;)
    {
      if (end - at < (gssize)sizeof length)
        return NULL;
      memcpy (&length, at, sizeof length);
      length = GUINT32_FROM_LE (length);
      at += sizeof length;
      if (length == 0)
        break;
      if (length > (gsize)(end - at))
        return NULL;
      crypto_hash_sha256_update (&state, at, length);
      part->n_bytes += length;
      at += length;
    }
  crypto_hash_sha256_final (&state, sum);
  sodium_bin2hex (part->sha256, sizeof part->sha256, sum, sizeof sum);
  return at;
}

/* The last byte of the input says what the manifest promises of the content. */
static GByteArray *
make_parts (const guint8 *data, gsize size)
{
  g_autoptr (HdPackageManifest) manifest = hd_package_manifest_new ();
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GBytes) json = NULL;
  const guint8 *at = data, *end = data + size;
  guint64 promise = size > 0 ? G_GUINT64_CONSTANT (1) << data[size - 1] % 20 : 0;

  g_byte_array_append (file, (const guint8 *)CLEAR_WORD, 8);
  for (guint part = 0; part < MAX_PARTS && at != NULL && end - at > 4; part++)
    at = note_part (manifest, at, end);
  if (at == NULL)
    at = end;
  for (guint part = 0; part < manifest->parts->len; part++)
    ((HdPackagePart *)manifest->parts->pdata[part])->n_content_bytes = promise;
  hd_package_key_to_hex (get_key (), manifest->sender_key);
  g_byte_array_append (file, data, (guint)(at - data));
  append_count (file, HD_PACKAGE_END);
  json = hd_package_manifest_write (manifest);
  append_manifest (file, json);
  return file;
}

static GByteArray *
make_manifest (const guint8 *data, gsize size)
{
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GBytes) json = g_bytes_new (data, size);

  g_byte_array_append (file, (const guint8 *)CLEAR_WORD, 8);
  append_count (file, HD_PACKAGE_END);
  append_manifest (file, json);
  return file;
}

static GByteArray *
make_sealed (const guint8 *data, gsize size)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (HdPackageSink) sink = hd_package_sink_new (stream, get_key (), NULL);
  GByteArray *file = g_byte_array_new ();

  g_assert_true (hd_package_sink_write (sink, data, size, NULL));
  g_assert_true (hd_package_sink_finish (sink, NULL));
  return g_byte_array_append (
      file, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)),
      (guint)g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)));
}

static gboolean
take (const HdPackagePart *part,
      const char *bytes,
      gsize length,
      gpointer user_data,
      GError **error)
{
  guint64 *n_content = user_data;

  if (bytes == NULL)
    {
      g_assert_cmpuint (*n_content, ==, part->n_content_bytes);
      *n_content = 0;
    }
  *n_content += length;
  g_assert_cmpuint (*n_content, <=, part->n_content_bytes);
  return TRUE;
}

static void
read_package (const guint8 *data, gsize size)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  HdPackageFile file = { .own = own };
  char hash[HD_PACKAGE_HASH_HEX];
  g_autoptr (HdPackageManifest) manifest = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n_content = 0;

  g_ptr_array_add (own, get_key ());
  file.path = fuzz_file (data, size);
  manifest = hd_package_check (&file, hash, &error);
  if (manifest == NULL)
    fuzz_assert_refused (g_steal_pointer (&error), domains ());
  else if (!hd_package_read (&file, manifest, take, &n_content, &error))
    fuzz_assert_refused (g_steal_pointer (&error), domains ());
}

static void
read_key (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPackageKey) key = hd_package_key_read (fuzz_file (data, size), &error);

  if (key == NULL)
    fuzz_assert_refused (g_steal_pointer (&error), domains ());
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) made = NULL;

  if (size == 0)
    return 0;
  switch (data[0])
    {
    case 'p':
      made = make_parts (data + 1, size - 1);
      break;
    case 'm':
      made = make_manifest (data + 1, size - 1);
      break;
    case 's':
      made = make_sealed (data + 1, size - 1);
      break;
    case 'k':
      read_key (data + 1, size - 1);
      return 0;
    default:
      read_package (data + 1, size - 1);
      return 0;
    }
  read_package (made->data, made->len);
  return 0;
}
