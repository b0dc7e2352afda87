/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang retain`: how many years of a dataset's rows this machine keeps.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-json.h"
#include "hd-cli-report.h"
#include "hd-retention.h"

#include <glib/gi18n.h>

/* Years on the command line: -1 nothing was said. */
#define NOT_SAID -1

/* (transfer full) (nullable) */
static char *
write_day (HdDay day)
{
  return day == HD_DAY_NONE
             ? NULL
             : hd_period_to_string (hd_period_containing (day, HD_GRAIN_DAY, HD_MONTH_START_CIVIL));
}

static void
preview_one (const HdRetentionPart *part, HdCliTable *table, HdCliJson *json)
{
  const HdRetentionCount *count = &part->count;
  g_autofree char *first = write_day (count->first);
  g_autofree char *last = write_day (count->last);

  hd_cli_table_add (table, part->dataset);
  hd_cli_table_take (table, g_strdup_printf ("%" G_GUINT64_FORMAT, count->n_rows));
  hd_cli_table_add (table, first);
  hd_cli_table_add (table, last);
  hd_cli_table_take (table, g_strdup_printf ("%" G_GUINT64_FORMAT, count->n_bytes));
  hd_cli_json_begin_object (json, NULL);
  hd_cli_json_string (json, "dataset", part->dataset);
  hd_cli_json_int64 (json, "rows", (gint64)count->n_rows);
  hd_cli_json_int64 (json, "history", (gint64)count->n_history);
  hd_cli_json_string (json, "first", first);
  hd_cli_json_string (json, "last", last);
  hd_cli_json_int64 (json, "bytes", (gint64)count->n_bytes);
  hd_cli_json_end_object (json);
}

/* What would go. */
static int
preview (const HdCli *cli, const char *const *datasets, guint n_years)
{
  static const char *const titles[] = { "dataset", "rows", "first", "last", "bytes" };
  g_autoptr (HdCliTable) table = hd_cli_table_new ();
  g_autoptr (HdCliJson) json = hd_cli_json_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = hd_retention_preview (cli->store, datasets, n_years, &error);

  if (parts == NULL)
    return hd_cli_error (error);
  for (guint column = 0; column < G_N_ELEMENTS (titles); column++)
    hd_cli_table_add_column (table, titles[column], column == 1 || column == 4);
  hd_cli_json_begin_array (json, NULL);
  for (guint index = 0; index < parts->len; index++)
    preview_one (g_ptr_array_index (parts, index), table, json);
  hd_cli_json_end_array (json);
  hd_cli_report_print (cli, json, table);
  return HD_EXIT_DONE;
}

static gboolean
report_one (HdStore *store, const char *dataset, HdCliTable *table, HdCliJson *json, GError **error)
{
  HdDay horizon = hd_store_retention_get_horizon (store, dataset);
  g_autofree char *first = write_day (horizon);
  guint n_years;

  if (!hd_store_retention_get (store, dataset, &n_years, error))
    return FALSE;
  hd_cli_table_add (table, dataset);
  hd_cli_table_take (table, n_years > 0 ? g_strdup_printf ("%u", n_years) : NULL);
  hd_cli_table_add (table, first);
  hd_cli_json_begin_object (json, NULL);
  hd_cli_json_string (json, "dataset", dataset);
  hd_cli_json_int64 (json, "years", n_years);
  hd_cli_json_string (json, "kept_from", first);
  hd_cli_json_end_object (json);
  return TRUE;
}

static int
report (const HdCli *cli, HdStore *store)
{
  g_autoptr (HdCliTable) table = hd_cli_table_new ();
  g_autoptr (HdCliJson) json = hd_cli_json_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) status = hd_store_get_status (store, &error);

  hd_cli_table_add_column (table, "dataset", FALSE);
  hd_cli_table_add_column (table, "years", TRUE);
  hd_cli_table_add_column (table, "kept_from", FALSE);
  hd_cli_json_begin_array (json, NULL);
  for (guint index = 0; status != NULL && index < status->len; index++)
    {
      const HdStoreDatasetStatus *one = g_ptr_array_index (status, index);

      if (!report_one (store, one->dataset, table, json, &error))
        break;
    }
  hd_cli_json_end_array (json);
  if (error != NULL)
    return hd_cli_error (error);
  hd_cli_report_print (cli, json, table);
  return HD_EXIT_DONE;
}

/* HD_EXIT_DONE, or what is wrong with them. */
static int
check_datasets (HdStore *store, const char *const *datasets)
{
  g_autoptr (HdStructures) structures = hd_store_get_structures (store, NULL);

  for (guint index = 0; datasets[index] != NULL; index++)
    if (structures == NULL || hd_structures_find (structures, datasets[index]) == NULL)
      return hd_cli_usage (_ ("there is no such dataset"), datasets[index],
                           _ ("see haidang status"));
  return HD_EXIT_DONE;
}

static int
run (HdCli *cli, int argc, char **argv)
{
  int years = NOT_SAID;
  gboolean is_dry = FALSE;
  GOptionEntry entries[] = {
    { "years", 0, 0, G_OPTION_ARG_INT, &years,
      N_ ("Whole years to keep besides the newest; 0: all"), "N" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &is_dry, N_ ("Only say what would go"), NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  const char *const *datasets = NULL;
  int status = HD_EXIT_DONE;

  if (!hd_cli_parse (cli, entries, &argc, &argv, 0, 64))
    return HD_EXIT_USAGE;
  if (years < NOT_SAID || years > 100 || (argc > 1) != (years != NOT_SAID))
    return hd_cli_usage (_ ("datasets and --years go together"), "--years",
                         _ ("as in haidang retain REVENUE --years 3"));
  if (hd_cli_open_store (cli, argc > 1 && !is_dry ? HD_STORE_WRITE : HD_STORE_READ, &status)
      == NULL)
    return status;
  if (argc <= 1)
    return report (cli, cli->store);
  datasets = (const char *const *)argv + 1;
  if ((status = check_datasets (cli->store, datasets)) != HD_EXIT_DONE)
    return status;
  if (is_dry)
    return preview (cli, datasets, (guint)years);
  if (!hd_retention_apply (cli->store, datasets, (guint)years, NULL, &error))
    return hd_cli_error (error);
  return report (cli, cli->store);
}

const HdCommand hd_command_retain = {
  .name = "retain",
  .arguments = "[DATASET…] [--years N [--dry-run]]",
  .summary = N_ ("Keep only so many years of rows on this machine"),
  .run = run,
};
