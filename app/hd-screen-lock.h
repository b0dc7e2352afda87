/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When the session's screen is locked, and before the machine goes to sleep.
 *
 * Heard are `ActiveChanged` of org.gnome.ScreenSaver and org.freedesktop.ScreenSaver, and `Lock` of our session
 * and `PrepareForSleep` of systemd-logind, whose sleep is held up until whoever listens has locked. GTK's own
 * "screensaver-active" is not used: it is there only for applications that register with the session manager.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Begins to listen with the first, without waiting for any bus; one that is not there is no fault. */
void hd_screen_lock_add (void (*callback) (gpointer user_data), gpointer user_data);
void hd_screen_lock_remove (gpointer user_data);

G_END_DECLS
