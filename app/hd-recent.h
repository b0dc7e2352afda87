/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stores that were opened last, newest first.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void hd_recent_add (const char *dir);
/* Those that are still there, as items of app.open-store; kept up to date. (transfer full) */
GMenuModel *hd_recent_menu_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
