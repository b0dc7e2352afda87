/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several figures of the same things side by side: a table, shares of a whole, lines over time.
 */

#include "config.h"

#include "hd-present-frame.h"

#include <math.h>

#include "hd-present-names.h"

static void
add_figure (const HdPresent *present, HdChartSpec *spec, const HdKpi *kpi, const HdFrame *frame)
{
  HdKpiColumns columns = hd_present_columns (frame, kpi);
  guint n_rows = hd_frame_get_n_rows (frame);
  HdNumberFormat format
      = hd_present_column_format (present, kpi, frame, (guint)MAX (columns.value, 0));
  g_autofree double *values = g_new (double, MAX (n_rows, 1));
  const char *figure = hd_kpi_short_name (kpi, present->lang);
  g_autofree char *lower = hd_present_lower_first (figure);
  /* Each column has a unit of its own, so it stands with its name; "incidents" are counted in nothing else. */
  g_autofree char *name
      = format.is_percent || format.unit[0] == '\0' || g_str_equal (lower, format.unit)
            ? g_strdup (figure)
            : g_strdup_printf ("%s, %s", figure, format.unit);
  guint series = spec->n_series;

  for (guint row = 0; row < n_rows; row++)
    values[row] = columns.value >= 0 ? hd_frame_get_double (frame, row, columns.value) : NAN;
  hd_chart_spec_add_series (spec, kpi->id, name, HD_NOTATION_ACTUAL, values);
  for (guint row = 0; row < n_rows; row++)
    {
      g_autofree char *text = hd_number_format (&format, values[row]);

      hd_chart_spec_set_text (spec, series, row, text);
    }
}

HdChartSpec *
hd_present_figures (const HdPresent *present,
                    const char *const *kpis,
                    const HdFrame *frame,
                    const char *title)
{
  g_autofree char *caption = hd_present_caption (present, NULL, frame);
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_TABLE, title, caption);

  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      g_autofree char *code = hd_present_filter_code (frame, row, 0);
      g_autofree char *name = hd_present_cell_name (frame, row, 0, present->lang);

      hd_chart_spec_add_category (spec, code, name);
    }
  for (guint index = 0; kpis[index] != NULL; index++)
    add_figure (present, spec, hd_catalog_find_kpi (present->catalog, kpis[index]), frame);
  return spec;
}

static double *
values_of (const HdFrame *frame, const HdKpi *kpi)
{
  int column = hd_present_columns (frame, kpi).value;
  guint n_rows = hd_frame_get_n_rows (frame);
  double *values = g_new (double, MAX (n_rows, 1));

  for (guint row = 0; row < n_rows; row++)
    values[row] = column >= 0 ? hd_frame_get_double (frame, row, column) : NAN;
  return values;
}

static void
add_parts (const HdPresent *present,
           HdChartSpec *spec,
           const char *const *kpis,
           const HdFrame *frame)
{
  for (guint index = 0; kpis[index] != NULL; index++)
    {
      const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, kpis[index]);
      g_autofree double *values = values_of (frame, kpi);

      hd_chart_spec_add_series (spec, kpi->id, hd_kpi_short_name (kpi, present->lang),
                                HD_NOTATION_PART, values)
          ->part
          = index % 5;
    }
}

HdChartSpec *
hd_present_shares (const HdPresent *present,
                   const char *const *kpis,
                   const HdFrame *frame,
                   const char *title)
{
  g_autofree char *caption = hd_present_caption (present, "%", frame);
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_STACK, title, caption);

  hd_chart_spec_set_format (spec, hd_present_percent_format (present));
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      g_autofree char *code = hd_present_filter_code (frame, row, 0);
      g_autofree char *name = hd_present_cell_name (frame, row, 0, present->lang);

      hd_chart_spec_add_category (spec, code, name);
    }
  add_parts (present, spec, kpis, frame);
  return spec;
}

HdChartSpec *
hd_present_time_kpis (const HdPresent *present,
                      const char *const *kpis,
                      const HdFrame *frame,
                      const char *title)
{
  const HdKpi *first = hd_catalog_find_kpi (present->catalog, kpis[0]);
  HdNumberFormat format = hd_present_column_format (
      present, first, frame, (guint)MAX (hd_present_columns (frame, first).value, 0));
  g_autofree char *caption = hd_present_caption (present, format.unit, frame);
  HdChartSpec *spec = hd_chart_spec_new (HD_CHART_LINE, title, caption);

  hd_chart_spec_set_format (spec, format);
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      HdPeriod period = hd_frame_get_period (frame, row, 0);
      g_autofree char *code = hd_present_filter_code (frame, row, 0);
      g_autofree char *label = hd_present_period_short (period);

      hd_chart_spec_add_day (spec, code, label, period.first);
    }
  add_parts (present, spec, kpis, frame);
  return spec;
}
