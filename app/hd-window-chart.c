/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a page's chart asks the window for: the numbers behind it, and a file of it.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-chart-table.h"
#include "hd-export-dialog.h"
#include "hd-guard.h"
#include "hd-problem.h"
#include "hd-save-file.h"
#include "hd-window-private.h"

#define TABLE_WIDTH 560
#define TABLE_HEIGHT 520

static gboolean
close_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static void
add_escape (GtkWidget *window)
{
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (shortcuts),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (close_cb, NULL, NULL)));
  gtk_widget_add_controller (window, shortcuts);
}

void
hd_window_show_table (HdWindow *self, HdChartSpec *spec)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *table = hd_chart_table_new (spec, _ ("There are more; export them to a file."));
  GtkWidget *caption = gtk_label_new (spec->caption);

  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (self));
  gtk_window_set_title (GTK_WINDOW (window), spec->title);
  gtk_window_set_default_size (GTK_WINDOW (window), TABLE_WIDTH, TABLE_HEIGHT);
  gtk_widget_add_css_class (window, "hd-window");
  gtk_widget_add_css_class (caption, "hd-caption");
  gtk_label_set_ellipsize (GTK_LABEL (caption), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (caption, gtk_label_get_label (GTK_LABEL (caption)));
  gtk_widget_set_margin_top (caption, 8);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), table);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_margin_start (table, 12);
  gtk_widget_set_margin_end (table, 12);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (window), box);
  add_escape (window);
  gtk_window_present (GTK_WINDOW (window));
}

typedef struct
{
  HdWindow *window;
  HdChartSpec *spec;
  HdChartExport options;
  char *reason; /* (nullable) */
} Export;

static void
export_free (Export *data)
{
  g_object_unref (data->window);
  hd_chart_spec_unref (data->spec);
  g_free (data->reason);
  g_free (data);
}

/* The name that the person gave, with the ending that the format has. (transfer full) (nullable) */
static char *
path_of (GFile *file, HdExportFormat format)
{
  const char *suffix = hd_chart_export_suffix (format);
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL || g_str_has_suffix (path, suffix))
    return g_steal_pointer (&path);
  return g_strconcat (path, suffix, NULL);
}

static gboolean
may_export (const Export *data, const char *path, GError **error)
{
  HdStore *store = hd_session_get_store (hd_window_get_session (data->window));

  return hd_guard_export (store, hd_chart_export_suffix (data->options.format) + 1, path,
                          data->reason, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Export *data = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = hd_save_file_finish (result, &error);
  g_autofree char *path = file != NULL ? path_of (file, data->options.format) : NULL;
  g_autofree char *text = NULL;

  if (path != NULL && may_export (data, path, &error)
      && hd_chart_export (data->spec, path, &data->options, &error))
    {
      g_autofree char *name = g_path_get_basename (path);

      text = g_strdup_printf (_ ("Saved as %s"), name);
      /* The evidence screen lists it. */
      hd_session_reload (hd_window_get_session (data->window));
    }
  else if (file != NULL && path == NULL)
    text = g_strdup (_ ("Not saved: choose a folder of this machine"));
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *problem = hd_problem_describe (error);

      text = g_strdup_printf (_ ("Not saved: %s"), problem);
    }
  if (text != NULL)
    hd_window_toast (data->window, text);
  export_free (data);
}

static void
chosen_cb (HdExportDialog *dialog, HdWindow *self)
{
  HdChartSpec *spec = g_object_get_data (G_OBJECT (dialog), "hd-spec");
  Export *data = g_new0 (Export, 1);
  g_autofree char *name = NULL;

  data->window = g_object_ref (self);
  data->spec = hd_chart_spec_ref (spec);
  data->options = hd_export_dialog_get (dialog);
  data->reason = hd_export_dialog_get_reason (dialog);
  name = g_strconcat (spec->title, hd_chart_export_suffix (data->options.format), NULL);
  g_strdelimit (name, "/\\:", '-');
  hd_save_file_async (GTK_WINDOW (self), _ ("Export the Chart"), name, saved_cb, data);
}

void
hd_window_export_chart (HdWindow *self, HdChartSpec *spec)
{
  GtkWidget *dialog = hd_export_dialog_new (GTK_WINDOW (self));

  g_object_set_data_full (G_OBJECT (dialog), "hd-spec", hd_chart_spec_ref (spec),
                          (GDestroyNotify)hd_chart_spec_unref);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
