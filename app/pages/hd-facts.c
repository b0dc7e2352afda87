/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A card of names and words, line by line, each read aloud as one.
 */

#include "config.h"

#include "hd-facts.h"

#include "hd-card.h"
#include "hd-widgets.h"

static GtkWidget *
new_text (void)
{
  GtkWidget *text = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_set_hexpand (text, TRUE);
  return text;
}

static GtkWidget *
new_row (GtkSizeGroup *names)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_valign (name, GTK_ALIGN_START);
  gtk_widget_add_css_class (name, "hd-caption");
  gtk_size_group_add_widget (names, name);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), new_text ());
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

/* What stays as it is costs nothing. `n_name`: letters of the longest name, which all have room for. */
static void
show_fact (GtkListBoxRow *row, const HdPresentFact *fact, guint n_name)
{
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_box_row_get_child (row));
  GtkWidget *text = gtk_widget_get_next_sibling (name);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", fact->name, fact->text);

  gtk_label_set_text (GTK_LABEL (name), fact->name);
  gtk_label_set_text (GTK_LABEL (text), fact->text);
  hd_widgets_choose_wrapping (GTK_LABEL (text), n_name);
  /* To be copied into a terminal. */
  gtk_label_set_selectable (GTK_LABEL (text), fact->is_command);
  if (fact->is_command)
    gtk_widget_add_css_class (text, "monospace");
  else
    gtk_widget_remove_css_class (text, "monospace");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
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
  /* As wide as the widest name. */
  g_object_set_data_full (G_OBJECT (list), "names", gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL),
                          g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  hd_card_set_child (HD_CARD (widget), list);
  hd_card_set_title (HD_CARD (widget), title);
  return widget;
}

void
hd_facts_card_show (GtkWidget *card, GPtrArray *facts)
{
  GtkListBox *list = GTK_LIST_BOX (hd_card_get_child (HD_CARD (card)));
  GtkSizeGroup *names = g_object_get_data (G_OBJECT (list), "names");
  GtkListBoxRow *row;
  glong n_name = 0;

  for (guint index = 0; index < facts->len; index++)
    n_name
        = MAX (n_name,
               g_utf8_strlen (((const HdPresentFact *)g_ptr_array_index (facts, index))->name, -1));
  for (guint index = 0; index < facts->len; index++)
    {
      if (gtk_list_box_get_row_at_index (list, (int)index) == NULL)
        gtk_list_box_append (list, new_row (names));
      show_fact (gtk_list_box_get_row_at_index (list, (int)index), g_ptr_array_index (facts, index),
                 (guint)n_name);
    }
  while ((row = gtk_list_box_get_row_at_index (list, (int)facts->len)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}
