/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a store remembers of the last package of a chain, which it made or took in.
 */

#pragma once

#include "hd-package-manifest.h"
#include "hd-store.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 sequence; /* 0: there was none */
  char hash[HD_PACKAGE_HASH_HEX]; /* of its manifest */
  char previous
      [HD_PACKAGE_HASH_HEX]; /* of the manifest that it goes on from; empty: it held everything */
  /* Of the sender: a number that was given to a package of which nobody knows whether it left, for the program
   * ended before it was noted here; and whether that one held everything. */
  guint64 announced;
  gboolean announced_full;
  gint64 created; /* of the receiver: unix seconds by the sender's clock */
  guint64 generation; /* of the sender's store when it was made */
  GHashTable *deletions; /* (key utf8) dataset (value utf8) hash of its deletions with wildcards */
} HdPackageLink;

void hd_package_link_clear (HdPackageLink *link);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdPackageLink, hd_package_link_clear)

/* (transfer full): the name of the chain that `manifest` belongs to. */
char *hd_package_chain_name (const HdPackageManifest *manifest);
/* `role` "created" or "imported". A link that was never written, or cannot be read, is empty. */
gboolean hd_package_link_load (HdStore *store,
                               const char *role,
                               const char *chain,
                               HdPackageLink *link,
                               GError **error);
/* (transfer full): for hd_store_set_feed_state() under `role` and `chain`. */
char *hd_package_link_write (const HdPackageLink *link);

G_END_DECLS
