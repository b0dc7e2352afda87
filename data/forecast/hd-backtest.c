/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rolling origins: what each member would have said then, and what came.
 *
 * Every member is fitted anew at every origin, its form chosen anew too: nothing that came later is
 * known to it.
 */

#include "config.h"

#include "hd-backtest.h"

#include <math.h>

#define DEFAULT_ORIGINS 4
#define MAX_ORIGINS 60
#define SPREAD_PATHS 100

static double
change_scale (const HdForecastInput *training)
{
  double sum = 0;
  guint n_changes = 0;

  for (guint place = training->season; place < training->n_values; place++)
    {
      double change = training->values[place] - training->values[place - training->season];

      if (isnan (change))
        continue;
      sum += fabs (change);
      n_changes++;
    }
  return n_changes > 0 && sum > 0 ? sum / n_changes : NAN;
}

/* From the paths, when the member has no formula. */
static void
measure_spread (const double *paths,
                guint n_paths,
                guint horizon,
                const double *mean,
                double *spread)
{
  for (guint step = 0; step < horizon; step++)
    {
      double sum_squares = 0;

      for (guint path = 0; path < n_paths; path++)
        {
          double away = paths[(gsize)path * horizon + step] - mean[step];

          sum_squares += away * away;
        }
      spread[step] = sqrt (sum_squares / n_paths);
    }
}

void
hd_forecast_member_spread (const HdForecastMember *member,
                           gconstpointer model,
                           guint horizon,
                           guint64 seed,
                           double *spread)
{
  g_autofree double *paths = NULL;
  g_autofree double *mean = NULL;

  if (member->spread != NULL && member->spread (model, horizon, spread))
    return;
  paths = g_new (double, (gsize)SPREAD_PATHS *horizon);
  mean = g_new (double, horizon);
  member->predict (model, horizon, mean);
  member->simulate (model, horizon, SPREAD_PATHS, seed, paths);
  measure_spread (paths, SPREAD_PATHS, horizon, mean, spread);
}

gboolean
hd_forecast_member_say (const HdForecastMember *member,
                        gconstpointer model,
                        guint horizon,
                        guint64 seed,
                        double *mean,
                        double *spread)
{
  member->predict (model, horizon, mean);
  hd_forecast_member_spread (member, model, horizon, seed, spread);
  for (guint step = 0; step < horizon; step++)
    if (!isfinite (mean[step]) || !isfinite (spread[step]))
      return FALSE;
  return TRUE;
}

/* From the oldest origin on: later ones may start from what was known before, never from what came. */
static void
test_member (HdBacktest *backtest, const HdForecastInput *input, guint index)
{
  const HdForecastMember *member = hd_forecast_members[index].member;
  guint horizon = backtest->horizon;
  gboolean is_wanted = hd_forecast_member_is_wanted (index, input);
  gpointer model = NULL;

  for (guint origin = 0; origin < backtest->n_origins; origin++)
    {
      gsize place = ((gsize)index * backtest->n_origins + origin) * horizon;
      HdForecastInput training = *input;
      gpointer before = model;

      training.n_values = backtest->known[origin];
      model = before != NULL && member->refit != NULL ? member->refit (before, &training) : NULL;
      if (model == NULL && is_wanted)
        model = member->fit (&training, NULL);
      g_clear_pointer (&before, member->free);
      if (model != NULL)
        {
          if (hd_forecast_member_say (member, model, horizon, training.seed, backtest->mean + place,
                                      backtest->spread + place))
            continue;
          backtest->is_not_finite[index] = TRUE;
        }
      for (guint step = 0; step < horizon; step++)
        backtest->mean[place + step] = backtest->spread[place + step] = NAN;
    }
  backtest->newest[index] = model;
}

/* Origins go back from the newest that leaves a whole horizon to look at. */
static guint
plan_origins (const HdForecastInput *input, guint *horizon, guint *stride)
{
  guint min_training = input->season > 1 ? 2 * input->season + 1 : 6;
  guint wanted = input->n_origins > 0 ? MIN (input->n_origins, MAX_ORIGINS) : DEFAULT_ORIGINS;
  guint spare;

  *horizon = *stride = 1;
  if (input->n_values <= min_training)
    return 0;
  spare = input->n_values - min_training;
  *horizon = MIN (input->horizon, MAX (1, (spare + 1) / 2));
  *stride = MAX (1, *horizon / 3);
  return MIN (wanted, (spare - *horizon) / *stride + 1);
}

HdBacktest *
hd_backtest_run (const HdForecastInput *input)
{
  HdBacktest *backtest = g_new0 (HdBacktest, 1);
  gsize n_cells;

  backtest->n_members = hd_forecast_n_members;
  backtest->n_origins = plan_origins (input, &backtest->horizon, &backtest->stride);
  n_cells = (gsize)backtest->n_origins * backtest->horizon;
  backtest->known = g_new (guint, backtest->n_origins);
  backtest->actual = g_new (double, n_cells);
  backtest->mean = g_new (double, n_cells * backtest->n_members);
  backtest->spread = g_new (double, n_cells * backtest->n_members);
  backtest->is_not_finite = g_new0 (gboolean, backtest->n_members);
  backtest->scale = g_new (double, backtest->n_origins);
  backtest->newest = g_new0 (gpointer, backtest->n_members);

  for (guint origin = 0; origin < backtest->n_origins; origin++)
    {
      HdForecastInput training = *input;

      training.n_values
          -= backtest->horizon + (backtest->n_origins - 1 - origin) * backtest->stride;
      backtest->known[origin] = training.n_values;
      backtest->scale[origin] = change_scale (&training);
      for (guint step = 0; step < backtest->horizon; step++)
        backtest->actual[origin * backtest->horizon + step]
            = input->values[training.n_values + step];
    }
  for (guint member = 0; member < backtest->n_members; member++)
    test_member (backtest, input, member);
  return backtest;
}

void
hd_backtest_free (HdBacktest *backtest)
{
  for (guint member = 0; member < backtest->n_members; member++)
    if (backtest->newest[member] != NULL)
      hd_forecast_members[member].member->free (backtest->newest[member]);
  g_free (backtest->newest);
  g_free (backtest->known);
  g_free (backtest->actual);
  g_free (backtest->mean);
  g_free (backtest->spread);
  g_free (backtest->is_not_finite);
  g_free (backtest->scale);
  g_free (backtest);
}

HdBacktestCell
hd_backtest_cell (const HdBacktest *backtest,
                  const HdMemberWeights *weights,
                  guint origin,
                  guint step)
{
  HdBacktestCell cell = { 0 };
  double spoken = 0;

  for (guint member = 0; member < backtest->n_members; member++)
    {
      gsize place = ((gsize)member * backtest->n_origins + origin) * backtest->horizon + step;

      if (!(weights->of[member] > 0) || isnan (backtest->mean[place]))
        continue;
      spoken += weights->of[member];
      cell.mean += weights->of[member] * backtest->mean[place];
      cell.spread += weights->of[member] * backtest->spread[place];
    }
  if (!(spoken > 0))
    return (HdBacktestCell){ NAN, NAN };
  return (HdBacktestCell){ cell.mean / spoken, cell.spread / spoken };
}

double
hd_backtest_mase (const HdBacktest *backtest, const HdMemberWeights *weights)
{
  double sum = 0;
  guint n_misses = 0;

  for (guint origin = 0; origin < backtest->n_origins; origin++)
    for (guint step = 0; step < backtest->horizon; step++)
      {
        double mean = hd_backtest_cell (backtest, weights, origin, step).mean;
        double error = backtest->actual[(gsize)origin * backtest->horizon + step] - mean;

        error /= backtest->scale[origin];
        if (!isfinite (error))
          continue;
        sum += fabs (error);
        n_misses++;
      }
  return n_misses > 0 ? sum / n_misses : NAN;
}
