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

#define DAYS_BEFORE 14 /* the rush before the break */
#define DAYS_AFTER 21 /* and the slow return of workers after it */
/* Where the table of holidays does not reach but Tết's date is known, the break is taken to be what the law
 * gives: the eve's eve to the fourth day, and the weekends that touch it. */
#define ASSUMED_BEFORE 2
#define ASSUMED_AFTER 3
/* A table that reaches a year has Tết on at least so many days. */
#define MIN_TET_HOLIDAYS 3

/* The break around the first day of Tết: holidays and weekends that touch each other. */
typedef struct
{
  HdDay first, last;
  gboolean is_assumed; /* no table of holidays for this year */
} Break;

static gboolean
is_off (const HdCalendar *calendar, HdDay day)
{
  return hd_day_weekday (day) > 5 || hd_calendar_is_holiday (calendar, day);
}

/* FALSE when Tết of that year is not known. */
static gboolean
find_break (const HdCalendar *calendar, int year, Break *found)
{
  HdDay tet = hd_calendar_tet (calendar, year);
  guint n_holidays = 0;

  if (tet == HD_DAY_NONE)
    return FALSE;
  for (HdDay day = tet - ASSUMED_BEFORE; day <= tet + ASSUMED_AFTER; day++)
    n_holidays += hd_calendar_is_holiday (calendar, day);
  found->is_assumed = n_holidays < MIN_TET_HOLIDAYS;
  found->first = found->is_assumed ? tet - ASSUMED_BEFORE : tet;
  found->last = found->is_assumed ? tet + ASSUMED_AFTER : tet;
  while (is_off (calendar, found->first - 1))
    found->first--;
  while (is_off (calendar, found->last + 1))
    found->last++;
  return TRUE;
}

/* Days off by law on fixed dates. */
static gboolean
is_fixed_holiday (HdDay day)
{
  int month, of_month;

  hd_day_to_ymd (day, NULL, &month, &of_month);
  return (month == 1 && of_month == 1) || (month == 4 && of_month == 30)
         || (month == 5 && of_month == 1) || (month == 9 && of_month == 2);
}

static int
working_days (const HdCalendar *calendar, HdPeriod period, Break tet)
{
  int n_days = 0;

  if (!tet.is_assumed)
    return hd_calendar_count_collecting_days (calendar, period.first, period.last);
  for (HdDay day = period.first; day <= period.last; day++)
    n_days += hd_day_weekday (day) <= 5 && (day < tet.first || day > tet.last)
              && !is_fixed_holiday (day);
  return n_days;
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
    case HD_CALENDAR_TERM_ORDINARY_DAYS:
      return log (working_days (calendar, period, tet));
    case HD_CALENDAR_TERM_TET_BEFORE:
      return overlap (period, tet.first - DAYS_BEFORE, tet.first - 1);
    case HD_CALENDAR_TERM_TET_AFTER:
      return overlap (period, tet.last + 1, tet.last + DAYS_AFTER)
             / (period.grain == HD_GRAIN_DAY ? 1 : DAYS_AFTER);
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
    return term >= HD_CALENDAR_TERM_TET_AFTER;
  return term <= HD_CALENDAR_TERM_TET_AFTER;
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

/* Wipes the months in which Tết ever falls. */
static void
keep_ordinary (HdCalendarTerms *terms, const gboolean *has_tet, guint n_places)
{
  double *column = terms->column[HD_CALENDAR_TERM_ORDINARY_DAYS];

  for (guint row = 0; row < terms->n_rows && column != NULL; row++)
    if (has_tet[row % n_places] && !isnan (column[row]))
      column[row] = 0;
}

HdCalendarTerms *
hd_calendar_terms_new (const HdCalendarFrame *frame, guint n_rows)
{
  HdCalendarTerms *terms = g_new0 (HdCalendarTerms, 1);
  HdGrain grain = frame->first.grain;
  guint n_places = frame->calendar != NULL ? places_a_year (grain) : 0;
  gboolean is_known = FALSE, has_tet[12] = { FALSE };
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
      if (is_known && overlap (period, tet.first, tet.last) > 0)
        has_tet[row % n_places] = TRUE;
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
  keep_ordinary (terms, has_tet, n_places);
  return terms;
}

void
hd_calendar_terms_free (HdCalendarTerms *terms)
{
  for (guint term = 0; term < HD_CALENDAR_N_TERMS; term++)
    g_free (terms->column[term]);
  g_free (terms);
}
