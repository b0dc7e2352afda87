/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The query options of the command line (`query`, `forecast`, `render`) into a query.
 */

#pragma once

#include "hd-cli.h"

G_BEGIN_DECLS

typedef struct
{
  char *by, *from, *to, *grain, *calendar, *compare, *map, *rank, *show;
  char **where;
  int top;
} HdCliQueryOptions;

void hd_cli_query_options_clear (HdCliQueryOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdCliQueryOptions, hd_cli_query_options_clear)

#define HD_CLI_N_QUERY_ENTRIES 11
/* Writes HD_CLI_N_QUERY_ENTRIES entries that fill `options`, without the closing one. */
void hd_cli_query_entries (HdCliQueryOptions *options, GOptionEntry *entries);
/* (transfer full) (nullable): NULL after the one line of an error was written. */
HdQuery *hd_cli_query_build (const HdCli *cli,
                             const char *kpis,
                             const HdCliQueryOptions *options,
                             int *status);

G_END_DECLS
