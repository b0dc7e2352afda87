/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Listens to the feed server while the store is open, so that figures come when it says that they changed and
 * not only by the clock. Where it does not say, the clock goes on as it did.
 */

#include "config.h"

#include "hd-feed-settings.h"
#include "hd-settings.h"
#include "hd-window-private.h"

/* Other work ends soon, or a person sees it run. */
#define RETRY_S 3

static gboolean
woken_late_cb (gpointer user_data)
{
  HdWindow *self = user_data;

  if (hd_window_is_working (self))
    return G_SOURCE_CONTINUE;
  self->woken_id = 0;
  hd_window_refresh_quietly (self);
  return G_SOURCE_REMOVE;
}

/* `datasets` NULL: the server does not speak, and its turn by the clock comes anyway. */
static void
woken_cb (const char *const *datasets, gpointer user_data)
{
  HdWindow *self = user_data;

  if (datasets == NULL || self->woken_id != 0)
    return;
  if (hd_window_is_working (self))
    self->woken_id = g_timeout_add_seconds (RETRY_S, woken_late_cb, self);
  else
    hd_window_refresh_quietly (self);
}

static void
find_token_thread (GTask *task, gpointer window, gpointer source, GCancellable *cancellable)
{
  GError *error = NULL;

  if (hd_feed_source_find_token (source, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
token_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HdWindow *self = HD_WINDOW (object);
  HdFeedSource *source = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  HdSyncOptions options;

  /* What is wrong is told when it is fetched from; a watch that was stopped meanwhile is cancelled. */
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      guint minutes = (guint)g_settings_get_int (hd_settings_get (), "sync-minutes");

      options = hd_feed_source_get_options (source);
      self->watch = hd_feed_source_watch (&options, 60 * MAX (minutes, 1), woken_cb, self, &error);
    }
  if (error != NULL)
    g_debug ("nobody listens to %s: %s", source->url, error->message);
}

void
hd_window_stop_watch (HdWindow *self)
{
  if (self->watching != NULL)
    g_cancellable_cancel (self->watching);
  g_clear_object (&self->watching);
  g_clear_pointer (&self->watch, hd_feed_watch_free);
  g_clear_handle_id (&self->woken_id, g_source_remove);
}

void
hd_window_start_watch (HdWindow *self)
{
  HdFeedSource *source;
  g_autoptr (GTask) task = NULL;

  hd_window_stop_watch (self);
  if (!hd_session_is_open (self->session)
      || g_settings_get_int (hd_settings_get (), "sync-minutes") == 0
      || (source = hd_feed_settings_get_source ()) == NULL)
    return;
  self->watching = g_cancellable_new ();
  task = g_task_new (self, self->watching, token_found_cb, NULL);
  g_task_set_source_tag (task, hd_window_start_watch);
  g_task_set_task_data (task, source, (GDestroyNotify)hd_feed_source_free);
  g_task_run_in_thread (task, find_token_thread);
}

static void
settings_changed_cb (GSettings *settings, const char *key, HdWindow *self)
{
  if (g_str_has_prefix (key, "feed-") || g_str_equal (key, "sync-minutes"))
    hd_window_start_watch (self);
}

void
hd_window_init_watch (HdWindow *self)
{
  g_signal_connect_object (hd_settings_get (), "changed", G_CALLBACK (settings_changed_cb), self,
                           0);
}
