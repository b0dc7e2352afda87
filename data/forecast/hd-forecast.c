/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts of one series: members are back-tested, admitted and combined; paths give the intervals.
 */

#include "config.h"

#include "hd-forecast.h"

#include "hd-calibration.h"
#include "hd-forecast-record.h"
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
/* The series as members see it: gaps at the front cut off, scaled to 1. */
typedef struct
{
  HdForecastInput input;
  double *values;
  guint n_before; /* values that were cut off */
  double unit; /* of the scaled series in the caller's */
} Prepared;

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
  prepared.n_before = first;
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

static void
fill_intervals (HdForecast *forecast, const double *paths, guint n_paths)
{
  guint horizon = forecast->horizon;
  g_autofree double *column = g_new (double, n_paths);

  for (guint step = 0; step < horizon; step++)
    {
      for (guint path = 0; path < n_paths; path++)
        column[path] = paths[(gsize)path * horizon + step];
      for (guint level = 0; level < forecast->n_levels; level++)
        {
          double tail = (1 - forecast->levels[level] / 100) / 2;

          forecast->lower[level * horizon + step] = hd_quantile_select (column, n_paths, tail);
          forecast->upper[level * horizon + step] = hd_quantile_select (column, n_paths, 1 - tail);
        }
    }
}

static void
finish_means (HdForecast *forecast, const HdForecastInput *input, const HdCombination *combination)
{
  for (guint step = 0; step < forecast->horizon; step++)
    forecast->mean[step] = hd_forecast_bounded (input, forecast->mean[step]);
  hd_forecast_members[HD_FORECAST_RIVAL].member->predict (combination->models[HD_FORECAST_RIVAL],
                                                          forecast->horizon, forecast->rival);
  for (guint step = 0; step < forecast->horizon; step++)
    forecast->rival[step] = hd_forecast_bounded (input, forecast->rival[step]);
}

static void
scale_all (double *values, gsize n_values, const Prepared *prepared, double upper_bound)
{
  /* What was bounded while scaled may be out by a rounding when it is scaled back. */
  double limit = upper_bound > 0 ? MIN (upper_bound, G_MAXDOUBLE) : G_MAXDOUBLE;

  for (gsize place = 0; place < n_values; place++)
    values[place] = CLAMP (values[place] * prepared->unit, -G_MAXDOUBLE, limit);
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

/* Root mean square of the first step's distance from the mean. */
static double
first_step_spread (const double *paths, guint n_paths, guint horizon, double mean)
{
  double sum_squares = 0;

  for (guint path = 0; path < n_paths; path++)
    {
      double away = paths[(gsize)path * horizon] - mean;

      sum_squares += away * away;
    }
  return sqrt (sum_squares / n_paths);
}

/* All that is drawn from paths, in the scaled unit. */
static void
fill_from_paths (HdForecast *forecast,
                 const HdForecastInput *input,
                 const HdCombination *combination)
{
  guint n_paths = MAX (input->n_paths, MIN_PATHS);
  g_autofree double *spread = g_new (double, input->horizon);
  g_autofree double *paths = NULL;

  hd_combination_spread (combination, input, spread);
  for (guint step = 0; step < input->horizon; step++)
    spread[step] *= hd_calibration_stretch (forecast->record.interval_factor, step);
  paths = hd_combination_draw_paths (combination, input, forecast->mean, spread, n_paths);

  fill_intervals (forecast, paths, n_paths);
  forecast->step_spread = first_step_spread (paths, n_paths, forecast->horizon, forecast->mean[0]);
  if (input->n_paths > 0)
    forecast->paths = g_steal_pointer (&paths);
}

/* From the scaled unit, and from the place of the first known value, to the caller's. */
static HdForecastParts *
parts_of_caller (HdForecastParts *parts, const Prepared *prepared)
{
  HdForecastParts *whole = hd_forecast_parts_new (prepared->n_before + parts->n_values);

  for (guint place = 0; place < parts->n_values; place++)
    {
      guint there = prepared->n_before + place;

      whole->level[there] = prepared->unit * parts->level[place];
      whole->trend[there] = prepared->unit * parts->trend[place];
      whole->season[there] = prepared->unit * parts->season[place];
      whole->remainder[there] = prepared->unit * parts->remainder[place];
    }
  hd_forecast_parts_free (parts);
  return whole;
}

static void
fill_parts (HdForecast *forecast, const Prepared *prepared, const HdCombination *combination)
{
  HdForecastParts *parts = hd_combination_parts (combination, &prepared->input);

  if (parts != NULL)
    forecast->parts = parts_of_caller (parts, prepared);
}

HdForecast *
hd_forecast_run (const HdForecastInput *input, GError **error)
{
  g_auto (HdCombination) combination = { 0 };
  g_autofree double *values = NULL;
  g_autoptr (HdBacktest) backtest = NULL;
  HdForecast *forecast;
  Prepared prepared;

  if (!check (input, error))
    return NULL;
  prepared = prepare (input);
  values = prepared.values;
  forecast = forecast_new (input);
  backtest = hd_backtest_run (&prepared.input);
  hd_combination_init (&combination, &prepared.input, backtest);

  forecast->method = hd_combination_describe (&combination);
  hd_forecast_fill_record (forecast, &(HdForecastEvidence){ .input = &prepared.input,
                                                            .backtest = backtest,
                                                            .combination = &combination,
                                                            .n_before = prepared.n_before,
                                                            .unit = prepared.unit });
  hd_combination_predict (&combination, input->horizon, forecast->mean);
  fill_from_paths (forecast, &prepared.input, &combination);
  finish_means (forecast, &prepared.input, &combination);
  if (input->with_parts)
    fill_parts (forecast, &prepared, &combination);

  forecast->step_spread *= prepared.unit;
  scale_all (forecast->mean, input->horizon, &prepared, input->upper_bound);
  scale_all (forecast->rival, input->horizon, &prepared, input->upper_bound);
  scale_all (forecast->lower, (gsize)input->horizon * input->n_levels, &prepared,
             input->upper_bound);
  scale_all (forecast->upper, (gsize)input->horizon * input->n_levels, &prepared,
             input->upper_bound);
  if (forecast->paths != NULL)
    scale_all (forecast->paths, (gsize)input->horizon * input->n_paths, &prepared,
               input->upper_bound);
  return forecast;
}

HdForecastParts *
hd_forecast_parts_new (guint n_values)
{
  HdForecastParts *parts = g_new (HdForecastParts, 1);

  parts->n_values = n_values;
  parts->level = g_new (double, n_values);
  parts->trend = g_new (double, n_values);
  parts->season = g_new (double, n_values);
  parts->remainder = g_new (double, n_values);
  for (guint place = 0; place < n_values; place++)
    parts->level[place] = parts->trend[place] = parts->season[place] = parts->remainder[place]
        = NAN;
  return parts;
}

void
hd_forecast_parts_free (HdForecastParts *parts)
{
  g_free (parts->level);
  g_free (parts->trend);
  g_free (parts->season);
  g_free (parts->remainder);
  g_free (parts);
}

void
hd_forecast_free (HdForecast *forecast)
{
  for (guint index = 0; index < forecast->n_members; index++)
    g_free (forecast->members[index].name);
  g_clear_pointer (&forecast->parts, hd_forecast_parts_free);
  g_free (forecast->members);
  g_free (forecast->backtest);
  g_free (forecast->errors);
  g_free (forecast->method);
  g_free (forecast->mean);
  g_free (forecast->levels);
  g_free (forecast->lower);
  g_free (forecast->upper);
  g_free (forecast->paths);
  g_free (forecast->rival);
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
