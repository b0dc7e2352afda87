/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Progress as one line that writes over itself, and only where a person looks.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* `fraction` 0 to 1. Nothing is written where standard error is no terminal. */
void hd_cli_progress (double fraction, const char *what, guint64 n_rows);
/* Takes the line away again. */
void hd_cli_progress_end (void);

G_END_DECLS
