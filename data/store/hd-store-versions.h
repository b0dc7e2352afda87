/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All that the store knows of a dataset: every version of every observation, current and superseded, and
 * every deletion, for whoever hands them on. Applied to an empty store, they make one that gives the same
 * answers, of now and as of any moment.
 */

#pragma once

#include "hd-store.h"

G_BEGIN_DECLS

typedef struct _HdStoreVersions HdStoreVersions;

/* HD_STORE_ERROR_NO_DATASET when nothing of `dataset` is stored. Holds what it found: what is written
 * later is seen by hd_store_get_generation() alone. */
HdStoreVersions *hd_store_versions_open (HdStore *store,
                                         const char *dataset,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_store_versions_close (HdStoreVersions *versions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdStoreVersions, hd_store_versions_close)

/* Of the codes of all rows. (transfer none) */
HdStructure *hd_store_versions_get_structure (const HdStoreVersions *versions);
guint hd_store_versions_get_n_partitions (const HdStoreVersions *versions);
/* The generation of its last change. */
guint64 hd_store_versions_get_generation (const HdStoreVersions *versions, guint partition);
/* (transfer full): with each version's own action and known_from, so ordered that one message can say them
 * all, behind the deletions. */
HdRows *hd_store_versions_read (HdStoreVersions *versions,
                                guint partition,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): the deletions with wildcards, oldest first; of every generation, since they are few.
 * `prepared` (nullable) becomes when the newest of them was said, which moves when one is said again. */
HdRows *hd_store_versions_read_deletions (HdStoreVersions *versions,
                                          gint64 *prepared,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a partition showed before, and does not any more. */
typedef struct
{
  HdRows *rows; /* shown from known_from on, in the order of time */
  gint64 *known_until; /* [row] the moment at which each was superseded or deleted */
} HdStorePast;
void hd_store_past_free (HdStorePast *past);

/* (transfer full) (element-type HdStorePast): of the partitions that have days of first..last, which may have
 * other days too. What a latest row's known_from says of now, these say of any moment before. */
GPtrArray *hd_store_load_past (HdStore *store,
                               const char *dataset,
                               HdDay first,
                               HdDay last,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
