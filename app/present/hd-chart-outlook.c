/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Revenue against its plans: cumulative with the fan, by month, and the chance of reaching the plan.
 */

#include "config.h"

#include "hd-present-makers.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-present-frame.h"
#include "hd-present-outlook.h"

#define N_MONTHS 12
#define N_CLASSES 48

static HdPeriod
month_of (const HdPresentOutlook *self, guint month)
{
  return hd_period_containing (hd_day_from_ymd (self->year, (int)month + 1, 1), HD_GRAIN_MONTH,
                               HD_MONTH_START_CIVIL);
}

static double
largest (const HdPresentOutlook *self)
{
  double value = self->outlook->upper[HD_OUTLOOK_LEVEL_95][N_MONTHS - 1];

  for (guint plan = 0; plan < HD_OUTLOOK_N_PLANS; plan++)
    value = fmax (value, self->plans[plan]);
  return value;
}

static HdChartSpec *
begin (const HdPresent *present,
       const HdPresentOutlook *self,
       HdChartKind kind,
       const char *title,
       double max_abs)
{
  HdNumberFormat format = hd_present_format (present, self->kpi, max_abs);
  g_autofree char *place = hd_present_place (present);
  g_autofree char *year = g_strdup_printf (_ ("year %d"), self->year);
  g_autofree char *caption
      = hd_present_caption_of (present, format.unit, place, year, self->vintage);
  HdChartSpec *spec = hd_chart_spec_new (kind, title, caption);

  hd_chart_spec_set_format (spec, format);
  return spec;
}

/* One point a month at its last day; an unfinished month carries its days. */
static void
add_months (HdChartSpec *spec, const HdPresentOutlook *self)
{
  for (guint month = 0; month < N_MONTHS; month++)
    {
      HdPeriod period = month_of (self, month);
      g_autofree char *text = hd_period_to_string (period);
      g_autofree char *code = g_strconcat ("time=", text, NULL);
      g_autofree char *label = g_strdup_printf ("%u", month + 1);

      hd_chart_spec_add_category (spec, period.first <= self->known_to ? code : NULL, label);
    }
}

static guint
n_known_months (const HdPresentOutlook *self)
{
  return self->outlook->n_whole_months + (self->outlook->has_part_month ? 1 : 0);
}

static void
set_headline (const HdPresent *present, HdChartSpec *spec, const HdPresentOutlook *self)
{
  g_autofree char *chance
      = hd_present_outlook_chance_text (present->lang, self, HD_OUTLOOK_DU_TOAN);
  g_autofree char *amount = NULL;
  g_autofree char *text = NULL;

  if (chance == NULL)
    return;
  amount = hd_number_format (&spec->format, self->plans[HD_OUTLOOK_DU_TOAN]);
  /* Translators: probability of reaching the plan of the first %s is the second. */
  text = g_strdup_printf (_ ("Chance of the plan of %s: %s"), amount, chance);
  hd_chart_spec_set_headline (spec, text, hd_present_outlook_chance_status (self));
}

static void
add_cumulative_series (const HdPresent *present, HdChartSpec *spec, const HdPresentOutlook *self)
{
  const char *const plan_names[] = { _ ("Plan"), _ ("Striving target") };
  const HdYearOutlook *outlook = self->outlook;
  double actual[N_MONTHS], forecast[N_MONTHS], previous[N_MONTHS], curve[N_MONTHS];
  double sum = 0;
  guint n_known = n_known_months (self);

  for (guint month = 0; month < N_MONTHS; month++)
    {
      sum += self->previous[month];
      previous[month] = sum;
      actual[month] = month < outlook->n_whole_months ? outlook->cumulative[month] : NAN;
      forecast[month] = month + 1 >= outlook->n_whole_months ? outlook->cumulative[month] : NAN;
    }
  if (outlook->has_part_month)
    actual[n_known - 1] = outlook->known;
  hd_chart_spec_add_series (spec, NULL, _ ("Year before"), HD_NOTATION_PREVIOUS, previous);
  for (guint plan = 0; plan < HD_OUTLOOK_N_PLANS; plan++)
    {
      if (isnan (self->plans[plan]))
        continue;
      hd_present_outlook_plan_curve (present, self, plan, curve);
      hd_chart_spec_add_series (spec, NULL, plan_names[plan], HD_NOTATION_PLAN, curve);
    }
  if (hd_present_outlook_is_shown (present, self))
    hd_chart_spec_add_series (spec, NULL, _ ("Forecast"), HD_NOTATION_FORECAST, forecast);
  hd_chart_spec_add_series (spec, self->kpi->id, hd_kpi_short_name (self->kpi, present->lang),
                            HD_NOTATION_ACTUAL, actual);
  if (outlook->has_part_month)
    hd_chart_spec_add_flags (spec, spec->n_series - 1, n_known - 1, HD_POINT_PARTIAL);
}

static void
add_fan (HdChartSpec *spec, const HdPresentOutlook *self)
{
  static const char *const names[] = { "80 %", "95 %" };
  static const double fractions[] = { 0.80, 0.95 };

  for (int level = HD_OUTLOOK_LEVEL_95; level >= HD_OUTLOOK_LEVEL_80; level--)
    {
      double lower[N_MONTHS], upper[N_MONTHS];

      for (guint month = 0; month < N_MONTHS; month++)
        {
          gboolean is_ahead = month + 1 >= self->outlook->n_whole_months;

          lower[month] = is_ahead ? self->outlook->lower[level][month] : NAN;
          upper[month] = is_ahead ? self->outlook->upper[level][month] : NAN;
        }
      hd_chart_spec_add_band (spec, names[level], fractions[level], lower, upper);
    }
}

/* What each month's end was ahead of (+) or behind (−) the plan curve: two cumulative curves never show
 * it themselves. */
static void
add_variance_strip (const HdPresent *present, HdChartSpec *spec, const HdPresentOutlook *self)
{
  double curve[N_MONTHS], strip[N_MONTHS];
  guint n_known = n_known_months (self);

  if (isnan (self->plans[HD_OUTLOOK_DU_TOAN]))
    return;
  hd_present_outlook_plan_curve (present, self, HD_OUTLOOK_DU_TOAN, curve);
  for (guint month = 0; month < N_MONTHS; month++)
    strip[month] = month < self->outlook->n_whole_months
                       ? self->outlook->cumulative[month] - curve[month]
                       : NAN;
  if (self->outlook->has_part_month)
    strip[n_known - 1]
        = self->outlook->known - hd_present_outlook_plan_today (present, self, HD_OUTLOOK_DU_TOAN);
  hd_chart_spec_set_strip (spec, _ ("against plan"), spec->format, strip, NULL);
}

HdChartSpec *
hd_chart_make_cumulative (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (HdPresentOutlook) self = hd_present_outlook_new (present, chart->kpis, error);
  HdChartSpec *spec;

  if (self == NULL)
    return NULL;
  spec = begin (present, self, HD_CHART_LINE, _ (chart->title), largest (self));
  add_months (spec, self);
  add_cumulative_series (present, spec, self);
  add_variance_strip (present, spec, self);
  if (hd_present_outlook_is_shown (present, self))
    {
      add_fan (spec, self);
      set_headline (present, spec, self);
    }
  else if (!present->scope->hides_forecast)
    hd_chart_spec_set_headline (spec, _ ("No forecast: last year's season is as good"),
                                HD_STATUS_NEUTRAL);
  return spec;
}

HdChartSpec *
hd_chart_make_months (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (HdPresentOutlook) self = hd_present_outlook_new (present, chart->kpis, error);
  double actual[N_MONTHS], forecast[N_MONTHS], plan[N_MONTHS], max_abs = 0;
  guint n_known;
  HdChartSpec *spec;

  if (self == NULL)
    return NULL;
  n_known = n_known_months (self);
  hd_present_outlook_plan_curve (present, self, HD_OUTLOOK_DU_TOAN, plan);
  for (guint month = N_MONTHS - 1; month > 0; month--)
    plan[month] -= plan[month - 1];
  for (guint month = 0; month < N_MONTHS; month++)
    {
      actual[month] = month < self->outlook->n_whole_months ? self->outlook->month[month] : NAN;
      forecast[month] = month >= self->outlook->n_whole_months ? self->outlook->month[month] : NAN;
      max_abs = fmax (max_abs, fmax (self->outlook->month[month], self->previous[month]));
    }
  if (self->outlook->has_part_month)
    actual[n_known - 1]
        = self->outlook->known - (n_known > 1 ? self->outlook->cumulative[n_known - 2] : 0);
  spec = begin (present, self, HD_CHART_COLUMNS, _ (chart->title), max_abs);
  add_months (spec, self);
  hd_chart_spec_add_series (spec, self->kpi->id, hd_kpi_short_name (self->kpi, present->lang),
                            HD_NOTATION_ACTUAL, actual);
  hd_chart_spec_add_series (spec, NULL, _ ("Year before"), HD_NOTATION_PREVIOUS, self->previous);
  if (!isnan (self->plans[HD_OUTLOOK_DU_TOAN]))
    hd_chart_spec_add_series (spec, NULL, _ ("Plan"), HD_NOTATION_PLAN, plan);
  if (hd_present_outlook_is_shown (present, self))
    hd_chart_spec_add_series (spec, NULL, _ ("Forecast"), HD_NOTATION_FORECAST, forecast);
  /* A month that runs has no variance yet: its plan is of the whole month. */
  for (guint month = 0; month < N_MONTHS; month++)
    plan[month] = month < self->outlook->n_whole_months ? actual[month] - plan[month] : NAN;
  if (!isnan (self->plans[HD_OUTLOOK_DU_TOAN]) && self->outlook->n_whole_months > 0)
    hd_chart_spec_set_strip (spec, _ ("against plan"), spec->format, plan, NULL);
  if (self->outlook->has_part_month)
    {
      HdPeriod period = month_of (self, n_known - 1);
      g_autofree char *note = g_strdup_printf (_ ("%d/%d days"), self->known_to - period.first + 1,
                                               hd_period_n_days (period));

      hd_chart_spec_set_note (spec, n_known - 1, note);
      hd_chart_spec_add_flags (spec, 0, n_known - 1, HD_POINT_PARTIAL);
    }
  return spec;
}

/* Counts of simulated years by class of equal width. */
static void
count_classes (const HdYearOutlook *outlook, double *edges, double *counts)
{
  double first = outlook->year_totals[0];
  double width = (outlook->year_totals[outlook->n_paths - 1] - first) / N_CLASSES;

  for (guint edge = 0; edge <= N_CLASSES; edge++)
    edges[edge] = first + width * edge;
  for (guint path = 0; path < outlook->n_paths; path++)
    {
      int place = width > 0 ? (int)((outlook->year_totals[path] - first) / width) : 0;

      counts[CLAMP (place, 0, N_CLASSES - 1)]++;
    }
}

HdChartSpec *
hd_chart_make_probability (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_autoptr (HdPresentOutlook) self = hd_present_outlook_new (present, chart->kpis, error);
  double edges[N_CLASSES + 1], counts[N_CLASSES] = { 0 };
  g_autofree char *chance = NULL;
  HdChartSpec *spec;

  if (self == NULL)
    return NULL;
  if (self->outlook->year_totals == NULL)
    {
      g_set_error_literal (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_BAD_SEASON,
                           "the year is over: nothing is left to forecast");
      return NULL;
    }
  count_classes (self->outlook, edges, counts);
  spec = begin (present, self, HD_CHART_HISTOGRAM, _ (chart->title), largest (self));
  for (guint index = 0; index < N_CLASSES; index++)
    {
      g_autofree char *label = hd_number_format (&spec->format, edges[index]);

      hd_chart_spec_add_category (spec, NULL, label);
    }
  hd_chart_spec_add_series (spec, NULL, _ ("Simulated years"), HD_NOTATION_FORECAST, counts);
  hd_chart_spec_set_edges (spec, edges);
  if (!isnan (self->plans[HD_OUTLOOK_DU_TOAN]))
    {
      g_autofree char *amount = hd_number_format (&spec->format, self->plans[HD_OUTLOOK_DU_TOAN]);
      g_autofree char *label = g_strdup_printf (_ ("plan %s"), amount);

      hd_chart_spec_add_marker (spec, self->plans[HD_OUTLOOK_DU_TOAN], label, HD_NOTATION_PLAN,
                                TRUE);
    }
  /* Of what it is the chance, the title and the mark of the plan say. */
  chance = hd_present_outlook_chance_text (present->lang, self, HD_OUTLOOK_DU_TOAN);
  hd_chart_spec_set_headline (spec, chance, hd_present_outlook_chance_status (self));
  return spec;
}
