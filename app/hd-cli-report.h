/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a command found, in the form that was asked for.
 */

#pragma once

#include "hd-cli-json.h"
#include "hd-cli-table.h"
#include "hd-cli.h"

G_BEGIN_DECLS

/* `json` with --json, else `table`: as CSV with --csv, for people without. */
void hd_cli_report_print (const HdCli *cli, HdCliJson *json, HdCliTable *table);

G_END_DECLS
