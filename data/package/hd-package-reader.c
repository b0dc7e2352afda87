/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A package read from the disk.
 */

#include "config.h"

#include "hd-package-reader.h"

#include <string.h>
#include <zstd.h>

#include "hd-package-stream.h"
#include "hd-package-writer.h"

#define CONTENT_BYTES (256u * 1024)

/* One of two ways through a package: to its manifest, or by it. */
typedef struct
{
  HdPackageSource *source;
  GCancellable *cancellable;
  guint8 *chunk; /* [HD_PACKAGE_MAX_CHUNK] */
  guint n_parts; /* begun so far */
  crypto_hash_sha256_state hash; /* of the part at hand */
  guint64 n_bytes; /* of the part at hand */
  GPtrArray
      *found; /* (element-type HdPackagePart): hashes and lengths, where there is no manifest yet */
  const HdPackageManifest *manifest; /* (nullable) */
  HdPackageTake take;
  gpointer user_data;
  ZSTD_DCtx *decompressor;
  char *content; /* [CONTENT_BYTES] */
  guint64 n_content_bytes; /* of the part at hand */
  gboolean is_frame_done;
} Walk;

static void
walk_clear (Walk *walk)
{
  g_clear_pointer (&walk->source, hd_package_source_free);
  g_clear_pointer (&walk->chunk, g_free);
  g_clear_pointer (&walk->content, g_free);
  g_clear_pointer (&walk->found, g_ptr_array_unref);
  ZSTD_freeDCtx (walk->decompressor);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static gboolean
fail_as_changed (GError **error, const char *what)
{
  g_set_error_literal (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_CHANGED, what);
  return FALSE;
}

static gboolean
walk_open (Walk *walk, const HdPackageFile *file, GError **error)
{
  g_autoptr (GFile) place = g_file_new_for_path (file->path);
  g_autoptr (GFileInputStream) stream = g_file_read (place, file->cancellable, error);
  g_autoptr (GInputStream) buffered = NULL;

  if (sodium_init () < 0)
    g_error ("libsodium has no source of random numbers");
  if (stream == NULL)
    return FALSE;
  buffered = g_buffered_input_stream_new_sized (G_INPUT_STREAM (stream), CONTENT_BYTES);
  walk->cancellable = file->cancellable;
  walk->chunk = g_malloc (HD_PACKAGE_MAX_CHUNK);
  walk->source = hd_package_source_new (buffered, file->own, error);
  return walk->source != NULL;
}

static gboolean
read_count (Walk *walk, guint32 *count, GError **error)
{
  if (!hd_package_source_read (walk->source, count, sizeof *count, error))
    return FALSE;
  *count = GUINT32_FROM_LE (*count);
  return TRUE;
}

static const HdPackagePart *
part_at_hand (const Walk *walk)
{
  return g_ptr_array_index (walk->manifest->parts, walk->n_parts - 1);
}

/* Content never exceeds what the manifest says of it, whatever a few bytes would swell to. */
static gboolean
take_content (Walk *walk, gsize length, GError **error)
{
  walk->n_content_bytes += length;
  if (walk->n_content_bytes > part_at_hand (walk)->n_content_bytes)
    return fail_as_changed (error, "a part of it is longer than its manifest says");
  return length == 0
         || walk->take (part_at_hand (walk), walk->content, length, walk->user_data, error);
}

static gboolean
decompress (Walk *walk, gsize length, GError **error)
{
  ZSTD_inBuffer in = { walk->chunk, length, 0 };
  gboolean has_more = TRUE;

  while (has_more && !walk->is_frame_done)
    {
      ZSTD_outBuffer out = { walk->content, CONTENT_BYTES, 0 };
      size_t left = ZSTD_decompressStream (walk->decompressor, &out, &in);

      if (ZSTD_isError (left))
        return fail_as_changed (error, "a part of it cannot be decompressed");
      if (!take_content (walk, out.pos, error))
        return FALSE;
      walk->is_frame_done = left == 0;
      has_more = in.pos < in.size || out.pos == CONTENT_BYTES;
    }
  return in.pos == in.size || fail_as_changed (error, "something follows the end of a part");
}

static gboolean
begin_part (Walk *walk, GError **error)
{
  crypto_hash_sha256_init (&walk->hash);
  walk->n_bytes = walk->n_content_bytes = 0;
  walk->is_frame_done = FALSE;
  walk->n_parts++;
  if (walk->manifest == NULL)
    return walk->n_parts <= HD_PACKAGE_MAX_PARTS
           || fail_as_changed (error, "it has more parts than packages have");
  ZSTD_DCtx_reset (walk->decompressor, ZSTD_reset_session_only);
  return walk->n_parts <= walk->manifest->parts->len
         || fail_as_changed (error, "it has more parts than its manifest says");
}

static gboolean
is_as_said (const Walk *walk, const HdPackagePart *part, const char *sha256)
{
  return part->n_bytes == walk->n_bytes && strcmp (part->sha256, sha256) == 0;
}

static gboolean
end_part (Walk *walk, GError **error)
{
  guint8 sum[crypto_hash_sha256_BYTES];
  char sha256[HD_PACKAGE_HASH_HEX];

  crypto_hash_sha256_final (&walk->hash, sum);
  sodium_bin2hex (sha256, sizeof sha256, sum, sizeof sum);
  if (walk->manifest == NULL)
    {
      HdPackagePart *part = g_new0 (HdPackagePart, 1);

      part->n_bytes = walk->n_bytes;
      memcpy (part->sha256, sha256, sizeof sha256);
      g_ptr_array_add (walk->found, part);
      return TRUE;
    }
  if (!is_as_said (walk, part_at_hand (walk), sha256) || !walk->is_frame_done
      || walk->n_content_bytes != part_at_hand (walk)->n_content_bytes)
    return fail_as_changed (error, "a part of it is not as its manifest says");
  return walk->take (part_at_hand (walk), NULL, 0, walk->user_data, error);
}

static gboolean
take_chunk (Walk *walk, guint32 length, GError **error)
{
  if (length > HD_PACKAGE_MAX_CHUNK)
    return fail_as_changed (error, "a length in it is beyond what packages have");
  if (!hd_package_source_read (walk->source, walk->chunk, length, error))
    return FALSE;
  crypto_hash_sha256_update (&walk->hash, walk->chunk, length);
  walk->n_bytes += length;
  return walk->manifest == NULL || decompress (walk, length, error);
}

static gboolean
walk_parts (Walk *walk, GError **error)
{
  gboolean is_in_part = FALSE;
  guint32 length;

  while (!g_cancellable_set_error_if_cancelled (walk->cancellable, error)
         && read_count (walk, &length, error))
    {
      if (length == HD_PACKAGE_END && !is_in_part)
        return TRUE;
      if (!is_in_part && !begin_part (walk, error))
        return FALSE;
      is_in_part = length > 0;
      if (is_in_part ? !take_chunk (walk, length, error) : !end_part (walk, error))
        return FALSE;
    }
  return FALSE;
}

/* (transfer full) */
static GBytes *
read_manifest (Walk *walk, guint8 signature[crypto_sign_BYTES], GError **error)
{
  g_autofree guint8 *text = NULL;
  guint32 length;

  if (!read_count (walk, &length, error))
    return NULL;
  if (length > HD_PACKAGE_MAX_MANIFEST)
    {
      fail_as_changed (error, "a length in it is beyond what packages have");
      return NULL;
    }
  text = g_malloc (length + 1);
  if (!hd_package_source_read (walk->source, text, length, error)
      || !hd_package_source_read (walk->source, signature, crypto_sign_BYTES, error)
      || !hd_package_source_expect_end (walk->source, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&text), length);
}

static gboolean
compare_parts (const Walk *walk, const HdPackageManifest *manifest, GError **error)
{
  gboolean is_same = walk->found->len == manifest->parts->len;

  for (guint index = 0; is_same && index < walk->found->len; index++)
    {
      const HdPackagePart *found = g_ptr_array_index (walk->found, index);
      const HdPackagePart *said = g_ptr_array_index (manifest->parts, index);

      is_same = found->n_bytes == said->n_bytes && strcmp (found->sha256, said->sha256) == 0;
    }
  return is_same || fail_as_changed (error, "a part of it is not as its manifest says");
}

HdPackageManifest *
hd_package_check (const HdPackageFile *file, char hash[HD_PACKAGE_HASH_HEX], GError **error)
{
  g_auto (Walk) walk = { 0 };
  guint8 signature[crypto_sign_BYTES];
  g_autoptr (GBytes) json = NULL;
  g_autoptr (HdPackageManifest) manifest = NULL;

  if (!walk_open (&walk, file, error))
    return NULL;
  walk.found = g_ptr_array_new_with_free_func (g_free);
  if (!walk_parts (&walk, error) || (json = read_manifest (&walk, signature, error)) == NULL
      || (manifest = hd_package_manifest_read (json, error)) == NULL)
    return NULL;
  if (!hd_package_manifest_is_signed (manifest, json, signature)
      || g_strcmp0 (hd_package_source_get_recipient (walk.source),
                    *manifest->recipient_key != '\0' ? manifest->recipient_key : NULL)
             != 0)
    {
      fail_as_changed (error, "its signature does not fit it");
      return NULL;
    }
  if (!compare_parts (&walk, manifest, error))
    return NULL;
  if (hash != NULL)
    hd_package_manifest_hash (json, hash);
  return g_steal_pointer (&manifest);
}

gboolean
hd_package_read (const HdPackageFile *file,
                 const HdPackageManifest *manifest,
                 HdPackageTake take,
                 gpointer user_data,
                 GError **error)
{
  g_auto (Walk) walk = { .manifest = manifest, .take = take, .user_data = user_data };

  if (!walk_open (&walk, file, error))
    return FALSE;
  walk.decompressor = ZSTD_createDCtx ();
  walk.content = g_malloc (CONTENT_BYTES);
  return walk_parts (&walk, error)
         && (walk.n_parts == manifest->parts->len
             || fail_as_changed (error, "it has fewer parts than its manifest says"));
}
