/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang retain`: how many years of a dataset's rows this machine keeps.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-json.h"
#include "hd-cli-report.h"
#include "hd-guard.h"
#include "hd-store-retention.h"

#include <glib/gi18n.h>

/* Years on the command line: -1 nothing was said. */
#define NOT_SAID -1

static gboolean
set_years (HdStore *store, const char *const *datasets, guint n_years, GError **error)
{
  for (guint index = 0; datasets[index] != NULL; index++)
    if (!hd_store_retention_set (store, datasets[index], n_years, error))
      return FALSE;
  return hd_store_retention_apply (store, NULL, error);
}

static gboolean
report_one (HdStore *store, const char *dataset, HdCliTable *table, HdCliJson *json, GError **error)
{
  HdDay horizon = hd_store_retention_get_horizon (store, dataset);
  g_autofree char *first = NULL;
  guint n_years;

  if (!hd_store_retention_get (store, dataset, &n_years, error))
    return FALSE;
  if (horizon != HD_DAY_NONE)
    first
        = hd_period_to_string (hd_period_containing (horizon, HD_GRAIN_DAY, HD_MONTH_START_CIVIL));
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

static int
run (HdCli *cli, int argc, char **argv)
{
  int years = NOT_SAID;
  GOptionEntry entries[] = {
    { "years", 0, 0, G_OPTION_ARG_INT, &years,
      N_ ("Whole years to keep besides the newest; 0: all"), "N" },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  int status = HD_EXIT_DONE;
  HdStore *store;

  if (!hd_cli_parse (cli, entries, &argc, &argv, 0, 64))
    return HD_EXIT_USAGE;
  if (years < NOT_SAID || years > 100 || (argc > 1) != (years != NOT_SAID))
    return hd_cli_usage (_ ("datasets and --years go together"), "--years",
                         _ ("as in haidang retain REVENUE --years 3"));
  store = hd_cli_open_store (cli, argc > 1 ? HD_STORE_WRITE : HD_STORE_READ, &status);
  if (store == NULL)
    return status;
  if (argc > 1 && !hd_guard_retention ((guint)years, &error))
    return hd_cli_error (error);
  for (int index = 1; index < argc; index++)
    {
      g_autoptr (HdStructures) structures = hd_store_get_structures (store, NULL);

      if (structures == NULL || hd_structures_find (structures, argv[index]) == NULL)
        return hd_cli_usage (_ ("there is no such dataset"), argv[index], _ ("see haidang status"));
    }
  if (argc > 1 && !set_years (store, (const char *const *)argv + 1, (guint)years, &error))
    return hd_cli_error (error);
  return report (cli, store);
}

const HdCommand hd_command_retain = {
  .name = "retain",
  .arguments = "[DATASET…] [--years N]",
  .summary = N_ ("Keep only so many years of rows on this machine"),
  .run = run,
};
