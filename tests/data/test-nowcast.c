/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A month under way: how much of it is in, and what that says about it and the months after.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-nowcast.h"
#include "hd-random.h"

#include <math.h>

#define N_DAYS (2 * 366)
#define N_PATHS 4000

static HdPeriod
month (int year, int of_year)
{
  return hd_period_containing (hd_day_from_ymd (year, of_year, 1), HD_GRAIN_MONTH,
                               HD_MONTH_START_CIVIL);
}

/* Without daily figures: 10 of June 2026's 22 weekdays are over on the 14th, a Sunday. */
static void
test_days_alone (void)
{
  g_autoptr (HdCalendar) calendar = hd_calendar_new (NULL, 0, NULL, 0);
  HdMonthProgress progress
      = hd_month_progress (calendar, NULL, month (2026, 6), hd_day_from_ymd (2026, 6, 14));
  HdMonthProgress end
      = hd_month_progress (calendar, NULL, month (2026, 6), hd_day_from_ymd (2026, 6, 30));

  g_assert_cmpfloat_with_epsilon (progress.share, 10.0 / 22, 1e-12);
  g_assert_cmpfloat_with_epsilon (progress.log_error, 0.5 * sqrt ((12.0 / 22) / (10.0 / 22 * 22)),
                                  1e-12);
  g_assert_cmpuint (progress.n_months, ==, 0);
  g_assert_cmpfloat (end.share, ==, 1);
  g_assert_cmpfloat (end.log_error, ==, 0);
}

/* Mondays bring double, Saturdays half, the last two collecting days three times as much. */
static double
planted (const HdCalendar *calendar, HdDay day)
{
  int year, of_year, weekday = hd_day_weekday (day);
  HdPeriod holder;

  hd_day_to_ymd (day, &year, &of_year, NULL);
  holder = month (year, of_year);
  if (weekday == 7 || hd_calendar_is_holiday (calendar, day))
    return 0;
  if (weekday == 6)
    return 0.5;
  return (weekday == 1 ? 2 : 1)
         * (hd_calendar_count_collecting_days (calendar, day + 1, holder.last) < 2 ? 3 : 1);
}

static void
test_profile (void)
{
  HdDay holiday = hd_day_from_ymd (2025, 9, 2), first = hd_day_from_ymd (2024, 1, 1);
  HdDay known_to = hd_day_from_ymd (2025, 12, 15);
  g_autoptr (HdCalendar) calendar = hd_calendar_new (&holiday, 1, NULL, 0);
  g_autofree double *amounts = g_new (double, N_DAYS);
  HdDailyAmounts daily = { first, amounts, (guint)(known_to - first + 1) };
  HdPeriod december = month (2025, 12);
  double all = 0, in = 0;
  HdMonthProgress progress, alone;

  for (HdDay day = first; day < first + N_DAYS; day++)
    amounts[day - first] = planted (calendar, day);
  for (HdDay day = december.first; day <= december.last; day++)
    {
      all += planted (calendar, day);
      in += day <= known_to ? planted (calendar, day) : 0;
    }
  progress = hd_month_progress (calendar, &daily, december, known_to);
  alone = hd_month_progress (calendar, NULL, december, known_to);
  g_test_message ("in %.3f, expected %.3f ± %.3f, by days alone %.3f ± %.3f", in / all,
                  progress.share, progress.log_error, alone.share, alone.log_error);
  g_assert_cmpuint (progress.n_months, ==, 23);
  g_assert_cmpfloat (fabs (progress.share - in / all), <, 0.015);
  g_assert_cmpfloat (fabs (alone.share - in / all), >, 3 * fabs (progress.share - in / all));
  g_assert_cmpfloat (progress.log_error, <, 0.6 * alone.log_error);
}

/* Months of paths: log-normal, the second going half along with the first. */
static HdNowcastPaths
make_paths (guint64 seed)
{
  HdNowcastPaths paths = { .n_paths = N_PATHS, .n_ahead = 2 };
  HdRandom random = hd_random_new (seed);

  paths.paths = g_new (double, 2 * N_PATHS);
  paths.mean = g_new (double, 2);
  paths.mean[0] = paths.mean[1] = 100;
  for (guint path = 0; path < N_PATHS; path++)
    {
      double first = 0.2 * hd_random_normal (&random);

      paths.paths[2 * path] = 100 * exp (first);
      paths.paths[2 * path + 1] = 100 * exp (0.5 * first + 0.1 * hd_random_normal (&random));
    }
  return paths;
}

static void
free_paths (HdNowcastPaths paths)
{
  g_free (paths.paths);
  g_free (paths.mean);
}

static double
log_spread (HdNowcastPaths paths, guint ahead, double *mean)
{
  double sum = 0, squares = 0;

  for (guint path = 0; path < paths.n_paths; path++)
    {
      double value = log (paths.paths[path * paths.n_ahead + ahead]);

      sum += value / paths.n_paths;
      squares += value * value / paths.n_paths;
    }
  *mean = sum;
  return sqrt (squares - sum * sum);
}

/* The normal posterior by hand: prior 0.2, observation 0.1 off by log 1.3, so gain 0.8. */
static void
test_posterior (void)
{
  HdNowcastPaths paths = make_paths (1);
  double mean, spread, seen = log (130);

  hd_nowcast_condition (&paths, 65, (HdMonthProgress){ .share = 0.5, .log_error = 0.1 });
  spread = log_spread (paths, 0, &mean);
  g_assert_cmpfloat_with_epsilon (mean, 0.2 * log (100) + 0.8 * seen, 0.01);
  g_assert_cmpfloat_with_epsilon (spread, 0.2 * sqrt (0.2), 0.005);
  spread = log_spread (paths, 1, &mean);
  g_assert_cmpfloat_with_epsilon (mean, log (100) + 0.5 * 0.8 * (seen - log (100)), 0.01);
  g_assert_cmpfloat_with_epsilon (spread, sqrt (0.01 + 0.25 * 0.04 * 0.2), 0.005);
  g_assert_cmpfloat (paths.mean[0], >, 115);
  g_assert_cmpfloat (paths.mean[1], >, 105);
  free_paths (paths);
}

/* The surer, the nearer; what is in can never be taken back; nothing known, nothing moves. */
static void
test_limits (void)
{
  HdNowcastPaths sure = make_paths (2), blind = make_paths (2), late = make_paths (2);
  double mean;

  hd_nowcast_condition (&sure, 120, (HdMonthProgress){ .share = 1, .log_error = 0 });
  for (guint path = 0; path < N_PATHS; path++)
    g_assert_cmpfloat_with_epsilon (sure.paths[2 * path], 120, 1e-6);
  hd_nowcast_condition (&blind, NAN, (HdMonthProgress){ .share = 0.5, .log_error = 0.1 });
  hd_nowcast_condition (&blind, 0, (HdMonthProgress){ .share = 0, .log_error = INFINITY });
  g_assert_cmpfloat_with_epsilon (log_spread (blind, 0, &mean), 0.2, 0.01);
  g_assert_cmpfloat (blind.mean[0], ==, 100);
  hd_nowcast_condition (&late, 150, (HdMonthProgress){ .share = 0.9, .log_error = 0.5 });
  for (guint path = 0; path < N_PATHS; path++)
    g_assert_cmpfloat (late.paths[2 * path], >=, 150);
  g_assert_cmpfloat (late.mean[0], >=, 150);
  free_paths (sure);
  free_paths (blind);
  free_paths (late);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nowcast/days-alone", test_days_alone);
  g_test_add_func ("/nowcast/profile", test_profile);
  g_test_add_func ("/nowcast/posterior", test_posterior);
  g_test_add_func ("/nowcast/limits", test_limits);
  return g_test_run ();
}
