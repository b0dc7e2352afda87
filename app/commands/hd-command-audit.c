/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang audit`: what was taken in and out of the store, by whom and why, and whether the log is whole.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-json.h"
#include "hd-cli-table.h"
#include "hd-store-audit.h"

#include <glib/gi18n.h>
#include <stdio.h>

static const char *
last_hash (GPtrArray *entries)
{
  const HdAuditEntry *last
      = entries->len > 0 ? g_ptr_array_index (entries, entries->len - 1) : NULL;

  return last != NULL ? last->hash : NULL;
}

/* `n_waiting` wrong passphrases are noted beside a store that cannot be written to. */
static void
print_json (GPtrArray *entries, gint64 broken, gint64 n_waiting)
{
  g_autoptr (HdCliJson) json = hd_cli_json_new ();

  hd_cli_json_begin_object (json, NULL);
  hd_cli_json_boolean (json, "whole", broken == 0);
  if (broken == 0)
    hd_cli_json_null (json, "broken_at");
  else
    hd_cli_json_int64 (json, "broken_at", broken);
  hd_cli_json_string (json, "last_hash", last_hash (entries));
  hd_cli_json_int64 (json, "attempts_waiting", n_waiting);
  hd_cli_json_begin_array (json, "entries");
  for (guint index = 0; index < entries->len; index++)
    {
      const HdAuditEntry *entry = g_ptr_array_index (entries, index);

      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_int64 (json, "number", entry->number);
      hd_cli_json_time (json, "at", entry->at);
      hd_cli_json_string (json, "actor", entry->actor);
      hd_cli_json_string (json, "action", hd_audit_action_to_string (entry->action));
      hd_cli_json_string (json, "object", entry->object);
      hd_cli_json_string (json, "reason", entry->reason);
      hd_cli_json_string (json, "hash", entry->hash);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
  hd_cli_json_end_object (json);
  hd_cli_json_print (json);
}

static void
print_table (const HdCli *cli, GPtrArray *entries)
{
  static const char *const titles[]
      = { "number", "at", "actor", "action", "object", "reason", "hash" };
  g_autoptr (HdCliTable) table = hd_cli_table_new ();
  guint n_titles = G_N_ELEMENTS (titles) - (cli->output == HD_OUTPUT_CSV ? 0 : 1);

  for (guint column = 0; column < n_titles; column++)
    hd_cli_table_add_column (table, titles[column], column == 0);
  for (guint index = 0; index < entries->len; index++)
    {
      const HdAuditEntry *entry = g_ptr_array_index (entries, index);

      hd_cli_table_take (table, g_strdup_printf ("%" G_GINT64_FORMAT, entry->number));
      hd_cli_table_take (table, hd_cli_format_time (entry->at));
      hd_cli_table_add (table, entry->actor);
      hd_cli_table_add (table, hd_audit_action_to_string (entry->action));
      hd_cli_table_add (table, entry->object);
      hd_cli_table_add (table, entry->reason);
      if (cli->output == HD_OUTPUT_CSV)
        hd_cli_table_add (table, entry->hash);
    }
  if (cli->output == HD_OUTPUT_CSV)
    hd_cli_table_print_csv (table);
  else
    hd_cli_table_print (table);
}

static int
tell_broken (gint64 broken)
{
  g_autofree char *where = g_strdup_printf ("%" G_GINT64_FORMAT, broken);

  return hd_cli_failed (_ ("the audit log is not whole"), where,
                        _ ("look into a backup from before"));
}

static void
keep_since (GPtrArray *entries, gint64 first)
{
  while (entries->len > 0 && ((const HdAuditEntry *)g_ptr_array_index (entries, 0))->at < first)
    g_ptr_array_remove_index (entries, 0);
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_autofree char *since = NULL, *noted = NULL;
  const GOptionEntry options[] = {
    { "since", 0, 0, G_OPTION_ARG_STRING, &since, N_ ("Only entries from this time on"), "TIME" },
    { "noted", 0, 0, G_OPTION_ARG_STRING, &noted,
      N_ ("A hash that was noted before: it has to be in the log"), "HASH" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  int status = HD_EXIT_DONE;
  gint64 first = 0, broken, n_waiting;
  gboolean has_noted;

  if (!hd_cli_parse (cli, options, &argc, &argv, 0, 0))
    return HD_EXIT_USAGE;
  if (since != NULL && (first = hd_cli_parse_time (since)) == 0)
    return hd_cli_usage (_ ("this is no time"), since,
                         _ ("write it as 2026-03-31T08:00:00Z or 2026-03-31"));
  /* They go into the log with the entry that the store was opened. */
  cli->writes_out = hd_store_count_attempts (cli->store_dir) > 0;
  if (hd_cli_open_store (cli, HD_STORE_READ, &status) == NULL)
    return status;
  n_waiting = hd_store_count_attempts (cli->store_dir);
  entries = hd_store_get_audit (cli->store, noted != NULL ? 0 : first, &broken, &error);
  if (entries == NULL)
    return hd_cli_error (error);
  has_noted = noted == NULL || hd_audit_has_hash (entries, noted);
  keep_since (entries, first);
  if (cli->output == HD_OUTPUT_JSON)
    print_json (entries, broken, n_waiting);
  else
    print_table (cli, entries);
  if (cli->output == HD_OUTPUT_TEXT && last_hash (entries) != NULL)
    printf ("\n%s %s\n", _ ("Last entry's hash:"), last_hash (entries));
  if (n_waiting > 0)
    fprintf (
        stderr,
        ngettext ("%u wrong passphrase is not in the log yet: the store cannot be written to\n",
                  "%u wrong passphrases are not in the log yet: the store cannot be written to\n",
                  (gulong)n_waiting),
        (guint)n_waiting);
  if (broken != 0)
    return tell_broken (broken);
  return has_noted ? HD_EXIT_DONE
                   : hd_cli_failed (_ ("the audit log was cut off, or written anew"), noted,
                                    _ ("look into a backup from before"));
}

const HdCommand hd_command_audit = {
  .name = "audit",
  .summary = N_ ("Show and verify the log of what was taken in and out"),
  .details = N_ ("Note the last entry's hash elsewhere now and then: a log that was cut off or "
                 "written anew behind it then shows, by --noted."),
  .run = run,
};
