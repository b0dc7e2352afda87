/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts of one series: members are back-tested, admitted and combined; paths give the intervals.
 */

#include "config.h"

#include "hd-forecast.h"

#include "hd-backtest.h"
#include "hd-quantile.h"

#include <math.h>
#include <string.h>

GQuark
hd_forecast_error_quark (void)
{
  return g_quark_from_static_string ("hd-forecast-error");
}

/* Drawn for the intervals even when the caller asks for no paths. */
#define MIN_PATHS 1000
#define MAX_VALUES 1000000
#define MAX_HORIZON 10000
#define MAX_PATHS 100000
#define RIVAL 0
/* A member whose error is this much of the best one's may still help the combination. */
#define ADMISSION 1.25
/* A few origins are a noisy judge: last year's season has to win by this much to speak alone. */
#define RIVAL_HANDICAP 1.10
/* How much wider than their own claim this family's intervals have to be; learned on the M1 competition
 * (see tests/bench/bench-forecast.c). Shrunk to, never trusted alone. */
#define PRIOR_FACTOR_SEASONAL 1.3
#define PRIOR_FACTOR_PLAIN 1.3

/* The series as members see it: gaps at the front cut off, scaled to 1. */
typedef struct
{
  HdForecastInput input;
  double *values;
  double unit; /* of the scaled series in the caller's */
} Prepared;

typedef struct
{
  HdMemberSet set;
  gpointer models[HD_BACKTEST_MAX_MEMBERS];
} Combination;

static gboolean
check (const HdForecastInput *input, GError **error)
{
  guint n_known = 0;

  if (input->season < 1 || input->horizon < 1 || input->horizon > MAX_HORIZON
      || input->n_paths > MAX_PATHS || input->n_values > MAX_VALUES)
    {
      g_set_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_BAD_SEASON,
                   "season %u, horizon %u, %u values: outside what can be forecast", input->season,
                   input->horizon, input->n_values);
      return FALSE;
    }
  for (guint level = 0; level < input->n_levels; level++)
    if (!(input->levels[level] > 0 && input->levels[level] < 100))
      {
        g_set_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_BAD_SEASON,
                     "level %g: not between 0 and 100", input->levels[level]);
        return FALSE;
      }
  for (guint place = 0; place < input->n_values; place++)
    {
      if (isinf (input->values[place]))
        {
          g_set_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_NOT_FINITE,
                       "value %u is infinite", place + 1);
          return FALSE;
        }
      n_known += !isnan (input->values[place]);
    }
  if (n_known == 0)
    {
      g_set_error_literal (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT,
                           "no value is known");
      return FALSE;
    }
  return TRUE;
}

static Prepared
prepare (const HdForecastInput *input)
{
  Prepared prepared = { .input = *input };
  guint first = 0;

  while (isnan (input->values[first]))
    first++;
  prepared.input.n_values = input->n_values - first;
  prepared.values = g_new (double, prepared.input.n_values);
  prepared.unit = 0;
  for (guint place = first; place < input->n_values; place++)
    if (fabs (input->values[place]) > prepared.unit)
      prepared.unit = fabs (input->values[place]);
  if (prepared.unit < 1e-307) /* all zero, or too small to divide by */
    prepared.unit = 1;
  for (guint place = 0; place < prepared.input.n_values; place++)
    prepared.values[place] = input->values[first + place] / prepared.unit;
  prepared.input.values = prepared.values;
  if (!(input->upper_bound > 0))
    prepared.input.upper_bound = INFINITY;
  prepared.input.upper_bound /= prepared.unit;
  return prepared;
}

static double
bounded (const HdForecastInput *input, double value)
{
  if (input->is_non_negative && value < 0)
    return 0;
  return MIN (value, input->upper_bound);
}

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
fit_all (const HdForecastInput *input, Combination *combination)
{
  guint n_known = count_known (input);

  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      const HdForecastMember *member = hd_forecast_members[index];

      if (n_known < member->min_values || n_known < member->min_seasons * input->season)
        continue;
      combination->models[index] = member->fit (input, NULL);
    }
}

/* The back-test admits; without one the last member that could be fitted speaks. */
static HdMemberSet
choose_members (const HdBacktest *backtest, const Combination *combination)
{
  double mase[HD_BACKTEST_MAX_MEMBERS], best = INFINITY;
  HdMemberSet admitted = 0, best_alone = 1u << RIVAL, last = 1u << RIVAL;

  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      mase[index] = INFINITY;
      if (combination->models[index] == NULL)
        continue;
      last = 1u << index;
      mase[index] = hd_backtest_mase (backtest, last) * (index == RIVAL ? RIVAL_HANDICAP : 1);
      if (mase[index] <= best)
        {
          best = mase[index];
          best_alone = last;
        }
    }
  if (!isfinite (best))
    return last;
  for (guint index = 0; index < hd_forecast_n_members; index++)
    if (mase[index] <= ADMISSION * best)
      admitted |= 1u << index;
  return hd_backtest_mase (backtest, admitted) <= best ? admitted : best_alone;
}

static char *
describe (const Combination *combination)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_members = 0;

  for (guint index = hd_forecast_n_members; index-- > 0;)
    if (combination->set & (1u << index))
      {
        g_string_append_printf (text, "%s%s", n_members > 0 ? ", " : "",
                                hd_forecast_members[index]->describe (combination->models[index]));
        n_members++;
      }
  return n_members > 1 ? g_strdup_printf ("mean(%s)", text->str) : g_strdup (text->str);
}

static void
predict_combination (const Combination *combination, guint horizon, double *mean)
{
  g_autofree double *own = g_new (double, horizon);
  guint n_members = 0;

  for (guint step = 0; step < horizon; step++)
    mean[step] = 0;
  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      if ((combination->set & (1u << index)) == 0)
        continue;
      hd_forecast_members[index]->predict (combination->models[index], horizon, own);
      n_members++;
      for (guint step = 0; step < horizon; step++)
        mean[step] += (own[step] - mean[step]) / n_members;
    }
}

/* Each path is drawn from one member, in turn, moved to the combination's mean and spread by `factor`. */
static double *
draw_paths (const HdForecastInput *input,
            const Combination *combination,
            const double *mean,
            double factor,
            guint n_paths)
{
  guint horizon = input->horizon, n_members = 0, member = 0;
  double *paths = g_new (double, (gsize)n_paths *horizon);
  g_autofree double *own = g_new (double, horizon);

  for (guint index = 0; index < hd_forecast_n_members; index++)
    n_members += (combination->set >> index) & 1;
  for (guint index = 0; index < hd_forecast_n_members; index++)
    {
      guint first = n_paths * member / MAX (n_members, 1);
      guint last = n_paths * (member + 1) / MAX (n_members, 1);

      if ((combination->set & (1u << index)) == 0)
        continue;
      hd_forecast_members[index]->predict (combination->models[index], horizon, own);
      hd_forecast_members[index]->simulate (combination->models[index], horizon, last - first,
                                            input->seed + index, paths + (gsize)first * horizon);
      for (guint path = first; path < last; path++)
        for (guint step = 0; step < horizon; step++)
          {
            double *cell = &paths[(gsize)path * horizon + step];

            *cell = bounded (input, mean[step] + factor * (*cell - own[step]));
          }
      member++;
    }
  return paths;
}

static void
fill_intervals (HdForecast *forecast, const double *paths, guint n_paths)
{
  guint horizon = forecast->horizon;
  g_autofree double *column = g_new (double, n_paths);

  for (guint step = 0; step < horizon; step++)
    {
      for (guint path = 0; path < n_paths; path++)
        column[path] = paths[(gsize)path * horizon + step];
      hd_sort_doubles (column, n_paths);
      for (guint level = 0; level < forecast->n_levels; level++)
        {
          double tail = (1 - forecast->levels[level] / 100) / 2;

          forecast->lower[level * horizon + step] = hd_quantile_of_sorted (column, n_paths, tail);
          forecast->upper[level * horizon + step]
              = hd_quantile_of_sorted (column, n_paths, 1 - tail);
        }
    }
}

static double
widest_level (const HdForecast *forecast)
{
  double widest = 0;

  for (guint level = 0; level < forecast->n_levels; level++)
    widest = MAX (widest, forecast->levels[level]);
  return widest > 0 ? widest : 95;
}

/* The standard normal's two-sided bound, by bisection: asked once a forecast. */
static double
normal_bound (double level_pct)
{
  double low = 0, high = 10;

  for (guint round = 0; round < 60; round++)
    {
      double middle = (low + high) / 2;

      if (erf (middle / G_SQRT2) < level_pct / 100)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static void
fill_record (HdForecast *forecast, const HdBacktest *backtest, HdMemberSet set, double prior)
{
  HdForecastRecord *record = &forecast->record;

  record->n_origins = backtest->n_origins;
  record->mase = hd_backtest_mase (backtest, set);
  record->rival_mase = hd_backtest_mase (backtest, 1u << RIVAL);
  record->coverage_pct
      = hd_backtest_coverage (backtest, set, normal_bound (widest_level (forecast)), prior);
  record->interval_factor = hd_backtest_interval_factor (backtest, set, -1, prior);
  record->beats_rival = record->mase < record->rival_mase;
}

static void
finish_means (HdForecast *forecast, const HdForecastInput *input, const Combination *combination)
{
  for (guint step = 0; step < forecast->horizon; step++)
    forecast->mean[step] = bounded (input, forecast->mean[step]);
  hd_forecast_members[RIVAL]->predict (combination->models[RIVAL], forecast->horizon,
                                       forecast->rival);
  for (guint step = 0; step < forecast->horizon; step++)
    forecast->rival[step] = bounded (input, forecast->rival[step]);
}

static void
scale_all (double *values, gsize n_values, double unit)
{
  for (gsize place = 0; place < n_values; place++)
    values[place] = CLAMP (values[place] * unit, -G_MAXDOUBLE, G_MAXDOUBLE);
}

static HdForecast *
forecast_new (const HdForecastInput *input)
{
  HdForecast *forecast = g_new0 (HdForecast, 1);

  forecast->horizon = input->horizon;
  forecast->n_levels = input->n_levels;
  forecast->n_paths = input->n_paths;
  forecast->mean = g_new0 (double, input->horizon);
  forecast->rival = g_new0 (double, input->horizon);
  forecast->levels = g_memdup2 (input->levels, sizeof (double) * input->n_levels);
  forecast->lower = g_new0 (double, (gsize)input->horizon * input->n_levels);
  forecast->upper = g_new0 (double, (gsize)input->horizon * input->n_levels);
  return forecast;
}

/* All that is drawn from paths, in the scaled unit. */
static void
fill_from_paths (HdForecast *forecast, const HdForecastInput *input, const Combination *combination)
{
  guint n_paths = MAX (input->n_paths, MIN_PATHS);
  g_autofree double *paths
      = draw_paths (input, combination, forecast->mean, forecast->record.interval_factor, n_paths);

  fill_intervals (forecast, paths, n_paths);
  if (input->n_paths > 0)
    forecast->paths = g_steal_pointer (&paths);
}

HdForecast *
hd_forecast_run (const HdForecastInput *input, GError **error)
{
  Combination combination = { 0 };
  g_autofree double *values = NULL;
  g_autoptr (HdBacktest) backtest = NULL;
  HdForecast *forecast;
  Prepared prepared;
  double prior = input->season > 1 ? PRIOR_FACTOR_SEASONAL : PRIOR_FACTOR_PLAIN;

  if (!check (input, error))
    return NULL;
  prepared = prepare (input);
  values = prepared.values;
  forecast = forecast_new (input);
  backtest = hd_backtest_run (&prepared.input);
  fit_all (&prepared.input, &combination);
  combination.set = choose_members (backtest, &combination);

  forecast->method = describe (&combination);
  fill_record (forecast, backtest, combination.set, prior);
  forecast->backtest_horizon = backtest->horizon;
  forecast->backtest_stride = backtest->stride;
  forecast->errors = hd_backtest_errors (backtest, combination.set);
  predict_combination (&combination, input->horizon, forecast->mean);
  fill_from_paths (forecast, &prepared.input, &combination);
  finish_means (forecast, &prepared.input, &combination);

  scale_all (forecast->mean, input->horizon, prepared.unit);
  scale_all (forecast->rival, input->horizon, prepared.unit);
  scale_all (forecast->lower, (gsize)input->horizon * input->n_levels, prepared.unit);
  scale_all (forecast->upper, (gsize)input->horizon * input->n_levels, prepared.unit);
  scale_all (forecast->errors, (gsize)backtest->n_origins * backtest->horizon, prepared.unit);
  if (forecast->paths != NULL)
    scale_all (forecast->paths, (gsize)input->horizon * input->n_paths, prepared.unit);
  for (guint index = 0; index < hd_forecast_n_members; index++)
    if (combination.models[index] != NULL)
      hd_forecast_members[index]->free (combination.models[index]);
  return forecast;
}

void
hd_forecast_free (HdForecast *forecast)
{
  g_free (forecast->method);
  g_free (forecast->mean);
  g_free (forecast->levels);
  g_free (forecast->lower);
  g_free (forecast->upper);
  g_free (forecast->paths);
  g_free (forecast->rival);
  g_free (forecast->errors);
  g_free (forecast);
}

double
hd_forecast_probability_of_sum (const HdForecast *forecast, double known, double target)
{
  guint n_reached = 0;

  if (forecast->n_paths == 0)
    return NAN;
  for (guint path = 0; path < forecast->n_paths; path++)
    {
      double sum = known;

      for (guint step = 0; step < forecast->horizon; step++)
        sum += forecast->paths[(gsize)path * forecast->horizon + step];
      n_reached += sum >= target;
    }
  return 100.0 * n_reached / forecast->n_paths;
}
