/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A warehouse as the command line names it: its address, and who asks.
 */

#pragma once

#include "hd-cli.h"
#include "hd-warehouse-client.h"

G_BEGIN_DECLS

typedef struct
{
  char *user, *password_file, *token_file, *ca_file, *database;
  int timeout_s;
} HdCliWarehouseOptions;

void hd_cli_warehouse_options_clear (HdCliWarehouseOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdCliWarehouseOptions, hd_cli_warehouse_options_clear)

#define HD_CLI_N_WAREHOUSE_ENTRIES 6
/* Writes HD_CLI_N_WAREHOUSE_ENTRIES entries that fill `options`, without the closing one. */
void hd_cli_warehouse_entries (HdCliWarehouseOptions *options, GOptionEntry *entries);
/* Both (transfer full) (nullable): NULL after the one line of an error was written. */
HdWarehouseClient *
hd_cli_warehouse_connect (const char *url, const HdCliWarehouseOptions *options, int *status);
/* With the structures of the store, which is opened for reading. */
HdEngine *hd_cli_warehouse_make_engine (HdCli *cli,
                                        const char *url,
                                        const HdCliWarehouseOptions *options,
                                        int *status);

G_END_DECLS
