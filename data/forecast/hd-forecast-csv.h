/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Series in a CSV file, forecast on all cores: `haidang forecast --csv`.
 */

#pragma once

#include "hd-forecast.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  GArray *values; /* (element-type double) by index; NAN where the file has none */
} HdTimeSeries;

void hd_time_series_free (HdTimeSeries *series);

/* Reads columns series_id, index and value (in any order, others are passed over) into series in order
 * of first mention. An empty value, NA or NaN is missing, and so is an index that is not there. With
 * `split` only rows whose column `split` holds it. (transfer full) (element-type HdTimeSeries).
 * HD_FORECAST_ERROR_SYNTAX with the line, or the error of reading the file. */
GPtrArray *hd_time_series_read_csv (const char *path, const char *split, GError **error);

/* Called from the calling thread, now and then. */
typedef void (*HdTimeSeriesProgress) (guint n_done, guint n_all, gpointer user_data);

/* Forecasts each of `series` with everything but its values from `options`, over all cores.
 * (transfer full) (element-type HdForecast) in the order of `series`; NULL where one has no known value. */
GPtrArray *hd_time_series_forecast_all (GPtrArray *series,
                                        const HdForecastInput *options,
                                        HdTimeSeriesProgress progress,
                                        gpointer user_data,
                                        GCancellable *cancellable,
                                        GError **error);

/* Writes series_id,step,mean,lower,upper,method with the bounds of the first level; a series without a
 * forecast has rows with empty numbers and the method "none". The file is replaced whole or not at all. */
gboolean hd_time_series_write_csv (const char *path,
                                   GPtrArray *series,
                                   GPtrArray *forecasts,
                                   guint horizon,
                                   GError **error);

G_END_DECLS
