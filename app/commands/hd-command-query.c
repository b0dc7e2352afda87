/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang query`: one table of one or more KPIs.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-frame.h"
#include "hd-cli-query.h"

#include <glib/gi18n.h>
#include <string.h>

static int
run (HdCli *cli, int argc, char **argv)
{
  g_auto (HdCliQueryOptions) options = { 0 };
  g_autofree char *engine_name = NULL;
  HdCliFrameOptions shown = { 0 };
  GOptionEntry entries[HD_CLI_N_QUERY_ENTRIES + 4] = {
    { "engine", 0, 0, G_OPTION_ARG_STRING, &engine_name, N_ ("What answers"), "local|URL" },
    { "timing", 0, 0, G_OPTION_ARG_NONE, &shown.has_timing, N_ ("Say how long it took"), NULL },
    { "names", 0, 0, G_OPTION_ARG_NONE, &shown.has_names, N_ ("Names beside codes in JSON"), NULL },
  };
  g_autoptr (HdQuery) query = NULL;
  g_autoptr (HdFrame) frame = NULL;
  g_autoptr (GError) error = NULL;
  int status = HD_EXIT_DONE;
  HdEngine *engine;

  hd_cli_query_entries (&options, entries + 3);
  if (!hd_cli_parse (cli, entries, &argc, &argv, 1, 1))
    return HD_EXIT_USAGE;
  if (engine_name != NULL && strcmp (engine_name, "local") != 0)
    return hd_cli_usage (_ ("warehouses come with a later version"), engine_name,
                         _ ("leave out --engine"));
  query = hd_cli_query_build (cli, argv[1], &options, &status);
  engine = query != NULL ? hd_cli_get_engine (cli, &status) : NULL;
  if (engine == NULL)
    return status;
  frame = hd_engine_query (engine, query, NULL, &error);
  if (frame == NULL)
    return hd_cli_error (error);
  hd_cli_frame_print (cli, frame, &shown);
  return HD_EXIT_DONE;
}

const HdCommand hd_command_query = {
  .name = "query",
  .arguments = "KPI[,KPI…]",
  .summary = N_ ("Answer one question as a table"),
  .details = N_ ("Example: haidang query revenue.collected --by unit:region,tax --from 2026 "
                 "--compare yoy --top 5"),
  .run = run,
};
