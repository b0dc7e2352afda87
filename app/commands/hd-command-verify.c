/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang verify`: proves the store, or says what is damaged and what mends it.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-json.h"
#include "hd-cli-table.h"

#include <glib/gi18n.h>
#include <string.h>

/* A sync puts right what it fetches again, but not the database itself. */
static const char *
remedy_of (GPtrArray *faults)
{
  for (guint index = 0; index < faults->len; index++)
    if (strstr (g_ptr_array_index (faults, index), HD_STORE_MEND_WHOLE) != NULL)
      return "haidang restore BACKUP --replace";
  return faults->len > 0 ? "haidang sync --full" : NULL;
}

static void
report (const HdCli *cli, GPtrArray *faults)
{
  g_autoptr (HdCliJson) json = hd_cli_json_new ();
  g_autoptr (HdCliTable) table = hd_cli_table_new ();

  hd_cli_json_begin_object (json, NULL);
  hd_cli_json_string (json, "store", cli->store_dir);
  hd_cli_json_boolean (json, "clean", faults->len == 0);
  hd_cli_json_begin_array (json, "faults");
  hd_cli_table_add_column (table, "fault", FALSE);
  for (guint index = 0; index < faults->len; index++)
    {
      hd_cli_json_string (json, NULL, g_ptr_array_index (faults, index));
      hd_cli_table_add (table, g_ptr_array_index (faults, index));
    }
  hd_cli_json_end_array (json);
  hd_cli_json_string (json, "mend", remedy_of (faults));
  hd_cli_json_end_object (json);

  if (cli->output == HD_OUTPUT_JSON)
    hd_cli_json_print (json);
  else if (cli->output == HD_OUTPUT_CSV)
    hd_cli_table_print_csv (table);
  else if (faults->len == 0)
    g_print (_ ("%s: every segment, count and order is right\n"), cli->store_dir);
  else
    for (guint index = 0; index < faults->len; index++)
      g_print ("%s\n", (const char *)g_ptr_array_index (faults, index));
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  int status = HD_EXIT_DONE;

  if (!hd_cli_parse (cli, NULL, &argc, &argv, 0, 0))
    return HD_EXIT_USAGE;
  if (hd_cli_open_store (cli, HD_STORE_READ, &status) == NULL)
    return status;
  faults = hd_store_verify (cli->store, NULL, &error);
  if (faults == NULL)
    return hd_cli_error (error);
  report (cli, faults);
  if (faults->len == 0)
    return HD_EXIT_DONE;
  if (g_str_equal (remedy_of (faults), "haidang sync --full"))
    return hd_cli_failed (_ ("the store is damaged"), cli->store_dir,
                          _ ("mend it with haidang sync --full"));
  return hd_cli_failed (
      _ ("the store is damaged"), cli->store_dir,
      _ ("run haidang restore with a backup and --replace, or move the store away "
         "and run haidang sync"));
}

const HdCommand hd_command_verify = {
  .name = "verify",
  .summary = N_ ("Check every segment and total of the store"),
  .run = run,
};
