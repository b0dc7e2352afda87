/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a year's cumulative revenue is going: the fan, the plans' probabilities, the pace still required.
 *
 * Months are forecast with the effect of Tết and working days that their history shows. A history too
 * short to show any is forecast per collecting day, and multiplied back by each month's own days. The month
 * under way is a nowcast: see hd-nowcast.c.
 */

#include "config.h"

#include "hd-year-outlook.h"

#include "hd-nowcast.h"
#include "hd-quantile.h"

#include <math.h>
#include <string.h>

#define DEFAULT_PATHS 1000
/* Fewer do not tell how surely a nowcast moves them. */
#define MIN_PATHS 200

typedef struct
{
  const HdYearOutlookInput *input;
  int days[12]; /* collecting days of each month */
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
          outlook->progress
              = hd_month_progress (input->calendar, input->daily, period, input->known_to);
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

/* All whole months known, oldest first. (transfer full) */
static double *
whole_months (const HdYearOutlookInput *input, const HdYearOutlook *outlook, guint *n_months)
{
  double *months = g_new (double, input->n_history + outlook->n_whole_months + 1);

  *n_months = input->n_history + outlook->n_whole_months;
  for (guint place = 0; place < input->n_history; place++)
    months[place] = input->history[place];
  for (guint month = 0; month < outlook->n_whole_months; month++)
    months[input->n_history + month] = input->months[month];
  return months;
}

/* Nothing before the part month: the month it will be at its own pace is all there is. */
static void
begin_with_pace (const HdYearOutlook *outlook,
                 const Scenario *scenario,
                 double *months,
                 guint *n_months)
{
  if (*n_months == 0 && outlook->pace > 0)
    months[(*n_months)++] = outlook->pace * scenario->days[outlook->n_whole_months];
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

/* The month under way, from its nowcast; then what it still brings is left in the paths. */
static void
nowcast (HdYearOutlook *outlook, Scenario *scenario, HdForecast *forecast)
{
  double so_far = scenario->input->months[outlook->n_whole_months];
  HdNowcastPaths paths = { forecast->paths, forecast->mean, forecast->n_paths, forecast->horizon };
  g_autofree double *totals = g_new (double, scenario->n_paths);

  hd_nowcast_condition (&paths, so_far, outlook->progress);
  for (guint path = 0; path < scenario->n_paths; path++)
    totals[path] = scenario->paths[(gsize)path * scenario->n_ahead];
  hd_sort_doubles (totals, scenario->n_paths);
  for (guint level = 0; level < outlook->n_levels; level++)
    {
      double tail = (1 - scenario->input->levels[level] / 100) / 2;

      outlook->nowcast_lower[level] = hd_quantile_of_sorted (totals, scenario->n_paths, tail);
      outlook->nowcast_upper[level] = hd_quantile_of_sorted (totals, scenario->n_paths, 1 - tail);
    }
  if (isnan (so_far))
    return;
  for (guint path = 0; path < scenario->n_paths; path++)
    scenario->paths[(gsize)path * scenario->n_ahead] -= so_far;
}

static void
fill_months (HdYearOutlook *outlook, const Scenario *scenario, const HdForecast *forecast)
{
  const HdYearOutlookInput *input = scenario->input;
  double sum = 0;

  for (guint month = 0; month < 12; month++)
    {
      outlook->month[month] = month < outlook->n_whole_months
                                  ? input->months[month]
                                  : forecast->mean[month - outlook->n_whole_months];
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
recalibrate (HdYearPlanOutlook *plan,
             const HdYearOutlook *outlook,
             const HdPlanCalibration *calibration,
             gboolean is_reached)
{
  double n_months = outlook->n_whole_months;
  HdPlanProbability found;

  if (outlook->has_part_month)
    n_months += outlook->progress.share;
  found = hd_plan_calibration_apply (calibration, n_months, plan->raw_pct);
  plan->probability_pct = is_reached ? 100 : found.probability_pct;
  plan->base_rate_pct = found.base_rate_pct;
  plan->skill = found.skill;
}

static void
fill_plan (HdYearPlanOutlook *plan,
           double amount,
           const HdYearOutlook *outlook,
           const Scenario *ahead,
           const HdPlanCalibration *calibration)
{
  int days_left = outlook->collecting_days - outlook->collecting_days_elapsed;
  double missing = amount - outlook->known;
  g_autofree double *sums = NULL;
  guint n_reached = 0;

  *plan = (HdYearPlanOutlook){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, HD_PLAN_SKILL_UNTESTED };
  if (!(amount > 0))
    return;
  plan->gap = outlook->year_mean - amount;
  plan->gap_days
      = outlook->known / amount * outlook->collecting_days - outlook->collecting_days_elapsed;
  plan->pace_required = missing <= 0 ? 0 : days_left > 0 ? missing / days_left : INFINITY;
  if (ahead->n_ahead == 0)
    {
      plan->probability_pct = plan->raw_pct = missing <= 0 ? 100 : 0;
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
  plan->raw_pct = 100.0 * n_reached / ahead->n_paths;
  recalibrate (plan, outlook, calibration, missing <= 0);
}

/* Divides amounts by their months' collecting days, or multiplies rates by them; the first cell of each cycle
 * is `first` months from January of the year. */
static void
scale_by_days (double *cells,
               gsize n_cells,
               const HdYearOutlookInput *input,
               int first,
               guint cycle,
               gboolean is_division)
{
  for (gsize cell = 0; cell < n_cells; cell++)
    {
      int months = 12 * input->year + first + (int)(cell % cycle);
      int days = days_of_month (input, months / 12, (guint)(months % 12));

      cells[cell] = is_division ? (days > 0 ? cells[cell] / days : NAN) : cells[cell] * days;
    }
}

static HdForecast *
forecast_months (HdYearOutlook *outlook,
                 const HdYearOutlookInput *input,
                 const Scenario *scenario,
                 GError **error)
{
  g_autofree double *months = NULL;
  int first = -(int)input->n_history; /* months from January of the year */
  HdCalendarFrame frame = { .calendar = input->calendar };
  HdForecast *forecast;
  HdForecastInput asked = {
    .season = 12,
    .levels = input->levels,
    .n_levels = input->n_levels,
    .n_paths = input->n_paths > 0 ? MAX (input->n_paths, MIN_PATHS) : DEFAULT_PATHS,
    .seed = input->seed,
    .is_non_negative = TRUE,
    .upper_bound = INFINITY,
  };

  months = whole_months (input, outlook, &asked.n_values);
  begin_with_pace (outlook, scenario, months, &asked.n_values);
  asked.values = months;
  asked.horizon = 12 - outlook->n_whole_months;
  frame.first = hd_period_shift (month_of (input->year, 0), first);
  outlook->effect = hd_calendar_effect_estimate (&asked, &frame);
  if (outlook->effect->n_tested > 0)
    return hd_forecast_run_with_calendar (&asked, &frame, NULL, error);

  scale_by_days (months, asked.n_values, input, first, asked.n_values + 1, TRUE);
  forecast = hd_forecast_run (&asked, error);
  if (forecast == NULL)
    return NULL;
  first = (int)outlook->n_whole_months;
  scale_by_days (forecast->mean, asked.horizon, input, first, asked.horizon, FALSE);
  scale_by_days (forecast->paths, (gsize)asked.n_paths * asked.horizon, input, first, asked.horizon,
                 FALSE);
  return forecast;
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
      forecast = forecast_months (outlook, input, &scenario, error);
      if (forecast == NULL)
        return NULL;
      scenario.n_ahead = forecast->horizon;
      scenario.n_paths = forecast->n_paths;
      scenario.paths = forecast->paths;
      if (outlook->has_part_month)
        nowcast (outlook, &scenario, forecast);
      outlook->record = forecast->record;
    }
  outlook->method = g_strdup (forecast != NULL ? forecast->method : "known");
  fill_months (outlook, &scenario, forecast);
  fill_fan (outlook, &scenario);
  outlook->n_plans = input->n_plans;
  outlook->plans = g_new0 (HdYearPlanOutlook, MAX (input->n_plans, 1));
  for (guint plan = 0; plan < input->n_plans; plan++)
    fill_plan (&outlook->plans[plan], input->plans[plan], outlook, &scenario,
               input->calibrations != NULL ? input->calibrations[plan] : NULL);
  return g_steal_pointer (&outlook);
}

void
hd_year_outlook_free (HdYearOutlook *outlook)
{
  g_free (outlook->plans);
  g_free (outlook->year_totals);
  g_clear_pointer (&outlook->effect, hd_calendar_effect_free);
  g_free (outlook->method);
  g_free (outlook);
}
