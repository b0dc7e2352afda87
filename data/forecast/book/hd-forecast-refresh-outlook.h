/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The year's outlooks of a KPI that plans are made for, of every unit, as a part of its refresh.
 */

#pragma once

#include "hd-forecast-refresh-kpi.h"
#include "hd-kpi-outlook.h"

G_BEGIN_DECLS

/* Adds to `self->derived`, or sets its error. (transfer full) (nullable) (element-type utf8 HdKpiOutlook)
 * by scope. */
GHashTable *hd_forecast_refresh_outlooks (HdForecastRefreshKpi *self,
                                          const HdForecastSeriesSet *set);

G_END_DECLS
