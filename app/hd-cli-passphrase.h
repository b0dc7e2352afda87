/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passphrases of sealed stores, from files.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): the first line of the file; NULL after the one line of an error was written.
 * To be freed with hd_cli_passphrase_free(), which wipes it. */
char *hd_cli_passphrase_read (const char *path);
void hd_cli_passphrase_free (char *passphrase);

G_END_DECLS
