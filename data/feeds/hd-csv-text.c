/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cells of CSV as they are written.
 */

#include "config.h"

#include "hd-csv-text.h"

#include <string.h>

char *
hd_csv_quote (const char *text)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *doubled = NULL;

  if (strpbrk (text, ",\"\r\n") == NULL)
    return g_strconcat (",", text, NULL);
  parts = g_strsplit (text, "\"", -1);
  doubled = g_strjoinv ("\"\"", parts);
  return g_strconcat (",\"", doubled, "\"", NULL);
}

char *
hd_csv_put_int64 (char *at, gint64 value)
{
  char digits[24];
  guint first = sizeof digits;
  guint64 rest = value < 0 ? -(guint64)value : (guint64)value;

  do
    digits[--first] = (char)('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (value < 0)
    digits[--first] = '-';
  memcpy (at, digits + first, sizeof digits - first);
  return at + sizeof digits - first;
}

char *
hd_csv_put_double (char *at, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 15; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  return g_stpcpy (at, text);
}
