/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One KPI of a refresh: its series asked for, forecast, reconciled, scored and packed. On a worker thread.
 */

#pragma once

#include "hd-forecast-refresh.h"
#include "hd-store-forecasts.h"

G_BEGIN_DECLS

typedef struct
{
  const HdForecastRefreshOptions *options;
  HdForecastSource source;
  const HdKpi *kpi;
  guint64 generation;
  GCancellable *cancellable;

  /* What came of it. */
  GPtrArray *pages; /* (element-type HdStoreForecast) to be written; may be empty */
  GPtrArray *derived; /* (element-type HdStoreDerived) the year's outlooks */
  GPtrArray *gone; /* (element-type HdStoreForecast) to be taken out */
  HdForecastRefreshResult counts;
  GError *error;
} HdForecastRefreshKpi;

void hd_forecast_refresh_kpi_run (HdForecastRefreshKpi *self);
void hd_forecast_refresh_kpi_clear (HdForecastRefreshKpi *self);

G_END_DECLS
