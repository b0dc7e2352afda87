/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames to charts whose rows have parts: percentile ladders, bridges.
 */

#include "config.h"

#include "hd-present-frame.h"
#include "hd-present-names.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

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
      g_autofree char *label = hd_present_cell_label (frame, row, 0, present->lang);

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
      g_autofree char *label = hd_present_cell_label (frame, step->row, 0, present->lang);

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
