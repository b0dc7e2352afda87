/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window that says what this is, and whose work it stands on.
 *
 * The only file that knows AdwAboutWindow, which later libadwaita replaces.
 */

#include "config.h"

#include "hd-about.h"

#include <adwaita.h>
#include <glib/gi18n.h>

void
hd_about_present (GtkWindow *parent)
{
  GtkWidget *window = adw_about_window_new ();
  AdwAboutWindow *about = ADW_ABOUT_WINDOW (window);

  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  adw_about_window_set_application_name (about, "Hải Đăng");
  adw_about_window_set_application_icon (about, HD_APP_ID);
  adw_about_window_set_version (about, HD_VERSION);
  adw_about_window_set_developer_name (about, _ ("Hải Đăng maintainers"));
  adw_about_window_set_license_type (about, GTK_LICENSE_GPL_3_0);
  adw_about_window_set_comments (
      about, _ ("Revenue, clearance and violations of customs at a glance, online and offline."));
  /* Translators: keep the names and licences; they are owed. */
  adw_about_window_add_legal_section (
      about, _ ("Map outlines"), "© Open Development Vietnam", GTK_LICENSE_CUSTOM,
      _ ("Provinces, departments, regions, outline, coast and reefs: Open Development Vietnam "
         "(Department of Survey and Mapping, 2016), CC BY-SA 4.0, simplified. Neighbouring "
         "countries and the world: Natural Earth, public domain."));
  adw_about_window_add_legal_section (
      about, _ ("Published figures"), NULL, GTK_LICENSE_CUSTOM,
      _ ("Vietnam: General Statistics Office, public statistics. Korea: Customs Import "
         "Declaration Datasets, Institute for Basic Science and Korea Customs Service, MIT."));
  gtk_window_present (GTK_WINDOW (window));
}
