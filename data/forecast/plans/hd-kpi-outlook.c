/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The year's outlook of a KPI under a scope: made from its months, its plans and what the year's outlooks
 * of one KPI have in common.
 */

#include "config.h"

#include "hd-kpi-outlook.h"

#include "hd-plan-calibration-store.h"

#include <math.h>

/* The histogram of the nation's years is looked at; of a unit the quantiles are enough. */
#define N_PATHS_WHOLE 4000
#define N_PATHS 1000
#define SEED 20170101 /* fixed: the same data give the same picture */

const HdKpiOutlookPlan hd_kpi_outlook_plans[HD_KPI_OUTLOOK_N_PLANS] = {
  { "DU_TOAN", "plan.amount" },
  { "PHAN_DAU", "plan.striving" },
};
const double hd_kpi_outlook_levels[HD_KPI_OUTLOOK_N_LEVELS] = { 80, 95 };

struct _HdOutlookFrame
{
  const HdCalendar *calendar;
  double *amounts; /* (nullable) of the nation's days */
  HdDailyAmounts daily;
  HdPlanCalibration *calibrations[HD_KPI_OUTLOOK_N_PLANS]; /* (nullable) each */
};

HdKpiOutlook *
hd_kpi_outlook_ref (HdKpiOutlook *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
hd_kpi_outlook_unref (HdKpiOutlook *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->outlook, hd_year_outlook_free);
  g_free (self->kpi);
  g_free (self->scope);
  g_free (self);
}

gboolean
hd_kpi_outlook_has_plans (const HdKpi *kpi)
{
  return kpi->kind == HD_KPI_SUM && kpi->plans != NULL && *kpi->plans != NULL;
}

char *
hd_kpi_outlook_key (const char *kpi, const char *scope)
{
  return g_strdup_printf ("outlook %s %s", kpi, scope);
}

/* Days without a row bring nothing; before the first one nothing is known. */
static void
take_days (HdOutlookFrame *frame, const HdFrame *days)
{
  guint n_rows = hd_frame_get_n_rows (days), value = hd_frame_get_n_columns (days) - 1;
  HdDay last = hd_frame_get_span (days).last;

  if (n_rows == 0)
    return;
  frame->daily.first = hd_frame_get_period (days, 0, 0).first;
  frame->daily.n_days = (guint)(last - frame->daily.first + 1);
  frame->amounts = g_new0 (double, frame->daily.n_days + 1);
  for (guint row = 0; row < n_rows; row++)
    {
      HdDay day = hd_frame_get_period (days, row, 0).first;

      if (day >= frame->daily.first && day <= last)
        frame->amounts[day - frame->daily.first] = hd_frame_get_double (days, row, value);
    }
  frame->daily.amounts = frame->amounts;
}

static HdFrame *
ask_days (const HdForecastSource *source, const HdKpi *kpi)
{
  g_autoptr (HdQuery) query = hd_query_new (kpi->id);

  if (!hd_query_set_by (query, "time", NULL) || !hd_query_set_grain (query, "day", NULL))
    return NULL;
  hd_query_set_as_of (query, source->as_of);
  return hd_engine_query (source->engine, query, source->cancellable, NULL);
}

HdOutlookFrame *
hd_outlook_frame_new (const HdForecastSource *source, HdStore *store, const HdKpi *kpi)
{
  HdOutlookFrame *frame = g_new0 (HdOutlookFrame, 1);
  g_autoptr (HdFrame) days = ask_days (source, kpi);

  frame->calendar = hd_catalog_get_calendar (source->catalog);
  if (days != NULL)
    take_days (frame, days);
  for (guint plan = 0; store != NULL && plan < HD_KPI_OUTLOOK_N_PLANS; plan++)
    frame->calibrations[plan]
        = hd_plan_calibration_load (store, kpi->id, hd_kpi_outlook_plans[plan].id);
  return frame;
}

void
hd_outlook_frame_free (HdOutlookFrame *frame)
{
  for (guint plan = 0; plan < HD_KPI_OUTLOOK_N_PLANS; plan++)
    g_free (frame->calibrations[plan]);
  g_free (frame->amounts);
  g_free (frame);
}

static void
place_months (HdKpiOutlook *self,
              HdYearOutlookInput *input,
              const HdForecastSeriesSet *set,
              const HdForecastSeries *series,
              double *history)
{
  for (guint month = 0; month < 12; month++)
    self->previous[month] = input->months[month] = NAN;
  for (guint place = 0; place <= set->n_values; place++)
    {
      double value = place < set->n_values ? series->values[place] : series->part;
      int year, month;

      hd_day_to_ymd (hd_period_shift (set->first, (int)place).first, &year, &month, NULL);
      if (year < self->year)
        history[input->n_history++] = value;
      if (year == self->year - 1)
        self->previous[month - 1] = value;
      if (year == self->year)
        input->months[month - 1] = value;
    }
}

HdKpiOutlook *
hd_kpi_outlook_make (const HdOutlookFrame *frame,
                     const HdForecastSeriesSet *set,
                     const HdForecastSeries *series,
                     const double *plans,
                     GError **error)
{
  g_autoptr (HdKpiOutlook) self = g_new0 (HdKpiOutlook, 1);
  g_autofree double *history = g_new (double, set->n_values + 2);
  HdYearOutlookInput input = {
    .known_to = set->known_to,
    .calendar = frame->calendar,
    .history = history,
    .plans = self->plans,
    .n_plans = HD_KPI_OUTLOOK_N_PLANS,
    .levels = hd_kpi_outlook_levels,
    .n_levels = HD_KPI_OUTLOOK_N_LEVELS,
    .n_paths = *series->scope == '\0' ? N_PATHS_WHOLE : N_PATHS,
    .seed = SEED,
    .daily = frame->amounts != NULL ? &frame->daily : NULL,
    .calibrations = (const HdPlanCalibration *const *)frame->calibrations,
  };

  g_atomic_ref_count_init (&self->refs);
  self->kpi = g_strdup (set->kpi->id);
  self->scope = g_strdup (series->scope);
  self->known_to = set->known_to;
  self->vintage = set->vintage;
  memcpy (self->plans, plans, sizeof self->plans);
  hd_day_to_ymd (set->known_to, &self->year, NULL, NULL);
  input.year = self->year;
  place_months (self, &input, set, series, history);
  self->outlook = hd_year_outlook_run (&input, error);
  if (self->outlook == NULL)
    return NULL;
  g_clear_pointer (&self->outlook->effect, hd_calendar_effect_free);
  return g_steal_pointer (&self);
}
