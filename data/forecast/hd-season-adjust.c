/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Is there a season, and the series without it: for members whose own model knows none.
 */

#include "config.h"

#include "hd-season-adjust.h"

#include "hd-ets-start.h"

#include <math.h>

#define NORMAL_90 1.644854
/* Series arrive scaled to about 1: below this a value is nothing, and not to be divided by. */
#define SMALLEST_POSITIVE 1e-6

static double
autocovariance (const double *values, guint n_values, double mean, guint lag)
{
  double sum = 0;

  for (guint place = lag; place < n_values; place++)
    sum += (values[place] - mean) * (values[place - lag] - mean);
  return sum / n_values;
}

gboolean
hd_season_is_significant (const double *bridged, guint n_values, guint period)
{
  double mean = 0, variance, own, sum_squares = 0;

  if (period < 2 || n_values < 2 * period)
    return FALSE;
  for (guint place = 0; place < n_values; place++)
    mean += bridged[place] / n_values;
  variance = autocovariance (bridged, n_values, mean, 0);
  if (!(variance > 0))
    return FALSE;
  for (guint lag = 1; lag < period; lag++)
    {
      double correlation = autocovariance (bridged, n_values, mean, lag) / variance;

      sum_squares += correlation * correlation;
    }
  own = autocovariance (bridged, n_values, mean, period) / variance;
  /* Bartlett's standard error. */
  return fabs (own) > NORMAL_90 * sqrt ((1 + 2 * sum_squares) / n_values);
}

static HdSeasonAdjust
adjust_from_bridged (const double *bridged, guint n_values, guint period, HdEtsSeason kind)
{
  HdSeasonAdjust adjust = { kind, period, g_new (double, period) };

  if (period > 1
      && hd_time_series_seasonal_indices (bridged, n_values, period, kind, adjust.indices))
    return adjust;
  hd_season_adjust_clear (&adjust);
  return adjust;
}

HdSeasonAdjust
hd_season_adjust_find (const double *values, guint n_values, guint period)
{
  g_autofree double *bridged = g_new (double, n_values);
  HdEtsSeason kind = HD_ETS_SEASON_MULTIPLICATIVE;

  hd_time_series_bridge_gaps (values, n_values, bridged);
  if (!hd_season_is_significant (bridged, n_values, period))
    return (HdSeasonAdjust){ .period = 1 };
  for (guint place = 0; place < n_values; place++)
    if (bridged[place] < SMALLEST_POSITIVE)
      kind = HD_ETS_SEASON_ADDITIVE;
  return adjust_from_bridged (bridged, n_values, period, kind);
}

HdSeasonAdjust
hd_season_adjust_force (const double *values, guint n_values, guint period, HdEtsSeason kind)
{
  g_autofree double *bridged = g_new (double, n_values);

  if (kind == HD_ETS_SEASON_NONE)
    return (HdSeasonAdjust){ .period = 1 };
  hd_time_series_bridge_gaps (values, n_values, bridged);
  return adjust_from_bridged (bridged, n_values, period, kind);
}

void
hd_season_adjust_clear (HdSeasonAdjust *adjust)
{
  g_clear_pointer (&adjust->indices, g_free);
  adjust->kind = HD_ETS_SEASON_NONE;
  adjust->period = 1;
}

double
hd_season_adjust_remove (const HdSeasonAdjust *adjust, double value, guint place)
{
  if (adjust->kind == HD_ETS_SEASON_ADDITIVE)
    return value - adjust->indices[place % adjust->period];
  if (adjust->kind == HD_ETS_SEASON_MULTIPLICATIVE)
    return value / adjust->indices[place % adjust->period];
  return value;
}

double
hd_season_adjust_restore (const HdSeasonAdjust *adjust, double value, guint place)
{
  if (adjust->kind == HD_ETS_SEASON_ADDITIVE)
    return value + adjust->indices[place % adjust->period];
  if (adjust->kind == HD_ETS_SEASON_MULTIPLICATIVE)
    return value * adjust->indices[place % adjust->period];
  return value;
}
