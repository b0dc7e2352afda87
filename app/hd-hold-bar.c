/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line under the path: what a feed sent that is not believed yet, and the two answers to it.
 *
 * Accessibility: a group with the sentence as its name.
 */

#include "config.h"

#include "hd-hold-bar.h"

#include "hd-widgets.h"

struct _HdHoldBar
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkOrientable *box;
  GtkLabel *label;
  GtkActionable *accept;
  GtkActionable *refuse;
};

G_DEFINE_FINAL_TYPE (HdHoldBar, hd_hold_bar, GTK_TYPE_WIDGET)

static void
hd_hold_bar_dispose (GObject *object)
{
  HdHoldBar *self = HD_HOLD_BAR (object);

  g_clear_pointer ((GtkWidget **)&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (hd_hold_bar_parent_class)->dispose (object);
}

static void
hd_hold_bar_class_init (HdHoldBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_hold_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, HD_WIDGETS_PREFIX "hd-hold-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HdHoldBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, HdHoldBar, box);
  gtk_widget_class_bind_template_child (widget_class, HdHoldBar, label);
  gtk_widget_class_bind_template_child (widget_class, HdHoldBar, accept);
  gtk_widget_class_bind_template_child (widget_class, HdHoldBar, refuse);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "hdholdbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hd_hold_bar_init (HdHoldBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hd_hold_bar_new (void)
{
  return g_object_new (HD_TYPE_HOLD_BAR, NULL);
}

void
hd_hold_bar_set (HdHoldBar *self, const char *dataset, const char *text)
{
  gtk_label_set_label (self->label, text != NULL ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : "", -1);
  if (text != NULL)
    {
      gtk_actionable_set_action_target (self->accept, "s", dataset);
      gtk_actionable_set_action_target (self->refuse, "s", dataset);
    }
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

void
hd_hold_bar_set_small (HdHoldBar *self, gboolean is_small)
{
  gtk_orientable_set_orientation (self->box,
                                  is_small ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}
