/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang backup` and `haidang restore`.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-store-backup.h"

#include <glib/gi18n.h>

static int
run_backup (HdCli *cli, int argc, char **argv)
{
  g_autofree char *out = NULL;
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("Where the backup goes"), "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  int status = HD_EXIT_DONE;

  if (!hd_cli_parse (cli, entries, &argc, &argv, 0, 0))
    return HD_EXIT_USAGE;
  if (out == NULL)
    return hd_cli_usage (_ ("where to is missing"), argv[0], _ ("give --out FILE"));
  if (hd_cli_open_store (cli, HD_STORE_READ, &status) == NULL)
    return status;
  return hd_store_backup (cli->store, out, &error) ? HD_EXIT_DONE : hd_cli_error (error);
}

const HdCommand hd_command_backup = {
  .name = "backup",
  .summary = N_ ("Copy the store into one file"),
  .details
  = N_ ("The store may be in use; what is copied is one moment of it. The copy of a sealed "
        "store is sealed by the same passphrase, with its key in FILE-key: keep both."),
  .run = run_backup,
};

static int
run_restore (HdCli *cli, int argc, char **argv)
{
  gboolean replace = FALSE;
  const GOptionEntry entries[] = {
    { "replace", 0, 0, G_OPTION_ARG_NONE, &replace,
      N_ ("Put it in the place of the store that is there, which is kept as DIR.before"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;

  if (!hd_cli_parse (cli, entries, &argc, &argv, 1, 1))
    return HD_EXIT_USAGE;
  return hd_store_restore (argv[1], cli->store_dir, replace, &error) ? HD_EXIT_DONE
                                                                     : hd_cli_error (error);
}

const HdCommand hd_command_restore = {
  .name = "restore",
  .arguments = "FILE",
  .summary = N_ ("Make a store of a backup"),
  .details = N_ ("The backup is checked whole before anything is put in place. Close the "
                 "application first."),
  .run = run_restore,
};
