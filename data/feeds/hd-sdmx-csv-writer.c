/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows as SDMX-CSV: what repeats from row to row is written once and copied.
 */

#include "config.h"

#include "hd-sdmx-csv-writer.h"

#include "hd-csv-text.h"
#include "hd-sdmx-text.h"

#include <string.h>

struct _HdSdmxCsvWriter
{
  HdStructure *structure;
  char *start; /* "dataflow,HD:REVENUE(1.0.0)," */
  GPtrArray **codes; /* [dimension] (element-type utf8) ",02CI" by code */
  HdDay day; /* whose text `time` is */
  char *time; /* ",2026-03-31" */
  gint64 known_from; /* whose text `extracted` is */
  char *extracted; /* ",2026-04-01T00:00:00Z" */
};

static GPtrArray *
quote_codes (const HdCodeList *list)
{
  GPtrArray *fields = g_ptr_array_new_full (hd_code_list_get_n (list), g_free);

  for (guint code = 0; code < hd_code_list_get_n (list); code++)
    g_ptr_array_add (fields, hd_csv_quote (hd_code_list_get (list, (HdCode)code)->id));
  return fields;
}

HdSdmxCsvWriter *
hd_sdmx_csv_writer_new (HdStructure *structure)
{
  HdSdmxCsvWriter *writer = g_new0 (HdSdmxCsvWriter, 1);
  guint n_dimensions = hd_structure_get_n_dimensions (structure);

  writer->structure = hd_structure_ref (structure);
  writer->start
      = g_strdup_printf ("dataflow,%s:%s(%s),", hd_structure_get_agency (structure),
                         hd_structure_get_id (structure), hd_structure_get_version (structure));
  writer->codes = g_new0 (GPtrArray *, n_dimensions + 1);
  for (guint index = 0; index < n_dimensions; index++)
    writer->codes[index] = quote_codes (hd_structure_get_dimension (structure, index)->codes);
  writer->day = HD_DAY_NONE;
  writer->time = g_strdup (",");
  writer->known_from = G_MININT64;
  return writer;
}

void
hd_sdmx_csv_writer_free (HdSdmxCsvWriter *writer)
{
  for (guint index = 0; writer->codes[index] != NULL; index++)
    g_ptr_array_unref (writer->codes[index]);
  g_free (writer->codes);
  hd_structure_unref (writer->structure);
  g_free (writer->start);
  g_free (writer->time);
  g_free (writer->extracted);
  g_free (writer);
}

void
hd_sdmx_csv_writer_put_header (HdSdmxCsvWriter *writer, GString *text)
{
  const HdStructure *structure = writer->structure;

  g_string_append (text, "STRUCTURE,STRUCTURE_ID,ACTION");
  for (guint index = 0; index < hd_structure_get_n_dimensions (structure); index++)
    g_string_append_printf (text, ",%s", hd_structure_get_dimension (structure, index)->id);
  g_string_append (text, ",TIME_PERIOD");
  for (guint index = 0; index < hd_structure_get_n_measures (structure); index++)
    g_string_append_printf (text, ",%s", hd_structure_get_measure (structure, index)->id);
  g_string_append (text, ",OBS_STATUS,EXTRACTED_AT\r\n");
}

/* The day as a period of the structure's grain; of a structure without one, the day itself. */
static void
turn_to_day (HdSdmxCsvWriter *writer, HdDay day)
{
  HdGrain grain = hd_structure_get_grain (writer->structure);
  g_autofree char *period = NULL;

  if (day == writer->day)
    return;
  if (day != HD_DAY_NONE)
    period = hd_period_to_string (
        hd_period_containing (day, grain == HD_GRAIN_SPAN ? HD_GRAIN_DAY : grain,
                              hd_structure_get_month_start_day (writer->structure)));
  writer->day = day;
  g_free (writer->time);
  writer->time = g_strconcat (",", period, NULL);
}

static void
turn_to_moment (HdSdmxCsvWriter *writer, gint64 known_from)
{
  g_autoptr (GDateTime) time = NULL;

  if (known_from == writer->known_from)
    return;
  time = g_date_time_new_from_unix_utc (known_from);
  writer->known_from = known_from;
  g_free (writer->extracted);
  writer->extracted = g_date_time_format (time, ",%Y-%m-%dT%H:%M:%SZ");
}

static void
put_values (const HdRows *rows, guint row, GString *text)
{
  for (guint index = 0; index < hd_structure_get_n_measures (rows->structure); index++)
    {
      HdNumber value = rows->values[index][row];
      char number[HD_CSV_MAX_NUMBER];
      char *end = number;

      g_string_append_c (text, ',');
      if (hd_rows_is_missing (rows, index, row))
        continue;
      if (hd_structure_get_measure (rows->structure, index)->is_real)
        end = hd_csv_put_double (end, value.d);
      else
        end = hd_csv_put_int64 (end, value.i);
      g_string_append_len (text, number, end - number);
    }
}

void
hd_sdmx_csv_writer_put_row (HdSdmxCsvWriter *writer, const HdRows *rows, guint row, GString *text)
{
  static const char actions[] = { 'M', 'R', 'D' }, statuses[] = { 'A', 'P', 'E', 'M', 'C' };

  turn_to_day (writer, rows->day[row]);
  turn_to_moment (writer, rows->known_from[row]);
  g_string_append (text, writer->start);
  g_string_append_c (text, actions[rows->action[row]]);
  for (guint index = 0; writer->codes[index] != NULL; index++)
    {
      HdCode code = rows->codes[index][row];

      g_string_append (text, code == HD_CODE_NONE
                                 ? ","
                                 : (const char *)g_ptr_array_index (writer->codes[index], code));
    }
  g_string_append (text, writer->time);
  put_values (rows, row, text);
  g_string_append_c (text, ',');
  /* An attribute in a deletion would say that only the attribute goes. */
  if (rows->action[row] != HD_ACTION_DELETE)
    g_string_append_c (text, statuses[rows->status[row]]);
  g_string_append (text, writer->extracted);
  g_string_append (text, "\r\n");
}
