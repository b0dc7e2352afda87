/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens while nobody asks: a refresh by the clock, and word of it when the window is not looked at.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-settings.h"
#include "hd-window-private.h"

/* The first moments belong to the person who opened the window. */
#define FIRST_REFRESH_S 8

/* When a feed last answered, changed or not. */
static gint64
last_check (HdWindow *self)
{
  GPtrArray *all = hd_session_get_status (self->session);
  gint64 last = 0;

  for (guint index = 0; all != NULL && index < all->len; index++)
    last = MAX (last, ((HdStoreDatasetStatus *)g_ptr_array_index (all, index))->checked_at);
  return last;
}

static gboolean
refresh_cb (gpointer user_data)
{
  HdWindow *self = user_data;
  int minutes = g_settings_get_int (hd_settings_get (), "sync-minutes");
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  self->background_id = 0;
  if (now - last_check (self) >= 60 * (gint64)minutes)
    hd_window_refresh_quietly (self);
  hd_window_schedule_refresh (self);
  return G_SOURCE_REMOVE;
}

void
hd_window_schedule_refresh (HdWindow *self)
{
  int minutes = g_settings_get_int (hd_settings_get (), "sync-minutes");
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 wait;

  g_clear_handle_id (&self->background_id, g_source_remove);
  if (minutes == 0 || !hd_session_is_open (self->session))
    return;
  wait = 60 * (gint64)minutes - (now - last_check (self));
  /* A clock that was set back must not put it off for ever; a feed that failed is not asked at once. */
  if (wait <= 0 && self->is_scheduled)
    wait = 60 * (gint64)minutes;
  self->background_id = g_timeout_add_seconds (
      (guint)CLAMP (wait, FIRST_REFRESH_S, 60 * (gint64)minutes), refresh_cb, self);
  self->is_scheduled = TRUE;
}

void
hd_window_notify (HdWindow *self, const char *text)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autoptr (GNotification) notification = NULL;

  if (application == NULL || gtk_window_is_active (GTK_WINDOW (self))
      || !g_settings_get_boolean (hd_settings_get (), "notify-sync"))
    return;
  notification = g_notification_new (_ ("New Figures Have Come"));
  g_notification_set_body (notification, text);
  g_notification_set_default_action_and_target (notification, "app.open", "(ss)",
                                                hd_session_get_store_dir (self->session), "");
  g_application_send_notification (application, "sync", notification);
}

static void
calendar_changed_cb (GSettings *settings, const char *key, HdWindow *self)
{
  g_autofree char *calendar = g_settings_get_string (settings, key);

  hd_context_take (self->context, hd_scope_with_reporting (hd_context_get_scope (self->context),
                                                           g_str_equal (calendar, "reporting15")));
}

void
hd_window_init_background (HdWindow *self)
{
  g_signal_connect_object (hd_settings_get (), "changed::sync-minutes",
                           G_CALLBACK (hd_window_schedule_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hd_settings_get (), "changed::calendar",
                           G_CALLBACK (calendar_changed_cb), self, 0);
}
