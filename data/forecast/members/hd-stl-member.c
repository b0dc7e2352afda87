/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The members "stl-theta" and "stl-ets": the series without the seasons that STL finds goes on by a model
 * without a season, and the newest seasons are put back.
 *
 * For weeks and days, whose seasons are too long for states of their own. Gaps are bridged for the
 * decomposition only; the model sees them as gaps.
 */

#include "config.h"

#include "hd-forecast-members.h"

#include "hd-ets-start.h"
#include "hd-stl.h"

#include <math.h>

/* Beyond this the decomposition takes longer than its far past is worth. */
#define MAX_VALUES 6000
#define MAX_SEASONS 2
#define DAYS_PER_WEEK 7
#define DAYS_PER_YEAR 365
/* A day of the year that was seen less often is mostly noise. */
#define MIN_YEARS 4
/* Of the seasons in loess's window, the newest index leans on about this share. */
#define WINDOW_SHARE 0.6
#define WINDOW_SEASONS 11.0
/* Seasons are taken as factors when no value is nearly nothing against the others. */
#define SMALLEST_FACTOR_SHARE 0.02

typedef struct
{
  const HdForecastMember *inner;
  gpointer inner_model;
  char *method;
  gboolean is_factor; /* the season multiplies; decomposed as logarithms */
  guint n_periods;
  guint periods[MAX_SEASONS];
  double *next[MAX_SEASONS]; /* [period] what comes next; logarithms when factors */
  guint n_values;
  double *season; /* [n_values] all seasons together, factor or addend */
} HdStlModel;

static void
model_free (gpointer data)
{
  HdStlModel *model = data;

  if (model->inner_model != NULL)
    model->inner->free (model->inner_model);
  for (guint index = 0; index < model->n_periods; index++)
    g_free (model->next[index]);
  g_free (model->season);
  g_free (model->method);
  g_free (model);
}

static void
choose_periods (HdStlModel *model, const HdForecastInput *input)
{
  if (input->season > 1 && model->n_values >= 2 * input->season)
    model->periods[model->n_periods++] = input->season;
  if (input->season == DAYS_PER_WEEK && model->n_values >= MIN_YEARS * DAYS_PER_YEAR)
    model->periods[model->n_periods++] = DAYS_PER_YEAR;
}

static gboolean
can_be_factor (const double *bridged, guint n_values)
{
  double mean = 0;

  for (guint place = 0; place < n_values; place++)
    mean += bridged[place] / n_values;
  for (guint place = 0; place < n_values; place++)
    if (!(bridged[place] > SMALLEST_FACTOR_SHARE * mean))
      return FALSE;
  return mean > 0;
}

/* The season of `place`, which may lie ahead. */
static double
season_at (const HdStlModel *model, guint place)
{
  double sum = 0;

  if (place < model->n_values)
    return model->season[place];
  for (guint index = 0; index < model->n_periods; index++)
    sum += model->next[index][(place - model->n_values) % model->periods[index]];
  return model->is_factor ? exp (sum) : sum;
}

static double
with_season (const HdStlModel *model, double value, guint place)
{
  return model->is_factor ? value * season_at (model, place) : value + season_at (model, place);
}

/* James and Stein's shrinkage, as in hd-season-adjust.c: what of the variance between indices is only the
 * noise of their estimates. `season` holds addends (or logarithms). */
static double
shrinkage_of (const double *season, const double *remainder, guint n_values, guint period)
{
  double n_seasons = (double)n_values / period, noise = 0, between = 0;
  double n_effective = MAX (WINDOW_SHARE * MIN (n_seasons, WINDOW_SEASONS), 1);

  for (guint place = 0; place < n_values; place++)
    noise += remainder[place] * remainder[place] / n_values;
  for (guint place = n_values - period; place < n_values; place++)
    between += season[place] * season[place] / period;
  /* The decomposition follows the noise too: of n seasons, it leaves about 1 - 1/n of it over. */
  noise *= n_effective > 1 ? 1 / (n_effective - 1) : 1;
  return between > noise ? 1 - noise / between : 0;
}

static void
decompose (HdStlModel *model, const double *values)
{
  guint n_values = model->n_values;
  g_autofree double *bridged = g_new (double, n_values);
  g_autofree double *trend = g_new (double, n_values);
  g_autofree double *seasons = g_new (double, (gsize)n_values * model->n_periods);

  hd_time_series_bridge_gaps (values, n_values, bridged);
  model->is_factor = can_be_factor (bridged, n_values);
  for (guint place = 0; model->is_factor && place < n_values; place++)
    bridged[place] = log (bridged[place]);
  hd_mstl (model->periods, model->n_periods, bridged, n_values, FALSE, trend, seasons);

  for (guint place = 0; place < n_values; place++)
    {
      model->season[place] = 0;
      bridged[place] -= trend[place];
      for (guint index = 0; index < model->n_periods; index++)
        bridged[place] -= seasons[(gsize)index * n_values + place];
    }
  for (guint index = 0; index < model->n_periods; index++)
    {
      double *season = seasons + (gsize)index * n_values;
      guint period = model->periods[index];
      double shrinkage = shrinkage_of (season, bridged, n_values, period);

      for (guint place = 0; place < n_values; place++)
        season[place] *= shrinkage;
      model->next[index] = g_memdup2 (season + n_values - period, sizeof *season * period);
      for (guint place = 0; place < n_values; place++)
        model->season[place] += season[place];
    }
  for (guint place = 0; model->is_factor && place < n_values; place++)
    model->season[place] = exp (model->season[place]);
}

static gpointer
fit_inner (const HdForecastMember *inner, const HdForecastInput *input, GError **error)
{
  HdStlModel *model = g_new0 (HdStlModel, 1);
  g_autofree double *adjusted = NULL;
  HdForecastInput plain = *input;
  const double *values;

  model->inner = inner;
  model->n_values = MIN (input->n_values, MAX (MAX_VALUES, 4 * input->season));
  values = input->values + (input->n_values - model->n_values);
  choose_periods (model, input);
  if (model->n_periods == 0)
    {
      model_free (model);
      g_set_error_literal (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT,
                           "STL: less than two whole seasons");
      return NULL;
    }
  model->season = g_new (double, model->n_values);
  decompose (model, values);
  adjusted = g_new (double, model->n_values);
  for (guint place = 0; place < model->n_values; place++)
    adjusted[place] = model->is_factor ? values[place] / model->season[place]
                                       : values[place] - model->season[place];
  plain.values = adjusted;
  plain.n_values = model->n_values;
  plain.season = 1;
  model->inner_model = inner->fit (&plain, error);
  if (model->inner_model == NULL)
    {
      model_free (model);
      return NULL;
    }
  model->method = g_strdup_printf ("stl+%s", inner->describe (model->inner_model));
  return model;
}

static gpointer
fit_theta (const HdForecastInput *input, GError **error)
{
  return fit_inner (&hd_theta_member, input, error);
}

static gpointer
fit_ets (const HdForecastInput *input, GError **error)
{
  return fit_inner (&hd_ets_member, input, error);
}

static const char *
describe (gconstpointer model)
{
  return ((const HdStlModel *)model)->method;
}

static void
predict (gconstpointer data, guint horizon, double *mean)
{
  const HdStlModel *model = data;

  model->inner->predict (model->inner_model, horizon, mean);
  for (guint step = 0; step < horizon; step++)
    mean[step] = with_season (model, mean[step], model->n_values + step);
}

static void
simulate (gconstpointer data, guint horizon, guint n_paths, guint64 seed, double *paths)
{
  const HdStlModel *model = data;

  model->inner->simulate (model->inner_model, horizon, n_paths, seed, paths);
  for (guint path = 0; path < n_paths; path++)
    for (guint step = 0; step < horizon; step++)
      {
        double *cell = &paths[(gsize)path * horizon + step];

        *cell = with_season (model, *cell, model->n_values + step);
      }
}

static gboolean
spread (gconstpointer data, guint horizon, double *spread)
{
  const HdStlModel *model = data;

  if (model->inner->spread == NULL || !model->inner->spread (model->inner_model, horizon, spread))
    return FALSE;
  for (guint step = 0; model->is_factor && step < horizon; step++)
    spread[step] *= season_at (model, model->n_values + step);
  return TRUE;
}

const HdForecastMember hd_stl_theta_member = {
  .id = "stl-theta",
  .min_values = 8,
  .min_seasons = 2,
  .fit = fit_theta,
  .describe = describe,
  .predict = predict,
  .simulate = simulate,
  .free = model_free,
  .spread = spread,
};

const HdForecastMember hd_stl_ets_member = {
  .id = "stl-ets",
  .min_values = 8,
  .min_seasons = 2,
  .fit = fit_ets,
  .describe = describe,
  .predict = predict,
  .simulate = simulate,
  .free = model_free,
  .spread = spread,
};
