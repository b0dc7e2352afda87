/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Regression of a seasonal series on the calendar, with errors that have a level and a season.
 */

#pragma once

#include "hd-calendar-effect.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_rows;
  guint season;
  const double *values; /* [n_rows] NAN: missing */
  guint n_columns;
  const double *column[HD_CALENDAR_N_TERMS]; /* [n_columns] regressors of n_rows */
  /* What is believed of each coefficient before the data speak: normal. */
  double prior_mean[HD_CALENDAR_N_TERMS], prior_sd[HD_CALENDAR_N_TERMS];
} HdCalendarRegression;

typedef struct
{
  double coefficient[HD_CALENDAR_N_TERMS], standard_error[HD_CALENDAR_N_TERMS];
  guint n_tested; /* 0: too short, and all else NAN */
  double plain_error, adjusted_error; /* mean absolute one-step errors, out of sample */
  double gain_t; /* mean gain over its standard error */
} HdCalendarFit;

/* FALSE when there is too little to estimate from. */
gboolean hd_calendar_fit (const HdCalendarRegression *regression, HdCalendarFit *fit);

G_END_DECLS
