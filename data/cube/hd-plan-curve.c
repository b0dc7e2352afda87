/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much of a year's plan should be in by a day.
 *
 * Why collecting days and not last years' season: a plan is an obligation, and the curve is what the
 * reader checks it against by hand. Collecting days are known beforehand, are the same for every office,
 * so that the offices' curves add up to the nation's, and put the Tết dip where Tết falls this year, which
 * an average of former years does not.
 */

#include "config.h"

#include "hd-plan-curve.h"

gint64
hd_plan_curve_at (const HdCalendar *calendar, gint64 plan, HdPeriod year, HdDay day)
{
  int elapsed, total;
  __int128 part;

  if (day < year.first)
    return 0;
  if (day >= year.last)
    return plan;
  total = hd_calendar_count_collecting_days (calendar, year.first, year.last);
  if (total == 0)
    return 0;
  elapsed = hd_calendar_count_collecting_days (calendar, year.first, day);
  /* Plans pass 2^53 when multiplied by days; half a đồng rounds away from zero. */
  part = (__int128)plan * elapsed * 2 + (plan < 0 ? -total : total);
  return (gint64)(part / (2 * total));
}

gint64
hd_plan_curve_between (const HdCalendar *calendar,
                       gint64 plan,
                       HdPeriod year,
                       HdDay first,
                       HdDay last)
{
  if (last < first)
    return 0;
  return hd_plan_curve_at (calendar, plan, year, last)
         - hd_plan_curve_at (calendar, plan, year, first - 1);
}
