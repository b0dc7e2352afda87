/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of text for a terminal, or the same cells as CSV.
 */

#include "config.h"

#include "hd-cli-table.h"

#include <stdio.h>
#include <string.h>

struct _HdCliTable
{
  GPtrArray *titles; /* (element-type utf8) */
  GArray *is_number; /* (element-type gboolean) */
  GPtrArray *cells; /* (element-type utf8) row by row */
};

HdCliTable *
hd_cli_table_new (void)
{
  HdCliTable *table = g_new0 (HdCliTable, 1);

  table->titles = g_ptr_array_new_with_free_func (g_free);
  table->is_number = g_array_new (FALSE, FALSE, sizeof (gboolean));
  table->cells = g_ptr_array_new_with_free_func (g_free);
  return table;
}

void
hd_cli_table_free (HdCliTable *table)
{
  g_ptr_array_unref (table->titles);
  g_array_unref (table->is_number);
  g_ptr_array_unref (table->cells);
  g_free (table);
}

void
hd_cli_table_add_column (HdCliTable *table, const char *title, gboolean is_number)
{
  g_ptr_array_add (table->titles, g_strdup (title));
  g_array_append_val (table->is_number, is_number);
}

void
hd_cli_table_add (HdCliTable *table, const char *cell)
{
  g_ptr_array_add (table->cells, g_strdup (cell != NULL ? cell : ""));
}

void
hd_cli_table_take (HdCliTable *table, char *cell)
{
  g_ptr_array_add (table->cells, cell != NULL ? cell : g_strdup (""));
}

/* Columns that a terminal gives to the text: none for marks that combine, two for wide letters. */
static glong
width_of (const char *text)
{
  glong width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar letter = g_utf8_get_char (text);

      if (!g_unichar_iszerowidth (letter))
        width += g_unichar_iswide (letter) ? 2 : 1;
    }
  return width;
}

static void
append_row (HdCliTable *table, GString *text, gpointer *cells, const glong *widths)
{
  for (guint column = 0; column < table->titles->len; column++)
    {
      gboolean is_last = column + 1 == table->titles->len;
      gboolean is_number = g_array_index (table->is_number, gboolean, column);
      glong pad = widths[column] - width_of (cells[column]);

      if (is_number)
        g_string_append_printf (text, "%*s", (int)pad, "");
      g_string_append (text, cells[column]);
      if (!is_number && !is_last)
        g_string_append_printf (text, "%*s", (int)pad, "");
      g_string_append (text, is_last ? "\n" : "  ");
    }
}

char *
hd_cli_table_to_text (HdCliTable *table)
{
  guint n_columns = table->titles->len;
  g_autofree glong *widths = g_new0 (glong, n_columns);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint column = 0; column < n_columns; column++)
    widths[column] = width_of (g_ptr_array_index (table->titles, column));
  for (guint cell = 0; cell < table->cells->len; cell++)
    widths[cell % n_columns]
        = MAX (widths[cell % n_columns], width_of (g_ptr_array_index (table->cells, cell)));
  append_row (table, text, table->titles->pdata, widths);
  for (guint cell = 0; cell + n_columns <= table->cells->len; cell += n_columns)
    append_row (table, text, table->cells->pdata + cell, widths);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_csv_field (GString *line, const char *field)
{
  if (strpbrk (field, ",\"\r\n") == NULL)
    {
      g_string_append (line, field);
      return;
    }
  g_string_append_c (line, '"');
  for (; *field != '\0'; field++)
    {
      if (*field == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *field);
    }
  g_string_append_c (line, '"');
}

char *
hd_cli_table_to_csv (HdCliTable *table)
{
  guint n_columns = table->titles->len;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint cell = 0; cell < n_columns + table->cells->len; cell++)
    {
      append_csv_field (text, cell < n_columns
                                  ? g_ptr_array_index (table->titles, cell)
                                  : g_ptr_array_index (table->cells, cell - n_columns));
      g_string_append_c (text, (cell + 1) % n_columns == 0 ? '\n' : ',');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
hd_cli_table_print (HdCliTable *table)
{
  g_autofree char *text = hd_cli_table_to_text (table);

  fputs (text, stdout);
}

void
hd_cli_table_print_csv (HdCliTable *table)
{
  g_autofree char *text = hd_cli_table_to_csv (table);

  fputs (text, stdout);
}
