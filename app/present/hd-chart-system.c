/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The core systems: a cell each, up or not, by their availability.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-ask.h"
#include "hd-present-frame.h"

/* Service level of the core systems: below it a system counts as down for part of the period. */
#define AVAILABILITY_PROMISED_PCT 99.0

HdChartSpec *
hd_chart_make_system_health (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (HdFrame) frame = hd_present_ask (chart, present, error);
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  g_autofree char *caption = NULL;
  g_autofree char *headline = NULL;
  g_autofree double *values = NULL;
  HdNumberFormat format = hd_present_percent_format (present);
  HdChartSpec *spec;
  guint n_rows, n_good = 0;
  int column;

  if (frame == NULL)
    return NULL;
  column = hd_present_columns (frame, kpi).value;
  n_rows = hd_frame_get_n_rows (frame);
  values = g_new0 (double, MAX (n_rows, 1));
  caption = hd_present_caption (present, "%", frame);
  spec = hd_chart_spec_new (HD_CHART_STATUS, _ (chart->title), caption);
  hd_chart_spec_set_format (spec, format);
  for (guint row = 0; row < n_rows; row++)
    {
      hd_chart_spec_add_category (spec, hd_frame_get_code (frame, row, 0),
                                  hd_frame_get_name (frame, row, 0, present->lang));
      values[row] = hd_frame_get_double (frame, row, column);
      if (!isnan (values[row]))
        {
          g_autofree char *said = hd_number_format (&format, values[row]);

          hd_chart_spec_set_note (spec, row, said);
        }
    }
  hd_chart_spec_add_series (spec, kpi->id, hd_kpi_short_name (kpi, present->lang),
                            HD_NOTATION_ACTUAL, values);
  for (guint row = 0; row < n_rows; row++)
    {
      gboolean is_good = values[row] >= AVAILABILITY_PROMISED_PCT;

      n_good += is_good;
      hd_chart_spec_set_status (spec, 0, row, is_good ? HD_STATUS_BETTER : HD_STATUS_WORSE);
    }
  /* Translators: systems that keep their promised availability, of all systems. */
  headline = g_strdup_printf (_ ("%u/%u systems as promised"), n_good, n_rows);
  hd_chart_spec_set_headline (spec, headline,
                              n_good == n_rows ? HD_STATUS_BETTER : HD_STATUS_WORSE);
  return spec;
}
