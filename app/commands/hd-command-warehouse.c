/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang warehouse load`: the store's figures into a ClickHouse server or cluster.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-json.h"
#include "hd-cli-progress.h"
#include "hd-cli-report.h"
#include "hd-cli-warehouse.h"
#include "hd-warehouse-load.h"

#include <glib/gi18n.h>

typedef struct
{
  HdCliWarehouseOptions warehouse;
  char **urls, **datasets;
  char *cluster;
} Options;

static void
options_clear (Options *options)
{
  hd_cli_warehouse_options_clear (&options->warehouse);
  g_strfreev (options->urls);
  g_strfreev (options->datasets);
  g_free (options->cluster);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What was loaded, and how fast. */
typedef struct
{
  HdCliTable *table;
  HdCliJson *json;
  gint64 started_us; /* of the dataset at hand */
} Report;

static void
take_progress (const HdWarehouseProgress *progress, gpointer user_data)
{
  Report *report = user_data;
  gint64 now_us = g_get_monotonic_time ();
  double seconds = (double)(now_us - report->started_us) / G_USEC_PER_SEC;

  if (!progress->is_done)
    {
      hd_cli_progress (progress->fraction, progress->dataset, progress->n_rows);
      return;
    }
  report->started_us = now_us;
  hd_cli_table_add (report->table, progress->dataset);
  hd_cli_table_take (report->table, g_strdup_printf ("%" G_GUINT64_FORMAT, progress->n_rows));
  hd_cli_table_take (report->table, g_strdup_printf ("%.2f", seconds));
  hd_cli_json_begin_object (report->json, NULL);
  hd_cli_json_string (report->json, "dataset", progress->dataset);
  hd_cli_json_int64 (report->json, "rows", (gint64)progress->n_rows);
  hd_cli_json_double (report->json, "seconds", seconds);
  hd_cli_json_end_object (report->json);
}

static void
print_report (const HdCli *cli, const Report *report)
{
  hd_cli_report_print (cli, report->json, report->table);
}

static int
load (HdCli *cli, GPtrArray *shards, const Options *options)
{
  int status = HD_EXIT_DONE;
  HdCatalog *catalog = hd_cli_get_catalog (cli, &status);
  HdStore *store = catalog != NULL ? hd_cli_open_store (cli, HD_STORE_READ, &status) : NULL;
  g_autoptr (HdCliTable) table = hd_cli_table_new ();
  g_autoptr (HdCliJson) json = hd_cli_json_new ();
  Report report = { table, json, g_get_monotonic_time () };
  HdCubeSource source;
  HdWarehouseLoad asked = { .shards = shards,
                            .cluster = options->cluster,
                            .source = &source,
                            .datasets = (const char *const *)options->datasets,
                            .progress = take_progress,
                            .user_data = &report };
  g_autoptr (GError) error = NULL;
  gboolean is_ok;

  if (store == NULL)
    return status;
  hd_cube_source_init_store (&source, store, catalog);
  hd_cli_table_add_column (table, "dataset", FALSE);
  hd_cli_table_add_column (table, "rows", TRUE);
  hd_cli_table_add_column (table, "seconds", TRUE);
  hd_cli_json_begin_array (json, NULL);
  is_ok = hd_warehouse_load (&asked, NULL, &error);
  hd_cli_json_end_array (json);
  hd_cli_progress_end ();
  hd_cube_source_clear (&source);
  if (!is_ok)
    return hd_cli_error (error);
  print_report (cli, &report);
  return HD_EXIT_DONE;
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  GOptionEntry entries[HD_CLI_N_WAREHOUSE_ENTRIES + 4] = {
    { "url", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.urls,
      N_ ("The warehouse; given again, each one is a shard"), "URL" },
    { "cluster", 0, 0, G_OPTION_ARG_STRING, &options.cluster,
      N_ ("What the servers call themselves together"), "NAME" },
    { "dataset", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.datasets,
      N_ ("Only this dataset; may be given again"), "ID" },
  };
  g_autoptr (GPtrArray) shards
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_warehouse_client_unref);
  int status = HD_EXIT_DONE;

  hd_cli_warehouse_entries (&options.warehouse, entries + 3);
  if (!hd_cli_parse (cli, entries, &argc, &argv, 1, 1))
    return HD_EXIT_USAGE;
  if (!g_str_equal (argv[1], "load"))
    return hd_cli_usage (_ ("a warehouse can only be loaded"), argv[1],
                         _ ("see haidang warehouse --help"));
  if (options.urls == NULL)
    return hd_cli_usage (_ ("an option is missing"), "--url", _ ("give the warehouse's address"));
  if (options.urls[1] != NULL && options.cluster == NULL)
    return hd_cli_usage (_ ("an option is missing"), "--cluster",
                         _ ("several servers need the name of their cluster"));
  for (guint index = 0; options.urls[index] != NULL; index++)
    {
      HdWarehouseClient *client
          = hd_cli_warehouse_connect (options.urls[index], &options.warehouse, &status);

      if (client == NULL)
        return status;
      g_ptr_array_add (shards, client);
    }
  return load (cli, shards, &options);
}

const HdCommand hd_command_warehouse = {
  .name = "warehouse",
  .arguments = "load",
  .summary = N_ ("Load a ClickHouse warehouse from the store"),
  .details
  = N_ ("Example: haidang warehouse load --url https://warehouse.example:8443 --user leader "
        "--password-file FILE"),
  .run = run,
};
