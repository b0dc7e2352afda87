/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several figures of the same things side by side, as a table.
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
  /* Each column has a unit of its own, so it stands with its name. */
  g_autofree char *name
      = format.is_percent || format.unit[0] == '\0'
            ? g_strdup (hd_kpi_short_name (kpi, present->lang))
            : g_strdup_printf ("%s, %s", hd_kpi_short_name (kpi, present->lang), format.unit);
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
