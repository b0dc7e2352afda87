/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang seal`: encrypts the store, or changes its passphrase.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-passphrase.h"
#include "hd-store-audit.h"

#include <glib/gi18n.h>

/* The log is inside, so it is told behind. */
static int
note (HdCli *cli, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStore) store = hd_store_open (cli->store_dir, HD_STORE_WRITE, &error);

  if (store == NULL
      || !hd_store_audit (store, HD_AUDIT_SEAL, what, cli->reason, hd_cli_now (), &error))
    return hd_cli_error (error);
  return HD_EXIT_DONE;
}

static int
change_passphrase (HdCli *cli, const char *path)
{
  char *passphrase = hd_cli_passphrase_read (path);
  g_autoptr (GError) error = NULL;
  gboolean is_ok;

  if (passphrase == NULL)
    return HD_EXIT_USAGE;
  is_ok = hd_store_change_passphrase (cli->store_dir, passphrase, &error);
  hd_cli_passphrase_free (passphrase);
  return is_ok ? note (cli, "another passphrase") : hd_cli_error (error);
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_autofree char *new_key_file = NULL;
  const GOptionEntry entries[] = {
    { "new-key-file", 0, 0, G_OPTION_ARG_FILENAME, &new_key_file,
      N_ ("Change the passphrase to the one in this file"), "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;

  if (!hd_cli_parse (cli, entries, &argc, &argv, 0, 0))
    return HD_EXIT_USAGE;
  if (new_key_file != NULL)
    return change_passphrase (cli, new_key_file);
  return hd_store_seal (cli->store_dir, &error) ? note (cli, "sealed") : hd_cli_error (error);
}

const HdCommand hd_command_seal = {
  .name = "seal",
  .summary = N_ ("Encrypt the store with a passphrase, or change it"),
  .details
  = N_ ("Seals a store that lies open, with the passphrase of --key-file; with --new-key-file "
        "changes the passphrase of a sealed one. Close the application first."),
  .run = run,
};
