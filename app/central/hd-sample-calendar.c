/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sample's calendar: which days people work, and how much tax is paid on them.
 */

#include "config.h"

#include "hd-sample-csv.h"
#include "hd-sample-world.h"

#include <stdlib.h>

/* The tenth day of the third lunar month, month * 100 + day, from 2010. */
static const int HUNG_KINGS[] = { 423, 412, 331, 419, 409, 428, 416, 406, 425, 414, 402,
                                  421, 410, 429, 418, 407, 426, 416, 404, 423, 412 };

void
hd_sample_world_make_calendar (HdSampleWorld *world)
{
  g_autoptr (HdCsv) csv = hd_csv_load ("customs/tet_dates.csv");

  for (int year = 0; year < HD_SAMPLE_N_YEARS; year++)
    world->tet[year] = hd_day_from_ymd (HD_SAMPLE_FIRST_YEAR + year, 2, 5);
  for (guint row = 0; row < csv->rows->len; row++)
    {
      int year = atoi (hd_csv_get (csv, row, "year"));
      HdPeriod period;

      if (hd_period_parse (hd_csv_get (csv, row, "tet_day_1"), 1, &period, NULL))
        world->tet[year - HD_SAMPLE_FIRST_YEAR] = period.first;
    }
}

/* Days since the first day of Tết of `day`'s year. */
static int
days_from_tet (const HdSampleWorld *world, HdDay day)
{
  int year, month, day_of_month;

  hd_day_to_ymd (day, &year, &month, &day_of_month);
  return day - world->tet[CLAMP (year - HD_SAMPLE_FIRST_YEAR, 0, HD_SAMPLE_N_YEARS - 1)];
}

gboolean
hd_sample_is_holiday (const HdSampleWorld *world, HdDay day)
{
  int year, month, day_of_month, date, from_tet = days_from_tet (world, day);

  if (from_tet >= -1 && from_tet <= 5)
    return TRUE;
  hd_day_to_ymd (day, &year, &month, &day_of_month);
  date = month * 100 + day_of_month;
  return date == 101 || date == 430 || date == 501 || date == 902
         || (year >= 2010 && year < 2010 + (int)G_N_ELEMENTS (HUNG_KINGS)
             && date == HUNG_KINGS[year - 2010]);
}

gboolean
hd_sample_is_working (const HdSampleWorld *world, HdDay day)
{
  return hd_day_weekday (day) <= 5 && !hd_sample_is_holiday (world, day);
}

/* The rush before Tết, the silence in it, and the slow return. */
static double
tet_factor (const HdSampleWorld *world, HdDay day)
{
  int from_tet = days_from_tet (world, day);

  if (from_tet < -14 || from_tet > 14)
    return 1;
  if (from_tet < -2)
    return 1.2;
  if (from_tet <= 5)
    return 0.3;
  return from_tet <= 9 ? 0.7 : 1.08;
}

double
hd_sample_work_weight (const HdSampleWorld *world, HdDay day)
{
  static const double by_weekday[] = { 0.98, 1.0, 1.01, 1.02, 1.06, 0.55, 0.25 };
  double weight = by_weekday[hd_day_weekday (day) - 1] * tet_factor (world, day);

  if (hd_sample_is_holiday (world, day))
    weight *= 0.2;
  return weight;
}

static int
working_days_left_in_month (const HdSampleWorld *world, HdDay day)
{
  HdPeriod month = hd_period_containing (day, HD_GRAIN_MONTH, 1);
  int left = 0;

  for (HdDay later = day + 1; later <= month.last && left < 4; later++)
    left += hd_sample_is_working (world, later);
  return left;
}

double
hd_sample_revenue_weight (const HdSampleWorld *world, HdDay day)
{
  static const double month_end[] = { 1.75, 1.4, 1.2, 1.08, 1 };
  double weight = hd_sample_work_weight (world, day);

  /* Banks take payment around the clock, but little of it outside working days. */
  if (!hd_sample_is_working (world, day))
    return weight * 0.06;
  return weight * month_end[working_days_left_in_month (world, day)];
}
