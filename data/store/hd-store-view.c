/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps layouts and lists of partitions for as long as their generation lasts.
 */

#include "config.h"

#include "hd-store-view.h"

HdStoreView *
hd_store_view_ref (HdStoreView *view)
{
  g_atomic_ref_count_inc (&view->refs);
  return view;
}

void
hd_store_view_unref (HdStoreView *view)
{
  if (!g_atomic_ref_count_dec (&view->refs))
    return;
  hd_store_layout_unref (view->layout);
  g_array_unref (view->partitions);
  g_free (view);
}

static gboolean
read_view (HdStoreSql *sql, const char *dataset, HdStoreView **view, GError **error)
{
  g_autoptr (HdStoreLayout) layout = NULL;
  g_autoptr (GArray) partitions = NULL;

  *view = NULL;
  if (!hd_store_layout_load (sql, dataset, &layout, error))
    return FALSE;
  if (layout == NULL)
    return TRUE;
  partitions = hd_partitions_list (sql, layout, error);
  if (partitions == NULL)
    return FALSE;
  *view = g_new0 (HdStoreView, 1);
  (*view)->layout = g_steal_pointer (&layout);
  (*view)->partitions = g_steal_pointer (&partitions);
  g_atomic_ref_count_init (&(*view)->refs);
  return TRUE;
}

gboolean
hd_store_find_view_locked (HdStore *self, const char *dataset, HdStoreView **view, GError **error)
{
  HdStoreView *known;
  gint64 generation;

  *view = NULL;
  if (!hd_store_sql_get_int64 (self->reader, "SELECT value FROM meta WHERE key = 'generation'",
                               &generation, 0, error))
    return FALSE;
  if (generation != self->views_generation)
    g_hash_table_remove_all (self->views);
  self->views_generation = generation;
  known = g_hash_table_lookup (self->views, dataset);
  if (known != NULL)
    {
      *view = hd_store_view_ref (known);
      return TRUE;
    }
  if (!read_view (self->reader, dataset, view, error))
    return FALSE;
  if (*view != NULL)
    g_hash_table_insert (self->views, g_strdup (dataset), hd_store_view_ref (*view));
  return TRUE;
}

gboolean
hd_store_find_view (HdStore *self, const char *dataset, HdStoreView **view, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->reader->lock);
  gboolean is_ok;

  *view = NULL;
  if (!hd_store_sql_begin_read (self->reader, error))
    return FALSE;
  is_ok = hd_store_find_view_locked (self, dataset, view, error);
  hd_store_sql_rollback (self->reader);
  return is_ok;
}
