/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of a list in columns, each with one sentence for a screen reader and a place to go to.
 */

#include "config.h"

#include "hd-list-rows.h"

#include <glib/gi18n.h>

#include "hd-list-sections.h"
#include "hd-widgets.h"

#define NAME_CHARS 14

HdListRow *
hd_list_row_new (void)
{
  return g_new0 (HdListRow, 1);
}

void
hd_list_row_free (HdListRow *row)
{
  g_free (row->section);
  for (guint cell = 0; cell < HD_LIST_MAX_CELLS; cell++)
    g_free (row->cells[cell]);
  g_free (row->link);
  g_free (row->tooltip);
  g_free (row->sentence);
  g_free (row);
}

GPtrArray *
hd_list_rows_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)hd_list_row_free);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, HdPage *page)
{
  hd_page_follow (page, g_object_get_data (G_OBJECT (row), "hd-link"));
}

/* One size a column, whatever the weight of its letters, so that the columns stand below each other. */
typedef struct
{
  GtkSizeGroup *groups[HD_LIST_MAX_CELLS];
} Columns;

static void
columns_init (Columns *columns)
{
  for (guint cell = 0; cell < HD_LIST_MAX_CELLS; cell++)
    columns->groups[cell] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
}

/* The widgets keep the groups that they are in. */
static void
columns_clear (Columns *columns)
{
  for (guint cell = 0; cell < HD_LIST_MAX_CELLS; cell++)
    g_clear_object (&columns->groups[cell]);
}

static void
add_cell (GtkWidget *box, const char *text, guint cell, Columns *columns, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text != NULL ? text : "");

  gtk_label_set_xalign (GTK_LABEL (label), cell == 0 ? 0 : 1);
  /* Room that is left goes to all columns: figures that stand far from their name are read in the wrong line. */
  gtk_widget_set_hexpand (label, TRUE);
  gtk_size_group_add_widget (columns->groups[cell], label);
  if (cell == 0)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label), NAME_CHARS);
      hd_widgets_set_tooltip (label, text);
    }
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
}

static const char *
status_class (HdPointStatus status)
{
  return status == HD_STATUS_BETTER ? "better" : status == HD_STATUS_WORSE ? "worse" : NULL;
}

static GtkWidget *
make_row (const HdListRow *info, Columns *columns)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  g_autofree char *joined = g_strjoinv ("; ", (char **)info->cells);

  for (guint cell = 0; info->cells[cell] != NULL; cell++)
    add_cell (box, info->cells[cell], cell, columns,
              info->cells[cell + 1] == NULL ? status_class (info->status) : NULL);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), info->link != NULL);
  hd_widgets_set_tooltip (row, info->tooltip);
  g_object_set_data_full (G_OBJECT (row), "hd-link", g_strdup (info->link), g_free);
  hd_list_sections_set (GTK_LIST_BOX_ROW (row), info->section);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  info->sentence != NULL ? info->sentence : joined, -1);
  return row;
}

static GtkWidget *
make_head (const char *const *heads, Columns *columns)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  for (guint cell = 0; heads[cell] != NULL; cell++)
    add_cell (box, heads[cell][0] != '\0' ? _ (heads[cell]) : "", cell, columns, "hd-caption");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

GtkWidget *
hd_list_card_new (HdPage *page, const char *title, const char *const *heads)
{
  GtkWidget *card = hd_card_new ();
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (list, "hd-list");
  gtk_widget_add_css_class (list, "table");
  gtk_widget_set_vexpand (list, TRUE);
  hd_list_sections_show (GTK_LIST_BOX (list));
  g_signal_connect_object (list, "row-activated", G_CALLBACK (row_activated_cb), page, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  /* On a narrow screen the columns scroll sideways rather than lose their figures. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "hd-rows");
  /* Its rows have the focus; an empty one would have it unseen. */
  gtk_widget_set_focusable (scroller, FALSE);
  g_object_set_data (G_OBJECT (card), "hd-list", list);
  hd_card_set_child (HD_CARD (card), scroller);
  hd_card_set_title (HD_CARD (card), title);
  return card;
}

void
hd_list_card_show (GtkWidget *card, GPtrArray *rows, const char *const *heads, const char *none)
{
  GtkListBox *list = g_object_get_data (G_OBJECT (card), "hd-list");
  GtkListBoxRow *row;
  Columns columns;

  columns_init (&columns);
  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
  if (rows->len > 0)
    gtk_list_box_append (list, make_head (heads, &columns));
  for (guint index = 0; index < rows->len; index++)
    gtk_list_box_append (list, make_row (g_ptr_array_index (rows, index), &columns));
  columns_clear (&columns);
  if (none == NULL)
    none = _ ("Nothing yet.");
  hd_card_set_note (HD_CARD (card), rows->len == 0 ? none : NULL);
}
