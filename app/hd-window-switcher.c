/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screens to choose from: in the header, or at the bottom where the window is as narrow as a phone.
 *
 * What has a button of its own is not under "More": in the header as many as have room, five at the bottom, and
 * none where large text leaves no room for them.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-shortcuts.h"
#include "hd-widgets.h"
#include "hd-window-private.h"

#define N_AT_BOTTOM 5

static void
add_switch (GtkWidget *box, const HdPageInfo *info, gboolean is_bottom)
{
  GtkWidget *label = gtk_label_new (_ (info->title));
  GtkWidget *button = gtk_button_new ();
  g_autofree char *key = hd_shortcuts_find_key ("win.page", info->id);
  g_autofree char *tooltip = g_strdup_printf ("%s (%s)", _ (info->title), key);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (is_bottom)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_lines (GTK_LABEL (label), 2);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
    }
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.page");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", info->id);
  hd_widgets_set_tooltip (button, tooltip);
  gtk_widget_set_hexpand (button, is_bottom);
  gtk_widget_add_css_class (button, "hd-switch");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (info->title), -1);
  g_object_set_data (G_OBJECT (button), "hd-page", (gpointer)info->id);
  gtk_box_append (GTK_BOX (box), button);
}

static void
mark_switch (GtkWidget *button, const char *page)
{
  gboolean is_current = g_strcmp0 (g_object_get_data (G_OBJECT (button), "hd-page"), page) == 0;

  if (is_current)
    gtk_widget_set_state_flags (button, GTK_STATE_FLAG_CHECKED, FALSE);
  else
    gtk_widget_unset_state_flags (button, GTK_STATE_FLAG_CHECKED);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_PRESSED,
      is_current ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
}

static void
mark_switches (GtkWidget *box, const char *page)
{
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_MENU_BUTTON (child))
        hd_window_more_mark (child, page);
      else if (GTK_IS_BUTTON (child))
        mark_switch (child, page);
      else
        mark_switches (child, page);
    }
}

void
hd_window_mark_page (HdWindow *self, const char *page)
{
  mark_switches (self->switcher, page);
  mark_switches (self->bottom_switcher, page);
}

/* The five and what is left, and after them the one button for all of them. */
static void
init_bottom (HdWindow *self)
{
  GtkWidget *few = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *all = hd_window_more_new (GTK_ARROW_UP, 0);

  gtk_box_set_homogeneous (GTK_BOX (buttons), TRUE);
  gtk_widget_set_hexpand (buttons, TRUE);
  for (guint index = 0; index < N_AT_BOTTOM; index++)
    add_switch (buttons, hd_pages[index], TRUE);
  gtk_box_append (GTK_BOX (few), buttons);
  gtk_box_append (GTK_BOX (few), hd_window_more_new (GTK_ARROW_UP, N_AT_BOTTOM));
  gtk_widget_set_hexpand (few, TRUE);
  gtk_widget_set_hexpand (all, TRUE);
  gtk_box_append (GTK_BOX (self->bottom_switcher), few);
  gtk_box_append (GTK_BOX (self->bottom_switcher), all);
}

void
hd_window_init_switchers (HdWindow *self)
{
  guint n_named = 0;

  while (n_named < hd_n_pages && !hd_pages[n_named]->is_beside)
    add_switch (self->switcher, hd_pages[n_named++], FALSE);
  gtk_box_append (GTK_BOX (self->switcher), hd_window_more_new (GTK_ARROW_DOWN, n_named));
  init_bottom (self);
}

void
hd_window_name_screens (HdWindow *self, guint n_named)
{
  GtkWidget *more = gtk_widget_get_last_child (self->switcher);
  HdPage *page = hd_window_get_page (self);
  guint index = 0;

  for (GtkWidget *button = gtk_widget_get_first_child (self->switcher); button != more;
       button = gtk_widget_get_next_sibling (button))
    gtk_widget_set_visible (button, index++ < n_named);
  hd_window_more_set_named (more, n_named);
  hd_window_more_mark (more, page != NULL ? hd_page_get_info (page)->id : NULL);
}
