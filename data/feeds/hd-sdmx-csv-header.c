/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The header line of an SDMX-CSV message.
 */

#include "config.h"

#include "hd-sdmx-csv-header.h"

#include <string.h>

#include "hd-feed-error.h"

/* "ATTR[en;fr]" and "ATTR[]" are ATTR with several values, "DIM: a name" is DIM with labelled cells. */
static void
read_header_field (HdSdmxCsvHeader *header, guint column, const HdCsvField *field)
{
  g_autofree char *text = g_strndup (field->text, field->length);
  char *label = strstr (text, ": ");
  char *bracket;

  header->is_labelled[column] = label != NULL;
  if (label != NULL)
    *label = '\0';
  bracket = strchr (text, '[');
  header->is_multiple[column] = bracket != NULL && g_str_has_suffix (text, "]");
  if (header->is_multiple[column])
    {
      if (column == 0 && bracket[1] != ']')
        header->sub_separator = bracket[1];
      *bracket = '\0';
    }
  header->ids[column] = g_steal_pointer (&text);
}

/* With labels=name each component is followed by a column with its name for a title. */
static gboolean
is_name_column (const HdSdmxCsvHeader *header, guint column)
{
  static const char *const fixed[] = { "ACTION", "SERIES_KEY", "OBS_KEY", NULL };
  guint name = (guint)header->structure_id + 1, first = name + 1;

  if (name >= header->n_columns || strcmp (header->ids[name], "STRUCTURE_NAME") != 0)
    return FALSE;
  while (first < header->n_columns && g_strv_contains (fixed, header->ids[first]))
    first++;
  return column == name || (column > first && (column - first) % 2 == 1);
}

int
hd_sdmx_csv_header_find (const HdSdmxCsvHeader *header, const char *id)
{
  int found = -1;

  for (guint column = 0; column < header->n_columns; column++)
    if (strcmp (header->ids[column], id) == 0
        && (found < 0
            || (is_name_column (header, (guint)found) && !is_name_column (header, column))))
      found = (int)column;
  return found;
}

/* The column that has the same title as one before it; -1 when there is none. */
static int
find_twice (const HdSdmxCsvHeader *header)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint column = 0; column < header->n_columns; column++)
    if (!is_name_column (header, column) && *header->ids[column] != '\0'
        && !g_hash_table_add (seen, header->ids[column]))
      return (int)column;
  return -1;
}

gboolean
hd_sdmx_csv_header_read (HdSdmxCsvHeader *header,
                         const HdCsvRecord *record,
                         char separator,
                         GError **error)
{
  int twice;

  header->n_columns = record->n_fields;
  header->decimal = separator == ',' ? '.' : ',';
  for (guint column = 0; column < record->n_fields; column++)
    read_header_field (header, column, &record->fields[column]);
  if (strcmp (header->ids[0], "STRUCTURE") != 0)
    {
      hd_csv_record_error (record, 0, HD_FEED_ERROR_SYNTAX, error,
                           "this is not SDMX-CSV: its first column is not STRUCTURE");
      return FALSE;
    }
  header->structure_id = hd_sdmx_csv_header_find (header, "STRUCTURE_ID");
  header->action = hd_sdmx_csv_header_find (header, "ACTION");
  if (header->structure_id < 0)
    {
      hd_csv_record_error (record, 0, HD_FEED_ERROR_SYNTAX, error,
                           "there is no column STRUCTURE_ID");
      return FALSE;
    }
  twice = find_twice (header);
  if (twice < 0)
    return TRUE;
  hd_csv_record_error (record, (guint)twice, HD_FEED_ERROR_SYNTAX, error,
                       "there are two columns with this title");
  return FALSE;
}

void
hd_sdmx_csv_header_clear (HdSdmxCsvHeader *header)
{
  for (guint column = 0; column < header->n_columns; column++)
    g_clear_pointer (&header->ids[column], g_free);
  header->n_columns = 0;
}
