/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One sync from the command line, with its progress and its report: `sync` and `demo`.
 */

#include "config.h"

#include "hd-cli-sync.h"

#include "hd-cli-error.h"
#include "hd-cli-intake.h"
#include "hd-cli-json.h"
#include "hd-cli-progress.h"
#include "hd-cli-table.h"
#include "hd-feed-source.h"
#include "hd-guard.h"

#include <glib/gi18n.h>

static void
show_progress (const char *dataset, double fraction, guint64 n_rows, gpointer user_data)
{
  hd_cli_progress (fraction, dataset, n_rows);
}

static void
print_json (GPtrArray *results)
{
  g_autoptr (HdCliJson) json = hd_cli_json_new ();

  hd_cli_json_begin_array (json, NULL);
  for (guint index = 0; index < results->len; index++)
    {
      const HdSyncResult *result = g_ptr_array_index (results, index);

      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_string (json, "dataset", result->dataset);
      hd_cli_json_int64 (json, "added", (gint64)result->added);
      hd_cli_json_int64 (json, "replaced", (gint64)result->replaced);
      hd_cli_json_int64 (json, "deleted", (gint64)result->deleted);
      hd_cli_json_int64 (json, "bytes", (gint64)result->n_bytes);
      hd_cli_json_double (json, "seconds", result->elapsed_s);
      hd_cli_json_time (json, "vintage", result->vintage);
      hd_cli_json_boolean (json, "unchanged", result->unchanged);
      hd_cli_json_boolean (json, "held", result->is_held);
      hd_cli_json_string (json, "error", result->error != NULL ? result->error->message : NULL);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
  hd_cli_json_print (json);
}

static void
print_table (const HdCli *cli, GPtrArray *results)
{
  static const char *const titles[]
      = { "dataset", "added", "replaced", "deleted", "bytes", "seconds", "vintage", "error" };
  g_autoptr (HdCliTable) table = hd_cli_table_new ();

  for (guint column = 0; column < G_N_ELEMENTS (titles); column++)
    hd_cli_table_add_column (table, titles[column], column >= 1 && column <= 5);
  for (guint index = 0; index < results->len; index++)
    {
      const HdSyncResult *result = g_ptr_array_index (results, index);
      const guint64 counts[]
          = { result->added, result->replaced, result->deleted, result->n_bytes };

      hd_cli_table_add (table, result->dataset);
      for (guint count = 0; count < G_N_ELEMENTS (counts); count++)
        hd_cli_table_take (table, g_strdup_printf ("%" G_GUINT64_FORMAT, counts[count]));
      hd_cli_table_take (table, g_strdup_printf ("%.2f", result->elapsed_s));
      hd_cli_table_take (table, hd_cli_format_time (result->vintage));
      hd_cli_table_take (table, result->error == NULL ? NULL
                                : cli->output == HD_OUTPUT_CSV
                                    ? g_strdup (result->error->message)
                                    : hd_cli_describe_error (result->error));
    }
  if (cli->output == HD_OUTPUT_CSV)
    hd_cli_table_print_csv (table);
  else
    hd_cli_table_print (table);
}

/* One line for all that did not come. When nothing came it failed; else it is partial. */
static int
judge (GPtrArray *results)
{
  guint n_failed = 0;
  const GError *first = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint index = 0; index < results->len; index++)
    {
      const HdSyncResult *result = g_ptr_array_index (results, index);

      if (result->error == NULL)
        continue;
      n_failed++;
      first = first != NULL ? first : result->error;
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", result->dataset);
    }
  if (n_failed == 0)
    return HD_EXIT_DONE;
  if (n_failed == results->len)
    return hd_cli_error (first);
  g_string_append_printf (names, ": %s", first->message);
  hd_cli_failed (_ ("some feeds did not come; the rest is in"), names->str, _ ("sync again"));
  return HD_EXIT_PARTIAL;
}

int
hd_cli_sync (HdCli *cli, const HdSyncOptions *options, HdCliSyncReport report)
{
  HdSyncOptions asked = *options;
  g_autofree char *ca_file = g_strdup (options->ca_file);
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;
  int status = HD_EXIT_DONE;
  HdCatalog *catalog = hd_cli_get_catalog (cli, &status);

  /* What may not be asked makes no store. */
  if (catalog != NULL && !hd_guard_source (asked.base_url, &ca_file, &error))
    return hd_cli_error (error);
  if (catalog == NULL || hd_cli_open_store (cli, HD_STORE_WRITE | HD_STORE_CREATE, &status) == NULL)
    return status;
  asked.now = hd_cli_now ();
  results = hd_feed_source_sync (cli->store, catalog, &asked, show_progress, NULL, NULL, &error);
  hd_cli_progress_end ();
  if (results == NULL)
    return hd_cli_error (error);
  if (report == HD_CLI_SYNC_REPORT && cli->output == HD_OUTPUT_JSON)
    print_json (results);
  else if (report == HD_CLI_SYNC_REPORT)
    print_table (cli, results);
  return hd_cli_follow_intake (cli, judge (results));
}
