/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files let fall on the window: messages of feeds go into the store, as `haidang import` takes them.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-problem.h"
#include "hd-window-private.h"

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HdWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  HdApplyResult applied = { 0 };
  g_autofree char *text = NULL;

  if (hd_session_import_finish (HD_SESSION (source), result, &applied, &error))
    {
      guint64 n_changed = applied.added + applied.replaced + applied.deleted;

      text = g_strdup_printf (ngettext ("Taken in: %u figure changed",
                                        "Taken in: %u figures changed", (guint)n_changed),
                              (guint)n_changed);
      hd_window_forecast_again (self);
    }
  else
    text = hd_problem_describe (error);
  gtk_revealer_set_reveal_child (self->progress_revealer, hd_window_is_working (self));
  hd_window_toast (self, text);
}

void
hd_window_import (HdWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = g_file_get_basename (file);

  if (!hd_session_is_open (self->session))
    return;
  if (path == NULL
      || !(g_str_has_suffix (path, ".csv") || g_str_has_suffix (path, ".json")
           || g_str_has_suffix (path, ".hdpack")))
    {
      g_autofree char *text = g_strdup_printf (
          _ ("%s is no message of a feed (.csv or .json of SDMX) and no package (.hdpack)"), name);

      hd_window_toast (self, text);
      return;
    }
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_label_set_label (self->progress_label, name);
  gtk_revealer_set_reveal_child (self->progress_revealer, TRUE);
  hd_session_import_async (self->session, path, imported_cb, g_object_ref (self));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, HdWindow *self)
{
  GSList *files = g_value_get_boxed (value);

  for (GSList *file = files; file != NULL; file = file->next)
    hd_window_import (self, file->data);
  return files != NULL;
}

void
hd_window_init_drop (HdWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
