/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The outlook of a year: known months, the part month, the fan, plans and the pace still required.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-year-outlook.h"

#include <math.h>

#define HISTORY_YEARS 6
static const double levels[] = { 80, 95 };

static HdCalendar *
make_calendar (void)
{
  /* Tết moves between January and February: a week off each year. */
  const int tet[][3] = { { 2020, 1, 25 }, { 2021, 2, 12 }, { 2022, 2, 1 }, { 2023, 1, 22 },
                         { 2024, 2, 10 }, { 2025, 1, 29 }, { 2026, 2, 17 } };
  HdDay first[G_N_ELEMENTS (tet)], holidays[7 * G_N_ELEMENTS (tet)];

  for (guint year = 0; year < G_N_ELEMENTS (tet); year++)
    {
      first[year] = hd_day_from_ymd (tet[year][0], tet[year][1], tet[year][2]);
      for (int day = 0; day < 7; day++)
        holidays[7 * year + (guint)day] = first[year] - 1 + day;
    }
  return hd_calendar_new (holidays, G_N_ELEMENTS (holidays), first, G_N_ELEMENTS (tet));
}

/* Every collecting day brings exactly one. */
static double
even_month (const HdCalendar *calendar, int year, int month)
{
  HdPeriod period = hd_period_containing (hd_day_from_ymd (year, month, 1), HD_GRAIN_MONTH, 1);

  return hd_calendar_count_collecting_days (calendar, period.first, period.last);
}

typedef struct
{
  HdCalendar *calendar;
  double history[12 * HISTORY_YEARS];
  HdYearOutlookInput input;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->calendar = make_calendar ();
  for (int place = 0; place < 12 * HISTORY_YEARS; place++)
    fixture->history[place] = even_month (fixture->calendar, 2020 + place / 12, 1 + place % 12);
  fixture->input = (HdYearOutlookInput){ .year = 2026,
                                         .calendar = fixture->calendar,
                                         .history = fixture->history,
                                         .n_history = 12 * HISTORY_YEARS,
                                         .levels = levels,
                                         .n_levels = 2,
                                         .seed = 11 };
  for (guint month = 0; month < 12; month++)
    fixture->input.months[month] = NAN;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  hd_calendar_unref (fixture->calendar);
}

/* One a collecting day for ever: the year's total is its collecting days, whatever Tết does. */
static void
test_even_pace (Fixture *fixture, gconstpointer data)
{
  HdYearOutlookInput *input = &fixture->input;
  g_autoptr (HdYearOutlook) outlook = NULL;
  g_autoptr (GError) error = NULL;
  double plans[3];
  int days;

  input->known_to = hd_day_from_ymd (2026, 3, 15);
  for (int month = 1; month <= 2; month++)
    input->months[month - 1] = even_month (fixture->calendar, 2026, month);
  input->months[2] = hd_calendar_count_collecting_days (
      fixture->calendar, hd_day_from_ymd (2026, 3, 1), input->known_to);
  days = hd_calendar_count_collecting_days (fixture->calendar, hd_day_from_ymd (2026, 1, 1),
                                            hd_day_from_ymd (2026, 12, 31));
  plans[0] = days * 0.9;
  plans[1] = days * 1.5;
  plans[2] = NAN;
  input->plans = plans;
  input->n_plans = 3;

  outlook = hd_year_outlook_run (input, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outlook->n_whole_months, ==, 2);
  g_assert_true (outlook->has_part_month);
  g_assert_cmpint (outlook->collecting_days, ==, days);
  g_assert_cmpfloat_with_epsilon (outlook->pace, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (outlook->pace_last_year, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (outlook->year_mean, days, 0.01 * days);
  g_assert_cmpfloat_with_epsilon (outlook->known, outlook->collecting_days_elapsed, 1e-9);
  g_assert_cmpfloat_with_epsilon (outlook->cumulative[1], outlook->month[0] + outlook->month[1],
                                  1e-9);
  g_assert_cmpfloat (outlook->plans[0].probability_pct, ==, 100);
  g_assert_cmpfloat (outlook->plans[0].shortfall, ==, 0);
  g_assert_cmpfloat (outlook->plans[1].probability_pct, ==, 0);
  /* At plan pace the sum so far takes elapsed / 1.5 days: a third of the elapsed days behind. */
  g_assert_cmpfloat_with_epsilon (outlook->plans[1].gap_days,
                                  -outlook->collecting_days_elapsed / 3.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (
      outlook->plans[1].pace_required,
      (plans[1] - outlook->known) / (days - outlook->collecting_days_elapsed), 1e-9);
  g_assert_true (isnan (outlook->plans[2].probability_pct));
}

/* Noisy months: the fan holds the mean, widens, and probability falls as the plan rises. */
static void
test_fan (Fixture *fixture, gconstpointer data)
{
  HdYearOutlookInput *input = &fixture->input;
  g_autoptr (HdYearOutlook) outlook = NULL;
  double plans[5];

  for (int place = 0; place < 12 * HISTORY_YEARS; place++)
    fixture->history[place] *= 1 + 0.1 * sin (place * 2.399) + 0.02 * (place % 12);
  input->known_to = hd_day_from_ymd (2026, 6, 30);
  for (guint month = 0; month < 6; month++)
    input->months[month] = fixture->history[60 + month];
  for (guint plan = 0; plan < 5; plan++)
    plans[plan] = 220 + 20 * plan;
  input->plans = plans;
  input->n_plans = 5;

  outlook = hd_year_outlook_run (input, NULL);
  g_assert_cmpuint (outlook->n_whole_months, ==, 6);
  g_assert_false (outlook->has_part_month);
  g_assert_cmpfloat (outlook->lower[1][5], ==, outlook->cumulative[5]);
  for (guint month = 6; month < 12; month++)
    {
      g_assert_cmpfloat (outlook->lower[1][month], <=, outlook->lower[0][month]);
      g_assert_cmpfloat (outlook->lower[0][month], <=, outlook->cumulative[month]);
      g_assert_cmpfloat (outlook->cumulative[month], <=, outlook->upper[0][month]);
      g_assert_cmpfloat (outlook->upper[0][month], <=, outlook->upper[1][month]);
      g_assert_cmpfloat (outlook->cumulative[month], >, outlook->cumulative[month - 1]);
      if (month > 6)
        g_assert_cmpfloat (outlook->upper[1][month] - outlook->lower[1][month], >=,
                           outlook->upper[1][month - 1] - outlook->lower[1][month - 1]);
    }
  for (guint plan = 1; plan < 5; plan++)
    {
      g_assert_cmpfloat (outlook->plans[plan].probability_pct, <=,
                         outlook->plans[plan - 1].probability_pct);
      g_assert_cmpfloat (outlook->plans[plan].shortfall, >=, outlook->plans[plan - 1].shortfall);
    }
}

/* As the days of a month pass, month and year get surer; at its end the month is what came. */
static void
test_nowcast_narrows (Fixture *fixture, gconstpointer data)
{
  HdYearOutlookInput *input = &fixture->input;
  const int days[] = { 5, 12, 19, 26 };
  double month_width = INFINITY, year_width = INFINITY;

  for (int place = 0; place < 12 * HISTORY_YEARS; place++)
    fixture->history[place] *= 1 + 0.1 * sin (place * 2.399);
  for (int month = 1; month <= 5; month++)
    input->months[month - 1] = even_month (fixture->calendar, 2026, month);
  for (guint step = 0; step < G_N_ELEMENTS (days); step++)
    {
      g_autoptr (HdYearOutlook) outlook = NULL;
      double so_far, width;

      input->known_to = hd_day_from_ymd (2026, 6, days[step]);
      so_far = input->months[5] = hd_calendar_count_collecting_days (
          fixture->calendar, hd_day_from_ymd (2026, 6, 1), input->known_to);
      outlook = hd_year_outlook_run (input, NULL);
      width = outlook->nowcast_upper[1] - outlook->nowcast_lower[1];
      g_assert_cmpfloat (width, <, month_width);
      g_assert_cmpfloat (outlook->nowcast_lower[1], >=, so_far);
      g_assert_cmpfloat (outlook->month[5], >=, so_far);
      month_width = width;
      width = outlook->upper[1][11] - outlook->lower[1][11];
      g_assert_cmpfloat (width, <, 1.05 * year_width);
      year_width = width;
    }
  g_assert_cmpfloat (month_width, <, 4);
}

/* What is known is never forecast, and each path's year holds it: a plan just above what is known, with a
 * day to go, is judged on that day alone. 2024 has its 29 February. */
static void
test_known_stays (Fixture *fixture, gconstpointer data)
{
  HdYearOutlookInput *input = &fixture->input;
  g_autoptr (HdYearOutlook) outlook = NULL, leap = NULL;
  double known = 0, plan;

  for (int month = 1; month <= 11; month++)
    known += input->months[month - 1] = 10 + month;
  input->known_to = hd_day_from_ymd (2026, 11, 30);
  plan = known;
  input->plans = &plan;
  input->n_plans = 1;
  outlook = hd_year_outlook_run (input, NULL);
  for (int month = 0; month < 11; month++)
    {
      g_assert_cmpfloat (outlook->month[month], ==, 11 + month);
      g_assert_cmpfloat (outlook->lower[1][month], ==, outlook->upper[1][month]);
    }
  for (guint path = 0; path < outlook->n_paths; path++)
    g_assert_cmpfloat (outlook->year_totals[path], >=, known);
  g_assert_cmpfloat (outlook->plans[0].probability_pct, ==, 100);
  g_assert_cmpfloat (outlook->plans[0].pace_required, ==, 0);

  input->year = 2024;
  input->n_history = 48;
  input->known_to = hd_day_from_ymd (2024, 2, 29);
  leap = hd_year_outlook_run (input, NULL);
  g_assert_cmpuint (leap->n_whole_months, ==, 2);
  g_assert_false (leap->has_part_month);
}

/* Past years' verdict goes with the probability. */
static void
test_calibrated (Fixture *fixture, gconstpointer data)
{
  HdYearOutlookInput *input = &fixture->input;
  g_autofree HdPlanCalibration *calibration = NULL;
  g_autoptr (HdYearOutlook) outlook = NULL;
  HdPlanCase cases[8];
  const HdPlanCalibration *known;
  double plan = 251;

  /* Years in which the paths were sure and wrong half of the time. */
  for (guint year = 0; year < 8; year++)
    cases[year] = (HdPlanCase){ 2010 + (int)year, 0, 0, year % 2 ? 95 : 5, year % 4 < 2 };
  known = calibration = hd_plan_calibration_new (cases, 8);
  input->calibrations = &known;
  input->known_to = hd_day_from_ymd (2025, 12, 31);
  input->plans = &plan;
  input->n_plans = 1;
  for (int place = 0; place < 12 * HISTORY_YEARS; place++)
    fixture->history[place] *= 1 + 0.1 * sin (place * 2.399);
  outlook = hd_year_outlook_run (input, NULL);
  g_assert_cmpint (outlook->plans[0].skill, ==, HD_PLAN_SKILL_NONE);
  g_assert_cmpfloat_with_epsilon (outlook->plans[0].base_rate_pct, 50, 1e-9);
  g_assert_cmpfloat (fabs (outlook->plans[0].probability_pct - 50), <=,
                     fabs (outlook->plans[0].raw_pct - 50));
}

/* A year that is over is known, not forecast; a year not begun is all forecast. */
static void
test_edges (Fixture *fixture, gconstpointer data)
{
  HdYearOutlookInput *input = &fixture->input;
  g_autoptr (HdYearOutlook) over = NULL, begun = NULL;
  const double plan = 200;
  double sum = 0;

  input->plans = &plan;
  input->n_plans = 1;
  input->known_to = hd_day_from_ymd (2025, 12, 31);
  begun = hd_year_outlook_run (input, NULL);
  g_assert_cmpuint (begun->n_whole_months, ==, 0);
  g_assert_cmpfloat (begun->known, ==, 0);
  g_assert_true (isnan (begun->pace));

  input->known_to = hd_day_from_ymd (2026, 12, 31);
  for (int month = 1; month <= 12; month++)
    sum += input->months[month - 1] = even_month (fixture->calendar, 2026, month);
  over = hd_year_outlook_run (input, NULL);
  g_assert_cmpstr (over->method, ==, "known");
  g_assert_cmpfloat_with_epsilon (over->year_mean, sum, 1e-9);
  g_assert_cmpfloat (over->plans[0].probability_pct, ==, sum >= plan ? 100 : 0);
  g_assert_cmpfloat (over->lower[1][11], ==, over->upper[1][11]);
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->input.known_to = hd_day_from_ymd (2027, 1, 1);
  g_assert_null (hd_year_outlook_run (&fixture->input, &error));
  g_assert_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_BAD_SEASON);
  g_clear_error (&error);
  fixture->input.known_to = hd_day_from_ymd (2025, 12, 31);
  fixture->input.n_history = 0;
  g_assert_null (hd_year_outlook_run (&fixture->input, &error));
  g_assert_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/data/year-outlook/even-pace", Fixture, NULL, set_up, test_even_pace, tear_down);
  g_test_add ("/data/year-outlook/fan", Fixture, NULL, set_up, test_fan, tear_down);
  g_test_add ("/data/year-outlook/nowcast-narrows", Fixture, NULL, set_up, test_nowcast_narrows,
              tear_down);
  g_test_add ("/data/year-outlook/known-stays", Fixture, NULL, set_up, test_known_stays, tear_down);
  g_test_add ("/data/year-outlook/calibrated", Fixture, NULL, set_up, test_calibrated, tear_down);
  g_test_add ("/data/year-outlook/edges", Fixture, NULL, set_up, test_edges, tear_down);
  g_test_add ("/data/year-outlook/refusals", Fixture, NULL, set_up, test_refusals, tear_down);
  return g_test_run ();
}
