/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands that are part of the interface already and come with a later version.
 */

#include "config.h"

#include "hd-command-later.h"

#include "hd-cli-error.h"

#include <glib/gi18n.h>

int
hd_command_run_later (HdCli *cli, int argc, char **argv)
{
  return hd_cli_usage (_ ("this command comes with a later version"), cli->command->name,
                       _ ("see haidang --help for those that are there"));
}
