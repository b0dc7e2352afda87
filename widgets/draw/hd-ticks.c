/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tick arithmetic; see d3-array's tickIncrement for the idea of the whole inverse.
 */

#include "config.h"

#include "hd-ticks.h"

#include <math.h>

#define MONTHS_PER_YEAR 12

/* Sets the step to `multiple` of 10^exponent, multiple being 1, 2 or 5. */
static void
set_step (HdTicks *ticks, int exponent, int multiple)
{
  ticks->inverse = 0;
  ticks->step = 1;
  if (exponent >= 0)
    ticks->step = multiple * pow (10, exponent);
  else if (multiple == 1)
    ticks->inverse = pow (10, -exponent);
  else
    ticks->inverse = pow (10, -exponent) / multiple;
}

static double
steps_in (const HdTicks *ticks, double value)
{
  return ticks->inverse > 0 ? value * ticks->inverse : value / ticks->step;
}

static void
set_ends (HdTicks *ticks, double min, double max, gboolean is_outward)
{
  double first = steps_in (ticks, min);
  double last = steps_in (ticks, max);

  /* A bound that is a tick but for rounding must stay one. */
  if (fabs (first - round (first)) < 1e-9 * MAX (1, fabs (first)))
    first = round (first);
  if (fabs (last - round (last)) < 1e-9 * MAX (1, fabs (last)))
    last = round (last);
  ticks->first = (gint64)(is_outward ? floor (first) : ceil (first));
  ticks->last = (gint64)(is_outward ? ceil (last) : floor (last));
}

HdTicks
hd_ticks_linear (double min, double max, guint max_ticks, gboolean is_outward)
{
  static const int multiples[] = { 1, 2, 5 };
  HdTicks ticks = { 0, 1, 1, 0 };
  int exponent;

  max_ticks = MAX (max_ticks, 2);
  if (!isfinite (min) || !isfinite (max))
    return ticks;
  if (min > max)
    {
      double swap = min;
      min = max;
      max = swap;
    }
  if (max - min <= 1e-12 * MAX (fabs (min), fabs (max)))
    {
      double pad = MAX (fabs (min), 1) / 2;
      min -= pad;
      max += pad;
    }
  exponent = (int)floor (log10 ((max - min) / max_ticks)) - 1;
  for (int candidate = 0; candidate < 12; candidate++)
    {
      set_step (&ticks, exponent + candidate / 3, multiples[candidate % 3]);
      set_ends (&ticks, min, max, is_outward);
      if (ticks.last - ticks.first + 1 <= (gint64)max_ticks)
        break;
    }
  return ticks;
}

guint
hd_ticks_get_n (const HdTicks *ticks)
{
  return (guint)MAX (ticks->last - ticks->first + 1, 0);
}

double
hd_ticks_get (const HdTicks *ticks, guint tick)
{
  double whole = (double)(ticks->first + tick);

  return ticks->inverse > 0 ? whole / ticks->inverse : whole * ticks->step;
}

double
hd_ticks_get_step (const HdTicks *ticks)
{
  return ticks->inverse > 0 ? 1 / ticks->inverse : ticks->step;
}

int
hd_ticks_get_decimals (const HdTicks *ticks, double divisor)
{
  double step = hd_ticks_get_step (ticks) / (divisor > 0 ? divisor : 1);

  return (int)CLAMP (-floor (log10 (step) + 1e-9), 0, 9);
}

/* Hinnant's days_from_civil. */
gint32
hd_ticks_day_from_ymd (int year, int month, int day)
{
  int shifted = month <= 2 ? year - 1 : year;
  int era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  int year_of_era = shifted - era * 400;
  int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + day_of_era - 719468;
}

void
hd_ticks_day_to_ymd (gint32 day_number, int *year, int *month, int *day)
{
  gint64 shifted = (gint64)day_number + 719468;
  gint64 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  int day_of_era = (int)(shifted - era * 146097);
  int year_of_era
      = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int shifted_month = (5 * day_of_year + 2) / 153;

  *day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  *year = year_of_era + (int)(era * 400) + (*month <= 2);
}

static void
append_tick (GArray *ticks, gint32 start, gint32 end, gint32 first, gint32 last)
{
  HdCalendarTick tick = { .first = MAX (start, first), .last = MIN (end, last) };

  hd_ticks_day_to_ymd (start, &tick.year, &tick.month, &tick.day);
  if (tick.first <= tick.last)
    g_array_append_val (ticks, tick);
}

static void
append_days (GArray *ticks, gint32 first, gint32 last, gint32 step)
{
  /* Day 0 was a Thursday, so Mondays are 4 more than a multiple of 7. */
  gint32 phase = step % 7 == 0 ? 4 : 0;
  gint32 start = first - (((first - phase) % step) + step) % step;

  for (; start <= last; start += step)
    append_tick (ticks, start, start + step - 1, first, last);
}

static void
append_months (GArray *ticks, gint32 first, gint32 last, int step)
{
  int year, month, day, index;

  hd_ticks_day_to_ymd (first, &year, &month, &day);
  index = year * MONTHS_PER_YEAR + month - 1;
  index -= index % step;
  for (;; index += step)
    {
      int next = index + step;
      gint32 start
          = hd_ticks_day_from_ymd (index / MONTHS_PER_YEAR, index % MONTHS_PER_YEAR + 1, 1);
      gint32 end = hd_ticks_day_from_ymd (next / MONTHS_PER_YEAR, next % MONTHS_PER_YEAR + 1, 1);

      if (start > last)
        break;
      append_tick (ticks, start, end - 1, first, last);
    }
}

GArray *
hd_ticks_calendar (gint32 first, gint32 last, guint max_ticks, HdTickGrain *grain)
{
  static const int month_steps[] = { 1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000 };
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (HdCalendarTick));
  gint64 n_days = (gint64)last - first + 1;

  max_ticks = MAX (max_ticks, 1);
  if (n_days <= (gint64)max_ticks)
    {
      *grain = HD_TICK_DAY;
      append_days (ticks, first, last, 1);
      return ticks;
    }
  for (gint32 weeks = 1; weeks <= 2 && n_days < 63; weeks++)
    if (n_days / (7 * weeks) + 2 <= (gint64)max_ticks)
      {
        *grain = HD_TICK_WEEK;
        append_days (ticks, first, last, 7 * weeks);
        return ticks;
      }
  for (guint step = 0; step < G_N_ELEMENTS (month_steps); step++)
    {
      *grain = month_steps[step] >= MONTHS_PER_YEAR ? HD_TICK_YEAR : HD_TICK_MONTH;
      g_array_set_size (ticks, 0);
      append_months (ticks, first, last, month_steps[step]);
      if (ticks->len <= max_ticks)
        break;
    }
  return ticks;
}
