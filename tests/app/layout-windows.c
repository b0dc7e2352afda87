/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The windows, dialogs and states of which the test of the layout looks at the words.
 */

#include "layout-windows.h"

#include "hd-about.h"
#include "hd-export-dialog.h"
#include "hd-preferences.h"
#include "hd-shortcuts.h"
#include "hd-states.h"
#include "hd-store.h"
#include "hd-unlock.h"

#define N_TRIES 40

static void
open_preferences (DesktopDriver *driver)
{
  hd_preferences_present (GTK_WINDOW (driver->window), NULL);
}

static void
open_export (DesktopDriver *driver)
{
  gtk_window_present (GTK_WINDOW (hd_export_dialog_new (GTK_WINDOW (driver->window))));
}

static void
open_shortcuts (DesktopDriver *driver)
{
  hd_shortcuts_present (GTK_WINDOW (driver->window));
}

static void
open_connect (DesktopDriver *driver)
{
  gtk_widget_activate_action (driver->window, "win.connect", NULL);
}

static void
open_about (DesktopDriver *driver)
{
  hd_about_present (GTK_WINDOW (driver->window));
}

/* Of the first chart of the revenue screen that has a table. */
static void
open_table (DesktopDriver *driver)
{
  HdChart *chart = desktop_driver_find_chart (driver);

  g_assert_nonnull (chart);
  g_signal_emit_by_name (chart, "show-table");
}

static void
open_engines (DesktopDriver *driver)
{
  hd_preferences_present (GTK_WINDOW (driver->window), "engine");
}

/* Of the first mark that is one cell; others only say why they take no note. */
static void
open_note (DesktopDriver *driver)
{
  guint n_before = g_list_model_get_n_items (gtk_window_get_toplevels ());

  for (guint try = 0; try < N_TRIES; try++)
    {
      HdChart *chart = desktop_driver_find_chart (driver);

      g_assert_nonnull (chart);
      g_signal_emit_by_name (chart, "command", "annotate", NULL, 0, 0);
      if (g_list_model_get_n_items (gtk_window_get_toplevels ()) > n_before)
        return;
    }
}

/* What the main window shows where it has no figures, in a window of the same size. */
static void
open_state (DesktopDriver *driver, GtkWidget *state)
{
  GtkWidget *window = adw_window_new ();

  gtk_widget_add_css_class (window, "hd-window");
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (driver->window));
  gtk_window_set_default_size (GTK_WINDOW (window), gtk_widget_get_width (driver->window),
                               gtk_widget_get_height (driver->window));
  adw_window_set_content (ADW_WINDOW (window), state);
  gtk_window_present (GTK_WINDOW (window));
}

static void
open_first_run (DesktopDriver *driver)
{
  open_state (driver, hd_states_new_first_run ());
}

static void
open_problem (DesktopDriver *driver)
{
  g_autoptr (GError) error = g_error_new_literal (HD_STORE_ERROR, HD_STORE_ERROR_LOCKED, "");

  open_state (driver, hd_states_new_problem (error));
}

static void
open_unlock (DesktopDriver *driver)
{
  open_state (driver, hd_unlock_new (g_get_tmp_dir (), HD_UNLOCK_OPEN));
}

static void
open_passphrase (DesktopDriver *driver)
{
  open_state (driver, hd_unlock_new (g_get_tmp_dir (), HD_UNLOCK_CHOOSE));
}

const LayoutWindow layout_windows[] = {
  { "the preferences", open_preferences, TRUE },
  { "the engines", open_engines, TRUE },
  { "the export", open_export, TRUE },
  { "the table", open_table, TRUE },
  { "the note", open_note, TRUE },
  { "the address of a server", open_connect, TRUE },
  { "the first run", open_first_run, TRUE },
  { "a store that cannot be opened", open_problem, TRUE },
  { "the passphrase asked for", open_unlock, TRUE },
  { "a passphrase to choose", open_passphrase, TRUE },
  { "the shortcuts", open_shortcuts, FALSE },
  { "about", open_about, FALSE },
};

const guint layout_n_windows = G_N_ELEMENTS (layout_windows);
