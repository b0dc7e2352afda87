/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The year against its plans, as all screens share it, and the plans' curves.
 */

#include "config.h"

#include "hd-present-outlook.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hd-plan-curve.h"
#include "hd-present-text.h"

gboolean
hd_present_put_off (const HdPresent *present, GError **error)
{
  if (present->put_off == NULL)
    return FALSE;
  g_atomic_int_inc (present->put_off);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PENDING, "a forecast is still to be made");
  return TRUE;
}

/* (transfer full) (nullable) */
static HdKpiOutlook *
get_shared (const HdPresent *present, const HdKpi *kpi, GError **error)
{
  HdForecastSource source = {
    .engine = present->engine,
    .catalog = present->catalog,
    .structures = present->structures,
    .as_of = present->scope->as_of,
    .cancellable = present->cancellable,
  };
  g_autoptr (HdQuery) query
      = hd_scope_query (present->scope, present->catalog, kpi->id, NULL, error);
  HdKpiOutlook *shared = NULL;

  if (query == NULL)
    return NULL;
  if (present->put_off != NULL && present->store != NULL)
    shared = hd_kpi_outlook_find (&source, present->store, kpi, query);
  if (shared != NULL || hd_present_put_off (present, error))
    return shared;
  return hd_kpi_outlook_get (&source, present->store, kpi, query, error);
}

HdPresentOutlook *
hd_present_outlook_new (const HdPresent *present, const char *kpi, GError **error)
{
  g_autoptr (HdPresentOutlook) self = g_new0 (HdPresentOutlook, 1);

  self->kpi = hd_catalog_find_kpi (present->catalog, kpi);
  if (self->kpi == NULL)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "no KPI “%s”", kpi);
      return NULL;
    }
  self->shared = get_shared (present, self->kpi, error);
  if (self->shared == NULL)
    return NULL;
  self->year = self->shared->year;
  self->known_to = self->shared->known_to;
  self->vintage = self->shared->vintage;
  self->previous = self->shared->previous;
  self->plans = self->shared->plans;
  self->outlook = self->shared->outlook;
  return g_steal_pointer (&self);
}

void
hd_present_outlook_free (HdPresentOutlook *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->shared, hd_kpi_outlook_unref);
  g_free (self);
}

gboolean
hd_present_outlook_is_shown (const HdPresent *present, const HdPresentOutlook *self)
{
  const HdYearOutlook *outlook = self->outlook;

  if (present->scope->hides_forecast)
    return FALSE;
  if (outlook->record.n_origins == 0 || outlook->record.beats_rival)
    return TRUE;
  return outlook->n_plans > 0 && outlook->plans[HD_OUTLOOK_DU_TOAN].skill == HD_PLAN_SKILL_PROVEN;
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

char *
hd_present_outlook_year_text (const HdPresent *present, const HdPresentOutlook *self)
{
  HdNumberFormat format = hd_present_format (present, self->kpi, self->outlook->year_mean);

  return hd_number_format_full (&format, self->outlook->year_mean);
}

char *
hd_present_outlook_chance_text (const char *lang, const HdPresentOutlook *self, guint plan)
{
  double chance = self->outlook->plans[plan].probability_pct;
  /* Without simulated years the year is over, and known. */
  gboolean is_over = self->outlook->year_totals == NULL;
  HdNumberFormat percent
      = hd_number_format_choose (hd_number_locale_get (lang), HD_NUMBER_PERCENT, NULL, 100);
  g_autofree char *text = NULL;

  percent.decimals = 0;
  if (isnan (chance) || isnan (self->plans[plan]))
    return NULL;
  text = hd_number_format (&percent, is_over ? chance : CLAMP (chance, 1, 99));
  if (!is_over && (chance < 1 || chance > 99))
    return g_strconcat (chance < 1 ? "<" : ">", text, NULL);
  return g_steal_pointer (&text);
}

HdPointStatus
hd_present_outlook_chance_status (const HdPresentOutlook *self)
{
  return self->outlook->plans[HD_OUTLOOK_DU_TOAN].probability_pct >= 50 ? HD_STATUS_BETTER
                                                                        : HD_STATUS_WORSE;
}

HdPresentWord
hd_present_outlook_chance_word (const HdPresent *present,
                                const HdPresentOutlook *self,
                                const char *page)
{
  return (HdPresentWord){
    .text = hd_present_outlook_chance_text (present->lang, self, HD_OUTLOOK_DU_TOAN),
    .page = page,
    .status = hd_present_outlook_chance_status (self),
  };
}

/* (transfer full) (nullable): there is a plan, and its forecast may be shown. */
static char *
shown_chance (const HdPresent *present, const HdPresentOutlook *self)
{
  return hd_present_outlook_is_shown (present, self)
             ? hd_present_outlook_chance_text (present->lang, self, HD_OUTLOOK_DU_TOAN)
             : NULL;
}

char *
hd_present_outlook_line (const HdPresent *present,
                         const HdPresentOutlook *self,
                         const HdNumberFormat *format)
{
  g_autofree char *chance = shown_chance (present, self);
  g_autofree char *year = hd_number_format (format, self->outlook->year_mean);

  /* Translators: short, under a headline number: what the year is forecast to bring, and the probability of
   * reaching the plan. */
  return chance != NULL ? g_strdup_printf (_ ("year %s · plan %s likely"), year, chance) : NULL;
}

char *
hd_present_outlook_clause (const HdPresent *present, const HdPresentOutlook *self)
{
  g_autofree char *chance = shown_chance (present, self);
  g_autofree char *year = hd_present_outlook_year_text (present, self);

  return chance != NULL ? g_strdup_printf (
             _ ("the year is forecast at %s, the probability of reaching the plan is %s"), year,
             chance)
                        : NULL;
}
