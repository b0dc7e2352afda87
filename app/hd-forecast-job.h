/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasting everything again, in the background, into the store's book.
 */

#pragma once

#include "hd-session.h"

G_BEGIN_DECLS

#define HD_TYPE_FORECAST_JOB (hd_forecast_job_get_type ())
G_DECLARE_FINAL_TYPE (HdForecastJob, hd_forecast_job, HD, FORECAST_JOB, GObject)

/* ::progress (double fraction, const char *kpi_name): at most ten times a second.
 * ::finished (guint n_made, const char *problem): it ended; problem is NULL when it went to its end or was
 * cancelled. The session has told that data changed when there was something new. */
HdForecastJob *hd_forecast_job_new (HdSession *session) G_GNUC_WARN_UNUSED_RESULT;

/* What has the same inputs as before is passed over. One under way goes on. */
void hd_forecast_job_start (HdForecastJob *self);
void hd_forecast_job_cancel (HdForecastJob *self);
gboolean hd_forecast_job_is_running (HdForecastJob *self);

G_END_DECLS
