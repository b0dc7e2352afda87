/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The members fitted to one series, who of them speaks, and with what weight.
 */

#include "config.h"

#include "hd-combination.h"

#include "hd-calibration.h"

#include <math.h>

/* Weights go with the back-test's errors to this power. Four origins are a noisy judge: 0 would be the
 * plain mean, and much more would pick winners by luck. Chosen on M1 and NN3. */
#define ERROR_POWER 2.0
/* A member that erred this much more than the best one stays out: its weight would be next to nothing. */
#define WORSE 2.0

static guint
count_known (const HdForecastInput *input)
{
  guint n_known = 0;

  for (guint place = 0; place < input->n_values; place++)
    n_known += !isnan (input->values[place]);
  return n_known;
}

/* A brief forecast goes on from the newest origin's model, as the back-test does from origin to origin. */
static gpointer
fit_one (const HdForecastMember *member, const HdForecastInput *input, gconstpointer newest)
{
  gpointer model = NULL;

  if (input->is_brief && newest != NULL && member->refit != NULL)
    model = member->refit (newest, input);
  return model != NULL ? model : member->fit (input, NULL);
}

/* Takes a model away whose forecast, or whose back-test, is not finite: one such number would spoil the
 * whole combination. Not the rival's, which repeats the values themselves. */
static void
refuse_not_finite (HdCombination *combination,
                   const HdForecastInput *input,
                   const HdBacktest *backtest)
{
  g_autofree double *mean = g_new (double, input->horizon);
  g_autofree double *spread = g_new (double, input->horizon);

  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      const HdForecastMember *member = hd_forecast_members[index].member;
      gpointer *model = &combination->models[index];

      if (*model == NULL || index == HD_FORECAST_RIVAL)
        continue;
      if (!backtest->is_not_finite[index]
          && hd_forecast_member_say (member, *model, input->horizon, input->seed, mean, spread))
        continue;
      g_clear_pointer (model, member->free);
      combination->states[index] = HD_FORECAST_MEMBER_NOT_FINITE;
    }
}

/* Fits every member that the series is long enough for; those that cannot are left out. */
static void
fit_all (HdCombination *combination, const HdForecastInput *input, const HdBacktest *backtest)
{
  guint n_known = count_known (input);

  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      const HdForecastMember *member = hd_forecast_members[index].member;

      combination->states[index] = hd_forecast_member_share (index, input->season) > 0
                                       ? HD_FORECAST_MEMBER_NOT_ASKED
                                       : HD_FORECAST_MEMBER_NO_GAIN;
      if (!hd_forecast_member_is_wanted (index, input))
        continue;
      combination->states[index] = HD_FORECAST_MEMBER_TOO_SHORT;
      if (n_known < member->min_values || n_known < member->min_seasons * input->season)
        continue;
      combination->models[index] = fit_one (member, input, backtest->newest[index]);
      combination->states[index] = combination->models[index] != NULL
                                       ? HD_FORECAST_MEMBER_NO_GAIN
                                       : HD_FORECAST_MEMBER_CANNOT_FIT;
    }
}

static double
mase_alone (const HdBacktest *backtest, guint member)
{
  HdMemberWeights alone = { 0 };

  alone.of[member] = 1;
  return hd_backtest_mase (backtest, &alone);
}

/* Errors of those that have any, INFINITY for the others. Returns the least, INFINITY with no back-test. */
static double
find_errors (const HdCombination *combination, const HdBacktest *backtest, double *mase)
{
  double best = INFINITY;

  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      mase[index] = INFINITY;
      if (combination->models[index] == NULL)
        continue;
      mase[index] = mase_alone (backtest, index);
      if (isnan (mase[index]))
        mase[index] = INFINITY;
      best = MIN (best, mase[index]);
    }
  return best;
}

/* Whether those with a weight had something to say at every origin. */
static gboolean
is_spoken_for (const HdCombination *combination, const HdBacktest *backtest)
{
  for (guint origin = 0; origin < backtest->n_origins; origin++)
    if (isnan (hd_backtest_cell (backtest, &combination->weights, origin, 0).mean))
      return FALSE;
  return TRUE;
}

/* Each member's share, moved by how it did on the back-test; one that was not tested while others were
 * does not speak. */
static void
weigh (HdCombination *combination, const HdBacktest *backtest, guint season)
{
  double mase[HD_BACKTEST_MAX_MEMBERS], sum = 0;
  double best = find_errors (combination, backtest, mase);
  double *rival = &combination->weights.of[HD_FORECAST_RIVAL];

  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      double *weight = &combination->weights.of[index];

      if (combination->models[index] == NULL)
        continue;
      *weight = hd_forecast_member_share (index, season);
      if (mase[index] > WORSE * best)
        {
          combination->states[index] = HD_FORECAST_MEMBER_WORSE;
          *weight = 0;
        }
      else if (isfinite (best))
        {
          *weight *= pow (MAX (best, 1e-9) / MAX (mase[index], 1e-9), ERROR_POWER);
        }
      sum += *weight;
    }
  /* Then nobody would have spoken at an old origin: the rival would, and so has a little weight now. */
  if (*rival == 0 && !is_spoken_for (combination, backtest))
    {
      *rival = hd_forecast_member_share (HD_FORECAST_RIVAL, season)
               * pow (MAX (best, 1e-9) / MAX (mase[HD_FORECAST_RIVAL], 1e-9), ERROR_POWER);
      sum += *rival;
    }
  for (guint index = 0; index < hd_forecast_n_members; index++)
    combination->weights.of[index] /= sum;
}

void
hd_combination_init (HdCombination *combination,
                     const HdForecastInput *input,
                     const HdBacktest *backtest)
{
  *combination = (HdCombination){ 0 };
  fit_all (combination, input, backtest);
  refuse_not_finite (combination, input, backtest);
  weigh (combination, backtest, input->season);
  for (guint index = 0; index < hd_forecast_n_members; index++)
    if (combination->weights.of[index] > 0)
      combination->states[index] = HD_FORECAST_MEMBER_TAKES_PART;
}

void
hd_combination_clear (HdCombination *combination)
{
  for (guint index = 0; index < hd_forecast_n_members; index++)
    if (combination->models[index] != NULL)
      hd_forecast_members[index].member->free (combination->models[index]);
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
        g_string_append_printf (
            text, "%s%s", n_members > 0 ? ", " : "",
            hd_forecast_members[index].member->describe (combination->models[index]));
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
      hd_forecast_members[index].member->predict (combination->models[index], horizon, own);
      for (guint step = 0; step < horizon; step++)
        mean[step] += combination->weights.of[index] * own[step];
    }
}

double
hd_forecast_bounded (const HdForecastInput *input, double value)
{
  if (input->is_non_negative && value < 0)
    return 0;
  /* Not MIN(): what is not known would become the bound, which is infinite for money. */
  return value > input->upper_bound ? input->upper_bound : value;
}

void
hd_combination_spread (const HdCombination *combination,
                       const HdForecastInput *input,
                       double *spread)
{
  g_autofree double *own = g_new (double, input->horizon);

  for (guint step = 0; step < input->horizon; step++)
    spread[step] = 0;
  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      double weight = combination->weights.of[index];

      if (!(weight > 0))
        continue;
      hd_forecast_member_spread (hd_forecast_members[index].member, combination->models[index],
                                 input->horizon, input->seed, own);
      for (guint step = 0; step < input->horizon; step++)
        spread[step] += weight * own[step];
    }
}

/* Moves a member's paths from its own mean to the combination's, gives them the tails that errors have,
 * and stretches them to its spread. */
static void
fit_paths (const HdForecastInput *input,
           const double *own_mean,
           const double *mean,
           const double *spread,
           guint n_paths,
           double *paths)
{
  guint horizon = input->horizon;

  for (guint step = 0; step < horizon; step++)
    {
      double sum_squares = 0, stretch = 0;

      for (guint path = 0; path < n_paths; path++)
        {
          double *cell = &paths[(gsize)path * horizon + step], away;

          *cell = own_mean[step] + hd_calibration_tail (path) * (*cell - own_mean[step]);
          away = *cell - own_mean[step];
          sum_squares += away * away;
        }
      if (sum_squares > 0)
        stretch = spread[step] / sqrt (sum_squares / n_paths);
      for (guint path = 0; path < n_paths; path++)
        {
          double *cell = &paths[(gsize)path * horizon + step];

          *cell = hd_forecast_bounded (input, mean[step] + stretch * (*cell - own_mean[step]));
        }
    }
}

double *
hd_combination_draw_paths (const HdCombination *combination,
                           const HdForecastInput *input,
                           const double *mean,
                           const double *spread,
                           guint n_paths)
{
  guint horizon = input->horizon, first = 0;
  double *paths = g_new (double, (gsize)n_paths *horizon), weight = 0;
  g_autofree double *own_mean = g_new (double, horizon);

  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      const HdForecastMember *member = hd_forecast_members[index].member;
      double *own = paths + (gsize)first * horizon;
      guint last;

      if (!(combination->weights.of[index] > 0))
        continue;
      weight += combination->weights.of[index];
      last = MIN (n_paths, (guint)(n_paths * weight + 1e-6));
      member->predict (combination->models[index], horizon, own_mean);
      member->simulate (combination->models[index], horizon, last - first, input->seed + index,
                        own);
      fit_paths (input, own_mean, mean, spread, last - first, own);
      first = last;
    }
  return paths;
}

HdForecastParts *
hd_combination_parts (const HdCombination *combination, const HdForecastInput *input)
{
  HdForecastParts *parts;
  int heaviest = -1;

  for (guint index = 0; index < hd_forecast_n_members; index++)
    if (hd_forecast_members[index].member->parts != NULL && combination->weights.of[index] > 0
        && (heaviest < 0 || combination->weights.of[index] > combination->weights.of[heaviest]))
      heaviest = (int)index;
  if (heaviest < 0)
    return NULL;
  parts = hd_forecast_parts_new (input->n_values);
  hd_forecast_members[heaviest].member->parts (combination->models[heaviest], input, parts);
  return parts;
}
