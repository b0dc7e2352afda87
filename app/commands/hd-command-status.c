/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang status`: per source system and dataset, how much there is and how old it is.
 */

#include "config.h"

#include "hd-command.h"

#include "hd-cli-error.h"
#include "hd-cli-json.h"
#include "hd-cli-report.h"
#include "hd-feed-notes.h"
#include "hd-number-format.h"
#include "hd-store-quarantine.h"

#include <glib/gi18n.h>
#include <string.h>

/* One dataset's line. */
typedef struct
{
  const HdDataset *dataset;
  const HdStoreDatasetStatus *known; /* (nullable): what the store knows of it */
  const char *held; /* (nullable): why a message of it waits for a yes */
  const char *scope; /* (nullable): the units whose rows are here */
  guint n_refused; /* messages of it in quarantine */
  gboolean is_sealed;
  gint64 now;
} Line;

/* (nullable): what the store knows of the dataset. */
static const HdStoreDatasetStatus *
find_status (GPtrArray *all, const char *dataset)
{
  for (guint index = 0; index < all->len; index++)
    {
      const HdStoreDatasetStatus *one = g_ptr_array_index (all, index);

      if (strcmp (one->dataset, dataset) == 0)
        return one;
    }
  return NULL;
}

/* Words of the interface: never translated in JSON. */
static const char *
state_of (const Line *line)
{
  const HdStoreDatasetStatus *known = line->known;

  if (line->held != NULL)
    return "held";
  if (known == NULL || known->n_rows == 0)
    return known != NULL && known->last_error != NULL ? "error" : "missing";
  if (known->last_error != NULL)
    return "error";
  return hd_dataset_is_late (line->dataset, known->last, known->extracted_at, line->now) ? "late"
                                                                                         : "fresh";
}

static const char *
translate_state (const char *state)
{
  if (strcmp (state, "fresh") == 0)
    return _ ("fresh");
  if (strcmp (state, "late") == 0)
    return _ ("late");
  if (strcmp (state, "error") == 0)
    return _ ("failed");
  if (strcmp (state, "held") == 0)
    return _ ("held");
  return _ ("no data");
}

/* A period of the dataset's own grain. (nullable) (transfer full) */
static char *
edge_period (const HdDataset *dataset, const HdStoreDatasetStatus *known, gboolean is_first)
{
  HdPeriod edge;

  if (known == NULL || known->n_rows == 0)
    return NULL;
  edge = is_first ? known->first : known->last;
  return hd_period_to_string (
      hd_period_containing (edge.first, dataset->grain, dataset->month_start_day));
}

static void
json_dataset (HdCliJson *json, const Line *line)
{
  const HdDataset *dataset = line->dataset;
  const HdStoreDatasetStatus *known = line->known;
  gint64 now = line->now;
  g_autofree char *first = edge_period (dataset, known, TRUE);
  g_autofree char *last = edge_period (dataset, known, FALSE);
  gboolean has_rows = known != NULL && known->n_rows > 0;

  hd_cli_json_begin_object (json, NULL);
  hd_cli_json_string (json, "source", dataset->source);
  hd_cli_json_string (json, "dataset", dataset->id);
  hd_cli_json_int64 (json, "rows", known != NULL ? (gint64)known->n_rows : 0);
  hd_cli_json_string (json, "first", first);
  hd_cli_json_string (json, "last", last);
  hd_cli_json_time (json, "vintage", has_rows ? known->vintage : 0);
  hd_cli_json_time (json, "extracted_at", has_rows ? known->extracted_at : 0);
  hd_cli_json_int64 (json, "age_s", has_rows ? now - known->extracted_at : HD_INT64_MISSING);
  hd_cli_json_int64 (json, "bytes", known != NULL ? (gint64)known->n_bytes : 0);
  hd_cli_json_string (json, "state", state_of (line));
  hd_cli_json_int64 (json, "history", known != NULL ? (gint64)known->n_history : 0);
  hd_cli_json_time (json, "checked_at", known != NULL ? known->checked_at : 0);
  hd_cli_json_boolean (json, "manual", dataset->manual);
  hd_cli_json_boolean (json, "sealed", line->is_sealed);
  hd_cli_json_string (json, "scope", line->scope);
  hd_cli_json_string (json, "held", line->held);
  hd_cli_json_int64 (json, "refused", line->n_refused);
  hd_cli_json_string (json, "error", known != NULL ? known->last_error : NULL);
  hd_cli_json_end_object (json);
}

static char *
format_age (gint64 age_s)
{
  if (age_s < 3600)
    return g_strdup_printf (_ ("%d min"), (int)(MAX (age_s, 0) / 60));
  if (age_s < 48 * 3600)
    return g_strdup_printf (_ ("%d h"), (int)(age_s / 3600));
  return g_strdup_printf (_ ("%d days"), (int)(age_s / 86400));
}

static void
add_row (const HdCli *cli, HdCliTable *table, const Line *line)
{
  const HdDataset *dataset = line->dataset;
  const HdStoreDatasetStatus *known = line->known;
  gint64 now = line->now;
  const HdNumberLocale *locale = hd_number_locale_get (cli->lang);
  gboolean is_csv = cli->output == HD_OUTPUT_CSV, has_rows = known != NULL && known->n_rows > 0;
  gint64 n_rows = known != NULL ? (gint64)known->n_rows : 0;
  gint64 n_bytes = known != NULL ? (gint64)known->n_bytes : 0;
  const char *state = state_of (line);

  hd_cli_table_add (table, dataset->source);
  hd_cli_table_add (table, dataset->id);
  hd_cli_table_take (table, is_csv ? g_strdup_printf ("%" G_GINT64_FORMAT, n_rows)
                                   : hd_number_format_exact (locale, n_rows));
  hd_cli_table_take (table, edge_period (dataset, known, TRUE));
  hd_cli_table_take (table, edge_period (dataset, known, FALSE));
  hd_cli_table_take (table, has_rows ? hd_cli_format_time (known->vintage) : NULL);
  if (is_csv)
    {
      hd_cli_table_take (table, has_rows ? hd_cli_format_time (known->extracted_at) : NULL);
      hd_cli_table_take (table,
                         has_rows ? g_strdup_printf ("%" G_GINT64_FORMAT, now - known->extracted_at)
                                  : NULL);
    }
  else
    {
      hd_cli_table_take (table, has_rows ? format_age (now - known->extracted_at) : NULL);
    }
  hd_cli_table_take (table, is_csv ? g_strdup_printf ("%" G_GINT64_FORMAT, n_bytes)
                                   : hd_number_format_exact (locale, n_bytes));
  hd_cli_table_add (table, is_csv ? state : translate_state (state));
}

static void
add_columns (const HdCli *cli, HdCliTable *table)
{
  gboolean is_csv = cli->output == HD_OUTPUT_CSV;

  hd_cli_table_add_column (table, "source", FALSE);
  hd_cli_table_add_column (table, "dataset", FALSE);
  hd_cli_table_add_column (table, "rows", TRUE);
  hd_cli_table_add_column (table, "first", FALSE);
  hd_cli_table_add_column (table, "last", FALSE);
  hd_cli_table_add_column (table, "vintage", FALSE);
  if (is_csv)
    hd_cli_table_add_column (table, "extracted_at", FALSE);
  hd_cli_table_add_column (table, is_csv ? "age_s" : _ ("age"), TRUE);
  hd_cli_table_add_column (table, "bytes", TRUE);
  hd_cli_table_add_column (table, "state", FALSE);
}

static guint
count_refused (GPtrArray *refused, const char *dataset)
{
  guint n_refused = 0;

  for (guint index = 0; index < refused->len; index++)
    n_refused += g_strcmp0 (((const HdStoreRefused *)refused->pdata[index])->dataset, dataset) == 0;
  return n_refused;
}

/* More than clocks differ by: figures that were made after `now` tell that this machine's clock was set back. */
#define MAX_AHEAD_S 300

static gint64
seconds_ahead (GPtrArray *known, gint64 now)
{
  gint64 newest = now;

  for (guint index = 0; index < known->len; index++)
    newest = MAX (newest, ((const HdStoreDatasetStatus *)known->pdata[index])->extracted_at);
  return newest - now > MAX_AHEAD_S ? newest - now : 0;
}

/* What concerns all of the store. */
static void
print_notes (HdCli *cli, const char *scope, guint n_refused, gint64 ahead_s)
{
  gint64 skew_s = hd_feed_notes_get_skew (cli->store);

  g_print ("%s\n", hd_store_is_sealed (cli->store)
                       ? _ ("The store is sealed: it is encrypted on the disk.")
                       : _ ("The store is not sealed: it lies open on the disk."));
  if (scope != NULL)
    g_print (_ ("This is the view of %s, not of the whole country.\n"), scope);
  if (skew_s != 0)
    {
      g_autofree char *age = format_age (ABS (skew_s));

      /* Translators: a span of time, as "3 h". */
      g_print (skew_s > 0 ? _ ("The feed server's clock is %s ahead of this machine's.\n")
                          : _ ("The feed server's clock is %s behind this machine's.\n"),
               age);
    }
  else if (ahead_s > 0)
    {
      g_autofree char *age = format_age (ahead_s);

      /* Translators: a span of time, as "3 h". */
      g_print (_ ("Figures are %s newer than this machine's clock: set the clock.\n"), age);
    }
  if (n_refused > 0)
    g_print (
        ngettext ("%u message was refused and kept for the auditor: haidang status --refused\n",
                  "%u messages were refused and kept for the auditor: haidang status --refused\n",
                  n_refused),
        n_refused);
}

static int
print_refused (HdCli *cli, GPtrArray *refused)
{
  static const char *const titles[] = { "received", "dataset", "from", "bytes", "reason" };
  g_autoptr (HdCliTable) table = hd_cli_table_new ();
  g_autoptr (HdCliJson) json = hd_cli_json_new ();

  for (guint column = 0; column < G_N_ELEMENTS (titles); column++)
    hd_cli_table_add_column (table, titles[column], column == 3);
  hd_cli_json_begin_array (json, NULL);
  for (guint index = 0; index < refused->len; index++)
    {
      const HdStoreRefused *one = refused->pdata[index];

      hd_cli_table_take (table, hd_cli_format_time (one->received));
      hd_cli_table_add (table, one->dataset);
      hd_cli_table_add (table, one->url);
      hd_cli_table_take (table, g_strdup_printf ("%" G_GUINT64_FORMAT, one->n_bytes));
      hd_cli_table_add (table, one->reason);
      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_time (json, "received", one->received);
      hd_cli_json_string (json, "dataset", one->dataset);
      hd_cli_json_string (json, "from", one->url);
      hd_cli_json_string (json, "sha256", one->sha256);
      hd_cli_json_int64 (json, "bytes", (gint64)one->n_bytes);
      hd_cli_json_string (json, "reason", one->reason);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
  hd_cli_report_print (cli, json, table);
  return HD_EXIT_DONE;
}

static int
print_status (HdCli *cli, HdCatalog *catalog, GPtrArray *known, GPtrArray *refused)
{
  g_autoptr (HdCliJson) json = hd_cli_json_new ();
  g_autoptr (HdCliTable) table = hd_cli_table_new ();
  g_autofree char *scope = hd_feed_notes_get_scope (cli->store);
  gint64 now = hd_cli_now ();

  add_columns (cli, table);
  hd_cli_json_begin_array (json, NULL);
  for (guint index = 0; index < hd_catalog_get_n_datasets (catalog); index++)
    {
      const HdDataset *dataset = hd_catalog_get_dataset (catalog, index);
      g_autoptr (HdHold) hold = hd_feed_notes_get_hold (cli->store, dataset->id);
      g_autofree char *held = hold == NULL ? NULL : hd_hold_describe (hold);
      Line line = { dataset, find_status (known, dataset->id),     held,
                    scope,   count_refused (refused, dataset->id), hd_store_is_sealed (cli->store),
                    now };

      json_dataset (json, &line);
      add_row (cli, table, &line);
    }
  hd_cli_json_end_array (json);
  if (cli->output == HD_OUTPUT_JSON)
    hd_cli_json_print (json);
  else if (cli->output == HD_OUTPUT_CSV)
    hd_cli_table_print_csv (table);
  else
    {
      hd_cli_table_print (table);
      print_notes (cli, scope, refused->len, seconds_ahead (known, now));
    }
  return HD_EXIT_DONE;
}

static int
run (HdCli *cli, int argc, char **argv)
{
  g_autoptr (GPtrArray) known = NULL, refused = NULL;
  g_autoptr (GError) error = NULL;
  gboolean wants_refused = FALSE;
  int status = HD_EXIT_DONE;
  HdCatalog *catalog;
  const GOptionEntry entries[] = {
    { "refused", 0, 0, G_OPTION_ARG_NONE, &wants_refused,
      N_ ("The messages that were refused, and why"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!hd_cli_parse (cli, entries, &argc, &argv, 0, 0))
    return HD_EXIT_USAGE;
  catalog = hd_cli_get_catalog (cli, &status);
  if (catalog == NULL || hd_cli_open_store (cli, HD_STORE_READ, &status) == NULL)
    return status;
  known = hd_store_get_status (cli->store, &error);
  refused = known == NULL ? NULL : hd_store_get_quarantine (cli->store, NULL, G_MAXUINT, &error);
  if (refused == NULL)
    return hd_cli_error (error);
  return wants_refused ? print_refused (cli, refused) : print_status (cli, catalog, known, refused);
}

const HdCommand hd_command_status = {
  .name = "status",
  .summary = N_ ("Every feed: rows, last period, vintage, age, state"),
  .run = run,
};
