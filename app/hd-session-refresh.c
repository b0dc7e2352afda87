/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetching what changed, on a worker thread; whoever asks meanwhile joins the one under way.
 */

#include "config.h"

#include "hd-session-private.h"

#include "hd-progress-relay.h"

typedef struct
{
  HdFeedSource *source;
  HdStore *store;
  HdCatalog *catalog;
  HdProgressRelay *relay;
} RefreshData;

static void
refresh_data_free (RefreshData *data)
{
  hd_feed_source_free (data->source);
  g_clear_object (&data->store);
  g_clear_pointer (&data->catalog, hd_catalog_unref);
  g_clear_pointer (&data->relay, hd_progress_relay_free);
  g_free (data);
}

static void
tell_progress (gpointer owner, double fraction, const char *what)
{
  g_signal_emit_by_name (owner, "progress", fraction, what);
}

static void
sync_progress_cb (const char *dataset, double fraction, guint64 n_rows, gpointer user_data)
{
  hd_progress_relay_tell (((RefreshData *)user_data)->relay, fraction, dataset);
}

static void
refresh_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  RefreshData *data = task_data;
  HdSyncOptions options;
  GError *error = NULL;
  GPtrArray *results = NULL;

  if (hd_feed_source_find_token (data->source, cancellable, &error))
    {
      options = hd_feed_source_get_options (data->source);
      options.now = g_get_real_time () / G_USEC_PER_SEC;
      results = hd_feed_source_sync (data->store, data->catalog, &options, sync_progress_cb, data,
                                     cancellable, &error);
    }
  /* All came: whoever stops now stops what can be made later. */
  if (results != NULL && !hd_feed_source_follow (data->store, data->catalog, cancellable, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_pointer (&results, g_ptr_array_unref);
  if (results == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  g_task_return_pointer (task, results, (GDestroyNotify)g_ptr_array_unref);
}

static void
finish_joined (HdSession *self, GPtrArray *results, const GError *error)
{
  g_autoptr (GPtrArray) joined = g_steal_pointer (&self->joined);

  for (guint index = 0; joined != NULL && index < joined->len; index++)
    {
      GTask *task = g_ptr_array_index (joined, index);

      if (results != NULL)
        g_task_return_pointer (task, g_ptr_array_ref (results), (GDestroyNotify)g_ptr_array_unref);
      else
        g_task_return_error (task, g_error_copy (error));
    }
}

/* The worker is done: all who wait are told, after the session has read what is new. */
static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HdSession *self = HD_SESSION (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = g_task_propagate_pointer (G_TASK (result), &error);

  g_clear_object (&self->refreshing);
  hd_session_reload (self);
  finish_joined (self, results, error);
}

void
hd_session_refresh_async (HdSession *self,
                          HdFeedSource *source,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *waiting = g_task_new (self, NULL, callback, user_data);
  g_autoptr (HdFeedSource) taken = source;
  g_autoptr (GTask) task = NULL;
  RefreshData *data;

  g_return_if_fail (self->store != NULL);

  g_task_set_source_tag (waiting, hd_session_refresh_async);
  if (self->joined == NULL)
    self->joined = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->joined, waiting);
  if (self->refreshing != NULL)
    return;

  data = g_new0 (RefreshData, 1);
  data->source = g_steal_pointer (&taken);
  data->store = g_object_ref (self->store);
  data->catalog = hd_catalog_ref (self->catalog);
  data->relay = hd_progress_relay_new (self, tell_progress);
  self->refreshing = g_cancellable_new ();
  task = g_task_new (self, self->refreshing, refreshed_cb, NULL);
  g_task_set_source_tag (task, refresh_thread);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, data, (GDestroyNotify)refresh_data_free);
  g_task_run_in_thread (task, refresh_thread);
}

GPtrArray *
hd_session_refresh_finish (HdSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
hd_session_is_refreshing (HdSession *self)
{
  return self->refreshing != NULL;
}

void
hd_session_cancel_refresh (HdSession *self)
{
  if (self->refreshing != NULL)
    g_cancellable_cancel (self->refreshing);
}
