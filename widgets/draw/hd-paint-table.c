/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table, for figures that no chart shows better: names left, figures right, thin rules.
 */

#include "config.h"

#include "hd-painters.h"

#include <math.h>

#define COLUMN_GAP_PX 14
#define NAME_MIN_PART 0.3

typedef struct
{
  double row_height;
  guint n_rows;
  guint n_columns; /* shown; the last ones give way on a narrow card */
  double *widths;
  double name_width;
} Table;

static double
column_width (const HdChartLayout *layout, guint series)
{
  const HdChartSpec *spec = layout->spec;
  double widest = hd_text_measure (layout, HD_TEXT_LABEL, spec->series[series].name);

  for (guint row = 0; row < spec->n_categories && row < 400; row++)
    {
      g_autofree char *text = hd_chart_spec_text (spec, series, row);

      widest = MAX (widest, hd_text_measure (layout, HD_TEXT_LABEL, text));
    }
  return widest + COLUMN_GAP_PX;
}

static void
plan (const HdChartLayout *layout, Table *table)
{
  const HdChartSpec *spec = layout->spec;
  double left = layout->plot.width * (1 - NAME_MIN_PART);

  table->row_height = hd_text_line_height (layout, HD_TEXT_LABEL) + 7;
  table->n_rows = (guint)MAX (floor (layout->plot.height / table->row_height) - 1, 0);
  if (table->n_rows < spec->n_categories)
    table->n_rows = table->n_rows > 1 ? table->n_rows - 1 : table->n_rows;
  table->n_rows = MIN (table->n_rows, spec->n_categories);
  table->widths = g_new0 (double, spec->n_series + 1);
  for (guint series = 0; series < spec->n_series; series++)
    {
      table->widths[series] = column_width (layout, series);
      if (table->widths[series] > left && series > 0)
        break;
      table->widths[series] = MIN (table->widths[series], left);
      left -= table->widths[series];
      table->n_columns = series + 1;
    }
  table->name_width = left + layout->plot.width * NAME_MIN_PART;
}

static void
draw_header (HdChartLayout *layout, const Table *table)
{
  const HdChartSpec *spec = layout->spec;
  double right = layout->plot.x + table->name_width;
  double y = layout->plot.y + table->row_height - 3;

  for (guint series = 0; series < table->n_columns; series++)
    {
      PangoLayout *name = hd_text_new (layout, HD_TEXT_LABEL, spec->series[series].name,
                                       table->widths[series] - 4);

      right += table->widths[series];
      hd_text_put (layout, name, HD_ROLE_TEXT_DIM, hd_text_box (name, right, y - 2, 1, 1));
    }
  hd_ink_rule (layout, HD_ROLE_AXIS, (HdPoint){ layout->plot.x, y },
               (HdPoint){ layout->plot.x + layout->plot.width, y });
}

static void
draw_row (HdChartLayout *layout, const Table *table, guint row)
{
  const HdChartSpec *spec = layout->spec;
  double top = layout->plot.y + table->row_height * (row + 1);
  double middle = top + table->row_height / 2 - 2;
  double right = layout->plot.x + table->name_width;
  gboolean is_total = spec->categories[row].flags & HD_POINT_TOTAL;
  HdTextStyle style = is_total ? HD_TEXT_BOLD : HD_TEXT_LABEL;
  PangoLayout *name
      = hd_text_new (layout, style, spec->categories[row].label, MAX (table->name_width - 8, 8));

  hd_text_put (layout, name, HD_ROLE_TEXT, hd_text_box (name, layout->plot.x, middle, 0, 0.5));
  for (guint series = 0; series < table->n_columns; series++)
    {
      g_autofree char *text = hd_chart_spec_text (spec, series, row);
      PangoLayout *figure = hd_text_new (layout, style, text, table->widths[series] - 4);

      right += table->widths[series];
      hd_text_put (layout, figure,
                   hd_role_of_status (hd_chart_spec_status (spec, series, row), HD_ROLE_TEXT),
                   hd_text_box (figure, right, middle, 1, 0.5));
    }
  hd_ink_rule (layout, HD_ROLE_RULE, (HdPoint){ layout->plot.x, top + table->row_height - 3 },
               (HdPoint){ layout->plot.x + layout->plot.width, top + table->row_height - 3 });
  hd_mark_add (layout, (HdRect){ layout->plot.x, top - 2, layout->plot.width, table->row_height },
               0, (int)row);
}

void
hd_table_layout (HdChartLayout *layout)
{
  const HdChartSpec *spec = layout->spec;
  Table table = { 0 };

  if (spec->n_categories == 0 || spec->n_series == 0)
    {
      hd_layout_say_missing (layout);
      return;
    }
  plan (layout, &table);
  draw_header (layout, &table);
  for (guint row = 0; row < table.n_rows; row++)
    draw_row (layout, &table, row);
  if (table.n_rows < spec->n_categories)
    {
      g_autofree char *text = g_strdup_printf ("… +%u", spec->n_categories - table.n_rows);

      hd_label (layout, HD_TEXT_LABEL, HD_ROLE_TEXT_DIM, text,
                (HdPoint){ layout->plot.x, layout->plot.y + table.row_height * (table.n_rows + 1) },
                0, 0);
    }
  g_free (table.widths);
}

double
hd_table_height (const HdChartSpec *spec, double width, double font_px)
{
  return (spec->n_categories + 1) * (font_px * 1.4 + 7);
}
