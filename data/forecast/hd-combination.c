/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The members fitted to one series, who of them speaks, and with what weight.
 */

#include "config.h"

#include "hd-combination.h"

#include <math.h>

/* A member whose error is this much of the best one's may still help the combination. */
#define ADMISSION 1.25
/* A few origins are a noisy judge: last year's season has to win by this much to speak alone. */
#define RIVAL_HANDICAP 1.10

static guint
count_known (const HdForecastInput *input)
{
  guint n_known = 0;

  for (guint place = 0; place < input->n_values; place++)
    n_known += !isnan (input->values[place]);
  return n_known;
}

/* Fits every member that the series is long enough for; those that cannot are left out. */
static void
fit_all (HdCombination *combination, const HdForecastInput *input)
{
  guint n_known = count_known (input);

  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      const HdForecastMember *member = hd_forecast_members[index];

      combination->states[index] = HD_FORECAST_MEMBER_TOO_SHORT;
      if (n_known < member->min_values || n_known < member->min_seasons * input->season)
        continue;
      combination->models[index] = member->fit (input, NULL);
      combination->states[index] = combination->models[index] != NULL
                                       ? HD_FORECAST_MEMBER_NO_GAIN
                                       : HD_FORECAST_MEMBER_CANNOT_FIT;
    }
}

static void
weigh_alone (HdMemberWeights *weights, guint member)
{
  *weights = (HdMemberWeights){ 0 };
  weights->of[member] = 1;
}

static double
mase_alone (const HdBacktest *backtest, guint member)
{
  HdMemberWeights alone;

  weigh_alone (&alone, member);
  return hd_backtest_mase (backtest, &alone);
}

/* The back-test admits; without one the last member that could be fitted speaks. */
static void
weigh (HdCombination *combination, const HdBacktest *backtest)
{
  double mase[HD_BACKTEST_MAX_MEMBERS], best = INFINITY;
  guint best_member = HD_FORECAST_RIVAL, last = HD_FORECAST_RIVAL, n_admitted = 0;
  HdMemberWeights *weights = &combination->weights;

  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      mase[index] = INFINITY;
      if (combination->models[index] == NULL)
        continue;
      last = index;
      mase[index] = mase_alone (backtest, index);
      mase[index] *= index == HD_FORECAST_RIVAL ? RIVAL_HANDICAP : 1;
      if (mase[index] <= best)
        {
          best = mase[index];
          best_member = index;
        }
    }
  if (!isfinite (best))
    {
      weigh_alone (weights, last);
      return;
    }
  for (guint index = 0; index < hd_forecast_n_members; index++)
    n_admitted += mase[index] <= ADMISSION * best;
  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      weights->of[index] = mase[index] <= ADMISSION * best ? 1.0 / n_admitted : 0;
      if (combination->models[index] != NULL && weights->of[index] == 0)
        combination->states[index] = HD_FORECAST_MEMBER_WORSE;
    }
  if (!(hd_backtest_mase (backtest, weights) <= best))
    weigh_alone (weights, best_member);
}

void
hd_combination_init (HdCombination *combination,
                     const HdForecastInput *input,
                     const HdBacktest *backtest)
{
  *combination = (HdCombination){ 0 };
  fit_all (combination, input);
  weigh (combination, backtest);
  for (guint index = 0; index < hd_forecast_n_members; index++)
    if (combination->weights.of[index] > 0)
      combination->states[index] = HD_FORECAST_MEMBER_TAKES_PART;
}

void
hd_combination_clear (HdCombination *combination)
{
  for (guint index = 0; index < hd_forecast_n_members; index++)
    if (combination->models[index] != NULL)
      hd_forecast_members[index]->free (combination->models[index]);
  *combination = (HdCombination){ 0 };
}

char *
hd_combination_describe (const HdCombination *combination)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_members = 0;

  for (guint index = hd_forecast_n_members; index-- > 0;)
    if (combination->weights.of[index] > 0)
      {
        g_string_append_printf (text, "%s%s", n_members > 0 ? ", " : "",
                                hd_forecast_members[index]->describe (combination->models[index]));
        n_members++;
      }
  return n_members > 1 ? g_strdup_printf ("mean(%s)", text->str) : g_strdup (text->str);
}

void
hd_combination_predict (const HdCombination *combination, guint horizon, double *mean)
{
  g_autofree double *own = g_new (double, horizon);

  for (guint step = 0; step < horizon; step++)
    mean[step] = 0;
  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      if (!(combination->weights.of[index] > 0))
        continue;
      hd_forecast_members[index]->predict (combination->models[index], horizon, own);
      for (guint step = 0; step < horizon; step++)
        mean[step] += combination->weights.of[index] * own[step];
    }
}

static double
bounded (const HdForecastInput *input, double value)
{
  if (input->is_non_negative && value < 0)
    return 0;
  return MIN (value, input->upper_bound);
}

double *
hd_combination_draw_paths (const HdCombination *combination,
                           const HdForecastInput *input,
                           const double *mean,
                           double factor,
                           guint n_paths)
{
  guint horizon = input->horizon, first = 0;
  double *paths = g_new (double, (gsize)n_paths *horizon), weight = 0;
  g_autofree double *own = g_new (double, horizon);

  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      guint last;

      if (!(combination->weights.of[index] > 0))
        continue;
      weight += combination->weights.of[index];
      last = MIN (n_paths, (guint)(n_paths * weight + 1e-6));
      hd_forecast_members[index]->predict (combination->models[index], horizon, own);
      hd_forecast_members[index]->simulate (combination->models[index], horizon, last - first,
                                            input->seed + index, paths + (gsize)first * horizon);
      for (; first < last; first++)
        for (guint step = 0; step < horizon; step++)
          {
            double *cell = &paths[(gsize)first * horizon + step];

            *cell = bounded (input, mean[step] + factor * (*cell - own[step]));
          }
    }
  return paths;
}

HdForecastParts *
hd_combination_parts (const HdCombination *combination, const HdForecastInput *input)
{
  HdForecastParts *parts;
  int heaviest = -1;

  for (guint index = 0; index < hd_forecast_n_members; index++)
    if (hd_forecast_members[index]->parts != NULL && combination->weights.of[index] > 0
        && (heaviest < 0 || combination->weights.of[index] > combination->weights.of[heaviest]))
      heaviest = (int)index;
  if (heaviest < 0)
    return NULL;
  parts = hd_forecast_parts_new (input->n_values);
  hd_forecast_members[heaviest]->parts (combination->models[heaviest], input, parts);
  return parts;
}
