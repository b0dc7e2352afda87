/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Changing the passphrase of a sealed store, with all that goes with it.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From the passphrase that was given, of the sealed store in `dir` that nobody has open. The log says so, with
 * `reason` (nullable), and where the secret service keeps the old one it gets the new one. `now` unix seconds.
 * Takes some tenths of a second. */
gboolean hd_passphrase_change (const char *dir,
                               const char *passphrase,
                               const char *reason,
                               gint64 now,
                               GError **error);

G_END_DECLS
