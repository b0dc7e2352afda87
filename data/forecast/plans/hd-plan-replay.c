/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the outlook would have said of the plans of past years, month after month.
 */

#include "config.h"

#include "hd-plan-replay.h"

#include "hd-year-outlook.h"

#include <math.h>

#define N_PATHS 500

/* NAN unless all twelve months are known. */
static double
year_total (const HdPlanHistory *history, int year)
{
  int first = 12 * (year - history->first_year);
  double total = 0;

  if (first < 0 || first + 12 > (int)history->n_months)
    return NAN;
  for (int month = 0; month < 12; month++)
    total += history->months[first + month];
  return total;
}

static gboolean
replay_month (const HdPlanHistory *history,
              const HdPlanOfYear *plan,
              guint n_known,
              double *raw_pct)
{
  guint n_before = 12 * (guint)(plan->year - history->first_year);
  HdYearOutlookInput input = { .year = plan->year,
                               .calendar = history->calendar,
                               .history = history->months,
                               .n_history = n_before,
                               .plans = &plan->amount,
                               .n_plans = 1,
                               .n_paths = N_PATHS,
                               .seed = (guint64)plan->year * 12 + n_known };
  g_autoptr (HdYearOutlook) outlook = NULL;

  input.known_to = hd_day_from_ymd (plan->year, (int)n_known + 1, 1) - 1;
  for (guint month = 0; month < 12; month++)
    input.months[month] = month < n_known ? history->months[n_before + month] : NAN;
  outlook = hd_year_outlook_run (&input, NULL);
  if (outlook == NULL)
    return FALSE;
  *raw_pct = outlook->plans[0].raw_pct;
  return TRUE;
}

gboolean
hd_plan_replay (const HdPlanHistory *history, GCancellable *cancellable, GArray *cases)
{
  for (guint place = 0; place < history->n_plans; place++)
    {
      const HdPlanOfYear *plan = &history->plans[place];
      double total = year_total (history, plan->year);

      if (!(plan->amount > 0) || isnan (total)
          || plan->year < history->first_year + HD_PLAN_REPLAY_MIN_YEARS)
        continue;
      for (guint n_known = 0; n_known < 12; n_known++)
        {
          HdPlanCase found = { .year = plan->year,
                               .group = history->group,
                               .n_months = n_known,
                               .is_reached = total >= plan->amount };

          if (g_cancellable_is_cancelled (cancellable))
            return FALSE;
          if (replay_month (history, plan, n_known, &found.raw_pct))
            g_array_append_val (cases, found);
        }
    }
  return TRUE;
}
