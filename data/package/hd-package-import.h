/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes a package in: proved, trusted, in its turn, inside its scope, whole or not at all.
 */

#pragma once

#include "hd-package-create.h"
#include "hd-package-reader.h"

G_BEGIN_DECLS

typedef struct
{
  HdPackageFile file;
  GPtrArray *trusted; /* (element-type HdPackageKey): senders whose packages are taken in */
  const char *const *scope; /* (nullable): units whose rows may come, as of HdSyncOptions */
  gint64 now; /* unix seconds, our clock */
  HdPackageProgress progress; /* (nullable); the fraction is of rows */
  gpointer user_data;
} HdPackageReceipt;

typedef struct
{
  HdApplyResult counts;
  gboolean
      is_known; /* this package, or one that goes on from it, is in already: nothing was done */
} HdPackageOutcome;

/* `store` is open for writing. One transaction: structure, rows and the place in the chain. Refused
 * packages are noted in quarantine, without their content. (transfer full): the manifest, for who tells of
 * it. */
HdPackageManifest *hd_package_import (HdStore *store,
                                      const HdPackageReceipt *receipt,
                                      HdPackageOutcome *outcome,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Does the file begin as packages do? */
gboolean hd_package_is_package (const char *path);

G_END_DECLS
