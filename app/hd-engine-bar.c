/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line under the path: what is wrong with the engine that should answer, and what can be done.
 *
 * Accessibility: a group with the words as its name; the buttons follow in the order of use.
 */

#include "config.h"

#include "hd-engine-bar.h"

#include "hd-engine-words.h"
#include "hd-widgets.h"

struct _HdEngineBar
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkOrientable *box;
  GtkLabel *label;
  GtkWidget *retry;
  GtkWidget *stay;
};

G_DEFINE_FINAL_TYPE (HdEngineBar, hd_engine_bar, GTK_TYPE_WIDGET)

static void
hd_engine_bar_dispose (GObject *object)
{
  HdEngineBar *self = HD_ENGINE_BAR (object);

  g_clear_pointer ((GtkWidget **)&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (hd_engine_bar_parent_class)->dispose (object);
}

static void
hd_engine_bar_class_init (HdEngineBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_engine_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, HD_WIDGETS_PREFIX "hd-engine-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HdEngineBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, HdEngineBar, box);
  gtk_widget_class_bind_template_child (widget_class, HdEngineBar, label);
  gtk_widget_class_bind_template_child (widget_class, HdEngineBar, retry);
  gtk_widget_class_bind_template_child (widget_class, HdEngineBar, stay);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "hdenginebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hd_engine_bar_init (HdEngineBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hd_engine_bar_new (void)
{
  return g_object_new (HD_TYPE_ENGINE_BAR, NULL);
}

void
hd_engine_bar_set_status (HdEngineBar *self, const HdEngineStatus *status)
{
  g_autofree char *text = status != NULL ? hd_engine_words_describe (status) : NULL;

  /* The words stay while the bar goes away. */
  if (text != NULL)
    {
      gtk_label_set_label (self->label, text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                      -1);
      gtk_widget_set_visible (self->retry, status->host != NULL);
      gtk_widget_set_visible (self->stay, status->is_preferred);
    }
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

void
hd_engine_bar_set_small (HdEngineBar *self, gboolean is_small)
{
  gtk_orientable_set_orientation (self->box,
                                  is_small ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}
