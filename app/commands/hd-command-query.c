/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang query`: one table of one or more KPIs.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-frame.h"
#include "hd-cli-query.h"
#include "hd-cli-warehouse.h"
#include "hd-guard.h"

#include <glib/gi18n.h>
#include <string.h>

/* (transfer full) (nullable) */
static HdEngine *
make_engine (HdCli *cli, const char *name, const HdCliWarehouseOptions *warehouse, int *status)
{
  HdEngine *local;

  if (name != NULL && strcmp (name, "local") != 0)
    return hd_cli_warehouse_make_engine (cli, name, warehouse, status);
  local = hd_cli_get_engine (cli, status);
  return local != NULL ? g_object_ref (local) : NULL;
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_auto (HdCliQueryOptions) options = { 0 };
  g_autofree char *engine_name = NULL;
  HdCliFrameOptions shown = { 0 };
  g_auto (HdCliWarehouseOptions) warehouse = { 0 };
  GOptionEntry entries[HD_CLI_N_QUERY_ENTRIES + HD_CLI_N_WAREHOUSE_ENTRIES + 4] = {
    { "engine", 0, 0, G_OPTION_ARG_STRING, &engine_name, N_ ("What answers"), "local|URL" },
    { "timing", 0, 0, G_OPTION_ARG_NONE, &shown.has_timing, N_ ("Say how long it took"), NULL },
    { "names", 0, 0, G_OPTION_ARG_NONE, &shown.has_names, N_ ("Names beside codes in JSON"), NULL },
  };
  g_autoptr (HdQuery) query = NULL;
  g_autoptr (HdFrame) frame = NULL;
  g_autoptr (HdEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  int status = HD_EXIT_DONE;

  hd_cli_query_entries (&options, entries + 3);
  hd_cli_warehouse_entries (&warehouse, entries + 3 + HD_CLI_N_QUERY_ENTRIES);
  if (!hd_cli_parse (cli, entries, &argc, &argv, 1, 1))
    return HD_EXIT_USAGE;
  query = hd_cli_query_build (cli, argv[1], &options, &status);
  if (query == NULL)
    return status;
  cli->writes_out = hd_guard_watches_queries ();
  engine = make_engine (cli, engine_name, &warehouse, &status);
  if (engine == NULL)
    return status;
  frame = hd_engine_query (engine, query, NULL, &error);
  if (frame == NULL || !hd_guard_query (cli->store, query, frame, cli->reason, &error))
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
