/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program's GSettings, installed or straight from the build folder.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer none): one for the program. A missing schema is a broken installation, and ends it. */
GSettings *hd_settings_get (void);

G_END_DECLS
