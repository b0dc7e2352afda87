/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps the libraries' own messages off a user's terminal.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From now on GLib's messages are written only where G_MESSAGES_DEBUG or G_DEBUG asks for them. */
void hd_log_init (void);

G_END_DECLS
