/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window from which files can be dragged, as a file manager's. Usage: drag-source FILE…
 */

#include "config.h"

#include <gtk/gtk.h>

/* Room enough to press on and to drag away from, in the corner of the screen. */
#define SIZE_PX 60

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, GSList *files)
{
  return gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, files);
}

static gboolean
show_cb (gpointer user_data)
{
  gtk_window_present (user_data);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  GtkWidget *window;
  GtkDragSource *source = gtk_drag_source_new ();
  GSList *files = NULL;

  gtk_init ();
  for (int index = 1; index < argc; index++)
    files = g_slist_append (files, g_file_new_for_commandline_arg (argv[index]));
  window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), "drag-source");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), SIZE_PX, SIZE_PX);
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), files);
  gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (source));
  g_idle_add (show_cb, window);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}
