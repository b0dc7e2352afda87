/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang units`: the organisation tree.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-json.h"
#include "hd-cli-report.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const HdCli *cli;
  HdHierarchy *map;
  HdCliJson *json;
  HdCliTable *table;
} Walk;

static void
add_day (HdCliJson *json, const char *key, HdDay day)
{
  g_autofree char *text = day == HD_DAY_NONE
                              ? NULL
                              : hd_period_to_string (hd_period_containing (day, HD_GRAIN_DAY, 1));

  hd_cli_json_string (json, key, text);
}

static void
visit (Walk *walk, HdCode code, guint depth)
{
  HdCodeList *list = hd_hierarchy_get_list (walk->map);
  const HdCodeInfo *unit = hd_code_list_get (list, code);
  HdCode parent = hd_hierarchy_parent_of (walk->map, code);
  const char *parent_id = parent == HD_CODE_NONE ? NULL : hd_code_list_get (list, parent)->id;
  const char *level
      = hd_hierarchy_get_level_name (walk->map, hd_hierarchy_level_of (walk->map, code));
  g_autoptr (GArray) children = hd_hierarchy_children (walk->map, code);
  gboolean is_text = walk->cli->output == HD_OUTPUT_TEXT;

  hd_cli_json_begin_object (walk->json, NULL);
  hd_cli_json_string (walk->json, "code", unit->id);
  hd_cli_json_string (walk->json, "vi", unit->name_vi);
  hd_cli_json_string (walk->json, "en", unit->name_en);
  hd_cli_json_string (walk->json, "level", level);
  hd_cli_json_string (walk->json, "parent", parent_id);
  add_day (walk->json, "valid_from", unit->valid_from);
  add_day (walk->json, "valid_to", unit->valid_to);
  hd_cli_json_end_object (walk->json);

  hd_cli_table_take (walk->table,
                     g_strdup_printf ("%*s%s", is_text ? (int)(2 * depth) : 0, "", unit->id));
  hd_cli_table_add (walk->table, level);
  hd_cli_table_add (walk->table, parent_id);
  hd_cli_table_add (walk->table, hd_code_list_name (list, code, walk->cli->lang));
  for (guint index = 0; index < children->len; index++)
    visit (walk, g_array_index (children, HdCode, index), depth + 1);
}

static void
print_map (const HdCli *cli, HdHierarchy *map)
{
  static const char *const titles[] = { "code", "level", "parent", "name" };
  g_autoptr (HdCliJson) json = hd_cli_json_new ();
  g_autoptr (HdCliTable) table = hd_cli_table_new ();
  g_autoptr (GArray) roots = hd_hierarchy_children (map, HD_CODE_NONE);
  Walk walk = { cli, map, json, table };

  for (guint index = 0; index < G_N_ELEMENTS (titles); index++)
    hd_cli_table_add_column (table, titles[index], FALSE);
  hd_cli_json_begin_array (json, NULL);
  for (guint index = 0; index < roots->len; index++)
    visit (&walk, g_array_index (roots, HdCode, index), 0);
  hd_cli_json_end_array (json);

  hd_cli_report_print (cli, json, table);
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_autofree char *map_name = NULL, *id = NULL;
  const GOptionEntry entries[] = {
    { "map", 0, 0, G_OPTION_ARG_STRING, &map_name, N_ ("The organisation map"), "2024|2025" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (HdStructures) structures = NULL;
  g_autoptr (GError) error = NULL;
  int status = HD_EXIT_DONE;
  HdHierarchy *map;

  if (!hd_cli_parse (cli, entries, &argc, &argv, 0, 0))
    return HD_EXIT_USAGE;
  if (map_name != NULL && strcmp (map_name, "2024") != 0 && strcmp (map_name, "2025") != 0)
    return hd_cli_usage (_ ("there is no such map"), map_name, _ ("give --map 2024 or 2025"));
  if (hd_cli_open_store (cli, HD_STORE_READ, &status) == NULL)
    return status;
  structures = hd_store_get_structures (cli->store, &error);
  if (error != NULL)
    return hd_cli_error (error);
  id = g_strconcat ("MAP", map_name != NULL ? map_name : "2025", NULL);
  map = structures != NULL ? hd_structures_find_hierarchy (structures, id) : NULL;
  if (map == NULL)
    return hd_cli_failed (_ ("the store has no organisation yet"), cli->store_dir,
                          _ ("fetch it with haidang sync"));
  print_map (cli, map);
  return HD_EXIT_DONE;
}

const HdCommand hd_command_units = {
  .name = "units",
  .summary = N_ ("The organisation tree"),
  .run = run,
};
