/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Decoded partitions, kept under a byte budget, least recently used out first.
 */

#pragma once

#include "hd-rows.h"

G_BEGIN_DECLS

/* Thread-safe. */
typedef struct _HdStoreCache HdStoreCache;

/* What a decoded partition depends on. */
typedef struct
{
  guint64 version; /* of the partition */
  guint64 serial; /* of the structures, whose codes the rows have */
} HdStoreCacheStamp;

HdStoreCache *hd_store_cache_new (gsize budget) G_GNUC_WARN_UNUSED_RESULT;
void hd_store_cache_free (HdStoreCache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdStoreCache, hd_store_cache_free)

void hd_store_cache_set_budget (HdStoreCache *cache, gsize budget);
/* (transfer full) (nullable): NULL when it is not there or of another stamp. */
HdRows *hd_store_cache_get (HdStoreCache *cache, const char *key, HdStoreCacheStamp stamp);
void
hd_store_cache_put (HdStoreCache *cache, const char *key, HdStoreCacheStamp stamp, HdRows *rows);
gsize hd_store_cache_get_n_bytes (HdStoreCache *cache);

G_END_DECLS
