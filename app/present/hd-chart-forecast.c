/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The fan: two years back and a year ahead, the interval before the point, the rival beside it.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-plan-curve.h"
#include "hd-present-forecast.h"
#include "hd-present-frame.h"
#include "hd-present-outlook.h"

#define N_BACK 24

/* One place a period, `n_back` of them known whole. */
typedef struct
{
  const HdPresentForecast *forecast;
  guint n_back, n;
  HdPeriod first;
} Timeline;

static Timeline
timeline_of (const HdPresentForecast *forecast)
{
  const HdForecastEntry *entry = forecast->entry;
  guint n_back = MIN (entry->n_values, N_BACK);

  return (Timeline){
    .forecast = forecast,
    .n_back = n_back,
    .n = n_back + entry->horizon,
    .first = hd_period_shift (entry->last, 1 - (int)n_back),
  };
}

static HdPeriod
period_at (const Timeline *line, guint place)
{
  return hd_period_shift (line->first, (int)place);
}

/* Points stand at the middle of their period, over its name. */
static void
add_periods (HdChartSpec *spec, const Timeline *line)
{
  for (guint place = 0; place < line->n; place++)
    {
      HdPeriod period = period_at (line, place);
      g_autofree char *label = hd_present_period_short (period);
      g_autofree char *text = hd_period_to_string (period);
      g_autofree char *code = g_strconcat ("time=", text, NULL);

      hd_chart_spec_add_day (spec, place < line->n_back ? code : NULL, label,
                             period.first + (period.last - period.first) / 2);
    }
}

static void
add_rival (HdChartSpec *spec, const Timeline *line)
{
  const HdForecastEntry *entry = line->forecast->entry;
  g_autofree double *rival = g_new (double, line->n);

  for (guint place = 0; place < line->n; place++)
    rival[place] = place < line->n_back ? NAN : entry->rival[place - line->n_back];
  hd_chart_spec_add_series (spec, NULL, _ ("Last year's season"), HD_NOTATION_PREVIOUS, rival);
}

/* What the year's plan asks of each month, by its collecting days. */
static void
add_plans (const HdPresent *present, HdChartSpec *spec, const Timeline *line)
{
  const HdKpi *kpi = line->forecast->kpi;
  g_autoptr (HdPresentOutlook) outlook
      = hd_kpi_outlook_has_plans (kpi) ? hd_present_outlook_new (present, kpi->id, NULL) : NULL;
  g_autofree double *asked = g_new (double, line->n);
  HdPeriod year;

  if (outlook == NULL || isnan (outlook->plans[HD_OUTLOOK_DU_TOAN]))
    return;
  year = hd_period_containing (hd_day_from_ymd (outlook->year, 1, 1), HD_GRAIN_YEAR,
                               HD_MONTH_START_CIVIL);
  for (guint place = 0; place < line->n; place++)
    {
      HdPeriod period = period_at (line, place);

      asked[place]
          = hd_period_contains (year, period)
                ? (double)hd_plan_curve_between (hd_catalog_get_calendar (present->catalog),
                                                 (gint64)outlook->plans[HD_OUTLOOK_DU_TOAN], year,
                                                 period.first, period.last)
                : NAN;
    }
  hd_chart_spec_add_series (spec, NULL, _ ("Plan"), HD_NOTATION_PLAN, asked);
}

static void
add_forecast (HdChartSpec *spec, const Timeline *line)
{
  static const struct
  {
    guint level;
    const char *name;
  } bands[] = { { HD_FORECAST_BOOK_LEVEL_95, "95 %" }, { HD_FORECAST_BOOK_LEVEL_80, "80 %" } };
  const HdForecastEntry *entry = line->forecast->entry;
  double last = entry->n_values > 0 ? entry->values[entry->n_values - 1] : NAN;
  g_autofree double *mean = g_new (double, line->n);

  for (guint band = 0; band < G_N_ELEMENTS (bands); band++)
    {
      guint level = bands[band].level;
      g_autofree double *lower = g_new (double, line->n);
      g_autofree double *upper = g_new (double, line->n);

      for (guint place = 0; place < line->n; place++)
        {
          guint step = place - line->n_back;

          lower[place] = place < line->n_back ? NAN : entry->lower[level][step];
          upper[place] = place < line->n_back ? NAN : entry->upper[level][step];
        }
      /* The fan opens at what is known. */
      if (line->n_back > 0)
        lower[line->n_back - 1] = upper[line->n_back - 1] = last;
      hd_chart_spec_add_band (spec, bands[band].name, hd_forecast_book_levels[level] / 100, lower,
                              upper);
    }
  for (guint place = 0; place < line->n; place++)
    mean[place] = place < line->n_back ? NAN : entry->mean[place - line->n_back];
  if (line->n_back > 0)
    mean[line->n_back - 1] = last;
  hd_chart_spec_add_series (spec, NULL, _ ("Forecast"), HD_NOTATION_FORECAST, mean);
}

/* What is known: whole periods as a line, the running one as a hollow dot of its own, for a part of a
 * month is no fall. */
static void
add_actual (const HdPresent *present, HdChartSpec *spec, const Timeline *line)
{
  const HdPresentForecast *self = line->forecast;
  g_autofree double *whole = g_new (double, line->n);
  g_autofree double *part = g_new (double, line->n);
  g_autofree char *note = NULL;
  g_autofree HdCellFlags *flags = g_new0 (HdCellFlags, line->n);
  int part_place = -1;

  for (guint place = 0; place < line->n; place++)
    {
      HdPeriod period = period_at (line, place);
      double value = hd_present_forecast_actual (self, period, &flags[place]);
      g_autofree char *running = hd_present_forecast_days (self, period);

      whole[place] = running == NULL ? value : NAN;
      part[place] = running != NULL ? value : NAN;
      if (running == NULL || isnan (value))
        continue;
      part_place = (int)place;
      g_free (note);
      note = g_steal_pointer (&running);
    }
  hd_chart_spec_add_series (spec, self->kpi->id, hd_kpi_short_name (self->kpi, present->lang),
                            HD_NOTATION_ACTUAL, whole);
  for (guint place = 0; place < line->n; place++)
    hd_chart_spec_add_flags (spec, spec->n_series - 1, place, hd_present_flags (flags[place]));
  if (part_place < 0)
    return;
  hd_chart_spec_add_series (spec, NULL, note, HD_NOTATION_ACTUAL, part);
  hd_chart_spec_add_flags (spec, spec->n_series - 1, (guint)part_place, HD_POINT_PARTIAL);
  hd_chart_spec_set_note (spec, (guint)part_place, note);
}

static void
set_headline (const HdPresent *present, HdChartSpec *spec, const HdPresentForecast *self)
{
  double skill = hd_present_forecast_skill (self);
  HdNumberFormat percent = hd_present_percent_format (present);
  g_autofree char *refusal = hd_present_forecast_refusal (present, self);
  g_autofree char *better = NULL;
  g_autofree char *text = NULL;

  if (refusal != NULL)
    {
      hd_chart_spec_set_headline (spec, refusal, HD_STATUS_NEUTRAL);
      return;
    }
  if (self->entry->verdict == HD_FORECAST_UNPROVEN)
    {
      hd_chart_spec_set_headline (
          spec,
          self->entry->cold_start != NULL
              ? _ ("Cold start: the profile of the unit above, wide, not yet tried")
              : _ ("Too short for a back-test: nobody knows yet how far to trust it"),
          HD_STATUS_NEUTRAL);
      return;
    }
  if (isnan (skill))
    return;
  percent.decimals = 0;
  better = hd_number_format (&percent, skill);
  /* Translators: by how much the error is smaller than that of last year's season. */
  text = g_strdup_printf (_ ("%s less error than last year's season"), better);
  hd_chart_spec_set_headline (spec, text, HD_STATUS_BETTER);
}

HdChartSpec *
hd_chart_make_fan (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  const HdKpi *kpi = hd_present_forecast_kpi (present, chart->kpis, error);
  g_autoptr (HdPresentForecast) self
      = kpi != NULL ? hd_present_forecast_new (present, kpi, error) : NULL;
  g_autofree char *caption = NULL;
  g_autofree char *title = NULL;
  Timeline line;
  HdChartSpec *spec;

  if (self == NULL)
    return NULL;
  line = timeline_of (self);
  caption = hd_present_forecast_caption (present, self, line.n_back, line.n - line.n_back);
  /* Translators: a KPI. */
  title = g_strdup_printf (_ ("%s: two years back, one year ahead"),
                           hd_kpi_short_name (kpi, present->lang));
  spec = hd_chart_spec_new (HD_CHART_LINE, title, caption);
  hd_chart_spec_set_format (spec, hd_present_forecast_format (present, self));
  spec->allow_cut = TRUE;
  add_periods (spec, &line);
  add_rival (spec, &line);
  add_plans (present, spec, &line);
  if (hd_forecast_entry_is_shown (self->entry))
    add_forecast (spec, &line);
  add_actual (present, spec, &line);
  set_headline (present, spec, self);
  return spec;
}
