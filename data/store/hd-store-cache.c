/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cache of decoded columns.
 */

#include "config.h"

#include "hd-store-cache.h"

typedef struct
{
  char *key;
  guint64 stamp;
  const HdStoreCacheKind *kind;
  gpointer object;
  gsize n_bytes;
  GList link; /* in the queue of use */
} Entry;

struct _HdStoreCache
{
  GMutex lock;
  GHashTable *entries; /* (key utf8) (value Entry) */
  GQueue use; /* most recent first */
  GHashTable *claims; /* (key utf8): what somebody is making */
  GCond released;
  gsize budget, n_bytes;
};

static void
entry_free (Entry *entry)
{
  g_free (entry->key);
  entry->kind->unref (entry->object);
  g_free (entry);
}

HdStoreCache *
hd_store_cache_new (gsize budget)
{
  HdStoreCache *cache = g_new0 (HdStoreCache, 1);

  g_mutex_init (&cache->lock);
  g_cond_init (&cache->released);
  cache->claims = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  cache->entries
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)entry_free);
  g_queue_init (&cache->use);
  cache->budget = budget;
  return cache;
}

void
hd_store_cache_free (HdStoreCache *cache)
{
  g_hash_table_unref (cache->entries);
  g_hash_table_unref (cache->claims);
  g_cond_clear (&cache->released);
  g_mutex_clear (&cache->lock);
  g_free (cache);
}

static void
drop (HdStoreCache *cache, Entry *entry)
{
  cache->n_bytes -= entry->n_bytes;
  g_queue_unlink (&cache->use, &entry->link);
  g_hash_table_remove (cache->entries, entry->key);
}

static void
trim (HdStoreCache *cache)
{
  while (cache->n_bytes > cache->budget)
    drop (cache, g_queue_peek_tail (&cache->use));
}

void
hd_store_cache_set_budget (HdStoreCache *cache, gsize budget)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->lock);

  cache->budget = budget;
  trim (cache);
}

gsize
hd_store_cache_get_budget (HdStoreCache *cache)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->lock);

  return cache->budget;
}

static gpointer
get_locked (HdStoreCache *cache, const char *key, guint64 stamp)
{
  Entry *entry = g_hash_table_lookup (cache->entries, key);

  if (entry == NULL)
    return NULL;
  if (entry->stamp != stamp)
    {
      drop (cache, entry);
      return NULL;
    }
  g_queue_unlink (&cache->use, &entry->link);
  g_queue_push_head_link (&cache->use, &entry->link);
  return entry->kind->ref (entry->object);
}

gpointer
hd_store_cache_get (HdStoreCache *cache, const char *key, guint64 stamp)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->lock);

  return get_locked (cache, key, stamp);
}

gpointer
hd_store_cache_claim (HdStoreCache *cache, const char *key, guint64 stamp)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->lock);
  gpointer object;

  while ((object = get_locked (cache, key, stamp)) == NULL
         && g_hash_table_contains (cache->claims, key))
    g_cond_wait (&cache->released, &cache->lock);
  if (object == NULL)
    g_hash_table_add (cache->claims, g_strdup (key));
  return object;
}

void
hd_store_cache_release (HdStoreCache *cache, const char *key)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->lock);

  g_hash_table_remove (cache->claims, key);
  g_cond_broadcast (&cache->released);
}

void
hd_store_cache_put (HdStoreCache *cache,
                    const char *key,
                    guint64 stamp,
                    const HdStoreCacheKind *kind,
                    gpointer object,
                    gsize n_bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->lock);
  Entry *entry = g_hash_table_lookup (cache->entries, key);

  if (entry != NULL)
    drop (cache, entry);
  entry = g_new0 (Entry, 1);
  entry->key = g_strdup (key);
  entry->stamp = stamp;
  entry->kind = kind;
  entry->object = kind->ref (object);
  entry->n_bytes = n_bytes;
  entry->link.data = entry;
  g_hash_table_insert (cache->entries, entry->key, entry);
  g_queue_push_head_link (&cache->use, &entry->link);
  cache->n_bytes += n_bytes;
  trim (cache);
}

gsize
hd_store_cache_get_n_bytes (HdStoreCache *cache)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->lock);

  return cache->n_bytes;
}
