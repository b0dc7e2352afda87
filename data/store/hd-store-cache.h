/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Decoded columns, kept under a byte budget, least recently used out first.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Thread-safe. */
typedef struct _HdStoreCache HdStoreCache;

/* What may be kept: anything counted. */
typedef struct
{
  gpointer (*ref) (gpointer object);
  void (*unref) (gpointer object);
} HdStoreCacheKind;

HdStoreCache *hd_store_cache_new (gsize budget) G_GNUC_WARN_UNUSED_RESULT;
void hd_store_cache_free (HdStoreCache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdStoreCache, hd_store_cache_free)

void hd_store_cache_set_budget (HdStoreCache *cache, gsize budget);
gsize hd_store_cache_get_budget (HdStoreCache *cache);
/* (transfer full) (nullable): NULL when it is not there or of another stamp. */
gpointer hd_store_cache_get (HdStoreCache *cache, const char *key, guint64 stamp);
/* (transfer full) (nullable): as above, but while another thread makes the object it waits for that. NULL: the caller is
 * to make it, and to release the key when it has put it in or could not make it. Whoever has claimed a key may claim
 * others that it is made of, never the other way round. */
gpointer hd_store_cache_claim (HdStoreCache *cache, const char *key, guint64 stamp);
void hd_store_cache_release (HdStoreCache *cache, const char *key);
void hd_store_cache_put (HdStoreCache *cache,
                         const char *key,
                         guint64 stamp,
                         const HdStoreCacheKind *kind,
                         gpointer object,
                         gsize n_bytes);
gsize hd_store_cache_get_n_bytes (HdStoreCache *cache);

G_END_DECLS
