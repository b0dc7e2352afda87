/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reports how a feed server conforms, point by point.
 */

#include "config.h"

#include "hd-cli-conformance.h"

#include <glib/gi18n.h>

#include "hd-cli-error.h"
#include "hd-cli-json.h"
#include "hd-cli-report.h"
#include "hd-conformance.h"

static const struct
{
  const char *id;
  const char *text;
} points[] = {
  { "structure", N_ ("The structure message is served and can be read.") },
  { "structure-etag", N_ ("The structure has an ETag, and If-None-Match is answered by 304.") },
  { "clock", N_ ("The server tells its time (Date), and its clock is right.") },
  { "names", N_ ("Every dataset has a name in Vietnamese and in English.") },
  { "code-lists", N_ ("Every dimension has its code list.") },
  { "frequency", N_ ("Every dataset says its frequency.") },
  { "extracted-at", N_ ("Observations say when their source knew them (EXTRACTED_AT).") },
  { "csv", N_ ("Data come as SDMX-CSV 2.0.0 that agrees with the structure.") },
  { "csv-gzip", N_ ("Data are compressed when gzip is asked for.") },
  { "json", N_ ("Small data come as SDMX-JSON 2.0.0, too, row for row.") },
  { "time-filter", N_ ("A filter on TIME_PERIOD gives only what lies in it.") },
  { "data-etag", N_ ("Data have an ETag, and If-None-Match is answered by 304.") },
  { "last-modified", N_ ("Data say when they last changed (Last-Modified).") },
  { "range", N_ ("A download that broke off can go on (Range, If-Range).") },
  { "range-stale", N_ ("What has changed since comes whole instead (If-Range).") },
  { "updated-after", N_ ("Nothing is newer than the newest (updatedAfter).") },
  { "changes", N_ ("The newest is told to whom it is new (updatedAfter).") },
  { "history", N_ ("Earlier versions come with includeHistory.") },
  { "as-of", N_ ("What was known at a moment can be asked for (asOf).") },
  { "events", N_ ("The server says when something changed (server-sent events).") },
  { "unknown-dataset", N_ ("A dataset that does not exist is answered by 404.") },
  { "bad-filter", N_ ("A filter that makes no sense is answered by 400 or 422.") },
  { "unknown-form", N_ ("A form that there is not is answered by 406.") },
  { "token", N_ ("Without its token, nothing is served.") },
};

/* By HdConformanceVerdict: `key` for programs, `word` for people. */
static const struct
{
  const char *key, *word;
} verdicts[] = {
  { "yes", NC_ ("conforms", "yes") },
  { "no", NC_ ("conforms", "no") },
  { "not asked", NC_ ("conforms", "not asked") },
};

static const char *
text_of (const HdConformancePoint *point)
{
  for (guint row = 0; row < G_N_ELEMENTS (points); row++)
    if (g_str_equal (points[row].id, point->id))
      return _ (points[row].text);
  return point->id;
}

static char *
describe_rows (const HdConformancePoint *point)
{
  gulong rows = (gulong)point->numbers[0], expected = (gulong)point->numbers[1];

  switch (point->finding)
    {
    case HD_FINDING_OTHER_ROWS:
      return g_strdup_printf (_ ("%s: %lu rows, and %lu by the other way"), point->subject, rows,
                              expected);
    case HD_FINDING_FEWER_ROWS:
      return g_strdup_printf (_ ("%lu rows, where there should be at least %lu"), rows, expected);
    default:
      return g_strdup_printf (
          ngettext ("%lu row that was not asked for", "%lu rows that were not asked for", rows),
          rows);
    }
}

/* What was found instead. (nullable) */
static char *
describe (const HdConformancePoint *point)
{
  gulong number = (gulong)point->numbers[0];

  switch (point->finding)
    {
    case HD_FINDING_ERROR:
      return g_strdup (point->subject);
    case HD_FINDING_STATUS:
      return number == 0 ? g_strdup (_ ("the server did not answer"))
                         : g_strdup_printf (_ ("the server answered %lu"), number);
    case HD_FINDING_NO_DATASETS:
      return g_strdup (_ ("there are no datasets"));
    case HD_FINDING_NO_ROWS:
      return g_strdup (_ ("no dataset has rows this year or last"));
    case HD_FINDING_MISSING:
      return g_strdup (_ ("it is not there"));
    case HD_FINDING_DATASET:
      return g_strdup_printf (_ ("%s does not"), point->subject);
    case HD_FINDING_UNCOMPRESSED:
      return g_strdup_printf (_ ("%lu bytes came as they are"), number);
    case HD_FINDING_OTHER_BYTES:
      return g_strdup (_ ("another part came than was asked for"));
    case HD_FINDING_CLOCK:
      return g_strdup_printf (_ ("it differs by %lu s"), number);
    case HD_FINDING_OTHER_ROWS:
    case HD_FINDING_FEWER_ROWS:
    case HD_FINDING_STRAY_ROWS:
      return describe_rows (point);
    case HD_FINDING_NONE:
    default:
      return NULL;
    }
}

static void
print_points (HdCli *cli, GPtrArray *found)
{
  g_autoptr (HdCliTable) table = hd_cli_table_new ();
  g_autoptr (HdCliJson) json = hd_cli_json_new ();

  hd_cli_table_add_column (table, "id", FALSE);
  hd_cli_table_add_column (table, "conforms", FALSE);
  hd_cli_table_add_column (table, "point", FALSE);
  hd_cli_table_add_column (table, "found", FALSE);
  hd_cli_json_begin_array (json, NULL);
  for (guint index = 0; index < found->len; index++)
    {
      const HdConformancePoint *point = g_ptr_array_index (found, index);
      g_autofree char *detail = describe (point);

      hd_cli_table_add (table, point->id);
      hd_cli_table_add (table, g_dpgettext2 (NULL, "conforms", verdicts[point->verdict].word));
      hd_cli_table_add (table, text_of (point));
      hd_cli_table_add (table, detail);
      hd_cli_json_begin_object (json, NULL);
      hd_cli_json_string (json, "id", point->id);
      hd_cli_json_string (json, "conforms", verdicts[point->verdict].key);
      hd_cli_json_string (json, "point", text_of (point));
      hd_cli_json_string (json, "found", detail);
      hd_cli_json_end_object (json);
    }
  hd_cli_json_end_array (json);
  hd_cli_report_print (cli, json, table);
}

int
hd_cli_conformance (HdCli *cli, const HdSyncOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = hd_conformance_run (options, NULL, &error);

  if (found == NULL)
    return hd_cli_error (error);
  print_points (cli, found);
  for (guint index = 0; index < found->len; index++)
    if (((const HdConformancePoint *)g_ptr_array_index (found, index))->verdict == HD_CONFORMS_NOT)
      return HD_EXIT_FAILED;
  return HD_EXIT_DONE;
}
