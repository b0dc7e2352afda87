/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The weights and first states of one form of exponential smoothing, by maximum likelihood.
 *
 * Weights stay in the usual region (Hyndman and others 2008, sec. 2.5.2): 0 < alpha < 1,
 * 0 < beta < alpha, 0 < gamma < 1 - alpha, where every form is stable.
 */

#include "config.h"

#include "hd-ets-fit.h"

#include "hd-ets-lanes.h"
#include "hd-ets-start.h"

#include <math.h>
#include <string.h>

#define EDGE 1e-4
#define MIN_DAMPING 0.80
#define MAX_DAMPING 0.98
/* First seasons are estimated with the rest when there are no more than these; more of them are taken as
 * the decomposition gives them. */
#define MAX_FREE_SEASONS 12
#define SMALLEST_VALUE 1e-6
#define TOLERANCE 1e-3
#define MAX_ROUNDS 30

/* Where each axis of the search stands; -1 where the form has none. */
typedef struct
{
  int level_share; /* alpha */
  int trend_share; /* beta / alpha */
  int season_share; /* gamma / (1 - alpha) */
  int damping; /* phi */
  int level, trend; /* first states */
  int seasons; /* the first of period - 1; the last one makes their mean 0 (or 1) */
  guint dimension;
} Axes;

typedef struct
{
  HdEtsSeries *series;
  HdEtsForm form;
  Axes axes;
  HdEtsState start;
  HdLanes season[]; /* [period] of the run */
} Problem;

void
hd_ets_series_init (HdEtsSeries *series, const double *values, guint n_values, guint period)
{
  *series = (HdEtsSeries){ .values = values, .n_values = n_values, .period = period };
  series->bridged = g_new (double, n_values);
  hd_time_series_bridge_gaps (values, n_values, series->bridged);
  series->is_positive = TRUE;
  for (guint place = 0; place < n_values; place++)
    {
      series->n_known += !isnan (values[place]);
      series->is_positive = series->is_positive && series->bridged[place] > SMALLEST_VALUE;
    }
  for (HdEtsSeason kind = HD_ETS_SEASON_ADDITIVE; kind <= HD_ETS_SEASON_MULTIPLICATIVE; kind++)
    {
      if (period < 2 || (kind == HD_ETS_SEASON_MULTIPLICATIVE && !series->is_positive))
        continue;
      series->seasons[kind] = g_new (double, period);
      if (!hd_time_series_seasonal_indices (series->bridged, n_values, period, kind,
                                            series->seasons[kind]))
        g_clear_pointer (&series->seasons[kind], g_free);
    }
  series->scratch = g_new (
      HdLanes, hd_least_squares_scratch (HD_LEAST_SQUARES_MAX_DIMENSION, series->n_values));
}

void
hd_ets_series_clear (HdEtsSeries *series)
{
  g_free (series->bridged);
  g_free (series->scratch);
  for (guint kind = 0; kind < G_N_ELEMENTS (series->seasons); kind++)
    g_free (series->seasons[kind]);
}

guint
hd_ets_count_weights (const HdEtsForm *form)
{
  return 1 + (form->trend != HD_ETS_TREND_NONE) + (form->trend == HD_ETS_TREND_DAMPED)
         + (form->season != HD_ETS_SEASON_NONE);
}

double
hd_ets_information (const HdEtsForm *form, guint period, guint n_known, double deviance)
{
  double n_states = 1 + (form->trend != HD_ETS_TREND_NONE)
                    + (form->season != HD_ETS_SEASON_NONE ? period - 1 : 0);
  double n_parameters = hd_ets_count_weights (form) + n_states + 1;

  if (n_known <= n_parameters + 1)
    return INFINITY;
  return deviance + 2 * n_parameters
         + 2 * n_parameters * (n_parameters + 1) / (n_known - n_parameters - 1);
}

static Axes
lay_axes (const HdEtsForm *form, guint period)
{
  gboolean has_trend = form->trend != HD_ETS_TREND_NONE;
  gboolean has_season = form->season != HD_ETS_SEASON_NONE;
  Axes axes = { .trend_share = -1, .season_share = -1, .damping = -1, .trend = -1, .seasons = -1 };

  axes.level_share = (int)axes.dimension++;
  if (has_trend)
    axes.trend_share = (int)axes.dimension++;
  if (has_season)
    axes.season_share = (int)axes.dimension++;
  if (form->trend == HD_ETS_TREND_DAMPED)
    axes.damping = (int)axes.dimension++;
  axes.level = (int)axes.dimension++;
  if (has_trend)
    axes.trend = (int)axes.dimension++;
  if (has_season && period <= MAX_FREE_SEASONS)
    {
      axes.seasons = (int)axes.dimension;
      axes.dimension += period - 1;
    }
  return axes;
}

static void
lay_box (const Problem *problem, double *lower, double *upper)
{
  const Axes *axes = &problem->axes;
  gboolean is_ratio = problem->form.season == HD_ETS_SEASON_MULTIPLICATIVE;

  for (guint axis = 0; axis < axes->dimension; axis++)
    {
      lower[axis] = EDGE;
      upper[axis] = 1 - EDGE;
      if ((int)axis >= axes->level)
        {
          lower[axis] = -10;
          upper[axis] = 10;
        }
      if (is_ratio && axes->seasons >= 0 && (int)axis >= axes->seasons)
        lower[axis] = EDGE;
    }
  if (axes->damping >= 0)
    {
      lower[axes->damping] = MIN_DAMPING;
      upper[axes->damping] = MAX_DAMPING;
    }
}

/* Four places to look from: still, usual, lively and restless; or the warm one and three of them. */
static void
lay_starts (const Problem *problem, const HdEtsEstimate *warm, HdLanes *starts)
{
  const Axes *axes = &problem->axes;
  HdLanes none = { 0 };

  starts[axes->level_share] = (HdLanes){ 0.05, 0.2, 0.5, 0.9 };
  if (axes->trend_share >= 0)
    starts[axes->trend_share] = (HdLanes){ 0.1, 0.1, 0.1, 0.02 };
  if (axes->season_share >= 0)
    starts[axes->season_share] = (HdLanes){ 0.05, 0.1, 0.1, 0.3 };
  if (axes->damping >= 0)
    starts[axes->damping] = (HdLanes){ 0.97, 0.95, 0.92, 0.9 };
  starts[axes->level] = none + problem->start.level;
  if (axes->trend >= 0)
    starts[axes->trend] = none + problem->start.trend;
  for (guint phase = 0; axes->seasons >= 0 && phase + 1 < problem->start.period; phase++)
    starts[axes->seasons + phase] = none + problem->start.season[phase];
  if (warm == NULL)
    return;
  starts[axes->level_share][0] = warm->weights.level_weight;
  if (axes->trend_share >= 0)
    starts[axes->trend_share][0] = warm->weights.trend_weight / warm->weights.level_weight;
  if (axes->season_share >= 0)
    starts[axes->season_share][0] = warm->weights.season_weight / (1 - warm->weights.level_weight);
  if (axes->damping >= 0)
    starts[axes->damping][0] = warm->weights.damping;
  starts[axes->level][0] = warm->start.level;
  if (axes->trend >= 0)
    starts[axes->trend][0] = warm->start.trend;
  for (guint phase = 0; axes->seasons >= 0 && phase + 1 < problem->start.period; phase++)
    starts[axes->seasons + phase][0] = warm->start.season[phase];
}

/* The last season makes their sum what it was in the decomposition: 0, or the period. */
static void
lay_seasons (Problem *problem, const HdLanes *points)
{
  guint period = problem->start.period;
  HdLanes rest = { 0 };

  if (problem->form.season == HD_ETS_SEASON_NONE)
    return;
  if (problem->axes.seasons < 0)
    {
      for (guint phase = 0; phase < period; phase++)
        problem->season[phase] = (HdLanes){ 0 } + problem->start.season[phase];
      return;
    }
  if (problem->form.season == HD_ETS_SEASON_MULTIPLICATIVE)
    rest += (double)period;
  for (guint phase = 0; phase + 1 < period; phase++)
    {
      problem->season[phase] = points[problem->axes.seasons + phase];
      rest -= problem->season[phase];
    }
  problem->season[period - 1] = rest;
}

static void
run_points (const HdLanes *points, HdLanes *residuals, HdLanes *sum_squares, gpointer user_data)
{
  Problem *problem = user_data;
  const Axes *axes = &problem->axes;
  HdLanes none = { 0 };
  HdEtsLanes lanes = {
    .level_weight = points[axes->level_share],
    .trend_weight
    = axes->trend_share >= 0 ? points[axes->trend_share] * points[axes->level_share] : none,
    .season_weight
    = axes->season_share >= 0 ? points[axes->season_share] * (1 - points[axes->level_share]) : none,
    .damping = axes->damping >= 0 ? points[axes->damping] : none + 1,
    .level = points[axes->level],
    .trend = axes->trend >= 0 ? points[axes->trend] : none,
    .season = problem->season,
    .period = problem->start.period,
  };

  lay_seasons (problem, points);
  hd_ets_lanes_run (&problem->form, &lanes, problem->series->values, problem->series->n_values,
                    residuals, sum_squares);
}

/* What the search found, in the words of the model. */
static void
read_point (Problem *problem, const double *point, HdEtsEstimate *estimate)
{
  const Axes *axes = &problem->axes;
  double alpha = point[axes->level_share];
  HdLanes points[HD_LEAST_SQUARES_MAX_DIMENSION];

  estimate->weights = (HdEtsWeights){
    .level_weight = alpha,
    .trend_weight = axes->trend_share >= 0 ? point[axes->trend_share] * alpha : 0,
    .season_weight = axes->season_share >= 0 ? point[axes->season_share] * (1 - alpha) : 0,
    .damping = axes->damping >= 0 ? point[axes->damping] : 1,
  };
  estimate->start.level = point[axes->level];
  estimate->start.trend = axes->trend >= 0 ? point[axes->trend] : 0;
  estimate->start.phase = 0;
  estimate->start.period = problem->start.period;
  for (guint axis = 0; axis < axes->dimension; axis++)
    points[axis] = (HdLanes){ 0 } + point[axis];
  lay_seasons (problem, points);
  estimate->start.season[0] = 0;
  for (guint phase = 0;
       estimate->form.season != HD_ETS_SEASON_NONE && phase < problem->start.period; phase++)
    estimate->start.season[phase] = problem->season[phase][0];
}

/* The first states; FALSE when the form has no meaning for this series. */
static gboolean
find_start (Problem *problem)
{
  const HdEtsSeries *series = problem->series;
  const HdEtsForm *form = &problem->form;

  if ((form->season != HD_ETS_SEASON_NONE && series->seasons[form->season] == NULL)
      || (form->is_error_relative && !series->is_positive))
    return FALSE;
  problem->start.season = series->seasons[form->season];
  return hd_ets_start (form, series->bridged, series->n_values, series->period, &problem->start);
}

gboolean
hd_ets_estimate (HdEtsSeries *series, const HdEtsEstimate *warm, HdEtsEstimate *estimate)
{
  g_autofree Problem *problem
      = g_malloc (sizeof *problem + sizeof (HdLanes) * MAX (series->period, 1));
  double lower[HD_LEAST_SQUARES_MAX_DIMENSION], upper[HD_LEAST_SQUARES_MAX_DIMENSION];
  double point[HD_LEAST_SQUARES_MAX_DIMENSION], sum_squares;
  HdLanes starts[HD_LEAST_SQUARES_MAX_DIMENSION];

  *problem = (Problem){ .series = series, .form = estimate->form };
  if (!isfinite (hd_ets_information (&problem->form, series->period, series->n_known, 0))
      || !find_start (problem))
    return FALSE;
  problem->axes = lay_axes (&problem->form, series->period);
  lay_box (problem, lower, upper);
  lay_starts (problem, warm, starts);
  sum_squares = hd_least_squares_minimise (&(HdLeastSquares){ .function = run_points,
                                                              .user_data = problem,
                                                              .dimension = problem->axes.dimension,
                                                              .n_residuals = series->n_values,
                                                              .lower = lower,
                                                              .upper = upper,
                                                              .tolerance = TOLERANCE,
                                                              .max_rounds = MAX_ROUNDS },
                                           starts, point, series->scratch);
  if (!isfinite (sum_squares))
    return FALSE;
  /* A perfect fit would be minus infinity and would make every form equal. */
  estimate->deviance = series->n_known * log (MAX (sum_squares, 1e-30));
  estimate->information
      = hd_ets_information (&problem->form, series->period, series->n_known, estimate->deviance);
  read_point (problem, point, estimate);
  return TRUE;
}
