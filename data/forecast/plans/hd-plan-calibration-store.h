/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What past years made of the plans' probabilities, learned once a year and kept in the store.
 */

#pragma once

#include "hd-forecast-series.h"
#include "hd-plan-replay.h"
#include "hd-store.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): NULL when nothing was learned yet. g_free(). */
HdPlanCalibration *hd_plan_calibration_load (HdStore *store, const char *kpi, const char *plan);

/* Replays the past years of the nation and its regions: seconds, and so only when the figures of past years
 * changed since the last time. `amounts` is the plan's own set of series, by year. (transfer full)
 * (nullable): what is to be kept under hd_plan_calibration_key(); NULL when it is kept already, when there
 * is nothing to learn from, or when cancelled. */
GBytes *hd_plan_calibration_learn (HdStore *store,
                                   const char *key,
                                   const HdForecastSeriesSet *set,
                                   const HdForecastSeriesSet *amounts,
                                   const HdStructures *structures,
                                   GCancellable *cancellable);
char *hd_plan_calibration_key (const char *kpi, const char *plan); /* (transfer full) */

G_END_DECLS
