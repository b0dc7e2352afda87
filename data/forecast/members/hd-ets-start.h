/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where exponential smoothing starts: seasons from a classical decomposition, level and trend from a line.
 */

#pragma once

#include "hd-ets-kernel.h"

G_BEGIN_DECLS

/* `values` with its gaps bridged by straight lines, ends carried outwards. At least one is known. */
void hd_time_series_bridge_gaps (const double *values, guint n_values, double *bridged);
/* Season indices of bridged values by ratio to (or difference from) a centred moving average: mean 1
 * (or 0). Needs two whole seasons. FALSE when a ratio has no meaning. */
gboolean hd_time_series_seasonal_indices (const double *bridged,
                                          guint n_values,
                                          guint period,
                                          HdEtsSeason season,
                                          double *indices);
/* Level and trend before the first of `bridged`, without the season that `state` has. FALSE when the form
 * has no meaning there. */
gboolean hd_ets_start (const HdEtsForm *form,
                       const double *bridged,
                       guint n_values,
                       guint period,
                       HdEtsState *state);

G_END_DECLS
