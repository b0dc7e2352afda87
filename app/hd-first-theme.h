/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The theme that GTK reads before libadwaita puts its own in its place.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* To be called right before GTK is initialised: it then reads an empty theme, which takes no time. What the
 * environment says of themes is kept, for libadwaita then leaves GTK's in its place. */
void hd_first_theme_leave_out (void);
/* Once libadwaita has put its own in its place: GTK's is there again. */
void hd_first_theme_restore (void);

G_END_DECLS
