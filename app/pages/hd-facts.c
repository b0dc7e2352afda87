/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A card of names and words, line by line, each read aloud as one.
 */

#include "config.h"

#include "hd-facts.h"

#include "hd-card.h"

static GtkWidget *
new_text (const HdPresentFact *fact)
{
  GtkWidget *text = gtk_label_new (fact->text);

  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (text), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_set_hexpand (text, TRUE);
  /* To be copied into a terminal. */
  gtk_label_set_selectable (GTK_LABEL (text), fact->is_command);
  if (fact->is_command)
    gtk_widget_add_css_class (text, "monospace");
  return text;
}

static GtkWidget *
make_row (const HdPresentFact *fact, GtkSizeGroup *names)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (fact->name);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", fact->name, fact->text);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_valign (name, GTK_ALIGN_START);
  gtk_widget_add_css_class (name, "hd-caption");
  gtk_size_group_add_widget (names, name);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), new_text (fact));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

GtkWidget *
hd_facts_card_new (const char *title)
{
  GtkWidget *widget = hd_card_new ();
  GtkWidget *list = gtk_list_box_new ();

  gtk_widget_add_css_class (list, "hd-list");
  gtk_widget_add_css_class (list, "table");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_set_vexpand (list, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  hd_card_set_child (HD_CARD (widget), list);
  hd_card_set_title (HD_CARD (widget), title);
  return widget;
}

void
hd_facts_card_show (GtkWidget *card, GPtrArray *facts)
{
  GtkListBox *list = GTK_LIST_BOX (hd_card_get_child (HD_CARD (card)));
  g_autoptr (GtkSizeGroup) names = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
  for (guint index = 0; index < facts->len; index++)
    gtk_list_box_append (list, make_row (g_ptr_array_index (facts, index), names));
}
