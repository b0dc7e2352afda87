/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Series of months out of a CSV file, for the benchmarks.
 */

#include "config.h"

#include "monthly-series.h"

#include "hd-csv-scanner.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum
{
  COLUMN_ID,
  COLUMN_DATE,
  COLUMN_VALUE,
  COLUMN_ELSE,
  N_COLUMNS
};

typedef struct
{
  const MonthlyFile *file;
  GPtrArray *into;
  int place[N_COLUMNS]; /* -1: no such column */
  guint first; /* of this file's series in `into` */
} Reader;

void
monthly_series_free (MonthlySeries *series)
{
  g_free (series->id);
  g_array_unref (series->values);
  g_free (series);
}

static gboolean
read_header (Reader *reader, const HdCsvRecord *record)
{
  const char *names[N_COLUMNS] = { reader->file->id_column, reader->file->date_column,
                                   reader->file->value_column, reader->file->else_column };

  for (guint column = 0; column < N_COLUMNS; column++)
    for (guint field = 0; field < record->n_fields; field++)
      if (names[column] != NULL && strlen (names[column]) == record->fields[field].length
          && memcmp (names[column], record->fields[field].text, record->fields[field].length) == 0)
        reader->place[column] = (int)field;
  return TRUE;
}

static char *
dup_field (const Reader *reader, const HdCsvRecord *record, guint column)
{
  int place = reader->place[column];

  if (place < 0 || (guint)place >= record->n_fields)
    return g_strdup ("");
  return g_strndup (record->fields[place].text, record->fields[place].length);
}

static MonthlySeries *
find_or_add (Reader *reader, const char *id, int month)
{
  MonthlySeries *series;

  for (guint place = reader->first; place < reader->into->len; place++)
    {
      series = g_ptr_array_index (reader->into, place);
      if (g_str_equal (series->id, id))
        return series;
    }
  series = g_new0 (MonthlySeries, 1);
  series->id = g_strdup (id);
  series->first_month = month;
  series->values = g_array_new (FALSE, FALSE, sizeof (double));
  g_ptr_array_add (reader->into, series);
  return series;
}

static gboolean
read_record (const HdCsvRecord *record, gpointer user_data, GError **error)
{
  Reader *reader = user_data;
  g_autofree char *id = NULL, *date = NULL, *text = NULL;
  MonthlySeries *series;
  int year, month = 1;
  double value;

  if (record->line == 1)
    return read_header (reader, record);
  id = reader->place[COLUMN_ID] < 0 ? g_strdup (reader->file->value_column)
                                    : dup_field (reader, record, COLUMN_ID);
  date = dup_field (reader, record, COLUMN_DATE);
  text = dup_field (reader, record, COLUMN_VALUE);
  if (*text == '\0')
    {
      g_free (text);
      text = dup_field (reader, record, COLUMN_ELSE);
    }
  if (sscanf (date, "%d-%d", &year, &month) < 1)
    return TRUE;
  value = *text != '\0' ? g_ascii_strtod (text, NULL) : NAN;
  month += 12 * year - 1;
  series = find_or_add (reader, id, month);
  while ((int)series->values->len < month - series->first_month)
    {
      double missing = NAN;

      g_array_append_val (series->values, missing);
    }
  g_array_append_val (series->values, value);
  return TRUE;
}

gboolean
monthly_series_read (const MonthlyFile *file, GPtrArray *into)
{
  Reader reader = { file, into, { -1, -1, -1, -1 }, into->len };
  g_autoptr (HdCsvScanner) scanner = hd_csv_scanner_new (read_record, &reader);
  g_autofree char *text = NULL;
  gsize length;

  return g_file_get_contents (file->path, &text, &length, NULL)
         && hd_csv_scanner_push (scanner, text, length, NULL)
         && hd_csv_scanner_finish (scanner, NULL);
}
