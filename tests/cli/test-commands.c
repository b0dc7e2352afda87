/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walks the command table.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-command.h"

#include <string.h>

/* The interface as it is published: none of these may go. */
static const char *const published[]
    = { "open",    "demo",   "sync", "import", "status", "kpis", "units",  "query",     "forecast",
        "explain", "alerts", "ask",  "render", "brief",  "pack", "verify", "warehouse", "audit" };

static void
test_table (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint index = 0; index < hd_n_commands; index++)
    {
      const HdCommand *command = hd_commands[index];

      g_assert_true (g_hash_table_add (names, (gpointer)command->name));
      g_assert_nonnull (command->run);
      g_assert_cmpuint (strlen (command->summary), >, 10);
      g_assert_true (hd_command_find (command->name) == command);
    }
  for (guint index = 0; index < G_N_ELEMENTS (published); index++)
    g_assert_nonnull (hd_command_find (published[index]));
}

static void
test_guess (void)
{
  g_assert_cmpstr (hd_command_guess ("quer")->name, ==, "query");
  g_assert_cmpstr (hd_command_guess ("statsu")->name, ==, "status");
  g_assert_null (hd_command_guess ("fly-me-to-the-moon"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/commands/table", test_table);
  g_test_add_func ("/cli/commands/guess", test_guess);
  return g_test_run ();
}
