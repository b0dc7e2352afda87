/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command table: one file a subcommand, one row each.
 */

#include "config.h"

#include "hd-command.h"

#include <glib/gi18n.h>
#include <string.h>

const HdCommand *const hd_commands[] = {
  &hd_command_open,     &hd_command_demo,      &hd_command_sync,   &hd_command_import,
  &hd_command_status,   &hd_command_kpis,      &hd_command_units,  &hd_command_query,
  &hd_command_forecast, &hd_command_render,    &hd_command_brief,  &hd_command_verify,
  &hd_command_explain,  &hd_command_alerts,    &hd_command_ask,    &hd_command_pack,
  &hd_command_audit,    &hd_command_warehouse, &hd_command_seal,   &hd_command_backup,
  &hd_command_restore,  &hd_command_retain,    &hd_command_policy,
};
const guint hd_n_commands = G_N_ELEMENTS (hd_commands);

const HdCommand *
hd_command_find (const char *name)
{
  for (guint index = 0; index < hd_n_commands; index++)
    if (strcmp (hd_commands[index]->name, name) == 0)
      return hd_commands[index];
  return NULL;
}

/* Letters to insert, delete or change (Levenshtein); names are short. */
static guint
distance (const char *left, const char *right)
{
  guint n_right = (guint)strlen (right);
  g_autofree guint *row = g_new (guint, n_right + 1);

  for (guint column = 0; column <= n_right; column++)
    row[column] = column;
  for (guint line = 1; left[line - 1] != '\0'; line++)
    {
      guint diagonal = row[0];

      row[0] = line;
      for (guint column = 1; column <= n_right; column++)
        {
          guint above = row[column];
          guint change = diagonal + (left[line - 1] != right[column - 1]);

          row[column] = MIN (change, MIN (above, row[column - 1]) + 1);
          diagonal = above;
        }
    }
  return row[n_right];
}

const HdCommand *
hd_command_guess (const char *name)
{
  const HdCommand *nearest = NULL;
  guint least = 3;

  for (guint index = 0; index < hd_n_commands; index++)
    {
      guint away = distance (name, hd_commands[index]->name);

      if (away < least)
        {
          least = away;
          nearest = hd_commands[index];
        }
    }
  return nearest;
}

void
hd_command_print_help (void)
{
  g_print ("%s\n\n", _ ("haidang [COMMAND [OPTION…]]: the dashboard of a head of customs, and its "
                        "command line"));
  for (guint index = 0; index < hd_n_commands; index++)
    g_print ("  %-10s %s\n", hd_commands[index]->name, _ (hd_commands[index]->summary));
  g_print ("\n%s\n", _ ("Without a command the application opens. Common options: --store DIR, "
                        "--lang vi|en, --as-of TIME,\n--json, --csv. Help on one command: haidang "
                        "COMMAND --help. The version: haidang --version."));
}
