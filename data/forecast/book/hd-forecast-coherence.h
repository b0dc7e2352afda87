/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The forecasts of one KPI made to add up: offices, regions, departments and the nation.
 */

#pragma once

#include "hd-forecast-series.h"

G_BEGIN_DECLS

/* `entries` and `forecasts` stand beside the series of `set`; NULL where there is none (a unit that closed
 * brings nothing). Means become the reconciled ones, whole numbers where the values are, and add up in
 * every step on every map; base_mean keeps what the series said alone, and the bounds move with the mean:
 * they are as wide as before, which is wider than they need to be. */
void hd_forecast_coherence_apply (const HdForecastSeriesSet *set,
                                  const HdStructures *structures,
                                  GPtrArray *entries,
                                  GPtrArray *forecasts);

G_END_DECLS
