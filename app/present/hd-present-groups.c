/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames to charts whose rows have parts: shares, percentile ladders, bridges.
 */

#include "config.h"

#include "hd-present-frame.h"
#include "hd-present-names.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

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

static char *
cell_label (const HdPresent *present, const HdFrame *frame, guint row, guint column)
{
  if (hd_frame_get_column (frame, column)->type == HD_CELL_PERIOD)
    return hd_present_period_short (hd_frame_get_period (frame, row, column));
  return hd_present_cell_name (frame, row, column, present->lang);
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
      label = cell_label (present, frame, row, 0);
      filter = g_str_equal (code, "_REST") ? NULL : hd_present_filter_code (frame, row, 0);
      hd_chart_spec_add_category (spec, filter, label);
      next++;
    }
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
  guint n_categories = g_hash_table_size (rows);
  g_autofree double *values = g_new (double, MAX (n_categories, 1));
  g_autofree char *name = NULL;
  HdSeries *series;

  for (guint category = 0; category < n_categories; category++)
    values[category] = NAN;
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      g_autofree char *code = cell_code (frame, row, 0);
      g_autofree char *own_part = cell_code (frame, row, 1);

      if (!g_str_equal (own_part, part))
        continue;
      if (name == NULL)
        name = cell_label (present, frame, row, 1);
      values[GPOINTER_TO_UINT (g_hash_table_lookup (rows, code))]
          = hd_frame_get_double (frame, row, value_column);
    }
  series = hd_chart_spec_add_series (spec, part, name, lane_notation (part), values);
  series->part = index % 5;
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

static int
compare_quantiles (gconstpointer a, gconstpointer b)
{
  const HdKpi *left = *(const HdKpi *const *)a, *right = *(const HdKpi *const *)b;

  return (left->quantile > right->quantile) - (left->quantile < right->quantile);
}

/* The lowest percentile first, whichever the query put first to sort by. */
static void
add_percentiles (const HdPresent *present,
                 HdChartSpec *spec,
                 const char *const *kpis,
                 const HdFrame *frame)
{
  guint n_rows = hd_frame_get_n_rows (frame);
  g_autofree double *values = g_new (double, MAX (n_rows, 1));
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint index = 0; kpis[index] != NULL; index++)
    g_ptr_array_add (sorted, (gpointer)hd_catalog_find_kpi (present->catalog, kpis[index]));
  g_ptr_array_sort (sorted, compare_quantiles);
  for (guint index = 0; index < sorted->len; index++)
    {
      const HdKpi *kpi = g_ptr_array_index (sorted, index);
      int column = hd_present_columns (frame, kpi).value;

      for (guint row = 0; row < n_rows; row++)
        values[row] = hd_frame_get_double (frame, row, column);
      hd_chart_spec_add_series (spec, kpi->id, hd_kpi_short_name (kpi, present->lang),
                                HD_NOTATION_ACTUAL, values);
    }
}

HdChartSpec *
hd_present_ladder (const HdPresent *present,
                   const char *const *kpis,
                   const HdFrame *frame,
                   const char *title)
{
  const HdKpi *first = hd_catalog_find_kpi (present->catalog, kpis[0]);
  HdNumberFormat format = hd_present_format (present, first, 100);
  g_autofree char *caption = hd_present_caption (present, format.unit, frame);
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_LADDER, title, caption);
  guint n_rows = hd_frame_get_n_rows (frame);

  hd_chart_spec_set_format (spec, format);
  for (guint row = 0; row < n_rows; row++)
    {
      gboolean is_rest = (hd_frame_get_flags (frame, row, 0) & HD_CELL_FLAG_REST) != 0;
      g_autofree char *filter = is_rest ? NULL : hd_present_filter_code (frame, row, 0);
      g_autofree char *label = cell_label (present, frame, row, 0);

      hd_chart_spec_add_category (spec, filter, label);
    }
  add_percentiles (present, spec, kpis, frame);
  return spec;
}

typedef struct
{
  guint row;
  double difference;
} Step;

static int
compare_steps (gconstpointer a, gconstpointer b)
{
  double left = fabs (((const Step *)a)->difference);
  double right = fabs (((const Step *)b)->difference);

  return (left < right) - (left > right);
}

/* Differences by code, greatest first. A code that is missing on one side counts as nothing there. */
static GArray *
collect_steps (const HdFrame *frame, HdKpiColumns columns, double *base, double *value)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));

  *base = *value = 0;
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      double after = hd_frame_get_double (frame, row, columns.value);
      double before = hd_frame_get_double (frame, row, columns.base);
      Step step = { row, (isnan (after) ? 0 : after) - (isnan (before) ? 0 : before) };

      *base += isnan (before) ? 0 : before;
      *value += isnan (after) ? 0 : after;
      g_array_append_val (steps, step);
    }
  g_array_sort (steps, compare_steps);
  return steps;
}

static void
add_bridge_end (HdChartSpec *spec, HdPeriod span, const char *fallback)
{
  int year, month, day;
  g_autofree char *label = NULL;

  hd_day_to_ymd (span.last, &year, &month, &day);
  label = year > 1 ? g_strdup_printf ("%d", year) : g_strdup (fallback);
  hd_chart_spec_add_category (spec, NULL, label)->flags |= HD_POINT_TOTAL;
}

HdChartSpec *
hd_present_bridge (const HdPresent *present,
                   const HdKpi *kpi,
                   const HdFrame *frame,
                   guint max_steps,
                   const char *title)
{
  HdKpiColumns columns = hd_present_columns (frame, kpi);
  double base, value, rest = 0;
  g_autoptr (GArray) steps = collect_steps (frame, columns, &base, &value);
  HdNumberFormat format = hd_present_format (present, kpi, MAX (fabs (base), fabs (value)));
  g_autofree char *caption = hd_present_caption (present, format.unit, frame);
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_WATERFALL, title, caption);
  guint n_shown = MIN (steps->len, max_steps);
  gboolean has_rest = steps->len > n_shown;
  g_autofree double *values = g_new0 (double, n_shown + 3);
  guint n_values = 0;

  hd_chart_spec_set_format (spec, format);
  spec->allow_cut = TRUE;
  add_bridge_end (spec, hd_frame_get_base_span (frame), _ ("Before"));
  values[n_values++] = base;
  for (guint index = 0; index < steps->len; index++)
    {
      Step *step = &g_array_index (steps, Step, index);
      g_autofree char *code = hd_present_filter_code (frame, step->row, 0);
      g_autofree char *label = cell_label (present, frame, step->row, 0);

      if (index >= n_shown)
        {
          rest += step->difference;
          continue;
        }
      hd_chart_spec_add_category (spec, code, label);
      values[n_values++] = step->difference;
    }
  if (has_rest)
    {
      hd_chart_spec_add_category (spec, NULL, _ ("Rest"))->flags |= HD_POINT_REST;
      values[n_values++] = rest;
    }
  add_bridge_end (spec, hd_frame_get_span (frame), _ ("Now"));
  values[n_values++] = value;
  hd_chart_spec_add_series (spec, kpi->id, hd_kpi_short_name (kpi, present->lang),
                            HD_NOTATION_ACTUAL, values);
  for (guint category = 0; category < n_values; category++)
    {
      gboolean is_end = category == 0 || category == n_values - 1;

      if (is_end)
        hd_chart_spec_add_flags (spec, 0, category, HD_POINT_TOTAL);
      else
        hd_chart_spec_set_status (spec, 0, category, hd_present_status (kpi, values[category]));
    }
  return spec;
}
