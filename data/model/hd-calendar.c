/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holidays, Tết and the days on which tax is collected.
 */

#include "config.h"

#include "hd-calendar.h"

#include <stdlib.h>
#include <string.h>

struct _HdCalendar
{
  gatomicrefcount refs;
  HdDay *holidays; /* ascending, each once */
  gsize n_holidays;
  HdDay *tet; /* ascending */
  gsize n_tet;
};

static int
compare_days (gconstpointer a, gconstpointer b)
{
  HdDay first = *(const HdDay *)a;
  HdDay second = *(const HdDay *)b;

  return (first > second) - (first < second);
}

static HdDay *
copy_sorted (const HdDay *days, gsize *n_days)
{
  HdDay *sorted = g_new (HdDay, MAX (*n_days, 1));
  gsize kept = 0;

  if (*n_days > 0)
    memcpy (sorted, days, *n_days * sizeof (HdDay));
  qsort (sorted, *n_days, sizeof (HdDay), compare_days);
  for (gsize index = 0; index < *n_days; index++)
    if (kept == 0 || sorted[kept - 1] != sorted[index])
      sorted[kept++] = sorted[index];
  *n_days = kept;
  return sorted;
}

/* How many of the holidays are before `day`. */
static gsize
holidays_before (const HdCalendar *calendar, HdDay day)
{
  gsize low = 0, high = calendar->n_holidays;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (calendar->holidays[middle] < day)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
is_weekday (HdDay day)
{
  return hd_day_weekday (day) <= 5;
}

HdCalendar *
hd_calendar_new (const HdDay *holidays, gsize n_holidays, const HdDay *tet, gsize n_tet)
{
  HdCalendar *calendar = g_new0 (HdCalendar, 1);

  g_atomic_ref_count_init (&calendar->refs);
  calendar->n_holidays = n_holidays;
  calendar->holidays = copy_sorted (holidays, &calendar->n_holidays);
  calendar->n_tet = n_tet;
  calendar->tet = copy_sorted (tet, &calendar->n_tet);
  return calendar;
}

HdCalendar *
hd_calendar_ref (HdCalendar *calendar)
{
  g_atomic_ref_count_inc (&calendar->refs);
  return calendar;
}

void
hd_calendar_unref (HdCalendar *calendar)
{
  if (!g_atomic_ref_count_dec (&calendar->refs))
    return;
  g_free (calendar->holidays);
  g_free (calendar->tet);
  g_free (calendar);
}

gboolean
hd_calendar_is_holiday (const HdCalendar *calendar, HdDay day)
{
  gsize index = holidays_before (calendar, day);

  return index < calendar->n_holidays && calendar->holidays[index] == day;
}

gboolean
hd_calendar_is_collecting_day (const HdCalendar *calendar, HdDay day)
{
  return is_weekday (day) && !hd_calendar_is_holiday (calendar, day);
}

int
hd_calendar_count_collecting_days (const HdCalendar *calendar, HdDay first, HdDay last)
{
  int days = last - first + 1;
  int count;

  if (days <= 0)
    return 0;
  count = 5 * (days / 7);
  for (HdDay day = first + 7 * (days / 7); day <= last; day++)
    count += is_weekday (day);
  for (gsize index = holidays_before (calendar, first);
       index < calendar->n_holidays && calendar->holidays[index] <= last; index++)
    count -= is_weekday (calendar->holidays[index]);
  return count;
}

HdDay
hd_calendar_tet (const HdCalendar *calendar, int year)
{
  for (gsize index = 0; index < calendar->n_tet; index++)
    {
      int tet_year;

      hd_day_to_ymd (calendar->tet[index], &tet_year, NULL, NULL);
      if (tet_year == year)
        return calendar->tet[index];
    }
  return HD_DAY_NONE;
}

gboolean
hd_calendar_align_tet (const HdCalendar *calendar, HdPeriod period, int years, HdPeriod *aligned)
{
  HdDay here, there;
  HdPeriod shifted = hd_period_shift_years (period, years);
  HdPeriod here_shifted;
  int year, offset;

  hd_day_to_ymd (period.last, &year, NULL, NULL);
  here = hd_calendar_tet (calendar, year);
  there = hd_calendar_tet (calendar, year + years);
  if (here == HD_DAY_NONE || there == HD_DAY_NONE)
    return FALSE;

  here_shifted = hd_period_shift_years (hd_period_span (here, here), years);
  offset = there - here_shifted.first;
  *aligned = hd_period_span (shifted.first + offset, shifted.last + offset);
  return TRUE;
}
