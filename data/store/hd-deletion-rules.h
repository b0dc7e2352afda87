/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The deletions with wildcards of a dataset, as the store keeps them for messages to come.
 */

#pragma once

#include "hd-store-layout.h"
#include "hd-version-merge.h"

G_BEGIN_DECLS

/* (transfer full) (element-type HdDeletionRule): an empty list. */
GArray *hd_deletion_rules_new (void);
/* (transfer full) (element-type HdDeletionRule): those that are kept, oldest first; codes by the dataset's
 * dictionary. */
GArray *hd_deletion_rules_load (HdStoreSql *sql, const HdStoreLayout *layout, GError **error);
/* Within a write transaction: adds `rules`. */
gboolean hd_deletion_rules_save (HdStoreSql *sql,
                                 const HdStoreLayout *layout,
                                 const GArray *rules,
                                 GError **error);

G_END_DECLS
