/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sections of a list.
 */

#include "config.h"

#include "hd-list-sections.h"

#define SECTION "hd-section"

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *section = g_object_get_data (G_OBJECT (row), SECTION);
  const char *last = before != NULL ? g_object_get_data (G_OBJECT (before), SECTION) : NULL;
  GtkWidget *label;

  if (section == NULL || g_strcmp0 (section, last) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (section);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "hd-section");
  gtk_list_box_row_set_header (row, label);
}

void
hd_list_sections_show (GtkListBox *list)
{
  gtk_list_box_set_header_func (list, header_cb, NULL, NULL);
}

void
hd_list_sections_set (GtkListBoxRow *row, const char *section)
{
  g_object_set_data_full (G_OBJECT (row), SECTION, g_strdup (section), g_free);
}
