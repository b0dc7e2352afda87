/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For how long nobody has touched any window of the program, asleep or awake.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on every window of the program is listened to. Asking again does nothing. */
void hd_idle_init (void);
/* Seconds since the last key, click, touch or movement; time in which the machine slept counts. */
double hd_idle_get_s (void);
/* `callback` is called when somebody touches a window again after so many seconds; TRUE: the touch shall have no
 * effect. */
typedef gboolean (*HdIdleReturned) (double idle_s, gpointer user_data);
void hd_idle_add_returned (HdIdleReturned callback, gpointer user_data);
void hd_idle_remove_returned (gpointer user_data);

G_END_DECLS
