/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ticks stand on exact round values and on calendar days.
 */

#undef G_DISABLE_ASSERT

#include "hd-ticks.h"

#include <math.h>

static void
test_exact (void)
{
  HdTicks ticks = hd_ticks_linear (0, 1, 11, FALSE);

  g_assert_cmpuint (hd_ticks_get_n (&ticks), ==, 11);
  for (guint tick = 0; tick < 11; tick++)
    g_assert_true (hd_ticks_get (&ticks, tick) == tick / 10.0);
  g_assert_cmpint (hd_ticks_get_decimals (&ticks, 1), ==, 1);
}

static void
test_outward (void)
{
  HdTicks ticks = hd_ticks_linear (3, 97, 6, TRUE);

  g_assert_cmpfloat (hd_ticks_get (&ticks, 0), ==, 0);
  g_assert_cmpfloat (hd_ticks_get (&ticks, hd_ticks_get_n (&ticks) - 1), ==, 100);
  g_assert_cmpfloat (hd_ticks_get_step (&ticks), ==, 20);
}

/* For any range: steps are 1, 2 or 5 by ten, never more ticks than asked for, all inside. */
static void
test_random (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      double size = pow (10, g_test_rand_double_range (-8, 17));
      double min = g_test_rand_double_range (-1, 1) * size;
      double max = min + g_test_rand_double_range (0.0001, 1) * size;
      guint limit = (guint)g_test_rand_int_range (2, 12);
      HdTicks ticks = hd_ticks_linear (min, max, limit, FALSE);
      double step = hd_ticks_get_step (&ticks);
      double lead = step / pow (10, floor (log10 (step) + 1e-9));

      g_assert_cmpuint (hd_ticks_get_n (&ticks), <=, limit);
      g_assert_true (fabs (lead - 1) < 1e-6 || fabs (lead - 2) < 1e-6 || fabs (lead - 5) < 1e-6);
      for (guint tick = 0; tick < hd_ticks_get_n (&ticks); tick++)
        {
          double slack = (max - min) * 1e-6;

          g_assert_cmpfloat (hd_ticks_get (&ticks, tick), >=, min - slack);
          g_assert_cmpfloat (hd_ticks_get (&ticks, tick), <=, max + slack);
        }
    }
}

static void
test_degenerate (void)
{
  HdTicks equal = hd_ticks_linear (5, 5, 5, FALSE);
  HdTicks swapped = hd_ticks_linear (10, 0, 5, TRUE);
  HdTicks none = hd_ticks_linear (NAN, INFINITY, 5, FALSE);

  g_assert_cmpuint (hd_ticks_get_n (&equal), >=, 1);
  g_assert_cmpfloat (hd_ticks_get (&swapped, 0), ==, 0);
  g_assert_cmpuint (hd_ticks_get_n (&none), <=, 5);
}

static void
test_civil (void)
{
  g_assert_cmpint (hd_ticks_day_from_ymd (1970, 1, 1), ==, 0);
  g_assert_cmpint (hd_ticks_day_from_ymd (2000, 3, 1), ==, 11017);
  for (gint32 number = -100000; number < 100000; number += 17)
    {
      int year, month, day;

      hd_ticks_day_to_ymd (number, &year, &month, &day);
      g_assert_cmpint (hd_ticks_day_from_ymd (year, month, day), ==, number);
    }
}

static void
test_months (void)
{
  HdTickGrain grain;
  gint32 first = hd_ticks_day_from_ymd (2026, 1, 1);
  gint32 last = hd_ticks_day_from_ymd (2026, 12, 31);
  g_autoptr (GArray) all = hd_ticks_calendar (first, last, 12, &grain);
  g_autoptr (GArray) halves = NULL;

  g_assert_cmpint (grain, ==, HD_TICK_MONTH);
  g_assert_cmpuint (all->len, ==, 12);
  for (guint month = 0; month < 12; month++)
    {
      const HdCalendarTick *tick = &g_array_index (all, HdCalendarTick, month);

      g_assert_cmpint (tick->month, ==, month + 1);
      g_assert_cmpint (tick->day, ==, 1);
    }
  halves = hd_ticks_calendar (first, last, 5, &grain);
  g_assert_cmpuint (halves->len, ==, 4);
  g_assert_cmpint (g_array_index (halves, HdCalendarTick, 1).month, ==, 4);
}

/* Every day is in exactly one run, whatever the span and the limit. */
static void
test_cover (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      HdTickGrain grain;
      gint32 first = g_test_rand_int_range (-20000, 30000);
      gint32 last = first + g_test_rand_int_range (0, 20000);
      guint limit = (guint)g_test_rand_int_range (1, 40);
      g_autoptr (GArray) ticks = hd_ticks_calendar (first, last, limit, &grain);
      gint32 next = first;

      g_assert_cmpuint (ticks->len, <=, limit + 1);
      for (guint tick = 0; tick < ticks->len; tick++)
        {
          g_assert_cmpint (g_array_index (ticks, HdCalendarTick, tick).first, ==, next);
          next = g_array_index (ticks, HdCalendarTick, tick).last + 1;
        }
      g_assert_cmpint (next, ==, last + 1);
    }
}

static void
test_weeks (void)
{
  HdTickGrain grain;
  gint32 first = hd_ticks_day_from_ymd (2026, 11, 1);
  g_autoptr (GArray) ticks = hd_ticks_calendar (first, first + 29, 7, &grain);

  g_assert_cmpint (grain, ==, HD_TICK_WEEK);
  /* 2 November 2026 is a Monday. */
  g_assert_cmpint (g_array_index (ticks, HdCalendarTick, 1).day, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/ticks/exact", test_exact);
  g_test_add_func ("/draw/ticks/outward", test_outward);
  g_test_add_func ("/draw/ticks/random", test_random);
  g_test_add_func ("/draw/ticks/degenerate", test_degenerate);
  g_test_add_func ("/draw/ticks/civil", test_civil);
  g_test_add_func ("/draw/ticks/months", test_months);
  g_test_add_func ("/draw/ticks/weeks", test_weeks);
  g_test_add_func ("/draw/ticks/cover", test_cover);
  return g_test_run ();
}
