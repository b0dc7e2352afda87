/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames of two groups to charts: shares, and the cells of a matrix.
 */

#include "config.h"

#include "hd-present-frame.h"
#include "hd-present-names.h"

#include <glib/gi18n.h>
#include <math.h>

static HdNotation
lane_notation (const char *code)
{
  if (g_str_equal (code, "XANH"))
    return HD_NOTATION_LANE_GREEN;
  if (g_str_equal (code, "VANG"))
    return HD_NOTATION_LANE_YELLOW;
  if (g_str_equal (code, "DO"))
    return HD_NOTATION_LANE_RED;
  return HD_NOTATION_PART;
}

/* The text of a group cell and its code: a period or a code. */
static char *
cell_code (const HdFrame *frame, guint row, guint column)
{
  if (hd_frame_get_column (frame, column)->type == HD_CELL_PERIOD)
    return hd_period_to_string (hd_frame_get_period (frame, row, column));
  return g_strdup (hd_frame_get_code (frame, row, column));
}

/* Index of each distinct code of `column`, in order of first appearance. `codes` owns the strings. */
static void
index_codes (const HdFrame *frame, guint column, GPtrArray *codes, GHashTable *places)
{
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      char *code = cell_code (frame, row, column);

      if (g_hash_table_contains (places, code))
        {
          g_free (code);
          continue;
        }
      g_hash_table_insert (places, code, GUINT_TO_POINTER (codes->len));
      g_ptr_array_add (codes, code);
    }
}

static void
label_categories (const HdPresent *present,
                  HdChartSpec *spec,
                  const HdFrame *frame,
                  GPtrArray *codes)
{
  guint next = 0;

  for (guint row = 0; row < hd_frame_get_n_rows (frame) && next < codes->len; row++)
    {
      g_autofree char *code = cell_code (frame, row, 0);
      g_autofree char *filter = NULL;
      g_autofree char *label = NULL;

      if (!g_str_equal (code, g_ptr_array_index (codes, next)))
        continue;
      label = hd_present_cell_label (frame, row, 0, present->lang);
      filter = g_str_equal (code, "_REST") ? NULL : hd_present_filter_code (frame, row, 0);
      hd_chart_spec_add_category (spec, filter, label);
      next++;
    }
}

/* `column` of the rows of one part, a place a first group. (transfer full) */
static double *
values_of_part (const HdFrame *frame, GHashTable *rows, const char *part, int column)
{
  guint n_categories = g_hash_table_size (rows);
  double *values = g_new (double, MAX (n_categories, 1));

  for (guint category = 0; category < n_categories; category++)
    values[category] = NAN;
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      g_autofree char *code = cell_code (frame, row, 0);
      g_autofree char *own_part = cell_code (frame, row, 1);

      if (g_str_equal (own_part, part))
        values[GPOINTER_TO_UINT (g_hash_table_lookup (rows, code))]
            = hd_frame_get_double (frame, row, column);
    }
  return values;
}

/* (transfer full) */
static char *
name_of_part (const HdPresent *present, const HdFrame *frame, const char *part)
{
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      g_autofree char *code = cell_code (frame, row, 1);

      if (g_str_equal (code, part))
        return hd_present_cell_label (frame, row, 1, present->lang);
    }
  return g_strdup (part);
}

static void
add_part (const HdPresent *present,
          HdChartSpec *spec,
          const HdFrame *frame,
          GHashTable *rows,
          const char *part,
          guint index,
          int value_column)
{
  g_autofree double *values = values_of_part (frame, rows, part, value_column);
  g_autofree char *name = name_of_part (present, frame, part);

  hd_chart_spec_add_series (spec, part, name, lane_notation (part), values)->part = index % 5;
}

/* A category a first group, a series a second. */
static void
add_pairs (const HdPresent *present, HdChartSpec *spec, const HdFrame *frame, int value_column)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) row_places = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) part_places = g_hash_table_new (g_str_hash, g_str_equal);

  index_codes (frame, 0, rows, row_places);
  index_codes (frame, 1, parts, part_places);
  label_categories (present, spec, frame, rows);
  for (guint part = 0; part < parts->len; part++)
    add_part (present, spec, frame, row_places, g_ptr_array_index (parts, part), part,
              value_column);
}

HdChartSpec *
hd_present_stack (const HdPresent *present,
                  const HdKpi *kpi,
                  const HdFrame *frame,
                  const char *title)
{
  int value_column = hd_present_columns (frame, kpi).value;
  HdNumberFormat format = hd_present_column_format (present, kpi, frame, value_column);
  /* Translators: a share of 100 %, then the unit of what is shared. */
  g_autofree char *unit = g_strdup_printf (_ ("share, %% of %s"), format.unit);
  g_autofree char *caption = hd_present_caption (present, unit, frame);
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_STACK, title, caption);

  hd_chart_spec_set_format (spec, format);
  add_pairs (present, spec, frame, value_column);
  return spec;
}

HdChartSpec *
hd_present_matrix (const HdPresent *present,
                   const HdKpi *kpi,
                   const HdFrame *frame,
                   const char *title)
{
  int value_column = hd_present_columns (frame, kpi).value;
  HdNumberFormat format = hd_present_column_format (present, kpi, frame, value_column);
  g_autofree char *caption = hd_present_caption (present, format.unit, frame);
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_HEATMAP, title, caption);

  hd_chart_spec_set_format (spec, format);
  add_pairs (present, spec, frame, value_column);
  return spec;
}
