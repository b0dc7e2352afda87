/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang open`: the desktop application, there.
 */

#include "config.h"

#include "hd-command.h"
#include "hd-command-open.h"

#include "hd-cli-error.h"

#include <glib/gi18n.h>

static HdOpenDesktop open_desktop;

void
hd_command_open_set_desktop (HdOpenDesktop open)
{
  open_desktop = open;
}

static int
open_application (HdCli *cli, const HdOpenPlace *place)
{
  if (open_desktop != NULL)
    return open_desktop (cli, place);
  return hd_cli_failed (_ ("the desktop is not part of this build"), cli->store_dir,
                        _ ("use the other commands; see haidang --help"));
}

int
hd_command_open_store (HdCli *cli)
{
  return open_application (cli, &(HdOpenPlace){ 0 });
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_autofree char *page = NULL, *drill = NULL, *state = NULL;
  gboolean is_service = FALSE;
  const GOptionEntry entries[] = {
    { "page", 0, 0, G_OPTION_ARG_STRING, &page, N_ ("Which screen"),
      "morning|revenue|clearance|violations|evidence" },
    { "drill", 0, 0, G_OPTION_ARG_STRING, &drill, N_ ("Where to look"), "DIM=CODE[,DIM=CODE…]" },
    { "state", 0, 0, G_OPTION_ARG_STRING, &state,
      N_ ("A state code, as Ctrl+Shift+C in the window copies it"), "CODE" },
    { "service", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &is_service, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!hd_cli_parse (cli, entries, &argc, &argv, 0, G_MAXINT))
    return HD_EXIT_USAGE;
  if (state != NULL && (page != NULL || drill != NULL))
    return hd_cli_usage (_ ("a state code says the screen and the drill path already"), state,
                         _ ("leave out --page and --drill"));
  return open_application (
      cli, &(HdOpenPlace){ page, drill, state, (const char *const *)argv + 1, is_service });
}

const HdCommand hd_command_open = {
  .name = "open",
  .arguments = "[FILE…]",
  .summary = N_ ("Open the application (the same as without a command)"),
  .run = run,
};
