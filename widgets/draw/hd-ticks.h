/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where grid lines stand: exact 1-2-5 steps for values, calendar steps for days.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ticks are first × step … last × step. A step below one is kept as its whole inverse, so that
 * a tick is one division of whole numbers and 0.3 never prints as 0.30000000000000004. */
typedef struct
{
  gint64 first, last;
  double step; /* whole */
  double inverse; /* whole; 0 when step is used */
} HdTicks;

/* At most `max_ticks` (2 or more) ticks between min and max; with `is_outward`, the first is at or
 * below min and the last at or above max. Equal bounds are widened. */
HdTicks hd_ticks_linear (double min, double max, guint max_ticks, gboolean is_outward);
guint hd_ticks_get_n (const HdTicks *ticks);
double hd_ticks_get (const HdTicks *ticks, guint tick);
double hd_ticks_get_step (const HdTicks *ticks);
/* Decimals that tell every tick apart once divided by `divisor`. */
int hd_ticks_get_decimals (const HdTicks *ticks, double divisor);

typedef enum
{
  HD_TICK_DAY,
  HD_TICK_WEEK, /* Mondays */
  HD_TICK_MONTH,
  HD_TICK_YEAR,
} HdTickGrain;

/* One labelled run of days, first to last, both included. */
typedef struct
{
  gint32 first, last;
  int year, month, day; /* of first */
} HdCalendarTick;

/* Runs covering first … last, at most max_ticks of them: days, Mondays, then 1, 2, 3 or 6 months, then
 * years by 1-2-5. (transfer full) (element-type HdCalendarTick) */
GArray *hd_ticks_calendar (gint32 first, gint32 last, guint max_ticks, HdTickGrain *grain);
/* Proleptic Gregorian; day 0 is 1970-01-01. */
gint32 hd_ticks_day_from_ymd (int year, int month, int day);
void hd_ticks_day_to_ymd (gint32 day_number, int *year, int *month, int *day);

G_END_DECLS
