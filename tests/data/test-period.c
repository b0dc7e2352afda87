/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Periods: reading, printing and the algebra, as properties over every day of 2000 to 2040.
 */

#undef G_DISABLE_ASSERT

#include "hd-period.h"

static const guint8 calendars[] = { HD_MONTH_START_CIVIL, HD_MONTH_START_REPORTING, 16, 28 };
static const HdGrain grains[] = { HD_GRAIN_DAY, HD_GRAIN_MONTH, HD_GRAIN_QUARTER, HD_GRAIN_YEAR };

static HdDay
day (int year, int month, int day_of_month)
{
  HdDay result = hd_day_from_ymd (year, month, day_of_month);

  g_assert_cmpint (result, !=, HD_DAY_NONE);
  return result;
}

static HdPeriod
period (const char *text, guint8 month_start_day)
{
  g_autoptr (GError) error = NULL;
  HdPeriod result;

  hd_period_parse (text, month_start_day, &result, &error);
  g_assert_no_error (error);
  return result;
}

static void
assert_text (HdPeriod actual, const char *expected)
{
  g_autofree char *text = hd_period_to_string (actual);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_days (void)
{
  HdDay expected = 0;

  g_assert_cmpint (day (1970, 1, 1), ==, 0);
  g_assert_cmpint (day (2000, 3, 1), ==, 11017);
  g_assert_cmpint (day (2026, 11, 22), ==, 20779);
  g_assert_cmpint (hd_day_from_ymd (2023, 2, 29), ==, HD_DAY_NONE);
  g_assert_cmpint (hd_day_from_ymd (1900, 2, 29), ==, HD_DAY_NONE);
  g_assert_cmpint (hd_day_from_ymd (2026, 13, 1), ==, HD_DAY_NONE);
  g_assert_cmpint (hd_day_from_ymd (0, 1, 1), ==, HD_DAY_NONE);
  g_assert_cmpint (hd_day_weekday (day (2026, 11, 22)), ==, 7);
  g_assert_cmpint (hd_day_weekday (-3), ==, 1);

  /* GLib's own calendar is the oracle. */
  expected = day (1, 1, 1);
  for (int julian = 1; julian < 3652059; julian += 1 + julian % 97)
    {
      g_autoptr (GDate) date = g_date_new_julian (julian);
      int year, month, day_of_month;

      hd_day_to_ymd (expected + julian - 1, &year, &month, &day_of_month);
      g_assert_cmpint (year, ==, g_date_get_year (date));
      g_assert_cmpint (month, ==, g_date_get_month (date));
      g_assert_cmpint (day_of_month, ==, g_date_get_day (date));
      g_assert_cmpint (hd_day_weekday (expected + julian - 1), ==, g_date_get_weekday (date));
      g_assert_cmpint (day (year, month, day_of_month), ==, expected + julian - 1);
    }
}

static void
test_day_in_vietnam (void)
{
  g_assert_cmpint (hd_day_from_unix_ict (0), ==, 0);
  g_assert_cmpint (hd_day_from_unix_ict (17 * 3600 - 1), ==, 0);
  g_assert_cmpint (hd_day_from_unix_ict (17 * 3600), ==, 1);
  g_assert_cmpint (hd_day_from_unix_ict (-7 * 3600 - 1), ==, -1);
}

static void
test_parse (void)
{
  static const char *const bad_syntax[]
      = { "",        "26",        "2026-",       "2026-1",         "2026-Q", "2026-09-",
          "2026Q1",  "2026-09-1", "2026-09-01x", "2026-09-01-",    "-2026",  "2026-Q1-",
          "2026/",   "/2026",     "2026//2027",  "2026/2027/2028", "mai",    " 2026",
          "2026-0 1" };
  static const char *const bad_range[] = { "0000",       "2026-00",   "2026-13",
                                           "2026-Q0",    "2026-Q5",   "2026-02-29",
                                           "2026-04-31", "2027/2026", "2026-09-02/2026-09-01" };
  HdPeriod untouched;

  assert_text (period ("2026", 1), "2026");
  assert_text (period ("2026-Q3", 1), "2026-Q3");
  assert_text (period ("2026-09", 1), "2026-09");
  assert_text (period ("2026-09-15", 1), "2026-09-15");
  assert_text (period ("2026-01/2026-Q3", 1), "2026-01-01/2026-09-30");
  for (guint index = 0; index < G_N_ELEMENTS (bad_syntax); index++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (hd_period_parse (bad_syntax[index], 1, &untouched, &error));
      g_assert_error (error, HD_PERIOD_ERROR, HD_PERIOD_ERROR_SYNTAX);
    }
  for (guint index = 0; index < G_N_ELEMENTS (bad_range); index++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (hd_period_parse (bad_range[index], 1, &untouched, &error));
      g_assert_error (error, HD_PERIOD_ERROR, HD_PERIOD_ERROR_RANGE);
    }
}

static void
test_reporting_month (void)
{
  HdPeriod month = period ("2026-11", 15);
  HdPeriod year = period ("2026", 15);

  g_assert_cmpint (month.first, ==, day (2026, 10, 15));
  g_assert_cmpint (month.last, ==, day (2026, 11, 14));
  g_assert_cmpint (year.first, ==, day (2025, 12, 15));
  g_assert_cmpint (year.last, ==, day (2026, 12, 14));
  assert_text (hd_period_containing (day (2026, 12, 14), HD_GRAIN_MONTH, 15), "2026-12");
  assert_text (hd_period_containing (day (2026, 12, 15), HD_GRAIN_MONTH, 15), "2027-01");
  assert_text (hd_period_containing (day (2026, 12, 15), HD_GRAIN_YEAR, 15), "2027");
  assert_text (hd_period_containing (day (2026, 3, 15), HD_GRAIN_QUARTER, 15), "2026-Q2");
  g_assert_true (hd_period_equal (hd_period_on_calendar (period ("2026-11", 1), 15), month));
  g_assert_true (hd_period_equal (hd_period_on_calendar (month, 1), period ("2026-11", 1)));
}

/* Every day lies in exactly the period that says it holds it, and periods follow without gap or overlap. */
static void
test_partition (void)
{
  for (guint calendar = 0; calendar < G_N_ELEMENTS (calendars); calendar++)
    for (guint grain = 0; grain < G_N_ELEMENTS (grains); grain++)
      {
        HdPeriod current
            = hd_period_containing (day (2000, 1, 1), grains[grain], calendars[calendar]);

        for (HdDay at = day (2000, 1, 1); at <= day (2040, 12, 31); at++)
          {
            HdPeriod holding = hd_period_containing (at, grains[grain], calendars[calendar]);

            if (!hd_period_contains_day (current, at))
              {
                HdPeriod next = hd_period_shift (current, 1);

                g_assert_cmpint (next.first, ==, current.last + 1);
                current = next;
              }
            g_assert_true (hd_period_equal (current, holding));
          }
      }
}

static void
test_round_trips (void)
{
  for (guint calendar = 0; calendar < G_N_ELEMENTS (calendars); calendar++)
    for (guint grain = 0; grain < G_N_ELEMENTS (grains); grain++)
      for (HdDay at = day (2000, 1, 1); at <= day (2040, 12, 31); at += 5)
        {
          HdPeriod here = hd_period_containing (at, grains[grain], calendars[calendar]);
          g_autofree char *text = hd_period_to_string (here);
          int steps = (at * 7) % 41 - 20;
          HdPeriod there = hd_period_shift (here, steps);

          g_assert_true (hd_period_equal (period (text, calendars[calendar]), here));
          g_assert_true (hd_period_equal (hd_period_shift (there, -steps), here));
          g_assert_cmpint (
              hd_period_steps_between (here.first, there.last, grains[grain], calendars[calendar]),
              ==, steps);
          if (grains[grain] != HD_GRAIN_DAY)
            g_assert_true (hd_period_equal (
                hd_period_shift_years (hd_period_shift_years (here, 3), -3), here));
        }
}

static void
test_span (void)
{
  HdPeriod span = period ("2026-03-10/2026-03-19", 1);

  g_assert_cmpint (hd_period_n_days (span), ==, 10);
  assert_text (hd_period_shift (span, -1), "2026-02-28/2026-03-09");
  assert_text (hd_period_shift (hd_period_shift (span, -5), 5), "2026-03-10/2026-03-19");
  assert_text (hd_period_shift_years (span, -1), "2025-03-10/2025-03-19");
  g_assert_cmpint (hd_period_n_days (hd_period_span (5, 4)), ==, 0);
  g_assert_true (hd_period_contains (period ("2026", 1), span));
  g_assert_false (hd_period_contains (span, period ("2026-03", 1)));
}

static void
test_leap_years (void)
{
  assert_text (hd_period_shift_years (period ("2024-02-29", 1), 1), "2025-02-28");
  assert_text (hd_period_shift_years (period ("2024-02-29", 1), 4), "2028-02-29");
  assert_text (hd_period_shift_years (period ("2024-01-01/2024-02-29", 1), -1),
               "2023-01-01/2023-02-28");
  g_assert_cmpint (hd_period_n_days (period ("2024", 1)), ==, 366);
  g_assert_cmpint (hd_period_n_days (hd_period_shift_years (period ("2024", 1), -1)), ==, 365);
  g_assert_cmpint (hd_period_n_days (period ("2000-02", 1)), ==, 29);
  g_assert_cmpint (hd_period_n_days (period ("2100-02", 1)), ==, 28);
}

static void
assert_elapsed (const char *whole, HdDay at, const char *base, const char *expected)
{
  guint8 calendar = HD_MONTH_START_CIVIL;

  assert_text (hd_period_same_elapsed (period (whole, calendar), at, period (base, calendar)),
               expected);
}

static void
test_same_elapsed (void)
{
  HdPeriod reporting;

  assert_elapsed ("2026-11", day (2026, 11, 11), "2026-10", "2026-10-01/2026-10-11");
  assert_elapsed ("2026-11", day (2026, 11, 30), "2026-10", "2026-10");
  assert_elapsed ("2026-10", day (2026, 10, 30), "2026-09", "2026-09");
  assert_elapsed ("2026", day (2026, 4, 30), "2025", "2025-01-01/2025-04-30");
  assert_elapsed ("2026-Q2", day (2026, 4, 30), "2026-Q1", "2026-01-01/2026-01-31");
  assert_elapsed ("2024", day (2024, 2, 29), "2023", "2023-01-01/2023-02-28");
  assert_elapsed ("2025", day (2025, 2, 28), "2024", "2024-01-01/2024-02-29");
  assert_elapsed ("2025", day (2025, 3, 1), "2024", "2024-01-01/2024-03-01");
  assert_elapsed ("2026", day (2027, 1, 5), "2025", "2025");
  assert_elapsed ("2026-05-10", day (2026, 5, 10), "2025-05-10", "2025-05-10");
  assert_elapsed ("2026-03-10/2026-03-19", day (2026, 3, 12), "2026-02-28/2026-03-09",
                  "2026-02-28/2026-03-02");
  g_assert_cmpint (hd_period_n_days (hd_period_same_elapsed (period ("2026", 1), day (2025, 12, 31),
                                                             period ("2025", 1))),
                   ==, 0);

  reporting
      = hd_period_same_elapsed (period ("2026-11", 15), day (2026, 11, 5), period ("2026-10", 15));
  assert_text (reporting, "2026-09-15/2026-10-05");
  reporting
      = hd_period_same_elapsed (period ("2026-11", 15), day (2026, 10, 31), period ("2026-10", 15));
  assert_text (reporting, "2026-09-15/2026-09-30");
}

/* A base is never longer than its whole, grows with the days, and is whole when the period is. */
static void
test_same_elapsed_grows (void)
{
  for (guint calendar = 0; calendar < G_N_ELEMENTS (calendars); calendar++)
    for (guint grain = 1; grain < G_N_ELEMENTS (grains); grain++)
      for (HdPeriod whole
           = hd_period_containing (day (2000, 6, 1), grains[grain], calendars[calendar]);
           whole.first < day (2040, 1, 1); whole = hd_period_shift (whole, 1))
        {
          HdPeriod base = hd_period_shift_years (whole, -1);
          int before = 0;

          for (HdDay at = whole.first; at <= whole.last; at++)
            {
              HdPeriod part = hd_period_same_elapsed (whole, at, base);

              g_assert_true (hd_period_contains (base, part));
              g_assert_cmpint (part.first, ==, base.first);
              g_assert_cmpint (hd_period_n_days (part), >=, before);
              g_assert_cmpint (ABS (hd_period_n_days (part) - (at - whole.first + 1)), <=, 3);
              before = hd_period_n_days (part);
            }
          g_assert_cmpint (before, ==, hd_period_n_days (base));
        }
}

static void
test_elapsed (void)
{
  HdPeriod month = period ("2026-11", 1);

  assert_text (hd_period_elapsed (month, day (2026, 11, 11)), "2026-11-01/2026-11-11");
  assert_text (hd_period_elapsed (month, day (2026, 11, 30)), "2026-11");
  g_assert_cmpint (hd_period_n_days (hd_period_elapsed (month, day (2026, 10, 1))), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/period/days", test_days);
  g_test_add_func ("/data/period/day-in-vietnam", test_day_in_vietnam);
  g_test_add_func ("/data/period/parse", test_parse);
  g_test_add_func ("/data/period/reporting-month", test_reporting_month);
  g_test_add_func ("/data/period/partition", test_partition);
  g_test_add_func ("/data/period/round-trips", test_round_trips);
  g_test_add_func ("/data/period/span", test_span);
  g_test_add_func ("/data/period/leap-years", test_leap_years);
  g_test_add_func ("/data/period/same-elapsed", test_same_elapsed);
  g_test_add_func ("/data/period/same-elapsed-grows", test_same_elapsed_grows);
  g_test_add_func ("/data/period/elapsed", test_elapsed);
  return g_test_run ();
}
