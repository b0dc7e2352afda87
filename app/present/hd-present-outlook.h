/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The year against its plans: what is known, both plan curves, the forecast and its fan, in đồng.
 */

#pragma once

#include "hd-present.h"
#include "hd-kpi-outlook.h"
#include "hd-present-runs.h"

G_BEGIN_DECLS

#define HD_OUTLOOK_N_PLANS HD_KPI_OUTLOOK_N_PLANS
/* In the order of HdYearOutlook.plans. */
#define HD_OUTLOOK_DU_TOAN 0
#define HD_OUTLOOK_PHAN_DAU 1
/* In the order of the fan's levels. */
#define HD_OUTLOOK_LEVEL_80 0
#define HD_OUTLOOK_LEVEL_95 1

typedef struct
{
  const HdKpi *kpi;
  int year;
  HdDay known_to;
  gint64 vintage; /* of the newest figure in it */
  const double *previous; /* [12] the year before, by month; NAN: not known */
  const double *plans; /* [HD_OUTLOOK_N_PLANS] whole year; NAN: none for this unit and tax */
  const HdYearOutlook *outlook;
  /*< private >*/
  HdKpiOutlook *shared; /* that all who ask have in common */
} HdPresentOutlook;

/* The outlook of the scope's year, of a KPI that is added up over the year (revenue.collected): kept by the
 * last refresh, or made once for all who ask. A scope narrower than units (a tax, a chapter) has no plan.
 * (transfer full) */
HdPresentOutlook *hd_present_outlook_new (const HdPresent *present,
                                          const char *kpi,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_present_outlook_free (HdPresentOutlook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdPresentOutlook, hd_present_outlook_free)

/* Where present->put_off says that there is no time to make a forecast: TRUE, counted there, and
 * G_IO_ERROR_PENDING. */
gboolean hd_present_put_off (const HdPresent *present, GError **error);

/* Whether its forecast may be drawn: the person wants it, and out of sample it did better than last year's
 * season, or its probabilities did better than the base rate. */
gboolean hd_present_outlook_is_shown (const HdPresent *present, const HdPresentOutlook *self);
/* How much of plan `plan` should be in by the end of each month, by collecting days. */
void hd_present_outlook_plan_curve (const HdPresent *present,
                                    const HdPresentOutlook *self,
                                    guint plan,
                                    double curve[12]);
/* The same at the end of known_to. */
double
hd_present_outlook_plan_today (const HdPresent *present, const HdPresentOutlook *self, guint plan);

/* One way of saying it for all screens, the desk and the command line. */
/* "457,4 nghìn tỷ đồng": what the year is expected to bring. (transfer full) */
char *hd_present_outlook_year_text (const HdPresent *present, const HdPresentOutlook *self);
/* "96 %": the probability of reaching plan `plan`; of what is not over, never nought nor a hundred: "<1 %".
 * (transfer full) (nullable): there is no such plan. */
char *hd_present_outlook_chance_text (const char *lang, const HdPresentOutlook *self, guint plan);
/* The same of the plan, as a word of a sentence that leads to `page` (nullable). */
HdPresentWord hd_present_outlook_chance_word (const HdPresent *present,
                                              const HdPresentOutlook *self,
                                              const char *page);
/* What that means: better from even odds on. */
HdPointStatus hd_present_outlook_chance_status (const HdPresentOutlook *self);
/* For a headline: "year 457,4 · plan 96 %", in the unit of `format`. (transfer full) (nullable): none may be shown. */
char *hd_present_outlook_line (const HdPresent *present,
                               const HdPresentOutlook *self,
                               const HdNumberFormat *format);
/* The same in a clause: "the year is forecast at …, the probability of reaching the plan is …". (transfer full)
 * (nullable) */
char *hd_present_outlook_clause (const HdPresent *present, const HdPresentOutlook *self);

G_END_DECLS
