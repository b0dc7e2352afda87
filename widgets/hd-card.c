/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A card: a title that says what is shown, a caption with unit, place, period and vintage, and a content.
 *
 * CSS: widget.hd-card, .stale; labels .title .caption .hint .note; button .term, seen under the pointer.
 * Accessibility: role GROUP, labelled by its title.
 */

#include "config.h"

#include "hd-card.h"

#include "hd-widgets.h"

struct _HdCard
{
  GtkWidget parent_instance;

  GtkWidget *head;
  GtkLabel *title;
  GtkLabel *caption;
  GtkLabel *hint;
  GtkLabel *note;
  GtkWidget *spinner;
  GtkWidget *term;
  GtkWidget *child; /* (nullable) owned as a child */
};

G_DEFINE_FINAL_TYPE (HdCard, hd_card, GTK_TYPE_WIDGET)

static void
set_label (HdCard *self, GtkLabel *label, const char *text)
{
  gboolean is_shown = text != NULL && text[0] != '\0';

  if (g_strcmp0 (gtk_label_get_label (label), text != NULL ? text : "") != 0)
    gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), is_shown);
}

static void
hd_card_dispose (GObject *object)
{
  HdCard *self = HD_CARD (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), HD_TYPE_CARD);

  G_OBJECT_CLASS (hd_card_parent_class)->dispose (object);
}

static void
hd_card_class_init (HdCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hd_card_dispose;

  hd_widgets_init ();
  gtk_widget_class_set_template_from_resource (widget_class, HD_WIDGETS_PREFIX "hd-card.ui");
  gtk_widget_class_bind_template_child (widget_class, HdCard, head);
  gtk_widget_class_bind_template_child (widget_class, HdCard, title);
  gtk_widget_class_bind_template_child (widget_class, HdCard, caption);
  gtk_widget_class_bind_template_child (widget_class, HdCard, hint);
  gtk_widget_class_bind_template_child (widget_class, HdCard, note);
  gtk_widget_class_bind_template_child (widget_class, HdCard, spinner);
  gtk_widget_class_bind_template_child (widget_class, HdCard, term);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hd_card_init (HdCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self->title, NULL, -1);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
hd_card_new (void)
{
  return g_object_new (HD_TYPE_CARD, NULL);
}

GtkWidget *
hd_card_get_child (HdCard *self)
{
  g_return_val_if_fail (HD_IS_CARD (self), NULL);

  return self->child;
}

const char *
hd_card_get_title (HdCard *self)
{
  g_return_val_if_fail (HD_IS_CARD (self), NULL);

  return gtk_label_get_label (self->title);
}

void
hd_card_set_child (HdCard *self, GtkWidget *child)
{
  g_return_if_fail (HD_IS_CARD (self));
  g_return_if_fail (child == NULL || GTK_IS_WIDGET (child));

  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_insert_after (child, GTK_WIDGET (self), self->head);
}

void
hd_card_set_title (HdCard *self, const char *title)
{
  g_return_if_fail (HD_IS_CARD (self));

  set_label (self, self->title, title);
  hd_widgets_set_tooltip (GTK_WIDGET (self->title), title);
  gtk_widget_set_visible (self->head, title != NULL && title[0] != '\0');
}

void
hd_card_set_caption (HdCard *self, const char *caption)
{
  g_return_if_fail (HD_IS_CARD (self));

  set_label (self, self->caption, caption);
  hd_widgets_set_tooltip (GTK_WIDGET (self->caption), caption);
}

void
hd_card_set_hint (HdCard *self, const char *hint)
{
  g_return_if_fail (HD_IS_CARD (self));

  set_label (self, self->hint, hint);
  hd_widgets_set_tooltip (GTK_WIDGET (self->hint), hint);
}

void
hd_card_set_term (HdCard *self, const char *kpi)
{
  g_return_if_fail (HD_IS_CARD (self));

  if (kpi != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->term), "s", kpi);
  gtk_widget_set_visible (self->term, kpi != NULL);
}

void
hd_card_set_note (HdCard *self, const char *note)
{
  g_return_if_fail (HD_IS_CARD (self));

  set_label (self, self->note, note);
  if (self->child != NULL)
    gtk_widget_set_visible (self->child, note == NULL || note[0] == '\0');
}

void
hd_card_set_busy (HdCard *self, gboolean is_busy)
{
  g_return_if_fail (HD_IS_CARD (self));

  gtk_widget_set_visible (self->spinner, is_busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), is_busy);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, is_busy, -1);
}

void
hd_card_set_stale (HdCard *self, gboolean is_stale)
{
  g_return_if_fail (HD_IS_CARD (self));

  if (is_stale)
    gtk_widget_add_css_class (GTK_WIDGET (self), "stale");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "stale");
}
