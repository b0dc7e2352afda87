/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Listens to the screen savers on the session's bus and to systemd-logind on the system's.
 */

#include "config.h"

#include "hd-screen-lock.h"

#include <gio/gio.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <unistd.h>

#define LOGIN "org.freedesktop.login1"
#define LOGIN_PATH "/org/freedesktop/login1"
#define LOGIN_MANAGER LOGIN ".Manager"
#define LOGIN_SESSION LOGIN ".Session"
/* The session of whoever asks, or else the one that its account has on the display. */
#define OWN_SESSION_PATH LOGIN_PATH "/session/auto"

typedef struct
{
  void (*callback) (gpointer user_data);
  gpointer user_data;
} Listener;

static GArray *listeners; /* (element-type Listener) (nullable): before the first */
static int inhibitor = -1; /* while it is open, logind waits with the sleep for some seconds */

static void
tell (void)
{
  for (guint index = listeners->len; index > 0; index--)
    {
      const Listener *listener = &g_array_index (listeners, Listener, index - 1);

      listener->callback (listener->user_data);
    }
}

static void
active_changed_cb (GDBusConnection *bus,
                   const char *sender,
                   const char *path,
                   const char *interface,
                   const char *name,
                   GVariant *parameters,
                   gpointer user_data)
{
  gboolean is_active = FALSE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &is_active);
  if (is_active)
    tell ();
}

static void
lock_cb (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *name,
         GVariant *parameters,
         gpointer user_data)
{
  tell ();
}

static void
inhibited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GUnixFDList) files = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_with_unix_fd_list_finish (
      G_DBUS_CONNECTION (source), &files, result, &error);

  if (reply == NULL || files == NULL || g_unix_fd_list_get_length (files) != 1)
    g_debug ("sleep is not held up: %s", error != NULL ? error->message : "no file");
  else
    inhibitor = g_unix_fd_list_get (files, 0, NULL);
}

/* Asked for again after each sleep. */
static void
hold_sleep_up (GDBusConnection *bus)
{
  GVariant *parameters
      = g_variant_new ("(ssss)", "sleep", "Hải Đăng", _ ("The store is locked first"), "delay");

  g_dbus_connection_call_with_unix_fd_list (
      bus, LOGIN, LOGIN_PATH, LOGIN_MANAGER, "Inhibit", parameters, G_VARIANT_TYPE ("(h)"),
      G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, inhibited_cb, NULL);
}

static void
sleep_cb (GDBusConnection *bus,
          const char *sender,
          const char *path,
          const char *interface,
          const char *name,
          GVariant *parameters,
          gpointer user_data)
{
  gboolean begins = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &begins);
  if (!begins)
    {
      hold_sleep_up (bus);
      return;
    }
  tell ();
  if (inhibitor >= 0)
    close (inhibitor);
  inhibitor = -1;
}

/* `path` (nullable): which session is ours is not known, so that any that is locked locks us. */
static void
listen_to_session (GDBusConnection *bus, const char *path)
{
  g_dbus_connection_signal_subscribe (bus, LOGIN, LOGIN_SESSION, "Lock", path, NULL,
                                      G_DBUS_SIGNAL_FLAGS_NONE, lock_cb, NULL, NULL);
}

static void
session_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  const char *path = NULL;

  if (reply != NULL)
    g_variant_get (reply, "(&o)", &path);
  listen_to_session (G_DBUS_CONNECTION (source), path);
}

/* Signals come from the session's own path, not from "auto". */
static void
session_id_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusConnection *bus = G_DBUS_CONNECTION (source);
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (bus, result, NULL);
  g_autoptr (GVariant) value = NULL;

  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    {
      listen_to_session (bus, NULL);
      return;
    }
  g_dbus_connection_call (bus, LOGIN, LOGIN_PATH, LOGIN_MANAGER, "GetSession",
                          g_variant_new ("(s)", g_variant_get_string (value, NULL)),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL,
                          session_cb, NULL);
}

static void
system_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error); /* kept to the end */

  if (bus == NULL)
    {
      g_debug ("no system bus: %s", error->message);
      return;
    }
  /* We go on without it. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  g_dbus_connection_signal_subscribe (bus, LOGIN, LOGIN_MANAGER, "PrepareForSleep", LOGIN_PATH,
                                      NULL, G_DBUS_SIGNAL_FLAGS_NONE, sleep_cb, NULL, NULL);
  hold_sleep_up (bus);
  g_dbus_connection_call (bus, LOGIN, OWN_SESSION_PATH, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", LOGIN_SESSION, "Id"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, session_id_cb, NULL);
}

static void
session_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const char *const savers[] = { "org.gnome.ScreenSaver", "org.freedesktop.ScreenSaver" };
  GDBusConnection *bus = g_bus_get_finish (result, NULL); /* kept to the end */

  for (guint saver = 0; bus != NULL && saver < G_N_ELEMENTS (savers); saver++)
    g_dbus_connection_signal_subscribe (bus, savers[saver], savers[saver], "ActiveChanged", NULL,
                                        NULL, G_DBUS_SIGNAL_FLAGS_NONE, active_changed_cb, NULL,
                                        NULL);
}

void
hd_screen_lock_add (void (*callback) (gpointer user_data), gpointer user_data)
{
  Listener listener = { callback, user_data };

  if (listeners == NULL)
    {
      listeners = g_array_new (FALSE, FALSE, sizeof (Listener));
      g_bus_get (G_BUS_TYPE_SESSION, NULL, session_bus_cb, NULL);
      g_bus_get (G_BUS_TYPE_SYSTEM, NULL, system_bus_cb, NULL);
    }
  g_array_append_val (listeners, listener);
}

void
hd_screen_lock_remove (gpointer user_data)
{
  for (guint index = listeners != NULL ? listeners->len : 0; index > 0; index--)
    if (g_array_index (listeners, Listener, index - 1).user_data == user_data)
      g_array_remove_index (listeners, index - 1);
}
