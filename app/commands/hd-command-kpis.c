/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang kpis`: the catalogue.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-json.h"
#include "hd-cli-table.h"

#include <glib/gi18n.h>

static const char *
name_of_kind (HdKpiKind kind)
{
  static const char *const names[]
      = { "sum", "stock", "ratio", "percentile", "level", "projection" };

  return names[kind];
}

static const char *
name_of_polarity (HdPolarity polarity)
{
  static const char *const names[] = { "higher", "lower", "context" };

  return names[polarity];
}

static void
print_json (HdCatalog *catalog)
{
  g_autoptr (HdCliJson) json = hd_cli_json_new ();

  hd_cli_json_begin_array (json, NULL);
  for (guint index = 0; index < hd_catalog_get_n_kpis (catalog); index++)
    {
      const HdKpi *kpi = hd_catalog_get_kpi (catalog, index);

      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_string (json, "id", kpi->id);
      hd_cli_json_string (json, "code", kpi->code);
      hd_cli_json_begin_object (json, "names");
      hd_cli_json_string (json, "vi", kpi->name_vi);
      hd_cli_json_string (json, "en", kpi->name_en);
      hd_cli_json_end_object (json);
      hd_cli_json_string (json, "unit", kpi->unit);
      hd_cli_json_string (json, "kind", name_of_kind (kpi->kind));
      hd_cli_json_string (json, "polarity", name_of_polarity (kpi->polarity));
      hd_cli_json_string (json, "dataset", kpi->dataset);
      hd_cli_json_strv (json, "dimensions", (const char *const *)kpi->dimensions);
      hd_cli_json_strv (json, "plans", (const char *const *)kpi->plans);
      hd_cli_json_begin_object (json, "definition");
      hd_cli_json_string (json, "vi", kpi->definition_vi);
      hd_cli_json_string (json, "en", kpi->definition_en);
      hd_cli_json_end_object (json);
      hd_cli_json_string (json, "reference", kpi->reference);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
  hd_cli_json_print (json);
}

static void
print_table (const HdCli *cli, HdCatalog *catalog)
{
  static const char *const titles[]
      = { "id", "code", "name", "unit", "kind", "polarity", "dataset", "dimensions" };
  g_autoptr (HdCliTable) table = hd_cli_table_new ();

  for (guint index = 0; index < G_N_ELEMENTS (titles); index++)
    hd_cli_table_add_column (table, titles[index], FALSE);
  for (guint index = 0; index < hd_catalog_get_n_kpis (catalog); index++)
    {
      const HdKpi *kpi = hd_catalog_get_kpi (catalog, index);

      hd_cli_table_add (table, kpi->id);
      hd_cli_table_add (table, kpi->code);
      hd_cli_table_add (table, hd_kpi_name (kpi, cli->lang));
      hd_cli_table_add (table, kpi->unit);
      hd_cli_table_add (table, name_of_kind (kpi->kind));
      hd_cli_table_add (table, name_of_polarity (kpi->polarity));
      hd_cli_table_add (table, kpi->dataset);
      hd_cli_table_take (table, g_strjoinv (" ", kpi->dimensions));
    }
  if (cli->output == HD_OUTPUT_CSV)
    hd_cli_table_print_csv (table);
  else
    hd_cli_table_print (table);
}

static int
run (HdCli *cli, int argc, char **argv)
{
  int status = HD_EXIT_DONE;
  HdCatalog *catalog;

  if (!hd_cli_parse (cli, NULL, &argc, &argv, 0, 0))
    return HD_EXIT_USAGE;
  catalog = hd_cli_get_catalog (cli, &status);
  if (catalog == NULL)
    return status;
  if (cli->output == HD_OUTPUT_JSON)
    print_json (catalog);
  else
    print_table (cli, catalog);
  return HD_EXIT_DONE;
}

const HdCommand hd_command_kpis = {
  .name = "kpis",
  .summary = N_ ("The catalogue of KPIs"),
  .run = run,
};
