/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the window shows where there are no figures to show.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Figures are to be had from a server, or as a sample: win.connect and win.sample. */
GtkWidget *hd_states_new_first_run (void) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *hd_states_new_problem (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
