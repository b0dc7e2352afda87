/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clearance: the week by hour, and how many are through within the times that leaders know.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-ask.h"
#include "hd-present-frame.h"

#define N_WEEKDAYS 7
#define N_HOURS 24

/* Codes are H000 (Monday, 0 h) to H167 (Sunday, 23 h). -1: not one. */
static int
hour_of_code (const char *code)
{
  gint64 hour = code[0] == 'H' ? g_ascii_strtoll (code + 1, NULL, 10) : -1;

  return hour >= 0 && hour < N_WEEKDAYS * N_HOURS ? (int)hour : -1;
}

static void
add_weekdays (HdChartSpec *spec, const double *values)
{
  const char *const weekdays[N_WEEKDAYS] = {
    C_ ("weekday", "Mon"), C_ ("weekday", "Tue"), C_ ("weekday", "Wed"), C_ ("weekday", "Thu"),
    C_ ("weekday", "Fri"), C_ ("weekday", "Sat"), C_ ("weekday", "Sun"),
  };

  for (guint hour = 0; hour < N_HOURS; hour++)
    {
      /* Translators: an hour of the day. */
      g_autofree char *label = g_strdup_printf (C_ ("hour of day", "%u h"), hour);

      hd_chart_spec_add_category (spec, NULL, label);
    }
  for (guint weekday = 0; weekday < N_WEEKDAYS; weekday++)
    hd_chart_spec_add_series (spec, NULL, weekdays[weekday], HD_NOTATION_ACTUAL,
                              values + weekday * N_HOURS);
}

HdChartSpec *
hd_chart_make_heatmap (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (HdFrame) frame = hd_present_ask (chart, present, error);
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  double values[N_WEEKDAYS * N_HOURS];
  HdNumberFormat format;
  g_autofree char *caption = NULL;
  HdChartSpec *spec;
  int column;

  if (frame == NULL)
    return NULL;
  column = hd_present_columns (frame, kpi).value;
  for (guint hour = 0; hour < G_N_ELEMENTS (values); hour++)
    values[hour] = NAN;
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      int hour = hour_of_code (hd_frame_get_code (frame, row, 0));

      if (hour >= 0)
        values[hour] = hd_frame_get_double (frame, row, column);
    }
  format = hd_present_column_format (present, kpi, frame, column);
  caption = hd_present_caption (present, format.unit, frame);
  spec = hd_chart_spec_new (HD_CHART_HEATMAP, _ (chart->title), caption);
  hd_chart_spec_set_format (spec, format);
  add_weekdays (spec, values);
  return spec;
}

/* One row, three KPIs: a bar each. */
HdChartSpec *
hd_chart_make_within (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (HdFrame) frame = hd_present_ask (chart, present, error);
  g_auto (GStrv) kpis = g_strsplit (chart->kpis, ",", -1);
  guint n_kpis = g_strv_length (kpis);
  g_autofree double *values = g_new0 (double, n_kpis);
  HdChartSpec *spec;
  g_autofree char *caption = NULL;

  if (frame == NULL)
    return NULL;
  caption = hd_present_caption (present, "%", frame);
  spec = hd_chart_spec_new (HD_CHART_BARS, _ (chart->title), caption);
  hd_chart_spec_set_format (spec, hd_present_percent_format (present));
  hd_chart_spec_set_change_format (
      spec, hd_number_format_plain (hd_number_locale_get (present->lang), 1));
  spec->scale_min = 0;
  spec->scale_max = 100;
  for (guint index = 0; index < n_kpis; index++)
    {
      const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, kpis[index]);
      HdKpiColumns columns = hd_present_columns (frame, kpi);

      hd_chart_spec_add_category (spec, NULL, hd_kpi_short_name (kpi, present->lang));
      values[index] = hd_frame_get_double (frame, 0, columns.value);
      if (columns.difference >= 0)
        {
          double change = hd_frame_get_double (frame, 0, columns.difference);

          hd_chart_spec_set_change (spec, index, change, hd_present_status (kpi, change), NULL);
        }
    }
  hd_chart_spec_add_series (spec, NULL, _ ("Share"), HD_NOTATION_ACTUAL, values);
  return spec;
}
