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
/* One series for each group of the frames, which may have the times one after the other. */
typedef struct
{
  HdForecastSeriesSet *set;
  GHashTable *by_key; /* (element-type utf8 HdForecastSeries), borrowed */
  gboolean *reported; /* [n_values] anything at all */
  guint n_before;
} HdForecastCollector;
void hd_forecast_collector_init (HdForecastCollector *collector, HdForecastSeriesSet *set);
void hd_forecast_collector_add (HdForecastCollector *collector,
                                const HdQuery *query,
                                const HdFrame *frame);
/* Frees what it holds; the set has the series. */
void hd_forecast_collector_finish (HdForecastCollector *collector);
/* Of one frame. */
void
hd_forecast_series_collect (HdForecastSeriesSet *set, const HdQuery *query, const HdFrame *frame);

G_END_DECLS
