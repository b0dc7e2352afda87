/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tết and working days: counted exactly, found where they are planted, left alone where they are not.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-calendar-effect.h"
#include "hd-calendar-terms.h"
#include "hd-catalog.h"
#include "hd-random.h"

#include <math.h>

#define N_MONTHS 144 /* 2014–2025 */
#define HORIZON 12

static HdCatalog *catalog;

static HdPeriod
month (int year, int of_year)
{
  return hd_period_containing (hd_day_from_ymd (year, of_year, 1), HD_GRAIN_MONTH,
                               HD_MONTH_START_CIVIL);
}

static HdCalendarFrame
frame_from (HdPeriod first)
{
  return (HdCalendarFrame){ hd_catalog_get_calendar (catalog), first };
}

/* Counted on a wall calendar, state offices' days off: January and February of five years. */
static void
test_working_days (void)
{
  const int days[][3] = {
    { 2014, 18, 17 }, { 2018, 22, 15 }, { 2023, 16, 20 }, { 2024, 22, 16 }, { 2025, 17, 20 }
  };
  const HdCalendar *calendar = hd_catalog_get_calendar (catalog);

  for (guint row = 0; row < G_N_ELEMENTS (days); row++)
    for (int of_year = 1; of_year <= 2; of_year++)
      {
        HdPeriod period = month (days[row][0], of_year);

        g_assert_cmpint (hd_calendar_count_collecting_days (calendar, period.first, period.last),
                         ==, days[row][of_year]);
      }
}

/* Windows fall into months day by day; each column is centred on its month. */
static void
test_terms (void)
{
  HdCalendarFrame frame = frame_from (month (2014, 1));
  g_autoptr (HdCalendarTerms) terms = hd_calendar_terms_new (&frame, N_MONTHS);
  const double *days = terms->column[HD_CALENDAR_TERM_WORKING_DAYS];
  const double *ordinary = terms->column[HD_CALENDAR_TERM_ORDINARY_DAYS];
  const double *after = terms->column[HD_CALENDAR_TERM_TET_AFTER];

  for (guint place = 0; place < 12; place++)
    {
      double sum = 0;

      for (guint year = 0; year < N_MONTHS / 12; year++)
        sum += days[12 * year + place];
      g_assert_cmpfloat_with_epsilon (sum, 0, 1e-12);
    }
  g_assert_cmpfloat_with_epsilon (days[12 * 11] - days[12 * 10], log (17.0 / 22), 1e-12);
  /* 2018: break 14–20 February, so 8 of the 21 days after it in February, 13 in March.
   * 2025: break 25 January – 2 February: all 21 in February. */
  g_assert_cmpfloat_with_epsilon (after[12 * 11 + 1] - after[12 * 4 + 1], 13.0 / 21, 1e-12);
  g_assert_cmpfloat_with_epsilon (after[12 * 11 + 2] - after[12 * 4 + 2], -13.0 / 21, 1e-12);
  for (guint row = 0; row < N_MONTHS; row++)
    g_assert_cmpfloat (ordinary[row], ==, row % 12 < 2 ? 0 : days[row]);
}

/* The table of holidays begins in 2014 and Tết's dates in 2010: between them the break is what the law
 * gives, before them nothing is made up. */
static void
test_unknown_years (void)
{
  HdCalendarFrame frame = frame_from (month (2008, 1));
  g_autoptr (HdCalendarTerms) terms = hd_calendar_terms_new (&frame, 84);
  const double *days = terms->column[HD_CALENDAR_TERM_WORKING_DAYS];

  for (guint row = 0; row < 84; row++)
    g_assert_true (isnan (days[row]) == (row < 24));
  /* February 2013: 20 weekdays, Tết on the 10th, so off from Friday 8th to Wednesday 13th: 16 left.
   * February 2014, by the table: 17. */
  g_assert_cmpfloat_with_epsilon (days[61] - days[73], log (16.0 / 17), 1e-12);
}

typedef struct
{
  double values[N_MONTHS + HORIZON];
  double truth[N_MONTHS + HORIZON]; /* factor of the working days, before centring */
} Planted;

/* A trend, a season, noise of 4 %, and an elasticity to working days. */
static void
plant (Planted *planted, double elasticity, double noise, guint64 seed)
{
  HdRandom random = hd_random_new (seed);
  double level = 4;

  for (int row = 0; row < N_MONTHS + HORIZON; row++)
    {
      HdPeriod period = month (2014 + row / 12, 1 + row % 12);
      int days = hd_calendar_count_collecting_days (hd_catalog_get_calendar (catalog), period.first,
                                                    period.last);

      level += 0.006 + 0.01 * hd_random_normal (&random);
      planted->truth[row] = pow (days / 21.0, elasticity);
      planted->values[row]
          = exp (level + 0.1 * sin (row * G_PI / 6) + noise * hd_random_normal (&random))
            * planted->truth[row];
    }
}

static HdForecastInput
input_of (const Planted *planted)
{
  static const double levels[] = { 80, 95 };

  return (HdForecastInput){ .values = planted->values,
                            .n_values = N_MONTHS,
                            .season = 12,
                            .horizon = HORIZON,
                            .levels = levels,
                            .n_levels = 2,
                            .n_paths = 200,
                            .is_non_negative = TRUE,
                            .upper_bound = INFINITY,
                            .seed = 5 };
}

/* 100 series: each interval of 95 % has to hold the planted elasticity about as often. */
static void
test_planted_is_found (void)
{
  HdCalendarFrame frame = frame_from (month (2014, 1));
  guint n_inside = 0, n_on = 0;
  double sum = 0;

  for (guint seed = 0; seed < 100; seed++)
    {
      Planted planted;
      HdForecastInput input = input_of (&planted);
      g_autoptr (HdCalendarEffect) effect = NULL;
      double found, error;

      plant (&planted, 0.8, 0.04, seed);
      effect = hd_calendar_effect_estimate (&input, &frame);
      found = effect->coefficient[HD_CALENDAR_TERM_WORKING_DAYS];
      error = effect->standard_error[HD_CALENDAR_TERM_WORKING_DAYS];
      n_on += effect->is_on;
      n_inside += fabs (found - 0.8) <= 1.96 * error;
      sum += found / 100;
    }
  g_test_message ("on %u, in the interval %u, mean %.3f", n_on, n_inside, sum);
  g_assert_cmpuint (n_on, ==, 100);
  g_assert_cmpuint (n_inside, >=, 85);
  g_assert_cmpfloat_with_epsilon (sum, 0.8, 0.03);
}

/* 200 series without any: how often noise switches it on. */
static void
test_noise_leaves_it_off (void)
{
  HdCalendarFrame frame = frame_from (month (2014, 1));
  guint n_on = 0;

  for (guint seed = 0; seed < 200; seed++)
    {
      Planted planted;
      HdForecastInput input = input_of (&planted);
      g_autoptr (HdCalendarEffect) effect = NULL;

      plant (&planted, 0, 0.04, 1000 + seed);
      effect = hd_calendar_effect_estimate (&input, &frame);
      n_on += effect->is_on;
    }
  g_test_message ("falsely on: %u of 200", n_on);
  g_assert_cmpuint (n_on, <=, 20);
}

/* The forecast follows next year's calendar, within bounds and paths that moved with it. */
static void
test_put_back (void)
{
  HdCalendarFrame frame = frame_from (month (2014, 1));
  Planted planted;
  HdForecastInput input = input_of (&planted);
  g_autoptr (HdCalendarEffect) effect = NULL;
  g_autoptr (HdForecast) forecast = NULL;
  double error = 0, rival_error = 0;

  plant (&planted, 1, 0.01, 3);
  forecast = hd_forecast_run_with_calendar (&input, &frame, &effect, NULL);
  g_assert_true (effect->is_on);
  g_assert_nonnull (strstr (forecast->method, " × Tết(−0."));
  for (guint step = 0; step < HORIZON; step++)
    {
      double sum = 0;

      error += fabs (log (forecast->mean[step] / planted.values[N_MONTHS + step]));
      rival_error += fabs (log (forecast->rival[step] / planted.values[N_MONTHS + step]));
      for (guint path = 0; path < input.n_paths; path++)
        sum += forecast->paths[path * HORIZON + step];
      g_assert_cmpfloat (fabs (sum / input.n_paths / forecast->mean[step] - 1), <, 0.1);
      g_assert_cmpfloat (forecast->lower[HORIZON + step], <=, forecast->lower[step]);
      g_assert_cmpfloat (forecast->lower[step], <, forecast->mean[step]);
      g_assert_cmpfloat (forecast->upper[step], >, forecast->mean[step]);
      g_assert_cmpfloat (forecast->rival[step], ==, planted.values[N_MONTHS - 12 + step]);
    }
  g_assert_cmpfloat (error, <, 0.5 * rival_error);
  for (guint index = 0; index < forecast->n_backtest; index++)
    {
      const HdForecastBacktestPoint *point = &forecast->backtest[index];

      g_assert_cmpfloat (point->actual, ==, planted.values[point->origin + point->step - 1]);
      g_assert_cmpfloat (fabs (point->mean / point->actual - 1), <, 0.35);
    }
  for (guint row = 0; row < N_MONTHS; row++)
    g_assert_cmpfloat_with_epsilon (hd_calendar_effect_amount (effect, row, planted.values[row]),
                                    planted.values[row] - planted.values[row] / effect->past[row],
                                    1e-9);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *)a, second = *(const double *)b;

  return (first > second) - (first < second);
}

/* Bounds and paths carry the same doubt about the effect, most where the calendar pulls most. */
static void
test_doubt (void)
{
  HdCalendarFrame frame = frame_from (month (2014, 1));
  Planted planted;
  HdForecastInput input = input_of (&planted);
  g_autoptr (HdCalendarEffect) effect = NULL;
  g_autoptr (HdForecast) forecast = NULL;
  g_autofree double *column = NULL;

  plant (&planted, 1, 0.05, 12);
  input.n_paths = 4000;
  forecast = hd_forecast_run_with_calendar (&input, &frame, &effect, NULL);
  column = g_new (double, input.n_paths);
  g_assert_true (effect->is_on);
  for (guint step = 0; step < HORIZON; step++)
    {
      double lower = forecast->lower[HORIZON + step], upper = forecast->upper[HORIZON + step];

      for (guint path = 0; path < input.n_paths; path++)
        column[path] = forecast->paths[path * HORIZON + step];
      qsort (column, input.n_paths, sizeof (double), compare_doubles);
      g_assert_cmpfloat_with_epsilon (column[100], lower, 0.08 * (upper - lower));
      g_assert_cmpfloat_with_epsilon (column[3899], upper, 0.08 * (upper - lower));
    }
  /* Tết of 2026 is in February, which the history's average is not. */
  g_assert_cmpfloat (fabs (effect->doubt[HD_CALENDAR_TERM_WORKING_DAYS][1]), >,
                     2 * fabs (effect->doubt[HD_CALENDAR_TERM_WORKING_DAYS][6]));
}

/* Zeros and negatives are added to, not multiplied; gaps stay gaps; short series are left alone. */
static void
test_additive_and_gaps (void)
{
  HdCalendarFrame frame = frame_from (month (2014, 1));
  Planted planted;
  HdForecastInput input = input_of (&planted);
  g_autoptr (HdCalendarEffect) effect = NULL, short_effect = NULL;
  g_autoptr (HdForecast) forecast = NULL;

  plant (&planted, 1, 0.01, 3);
  for (guint row = 0; row < N_MONTHS; row++)
    planted.values[row] = 1000 * (planted.truth[row] - 1) + 20 * sin (row);
  planted.values[30] = planted.values[31] = planted.values[85] = NAN;
  input.is_non_negative = FALSE;
  forecast = hd_forecast_run_with_calendar (&input, &frame, &effect, NULL);
  g_assert_true (effect->is_on);
  g_assert_false (effect->is_multiplicative);
  g_assert_nonnull (strstr (forecast->method, " + Tết("));
  for (guint step = 0; step < HORIZON; step++)
    g_assert_true (isfinite (forecast->mean[step]));

  input.n_values = 30;
  short_effect = hd_calendar_effect_estimate (&input, &frame);
  g_assert_false (short_effect->is_on);
}

/* Off means: the very same forecast. */
static void
test_off_is_plain (void)
{
  HdCalendarFrame frame = { NULL, month (2014, 1) };
  Planted planted;
  HdForecastInput input = input_of (&planted);
  g_autoptr (HdForecast) plain = NULL, with = NULL;

  plant (&planted, 1, 0.05, 8);
  plain = hd_forecast_run (&input, NULL);
  with = hd_forecast_run_with_calendar (&input, &frame, NULL, NULL);
  g_assert_cmpstr (plain->method, ==, with->method);
  g_assert_cmpmem (plain->mean, sizeof (double) * HORIZON, with->mean, sizeof (double) * HORIZON);
}

/* Days: collected on working days only, with a rush before Tết. */
static void
test_days (void)
{
  enum
  {
    N_DAYS = 4 * 365
  };
  HdDay first = hd_day_from_ymd (2021, 1, 1);
  HdCalendarFrame frame
      = frame_from (hd_period_containing (first, HD_GRAIN_DAY, HD_MONTH_START_CIVIL));
  HdRandom random = hd_random_new (4);
  g_autofree double *values = g_new (double, N_DAYS);
  HdForecastInput input = {
    .values = values, .n_values = N_DAYS, .season = 7, .horizon = 60, .is_non_negative = TRUE
  };
  g_autoptr (HdCalendarEffect) effect = NULL;

  for (int day = 0; day < N_DAYS; day++)
    {
      gboolean is_open
          = hd_calendar_is_collecting_day (hd_catalog_get_calendar (catalog), first + day);

      values[day] = is_open ? 100 + 10 * hd_random_normal (&random) : 0;
    }
  effect = hd_calendar_effect_estimate (&input, &frame);
  g_assert_true (effect->is_on);
  g_assert_true (effect->has_term[HD_CALENDAR_TERM_TET_BREAK]);
  g_assert_true (effect->has_term[HD_CALENDAR_TERM_HOLIDAY]);
  g_assert_cmpfloat (effect->coefficient[HD_CALENDAR_TERM_HOLIDAY], <, -1);
}

/* Whatever the history: a forecast without NaN, or an error with a reason. */
static void
test_ugly (void)
{
  const double scales[] = { 0, 1e-300, 1, -1, 1e300, NAN };
  HdCalendarFrame frame = frame_from (month (2014, 1));
  Planted planted;

  for (guint scale = 0; scale < G_N_ELEMENTS (scales); scale++)
    for (guint gap = 1; gap <= 8; gap *= 2)
      {
        HdForecastInput input = input_of (&planted);
        g_autoptr (HdForecast) forecast = NULL;
        g_autoptr (GError) error = NULL;

        plant (&planted, 1, 0.1, scale);
        for (guint row = 0; row < N_MONTHS; row++)
          planted.values[row] = row % 12 > 0 && row % gap == gap / 2 && gap > 1
                                    ? NAN
                                    : planted.values[row] / 200 * scales[scale];
        input.is_non_negative = scales[scale] >= 0;
        forecast = hd_forecast_run_with_calendar (&input, &frame, NULL, &error);
        g_assert_true ((forecast == NULL) == (error != NULL));
        for (guint step = 0; step < HORIZON && forecast != NULL; step++)
          g_assert_true (isfinite (forecast->mean[step]) && isfinite (forecast->lower[step])
                         && isfinite (forecast->upper[step]));
        input.season = 0;
        g_clear_error (&error);
        g_assert_null (hd_forecast_run_with_calendar (&input, &frame, NULL, &error));
        g_assert_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_BAD_SEASON);
      }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  catalog = hd_catalog_load (NULL);
  g_assert_nonnull (catalog);
  g_test_add_func ("/calendar-effect/working-days", test_working_days);
  g_test_add_func ("/calendar-effect/terms", test_terms);
  g_test_add_func ("/calendar-effect/unknown-years", test_unknown_years);
  g_test_add_func ("/calendar-effect/planted-is-found", test_planted_is_found);
  g_test_add_func ("/calendar-effect/noise-leaves-it-off", test_noise_leaves_it_off);
  g_test_add_func ("/calendar-effect/put-back", test_put_back);
  g_test_add_func ("/calendar-effect/doubt", test_doubt);
  g_test_add_func ("/calendar-effect/additive-and-gaps", test_additive_and_gaps);
  g_test_add_func ("/calendar-effect/off-is-plain", test_off_is_plain);
  g_test_add_func ("/calendar-effect/days", test_days);
  g_test_add_func ("/calendar-effect/ugly", test_ugly);
  status = g_test_run ();
  hd_catalog_unref (catalog);
  return status;
}
