/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What needs a decision and did not before new figures came, told to the desktop while nobody looks at the window.
 *
 * The items are those of the morning screen, within the day's budget; each is told once. Of a sealed store nothing
 * is told but that there is something: notifications are read on a locked screen, too.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-settings.h"
#include "hd-window-private.h"

#define SEALED_ID "decision"

static gpointer
ask_items (const HdPresent *present, const char *argument, GError **error)
{
  return hd_present_items (present, error);
}

static gpointer
ref_items (gpointer items)
{
  return g_ptr_array_ref (items);
}

static void
unref_items (gpointer items)
{
  g_ptr_array_unref (items);
}

/* Of the same name as the morning screen's: either has the other's answer. */
static const HdQuestion items_question = { "items", ask_items, ref_items, unref_items };

/* (transfer full): what makes an item the same one tomorrow: its rule and where it leads. */
static char *
identify (const HdPresentItem *item)
{
  return g_strconcat (item->id, " ", item->link, NULL);
}

static gboolean
is_wanted (HdWindow *self)
{
  return gtk_window_get_application (GTK_WINDOW (self)) != NULL
         && g_settings_get_boolean (hd_settings_get (), "notify-sync");
}

static void
ask (HdWindow *self, GAsyncReadyCallback callback)
{
  g_autoptr (HdScope) scope = hd_scope_new ("morning");

  hd_session_ask_async (self->session, &items_question, NULL, scope, FALSE, NULL, callback,
                        g_object_ref (self));
}

/* `link`: a state code; empty for where the person was. */
static void
send (HdWindow *self, const char *id, const char *title, const char *body, const char *link)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autoptr (GNotification) notification = g_notification_new (title);

  if (body != NULL)
    g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.open", "(ss)",
                                                hd_session_get_store_dir (self->session), link);
  g_application_send_notification (application, id, notification);
}

static void
tell (HdWindow *self, const HdPresentItem *item, const char *id)
{
  /* Translators: of an item that may need a decision, the figure and what causes it. */
  g_autofree char *body = item->causes != NULL && item->causes[0] != '\0'
                              ? g_strdup_printf (_ ("%s: %s"), item->figure, item->causes)
                              : g_strdup (item->figure);

  if (hd_session_is_sealed (self->session))
    send (self, SEALED_ID, _ ("Something New May Need a Decision"), NULL, "");
  else
    send (self, id, item->head, body, item->link != NULL ? item->link : "");
}

static void
after_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HdWindow) self = user_data;
  g_autoptr (GPtrArray) items = hd_session_ask_finish (HD_SESSION (source), result, NULL);

  for (guint index = 0; items != NULL && self->told != NULL && index < items->len; index++)
    {
      const HdPresentItem *item = g_ptr_array_index (items, index);

      char *id = identify (item);

      if (g_hash_table_add (self->told, id) && is_wanted (self)
          && !gtk_window_is_active (GTK_WINDOW (self)))
        tell (self, item, id);
    }
}

static void
before_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HdWindow) self = user_data;
  g_autoptr (GPtrArray) items = hd_session_ask_finish (HD_SESSION (source), result, NULL);

  if (items == NULL || self->told != NULL)
    return;
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint index = 0; index < items->len; index++)
    g_hash_table_add (self->told, identify (g_ptr_array_index (items, index)));
}

void
hd_window_begin_alerts (HdWindow *self)
{
  if (self->told == NULL && is_wanted (self) && !hd_session_is_empty (self->session))
    ask (self, before_cb);
}

void
hd_window_tell_alerts (HdWindow *self)
{
  if (self->told != NULL && is_wanted (self) && hd_session_is_open (self->session)
      && !hd_session_is_empty (self->session))
    ask (self, after_cb);
}
