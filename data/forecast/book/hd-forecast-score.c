/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was said against what came: the record of a page.
 */

#include "config.h"

#include "hd-forecast-book.h"

#include <math.h>

/* Sums over outcomes of one step count. */
typedef struct
{
  guint n;
  double error, rival_error; /* in units of each forecast's own scale */
  guint n_bounded[HD_FORECAST_BOOK_N_LEVELS], n_inside[HD_FORECAST_BOOK_N_LEVELS];
} Tally;

/* The mean change from season to season of what the forecast knew: MASE's unit. NAN: no such change. */
static double
scale_of (const HdForecastEntry *entry, guint n_known)
{
  guint lag = entry->season < n_known ? MAX (entry->season, 1) : 1, n_changes = 0;
  double sum = 0;

  for (guint place = lag; place < n_known; place++)
    {
      double change = fabs (entry->values[place] - entry->values[place - lag]);

      if (isnan (change))
        continue;
      sum += change;
      n_changes++;
    }
  return n_changes > 0 && sum > 0 ? sum / n_changes : NAN;
}

static void
count (Tally *tally, const HdForecastOutcome *outcome, double scale)
{
  double error = fabs (outcome->mean - outcome->actual) / scale;
  double rival_error = fabs (outcome->rival - outcome->actual) / scale;

  if (!isfinite (error) || !isfinite (rival_error))
    return;
  tally->n++;
  tally->error += error;
  tally->rival_error += rival_error;
  for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
    {
      if (isnan (outcome->lower[level]) || isnan (outcome->upper[level]))
        continue; /* a replay has the widest level only */
      tally->n_bounded[level]++;
      tally->n_inside[level]
          += outcome->actual >= outcome->lower[level] && outcome->actual <= outcome->upper[level];
    }
}

static HdForecastStepScore
finish (const Tally *tally)
{
  HdForecastStepScore score = { .n = tally->n, .mase = NAN, .rival_mase = NAN };

  for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
    score.coverage_pct[level] = tally->n_bounded[level] > 0
                                    ? 100.0 * tally->n_inside[level] / tally->n_bounded[level]
                                    : NAN;
  if (tally->n == 0)
    return score;
  score.mase = tally->error / tally->n;
  score.rival_mase = tally->rival_error / tally->n;
  return score;
}

/* NAN where `newest` does not reach. */
static double
actual_of (const HdForecastEntry *newest, HdPeriod period)
{
  int place = hd_period_steps_between (newest->first.first, period.first, period.grain,
                                       period.month_start_day);

  return place >= 0 && (guint)place < newest->n_values ? newest->values[place] : NAN;
}

static HdForecastOutcome
outcome_of (const HdForecastEntry *said, const HdForecastEntry *newest, guint step)
{
  HdForecastOutcome outcome = {
    .period = hd_forecast_entry_period (said, step),
    .step = step + 1,
    .made_at = said->made_at,
    .mean = said->mean[step],
    .rival = said->rival[step],
  };

  outcome.actual = actual_of (newest, outcome.period);
  for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
    {
      outcome.lower[level] = said->lower[level][step];
      outcome.upper[level] = said->upper[level][step];
    }
  return outcome;
}

/* Of entries that were made from the same last period, after a revision, the first one counts: it was said
 * before more was known. The page has them newest first. */
static gboolean
is_first_of_its_origin (GPtrArray *page, guint index)
{
  const HdForecastEntry *entry = g_ptr_array_index (page, index);

  for (guint older = index + 1; older < page->len; older++)
    if (hd_period_equal (((HdForecastEntry *)g_ptr_array_index (page, older))->last, entry->last))
      return FALSE;
  return TRUE;
}

static void
score_steps (HdForecastScore *score, GPtrArray *page)
{
  const HdForecastEntry *newest = g_ptr_array_index (page, 0);
  g_autofree Tally *tallies = NULL;

  score->n_steps = newest->horizon;
  score->steps = g_new0 (HdForecastStepScore, score->n_steps + 1);
  tallies = g_new0 (Tally, score->n_steps + 1);
  for (guint index = page->len; index-- > 1;)
    {
      const HdForecastEntry *said = g_ptr_array_index (page, index);
      double scale = scale_of (said, said->n_values);

      if (!is_first_of_its_origin (page, index))
        continue;
      for (guint step = 0; step < MIN (said->horizon, score->n_steps); step++)
        {
          HdForecastOutcome outcome = outcome_of (said, newest, step);

          if (isnan (outcome.actual))
            continue;
          count (&tallies[step], &outcome, scale);
          if (step == 0)
            g_array_append_val (score->outcomes, outcome);
        }
    }
  for (guint step = 0; step < score->n_steps; step++)
    score->steps[step] = finish (&tallies[step]);
}

/* Before the first outcome that was said in earnest. */
static void
prepend_replays (HdForecastScore *score, const HdForecastEntry *newest)
{
  for (guint index = newest->n_replays; index-- > 0;)
    {
      const HdForecastOutcome *replay = &newest->replays[index];
      const HdForecastOutcome *first = score->outcomes->len > 0
                                           ? &g_array_index (score->outcomes, HdForecastOutcome, 0)
                                           : NULL;

      if (score->outcomes->len >= HD_FORECAST_BOOK_SCORED)
        return;
      if (first == NULL || replay->period.first < first->period.first)
        g_array_insert_vals (score->outcomes, 0, replay, 1);
    }
}

HdForecastScore *
hd_forecast_score_page (GPtrArray *page)
{
  g_autoptr (HdForecastScore) score = NULL;
  const HdForecastEntry *newest;
  Tally tally = { 0 };
  double scale;

  if (page->len == 0)
    return NULL;
  newest = g_ptr_array_index (page, 0);
  score = g_new0 (HdForecastScore, 1);
  score->outcomes = g_array_new (FALSE, FALSE, sizeof (HdForecastOutcome));
  score_steps (score, page);
  if (score->outcomes->len > HD_FORECAST_BOOK_SCORED)
    g_array_remove_range (score->outcomes, 0, score->outcomes->len - HD_FORECAST_BOOK_SCORED);
  score->n_live = score->outcomes->len;
  prepend_replays (score, newest);
  /* One scale for all twelve, that of the whole window, so that each weighs as it misses. */
  scale = scale_of (newest, newest->n_values);
  for (guint index = 0; index < score->outcomes->len; index++)
    count (&tally, &g_array_index (score->outcomes, HdForecastOutcome, index), scale);
  score->one_step = finish (&tally);
  score->skill_pct = 100 * (1 - score->one_step.mase / score->one_step.rival_mase);
  if (!isfinite (score->skill_pct))
    score->skill_pct = NAN;
  return g_steal_pointer (&score);
}

void
hd_forecast_score_free (HdForecastScore *score)
{
  g_array_unref (score->outcomes);
  g_free (score->steps);
  g_free (score);
}
