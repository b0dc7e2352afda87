/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passphrases of sealed stores: from files, from the secret service, from a person at the terminal.
 */

#pragma once

#include "hd-cli.h"

G_BEGIN_DECLS

/* What a person chooses has to have so many letters. */
#define HD_PASSPHRASE_MIN_LETTERS 8

/* (transfer full) (nullable): the first line of the file; NULL after the one line of an error was written.
 * To be freed with hd_cli_passphrase_free(), which wipes it. */
char *hd_cli_passphrase_read (const char *path);
void hd_cli_passphrase_free (char *passphrase);

/* (transfer full) (nullable): a new one, asked for twice; NULL after the one line of an error was written,
 * as where there is no terminal. */
char *hd_cli_passphrase_choose (const char *question);

/* Opens the key of the sealed store, whose passphrase was not given, by the secret service or by asking on the
 * terminal; it is then in cli->passphrase. FALSE without error where there is neither. */
gboolean hd_cli_unlock (HdCli *cli, GError **error);

G_END_DECLS
