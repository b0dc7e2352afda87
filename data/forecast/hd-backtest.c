/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rolling origins: what each member would have said then, and what came.
 *
 * Every member is fitted anew at every origin, its form chosen anew too: nothing that came later is
 * known to it.
 */

#include "config.h"

#include "hd-backtest.h"

#include "hd-quantile.h"

#include <math.h>

#define DEFAULT_ORIGINS 4
#define MAX_ORIGINS 60
#define SPREAD_PATHS 100
/* With this many origins the back-test and the prior weigh the same. */
#define PRIOR_ORIGINS 4.0
#define NORMAL_95 1.959964

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

static double
spread_at (const double *paths, guint n_paths, guint horizon, guint step, double mean)
{
  double sum_squares = 0;

  for (guint path = 0; path < n_paths; path++)
    {
      double away = paths[(gsize)path * horizon + step] - mean;

      sum_squares += away * away;
    }
  return sqrt (sum_squares / n_paths);
}

/* The spread that the member claims, by its formula or else by paths. */
static void
claim_spread (const HdForecastMember *member,
              gconstpointer model,
              const HdForecastInput *training,
              guint horizon,
              const double *mean,
              double *spread)
{
  g_autofree double *paths = NULL;

  if (member->spread != NULL && member->spread (model, horizon, spread))
    return;
  paths = g_new (double, (gsize)SPREAD_PATHS *horizon);
  member->simulate (model, horizon, SPREAD_PATHS, training->seed, paths);
  for (guint step = 0; step < horizon; step++)
    spread[step] = spread_at (paths, SPREAD_PATHS, horizon, step, mean[step]);
}

/* From the oldest origin on: later ones may start from what was known before, never from what came. */
static void
test_member (HdBacktest *backtest, const HdForecastInput *input, guint index)
{
  const HdForecastMember *member = hd_forecast_members[index].member;
  guint horizon = backtest->horizon;
  gpointer model = NULL;

  for (guint origin = 0; origin < backtest->n_origins; origin++)
    {
      gsize place = ((gsize)index * backtest->n_origins + origin) * horizon;
      HdForecastInput training = *input;
      gpointer before = model;

      training.n_values = backtest->known[origin];
      model = before != NULL && member->refit != NULL ? member->refit (before, &training) : NULL;
      if (model == NULL)
        model = member->fit (&training, NULL);
      g_clear_pointer (&before, member->free);
      if (model != NULL)
        {
          member->predict (model, horizon, backtest->mean + place);
          claim_spread (member, model, &training, horizon, backtest->mean + place,
                        backtest->spread + place);
          continue;
        }
      for (guint step = 0; step < horizon; step++)
        backtest->mean[place + step] = backtest->spread[place + step] = NAN;
    }
  g_clear_pointer (&model, member->free);
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
  backtest->scale = g_new (double, backtest->n_origins);

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
  g_free (backtest->known);
  g_free (backtest->actual);
  g_free (backtest->mean);
  g_free (backtest->spread);
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

  for (guint member = 0; member < backtest->n_members; member++)
    {
      gsize place = ((gsize)member * backtest->n_origins + origin) * backtest->horizon + step;

      if (!(weights->of[member] > 0))
        continue;
      cell.mean += weights->of[member] * backtest->mean[place];
      cell.spread += weights->of[member] * backtest->spread[place];
    }
  return cell;
}

typedef struct
{
  double error; /* NAN when the actual is not known */
  double spread;
} Miss;

static Miss
miss_of (const HdBacktest *backtest, const HdMemberWeights *weights, guint origin, guint step)
{
  HdBacktestCell cell = hd_backtest_cell (backtest, weights, origin, step);

  return (Miss){ backtest->actual[origin * backtest->horizon + step] - cell.mean, cell.spread };
}

double
hd_backtest_mase (const HdBacktest *backtest, const HdMemberWeights *weights)
{
  double sum = 0;
  guint n_misses = 0;

  for (guint origin = 0; origin < backtest->n_origins; origin++)
    for (guint step = 0; step < backtest->horizon; step++)
      {
        double error = miss_of (backtest, weights, origin, step).error / backtest->scale[origin];

        if (isnan (error))
          continue;
        sum += fabs (error);
        n_misses++;
      }
  return n_misses > 0 ? sum / n_misses : NAN;
}

double
hd_backtest_interval_factor (const HdBacktest *backtest,
                             const HdMemberWeights *weights,
                             int left_out,
                             double prior)
{
  gsize n_cells = (gsize)backtest->n_origins * backtest->horizon;
  g_autofree double *ratios = g_new (double, n_cells + 1);
  guint n_ratios = 0, n_used = 0;
  double found, weight;

  for (guint origin = 0; origin < backtest->n_origins; origin++)
    {
      if ((int)origin == left_out)
        continue;
      n_used++;
      for (guint step = 0; step < backtest->horizon; step++)
        {
          Miss miss = miss_of (backtest, weights, origin, step);
          double ratio = fabs (miss.error) / miss.spread;

          if (isfinite (ratio))
            ratios[n_ratios++] = ratio;
        }
    }
  if (n_ratios == 0)
    return prior;
  hd_sort_doubles (ratios, n_ratios);
  found = hd_quantile_of_sorted (ratios, n_ratios, 0.95);
  found = CLAMP (found / NORMAL_95, prior / 3, prior * 3);
  weight = n_used / (n_used + PRIOR_ORIGINS);
  return exp (weight * log (found) + (1 - weight) * log (prior));
}

double
hd_backtest_coverage (const HdBacktest *backtest,
                      const HdMemberWeights *weights,
                      double width,
                      double prior)
{
  guint n_inside = 0, n_all = 0;

  for (guint origin = 0; origin < backtest->n_origins; origin++)
    {
      double factor = hd_backtest_interval_factor (backtest, weights, (int)origin, prior);

      for (guint step = 0; step < backtest->horizon; step++)
        {
          Miss miss = miss_of (backtest, weights, origin, step);

          if (isnan (miss.error) || isnan (miss.spread))
            continue;
          n_all++;
          n_inside += fabs (miss.error) <= width * factor * miss.spread;
        }
    }
  return n_all > 0 ? 100.0 * n_inside / n_all : NAN;
}
