/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang sync`: fetches what changed.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-json.h"
#include "hd-cli-refresh.h"
#include "hd-cli-sync.h"
#include "hd-cli-table.h"
#include "hd-conformance.h"
#include "hd-guard.h"

#include <glib/gi18n.h>
#include <string.h>

/* (transfer full) (nullable): the bearer token in the file's first line. */
static char *
read_token (const char *path, GError **error)
{
  g_autofree char *token = NULL;

  if (!g_file_get_contents (path, &token, NULL, error))
    return NULL;
  token[strcspn (token, "\r\n")] = '\0';
  return g_steal_pointer (&token);
}

static void
print_points (HdCli *cli, GPtrArray *points)
{
  static const char *const verdicts[] = { "yes", "no", "not asked" };
  g_autoptr (HdCliTable) table = hd_cli_table_new ();
  g_autoptr (HdCliJson) json = hd_cli_json_new ();

  hd_cli_table_add_column (table, "id", FALSE);
  hd_cli_table_add_column (table, "conforms", FALSE);
  hd_cli_table_add_column (table, "point", FALSE);
  hd_cli_table_add_column (table, "found", FALSE);
  hd_cli_json_begin_array (json, NULL);
  for (guint index = 0; index < points->len; index++)
    {
      const HdConformancePoint *point = g_ptr_array_index (points, index);

      hd_cli_table_add (table, point->id);
      hd_cli_table_add (table, verdicts[point->verdict]);
      hd_cli_table_add (table, point->text);
      hd_cli_table_add (table, point->detail);
      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_string (json, "id", point->id);
      hd_cli_json_string (json, "conforms", verdicts[point->verdict]);
      hd_cli_json_string (json, "point", point->text);
      hd_cli_json_string (json, "found", point->detail);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
  if (cli->output == HD_OUTPUT_JSON)
    hd_cli_json_print (json);
  else if (cli->output == HD_OUTPUT_CSV)
    hd_cli_table_print_csv (table);
  else
    hd_cli_table_print (table);
}

/* Points are for the engineer of the server, and so in English. */
static int
check_server (HdCli *cli, HdSyncOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) points = NULL;
  g_autofree char *ca_file = g_strdup (options->ca_file);

  if (!hd_guard_source (options->base_url, &ca_file, &error))
    return hd_cli_error (error);
  options->ca_file = ca_file;
  options->now = hd_cli_now ();
  points = hd_conformance_run (options, NULL, &error);
  if (points == NULL)
    return hd_cli_error (error);
  print_points (cli, points);
  for (guint index = 0; index < points->len; index++)
    if (((const HdConformancePoint *)g_ptr_array_index (points, index))->verdict == HD_CONFORMS_NOT)
      return HD_EXIT_FAILED;
  return HD_EXIT_DONE;
}

/* What did come is forecast even when some feeds did not. */
static int
sync_and_forecast (HdCli *cli, const HdSyncOptions *options, gboolean forecast)
{
  int status = hd_cli_sync (cli, options, HD_CLI_SYNC_REPORT), later;

  if (!forecast || (status != HD_EXIT_DONE && status != HD_EXIT_PARTIAL))
    return status;
  later = hd_cli_refresh (cli, &(HdCliRefreshOptions){ 0 });
  return later == HD_EXIT_DONE ? status : later;
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_autofree char *from = NULL, *token_file = NULL, *ca_file = NULL, *token = NULL;
  g_auto (GStrv) datasets = NULL;
  HdSyncOptions options = { 0 };
  gboolean full = FALSE, check = FALSE, forecast = FALSE;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("The feed server"), "URL" },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &token_file, N_ ("File with the access token"),
      "FILE" },
    { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, &ca_file,
      N_ ("Certificate of the server's authority"), "FILE" },
    { "full", 0, 0, G_OPTION_ARG_NONE, &full, N_ ("Fetch everything, not what changed"), NULL },
    { "dataset", 0, 0, G_OPTION_ARG_STRING_ARRAY, &datasets,
      N_ ("Only this dataset; may be given again"), "ID" },
    { "check", 0, 0, G_OPTION_ARG_NONE, &check, N_ ("Report how the server conforms"), NULL },
    { "forecast", 0, 0, G_OPTION_ARG_NONE, &forecast,
      N_ ("Then forecast what changed, as forecast --refresh does"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;

  if (!hd_cli_parse (cli, entries, &argc, &argv, 0, 1))
    return HD_EXIT_USAGE;
  if (from != NULL && argc > 1)
    return hd_cli_usage (_ ("from where"), argv[1], _ ("give the feed server's address"));
  if (argc > 1)
    from = g_strdup (argv[1]);
  if (from == NULL)
    return hd_cli_usage (_ ("from where"), "--from", _ ("give the feed server's address"));
  if (!g_str_has_prefix (from, "http://") && !g_str_has_prefix (from, "https://"))
    return hd_cli_usage (_ ("this is no address of a server"), from,
                         _ ("write it as http://127.0.0.1:8080 or https://feeds.example"));
  if (token_file != NULL && (token = read_token (token_file, &error)) == NULL)
    return hd_cli_error (error);
  options.base_url = from;
  options.token = token;
  options.ca_file = ca_file;
  options.full = full;
  options.datasets = (const char *const *)datasets;
  return check ? check_server (cli, &options) : sync_and_forecast (cli, &options, forecast);
}

const HdCommand hd_command_sync = {
  .name = "sync",
  .summary = N_ ("Fetch what changed at a feed server"),
  .details = N_ ("Example: haidang sync --from http://127.0.0.1:8080"),
  .run = run,
};
