/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table, for figures that no chart shows better: names left, figures right, thin rules.
 */

#include "config.h"

#include "hd-painters.h"

#include <math.h>

/* Few rows stand further apart, as far as the eye still follows them. */
#define ROW_STRETCH 1.5
#define COLUMN_GAP_PX 14
#define NAME_MIN_PART 0.3
/* The lane of a column's bars: narrower says nothing, wider says no more. */
#define LANE_MIN_PX 28
#define LANE_MAX_PX 110
#define LANE_GAP_PX 8

typedef struct
{
  double row_height;
  guint n_rows;
  guint n_columns; /* shown; the last ones give way on a narrow card */
  double *widths;
  double name_width;
  double lane; /* of the bars in the columns that have some; 0: no room */
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

static double
widest_name (const HdChartLayout *layout)
{
  double widest = 0;

  for (guint row = 0; row < layout->spec->n_categories && row < 400; row++)
    widest = MAX (widest,
                  hd_text_measure (layout, HD_TEXT_LABEL, layout->spec->categories[row].label));
  return widest;
}

/* Bars take what names and figures leave, in equal lanes. */
static void
plan_lanes (const HdChartLayout *layout, Table *table)
{
  const HdChartSpec *spec = layout->spec;
  double spare = table->name_width - widest_name (layout) - COLUMN_GAP_PX;
  guint n_lanes = 0;

  for (guint series = 0; series < table->n_columns; series++)
    n_lanes += spec->series[series].has_bars;
  if (n_lanes == 0 || spare < n_lanes * (LANE_MIN_PX + LANE_GAP_PX))
    return;
  table->lane = MIN (spare / n_lanes - LANE_GAP_PX, LANE_MAX_PX);
  for (guint series = 0; series < table->n_columns; series++)
    if (spec->series[series].has_bars)
      {
        table->widths[series] += table->lane + LANE_GAP_PX;
        table->name_width -= table->lane + LANE_GAP_PX;
      }
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
  if (table->n_rows == spec->n_categories)
    table->row_height = CLAMP (layout->plot.height / (table->n_rows + 1), table->row_height,
                               table->row_height * ROW_STRETCH);
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
  plan_lanes (layout, table);
}

/* What the figures of a column keep free at its right, for the bars. */
static double
lane_of (const HdChartLayout *layout, const Table *table, guint series)
{
  return layout->spec->series[series].has_bars && table->lane > 0 ? table->lane + LANE_GAP_PX : 0;
}

/* From the column's own zero, which stands in the lane where there are negative figures. */
static void
draw_bar (HdChartLayout *layout, const Table *table, guint series, guint row, HdRect lane)
{
  const HdChartSpec *spec = layout->spec;
  double value = hd_chart_spec_value (spec, series, row);
  double low = 0, high = 0;
  HdScale scale;
  HdRole role;

  for (guint other = 0; other < spec->n_categories; other++)
    if (isfinite (spec->series[series].values[other]))
      {
        low = MIN (low, spec->series[series].values[other]);
        high = MAX (high, spec->series[series].values[other]);
      }
  if (!isfinite (value) || !(high > low))
    return;
  scale = (HdScale){ low, high, lane.x, lane.x + lane.width };
  role = hd_role_of_status (hd_chart_spec_status (spec, series, row), HD_ROLE_PREVIOUS_EDGE);
  hd_ink_rect (
      layout, role,
      hd_chart_spec_flags (spec, series, row) & HD_POINT_PARTIAL ? HD_STYLE_HOLLOW : HD_STYLE_FILL,
      (HdRect){ MIN (hd_scale_px (&scale, 0), hd_scale_px (&scale, value)), lane.y,
                fabs (hd_scale_px (&scale, value) - hd_scale_px (&scale, 0)), lane.height });
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
      hd_text_put (layout, name, HD_ROLE_TEXT_DIM,
                   hd_text_box (name, right - lane_of (layout, table, series), y - 2, 1, 1));
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
      double lane = lane_of (layout, table, series);
      PangoLayout *figure = hd_text_new (layout, style, text, table->widths[series] - lane - 4);

      right += table->widths[series];
      hd_text_put (layout, figure,
                   hd_role_of_status (hd_chart_spec_status (spec, series, row), HD_ROLE_TEXT),
                   hd_text_box (figure, right - lane, middle, 1, 0.5));
      if (lane > 0)
        draw_bar (
            layout, table, series, row,
            (HdRect){ right - table->lane, top + 1, table->lane, MAX (table->row_height - 7, 2) });
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
