/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One sync from the command line, with its progress and its report: `sync` and `demo`.
 */

#pragma once

#include "hd-cli.h"
#include "hd-sync.h"

G_BEGIN_DECLS

typedef enum
{
  HD_CLI_SYNC_QUIET, /* only errors are reported */
  HD_CLI_SYNC_REPORT, /* what came, to standard output */
} HdCliSyncReport;

/* Opens the store for writing, making it when it is not there, and leaves it open. `options->now` is
 * filled in. Returns an exit status; HD_EXIT_PARTIAL when some of the datasets did not come. */
int hd_cli_sync (HdCli *cli, const HdSyncOptions *options, HdCliSyncReport report);

G_END_DECLS
