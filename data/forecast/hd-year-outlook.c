/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a year's cumulative revenue is going: the fan, the plans' probabilities, the pace still required.
 *
 * The months are forecast per collecting day and multiplied back by each month's own collecting days,
 * so that Tết and long weekends move with the calendar. The month under way is a nowcast: its remaining
 * days bring partly what the model says and partly the pace seen in it, the latter weighing as much as
 * the share of its days that is over.
 */

#include "config.h"

#include "hd-year-outlook.h"

#include "hd-quantile.h"

#include <math.h>
#include <string.h>

#define DEFAULT_PATHS 1000

typedef struct
{
  const HdYearOutlookInput *input;
  int days[12]; /* collecting days of each month */
  int part_days_elapsed; /* of the part month */
  double *paths; /* [path * n_ahead + ahead] whole-month amounts, then what they still bring */
  guint n_ahead; /* months from the first that is not whole to December */
  guint n_paths;
} Scenario;

static HdPeriod
month_of (int year, guint month)
{
  return hd_period_containing (hd_day_from_ymd (year, (int)month + 1, 1), HD_GRAIN_MONTH,
                               HD_MONTH_START_CIVIL);
}

static int
days_of_month (const HdYearOutlookInput *input, int year, guint month)
{
  HdPeriod period = month_of (year, month);

  return hd_calendar_count_collecting_days (input->calendar, period.first, period.last);
}

static gboolean
check (const HdYearOutlookInput *input, GError **error)
{
  HdDay first = hd_day_from_ymd (input->year, 1, 1);
  HdDay last = hd_day_from_ymd (input->year, 12, 31);

  if (first == HD_DAY_NONE || input->known_to < first - 1 || input->known_to > last
      || input->n_levels > HD_YEAR_OUTLOOK_MAX_LEVELS)
    {
      g_set_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_BAD_SEASON,
                   "the last known day is not in %d", input->year);
      return FALSE;
    }
  return TRUE;
}

static void
fill_known (HdYearOutlook *outlook, const HdYearOutlookInput *input, Scenario *scenario)
{
  HdDay first = hd_day_from_ymd (input->year, 1, 1);
  double last_year = 0;

  for (guint month = 0; month < 12; month++)
    {
      HdPeriod period = month_of (input->year, month);

      scenario->days[month] = days_of_month (input, input->year, month);
      outlook->collecting_days += scenario->days[month];
      if (period.last <= input->known_to)
        outlook->n_whole_months = month + 1;
      else if (period.first <= input->known_to)
        {
          outlook->has_part_month = TRUE;
          scenario->part_days_elapsed
              = hd_calendar_count_collecting_days (input->calendar, period.first, input->known_to);
        }
      if (period.first <= input->known_to && !isnan (input->months[month]))
        outlook->known += input->months[month];
    }
  outlook->collecting_days_elapsed
      = hd_calendar_count_collecting_days (input->calendar, first, input->known_to);
  outlook->pace = outlook->collecting_days_elapsed > 0
                      ? outlook->known / outlook->collecting_days_elapsed
                      : NAN;

  for (guint back = 1; back <= 12; back++)
    last_year += back <= input->n_history ? input->history[input->n_history - back] : NAN;
  outlook->pace_last_year
      = last_year
        / hd_calendar_count_collecting_days (input->calendar,
                                             hd_day_from_ymd (input->year - 1, 1, 1), first - 1);
}

/* All whole months known, per collecting day, oldest first. (transfer full) */
static double *
daily_rates (const HdYearOutlookInput *input, const HdYearOutlook *outlook, guint *n_rates)
{
  double *rates = g_new (double, input->n_history + outlook->n_whole_months + 1);

  *n_rates = 0;
  for (guint place = 0; place < input->n_history; place++)
    {
      guint back = input->n_history - place; /* months before January of the year */
      int year = input->year - 1 - (int)(back - 1) / 12;
      int days = days_of_month (input, year, 11 - (back - 1) % 12);

      rates[(*n_rates)++] = days > 0 ? input->history[place] / days : NAN;
    }
  for (guint month = 0; month < outlook->n_whole_months; month++)
    {
      int days = days_of_month (input, input->year, month);

      rates[(*n_rates)++] = days > 0 ? input->months[month] / days : NAN;
    }
  /* Nothing before the part month: its own pace is all there is. */
  if (*n_rates == 0 && outlook->pace > 0)
    rates[(*n_rates)++] = outlook->pace;
  return rates;
}

/* Turns a daily rate of month `ahead` into what the month still brings. */
static double
still_brings (const Scenario *scenario, const HdYearOutlook *outlook, guint ahead, double rate)
{
  guint month = outlook->n_whole_months + ahead;
  int days = scenario->days[month];

  if (ahead == 0 && outlook->has_part_month)
    {
      double share = days > 0 ? (double)scenario->part_days_elapsed / days : 1;
      double so_far = scenario->input->months[month];
      double seen = scenario->part_days_elapsed > 0 && !isnan (so_far)
                        ? so_far / scenario->part_days_elapsed
                        : rate;

      return (days - scenario->part_days_elapsed) * (share * seen + (1 - share) * rate);
    }
  return days * rate;
}

/* Cumulative amounts of every path at the end of month `ahead`, sorted. */
static void
sorted_sums (const Scenario *scenario, double known, guint ahead, double *sums)
{
  for (guint path = 0; path < scenario->n_paths; path++)
    {
      sums[path] = known;
      for (guint step = 0; step <= ahead; step++)
        sums[path] += scenario->paths[(gsize)path * scenario->n_ahead + step];
    }
  hd_sort_doubles (sums, scenario->n_paths);
}

static void
fill_months (HdYearOutlook *outlook, const Scenario *scenario, const HdForecast *forecast)
{
  const HdYearOutlookInput *input = scenario->input;
  double sum = 0;

  for (guint month = 0; month < 12; month++)
    {
      if (month < outlook->n_whole_months)
        {
          outlook->month[month] = input->months[month];
        }
      else
        {
          guint ahead = month - outlook->n_whole_months;

          outlook->month[month] = still_brings (scenario, outlook, ahead, forecast->mean[ahead]);
          if (ahead == 0 && outlook->has_part_month && !isnan (input->months[month]))
            outlook->month[month] += input->months[month];
        }
      if (!isnan (outlook->month[month]))
        sum += outlook->month[month];
      outlook->cumulative[month] = sum;
      for (guint level = 0; level < outlook->n_levels; level++)
        outlook->lower[level][month] = outlook->upper[level][month] = sum;
    }
  outlook->year_mean = outlook->cumulative[11];
}

static void
fill_fan (HdYearOutlook *outlook, const Scenario *scenario)
{
  g_autofree double *sums = g_new (double, MAX (scenario->n_paths, 1));

  for (guint ahead = 0; ahead < scenario->n_ahead; ahead++)
    {
      guint month = outlook->n_whole_months + ahead;

      sorted_sums (scenario, outlook->known, ahead, sums);
      for (guint level = 0; level < outlook->n_levels; level++)
        {
          double tail = (1 - scenario->input->levels[level] / 100) / 2;

          outlook->lower[level][month] = hd_quantile_of_sorted (sums, scenario->n_paths, tail);
          outlook->upper[level][month] = hd_quantile_of_sorted (sums, scenario->n_paths, 1 - tail);
        }
    }
  if (scenario->n_ahead > 0)
    {
      outlook->n_paths = scenario->n_paths;
      outlook->year_totals = g_steal_pointer (&sums);
    }
}

static void
fill_plan (HdYearPlanOutlook *plan,
           double amount,
           const HdYearOutlook *outlook,
           const Scenario *ahead)
{
  int days_left = outlook->collecting_days - outlook->collecting_days_elapsed;
  double missing = amount - outlook->known;
  g_autofree double *sums = NULL;
  guint n_reached = 0;

  *plan = (HdYearPlanOutlook){ NAN, NAN, NAN, NAN, NAN };
  if (!(amount > 0))
    return;
  plan->gap = outlook->year_mean - amount;
  plan->gap_days
      = outlook->known / amount * outlook->collecting_days - outlook->collecting_days_elapsed;
  plan->pace_required = missing <= 0 ? 0 : days_left > 0 ? missing / days_left : INFINITY;
  if (ahead->n_ahead == 0)
    {
      plan->probability_pct = missing <= 0 ? 100 : 0;
      plan->shortfall = MAX (missing, 0);
      return;
    }
  sums = g_new (double, ahead->n_paths);
  sorted_sums (ahead, outlook->known, ahead->n_ahead - 1, sums);
  plan->shortfall = 0;
  for (guint path = 0; path < ahead->n_paths; path++)
    {
      n_reached += sums[path] >= amount;
      plan->shortfall += MAX (amount - sums[path], 0) / ahead->n_paths;
    }
  plan->probability_pct = 100.0 * n_reached / ahead->n_paths;
}

static HdForecast *
forecast_rates (const HdYearOutlookInput *input, const HdYearOutlook *outlook, GError **error)
{
  g_autofree double *rates = NULL;
  HdForecastInput asked = {
    .season = 12,
    .levels = input->levels,
    .n_levels = input->n_levels,
    .n_paths = input->n_paths > 0 ? input->n_paths : DEFAULT_PATHS,
    .seed = input->seed,
    .is_non_negative = TRUE,
    .upper_bound = INFINITY,
  };

  rates = daily_rates (input, outlook, &asked.n_values);
  asked.values = rates;
  asked.horizon = 12 - outlook->n_whole_months;
  return hd_forecast_run (&asked, error);
}

HdYearOutlook *
hd_year_outlook_run (const HdYearOutlookInput *input, GError **error)
{
  g_autoptr (HdYearOutlook) outlook = g_new0 (HdYearOutlook, 1);
  g_autoptr (HdForecast) forecast = NULL;
  Scenario scenario = { .input = input };

  if (!check (input, error))
    return NULL;
  outlook->n_levels = input->n_levels;
  fill_known (outlook, input, &scenario);
  if (outlook->n_whole_months < 12)
    {
      forecast = forecast_rates (input, outlook, error);
      if (forecast == NULL)
        return NULL;
      scenario.n_ahead = forecast->horizon;
      scenario.n_paths = forecast->n_paths;
      scenario.paths = forecast->paths;
      for (gsize cell = 0; cell < (gsize)scenario.n_paths * scenario.n_ahead; cell++)
        scenario.paths[cell]
            = still_brings (&scenario, outlook, cell % scenario.n_ahead, scenario.paths[cell]);
      outlook->record = forecast->record;
    }
  outlook->method = g_strdup (forecast != NULL ? forecast->method : "known");
  fill_months (outlook, &scenario, forecast);
  fill_fan (outlook, &scenario);
  outlook->n_plans = input->n_plans;
  outlook->plans = g_new0 (HdYearPlanOutlook, MAX (input->n_plans, 1));
  for (guint plan = 0; plan < input->n_plans; plan++)
    fill_plan (&outlook->plans[plan], input->plans[plan], outlook, &scenario);
  return g_steal_pointer (&outlook);
}

void
hd_year_outlook_free (HdYearOutlook *outlook)
{
  g_free (outlook->plans);
  g_free (outlook->year_totals);
  g_free (outlook->method);
  g_free (outlook);
}
