/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang import`: the same importer, from files.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-intake.h"
#include "hd-cli-json.h"
#include "hd-cli-pack.h"
#include "hd-cli-progress.h"
#include "hd-cli-report.h"
#include "hd-guard.h"
#include "hd-package-import.h"
#include "hd-sync.h"

#include <glib/gi18n.h>

static char *
format_count (guint64 count)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, count);
}

static void
add_result (HdCliJson *json, HdCliTable *table, const char *path, const HdApplyResult *result)
{
  hd_cli_json_begin_object (json, NULL);
  hd_cli_json_string (json, "file", path);
  hd_cli_json_int64 (json, "added", (gint64)result->added);
  hd_cli_json_int64 (json, "replaced", (gint64)result->replaced);
  hd_cli_json_int64 (json, "deleted", (gint64)result->deleted);
  hd_cli_json_int64 (json, "unchanged", (gint64)result->unchanged);
  hd_cli_json_end_object (json);
  hd_cli_table_add (table, path);
  hd_cli_table_take (table, format_count (result->added));
  hd_cli_table_take (table, format_count (result->replaced));
  hd_cli_table_take (table, format_count (result->deleted));
  hd_cli_table_take (table, format_count (result->unchanged));
}

static void
add_columns (HdCliTable *table)
{
  hd_cli_table_add_column (table, "file", FALSE);
  hd_cli_table_add_column (table, "added", TRUE);
  hd_cli_table_add_column (table, "replaced", TRUE);
  hd_cli_table_add_column (table, "deleted", TRUE);
  hd_cli_table_add_column (table, "unchanged", TRUE);
}

static void
show_progress (const char *dataset, double fraction, guint64 n_rows, gpointer user_data)
{
  hd_cli_progress (fraction, dataset, n_rows);
}

/* A store that is made for the files goes with them when they are refused. */
static void
remove_made (HdCli *cli)
{
  g_autoptr (GFile) folder = g_file_new_for_path (cli->store_dir);
  g_autoptr (GFileEnumerator) files = NULL;
  GFile *file = NULL;

  hd_cli_close_store (cli);
  files = g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                     G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  while (files != NULL && g_file_enumerator_iterate (files, NULL, &file, NULL, NULL)
         && file != NULL)
    g_file_delete (file, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_autofree char *dataset = NULL;
  const GOptionEntry entries[] = {
    { "dataset", 0, 0, G_OPTION_ARG_STRING, &dataset, N_ ("The dataset that the files hold"),
      "ID" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (HdCliJson) json = hd_cli_json_new ();
  g_autoptr (HdCliTable) table = hd_cli_table_new ();
  int status = HD_EXIT_DONE;
  gboolean is_new;
  guint n_kept = 0;

  if (!hd_cli_parse (cli, entries, &argc, &argv, 1, G_MAXINT))
    return HD_EXIT_USAGE;
  if (dataset == NULL && argc == 2 && hd_package_is_package (argv[1]))
    return hd_cli_pack_import (cli, &(HdCliPackOptions){ 0 }, argv[1]);
  if (dataset == NULL)
    return hd_cli_usage (_ ("which dataset do the files hold"), argv[1],
                         _ ("give --dataset ID; haidang status lists them"));
  is_new = !g_file_test (cli->store_dir, G_FILE_TEST_EXISTS);
  if (hd_cli_get_catalog (cli, &status) == NULL
      || hd_cli_open_store (cli, HD_STORE_WRITE | HD_STORE_CREATE, &status) == NULL)
    return status;

  add_columns (table);
  hd_cli_json_begin_array (json, NULL);
  /* A file is a message and a transaction of its own; the first that is refused ends the run. */
  for (int index = 1; index < argc && status == HD_EXIT_DONE; index++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) scope = NULL;
      HdApplyResult result = { 0 };

      if (hd_guard_import (cli->store, argv[index], cli->reason, &error)
          && hd_guard_scope (cli->store, &scope, &error)
          && hd_import_file (cli->store, argv[index], dataset, (const char *const *)scope,
                             hd_cli_now (), show_progress, NULL, NULL, &result, &error))
        {
          add_result (json, table, argv[index], &result);
          n_kept++;
        }
      else
        status = hd_cli_error (error);
      hd_cli_progress_end ();
    }
  if (is_new && n_kept == 0)
    remove_made (cli);
  if (n_kept > 0)
    status = hd_cli_follow_intake (cli, status);
  hd_cli_json_end_array (json);
  if (cli->output != HD_OUTPUT_TEXT || status == HD_EXIT_DONE || status == HD_EXIT_PARTIAL)
    hd_cli_report_print (cli, json, table);
  return status;
}

const HdCommand hd_command_import = {
  .name = "import",
  .arguments = "FILE…",
  .summary = N_ ("Read SDMX files or a package into the store"),
  .run = run,
};
