/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The year's outlook of a KPI under a scope, made once and shared: by screens, sentences, charts, the
 * command line and the refresh.
 *
 * It is looked for in memory, then in the store (where a refresh keeps those of the nation and every unit),
 * and made when neither has it of the store's present generation. Whoever makes it, it is the same.
 */

#pragma once

#include "hd-forecast-series.h"
#include "hd-store.h"
#include "hd-year-outlook.h"

G_BEGIN_DECLS

/* The plans that a year is held against, in the order of HdYearOutlook.plans. */
#define HD_KPI_OUTLOOK_N_PLANS 2
typedef struct
{
  const char *id; /* "DU_TOAN" */
  const char *kpi; /* "plan.amount": its amounts */
} HdKpiOutlookPlan;
extern const HdKpiOutlookPlan hd_kpi_outlook_plans[HD_KPI_OUTLOOK_N_PLANS];

/* The levels of its intervals, in the order of HdYearOutlook.lower and .upper. */
#define HD_KPI_OUTLOOK_N_LEVELS 2
extern const double hd_kpi_outlook_levels[HD_KPI_OUTLOOK_N_LEVELS]; /* 80 and 95 per cent */

/* Immutable, atomically counted. */
typedef struct
{
  char *kpi;
  char *scope; /* as the book's key */
  int year; /* the one that the figures' last day lies in */
  HdDay known_to;
  gint64 vintage;
  double previous[12]; /* the year before, by month; NAN: not known */
  double plans[HD_KPI_OUTLOOK_N_PLANS]; /* whole year; NAN: none for this scope */
  /* Without its `effect` (the calendar's, which only the maker sees). */
  HdYearOutlook *outlook;
  /*< private >*/
  gatomicrefcount refs;
} HdKpiOutlook;

HdKpiOutlook *hd_kpi_outlook_ref (HdKpiOutlook *self);
void hd_kpi_outlook_unref (HdKpiOutlook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdKpiOutlook, hd_kpi_outlook_unref)

/* Whether it is a sum over the year that plans are made for. */
gboolean hd_kpi_outlook_has_plans (const HdKpi *kpi);

/* What outlooks of one KPI have in common, of one moment. */
typedef struct _HdOutlookFrame HdOutlookFrame;

/* How the nation's months come in day by day, for the nowcast of every unit's month under way; and what
 * past years made of the plans' probabilities, as far as `store` (nullable) has learned it. */
HdOutlookFrame *hd_outlook_frame_new (const HdForecastSource *source,
                                      HdStore *store,
                                      const HdKpi *kpi) G_GNUC_WARN_UNUSED_RESULT;
void hd_outlook_frame_free (HdOutlookFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdOutlookFrame, hd_outlook_frame_free)

/* Of one series of civil months with its part month; `plans` [HD_KPI_OUTLOOK_N_PLANS]. HD_FORECAST_ERROR_*. */
HdKpiOutlook *hd_kpi_outlook_make (const HdOutlookFrame *frame,
                                   const HdForecastSeriesSet *set,
                                   const HdForecastSeries *series,
                                   const double *plans,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Under the filters, the moment, and the end of the span of `query`, which is of `kpi`. Blocking; asked for
 * by several threads at once it is made once. `store` (nullable): where to look and keep. */
HdKpiOutlook *hd_kpi_outlook_get (const HdForecastSource *source,
                                  HdStore *store,
                                  const HdKpi *kpi,
                                  const HdQuery *query,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* As hd_kpi_outlook_get(), where memory or the store has it already: nothing is made or waited for.
 * (transfer full) (nullable) */
HdKpiOutlook *hd_kpi_outlook_find (const HdForecastSource *source,
                                   HdStore *store,
                                   const HdKpi *kpi,
                                   const HdQuery *query);

/* For the store: see hd_store_put_derived(). */
char *hd_kpi_outlook_key (const char *kpi, const char *scope); /* (transfer full) */
GBytes *hd_kpi_outlook_pack (const HdKpiOutlook *self); /* (transfer full) */
HdKpiOutlook *hd_kpi_outlook_unpack (GBytes *bytes); /* (transfer full) (nullable) */

G_END_DECLS
