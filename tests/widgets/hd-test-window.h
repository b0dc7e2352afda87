/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window for the time of a test, and waiting until what it shows is painted.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows `child` at that size and waits for its first frame. (transfer full): gtk_window_destroy(). */
static inline GtkWidget *
hd_test_window_new (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  return window;
}

static inline void
hd_test_wait (GtkWidget *widget)
{
  gtk_widget_queue_draw (widget);
  gtk_test_widget_wait_for_draw (widget);
}

G_END_DECLS
