/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The trend of any additive KPI with its forecast: two years back, six months ahead, beside the rival.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-forecast.h"
#include "hd-present-frame.h"

#define N_BACK 24
#define N_AHEAD 6

/* Whole months only: an unfinished month is no observation of a monthly model. */
static HdFrame *
ask_whole_months (const HdPresent *present, const char *kpi, guint *n_whole, GError **error)
{
  g_autoptr (HdQuery) query = hd_scope_query (present->scope, present->catalog, kpi, "time", error);
  HdFrame *frame;
  guint n_rows;

  if (query == NULL || !hd_query_set_grain (query, "month", error))
    return NULL;
  query->has_from = query->has_to = FALSE;
  frame = hd_engine_query (present->engine, query, present->cancellable, error);
  if (frame == NULL)
    return NULL;
  n_rows = hd_frame_get_n_rows (frame);
  if (n_rows > 0
      && hd_frame_get_period (frame, n_rows - 1, 0).last > hd_frame_get_span (frame).last)
    n_rows--;
  *n_whole = n_rows;
  return frame;
}

static void
add_trend (const HdPresent *present,
           HdChartSpec *spec,
           const HdKpi *kpi,
           const HdFrame *frame,
           guint n_whole,
           const HdForecast *forecast)
{
  guint n_back = MIN (n_whole, N_BACK);
  guint n = n_back + N_AHEAD;
  g_autofree double *actual = g_new (double, n);
  g_autofree double *ahead = g_new (double, n);
  g_autofree double *rival = g_new (double, n);
  int column = hd_present_columns (frame, kpi).value;

  for (guint index = 0; index < n; index++)
    {
      guint row = n_whole - n_back + index;
      HdPeriod period = index < n_back
                            ? hd_frame_get_period (frame, row, 0)
                            : hd_period_shift (hd_frame_get_period (frame, n_whole - 1, 0),
                                               (int)(index - n_back) + 1);
      g_autofree char *label = hd_present_period_short (period);

      hd_chart_spec_add_day (spec, NULL, label, period.first);
      actual[index] = index < n_back ? hd_frame_get_double (frame, row, column) : NAN;
      ahead[index] = index < n_back ? NAN : forecast->mean[index - n_back];
      rival[index] = index < n_back ? NAN : forecast->rival[index - n_back];
    }
  if (n_back > 0)
    ahead[n_back - 1] = actual[n_back - 1];
  hd_chart_spec_add_series (spec, NULL, _ ("Last year's season"), HD_NOTATION_PREVIOUS, rival);
  hd_chart_spec_add_series (spec, NULL, _ ("Forecast"), HD_NOTATION_FORECAST, ahead);
  hd_chart_spec_add_series (spec, kpi->id, hd_kpi_short_name (kpi, present->lang),
                            HD_NOTATION_ACTUAL, actual);
}

static void
add_bands (HdChartSpec *spec, const HdForecast *forecast, guint n_back, double last)
{
  static const char *const names[] = { "80 %", "95 %" };

  for (guint level = forecast->n_levels; level-- > 0;)
    {
      g_autofree double *lower = g_new (double, n_back + N_AHEAD);
      g_autofree double *upper = g_new (double, n_back + N_AHEAD);

      for (guint index = 0; index < n_back + N_AHEAD; index++)
        {
          gsize step = level * (gsize)forecast->horizon + index - n_back;

          lower[index] = index < n_back ? NAN : forecast->lower[step];
          upper[index] = index < n_back ? NAN : forecast->upper[step];
        }
      if (n_back > 0)
        lower[n_back - 1] = upper[n_back - 1] = last;
      hd_chart_spec_add_band (spec, names[level], forecast->levels[level] / 100, lower, upper);
    }
}

/* What the forecast was worth out of sample, beside its simple rival. (transfer full) */
static char *
say_record (const HdPresent *present, const HdForecast *forecast)
{
  HdNumberFormat format = hd_number_format_plain (hd_number_locale_get (present->lang), 2);
  g_autofree char *own = hd_number_format (&format, forecast->record.mase);
  g_autofree char *rival = hd_number_format (&format, forecast->record.rival_mase);

  /* Translators: forecasting method, its error and that of last year's season (MASE: 1 is a naive
   * forecast's), share of past values inside the interval. */
  return g_strdup_printf (_ ("%s: MASE %s, last year's season %s, coverage %.0f %%"),
                          forecast->method, own, rival, forecast->record.coverage_pct);
}

HdChartSpec *
hd_chart_make_fan (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  static const double levels[] = { 80, 95 };
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  guint n_whole = 0, n_back;
  g_autoptr (HdFrame) frame = ask_whole_months (present, chart->kpis, &n_whole, error);
  g_autofree double *values = NULL;
  g_autoptr (HdForecast) forecast = NULL;
  g_autofree char *caption = NULL;
  g_autofree char *headline = NULL;
  HdForecastInput input = {
    .season = 12,
    .horizon = N_AHEAD,
    .levels = levels,
    .n_levels = G_N_ELEMENTS (levels),
    .seed = 1,
    .is_non_negative = kpi->kind == HD_KPI_SUM || kpi->kind == HD_KPI_STOCK,
    .upper_bound = g_strcmp0 (kpi->unit, "%") == 0 ? 100 : INFINITY,
  };
  HdChartSpec *spec;
  int column;

  if (frame == NULL)
    return NULL;
  column = hd_present_columns (frame, kpi).value;
  values = g_new (double, MAX (n_whole, 1));
  for (guint row = 0; row < n_whole; row++)
    values[row] = hd_frame_get_double (frame, row, column);
  input.values = values;
  input.n_values = n_whole;
  forecast = hd_forecast_run (&input, error);
  if (forecast == NULL)
    return NULL;
  n_back = MIN (n_whole, N_BACK);
  caption = hd_present_caption (
      present, hd_present_column_format (present, kpi, frame, (guint)column).unit, frame);
  spec = hd_chart_spec_new (HD_CHART_LINE, hd_kpi_name (kpi, present->lang), caption);
  hd_chart_spec_set_format (spec, hd_present_column_format (present, kpi, frame, (guint)column));
  spec->allow_cut = TRUE;
  add_trend (present, spec, kpi, frame, n_whole, forecast);
  add_bands (spec, forecast, n_back, n_whole > 0 ? values[n_whole - 1] : NAN);
  headline = say_record (present, forecast);
  hd_chart_spec_set_headline (spec, headline,
                              forecast->record.beats_rival ? HD_STATUS_BETTER : HD_STATUS_NEUTRAL);
  return spec;
}
