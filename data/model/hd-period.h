/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calendar periods: days, months, quarters, years and free spans, civil or reporting.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A civil day, counted from 1970-01-01 (day 0) in the proleptic Gregorian calendar. */
typedef gint32 HdDay;

#define HD_DAY_NONE G_MININT32

typedef enum
{
  HD_GRAIN_DAY,
  HD_GRAIN_MONTH,
  HD_GRAIN_QUARTER,
  HD_GRAIN_YEAR,
  HD_GRAIN_SPAN, /* any run of days; prints as FIRST/LAST */
} HdGrain;

/* A run of whole days, both ends included.
 *
 * month_start_day is the day on which months begin: 1 is the civil calendar. With 15, "2026-11"
 * runs from 15 October to 14 November, "2026" from 15 December 2025 to 14 December 2026, and
 * quarters are three such months. Valid values are 1 to 28. A period is a value: copy it freely.
 */
typedef struct
{
  HdGrain grain;
  guint8 month_start_day;
  HdDay first;
  HdDay last;
} HdPeriod;

#define HD_MONTH_START_CIVIL 1
#define HD_MONTH_START_REPORTING 15

#define HD_PERIOD_ERROR (hd_period_error_quark ())
typedef enum
{
  HD_PERIOD_ERROR_SYNTAX, /* not a period at all */
  HD_PERIOD_ERROR_RANGE, /* looks like one, but no such day, month or quarter exists */
} HdPeriodError;
GQuark hd_period_error_quark (void);

/* Days. `year` 1 to 9999; returns HD_DAY_NONE when the date does not exist. */
HdDay hd_day_from_ymd (int year, int month, int day);
void hd_day_to_ymd (HdDay day, int *year, int *month, int *day_of_month);
/* 1 Monday … 7 Sunday. */
int hd_day_weekday (HdDay day);
/* The day in Vietnam (UTC+7, no daylight saving) at `unix_s` seconds since the epoch. */
HdDay hd_day_from_unix_ict (gint64 unix_s);

/* Makers. */
HdPeriod hd_period_span (HdDay first, HdDay last);
/* The period of `grain` that holds `day`. grain is not SPAN. */
HdPeriod hd_period_containing (HdDay day, HdGrain grain, guint8 month_start_day);
/* Reads 2026, 2026-Q3, 2026-09, 2026-09-15, and FIRST/LAST of any two of these. */
gboolean
hd_period_parse (const char *text, guint8 month_start_day, HdPeriod *period, GError **error);
/* (transfer full): the text that hd_period_parse() reads back. */
char *hd_period_to_string (HdPeriod period);

/* Algebra. */
gint32 hd_period_n_days (HdPeriod period);
gboolean hd_period_equal (HdPeriod a, HdPeriod b);
gboolean hd_period_contains (HdPeriod outer, HdPeriod inner);
gboolean hd_period_contains_day (HdPeriod period, HdDay day);
/* `steps` periods of the same grain later (earlier when negative); a SPAN moves by its own length. */
HdPeriod hd_period_shift (HdPeriod period, int steps);
/* The same period `years` later: 29 February becomes 28 February in a common year. */
HdPeriod hd_period_shift_years (HdPeriod period, int years);
/* The first `day - first + 1` days of `period`, as a SPAN; `period` itself when `day` ends it. */
HdPeriod hd_period_elapsed (HdPeriod period, HdDay day);
/* What had elapsed of `base` when the same part of `period` had, up to `day`: to the same day of
 * the month counted by calendar, the end of a month matching the end of a month (31 -> 30, 29 Feb -> 28). */
HdPeriod hd_period_same_elapsed (HdPeriod period, HdDay day, HdPeriod base);
/* The period of the same name on the calendar whose months begin on `month_start_day`: "2026-11" read
 * again. Days and spans stay as they are. */
HdPeriod hd_period_on_calendar (HdPeriod period, guint8 month_start_day);
/* How many periods of `grain` from the one holding `a` to the one holding `b`. */
int hd_period_steps_between (HdDay a, HdDay b, HdGrain grain, guint8 month_start_day);

G_END_DECLS
