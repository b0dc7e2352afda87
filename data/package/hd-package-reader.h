/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a package file: first all of it, to prove that it is as it was signed, then what it holds.
 */

#pragma once

#include "hd-package-manifest.h"

G_BEGIN_DECLS

typedef struct
{
  const char *path;
  GPtrArray *own; /* (nullable) (element-type HdPackageKey): pairs to open a sealed package with */
  GCancellable *cancellable; /* (nullable) */
} HdPackageFile;

/* Every byte is read and held against the manifest, and that against its signature. Whether the signer is
 * to be trusted is for the caller. `hash` (nullable) becomes the manifest's. HD_PACKAGE_ERROR,
 * G_IO_ERROR. */
HdPackageManifest *hd_package_check (const HdPackageFile *file,
                                     char hash[HD_PACKAGE_HASH_HEX],
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is called while a package is read: with each piece of a part's message, and with none at its end. */
typedef gboolean (*HdPackageTake) (const HdPackagePart *part,
                                   const char *bytes,
                                   gsize length,
                                   gpointer user_data,
                                   GError **error);

/* The messages of all parts, as `manifest` (of hd_package_check()) has them. What was changed since then
 * is noticed at the latest at the end of its part, before `take` is told of it. */
gboolean hd_package_read (const HdPackageFile *file,
                          const HdPackageManifest *manifest,
                          HdPackageTake take,
                          gpointer user_data,
                          GError **error);

G_END_DECLS
