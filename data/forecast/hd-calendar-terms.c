/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calendar as regressors: what each period has of working days, holidays and Tết.
 *
 * Columns are centred on the mean of their place in the year over all rows, as seasonal adjustment does
 * with Easter (Findley et al. 1998, "New capabilities and methods of the X-12-ARIMA program"): the season
 * of a model already holds the average February, the regressor only how far this one is from it.
 */

#include "config.h"

#include "hd-calendar-terms.h"

#include <math.h>
#include <string.h>

/* Two weeks: the rush before the break and the slow return of workers after it. */
#define WINDOW_DAYS 14
/* A table of holidays that has Tết has it on at least so many days of the month around it. */
#define MIN_TET_HOLIDAYS 3

/* The break around the first day of Tết: holidays and weekends that touch each other. */
typedef struct
{
  HdDay first, last;
} Break;

static gboolean
is_off (const HdCalendar *calendar, HdDay day)
{
  return hd_day_weekday (day) > 5 || hd_calendar_is_holiday (calendar, day);
}

/* FALSE when the calendar has no Tết or no holidays for that year. */
static gboolean
find_break (const HdCalendar *calendar, int year, Break *found)
{
  HdDay tet = hd_calendar_tet (calendar, year);
  guint n_holidays = 0;

  if (tet == HD_DAY_NONE || !hd_calendar_is_holiday (calendar, tet))
    return FALSE;
  found->first = found->last = tet;
  while (is_off (calendar, found->first - 1))
    found->first--;
  while (is_off (calendar, found->last + 1))
    found->last++;
  for (HdDay day = found->first; day <= found->last; day++)
    n_holidays += hd_calendar_is_holiday (calendar, day);
  return n_holidays >= MIN_TET_HOLIDAYS;
}

static double
overlap (HdPeriod period, HdDay first, HdDay last)
{
  return MAX (0, MIN (period.last, last) - MAX (period.first, first) + 1);
}

static int
year_of (HdDay day)
{
  int year;

  hd_day_to_ymd (day, &year, NULL, NULL);
  return year;
}

static double
value_of (HdCalendarTerm term, const HdCalendar *calendar, HdPeriod period, Break tet)
{
  switch (term)
    {
    case HD_CALENDAR_TERM_WORKING_DAYS:
      return log (hd_calendar_count_collecting_days (calendar, period.first, period.last));
    case HD_CALENDAR_TERM_TET_BEFORE:
      return overlap (period, tet.first - WINDOW_DAYS, tet.first - 1) / WINDOW_DAYS;
    case HD_CALENDAR_TERM_TET_AFTER:
      return overlap (period, tet.last + 1, tet.last + WINDOW_DAYS) / WINDOW_DAYS;
    case HD_CALENDAR_TERM_HOLIDAY:
      return hd_calendar_is_holiday (calendar, period.first) && hd_day_weekday (period.first) <= 5
             && (period.first < tet.first || period.first > tet.last);
    case HD_CALENDAR_TERM_TET_BREAK:
      return period.first >= tet.first && period.first <= tet.last;
    default:
      g_return_val_if_reached (NAN);
    }
}

/* How many places a year has; 0 for grains that are not adjusted. */
static guint
places_a_year (HdGrain grain)
{
  switch (grain)
    {
    case HD_GRAIN_MONTH:
      return 12;
    case HD_GRAIN_QUARTER:
      return 4;
    case HD_GRAIN_DAY:
      return 1; /* days are told from usual days, not from the same day of other years */
    default:
      return 0;
    }
}

static gboolean
has_term (HdGrain grain, HdCalendarTerm term)
{
  if (grain == HD_GRAIN_DAY)
    return term != HD_CALENDAR_TERM_WORKING_DAYS;
  return term != HD_CALENDAR_TERM_HOLIDAY && term != HD_CALENDAR_TERM_TET_BREAK;
}

static void
centre (double *column, guint n_rows, guint n_places)
{
  for (guint place = 0; place < n_places; place++)
    {
      double sum = 0;
      guint n_known = 0;

      for (guint row = place; row < n_rows; row += n_places)
        if (!isnan (column[row]))
          {
            sum += column[row];
            n_known++;
          }
      for (guint row = place; row < n_rows && n_known > 0; row += n_places)
        column[row] -= sum / n_known;
    }
}

HdCalendarTerms *
hd_calendar_terms_new (const HdCalendarFrame *frame, guint n_rows)
{
  HdCalendarTerms *terms = g_new0 (HdCalendarTerms, 1);
  HdGrain grain = frame->first.grain;
  guint n_places = frame->calendar != NULL ? places_a_year (grain) : 0;
  gboolean is_known = FALSE;
  int year = G_MININT;
  Break tet = { 0 };

  terms->n_rows = n_rows;
  if (n_places == 0)
    return terms;
  for (guint term = 0; term < HD_CALENDAR_N_TERMS; term++)
    if (has_term (grain, term))
      terms->column[term] = g_new (double, MAX (n_rows, 1));
  for (guint row = 0; row < n_rows; row++)
    {
      HdPeriod period = hd_period_shift (frame->first, (int)row);

      if (year_of (period.last) != year)
        {
          year = year_of (period.last);
          is_known = find_break (frame->calendar, year, &tet);
        }
      for (guint term = 0; term < HD_CALENDAR_N_TERMS; term++)
        if (terms->column[term] != NULL)
          {
            double value = is_known ? value_of (term, frame->calendar, period, tet) : NAN;

            terms->column[term][row] = isfinite (value) ? value : NAN;
          }
    }
  for (guint term = 0; term < HD_CALENDAR_N_TERMS; term++)
    if (terms->column[term] != NULL)
      centre (terms->column[term], n_rows, n_places);
  return terms;
}

void
hd_calendar_terms_free (HdCalendarTerms *terms)
{
  for (guint term = 0; term < HD_CALENDAR_N_TERMS; term++)
    g_free (terms->column[term]);
  g_free (terms);
}
