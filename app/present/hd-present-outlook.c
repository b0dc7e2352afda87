/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gathers months, plans and the calendar from the engine, and asks the forecast for the rest of the year.
 */

#include "config.h"

#include "hd-present-outlook.h"

#include <math.h>

#include "hd-plan-curve.h"
#include "hd-present-ask.h"
#include "hd-present-frame.h"

#define N_PATHS 4000
#define SEED 20170101 /* fixed: the same data give the same picture */

static const char *const plan_kpis[HD_OUTLOOK_N_PLANS] = { "plan.amount", "plan.striving" };
static const double levels[] = { 80, 95 };

/* All months up to the scope's end, oldest first. */
static HdFrame *
ask_months (const HdPresent *present, const char *kpi, GError **error)
{
  g_autoptr (HdQuery) query = hd_scope_query (present->scope, present->catalog, kpi, "time", error);

  if (query == NULL || !hd_query_set_grain (query, "month", error))
    return NULL;
  query->has_from = FALSE;
  if (query->has_to)
    {
      /* Without `from` a query would begin with the year of `to`. */
      HdDay first = hd_day_from_ymd (1990, 1, 1);
      HdPeriod start = hd_period_containing (first, HD_GRAIN_DAY, HD_MONTH_START_CIVIL);
      g_autofree char *from = hd_period_to_string (start);

      if (!hd_query_set_from (query, from, error))
        return NULL;
    }
  return hd_engine_query (present->engine, query, present->cancellable, error);
}

static double
ask_plan (const HdPresent *present, int year, const char *kpi)
{
  g_autofree char *text = g_strdup_printf ("%d", year);
  g_autoptr (HdQuery) query = hd_scope_query (present->scope, present->catalog, kpi, NULL, NULL);
  g_autoptr (HdFrame) frame = NULL;

  /* A plan is set for units, not for taxes or goods: narrower than a unit there is none. */
  for (guint index = 0; index < present->scope->steps->len; index++)
    {
      const HdScopeStep *step = g_ptr_array_index (present->scope->steps, index);

      if (!g_str_equal (step->dimension, "unit"))
        return NAN;
    }
  if (query == NULL || !hd_query_set_from (query, text, NULL)
      || !hd_query_set_to (query, text, NULL))
    return NAN;
  frame = hd_engine_query (present->engine, query, present->cancellable, NULL);
  return frame != NULL && hd_frame_get_n_rows (frame) == 1 ? hd_frame_get_double (frame, 0, 0)
                                                           : NAN;
}

static gboolean
run (const HdPresent *present, HdPresentOutlook *self, GError **error)
{
  guint n_rows = hd_frame_get_n_rows (self->months);
  int column = hd_present_columns (self->months, self->kpi).value;
  g_autofree double *history = g_new (double, MAX (n_rows, 1));
  HdYearOutlookInput input = {
    .year = self->year,
    .known_to = self->known_to,
    .calendar = hd_catalog_get_calendar (present->catalog),
    .history = history,
    .plans = self->plans,
    .n_plans = HD_OUTLOOK_N_PLANS,
    .levels = levels,
    .n_levels = G_N_ELEMENTS (levels),
    .n_paths = N_PATHS,
    .seed = SEED,
  };

  for (guint month = 0; month < 12; month++)
    self->previous[month] = input.months[month] = NAN;
  for (guint row = 0; row < n_rows; row++)
    {
      double value = hd_frame_get_double (self->months, row, column);
      int year, month, day;

      hd_day_to_ymd (hd_frame_get_period (self->months, row, 0).first, &year, &month, &day);
      if (year < self->year)
        history[input.n_history++] = value;
      if (year == self->year - 1)
        self->previous[month - 1] = value;
      if (year == self->year)
        input.months[month - 1] = value;
    }
  self->outlook = hd_year_outlook_run (&input, error);
  return self->outlook != NULL;
}

HdPresentOutlook *
hd_present_outlook_new (const HdPresent *present, const char *kpi, GError **error)
{
  g_autoptr (HdPresentOutlook) self = g_new0 (HdPresentOutlook, 1);
  int month, day;

  self->kpi = hd_catalog_find_kpi (present->catalog, kpi);
  if (self->kpi == NULL)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "no KPI “%s”", kpi);
      return NULL;
    }
  self->months = ask_months (present, kpi, error);
  if (self->months == NULL)
    return NULL;
  if (hd_frame_get_n_rows (self->months) == 0)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NO_DATA, "no figures of “%s” here", kpi);
      return NULL;
    }
  self->known_to = hd_frame_get_span (self->months).last;
  hd_day_to_ymd (self->known_to, &self->year, &month, &day);
  for (guint plan = 0; plan < HD_OUTLOOK_N_PLANS; plan++)
    self->plans[plan] = ask_plan (present, self->year, plan_kpis[plan]);
  if (!run (present, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
hd_present_outlook_free (HdPresentOutlook *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->months, hd_frame_unref);
  g_clear_pointer (&self->outlook, hd_year_outlook_free);
  g_free (self);
}

static double
plan_at (const HdPresent *present, const HdPresentOutlook *self, guint plan, HdDay day)
{
  HdPeriod year = hd_period_containing (hd_day_from_ymd (self->year, 1, 1), HD_GRAIN_YEAR,
                                        HD_MONTH_START_CIVIL);

  if (isnan (self->plans[plan]))
    return NAN;
  return (double)hd_plan_curve_at (hd_catalog_get_calendar (present->catalog),
                                   (gint64)self->plans[plan], year, day);
}

void
hd_present_outlook_plan_curve (const HdPresent *present,
                               const HdPresentOutlook *self,
                               guint plan,
                               double curve[12])
{
  for (int month = 0; month < 12; month++)
    {
      HdPeriod period = hd_period_containing (hd_day_from_ymd (self->year, month + 1, 1),
                                              HD_GRAIN_MONTH, HD_MONTH_START_CIVIL);

      curve[month] = plan_at (present, self, plan, period.last);
    }
}

double
hd_present_outlook_plan_today (const HdPresent *present, const HdPresentOutlook *self, guint plan)
{
  return plan_at (present, self, plan, self->known_to);
}
