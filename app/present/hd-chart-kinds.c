/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makers of the charts that compare units, parts and days: slope, dots, variances, treemap, area, calendar,
 * small multiples and the table with bars.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-ask.h"
#include "hd-present-frame.h"

#define YEARS_OF_DAYS 2

static void
rename_series (HdChartSpec *spec, guint series, const char *name)
{
  g_free (spec->series[series].name);
  spec->series[series].name = g_strdup (name);
}

/* Bars of the same answer, drawn as another kind. NULL after an error, or at the end of the drill path where
 * units have no parts: then it is time that is left to see. */
static HdChartSpec *
make_as (HdChartKind kind, const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  HdChartSpec *spec = hd_chart_make_bars (chart, present, error);

  if (spec != NULL && spec->kind == HD_CHART_BARS)
    spec->kind = kind;
  return spec;
}

/* The ends of a slope are named by their periods. */
HdChartSpec *
hd_chart_make_slope (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  HdChartSpec *spec = make_as (HD_CHART_SLOPE, chart, present, error);
  g_autoptr (HdFrame) total = NULL;

  if (spec == NULL || spec->kind != HD_CHART_SLOPE || spec->n_series < 2)
    return spec;
  total = hd_present_ask_total (present, chart->kpis, NULL);
  if (total != NULL)
    {
      g_autofree char *now = hd_present_period (hd_frame_get_span (total));
      g_autofree char *before = hd_present_period (hd_frame_get_base_span (total));

      rename_series (spec, 0, now);
      rename_series (spec, 1, before);
    }
  return spec;
}

HdChartSpec *
hd_chart_make_dots (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  return make_as (HD_CHART_DOTS, chart, present, error);
}

HdChartSpec *
hd_chart_make_treemap (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  return make_as (HD_CHART_TREEMAP, chart, present, error);
}

/* What the chart is about is the plan, whatever the person compares with elsewhere. */
HdChartSpec *
hd_chart_make_variance (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (HdScope) scope = hd_scope_with_compare (present->scope, "plan:DU_TOAN");
  HdPresent own = *present;

  own.scope = scope;
  return make_as (HD_CHART_VARIANCE, chart, &own, error);
}

HdChartSpec *
hd_chart_make_area (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (HdFrame) frame = hd_present_ask (chart, present, error);
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  guint n_rows;
  HdChartSpec *spec;

  if (frame == NULL)
    return NULL;
  spec = hd_present_time_lines (present, kpi, frame, _ (chart->title));
  spec->kind = HD_CHART_AREA;
  spec->allow_cut = FALSE;
  n_rows = hd_frame_get_n_rows (frame);
  /* All parts of a period are as far as the period is. */
  for (guint series = 0; n_rows > 0 && series < spec->n_series; series++)
    if (hd_frame_get_flags (frame, n_rows - 1, (guint)hd_present_columns (frame, kpi).value)
        & HD_CELL_FLAG_PARTIAL)
      hd_chart_spec_add_flags (spec, series, spec->n_categories - 1, HD_POINT_PARTIAL);
  return spec;
}

/* Days off have an edge; those of Tết their name, where they begin. */
static void
mark_holidays (const HdPresent *present, HdChartSpec *spec)
{
  const HdCalendar *calendar = hd_catalog_get_calendar (present->catalog);

  for (guint category = 0; category < spec->n_categories; category++)
    {
      HdCategory *of_spec = &spec->categories[category];
      HdDay first;
      int year, month, day;

      if (!hd_calendar_is_holiday (calendar, of_spec->day))
        continue;
      of_spec->flags |= HD_POINT_HOLIDAY;
      hd_day_to_ymd (of_spec->day + 7, &year, &month, &day);
      first = hd_calendar_tet (calendar, year);
      while (first != HD_DAY_NONE && hd_calendar_is_holiday (calendar, first - 1))
        first--;
      if (of_spec->day == first)
        hd_chart_spec_set_note (spec, category, C_ ("holiday", "Tết"));
    }
}

/* Every day from the first to the last of the answer: a day that no report came for is missing. */
static void
add_days (HdChartSpec *spec, const HdFrame *frame, guint column)
{
  guint n_rows = hd_frame_get_n_rows (frame);
  HdDay first = hd_frame_get_period (frame, 0, 0).first;
  HdDay last = hd_frame_get_period (frame, n_rows - 1, 0).first;
  guint n_days = (guint)(last - first + 1);
  g_autofree double *values = g_new (double, n_days);
  g_autofree guint8 *flags = g_new0 (guint8, n_days);

  for (guint index = 0; index < n_days; index++)
    {
      HdPeriod day
          = hd_period_containing (first + (HdDay)index, HD_GRAIN_DAY, HD_MONTH_START_CIVIL);
      g_autofree char *text = hd_period_to_string (day);
      g_autofree char *code = g_strconcat ("time=", text, NULL);
      g_autofree char *label = hd_present_period (day);

      values[index] = NAN;
      hd_chart_spec_add_day (spec, code, label, day.first);
    }
  for (guint row = 0; row < n_rows; row++)
    {
      guint index = (guint)(hd_frame_get_period (frame, row, 0).first - first);

      values[index] = hd_frame_get_double (frame, row, column);
      flags[index] = (guint8)hd_present_flags (hd_frame_get_flags (frame, row, column));
    }
  hd_chart_spec_add_series (spec, NULL, "", HD_NOTATION_ACTUAL, values);
  for (guint index = 0; index < n_days; index++)
    if (flags[index] != 0)
      hd_chart_spec_add_flags (spec, 0, index, flags[index]);
}

HdChartSpec *
hd_chart_make_calendar (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  g_autoptr (HdQuery) query
      = hd_scope_query (present->scope, present->catalog, chart->kpis, "time", error);
  g_autoptr (HdFrame) total = NULL;
  g_autoptr (HdFrame) frame = NULL;
  g_autofree char *from = NULL;
  g_autofree char *caption = NULL;
  HdNumberFormat format;
  HdChartSpec *spec;
  int year, month, day, column;

  if (query == NULL || !hd_query_set_grain (query, "day", error))
    return NULL;
  total = hd_present_ask_total (present, chart->kpis, error);
  if (total == NULL)
    return NULL;
  hd_day_to_ymd (hd_frame_get_span (total).last, &year, &month, &day);
  from = g_strdup_printf ("%04d-01-01", year - (YEARS_OF_DAYS - 1));
  if (!hd_query_set_from (query, from, error))
    return NULL;
  frame = hd_engine_query (present->engine, query, present->cancellable, error);
  if (frame == NULL)
    return NULL;
  column = hd_present_columns (frame, kpi).value;
  format = hd_present_column_format (present, kpi, frame, (guint)column);
  caption = hd_present_caption (present, format.unit, frame);
  spec = hd_chart_spec_new (HD_CHART_CALENDAR, _ (chart->title), caption);
  hd_chart_spec_set_format (spec, format);
  if (hd_frame_get_n_rows (frame) > 0)
    {
      add_days (spec, frame, (guint)column);
      rename_series (spec, 0, hd_kpi_short_name (kpi, present->lang));
      mark_holidays (present, spec);
    }
  return spec;
}
