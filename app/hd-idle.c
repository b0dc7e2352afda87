/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For how long nobody has touched any window of the program, asleep or awake.
 */

#include "config.h"

#include "hd-idle.h"

#include <time.h>

/* Movements come by the hundred; so short a time is not told. */
#define RETURNED_MIN_S 1.0

typedef struct
{
  HdIdleReturned callback;
  gpointer user_data;
} Listener;

static GArray *listeners; /* (element-type Listener) (nullable): before the start */
static double last_s;

/* CLOCK_MONOTONIC, which GLib gives, stands still while the machine sleeps. */
static double
now_s (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static gboolean
event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, gpointer user_data)
{
  double idle_s = hd_idle_get_s ();
  gboolean is_taken = FALSE;

  switch (gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_BUTTON_PRESS:
    case GDK_MOTION_NOTIFY:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  last_s = now_s ();
  for (guint index = 0; idle_s >= RETURNED_MIN_S && index < listeners->len; index++)
    {
      const Listener *listener = &g_array_index (listeners, Listener, index);

      is_taken |= listener->callback (idle_s, listener->user_data);
    }
  return is_taken ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
listen_to (GtkWidget *window)
{
  static const char is_heard[] = "hd-idle";
  GtkEventController *controller;

  if (g_object_get_data (G_OBJECT (window), is_heard) != NULL)
    return;
  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "event", G_CALLBACK (event_cb), NULL);
  gtk_widget_add_controller (window, controller);
  g_object_set_data (G_OBJECT (window), is_heard, controller);
}

static void
windows_changed_cb (GListModel *windows, guint position, guint removed, guint added, gpointer data)
{
  for (guint index = position; index < position + added; index++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, index);

      listen_to (window);
    }
}

void
hd_idle_init (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  if (listeners != NULL)
    return;
  listeners = g_array_new (FALSE, FALSE, sizeof (Listener));
  last_s = now_s ();
  g_signal_connect (windows, "items-changed", G_CALLBACK (windows_changed_cb), NULL);
  windows_changed_cb (windows, 0, 0, g_list_model_get_n_items (windows), NULL);
}

double
hd_idle_get_s (void)
{
  return now_s () - last_s;
}

void
hd_idle_add_returned (HdIdleReturned callback, gpointer user_data)
{
  Listener listener = { callback, user_data };

  g_array_append_val (listeners, listener);
}

void
hd_idle_remove_returned (gpointer user_data)
{
  for (guint index = listeners->len; index > 0; index--)
    if (g_array_index (listeners, Listener, index - 1).user_data == user_data)
      g_array_remove_index (listeners, index - 1);
}
