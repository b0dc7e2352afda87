/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of what may need a decision, walked by Space and Backspace.
 */

#include "config.h"

#include "hd-items.h"

#include <glib/gi18n.h>

#define SIDE_CHARS 9

static GtkWidget *
new_label (const char *text, const char *css_class, float xalign)
{
  GtkWidget *label = gtk_label_new (text != NULL ? text : "");

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static const char *
glyph_for (const HdPresentItem *item)
{
  return item->sign > 0 ? "▲" : item->sign < 0 ? "▼" : "◆";
}

static const char *
class_for (HdPointStatus status)
{
  return status == HD_STATUS_BETTER ? "better" : status == HD_STATUS_WORSE ? "worse" : "neutral";
}

static GtkWidget *
make_row (const HdPresentItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *glyph = new_label (glyph_for (item), class_for (item->status), 0.5);
  GtkWidget *head = new_label (item->head, "head", 0);
  GtkWidget *causes = new_label (item->causes, "hd-caption", 0);
  GtkWidget *figure = new_label (item->figure, "figure", 1);
  GtkWidget *side = new_label (item->side, "neutral", 1);
  g_autofree char *spoken
      = g_strjoin (". ", item->head, item->figure, item->side != NULL ? item->side : "",
                   item->causes != NULL ? item->causes : "", NULL);

  gtk_grid_set_column_spacing (GTK_GRID (grid), 10);
  gtk_label_set_width_chars (GTK_LABEL (glyph), 2);
  gtk_widget_set_valign (glyph, GTK_ALIGN_START);
  gtk_widget_set_hexpand (head, TRUE);
  gtk_widget_set_tooltip_text (causes, item->causes);
  gtk_label_set_ellipsize (GTK_LABEL (figure), PANGO_ELLIPSIZE_NONE);
  /* As wide in every row, so that the figures stand below each other. */
  gtk_label_set_width_chars (GTK_LABEL (side), SIDE_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (side), SIDE_CHARS);
  gtk_widget_set_tooltip_text (side, item->side);
  gtk_widget_add_css_class (figure, class_for (item->status));
  gtk_grid_attach (GTK_GRID (grid), glyph, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), head, 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), figure, 2, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), side, 3, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), causes, 1, 1, 3, 1);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), grid);
  g_object_set_data_full (G_OBJECT (row), "hd-link", g_strdup (item->link), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, HdPage *page)
{
  hd_page_follow (page, g_object_get_data (G_OBJECT (row), "hd-link"));
}

GtkWidget *
hd_items_create (HdPage *page, const HdPageCard *card)
{
  GtkWidget *widget = hd_card_new ();
  GtkWidget *list = gtk_list_box_new ();

  gtk_widget_add_css_class (list, "hd-list");
  gtk_widget_set_vexpand (list, TRUE);
  gtk_list_box_set_activate_on_single_click (GTK_LIST_BOX (list), FALSE);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (row_activated_cb), page, 0);
  hd_card_set_child (HD_CARD (widget), list);
  hd_card_set_title (HD_CARD (widget), _ ("Items That May Need a Decision"));
  hd_card_set_hint (HD_CARD (widget), _ ("Space: next · Enter: look deeper"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Items That May Need a Decision"), -1);
  return widget;
}

void
hd_items_show (HdPage *page, const HdPageCard *card, GtkWidget *widget, gpointer answer)
{
  GPtrArray *items = answer;
  GtkWidget *list = hd_card_get_child (HD_CARD (widget));
  g_autofree char *title = NULL;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (list), GTK_WIDGET (row));
  for (guint index = 0; index < items->len; index++)
    gtk_list_box_append (GTK_LIST_BOX (list), make_row (g_ptr_array_index (items, index)));
  gtk_list_box_select_row (GTK_LIST_BOX (list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  title = g_strdup_printf (ngettext ("%u Item That May Need a Decision",
                                     "%u Items That May Need a Decision", items->len),
                           items->len);
  hd_card_set_title (HD_CARD (widget), title);
  if (items->len == 0)
    hd_card_set_note (HD_CARD (widget), _ ("Nothing stands out today."));
}

gboolean
hd_items_walk (GtkWidget *widget, int step)
{
  GtkListBox *list = GTK_LIST_BOX (hd_card_get_child (HD_CARD (widget)));
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);
  gboolean has_focus = row != NULL && gtk_widget_has_focus (GTK_WIDGET (row));
  int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;

  /* The first press goes to the item that is marked already. */
  if (has_focus || row == NULL)
    index += step;
  row = gtk_list_box_get_row_at_index (list, MAX (index, 0));
  if (row == NULL)
    return FALSE;
  gtk_list_box_select_row (list, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return TRUE;
}
