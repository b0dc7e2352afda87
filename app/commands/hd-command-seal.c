/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang seal`: encrypts the store, changes its passphrase, or has the secret service keep it.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-passphrase.h"
#include "hd-passphrase.h"
#include "hd-policy.h"
#include "hd-secret-service.h"
#include "hd-store-audit.h"

#include <glib/gi18n.h>

/* The log is inside, so it is told behind. */
static gboolean
note (HdCli *cli, const char *what, GError **error)
{
  g_autoptr (HdStore) store = hd_store_open (cli->store_dir, HD_STORE_WRITE, error);

  return store != NULL
         && hd_store_audit (store, HD_AUDIT_SEAL, what, cli->reason, hd_cli_now (), error);
}

/* The store's own passphrase, given, kept or asked for, and right: HD_EXIT_DONE. */
static int
prove (HdCli *cli)
{
  g_autoptr (GError) error = NULL;

  if (cli->passphrase != NULL ? hd_store_unlock (cli->store_dir, cli->passphrase, &error)
                              : hd_cli_unlock (cli, &error))
    return HD_EXIT_DONE;
  if (error == NULL)
    g_set_error_literal (&error, HD_STORE_ERROR, HD_STORE_ERROR_SEALED, cli->store_dir);
  return hd_cli_error (error);
}

/* `path` (nullable): asked for on the terminal. */
static int
change_passphrase (HdCli *cli, const char *path)
{
  g_autoptr (GError) error = NULL;
  int status = prove (cli);
  char *passphrase;
  gboolean is_ok;

  if (status != HD_EXIT_DONE)
    return status;
  passphrase = path != NULL ? hd_cli_passphrase_read (path)
                            : hd_cli_passphrase_choose (_ ("New passphrase:"));
  if (passphrase == NULL)
    return HD_EXIT_USAGE;
  is_ok = hd_passphrase_change (cli->store_dir, passphrase, cli->reason, hd_cli_now (), &error);
  hd_cli_passphrase_free (passphrase);
  return is_ok ? HD_EXIT_DONE : hd_cli_error (error);
}

static int
keep (HdCli *cli)
{
  g_autoptr (GError) error = NULL;
  int status = prove (cli);

  if (status != HD_EXIT_DONE)
    return status;
  if (!note (cli, "the secret service keeps the passphrase", &error))
    return hd_cli_error (error);
  if (!hd_secret_service_keep (cli->store_dir, cli->passphrase, &error))
    return error->domain == HD_POLICY_ERROR || error->domain == HD_STORE_ERROR
               ? hd_cli_error (error)
               : hd_cli_failed (_ ("the secret service did not take the passphrase"),
                                error->message, _ ("log in to a desktop, and open its keyring"));
  return HD_EXIT_DONE;
}

static int
forget (HdCli *cli)
{
  g_autoptr (GError) error = NULL;

  if (hd_secret_service_forget (cli->store_dir, &error))
    return HD_EXIT_DONE;
  if (error == NULL)
    return hd_cli_failed (_ ("the secret service keeps no passphrase of this store"),
                          cli->store_dir, _ ("there is nothing to do"));
  return hd_cli_failed (_ ("the secret service cannot be reached"), error->message,
                        _ ("log in to a desktop, and open its keyring"));
}

static int
seal (HdCli *cli)
{
  g_autoptr (GError) error = NULL;

  if (cli->passphrase == NULL && !hd_store_is_sealed_at (cli->store_dir))
    {
      cli->passphrase = hd_cli_passphrase_choose (_ ("Passphrase to seal the store with:"));
      if (cli->passphrase == NULL)
        return HD_EXIT_USAGE;
      hd_store_set_passphrase (cli->passphrase);
    }
  if (!hd_store_seal (cli->store_dir, &error))
    return hd_cli_error (error);
  if (note (cli, "sealed", &error))
    return HD_EXIT_DONE;
  hd_cli_failed (_ ("the store is sealed, but its log does not say so"), error->message,
                 _ ("look at the disk and its permissions"));
  return HD_EXIT_PARTIAL;
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_autofree char *new_key_file = NULL;
  gboolean is_change = FALSE, is_keep = FALSE, is_forget = FALSE;
  const GOptionEntry entries[] = {
    { "change", 0, 0, G_OPTION_ARG_NONE, &is_change,
      N_ ("Change the passphrase; the new one is asked for"), NULL },
    { "new-key-file", 0, 0, G_OPTION_ARG_FILENAME, &new_key_file,
      N_ ("Change the passphrase to the one in this file"), "FILE" },
    { "keep", 0, 0, G_OPTION_ARG_NONE, &is_keep,
      N_ ("Let the secret service of the session keep the passphrase"), NULL },
    { "forget", 0, 0, G_OPTION_ARG_NONE, &is_forget, N_ ("Take it out of the secret service"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!hd_cli_parse (cli, entries, &argc, &argv, 0, 0))
    return HD_EXIT_USAGE;
  if ((is_change || new_key_file != NULL) + is_keep + is_forget > 1)
    return hd_cli_usage (_ ("one thing at a time"), "--change, --keep, --forget",
                         _ ("leave the others out"));
  if (is_change || new_key_file != NULL)
    return change_passphrase (cli, new_key_file);
  return is_keep ? keep (cli) : is_forget ? forget (cli) : seal (cli);
}

const HdCommand hd_command_seal = {
  .name = "seal",
  .summary = N_ ("Encrypt the store with a passphrase, change it, or have it kept"),
  .details = N_ ("Seals a store that lies open. Passphrases come from --key-file and "
                 "--new-key-file, from the secret service, or are asked for on the terminal. "
                 "Close the application first."),
  .run = run,
};
