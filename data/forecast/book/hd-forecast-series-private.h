/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a set of series is put together.
 */

#pragma once

#include "hd-forecast-series.h"

G_BEGIN_DECLS

HdForecastSeriesSet *hd_forecast_series_set_new (const HdForecastSource *source, const HdKpi *kpi);
/* The axis of time, unit and vintage of `frame`, whose last column is the value. */
gboolean
hd_forecast_series_set_axis (HdForecastSeriesSet *set, const HdFrame *frame, GError **error);
/* All values missing. */
HdForecastSeries *hd_forecast_series_add (HdForecastSeriesSet *set,
                                          const char *scope,
                                          const char *code,
                                          HdForecastRole role);
/* Negative, or n_values and more, outside. */
int hd_forecast_series_place_of (const HdForecastSeriesSet *set, HdPeriod period);
/* One series for each group of `frame`. */
void
hd_forecast_series_collect (HdForecastSeriesSet *set, const HdQuery *query, const HdFrame *frame);

G_END_DECLS
