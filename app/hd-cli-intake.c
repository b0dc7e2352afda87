/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What follows when a command has taken something in.
 */

#include "config.h"

#include "hd-cli-intake.h"

#include "hd-cli-error.h"
#include "hd-feed-source.h"

#include <glib/gi18n.h>

int
hd_cli_follow_intake (HdCli *cli, int status)
{
  g_autoptr (GError) error = NULL;

  if (hd_feed_source_follow (cli->store, cli->catalog, NULL, &error) || status != HD_EXIT_DONE)
    return status;
  hd_cli_failed (_ ("the rows are in, but what is kept ready of them is not up to date"),
                 error->message, _ ("mend that, then run the same again"));
  return HD_EXIT_PARTIAL;
}
