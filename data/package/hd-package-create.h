/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packs what a store knows: everything, or what changed since the package before.
 */

#pragma once

#include "hd-package-manifest.h"
#include "hd-store.h"

G_BEGIN_DECLS

/* `fraction` 0 to 1 of all datasets; `dataset` is being packed. */
typedef void (*HdPackageProgress) (const char *dataset,
                                   double fraction,
                                   guint64 n_rows,
                                   gpointer user_data);

typedef struct
{
  const char *path;
  const char *const *scope; /* (nullable): "UNIT=KV03+KV05", one a dimension */
  const HdPackageKey *signer; /* a pair */
  const HdPackageKey *recipient; /* (nullable): seal for it */
  const char *sender; /* (nullable): a name for people */
  gboolean is_full; /* everything, although a package went before */
  gint64 now; /* unix seconds */
  HdPackageProgress progress; /* (nullable) */
  gpointer user_data;
  GCancellable *cancellable; /* (nullable) */
} HdPackageOrder;

/* `store` is open for writing, for it remembers what was packed for this scope, signer and recipient. All
 * versions go along, so that the other store answers as of any moment as this one does. Datasets that lack a
 * dimension of the scope are left out. (transfer full) */
HdPackageManifest *hd_package_create (HdStore *store,
                                      const HdPackageOrder *order,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
