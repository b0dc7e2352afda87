/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where exponential smoothing starts: seasons from a classical decomposition, level and trend from a line.
 */

#include "config.h"

#include "hd-ets-start.h"

#include <math.h>

/* The line is laid through this many values at least: enough to see a slope, few enough to be local. */
#define MIN_LINE_VALUES 10

void
hd_time_series_bridge_gaps (const double *values, guint n_values, double *bridged)
{
  guint previous = n_values; /* the last known value; n_values: none yet */

  for (guint place = 0; place < n_values; place++)
    {
      if (isnan (values[place]))
        continue;
      bridged[place] = values[place];
      for (guint gap = previous == n_values ? 0 : previous + 1; gap < place; gap++)
        {
          double share = previous == n_values ? 1 : (double)(gap - previous) / (place - previous);
          double left = previous == n_values ? 0 : values[previous];

          bridged[gap] = (1 - share) * left + share * values[place];
        }
      previous = place;
    }
  for (guint gap = previous + 1; previous < n_values && gap < n_values; gap++)
    bridged[gap] = values[previous];
}

/* Mean of one whole season around `place`; an even season takes half of both its ends. */
static double
centred_mean (const double *values, guint place, guint period)
{
  guint half = period / 2;
  double sum = 0;

  for (guint near = place - half; near <= place + half; near++)
    sum += values[near];
  if (period % 2 == 0)
    sum -= (values[place - half] + values[place + half]) / 2;
  return sum / period;
}

gboolean
hd_time_series_seasonal_indices (const double *bridged,
                                 guint n_values,
                                 guint period,
                                 HdEtsSeason season,
                                 double *indices)
{
  gboolean is_ratio = season == HD_ETS_SEASON_MULTIPLICATIVE;
  guint half = period / 2;
  double middle = 0;
  g_autofree guint *counts = g_new0 (guint, period);

  if (n_values < 2 * period)
    return FALSE;
  for (guint phase = 0; phase < period; phase++)
    indices[phase] = 0;
  for (guint place = half; place + half < n_values; place++)
    {
      double around = centred_mean (bridged, place, period);

      if (is_ratio && around <= 0)
        return FALSE;
      indices[place % period] += is_ratio ? bridged[place] / around : bridged[place] - around;
      counts[place % period]++;
    }
  for (guint phase = 0; phase < period; phase++)
    {
      if (counts[phase] == 0)
        return FALSE;
      indices[phase] /= counts[phase];
      middle += indices[phase] / period;
    }
  for (guint phase = 0; phase < period; phase++)
    {
      indices[phase] = is_ratio ? indices[phase] / middle : indices[phase] - middle;
      /* A month that is always nearly nothing may not divide by nothing. */
      if (is_ratio)
        indices[phase] = MAX (indices[phase], 1e-2);
    }
  return TRUE;
}

static double
without_season (const HdEtsForm *form, const HdEtsState *state, double value, guint place)
{
  if (form->season == HD_ETS_SEASON_ADDITIVE)
    return value - state->season[place % state->period];
  if (form->season == HD_ETS_SEASON_MULTIPLICATIVE)
    return value / state->season[place % state->period];
  return value;
}

gboolean
hd_ets_start (const HdEtsForm *form,
              const double *bridged,
              guint n_values,
              guint period,
              HdEtsState *state)
{
  guint n_line = MIN (n_values, MAX (MIN_LINE_VALUES, period));
  double mean_place = (n_line + 1) / 2.0, mean_value = 0, spread = 0, slope = 0;

  state->phase = 0;
  state->period = form->season == HD_ETS_SEASON_NONE ? 1 : period;

  for (guint place = 0; place < n_line; place++)
    mean_value += without_season (form, state, bridged[place], place) / n_line;
  for (guint place = 0; place < n_line; place++)
    {
      double along = place + 1 - mean_place;

      slope += along * (without_season (form, state, bridged[place], place) - mean_value);
      spread += along * along;
    }
  slope = spread > 0 ? slope / spread : 0;
  state->trend = form->trend == HD_ETS_TREND_NONE ? 0 : slope;
  /* The state before the first observation, whose place is 1. */
  state->level = form->trend == HD_ETS_TREND_NONE ? mean_value : mean_value - slope * mean_place;
  if (form->season == HD_ETS_SEASON_MULTIPLICATIVE || form->is_error_relative)
    return mean_value > 0 && state->level + state->trend > 0;
  return TRUE;
}
