/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The end of the desktop: what threads are at then is brought to its end, where something is lost otherwise. What can
 * be cut off anywhere (a sync, a forecast, a question) is.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The program does not end before `work` is gone. On any thread. */
void hd_ending_hold_up (GTask *work);
/* Runs the default main context until then, so that callbacks may begin what follows; no longer than `timeout_ms`.
 * TRUE when nothing is left. */
gboolean hd_ending_wait (guint timeout_ms);

G_END_DECLS
