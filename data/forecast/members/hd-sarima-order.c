/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Seasonal ARIMA: how often to difference, and the order, step by step.
 *
 * Hyndman and Khandakar: Automatic time series forecasting. Journal of Statistical Software 27 (2008).
 */

#include "config.h"

#include "hd-sarima.h"

#include "hd-ets-start.h"
#include "hd-stl.h"

#include <math.h>

#define MAX_AR 3
#define MAX_SEASON_AR 2
#define MAX_DIFFERENCES 2
#define MAX_TRIED 60
/* Wang, Smith and Hyndman's strength of the season, from which on it is differenced. */
#define STRONG_SEASON 0.64
#define SEASON_WINDOW 11
/* Kwiatkowski, Phillips, Schmidt and Shin (1992), table 1: level stationarity, 5 per cent. */
#define KPSS_LIMIT 0.463

typedef struct
{
  const double *differences; /* without gaps */
  guint n_differences;
  double *scratch;
  HdSarima best;
  HdSarimaOrder tried[MAX_TRIED];
  guint n_tried;
} Search;

static double
variance_of (const double *values, guint n_values)
{
  double mean = 0, squares = 0;

  for (guint place = 0; place < n_values; place++)
    mean += values[place] / n_values;
  for (guint place = 0; place < n_values; place++)
    squares += (values[place] - mean) * (values[place] - mean) / n_values;
  return squares;
}

/* What the season explains of all that is not trend. */
static gboolean
is_season_strong (const double *bridged, guint n_values, guint period)
{
  g_autofree double *room = g_new (double, 3 * (gsize)n_values);
  double *trend = room, *season = room + n_values, *rest = room + 2 * (gsize)n_values;
  HdStlOptions options = hd_stl_options (period, n_values, SEASON_WINDOW, FALSE);
  double with_season;

  hd_stl (&options, bridged, n_values, trend, season);
  for (guint place = 0; place < n_values; place++)
    rest[place] = bridged[place] - trend[place];
  with_season = variance_of (rest, n_values);
  for (guint place = 0; place < n_values; place++)
    rest[place] -= season[place];
  return 1 - variance_of (rest, n_values) / with_season > STRONG_SEASON;
}

/* Whether the KPSS test finds the values to wander. */
static gboolean
is_wandering (const double *values, guint n_values)
{
  guint n_lags = (guint)(3 * sqrt (n_values) / 13);
  double mean = 0, sum = 0, squares = 0, long_variance;

  for (guint place = 0; place < n_values; place++)
    mean += values[place] / n_values;
  for (guint place = 0; place < n_values; place++)
    {
      sum += values[place] - mean;
      squares += sum * sum;
    }
  long_variance = variance_of (values, n_values) * n_values;
  for (guint lag = 1; lag <= n_lags; lag++)
    {
      double products = 0;

      for (guint place = lag; place < n_values; place++)
        products += (values[place] - mean) * (values[place - lag] - mean);
      long_variance += 2 * (1 - lag / (n_lags + 1.0)) * products;
    }
  return long_variance > 0 && squares / (n_values * long_variance) > KPSS_LIMIT;
}

static void
choose_differences (const double *bridged, guint n_values, HdSarimaOrder *order)
{
  g_autofree double *differences = g_new (double, n_values);

  if (order->period > 1 && n_values >= 2 * order->period + 1)
    order->season_differences = is_season_strong (bridged, n_values, order->period);
  for (; order->differences < MAX_DIFFERENCES; order->differences++)
    {
      guint n_left = n_values - hd_sarima_n_lost (order);

      hd_sarima_difference (order, bridged, n_values, differences);
      if (n_left < 10 || !is_wandering (differences, n_left))
        return;
    }
}

static gboolean
was_tried (Search *search, const HdSarimaOrder *order)
{
  for (guint index = 0; index < search->n_tried; index++)
    {
      const HdSarimaOrder *other = &search->tried[index];

      if (other->ar == order->ar && other->ma == order->ma && other->season_ar == order->season_ar
          && other->season_ma == order->season_ma && other->has_constant == order->has_constant)
        return TRUE;
    }
  return FALSE;
}

/* Keeps `order` when it is better than the best so far. */
static gboolean
try (Search *search, HdSarimaOrder order)
{
  guint n_weights = hd_sarima_n_weights (&order);
  HdSarima tried;

  if (order.ar > MAX_AR || order.ma > MAX_AR || order.season_ar > MAX_SEASON_AR
      || order.season_ma > MAX_SEASON_AR || n_weights > HD_SARIMA_MAX_WEIGHTS
      || search->n_tried == MAX_TRIED || was_tried (search, &order)
      || (order.period < 2 && order.season_ar + order.season_ma > 0)
      || search->n_differences < 2 * n_weights + order.period * (order.season_ar + order.season_ma))
    return FALSE;
  search->tried[search->n_tried++] = order;
  hd_sarima_init (&tried, &order);
  if (!hd_sarima_fit_conditional (&tried, search->differences, search->n_differences,
                                  search->scratch)
      || (search->best.ar != NULL && tried.information >= search->best.information))
    {
      hd_sarima_clear (&tried);
      return FALSE;
    }
  hd_sarima_clear (&search->best);
  search->best = tried;
  return TRUE;
}

/* The neighbours of the best order, first better one first; FALSE when none is better. */
static gboolean
step (Search *search)
{
  static const int moves[][4]
      = { { 0, 0, 1, 0 }, { 0, 0, -1, 0 },  { 0, 0, 0, 1 }, { 0, 0, 0, -1 },
          { 0, 0, 1, 1 }, { 0, 0, -1, -1 }, { 1, 0, 0, 0 }, { -1, 0, 0, 0 },
          { 0, 1, 0, 0 }, { 0, -1, 0, 0 },  { 1, 1, 0, 0 }, { -1, -1, 0, 0 } };
  HdSarimaOrder from = search->best.order, other = from;

  for (guint move = 0; move < G_N_ELEMENTS (moves); move++)
    {
      HdSarimaOrder order = from;

      /* One below nothing wraps around to far too many, which is refused. */
      order.ar += moves[move][0];
      order.ma += moves[move][1];
      order.season_ar += moves[move][2];
      order.season_ma += moves[move][3];
      if (try (search, order))
        return TRUE;
    }
  other.has_constant = !from.has_constant && from.differences + from.season_differences <= 1;
  return other.has_constant != from.has_constant && try (search, other);
}

static void
search_orders (Search *search, HdSarimaOrder order)
{
  static const guint starts[][4]
      = { { 2, 2, 1, 1 }, { 0, 0, 0, 0 }, { 1, 0, 1, 0 }, { 0, 1, 0, 1 } };

  for (guint index = 0; index < G_N_ELEMENTS (starts); index++)
    {
      HdSarimaOrder start = order;

      start.ar = starts[index][0];
      start.ma = starts[index][1];
      start.season_ar = order.period > 1 ? starts[index][2] : 0;
      start.season_ma = order.period > 1 ? starts[index][3] : 0;
      /* (2,2,1,1) is one weight more than there may be. */
      if (hd_sarima_n_weights (&start) > HD_SARIMA_MAX_WEIGHTS)
        start.season_ar = 0;
      try (search, start);
    }
  order.has_constant = FALSE;
  try (search, order);
  while (search->best.ar != NULL && step (search))
    ;
}

gboolean
hd_sarima_search (const double *values, guint n_values, guint period, HdSarima *sarima)
{
  g_autofree double *bridged = g_new (double, n_values);
  g_autofree double *differences = g_new (double, n_values);
  g_autofree double *scratch = g_new (double, n_values);
  HdSarimaOrder order = { .period = period };
  Search search = { .differences = differences, .scratch = scratch };

  hd_time_series_bridge_gaps (values, n_values, bridged);
  choose_differences (bridged, n_values, &order);
  order.has_constant = order.differences + order.season_differences <= 1;
  search.n_differences = n_values - hd_sarima_n_lost (&order);
  hd_sarima_difference (&order, bridged, n_values, differences);
  search_orders (&search, order);
  if (search.best.ar == NULL)
    return FALSE;

  *sarima = search.best;
  hd_sarima_difference (&order, values, n_values, differences);
  if (hd_sarima_fit_exact (sarima, differences, search.n_differences))
    return TRUE;
  hd_sarima_clear (sarima);
  return FALSE;
}
