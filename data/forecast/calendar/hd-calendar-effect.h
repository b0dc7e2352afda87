/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Working days, holidays and Tết around a forecast: estimated, chosen by back-test, put back.
 */

#pragma once

#include "hd-calendar.h"
#include "hd-forecast.h"

G_BEGIN_DECLS

/* Where a series stands in time. Months, quarters and days are adjusted; other grains stay as they are. */
typedef struct
{
  const HdCalendar *calendar; /* (nullable): without one nothing is adjusted */
  HdPeriod first; /* of values[0]; those after it follow without a gap */
} HdCalendarFrame;

typedef enum
{
  HD_CALENDAR_TERM_WORKING_DAYS, /* log of the working days of the period, net of holidays and Tết */
  HD_CALENDAR_TERM_ORDINARY_DAYS, /* the same, only in months that Tết never touches */
  HD_CALENDAR_TERM_TET_AFTER, /* share of the three weeks after the break that lies in the period */
  HD_CALENDAR_TERM_HOLIDAY, /* days: a holiday outside Tết that is no weekend */
  HD_CALENDAR_TERM_TET_BREAK, /* days: in the Tết break */
  HD_CALENDAR_TERM_TET_BEFORE, /* days: in the two weeks before the break */
  HD_CALENDAR_N_TERMS
} HdCalendarTerm;

/* What the calendar explains of a series. */
typedef struct
{
  gboolean is_on; /* FALSE: the back-test did not find it worth having; all effects are nil */
  gboolean is_multiplicative; /* effects are factors (nil: 1), else they are added (nil: 0) */
  guint n_values, horizon;
  double *past; /* [n_values] effect on each known value */
  double *future; /* [horizon] and on each forecast */
  /* (nullable) [horizon] each: how sure `future` is, one standard error of this term's part of it, signed:
   * what it moves up in January it moves down in February. In logs, or in the series' unit. */
  double *doubt[HD_CALENDAR_N_TERMS];
  gboolean has_term[HD_CALENDAR_N_TERMS];
  double
      coefficient[HD_CALENDAR_N_TERMS]; /* of the log, or of the value over the series' mean size */
  double standard_error[HD_CALENDAR_N_TERMS];
  /* One-step errors out of sample, in logs or mean sizes: the mean absolute one without and with the
   * calendar, over `n_tested` periods. NAN when the series is too short for a test. */
  guint n_tested;
  double plain_error, adjusted_error;
  /* The largest pull on a period in the last three years, as a share of it: -0.31 is a month that
   * Tết made 31 % smaller. */
  double largest_pull;
} HdCalendarEffect;

/* Estimates and tests the effect; never fails: with nothing to go by it is off. */
HdCalendarEffect *
hd_calendar_effect_estimate (const HdForecastInput *input,
                             const HdCalendarFrame *frame) G_GNUC_WARN_UNUSED_RESULT;
void hd_calendar_effect_free (HdCalendarEffect *effect);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCalendarEffect, hd_calendar_effect_free)

/* What of `value` is the calendar's doing, in its own unit; row from 0 to n_values + horizon − 1. The rest is
 * level + season + remainder of HdForecast.parts. */
double hd_calendar_effect_amount (const HdCalendarEffect *effect, guint row, double value);

/* hd_forecast_run() around the effect: the history without it is forecast, means, bounds and paths get it
 * back, bounds and paths with the effect's own doubt. When it is off this is hd_forecast_run() itself, and it always costs about as much. The rival
 * stays the plain season of last year. `effect` (out) (optional) (transfer full). */
HdForecast *hd_forecast_run_with_calendar (const HdForecastInput *input,
                                           const HdCalendarFrame *frame,
                                           HdCalendarEffect **effect,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
