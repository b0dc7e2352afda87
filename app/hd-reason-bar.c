/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line under the path that asks why figures of confidential units are looked at.
 *
 * Accessibility: a group with the question as its name, in it the entry and the button, in the order of use.
 */

#include "config.h"

#include "hd-reason-bar.h"

#include <string.h>

#include "hd-widgets.h"

struct _HdReasonBar
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkWidget *entry;
  GtkWidget *show;
};

G_DEFINE_FINAL_TYPE (HdReasonBar, hd_reason_bar, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_GIVEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
changed_cb (HdReasonBar *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  gtk_widget_set_sensitive (self->show, g_strstrip (text)[0] != '\0');
}

static void
give_cb (HdReasonBar *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  if (g_strstrip (text)[0] == '\0')
    return;
  hd_reason_bar_dismiss (self);
  g_signal_emit (self, signals[SIGNAL_GIVEN], 0, text);
}

static void
hd_reason_bar_dispose (GObject *object)
{
  HdReasonBar *self = HD_REASON_BAR (object);

  g_clear_pointer ((GtkWidget **)&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (hd_reason_bar_parent_class)->dispose (object);
}

static void
hd_reason_bar_class_init (HdReasonBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_reason_bar_dispose;

  signals[SIGNAL_GIVEN] = g_signal_new ("given", HD_TYPE_REASON_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, HD_WIDGETS_PREFIX "hd-reason-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HdReasonBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, HdReasonBar, label);
  gtk_widget_class_bind_template_child (widget_class, HdReasonBar, entry);
  gtk_widget_class_bind_template_child (widget_class, HdReasonBar, show);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "hdreasonbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hd_reason_bar_init (HdReasonBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->label), -1);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (give_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->show, "clicked", G_CALLBACK (give_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}

GtkWidget *
hd_reason_bar_new (void)
{
  return g_object_new (HD_TYPE_REASON_BAR, NULL);
}

void
hd_reason_bar_ask (HdReasonBar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

void
hd_reason_bar_dismiss (HdReasonBar *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
