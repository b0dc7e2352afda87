/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One forecast with all that is told of it: what was known, what was said, how it did before.
 *
 * From the book where it has the KPI and scope; else made here and now, which takes some milliseconds and
 * says so. Every chart, tile and sentence of the forecast desk is made of this one value.
 */

#pragma once

#include "hd-forecast-book.h"
#include "hd-present-facts.h"

G_BEGIN_DECLS

/* What the desk opens with. */
#define HD_FORECAST_DEFAULT_KPI "revenue.collected"

typedef struct
{
  const HdKpi *kpi;
  HdFrame *months; /* every period of the KPI here, oldest first, the unfinished one too */
  HdForecastEntry *entry;
  HdForecastScore *score; /* (nullable): what it and its forerunners said against what came */
  gboolean is_from_book; /* else it was made for this question */
  /* The entry's first step is the month under way, and says what its known days make likely: of KPIs with
   * an outlook of the year, whose month this is, so that all screens say the same of it. */
  gboolean has_nowcast;
} HdPresentForecast;

/* The KPI that the drill path names ("kpi=clearance.p90_hours"), else `otherwise`. HD_QUERY_ERROR_UNKNOWN. */
const HdKpi *
hd_present_forecast_kpi (const HdPresent *present, const char *otherwise, GError **error);

/* HD_QUERY_ERROR_* or HD_FORECAST_ERROR_*: nothing to forecast from. */
HdPresentForecast *hd_present_forecast_new (const HdPresent *present,
                                            const HdKpi *kpi,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_present_forecast_free (HdPresentForecast *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdPresentForecast, hd_present_forecast_free)

/* Completes the score's outcomes to twelve by putting the method back month by month: for those who look at
 * one series. Some hundred milliseconds. */
void hd_present_forecast_fill_record (const HdPresent *present, HdPresentForecast *self);
/* The entry with its forerunners in the book, newest first. (transfer full) (element-type HdForecastEntry) */
GPtrArray *hd_present_forecast_page (const HdPresent *present, const HdPresentForecast *self);

/* The figure of `period`; NAN: none. `flags` (nullable) has HD_CELL_FLAG_PARTIAL while it runs. */
double
hd_present_forecast_actual (const HdPresentForecast *self, HdPeriod period, HdCellFlags *flags);
/* "21/30 days" while `period` runs. (transfer full) (nullable) */
char *hd_present_forecast_days (const HdPresentForecast *self, HdPeriod period);
/* The format in which its history and its intervals read best. */
HdNumberFormat hd_present_forecast_format (const HdPresent *present, const HdPresentForecast *self);
/* unit of measure · place · window · vintage. The window: the last `n_months` of what is known, and `n_ahead` months
 * more. (transfer full) */
char *hd_present_forecast_caption (const HdPresent *present,
                                   const HdPresentForecast *self,
                                   guint n_months,
                                   guint n_ahead);
/* By how much it is better than last year's season, in per cent; negative: worse; NAN: not known. */
double hd_present_forecast_skill (const HdPresentForecast *self);
/* Why nothing is shown, with the rival's record: NULL when it is shown. (transfer full) (nullable) */
char *hd_present_forecast_refusal (const HdPresent *present, const HdPresentForecast *self);
/* How to make it again from a terminal. (transfer full) */
char *hd_present_forecast_command (const HdPresent *present, const HdPresentForecast *self);

/* Rows of the method card. (transfer full) (element-type HdPresentFact) */
GPtrArray *hd_present_forecast_facts (const HdPresent *present, GError **error);
/* The desk's sentences and headline numbers, as hd_present_sentences() and hd_present_tiles(). */
GPtrArray *hd_present_forecast_sentences (const HdPresent *present, GError **error);
GPtrArray *hd_present_forecast_tiles (const HdPresent *present, GError **error);

G_END_DECLS
