/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A refresh of the book of forecasts from the command line: `forecast --refresh` and `sync --forecast`.
 */

#pragma once

#include "hd-cli.h"

G_BEGIN_DECLS

typedef struct
{
  const char *const *kpis; /* (nullable): only these */
  gboolean full; /* unchanged ones too */
  gboolean report; /* what was done, to standard output */
} HdCliRefreshOptions;

/* Opens the store for writing where it is not open. Progress is shown on a terminal; Ctrl+C ends it with
 * what was finished kept. Returns an exit status. */
int hd_cli_refresh (HdCli *cli, const HdCliRefreshOptions *options);

G_END_DECLS
