/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang policy`: what the administrator of this machine has said, and where.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-json.h"
#include "hd-cli-report.h"
#include "hd-policy.h"

#include <glib/gi18n.h>

static void
print (const HdCli *cli, GPtrArray *rules)
{
  g_autoptr (HdCliTable) table = hd_cli_table_new ();
  g_autoptr (HdCliJson) json = hd_cli_json_new ();

  hd_cli_table_add_column (table, "rule", FALSE);
  hd_cli_table_add_column (table, "value", FALSE);
  hd_cli_table_add_column (table, "file", FALSE);
  hd_cli_json_begin_array (json, NULL);
  for (guint index = 0; index < rules->len; index++)
    {
      const HdPolicyRule *rule = g_ptr_array_index (rules, index);

      hd_cli_table_add (table, rule->name);
      hd_cli_table_add (table, rule->value);
      hd_cli_table_add (table, rule->path);
      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_string (json, "rule", rule->name);
      hd_cli_json_string (json, "value", rule->value);
      hd_cli_json_string (json, "file", rule->path);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
  if (cli->output == HD_OUTPUT_TEXT && rules->len == 0)
    g_print ("%s\n", _ ("No policy is set on this machine."));
  else
    hd_cli_report_print (cli, json, table);
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdPolicy) policy = NULL;
  g_autoptr (GPtrArray) rules = NULL;

  if (!hd_cli_parse (cli, NULL, &argc, &argv, 0, 0))
    return HD_EXIT_USAGE;
  policy = hd_policy_load (&error);
  if (policy == NULL)
    return hd_cli_error (error);
  rules = hd_policy_list (policy);
  print (cli, rules);
  return HD_EXIT_DONE;
}

const HdCommand hd_command_policy = {
  .name = "policy",
  .summary = N_ ("Show what the administrator of this machine allows and forbids"),
  .details
  = N_ ("Reads /etc/haidang/policy.json and the file of HAIDANG_POLICY, says what is wrong "
        "with them, or what holds."),
  .run = run,
};
