/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much of a month is usually in by a day of it, and how sure that is.
 *
 * A day weighs by its weekday (holidays are a weekday of their own) and, when it is a collecting day, by
 * its place at the month's edges: declarants pay towards the end. Weights are means over past months of
 * the day's amount over the month's mean collecting day. Where that did not tell past months clearly better
 * than the bare count of collecting days, the count is kept.
 */

#include "config.h"

#include "hd-month-progress.h"

#include <math.h>
#include <string.h>

#define MAX_MONTHS 36
#define N_KINDS 8 /* Monday … Sunday, holiday */
#define HOLIDAY 7
#define N_FROM_START 2
#define N_TO_END 4
/* An edge that was seen in a few months only stays near an ordinary day. */
#define EDGE_PRIOR_MONTHS 2.0
/* Standard deviation of a day's amount over its mean, before the months speak, and how many of them it
 * counts for: as in sums of independent days, the error is this × √((1 − share) ÷ (share × days)). */
#define DAY_SPREAD 0.5
#define PRIOR_MONTHS 4.0
/* Weights are judged on the months that they were learned on: they have to cut the error by so much. */
#define PROFILE_HANDICAP 0.85

typedef struct
{
  double weight[N_KINDS];
  double from_start[N_FROM_START],
      to_end[N_TO_END]; /* factors; the last collecting day is to_end[0] */
} Profile;

typedef struct
{
  const HdCalendar *calendar;
  const HdDailyAmounts *daily;
  HdPeriod months[MAX_MONTHS]; /* whole ones, newest first */
  guint n_months;
} History;

static int
collecting_days (const HdCalendar *calendar, HdDay first, HdDay last)
{
  return hd_calendar_count_collecting_days (calendar, first, last);
}

static guint
kind_of (const HdCalendar *calendar, HdDay day)
{
  return hd_calendar_is_holiday (calendar, day) ? HOLIDAY : (guint)hd_day_weekday (day) - 1;
}

/* The factor of an edge that `day` of `month` belongs to; NULL for days between and days off. */
static double *
edge_of (Profile *profile, const HdCalendar *calendar, HdPeriod month, HdDay day)
{
  int before, after;

  if (!hd_calendar_is_collecting_day (calendar, day))
    return NULL;
  after = collecting_days (calendar, day + 1, month.last);
  if (after < N_TO_END)
    return &profile->to_end[after];
  before = collecting_days (calendar, month.first, day - 1);
  return before < N_FROM_START ? &profile->from_start[before] : NULL;
}

static double
amount_at (const HdDailyAmounts *daily, HdDay day)
{
  return daily->amounts[day - daily->first];
}

/* NAN unless every day is known. */
static double
sum_of (const HdDailyAmounts *daily, HdDay first, HdDay last)
{
  double sum = 0;

  for (HdDay day = first; day <= last; day++)
    sum += amount_at (daily, day);
  return sum;
}

static void
collect_months (History *history, HdPeriod month)
{
  for (int back = 1; back <= MAX_MONTHS && history->daily != NULL; back++)
    {
      HdPeriod past = hd_period_shift (month, -back);

      if (past.first < history->daily->first
          || past.last >= history->daily->first + (HdDay)history->daily->n_days)
        break;
      if (sum_of (history->daily, past.first, past.last) > 0
          && collecting_days (history->calendar, past.first, past.last) > 0)
        history->months[history->n_months++] = past;
    }
}

/* The day's amount over the month's mean collecting day. */
static double
relative_amount (const History *history, HdPeriod month, HdDay day)
{
  return amount_at (history->daily, day)
         / (sum_of (history->daily, month.first, month.last)
            / collecting_days (history->calendar, month.first, month.last));
}

static void
learn_kinds (const History *history, Profile *profile)
{
  double sum[N_KINDS] = { 0 };
  guint n_days[N_KINDS] = { 0 };

  for (guint index = 0; index < history->n_months; index++)
    for (HdDay day = history->months[index].first; day <= history->months[index].last; day++)
      {
        guint kind = kind_of (history->calendar, day);

        if (edge_of (profile, history->calendar, history->months[index], day) != NULL)
          continue;
        sum[kind] += relative_amount (history, history->months[index], day);
        n_days[kind]++;
      }
  for (guint kind = 0; kind < N_KINDS; kind++)
    if (n_days[kind] > 0)
      profile->weight[kind] = MAX (sum[kind] / n_days[kind], 0);
}

static void
learn_edges (const History *history, Profile *profile)
{
  Profile sums = { 0 };

  for (guint index = 0; index < history->n_months; index++)
    for (HdDay day = history->months[index].first; day <= history->months[index].last; day++)
      {
        double *sum = edge_of (&sums, history->calendar, history->months[index], day);
        double usual = profile->weight[kind_of (history->calendar, day)];

        if (sum != NULL)
          *sum += usual > 0 ? relative_amount (history, history->months[index], day) / usual : 1;
      }
  for (guint place = 0; place < N_FROM_START; place++)
    profile->from_start[place] = MAX (sums.from_start[place] + EDGE_PRIOR_MONTHS, 0)
                                 / (history->n_months + EDGE_PRIOR_MONTHS);
  for (guint place = 0; place < N_TO_END; place++)
    profile->to_end[place]
        = MAX (sums.to_end[place] + EDGE_PRIOR_MONTHS, 0) / (history->n_months + EDGE_PRIOR_MONTHS);
}

static double
expected_share (Profile *profile, const HdCalendar *calendar, HdPeriod month, HdDay known_to)
{
  double all = 0, elapsed = 0;

  for (HdDay day = month.first; day <= month.last; day++)
    {
      const double *edge = edge_of (profile, calendar, month, day);
      double weight = profile->weight[kind_of (calendar, day)] * (edge != NULL ? *edge : 1);

      all += weight;
      if (day <= known_to)
        elapsed += weight;
    }
  return all > 0 ? elapsed / all : (double)(known_to - month.first + 1) / hd_period_n_days (month);
}

static double
prior_error (double share, int n_days)
{
  return share > 0 ? DAY_SPREAD * sqrt ((1 - share) / (share * MAX (n_days, 1))) : INFINITY;
}

/* The day of `month` by which as large a part of its collecting days was over as of another month. */
static HdDay
matching_day (const HdCalendar *calendar, HdPeriod month, double elapsed)
{
  int wanted = (int)lround (elapsed * collecting_days (calendar, month.first, month.last));
  HdDay day = month.first;

  while (day < month.last && collecting_days (calendar, month.first, day) < wanted)
    day++;
  return day;
}

static double
learn_error (const History *history, Profile *profile, double elapsed, double prior)
{
  double sum_squares = PRIOR_MONTHS * prior * prior, n_months = PRIOR_MONTHS;

  for (guint index = 0; index < history->n_months; index++)
    {
      HdPeriod month = history->months[index];
      HdDay day = matching_day (history->calendar, month, elapsed);
      double actual = sum_of (history->daily, month.first, day)
                      / sum_of (history->daily, month.first, month.last);
      double error = log (actual / expected_share (profile, history->calendar, month, day));

      if (!isfinite (error))
        continue;
      sum_squares += error * error;
      n_months++;
    }
  return sqrt (sum_squares / n_months);
}

HdMonthProgress
hd_month_progress (const HdCalendar *calendar,
                   const HdDailyAmounts *daily,
                   HdPeriod month,
                   HdDay known_to)
{
  Profile alike
      = { .weight = { 1, 1, 1, 1, 1, 0, 0, 0 }, .from_start = { 1, 1 }, .to_end = { 1, 1, 1, 1 } };
  Profile learned = alike;
  History history = { .calendar = calendar, .daily = daily };
  int n_days = collecting_days (calendar, month.first, month.last);
  HdMonthProgress progress = { .share = expected_share (&alike, calendar, month, known_to) };
  double prior = prior_error (progress.share, n_days), elapsed, learned_error;

  progress.log_error = prior;
  collect_months (&history, month);
  progress.n_months = history.n_months;
  elapsed = n_days > 0 ? (double)collecting_days (calendar, month.first, known_to) / n_days : 1;
  if (history.n_months == 0 || !isfinite (prior) || elapsed >= 1)
    return progress;
  learn_kinds (&history, &learned);
  learn_edges (&history, &learned);
  progress.log_error = learn_error (&history, &alike, elapsed, prior);
  learned_error = learn_error (&history, &learned, elapsed, prior);
  if (learned_error < PROFILE_HANDICAP * progress.log_error)
    {
      progress.share = expected_share (&learned, calendar, month, known_to);
      progress.log_error = learned_error;
    }
  return progress;
}
