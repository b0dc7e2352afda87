/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers behind a chart as a list that a screen reader can walk, made from the same spec.
 */

#include "config.h"

#include "hd-chart-table.h"

#include <math.h>

#include "hd-widgets.h"

/* A map is its list of places; every other kind has categories and series. */
static guint
n_rows (const HdChartSpec *spec)
{
  return spec->map != NULL ? hd_map_spec_get_n_rows (spec->map) : spec->n_categories;
}

static const char *
row_label (const HdChartSpec *spec, guint row)
{
  return spec->map != NULL ? hd_map_spec_get_row (spec->map, row).name
                           : spec->categories[row].label;
}

static const char *
row_code (const HdChartSpec *spec, guint row)
{
  const char *code
      = spec->map != NULL ? hd_map_spec_get_row (spec->map, row).code : spec->categories[row].code;

  return code != NULL ? code : "";
}

static guint
n_columns (const HdChartSpec *spec)
{
  return spec->map != NULL ? 1 : spec->n_series;
}

static char *
cell_text (const HdChartSpec *spec, guint row, guint column)
{
  if (spec->map != NULL)
    {
      HdMapRow place = hd_map_spec_get_row (spec->map, row);

      return place.text != NULL ? g_strdup (place.text)
                                : hd_number_format (&spec->format, place.value);
    }
  return hd_chart_spec_text (spec, column, row);
}

static double
cell_value (const HdChartSpec *spec, guint row, guint column)
{
  return spec->map != NULL ? hd_map_spec_get_row (spec->map, row).value
                           : hd_chart_spec_value (spec, column, row);
}

static GtkWidget *
add_cell (GtkWidget *grid, guint column, const char *text, gboolean is_head)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  hd_widgets_set_tooltip (label, text);
  gtk_widget_add_css_class (label, is_head ? "head" : "cell");
  gtk_grid_attach (GTK_GRID (grid), label, (int)column, 0, 1, 1);
  return label;
}

static GtkWidget *
make_row (HdChartSpec *spec, int row)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *list_row = gtk_list_box_row_new ();
  g_autoptr (GString) spoken = g_string_new (row >= 0 ? row_label (spec, (guint)row) : "");

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  add_cell (grid, 0, row >= 0 ? row_label (spec, (guint)row) : "", row < 0);
  for (guint column = 0; column < n_columns (spec); column++)
    {
      const char *name = spec->map != NULL ? spec->title : spec->series[column].name;
      g_autofree char *text = row < 0 ? g_strdup (name) : cell_text (spec, (guint)row, column);

      add_cell (grid, column + 1, text, row < 0);
      if (row >= 0)
        g_string_append_printf (spoken, "; %s %s", name, text);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), grid);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (list_row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  row >= 0 ? spoken->str : spec->title, -1);
  return list_row;
}

static void
append_csv_text (GString *csv, const char *text)
{
  g_string_append_c (csv, '"');
  for (const char *cursor = text; *cursor != '\0'; cursor++)
    {
      if (*cursor == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *cursor);
    }
  g_string_append_c (csv, '"');
}

GtkWidget *
hd_chart_table_new (HdChartSpec *spec, const char *more)
{
  GtkWidget *list = gtk_list_box_new ();
  guint count = n_rows (spec);

  gtk_widget_add_css_class (list, "hd-list");
  gtk_widget_add_css_class (list, "table");
  gtk_list_box_append (GTK_LIST_BOX (list), make_row (spec, -1));
  for (guint row = 0; row < MIN (count, HD_CHART_TABLE_MAX_ROWS); row++)
    gtk_list_box_append (GTK_LIST_BOX (list), make_row (spec, (int)row));
  if (count > HD_CHART_TABLE_MAX_ROWS && more != NULL)
    gtk_list_box_append (GTK_LIST_BOX (list), gtk_label_new (more));
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, spec->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spec->caption, -1);
  return list;
}

char *
hd_chart_table_to_csv (const HdChartSpec *spec)
{
  GString *csv = g_string_new ("code,label");

  for (guint column = 0; column < n_columns (spec); column++)
    {
      g_string_append_c (csv, ',');
      append_csv_text (csv, spec->map != NULL ? spec->title : spec->series[column].name);
    }
  g_string_append_c (csv, '\n');
  for (guint row = 0; row < n_rows (spec); row++)
    {
      append_csv_text (csv, row_code (spec, row));
      g_string_append_c (csv, ',');
      append_csv_text (csv, row_label (spec, row));
      for (guint column = 0; column < n_columns (spec); column++)
        {
          char number[G_ASCII_DTOSTR_BUF_SIZE] = "";
          double value = cell_value (spec, row, column);

          if (isfinite (value))
            g_ascii_dtostr (number, sizeof number, value);
          g_string_append_printf (csv, ",%s", number);
        }
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}
