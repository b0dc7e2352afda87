/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holidays, collecting days and the alignment on Tết.
 */

#undef G_DISABLE_ASSERT

#include "hd-calendar.h"

/* Tết 2024 to 2026 and their days off, with a holiday on a Sunday and one given twice. */
static HdCalendar *
make_calendar (void)
{
  const HdDay tet[] = { hd_day_from_ymd (2026, 2, 17), hd_day_from_ymd (2024, 2, 10),
                        hd_day_from_ymd (2025, 1, 29) };
  const HdDay holidays[] = {
    hd_day_from_ymd (2025, 1, 1),  hd_day_from_ymd (2025, 1, 27), hd_day_from_ymd (2025, 1, 28),
    hd_day_from_ymd (2025, 1, 29), hd_day_from_ymd (2025, 1, 30), hd_day_from_ymd (2025, 1, 31),
    hd_day_from_ymd (2025, 1, 1),  hd_day_from_ymd (2024, 9, 1),
  };

  return hd_calendar_new (holidays, G_N_ELEMENTS (holidays), tet, G_N_ELEMENTS (tet));
}

static void
test_collecting_days (void)
{
  g_autoptr (HdCalendar) calendar = make_calendar ();

  g_assert_true (hd_calendar_is_holiday (calendar, hd_day_from_ymd (2025, 1, 29)));
  g_assert_false (hd_calendar_is_holiday (calendar, hd_day_from_ymd (2025, 2, 3)));
  g_assert_false (hd_calendar_is_collecting_day (calendar, hd_day_from_ymd (2025, 1, 1)));
  g_assert_false (hd_calendar_is_collecting_day (calendar, hd_day_from_ymd (2025, 1, 4)));
  g_assert_true (hd_calendar_is_collecting_day (calendar, hd_day_from_ymd (2025, 1, 2)));
  /* January 2025: 23 weekdays, 6 of them days off. */
  g_assert_cmpint (hd_calendar_count_collecting_days (calendar, hd_day_from_ymd (2025, 1, 1),
                                                      hd_day_from_ymd (2025, 1, 31)),
                   ==, 17);
  g_assert_cmpint (hd_calendar_count_collecting_days (calendar, 10, 9), ==, 0);
}

/* The count is what counting day by day says, and spans add up. */
static void
test_count_is_sum (void)
{
  g_autoptr (HdCalendar) calendar = make_calendar ();
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (int round = 0; round < 2000; round++)
    {
      HdDay first = hd_day_from_ymd (2023, 12, 1) + g_rand_int_range (random, 0, 500);
      HdDay last = first + g_rand_int_range (random, 0, 400);
      HdDay middle = first + (last - first) / 2;
      int count = 0;

      for (HdDay day = first; day <= last; day++)
        count += hd_calendar_is_collecting_day (calendar, day);
      g_assert_cmpint (hd_calendar_count_collecting_days (calendar, first, last), ==, count);
      g_assert_cmpint (hd_calendar_count_collecting_days (calendar, first, middle)
                           + hd_calendar_count_collecting_days (calendar, middle + 1, last),
                       ==, count);
    }
}

static void
test_tet (void)
{
  g_autoptr (HdCalendar) calendar = make_calendar ();
  HdPeriod february, aligned;

  g_assert_cmpint (hd_calendar_tet (calendar, 2025), ==, hd_day_from_ymd (2025, 1, 29));
  g_assert_cmpint (hd_calendar_tet (calendar, 2027), ==, HD_DAY_NONE);

  /* Ten days from Tết 2026 are the ten days from Tết 2025. */
  g_assert_true (hd_calendar_align_tet (
      calendar, hd_period_span (hd_day_from_ymd (2026, 2, 17), hd_day_from_ymd (2026, 2, 26)), -1,
      &aligned));
  g_assert_cmpint (aligned.first, ==, hd_day_from_ymd (2025, 1, 29));
  g_assert_cmpint (aligned.last, ==, hd_day_from_ymd (2025, 2, 7));

  g_assert_true (hd_period_parse ("2026-02", 1, &february, NULL));
  g_assert_true (hd_calendar_align_tet (calendar, february, -1, &aligned));
  g_assert_cmpint (aligned.first - hd_calendar_tet (calendar, 2025), ==,
                   february.first - hd_calendar_tet (calendar, 2026));
  g_assert_cmpint (hd_period_n_days (aligned), ==, 28);
  g_assert_false (hd_calendar_align_tet (calendar, february, 1, &aligned));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/calendar/collecting-days", test_collecting_days);
  g_test_add_func ("/data/calendar/count-is-sum", test_count_is_sum);
  g_test_add_func ("/data/calendar/tet", test_tet);
  return g_test_run ();
}
