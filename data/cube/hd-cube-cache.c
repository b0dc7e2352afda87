/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers kept for the same question of the same store, the least recently used dropped first.
 */

#include "config.h"

#include "hd-cube-cache.h"

/* What a cell of a frame takes, with its flags, and what an entry takes besides. */
#define BYTES_PER_CELL 17
#define BYTES_PER_ENTRY 1024

typedef struct
{
  char *text;
  guint64 generation;
  HdFrame *frame;
  gsize n_bytes;
  GList link; /* in `recent`; data is the entry */
} Entry;

struct _HdCubeCache
{
  GMutex lock;
  GHashTable *entries; /* (element-type utf8 Entry) */
  GQueue recent; /* newest first */
  gsize n_bytes;
  gsize budget_bytes;
};

static void
entry_free (Entry *entry)
{
  g_free (entry->text);
  hd_frame_unref (entry->frame);
  g_free (entry);
}

HdCubeCache *
hd_cube_cache_new (gsize budget_bytes)
{
  HdCubeCache *self = g_new0 (HdCubeCache, 1);

  g_mutex_init (&self->lock);
  g_queue_init (&self->recent);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)entry_free);
  self->budget_bytes = budget_bytes;
  return self;
}

void
hd_cube_cache_free (HdCubeCache *self)
{
  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
hd_cube_cache_reset (HdCubeCache *self, gsize budget_bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  /* The links are within the entries. */
  g_queue_init (&self->recent);
  g_hash_table_remove_all (self->entries);
  self->n_bytes = 0;
  self->budget_bytes = budget_bytes;
}

/* With the lock held. */
static void
drop (HdCubeCache *self, Entry *entry)
{
  self->n_bytes -= entry->n_bytes;
  g_queue_unlink (&self->recent, &entry->link);
  g_hash_table_remove (self->entries, entry->text);
}

HdFrame *
hd_cube_cache_get (HdCubeCache *self, const char *text, guint64 generation)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry = g_hash_table_lookup (self->entries, text);

  if (entry == NULL)
    return NULL;
  if (entry->generation != generation)
    {
      drop (self, entry);
      return NULL;
    }
  g_queue_unlink (&self->recent, &entry->link);
  g_queue_push_head_link (&self->recent, &entry->link);
  return hd_frame_ref (entry->frame);
}

void
hd_cube_cache_put (HdCubeCache *self, const char *text, guint64 generation, HdFrame *frame)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry = g_hash_table_lookup (self->entries, text);
  gsize n_cells = (gsize)hd_frame_get_n_rows (frame) * hd_frame_get_n_columns (frame);
  gsize n_bytes = BYTES_PER_ENTRY + n_cells * BYTES_PER_CELL;

  if (entry != NULL)
    drop (self, entry);
  if (n_bytes > self->budget_bytes)
    return;
  while (self->n_bytes + n_bytes > self->budget_bytes)
    drop (self, g_queue_peek_tail (&self->recent));
  entry = g_new0 (Entry, 1);
  entry->text = g_strdup (text);
  entry->generation = generation;
  entry->frame = hd_frame_ref (frame);
  entry->n_bytes = n_bytes;
  entry->link.data = entry;
  self->n_bytes += n_bytes;
  g_hash_table_insert (self->entries, entry->text, entry);
  g_queue_push_head_link (&self->recent, &entry->link);
}

static void
cached_free (gpointer data)
{
  HdCubeCached *cached = data;

  g_free (cached->text);
  hd_frame_unref (cached->frame);
  g_free (cached);
}

GPtrArray *
hd_cube_cache_list (HdCubeCache *self, guint64 generation, gsize max_bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GPtrArray *list = g_ptr_array_new_with_free_func (cached_free);
  gsize n_bytes = 0;

  for (GList *link = self->recent.head; link != NULL; link = link->next)
    {
      const Entry *entry = link->data;
      HdCubeCached *cached;

      if (entry->generation != generation || entry->n_bytes > max_bytes - n_bytes)
        continue;
      n_bytes += entry->n_bytes;
      cached = g_new0 (HdCubeCached, 1);
      cached->text = g_strdup (entry->text);
      cached->frame = hd_frame_ref (entry->frame);
      g_ptr_array_add (list, cached);
    }
  return list;
}

gsize
hd_cube_cache_get_bytes (HdCubeCache *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_bytes;
}
