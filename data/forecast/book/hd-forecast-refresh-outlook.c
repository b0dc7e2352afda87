/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The year's outlooks of a KPI that plans are made for, of every unit, as a part of its refresh.
 */

#include "config.h"

#include "hd-forecast-refresh-outlook.h"

#include "hd-plan-calibration-store.h"

#include <math.h>

typedef struct
{
  HdForecastRefreshKpi *refresh;
  const HdForecastSeriesSet *set;
  HdForecastSeriesSet *amounts[HD_KPI_OUTLOOK_N_PLANS]; /* (nullable) each: of all years */
} Outlooks;

static void
outlooks_clear (Outlooks *self)
{
  for (guint plan = 0; plan < HD_KPI_OUTLOOK_N_PLANS; plan++)
    g_clear_pointer (&self->amounts[plan], hd_forecast_series_set_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outlooks, outlooks_clear)

static void
keep (HdForecastRefreshKpi *self, char *key, GBytes *value)
{
  HdStoreDerived *derived = g_new0 (HdStoreDerived, 1);

  derived->key = key;
  derived->value = value;
  g_ptr_array_add (self->derived, derived);
}

static void
load_amounts (Outlooks *self)
{
  const HdForecastSource *source = &self->refresh->source;

  for (guint plan = 0; plan < HD_KPI_OUTLOOK_N_PLANS; plan++)
    {
      const HdKpi *kpi = hd_catalog_find_kpi (source->catalog, hd_kpi_outlook_plans[plan].kpi);

      /* A plan that was never set is no fault. */
      if (kpi != NULL)
        self->amounts[plan] = hd_forecast_series_load_units (source, kpi, NULL);
    }
}

static double
amount_of (const HdForecastSeriesSet *amounts, const char *scope, int year)
{
  const HdForecastSeries *series
      = amounts != NULL ? hd_forecast_series_find (amounts, scope) : NULL;

  for (guint place = 0; series != NULL && place < amounts->n_values; place++)
    if (hd_period_contains_day (hd_period_shift (amounts->first, (int)place),
                                hd_day_from_ymd (year, 7, 1)))
      return series->values[place];
  return NAN;
}

/* (transfer full): as the store has it, or as it was learned just now. */
static void
learn (Outlooks *self)
{
  HdForecastRefreshKpi *refresh = self->refresh;

  for (guint plan = 0; plan < HD_KPI_OUTLOOK_N_PLANS; plan++)
    {
      g_autofree char *key
          = hd_plan_calibration_key (refresh->kpi->id, hd_kpi_outlook_plans[plan].id);
      g_autoptr (GBytes) cases = NULL;

      if (self->amounts[plan] != NULL)
        cases = hd_plan_calibration_learn (refresh->options->store, key, self->set,
                                           self->amounts[plan], refresh->source.structures,
                                           refresh->cancellable);
      /* At once, not with the outlooks: they are to be made with it. */
      if (cases != NULL)
        hd_store_put_derived (refresh->options->store, key, refresh->generation, cases, NULL);
    }
}

static gboolean
make_all (Outlooks *self, const HdOutlookFrame *frame, GHashTable *by_scope)
{
  HdForecastRefreshKpi *refresh = self->refresh;
  int year;

  hd_day_to_ymd (self->set->known_to, &year, NULL, NULL);
  for (guint index = 0; index < self->set->series->len; index++)
    {
      const HdForecastSeries *series = g_ptr_array_index (self->set->series, index);
      double plans[HD_KPI_OUTLOOK_N_PLANS];
      HdKpiOutlook *outlook;

      if (g_cancellable_set_error_if_cancelled (refresh->cancellable, &refresh->error))
        return FALSE;
      for (guint plan = 0; plan < HD_KPI_OUTLOOK_N_PLANS; plan++)
        plans[plan] = amount_of (self->amounts[plan], series->scope, year);
      /* Those without a plan are made when somebody looks. */
      if (isnan (plans[0]) && isnan (plans[1]))
        continue;
      outlook = hd_kpi_outlook_make (frame, self->set, series, plans, NULL);
      if (outlook == NULL)
        continue;
      g_hash_table_insert (by_scope, series->scope, outlook);
      keep (refresh, hd_kpi_outlook_key (refresh->kpi->id, series->scope),
            hd_kpi_outlook_pack (outlook));
    }
  return TRUE;
}

GHashTable *
hd_forecast_refresh_outlooks (HdForecastRefreshKpi *self, const HdForecastSeriesSet *set)
{
  g_autoptr (GHashTable) by_scope
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)hd_kpi_outlook_unref);
  g_autoptr (HdOutlookFrame) frame = NULL;
  g_auto (Outlooks) outlooks = { .refresh = self, .set = set };

  if (set->first.grain != HD_GRAIN_MONTH || set->first.month_start_day != HD_MONTH_START_CIVIL)
    return NULL;
  load_amounts (&outlooks);
  learn (&outlooks);
  frame = hd_outlook_frame_new (&self->source, self->options->store, self->kpi);
  return make_all (&outlooks, frame, by_scope) ? g_steal_pointer (&by_scope) : NULL;
}
