/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An empty AdwApplicationWindow of the desktop's size: what the start of any such program costs. It writes the
 * mark "painted" after its first frame as HAIDANG_TRACE does, and stays.
 */

#include "config.h"

#include <adwaita.h>

#include "hd-renderer.h"
#include "hd-trace.h"

static void
after_paint_cb (GdkFrameClock *clock, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, user_data);
  hd_trace_mark ("painted", -1);
}

static void
activate_cb (GtkApplication *application, gpointer user_data)
{
  GtkWidget *window = adw_application_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_widget_realize (window);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_paint_cb),
                    NULL);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = NULL;

  /* Both are held to the same renderer. */
  hd_renderer_choose ();
  application = adw_application_new ("org.haidang.EmptyWindow", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
