/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Units side by side against their plans: a panel each on one scale, and a table with bars.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-ask.h"
#include "hd-present-frame.h"
#include "hd-present-names.h"

#define ATTAINMENT "revenue.plan_attainment"
#define COMPARE_PLAN "plan:DU_TOAN"

/* The level of units under the scope; NULL where the path leads to other things than units. */
static char *
unit_step (const HdPresent *present, const HdKpi *kpi)
{
  g_autofree char *step = hd_present_next_step (present, kpi);

  return step != NULL && g_str_has_prefix (step, "unit:") ? g_steal_pointer (&step) : NULL;
}

/* What is left to see when there are no more units: time. */
static HdChartSpec *
make_months (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  HdPresentChart months = *chart;

  months.by = "time";
  months.top = 0;
  return hd_chart_make_columns (&months, present, error);
}

/* A unit's row in the attainments. -1: none. */
static int
find_unit (const HdFrame *frame, const char *code)
{
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    if (g_strcmp0 (hd_frame_get_code (frame, row, 0), code) == 0)
      return (int)row;
  return -1;
}

static void
add_months (HdChartSpec *spec, const HdFrame *frame)
{
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      HdPeriod period = hd_frame_get_period (frame, row, 0);
      g_autofree char *code = NULL;
      g_autofree char *label = NULL;

      if (spec->n_categories > 0 && spec->categories[spec->n_categories - 1].day == period.first)
        continue;
      code = hd_present_filter_code (frame, row, 0);
      label = hd_present_period_short (period);
      hd_chart_spec_add_day (spec, code, label, period.first);
    }
  /* Months are steps of equal width. */
  spec->axis = HD_AXIS_CATEGORY;
}

typedef struct
{
  double *reached, *due; /* per cent of the year's plan, by month */
  guint n_months;
  HdCellFlags flags; /* of the last month */
} Course;

/* The cumulative figures of one unit as per cent of its plan of the year, which is what has been reached
 * by how much of the plan that is. */
static gboolean
read_course (const HdFrame *frame,
             const HdKpi *kpi,
             const char *unit,
             double attained_pct,
             const HdChartSpec *spec,
             Course *course)
{
  g_autofree char *reached_id = g_strconcat (kpi->id, ".cumulative", NULL);
  g_autofree char *due_id = g_strconcat (kpi->id, ".cumulative_base", NULL);
  int reached = hd_frame_find_column (frame, reached_id);
  int due = hd_frame_find_column (frame, due_id);
  double total = NAN;
  guint month = 0;

  if (reached < 0 || due < 0)
    return FALSE;
  for (guint at = 0; at < spec->n_categories; at++)
    course->reached[at] = course->due[at] = NAN;
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      if (g_strcmp0 (hd_frame_get_code (frame, row, 1), unit) != 0)
        continue;
      while (spec->categories[month].day < hd_frame_get_period (frame, row, 0).first)
        month++;
      course->reached[month] = hd_frame_get_double (frame, row, (guint)reached);
      course->due[month] = hd_frame_get_double (frame, row, (guint)due);
      course->flags = hd_frame_get_flags (frame, row, (guint)reached);
      if (isfinite (course->reached[month]))
        total = course->reached[month];
      course->n_months = month + 1;
    }
  for (guint at = 0; at < course->n_months; at++)
    {
      course->reached[at] *= attained_pct / total;
      course->due[at] *= attained_pct / total;
    }
  return course->n_months > 0 && total > 0 && isfinite (attained_pct);
}

static void
add_unit (const HdPresent *present,
          HdChartSpec *spec,
          const HdKpi *kpi,
          const HdFrame *frame,
          const HdFrame *attained,
          guint row)
{
  const char *unit = hd_frame_get_code (attained, row, 0);
  g_autofree double *reached = g_new (double, spec->n_categories);
  g_autofree double *due = g_new (double, spec->n_categories);
  g_autofree char *code = hd_present_filter_code (attained, row, 0);
  g_autofree char *name = hd_present_cell_name (attained, row, 0, present->lang);
  Course course = { .reached = reached, .due = due };
  int column = hd_frame_find_column (attained, ATTAINMENT);
  guint series = spec->n_series;

  if (!read_course (frame, kpi, unit, hd_frame_get_double (attained, row, (guint)column), spec,
                    &course))
    return;
  hd_chart_spec_add_series (spec, code, name, HD_NOTATION_ACTUAL, reached);
  hd_chart_spec_add_series (spec, NULL, _ ("Plan"), HD_NOTATION_PLAN, due);
  hd_chart_spec_add_flags (spec, series, course.n_months - 1, hd_present_flags (course.flags));
  hd_chart_spec_set_status (
      spec, series, course.n_months - 1,
      hd_present_status (kpi, reached[course.n_months - 1] - due[course.n_months - 1]));
}

/* Cumulative and planned revenue of each unit by month, from the beginning of the year. */
static HdFrame *
ask_months (const HdPresentChart *chart, const HdPresent *present, const char *step, GError **error)
{
  g_autofree char *by = g_strconcat ("time,", step, NULL);
  g_autoptr (HdQuery) query = hd_present_query (present, chart->kpis, by, error);
  g_autoptr (HdFrame) total = NULL;
  g_autofree char *from = NULL;
  int year, month, day;

  if (query == NULL || !hd_query_set_show (query, "cumulative", error))
    return NULL;
  total = hd_present_ask_total (present, chart->kpis, error);
  if (total == NULL)
    return NULL;
  hd_day_to_ymd (hd_frame_get_span (total).last, &year, &month, &day);
  from = g_strdup_printf ("%04d-01", year);
  if (!hd_query_set_from (query, from, error))
    return NULL;
  return hd_engine_query (present->engine, query, present->cancellable, error);
}

HdChartSpec *
hd_chart_make_multiples (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  g_autofree char *step = unit_step (present, kpi);
  g_autoptr (HdScope) scope = hd_scope_with_compare (present->scope, COMPARE_PLAN);
  g_autoptr (HdQuery) parts = NULL;
  g_autoptr (HdFrame) frame = NULL;
  g_autoptr (HdFrame) attained = NULL;
  g_autofree char *caption = NULL;
  HdPresent own = *present;
  HdChartSpec *spec;

  if (step == NULL)
    return make_months (chart, present, error);
  own.scope = scope;
  frame = ask_months (chart, &own, step, error);
  parts = frame != NULL ? hd_scope_query (scope, own.catalog, ATTAINMENT, step, error) : NULL;
  attained = parts != NULL ? hd_engine_query (own.engine, parts, own.cancellable, error) : NULL;
  if (attained == NULL)
    return NULL;
  /* Translators: unit of measure of cumulative revenue. */
  caption = hd_present_caption (present, _ ("cumulative, per cent of the year's plan"), frame);
  spec = hd_chart_spec_new (HD_CHART_MULTIPLES, _ (chart->title), caption);
  hd_chart_spec_set_format (spec, hd_present_percent_format (present));
  add_months (spec, frame);
  for (guint row = 0; row < hd_frame_get_n_rows (attained); row++)
    add_unit (present, spec, kpi, frame, attained, row);
  return spec;
}

/* A column of its own: figures as texts, where the chart's own format does not fit. */
static guint
add_column (HdChartSpec *spec,
            const char *name,
            const double *values,
            const HdNumberFormat *format,
            gboolean is_signed)
{
  guint series = spec->n_series;

  hd_chart_spec_add_series (spec, NULL, name, HD_NOTATION_ACTUAL, values);
  for (guint row = 0; row < spec->n_categories; row++)
    {
      g_autofree char *text = is_signed ? hd_number_format_signed (format, values[row])
                                        : hd_number_format (format, values[row]);

      hd_chart_spec_set_text (spec, series, row, text);
    }
  return series;
}

static void
add_columns (const HdPresent *present,
             HdChartSpec *spec,
             const HdKpi *kpi,
             const HdFrame *frame,
             const HdFrame *attained)
{
  HdKpiColumns columns = hd_present_columns (frame, kpi);
  HdNumberFormat percent = hd_present_percent_format (present);
  int attainment = hd_frame_find_column (attained, ATTAINMENT);
  guint n_rows = hd_frame_get_n_rows (frame);
  g_autofree double *values = g_new (double, MAX (n_rows, 1));
  guint series;

  for (guint row = 0; row < n_rows; row++)
    values[row] = hd_frame_get_double (frame, row, (guint)columns.value);
  hd_chart_spec_add_series (spec, kpi->id, hd_kpi_short_name (kpi, present->lang),
                            HD_NOTATION_ACTUAL, values)
      ->has_bars
      = TRUE;
  for (guint row = 0; columns.percent >= 0 && row < n_rows; row++)
    values[row] = hd_frame_get_double (frame, row, (guint)columns.percent);
  if (columns.percent >= 0)
    {
      series = add_column (spec, _ ("Change"), values, &percent, TRUE);
      for (guint row = 0; row < n_rows; row++)
        hd_chart_spec_set_status (spec, series, row,
                                  isnan (values[row]) ? HD_STATUS_NONE
                                                      : hd_present_status (kpi, values[row]));
    }
  for (guint row = 0; row < n_rows; row++)
    {
      int place = find_unit (attained, hd_frame_get_code (frame, row, 0));

      values[row]
          = place >= 0 ? hd_frame_get_double (attained, (guint)place, (guint)attainment) : NAN;
    }
  series = add_column (spec, _ ("Of the year's plan"), values, &percent, FALSE);
  spec->series[series].has_bars = TRUE;
}

HdChartSpec *
hd_chart_make_unit_table (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, chart->kpis);
  g_autofree char *step = unit_step (present, kpi);
  g_autoptr (HdFrame) frame = NULL;
  g_autoptr (HdFrame) attained = NULL;
  g_autoptr (HdQuery) parts = NULL;
  g_autofree char *caption = NULL;
  HdNumberFormat format;
  HdChartSpec *spec;

  if (step == NULL)
    return make_months (chart, present, error);
  frame = hd_present_ask (chart, present, error);
  parts = frame != NULL ? hd_scope_query (present->scope, present->catalog, ATTAINMENT, step, error)
                        : NULL;
  attained = parts != NULL ? hd_engine_query (present->engine, parts, present->cancellable, error)
                           : NULL;
  if (attained == NULL)
    return NULL;
  format = hd_present_column_format (present, kpi, frame,
                                     (guint)hd_present_columns (frame, kpi).value);
  caption = hd_present_caption (present, format.unit, frame);
  spec = hd_chart_spec_new (HD_CHART_TABLE, _ (chart->title), caption);
  hd_chart_spec_set_format (spec, format);
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      gboolean is_rest = (hd_frame_get_flags (frame, row, 0) & HD_CELL_FLAG_REST) != 0;
      g_autofree char *code = is_rest ? NULL : hd_present_filter_code (frame, row, 0);
      g_autofree char *name = hd_present_cell_name (frame, row, 0, present->lang);

      hd_chart_spec_add_category (spec, code, name);
    }
  add_columns (present, spec, kpi, frame, attained);
  return spec;
}
