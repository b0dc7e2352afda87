/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the window shows where there are no figures to show: nothing fetched yet, a store that cannot be opened.
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "hd-problem.h"
#include "hd-states.h"

static GtkWidget *
make_choice (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  GtkLabel *words = GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button)));

  /* Large text in a narrow window needs a second line. */
  gtk_label_set_wrap (words, TRUE);
  gtk_label_set_justify (words, GTK_JUSTIFY_CENTER);
  gtk_label_set_natural_wrap_mode (words, GTK_NATURAL_WRAP_NONE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "pill");
  return button;
}

GtkWidget *
hd_states_new_first_run (void)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *sample = make_choice (_ ("Look Round with _Sample Figures"), "win.sample");
  GtkWidget *server = make_choice (_ ("_Connect to a Server…"), "win.connect");

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), HD_APP_ID);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("Welcome to Hải Đăng"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (page),
      _ ("There are no figures on this machine yet. Fetch them from the central systems, or look "
         "round with sample figures first; either takes less than a minute."));
  gtk_widget_add_css_class (server, "suggested-action");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), server);
  gtk_box_append (GTK_BOX (box), sample);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);
  return page;
}

GtkWidget *
hd_states_new_problem (const GError *error)
{
  g_autofree char *text = hd_problem_describe (error);
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-error-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("The Store Cannot Be Opened"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), text);
  return page;
}
