/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calendar periods: days, months, quarters, years and free spans, civil or reporting.
 */

#include "config.h"

#include "hd-period.h"

#include <string.h>

#define ICT_OFFSET_S (7 * 3600)
#define DAY_S 86400

G_DEFINE_QUARK (hd_period_error_quark, hd_period_error)

/* Months are counted from January of year 0, so that month and year arithmetic is plain integers. */
static int
floor_div (int value, int divisor)
{
  return value / divisor - (value % divisor < 0);
}

static int
month_length (int month)
{
  static const guint8 lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int year = floor_div (month, 12);
  int index = month - 12 * year;
  gboolean is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  return lengths[index] + (index == 1 && is_leap);
}

/* The first civil day of month number `month`. Howard Hinnant's days_from_civil, with years from March. */
static HdDay
month_first_day (int month)
{
  int march_year = floor_div (month - 2, 12);
  int month_of_year = month - 2 - 12 * march_year;
  int era = floor_div (march_year, 400);
  int year_of_era = march_year - 400 * era;
  int day_of_year = (153 * month_of_year + 2) / 5;
  int day_of_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return 146097 * era + day_of_era - 719468;
}

/* The civil month number of `day`, and the day of that month, from 1. */
static int
civil_month (HdDay day, int *day_of_month)
{
  int shifted = day + 719468;
  int era = floor_div (shifted, 146097);
  int day_of_era = shifted - 146097 * era;
  int year_of_era
      = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int month_of_year = (5 * day_of_year + 2) / 153;

  *day_of_month = day_of_year - (153 * month_of_year + 2) / 5 + 1;
  return 12 * (year_of_era + 400 * era) + month_of_year + 2;
}

static HdDay
calendar_month_first (int month, guint8 month_start_day)
{
  if (month_start_day <= HD_MONTH_START_CIVIL)
    return month_first_day (month);
  return month_first_day (month - 1) + month_start_day - 1;
}

static int
calendar_month (HdDay day, guint8 month_start_day)
{
  int day_of_month;
  int month = civil_month (day, &day_of_month);

  return month_start_day > HD_MONTH_START_CIVIL && day_of_month >= month_start_day ? month + 1
                                                                                   : month;
}

static int
months_in (HdGrain grain)
{
  return grain == HD_GRAIN_YEAR ? 12 : grain == HD_GRAIN_QUARTER ? 3 : 1;
}

static int
period_index (HdDay day, HdGrain grain, guint8 month_start_day)
{
  if (grain == HD_GRAIN_DAY)
    return day;
  return floor_div (calendar_month (day, month_start_day), months_in (grain));
}

static HdPeriod
period_at (int index, HdGrain grain, guint8 month_start_day)
{
  int months = months_in (grain);
  HdPeriod period = { .grain = grain, .month_start_day = month_start_day };

  if (grain == HD_GRAIN_DAY)
    {
      period.first = period.last = index;
      return period;
    }
  period.first = calendar_month_first (index * months, month_start_day);
  period.last = calendar_month_first ((index + 1) * months, month_start_day) - 1;
  return period;
}

/* `months` later on the same day of the month, or its end when the month is shorter. */
static HdDay
shift_day_months (HdDay day, int months)
{
  int day_of_month;
  int month = civil_month (day, &day_of_month) + months;

  return month_first_day (month) + MIN (day_of_month, month_length (month)) - 1;
}

static gboolean
is_month_end (HdDay day)
{
  int day_of_month;
  int month = civil_month (day, &day_of_month);

  return day_of_month == month_length (month);
}

/* Reads exactly `n` digits at `*text` and moves behind them; -1 when they are not there. */
static int
read_digits (const char **text, int n)
{
  int value = 0;

  for (int digit = 0; digit < n; digit++, (*text)++)
    {
      if (!g_ascii_isdigit (**text))
        return -1;
      value = 10 * value + (**text - '0');
    }
  return value;
}

static gboolean
refuse (GError **error, HdPeriodError code, const char *text)
{
  if (code == HD_PERIOD_ERROR_RANGE)
    g_set_error (error, HD_PERIOD_ERROR, code, "there is no such period: %s", text);
  else
    g_set_error (error, HD_PERIOD_ERROR, code,
                 "not a period: %s; write 2026, 2026-Q3, 2026-09, 2026-09-15 or FIRST/LAST", text);
  return FALSE;
}

static gboolean
parse_quarter (const char *rest, int year, HdPeriod *period, const char *text, GError **error)
{
  int quarter = read_digits (&rest, 1);

  if (quarter < 0 || *rest != '\0')
    return refuse (error, HD_PERIOD_ERROR_SYNTAX, text);
  if (quarter < 1 || quarter > 4)
    return refuse (error, HD_PERIOD_ERROR_RANGE, text);
  *period = period_at (4 * year + quarter - 1, HD_GRAIN_QUARTER, period->month_start_day);
  return TRUE;
}

/* One period without a slash; period->month_start_day says the calendar. */
static gboolean
parse_simple (const char *text, HdPeriod *period, GError **error)
{
  const char *at = text;
  int year = read_digits (&at, 4);
  int month, day_of_month;
  HdDay day;

  if (year < 0 || (*at != '\0' && *at != '-'))
    return refuse (error, HD_PERIOD_ERROR_SYNTAX, text);
  if (year == 0)
    return refuse (error, HD_PERIOD_ERROR_RANGE, text);
  if (*at == '\0')
    {
      *period = period_at (year, HD_GRAIN_YEAR, period->month_start_day);
      return TRUE;
    }
  at++;
  if (*at == 'Q')
    return parse_quarter (at + 1, year, period, text, error);
  month = read_digits (&at, 2);
  if (month < 0 || (*at != '\0' && *at != '-'))
    return refuse (error, HD_PERIOD_ERROR_SYNTAX, text);
  if (*at == '\0')
    {
      if (month < 1 || month > 12)
        return refuse (error, HD_PERIOD_ERROR_RANGE, text);
      *period = period_at (12 * year + month - 1, HD_GRAIN_MONTH, period->month_start_day);
      return TRUE;
    }
  at++;
  day_of_month = read_digits (&at, 2);
  if (day_of_month < 0 || *at != '\0')
    return refuse (error, HD_PERIOD_ERROR_SYNTAX, text);
  day = hd_day_from_ymd (year, month, day_of_month);
  if (day == HD_DAY_NONE)
    return refuse (error, HD_PERIOD_ERROR_RANGE, text);
  *period = period_at (day, HD_GRAIN_DAY, period->month_start_day);
  return TRUE;
}

HdDay
hd_day_from_ymd (int year, int month, int day)
{
  int number = 12 * year + month - 1;

  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_length (number))
    return HD_DAY_NONE;
  return month_first_day (number) + day - 1;
}

void
hd_day_to_ymd (HdDay day, int *year, int *month, int *day_of_month)
{
  int in_month;
  int number = civil_month (day, &in_month);

  if (year != NULL)
    *year = floor_div (number, 12);
  if (month != NULL)
    *month = number - 12 * floor_div (number, 12) + 1;
  if (day_of_month != NULL)
    *day_of_month = in_month;
}

int
hd_day_weekday (HdDay day)
{
  /* 1970-01-01 was a Thursday. */
  int index = (day + 3) % 7;

  return index < 0 ? index + 8 : index + 1;
}

HdDay
hd_day_from_unix_ict (gint64 unix_s)
{
  gint64 shifted = unix_s + ICT_OFFSET_S;

  return (HdDay)(shifted / DAY_S - (shifted % DAY_S < 0));
}

HdPeriod
hd_period_span (HdDay first, HdDay last)
{
  return (HdPeriod){ HD_GRAIN_SPAN, HD_MONTH_START_CIVIL, first, last };
}

HdPeriod
hd_period_containing (HdDay day, HdGrain grain, guint8 month_start_day)
{
  g_assert (grain != HD_GRAIN_SPAN);
  return period_at (period_index (day, grain, month_start_day), grain, month_start_day);
}

gboolean
hd_period_parse (const char *text, guint8 month_start_day, HdPeriod *period, GError **error)
{
  HdPeriod first = { .month_start_day = month_start_day };
  HdPeriod last = { .month_start_day = month_start_day };
  const char *slash = strchr (text, '/');
  g_autofree char *head = NULL;

  if (slash == NULL)
    {
      if (!parse_simple (text, &first, error))
        return FALSE;
      *period = first;
      return TRUE;
    }
  head = g_strndup (text, slash - text);
  if (!parse_simple (head, &first, error) || !parse_simple (slash + 1, &last, error))
    return FALSE;
  if (last.last < first.first)
    {
      g_set_error (error, HD_PERIOD_ERROR, HD_PERIOD_ERROR_RANGE,
                   "the period ends before it begins: %s", text);
      return FALSE;
    }
  *period = hd_period_span (first.first, last.last);
  return TRUE;
}

static char *
day_to_string (HdDay day)
{
  int year, month, day_of_month;

  hd_day_to_ymd (day, &year, &month, &day_of_month);
  return g_strdup_printf ("%04d-%02d-%02d", year, month, day_of_month);
}

char *
hd_period_to_string (HdPeriod period)
{
  int index = period_index (period.first, period.grain, period.month_start_day);
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  switch (period.grain)
    {
    case HD_GRAIN_YEAR:
      return g_strdup_printf ("%04d", index);
    case HD_GRAIN_QUARTER:
      return g_strdup_printf ("%04d-Q%d", floor_div (index, 4),
                              index - 4 * floor_div (index, 4) + 1);
    case HD_GRAIN_MONTH:
      return g_strdup_printf ("%04d-%02d", floor_div (index, 12),
                              index - 12 * floor_div (index, 12) + 1);
    case HD_GRAIN_DAY:
      return day_to_string (period.first);
    case HD_GRAIN_SPAN:
    default:
      first = day_to_string (period.first);
      last = day_to_string (period.last);
      return g_strconcat (first, "/", last, NULL);
    }
}

gint32
hd_period_n_days (HdPeriod period)
{
  return MAX (period.last - period.first + 1, 0);
}

gboolean
hd_period_equal (HdPeriod a, HdPeriod b)
{
  gboolean has_months = a.grain != HD_GRAIN_DAY && a.grain != HD_GRAIN_SPAN;

  return a.grain == b.grain && a.first == b.first && a.last == b.last
         && (!has_months || a.month_start_day == b.month_start_day);
}

gboolean
hd_period_contains (HdPeriod outer, HdPeriod inner)
{
  return outer.first <= inner.first && inner.last <= outer.last;
}

gboolean
hd_period_contains_day (HdPeriod period, HdDay day)
{
  return period.first <= day && day <= period.last;
}

HdPeriod
hd_period_shift (HdPeriod period, int steps)
{
  if (period.grain == HD_GRAIN_SPAN)
    {
      int days = steps * hd_period_n_days (period);

      return hd_period_span (period.first + days, period.last + days);
    }
  return period_at (period_index (period.first, period.grain, period.month_start_day) + steps,
                    period.grain, period.month_start_day);
}

HdPeriod
hd_period_shift_years (HdPeriod period, int years)
{
  switch (period.grain)
    {
    case HD_GRAIN_YEAR:
      return hd_period_shift (period, years);
    case HD_GRAIN_QUARTER:
      return hd_period_shift (period, 4 * years);
    case HD_GRAIN_MONTH:
      return hd_period_shift (period, 12 * years);
    case HD_GRAIN_DAY:
    case HD_GRAIN_SPAN:
    default:
      period.first = shift_day_months (period.first, 12 * years);
      period.last = shift_day_months (period.last, 12 * years);
      return period;
    }
}

HdPeriod
hd_period_elapsed (HdPeriod period, HdDay day)
{
  if (day >= period.last)
    return period;
  return hd_period_span (period.first, MAX (day, period.first - 1));
}

HdPeriod
hd_period_same_elapsed (HdPeriod period, HdDay day, HdPeriod base)
{
  int day_in_month, base_day_in_month;
  int months;
  HdDay end;

  if (day >= period.last)
    return base;
  if (day < period.first)
    return hd_period_elapsed (base, base.first - 1);

  months = civil_month (base.first, &base_day_in_month) - civil_month (period.first, &day_in_month);
  if (day_in_month != base_day_in_month)
    end = base.first + (day - period.first);
  else
    {
      end = shift_day_months (day, months);
      if (is_month_end (day))
        while (!is_month_end (end))
          end++;
    }
  return hd_period_elapsed (base, end);
}

HdPeriod
hd_period_on_calendar (HdPeriod period, guint8 month_start_day)
{
  int index = period_index (period.first, period.grain, period.month_start_day);

  if (period.grain == HD_GRAIN_SPAN)
    return period;
  return period_at (index, period.grain, month_start_day);
}

int
hd_period_steps_between (HdDay a, HdDay b, HdGrain grain, guint8 month_start_day)
{
  g_assert (grain != HD_GRAIN_SPAN);
  return period_index (b, grain, month_start_day) - period_index (a, grain, month_start_day);
}
