/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a command found, in the form that was asked for.
 */

#include "config.h"

#include "hd-cli-report.h"

void
hd_cli_report_print (const HdCli *cli, HdCliJson *json, HdCliTable *table)
{
  switch (cli->output)
    {
    case HD_OUTPUT_JSON:
      hd_cli_json_print (json);
      break;
    case HD_OUTPUT_CSV:
      hd_cli_table_print_csv (table);
      break;
    case HD_OUTPUT_TEXT:
      hd_cli_table_print (table);
      break;
    }
}
