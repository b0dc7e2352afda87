/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screens that have no button of their own: one button that lists them, and is named after the one shown.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-shortcuts.h"
#include "hd-widgets.h"
#include "hd-window-private.h"

#define MORE_CHARS 8

static GMenuModel *
make_menu (guint n_named)
{
  GMenu *menu = g_menu_new ();

  for (guint index = n_named; index < hd_n_pages; index++)
    {
      const HdPageInfo *info = hd_pages[index];
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (info->title), NULL);

      g_menu_item_set_action_and_target (item, "win.page", "s", info->id);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

void
hd_window_more_set_named (GtkWidget *button, guint n_named)
{
  g_autoptr (GMenuModel) menu = make_menu (n_named);

  hd_widgets_set_menu (GTK_MENU_BUTTON (button), menu);
  g_object_set_data (G_OBJECT (button), "hd-n-named", GUINT_TO_POINTER (n_named));
}

GtkWidget *
hd_window_more_new (GtkArrowType direction, guint n_named)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (n_named > 0 && direction == GTK_ARROW_UP)
    {
      /* Beside buttons that have two lines as well. */
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_lines (GTK_LABEL (label), 2);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
      gtk_label_set_max_width_chars (GTK_LABEL (label), MORE_CHARS);
    }
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (button), FALSE);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), direction);
  hd_widgets_set_tooltip (button, _ ("More screens"));
  gtk_widget_add_css_class (button, "hd-more");
  hd_window_more_set_named (button, n_named);
  hd_window_more_mark (button, NULL);
  return button;
}

static gboolean
is_listed (GtkWidget *button, const HdPageInfo *info)
{
  guint n_named = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "hd-n-named"));

  for (guint index = n_named; index < hd_n_pages; index++)
    if (hd_pages[index] == info)
      return TRUE;
  return FALSE;
}

void
hd_window_more_mark (GtkWidget *button, const char *page)
{
  const HdPageInfo *info = page != NULL ? hd_pages_find (page) : NULL;
  gboolean is_here = info != NULL && is_listed (button, info);
  GtkWidget *label = gtk_menu_button_get_child (GTK_MENU_BUTTON (button));
  const char *text = is_here ? _ (info->title) : _ ("More");
  g_autofree char *spoken = is_here ? g_strdup_printf ("%s: %s", _ ("More screens"), text) : NULL;

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken != NULL ? spoken : _ ("More screens"), -1);
  if (is_here)
    gtk_widget_add_css_class (button, "current");
  else
    gtk_widget_remove_css_class (button, "current");
}
