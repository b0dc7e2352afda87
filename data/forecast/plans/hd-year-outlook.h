/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a year's cumulative revenue is going: the fan, the plans' probabilities, the pace still required.
 */

#pragma once

#include "hd-calendar-effect.h"
#include "hd-month-progress.h"
#include "hd-plan-probability.h"

G_BEGIN_DECLS

#define HD_YEAR_OUTLOOK_MAX_LEVELS 4

typedef struct
{
  int year; /* civil */
  HdDay known_to; /* the last day of the year that the figures cover; the day before it: none yet */
  const HdCalendar *calendar; /* Tết, holidays, collecting days */
  /* Whole months before the year, oldest first, the last one December of the year before; NAN missing. */
  const double *history;
  guint n_history;
  /* The year's own twelve months. Those that end by known_to are whole; the one that holds the day after
   * known_to holds what came so far; later ones are not read. */
  double months[12];
  const double *plans; /* whole-year amounts; NAN: no such plan */
  guint n_plans;
  const double *levels; /* e.g. {80, 95}; at most HD_YEAR_OUTLOOK_MAX_LEVELS */
  guint n_levels;
  guint n_paths; /* 0: a thousand; at least 200 are drawn */
  guint64 seed;
  const HdDailyAmounts *daily; /* (nullable): days up to known_to, for how a month comes in */
  /* (nullable) [n_plans], each (nullable): of past years, hd_plan_replay(). An ambitious target is reached
   * less often, so each kind of plan has its own. */
  const HdPlanCalibration *const *calibrations;
} HdYearOutlookInput;

typedef struct
{
  double
      probability_pct; /* of reaching the plan by 31 December; recalibrated when past years are known */
  double shortfall; /* expected amount missing over all paths: 0 when every path reaches it */
  double gap; /* forecast of the year less the plan: negative when it will be missed */
  double gap_days; /* the plan clock: collecting days ahead (+) or behind (-) of an even pace */
  double pace_required; /* per collecting day left; 0 when reached, INFINITY when no day is left */
  double raw_pct; /* share of paths that reach it */
  double base_rate_pct; /* of past years that reached theirs; NAN: not known */
  HdPlanSkill
      skill; /* NONE: with so many months known, past years say no more than the base rate */
} HdYearPlanOutlook;

typedef struct
{
  double known; /* collected to known_to */
  guint n_whole_months; /* months 1 … n are known whole */
  gboolean has_part_month; /* month n + 1 is known in part */
  int collecting_days, collecting_days_elapsed; /* of the year */
  double pace; /* so far, per collecting day; NAN when no day has passed */
  double pace_last_year; /* the whole year before, per collecting day; NAN when not known */
  double month[12]; /* each month: known, or forecast (a part month with what it still brings) */
  double cumulative[12]; /* to each month's end: known, or forecast */
  guint n_levels;
  double lower[HD_YEAR_OUTLOOK_MAX_LEVELS][12]; /* of cumulative; equal to it where known */
  double upper[HD_YEAR_OUTLOOK_MAX_LEVELS][12];
  double year_mean; /* cumulative[11] */
  guint n_paths;
  double *
      year_totals; /* (nullable) [n_paths] the whole year by each path, ascending; NULL when it is over */
  guint n_plans;
  HdYearPlanOutlook *plans;
  /* The month under way, when there is one. */
  HdMonthProgress progress; /* how much of it is usually in by now */
  double nowcast_lower[HD_YEAR_OUTLOOK_MAX_LEVELS], nowcast_upper[HD_YEAR_OUTLOOK_MAX_LEVELS];
  HdCalendarEffect *effect; /* (nullable): what Tết and working days do to months; NULL when over */
  char *method; /* of the forecast beneath; "known" when the year is over */
  HdForecastRecord record;
} HdYearOutlook;

/* HD_FORECAST_ERROR_*: nothing known at all, or a day outside the year. Deterministic. */
HdYearOutlook *hd_year_outlook_run (const HdYearOutlookInput *input,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_year_outlook_free (HdYearOutlook *outlook);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdYearOutlook, hd_year_outlook_free)

G_END_DECLS
