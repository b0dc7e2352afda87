/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small window that asks one thing. AdwMessageDialog would do; libadwaita 1.6 gave it up for a dialog that 1.2 does
 * not have, and since then it closes with warnings.
 */

#include "config.h"

#include "hd-ask.h"

#include <adwaita.h>

#include "hd-widgets.h"

#define HD_TYPE_ASK_DIALOG (hd_ask_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HdAskDialog, hd_ask_dialog, HD, ASK_DIALOG, AdwWindow)

struct _HdAskDialog
{
  AdwWindow parent_instance;

  GtkWidget *heading;
  GtkWidget *body;
  GtkWidget *entry;
  GtkWidget *cancel;
  GtkWidget *accept;
  GTask *task; /* what waits for the answer */
  gboolean is_accepted;
};

G_DEFINE_FINAL_TYPE (HdAskDialog, hd_ask_dialog, ADW_TYPE_WINDOW)

static void
accept_clicked_cb (HdAskDialog *self)
{
  self->is_accepted = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

/* However the window goes, who asked hears of it, once. */
static void
answer (HdAskDialog *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task == NULL)
    return;
  if (!self->is_accepted)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  else if (gtk_widget_get_visible (self->entry))
    g_task_return_pointer (task, g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))),
                           g_free);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
hd_ask_dialog_close_request (GtkWindow *window)
{
  answer (HD_ASK_DIALOG (window));
  return GTK_WINDOW_CLASS (hd_ask_dialog_parent_class)->close_request (window);
}

static void
hd_ask_dialog_dispose (GObject *object)
{
  answer (HD_ASK_DIALOG (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), HD_TYPE_ASK_DIALOG);

  G_OBJECT_CLASS (hd_ask_dialog_parent_class)->dispose (object);
}

static void
hd_ask_dialog_class_init (HdAskDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_ask_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = hd_ask_dialog_close_request;

  hd_widgets_init ();
  gtk_widget_class_set_template_from_resource (widget_class, HD_WIDGETS_PREFIX "hd-ask.ui");
  gtk_widget_class_bind_template_child (widget_class, HdAskDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, HdAskDialog, body);
  gtk_widget_class_bind_template_child (widget_class, HdAskDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, HdAskDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, HdAskDialog, accept);
  gtk_widget_class_bind_template_callback (widget_class, accept_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT_DIALOG);
}

static void
hd_ask_dialog_init (HdAskDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Takes the task. */
static HdAskDialog *
ask (GtkWindow *parent, GTask *task, const char *title, const char *body)
{
  HdAskDialog *self
      = g_object_new (HD_TYPE_ASK_DIALOG, "transient-for", parent, "title", title, NULL);

  self->task = task;
  gtk_label_set_label (GTK_LABEL (self->heading), title);
  gtk_label_set_label (GTK_LABEL (self->body), body);
  return self;
}

static void
set_answers (HdAskDialog *self, const char *cancel, const char *accept, const char *appearance)
{
  gtk_button_set_label (GTK_BUTTON (self->cancel), cancel);
  gtk_button_set_label (GTK_BUTTON (self->accept), accept);
  gtk_widget_add_css_class (self->accept, appearance);
}

void
hd_ask_text_async (GtkWindow *parent,
                   const HdAskText *question,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  HdAskDialog *self = NULL;

  g_task_set_source_tag (task, hd_ask_text_async);
  self = ask (parent, task, question->title, question->body);
  set_answers (self, question->cancel, question->accept, "suggested-action");
  gtk_editable_set_text (GTK_EDITABLE (self->entry), question->text != NULL ? question->text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  question->label, -1);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->accept);
  gtk_widget_grab_focus (self->entry);
  gtk_window_present (GTK_WINDOW (self));
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
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  HdAskDialog *self = NULL;
  GtkWidget *usual = NULL;

  g_task_set_source_tag (task, hd_ask_yes_async);
  self = ask (parent, task, question->title, question->body);
  set_answers (self, question->cancel, question->accept,
               question->is_destructive ? "destructive-action" : "suggested-action");
  gtk_widget_set_visible (self->entry, FALSE);
  /* Enter alone does not do what cannot be taken back. */
  usual = question->is_destructive ? self->cancel : self->accept;
  gtk_window_set_default_widget (GTK_WINDOW (self), usual);
  gtk_widget_grab_focus (usual);
  gtk_window_present (GTK_WINDOW (self));
}

gboolean
hd_ask_yes_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
