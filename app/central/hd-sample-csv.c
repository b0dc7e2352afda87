/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads small CSV files (RFC 4180) whole: the sample's own resources, and files of --data.
 */

#include "config.h"

#include "hd-sample-csv.h"

#include <math.h>
#include <string.h>

#define RESOURCES "/org/haidang/central/"

/* Reads one record from *at; FALSE when a quote is left open. */
static gboolean
read_record (const char **at, const char *end, GPtrArray *fields)
{
  g_autoptr (GString) field = g_string_new (NULL);
  gboolean quoted = FALSE;
  const char *p = *at;

  for (; p < end; p++)
    {
      if (quoted && *p == '"' && p + 1 < end && p[1] == '"')
        g_string_append_c (field, *p++);
      else if (*p == '"')
        quoted = !quoted;
      else if (!quoted && *p == ',')
        {
          g_ptr_array_add (fields, g_strndup (field->str, field->len));
          g_string_truncate (field, 0);
        }
      else if (!quoted && *p == '\n')
        break;
      else if (quoted || *p != '\r')
        g_string_append_c (field, *p);
    }
  g_ptr_array_add (fields, g_strndup (field->str, field->len));
  *at = p < end ? p + 1 : end;
  return !quoted;
}

HdCsv *
hd_csv_parse (const char *text, gsize length)
{
  g_autoptr (HdCsv) csv = g_new0 (HdCsv, 1);
  const char *at = text, *end = text + length;
  guint n_columns = 0;

  csv->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  if (g_str_has_prefix (text, "\xEF\xBB\xBF"))
    at += 3;
  while (at < end)
    {
      g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);

      if (!read_record (&at, end, fields))
        return NULL;
      if (fields->len == 1 && *(char *)fields->pdata[0] == '\0')
        continue;
      if (csv->columns == NULL)
        n_columns = fields->len;
      while (fields->len < n_columns)
        g_ptr_array_add (fields, g_strdup (""));
      g_ptr_array_set_free_func (fields, NULL);
      g_ptr_array_add (fields, NULL);
      if (csv->columns == NULL)
        csv->columns = (char **)g_ptr_array_free (g_steal_pointer (&fields), FALSE);
      else
        g_ptr_array_add (csv->rows, g_ptr_array_free (g_steal_pointer (&fields), FALSE));
    }
  return csv->columns != NULL ? g_steal_pointer (&csv) : NULL;
}

HdCsv *
hd_csv_load (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, &error);
  HdCsv *csv;

  if (bytes == NULL)
    g_error ("the program lacks its data: %s", error->message);
  csv = hd_csv_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert (csv != NULL);
  return csv;
}

void
hd_csv_free (HdCsv *csv)
{
  g_strfreev (csv->columns);
  g_ptr_array_unref (csv->rows);
  g_free (csv);
}

int
hd_csv_column (const HdCsv *csv, const char *name)
{
  for (int index = 0; csv->columns[index] != NULL; index++)
    if (strcmp (csv->columns[index], name) == 0)
      return index;
  return -1;
}

const char *
hd_csv_get (const HdCsv *csv, guint row, const char *column)
{
  int index = hd_csv_column (csv, column);
  char **fields = csv->rows->pdata[row];

  return index >= 0 ? fields[index] : "";
}

double
hd_csv_number (const HdCsv *csv, guint row, const char *column)
{
  const char *text = hd_csv_get (csv, row, column);
  char *end = NULL;
  double value = g_ascii_strtod (text, &end);

  return *text != '\0' && *end == '\0' ? value : NAN;
}
