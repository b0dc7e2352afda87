/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a package file, part by part.
 *
 * Behind the stream's word (hd-package-stream.h) come the parts, each zstd in chunks: a length (4 bytes,
 * little-endian, at most HD_PACKAGE_MAX_CHUNK) and that many bytes; 0 ends the part, HD_PACKAGE_END the
 * last of them. Then the manifest's length (4 bytes), the manifest, and its signature (64 bytes): at the
 * end, so that a package of any size is written and read in one go and nothing of it lies in the clear
 * beside it.
 */

#pragma once

#include "hd-package-manifest.h"

G_BEGIN_DECLS

#define HD_PACKAGE_MAX_CHUNK (1024u * 1024)
#define HD_PACKAGE_END 0xFFFFFFFFu

typedef struct _HdPackageWriter HdPackageWriter;

/* Fills the parts of `manifest`, which must outlive it. `recipient` (nullable): seal for it. The file
 * appears at `path` when it is finished, whole, readable by its owner alone. */
HdPackageWriter *hd_package_writer_new (const char *path,
                                        HdPackageManifest *manifest,
                                        const HdPackageKey *recipient,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Leaves nothing behind of a package that was not finished. */
void hd_package_writer_free (HdPackageWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdPackageWriter, hd_package_writer_free)

/* `dataset` (nullable): NULL for the structure message, which comes first. */
void hd_package_writer_begin (HdPackageWriter *writer, const char *dataset);
gboolean
hd_package_writer_put (HdPackageWriter *writer, gconstpointer bytes, gsize length, GError **error);
gboolean hd_package_writer_end (HdPackageWriter *writer, guint64 n_rows, GError **error);
/* Signs with `key`; `hash` becomes the manifest's. */
gboolean hd_package_writer_finish (HdPackageWriter *writer,
                                   const HdPackageKey *key,
                                   char hash[HD_PACKAGE_HASH_HEX],
                                   GError **error);

G_END_DECLS
