/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan curve: ends, monotony, exact parts, and the days on which nothing is due.
 */

#undef G_DISABLE_ASSERT

#include "hd-plan-curve.h"

#define PLAN G_GINT64_CONSTANT (411000000000001)

static HdCalendar *
make_calendar (void)
{
  HdDay holidays[] = { hd_day_from_ymd (2026, 1, 1), hd_day_from_ymd (2026, 2, 17) };

  return hd_calendar_new (holidays, G_N_ELEMENTS (holidays), NULL, 0);
}

static HdPeriod
year_2026 (void)
{
  return hd_period_containing (hd_day_from_ymd (2026, 6, 1), HD_GRAIN_YEAR, HD_MONTH_START_CIVIL);
}

static void
test_ends (void)
{
  g_autoptr (HdCalendar) calendar = make_calendar ();
  HdPeriod year = year_2026 ();

  g_assert_cmpint (hd_plan_curve_at (calendar, PLAN, year, year.first - 1), ==, 0);
  g_assert_cmpint (hd_plan_curve_at (calendar, PLAN, year, year.first), ==, 0);
  g_assert_cmpint (hd_plan_curve_at (calendar, PLAN, year, year.last), ==, PLAN);
  g_assert_cmpint (hd_plan_curve_at (calendar, PLAN, year, year.last + 90), ==, PLAN);
  g_assert_cmpint (hd_plan_curve_at (calendar, -PLAN, year, year.last), ==, -PLAN);
}

static void
test_days (void)
{
  g_autoptr (HdCalendar) calendar = make_calendar ();
  HdPeriod year = year_2026 ();
  gint64 sum = 0;

  for (HdDay day = year.first; day <= year.last; day++)
    {
      gint64 part = hd_plan_curve_between (calendar, PLAN, year, day, day);

      g_assert_cmpint (part, >=, 0);
      if (!hd_calendar_is_collecting_day (calendar, day))
        g_assert_cmpint (part, ==, 0);
      sum += part;
    }
  g_assert_cmpint (sum, ==, PLAN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/plan-curve/ends", test_ends);
  g_test_add_func ("/data/plan-curve/days", test_days);
  return g_test_run ();
}
