/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks a person for one line of text, or for a yes: the one place that knows AdwMessageDialog.
 */

#include "config.h"

#include "hd-ask.h"

#include <adwaita.h>

static void
response_cb (AdwMessageDialog *dialog, const char *response, GTask *task)
{
  GtkWidget *entry = adw_message_dialog_get_extra_child (dialog);

  if (g_str_equal (response, "accept") && entry == NULL)
    g_task_return_boolean (task, TRUE);
  else if (g_str_equal (response, "accept"))
    g_task_return_pointer (task, g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))), g_free);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  g_object_unref (task);
}

static void
add_answers (AdwMessageDialog *message,
             const char *cancel,
             const char *accept,
             AdwResponseAppearance appearance)
{
  adw_message_dialog_add_responses (message, "cancel", cancel, "accept", accept, NULL);
  adw_message_dialog_set_response_appearance (message, "accept", appearance);
  adw_message_dialog_set_close_response (message, "cancel");
}

void
hd_ask_text_async (GtkWindow *parent,
                   const HdAskText *question,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, question->title, question->body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  GtkWidget *entry = gtk_entry_new ();
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, hd_ask_text_async);
  gtk_editable_set_text (GTK_EDITABLE (entry), question->text != NULL ? question->text : "");
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  question->label, -1);
  adw_message_dialog_set_extra_child (message, entry);
  add_answers (message, question->cancel, question->accept, ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "accept");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

char *
hd_ask_text_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
hd_ask_yes_async (GtkWindow *parent,
                  const HdAskYes *question,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, question->title, question->body);
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, hd_ask_yes_async);
  add_answers (ADW_MESSAGE_DIALOG (dialog), question->cancel, question->accept,
               question->is_destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  /* Enter alone does not do what cannot be taken back. */
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog),
                                           question->is_destructive ? "cancel" : "accept");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
hd_ask_yes_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
