/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks where to save: the one place that knows GtkFileChooserNative, shaped like the dialog that replaces it.
 */

#include "config.h"

#include "hd-save-file.h"

static void
response_cb (GtkNativeDialog *dialog, int response, GTask *task)
{
  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)),
                           g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  g_object_unref (task);
  g_object_unref (dialog);
}

void
hd_save_file_async (GtkWindow *parent,
                    const char *title,
                    const char *name,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GtkFileChooserNative *dialog
      = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, hd_save_file_async);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

GFile *
hd_save_file_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
