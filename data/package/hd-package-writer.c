/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A package on its way to the disk.
 */

#include "config.h"

#include "hd-package-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>
#include <unistd.h>
#include <zstd.h>

#include "hd-package-stream.h"
#include "hd-store-file.h"

#define LEVEL 9

struct _HdPackageWriter
{
  char *path;
  char *unfinished; /* its name until it is finished, and NULL then */
  gboolean is_nameless; /* it has none yet */
  int file;
  GOutputStream *stream;
  HdPackageSink *sink;
  HdPackageManifest *manifest;
  HdPackagePart *part; /* (nullable): begun and not ended */
  ZSTD_CCtx *compressor;
  crypto_hash_sha256_state hash;
  guint8 *chunk; /* [HD_PACKAGE_MAX_CHUNK] */
};

static gboolean
fail_with_errno (const char *path, GError **error)
{
  int problem = errno;

  g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (problem), "%s: %s", path,
               g_strerror (problem));
  return FALSE;
}

/* Without a name, so that a program that is killed leaves nothing of a package behind; with one where the disk,
 * as a memory stick, has no such files. */
static gboolean
open_file (HdPackageWriter *writer, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (writer->path);

  writer->unfinished = g_strdup_printf ("%s.%d.part", writer->path, (int)getpid ());
  writer->file = g_open (folder, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
  writer->is_nameless = writer->file >= 0;
  if (!writer->is_nameless)
    writer->file = g_open (writer->unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (writer->file >= 0)
    return TRUE;
  g_clear_pointer (&writer->unfinished, g_free);
  return fail_with_errno (writer->path, error);
}

static gboolean
give_name (HdPackageWriter *writer, const char *name)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", writer->file);

  if (linkat (AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW) != 0)
    return FALSE;
  writer->is_nameless = FALSE;
  return TRUE;
}

/* The whole package gets the name that it is to have, by way of another where one of that name is there. */
static gboolean
name_file (HdPackageWriter *writer, GError **error)
{
  gboolean is_named = writer->is_nameless && give_name (writer, writer->path);

  if (!is_named && writer->is_nameless)
    {
      g_unlink (writer->unfinished);
      if (!give_name (writer, writer->unfinished))
        return fail_with_errno (writer->path, error);
    }
  if (is_named ? !hd_store_file_flush_name (writer->path, error)
               : !hd_store_file_move (writer->unfinished, writer->path, error))
    return FALSE;
  g_clear_pointer (&writer->unfinished, g_free);
  return TRUE;
}

HdPackageWriter *
hd_package_writer_new (const char *path,
                       HdPackageManifest *manifest,
                       const HdPackageKey *recipient,
                       GError **error)
{
  g_autoptr (HdPackageWriter) writer = g_new0 (HdPackageWriter, 1);

  writer->path = g_strdup (path);
  writer->manifest = manifest;
  writer->chunk = g_malloc (HD_PACKAGE_MAX_CHUNK);
  writer->compressor = ZSTD_createCCtx ();
  ZSTD_CCtx_setParameter (writer->compressor, ZSTD_c_compressionLevel, LEVEL);
  if (!open_file (writer, error))
    return NULL;
  writer->stream = g_unix_output_stream_new (writer->file, TRUE);
  writer->sink = hd_package_sink_new (writer->stream, recipient, error);
  return writer->sink != NULL ? g_steal_pointer (&writer) : NULL;
}

void
hd_package_writer_free (HdPackageWriter *writer)
{
  if (writer->unfinished != NULL && !writer->is_nameless)
    g_unlink (writer->unfinished);
  g_clear_pointer (&writer->sink, hd_package_sink_free);
  g_clear_object (&writer->stream);
  ZSTD_freeCCtx (writer->compressor);
  g_free (writer->chunk);
  g_free (writer->unfinished);
  g_free (writer->path);
  g_free (writer);
}

void
hd_package_writer_begin (HdPackageWriter *writer, const char *dataset)
{
  g_return_if_fail (writer->part == NULL);
  writer->part = hd_package_manifest_add (writer->manifest, dataset);
  crypto_hash_sha256_init (&writer->hash);
  ZSTD_CCtx_reset (writer->compressor, ZSTD_reset_session_only);
}

static gboolean
put_count (HdPackageWriter *writer, guint32 count, GError **error)
{
  guint32 little = GUINT32_TO_LE (count);

  return hd_package_sink_write (writer->sink, &little, sizeof little, error);
}

/* Until the compressor has taken all in and, with `mode` ZSTD_e_end, given all out. */
static gboolean
compress (HdPackageWriter *writer,
          gconstpointer bytes,
          gsize length,
          ZSTD_EndDirective mode,
          GError **error)
{
  ZSTD_inBuffer in = { bytes, length, 0 };
  size_t left;

  do
    {
      ZSTD_outBuffer out = { writer->chunk, HD_PACKAGE_MAX_CHUNK, 0 };

      left = ZSTD_compressStream2 (writer->compressor, &out, &in, mode);
      g_assert (!ZSTD_isError (left)); /* only of wrong use */
      if (out.pos == 0)
        continue;
      crypto_hash_sha256_update (&writer->hash, writer->chunk, out.pos);
      writer->part->n_bytes += out.pos;
      if (!put_count (writer, (guint32)out.pos, error)
          || !hd_package_sink_write (writer->sink, writer->chunk, out.pos, error))
        return FALSE;
    }
  while (mode == ZSTD_e_end ? left > 0 : in.pos < in.size);
  return TRUE;
}

gboolean
hd_package_writer_put (HdPackageWriter *writer, gconstpointer bytes, gsize length, GError **error)
{
  g_return_val_if_fail (writer->part != NULL, FALSE);
  writer->part->n_content_bytes += length;
  return compress (writer, bytes, length, ZSTD_e_continue, error);
}

gboolean
hd_package_writer_end (HdPackageWriter *writer, guint64 n_rows, GError **error)
{
  guint8 sum[crypto_hash_sha256_BYTES];
  HdPackagePart *part = writer->part;

  g_return_val_if_fail (part != NULL, FALSE);
  if (!compress (writer, NULL, 0, ZSTD_e_end, error) || !put_count (writer, 0, error))
    return FALSE;
  crypto_hash_sha256_final (&writer->hash, sum);
  sodium_bin2hex (part->sha256, sizeof part->sha256, sum, sizeof sum);
  part->n_rows = n_rows;
  writer->part = NULL;
  return TRUE;
}

gboolean
hd_package_writer_finish (HdPackageWriter *writer,
                          const HdPackageKey *key,
                          char hash[HD_PACKAGE_HASH_HEX],
                          GError **error)
{
  g_autoptr (GBytes) json = hd_package_manifest_write (writer->manifest);
  guint8 signature[crypto_sign_BYTES];
  gsize size;
  gconstpointer text = g_bytes_get_data (json, &size);

  g_return_val_if_fail (writer->part == NULL, FALSE);
  hd_package_manifest_sign (json, key, signature);
  hd_package_manifest_hash (json, hash);
  if (!put_count (writer, HD_PACKAGE_END, error) || !put_count (writer, (guint32)size, error)
      || !hd_package_sink_write (writer->sink, text, size, error)
      || !hd_package_sink_write (writer->sink, signature, sizeof signature, error)
      || !hd_package_sink_finish (writer->sink, error))
    return FALSE;
  if (fsync (writer->file) != 0)
    return fail_with_errno (writer->path, error);
  return name_file (writer, error);
}
