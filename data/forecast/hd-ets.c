/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The member "ets": exponential smoothing, its form chosen by AICc among those that can be trusted.
 *
 * Forms with an additive error and a multiplicative season divide by states that may come near zero
 * and are left out, as Hyndman and others do. Missing values are stepped over inside the recursion.
 */

#include "config.h"

#include "hd-forecast-members.h"

#include "hd-ets-start.h"
#include "hd-nelder-mead.h"

#include <math.h>
#include <string.h>

/* Beyond this the far past neither moves the weights nor is worth its time. */
#define MAX_VALUES 1200
#define MIN_DAMPING 0.80
#define MAX_DAMPING 0.98
#define EVALUATIONS_PER_DIMENSION 60
#define TOLERANCE 1e-6

/* Each form starts from the best weights of `parent`, which has the same or a simpler recursion. */
static const struct
{
  HdEtsForm form;
  int parent;
} candidates[] = {
  { { FALSE, HD_ETS_TREND_NONE, HD_ETS_SEASON_NONE }, -1 },
  { { FALSE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_NONE }, 0 },
  { { FALSE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_NONE }, 1 },
  { { TRUE, HD_ETS_TREND_NONE, HD_ETS_SEASON_NONE }, 0 },
  { { TRUE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_NONE }, 1 },
  { { TRUE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_NONE }, 2 },
  { { FALSE, HD_ETS_TREND_NONE, HD_ETS_SEASON_ADDITIVE }, -1 },
  { { FALSE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_ADDITIVE }, 6 },
  { { FALSE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_ADDITIVE }, 7 },
  { { TRUE, HD_ETS_TREND_NONE, HD_ETS_SEASON_ADDITIVE }, 6 },
  { { TRUE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_ADDITIVE }, 7 },
  { { TRUE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_ADDITIVE }, 8 },
  { { TRUE, HD_ETS_TREND_NONE, HD_ETS_SEASON_MULTIPLICATIVE }, -1 },
  { { TRUE, HD_ETS_TREND_ADDITIVE, HD_ETS_SEASON_MULTIPLICATIVE }, 12 },
  { { TRUE, HD_ETS_TREND_DAMPED, HD_ETS_SEASON_MULTIPLICATIVE }, 13 },
};

/* What is optimised; weights live in the unit interval of their admissible region. */
typedef struct
{
  double level_share; /* alpha */
  double trend_share; /* beta / alpha */
  double season_share; /* gamma / (1 - alpha) */
  double damping_share; /* of the way from MIN_DAMPING to MAX_DAMPING */
  double level, trend; /* first states */
} Point;

typedef struct
{
  HdEtsForm form;
  const double *values;
  guint n_values;
  HdEtsState start; /* its season is read only */
  double *scratch; /* [period] the season that a run may write to */
} Problem;

typedef struct
{
  HdEtsForm form;
  HdEtsWeights weights;
  HdEtsState state; /* after the last value */
  double spread; /* of the errors */
  double information; /* AICc */
  char *method;
} HdEtsModel;

static guint
count_weights (const HdEtsForm *form)
{
  return 1 + (form->trend != HD_ETS_TREND_NONE) + (form->trend == HD_ETS_TREND_DAMPED)
         + (form->season != HD_ETS_SEASON_NONE);
}

static double
squash (double free)
{
  return 1e-4 + (1 - 2e-4) / (1 + exp (-free));
}

static double
unsquash (double share)
{
  double inner = CLAMP ((share - 1e-4) / (1 - 2e-4), 1e-6, 1 - 1e-6);

  return log (inner / (1 - inner));
}

static guint
pack (const HdEtsForm *form, const Point *point, double *packed)
{
  guint dimension = 0;

  packed[dimension++] = unsquash (point->level_share);
  if (form->trend != HD_ETS_TREND_NONE)
    packed[dimension++] = unsquash (point->trend_share);
  if (form->season != HD_ETS_SEASON_NONE)
    packed[dimension++] = unsquash (point->season_share);
  if (form->trend == HD_ETS_TREND_DAMPED)
    packed[dimension++] = unsquash (point->damping_share);
  packed[dimension++] = point->level;
  if (form->trend != HD_ETS_TREND_NONE)
    packed[dimension++] = point->trend;
  return dimension;
}

static Point
unpack (const HdEtsForm *form, const double *packed)
{
  Point point = { 0 };

  point.level_share = squash (*packed++);
  if (form->trend != HD_ETS_TREND_NONE)
    point.trend_share = squash (*packed++);
  if (form->season != HD_ETS_SEASON_NONE)
    point.season_share = squash (*packed++);
  if (form->trend == HD_ETS_TREND_DAMPED)
    point.damping_share = squash (*packed++);
  point.level = *packed++;
  if (form->trend != HD_ETS_TREND_NONE)
    point.trend = *packed;
  return point;
}

static HdEtsWeights
weights_of (const HdEtsForm *form, const Point *point)
{
  HdEtsWeights weights = { .level_weight = point->level_share, .damping = 1 };

  weights.trend_weight = point->trend_share * point->level_share;
  weights.season_weight = point->season_share * (1 - point->level_share);
  if (form->trend == HD_ETS_TREND_DAMPED)
    weights.damping = MIN_DAMPING + (MAX_DAMPING - MIN_DAMPING) * point->damping_share;
  return weights;
}

/* Runs the form from `point`; the state after the last value is left in `state`. */
static gboolean
run_from (const Problem *problem, const Point *point, HdEtsState *state, HdEtsFit *fit)
{
  HdEtsWeights weights = weights_of (&problem->form, point);

  *state = problem->start;
  state->level = point->level;
  state->trend = point->trend;
  state->season = problem->scratch;
  memcpy (problem->scratch, problem->start.season, sizeof (double) * problem->start.period);
  return hd_ets_run (&problem->form, &weights, state, problem->values, problem->n_values, NULL,
                     fit);
}

static double
deviance_at (const double *packed, gpointer user_data)
{
  const Problem *problem = user_data;
  Point point = unpack (&problem->form, packed);
  HdEtsState state;
  HdEtsFit fit;

  if (!run_from (problem, &point, &state, &fit))
    return INFINITY;
  return hd_ets_deviance (&problem->form, &fit);
}

/* AICc; INFINITY when there are too few values for the form. */
static double
information_of (const HdEtsForm *form, guint period, guint n_known, double deviance)
{
  double n_parameters = count_weights (form) + 1 + (form->trend != HD_ETS_TREND_NONE)
                        + (form->season != HD_ETS_SEASON_NONE ? period - 1 : 0) + 1;

  if (n_known <= n_parameters + 1)
    return INFINITY;
  return deviance + 2 * n_parameters
         + 2 * n_parameters * (n_parameters + 1) / (n_known - n_parameters - 1);
}

/* Finds the weights of one form; FALSE when it does not suit the values. `point` comes in as the start
 * and goes out as the best; `deviance` as well. */
static gboolean
optimise (Problem *problem, double level_step, Point *point, double *deviance)
{
  double packed[HD_NELDER_MEAD_MAX_DIMENSION], step[HD_NELDER_MEAD_MAX_DIMENSION];
  guint dimension = pack (&problem->form, point, packed);
  gboolean has_trend = problem->form.trend != HD_ETS_TREND_NONE;

  for (guint axis = 0; axis < dimension; axis++)
    step[axis] = 1;
  step[dimension - 1 - has_trend] = level_step;
  if (has_trend)
    step[dimension - 1] = level_step / 10;
  *deviance = hd_nelder_mead_minimise (deviance_at, problem, dimension, packed, step, TOLERANCE,
                                       EVALUATIONS_PER_DIMENSION * dimension);
  *point = unpack (&problem->form, packed);
  return isfinite (*deviance);
}

static char *
name_form (const HdEtsForm *form)
{
  static const char *const trends[] = { "N", "A", "Ad" };
  static const char *const seasons[] = { "N", "A", "M" };

  return g_strdup_printf ("ets(%s,%s,%s)", form->is_error_relative ? "M" : "A", trends[form->trend],
                          seasons[form->season]);
}

static void
model_free (gpointer data)
{
  HdEtsModel *model = data;

  g_free (model->state.season);
  g_free (model->method);
  g_free (model);
}

/* Keeps the fitted state when the form is the best so far. */
static void
keep_if_best (HdEtsModel *best, const Problem *problem, const Point *point, double deviance)
{
  HdEtsState state;
  HdEtsFit fit;
  double information, degrees;

  if (!run_from (problem, point, &state, &fit))
    return;
  information = information_of (&problem->form, state.period, fit.n_known, deviance);
  if (!(information < best->information))
    return;
  degrees = (double)fit.n_known - count_weights (&problem->form) - 2;
  best->form = problem->form;
  best->weights = weights_of (&problem->form, point);
  best->information = information;
  best->spread = sqrt (fit.sum_squares / MAX (degrees, fit.n_known / 2.0));
  memcpy (best->state.season, state.season, sizeof (double) * state.period);
  state.season = best->state.season;
  best->state = state;
}

/* A typical distance between neighbours: how far the first level may have to move. */
static double
typical_step (const double *bridged, guint n_values)
{
  double sum = 0;

  for (guint place = 1; place < n_values; place++)
    sum += fabs (bridged[place] - bridged[place - 1]);
  return n_values > 1 ? sum / (n_values - 1) : 0;
}

static void
try_forms (HdEtsModel *best, Problem *problem, const double *bridged, guint period)
{
  Point found[G_N_ELEMENTS (candidates)];
  gboolean is_found[G_N_ELEMENTS (candidates)] = { FALSE };
  double level_step = MAX (typical_step (bridged, problem->n_values), 1e-6);
  gboolean is_positive = TRUE;

  for (guint place = 0; place < problem->n_values; place++)
    is_positive = is_positive && bridged[place] > 1e-6;

  for (guint index = 0; index < G_N_ELEMENTS (candidates); index++)
    {
      int parent = candidates[index].parent;
      Point *point = &found[index];
      double deviance;

      problem->form = candidates[index].form;
      if ((problem->form.season != HD_ETS_SEASON_NONE && period < 2)
          || (problem->form.is_error_relative && !is_positive)
          || !isfinite (information_of (&problem->form, period, problem->n_values, 0))
          || !hd_ets_start (&problem->form, bridged, problem->n_values, period, &problem->start))
        continue;
      *point = (Point){ 0.3, 0.1, 0.1, 0.7, problem->start.level, problem->start.trend };
      if (parent >= 0 && is_found[parent])
        {
          gboolean had_trend = candidates[parent].form.trend != HD_ETS_TREND_NONE;

          point->level_share = found[parent].level_share;
          point->season_share = MAX (found[parent].season_share, 0.02);
          if (had_trend)
            {
              point->trend_share = CLAMP (found[parent].trend_share, 0.02, 0.98);
              point->level = found[parent].level;
              point->trend = found[parent].trend;
            }
          if (candidates[parent].form.trend == HD_ETS_TREND_DAMPED)
            point->damping_share = CLAMP (found[parent].damping_share, 0.05, 0.95);
        }
      is_found[index] = optimise (problem, level_step, point, &deviance);
      if (is_found[index])
        keep_if_best (best, problem, point, deviance);
    }
}

static gpointer
fit (const HdForecastInput *input, GError **error)
{
  guint n_values = MIN (input->n_values, MAX (MAX_VALUES, 4 * input->season));
  const double *values = input->values + (input->n_values - n_values);
  g_autofree double *bridged = g_new (double, n_values);
  g_autofree double *seasons = g_new0 (double, 2 * input->season);
  Problem problem = { .values = values, .n_values = n_values };
  HdEtsModel *model = g_new0 (HdEtsModel, 1);

  hd_time_series_bridge_gaps (values, n_values, bridged);
  problem.start.season = seasons;
  problem.scratch = seasons + input->season;
  model->information = INFINITY;
  model->state.season = g_new0 (double, input->season);
  try_forms (model, &problem, bridged, input->season);
  if (!isfinite (model->information))
    {
      model_free (model);
      g_set_error (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT,
                   "exponential smoothing: %u values are too few", n_values);
      return NULL;
    }
  model->method = name_form (&model->form);
  return model;
}

static const char *
describe (gconstpointer model)
{
  return ((const HdEtsModel *)model)->method;
}

static void
predict (gconstpointer data, guint horizon, double *mean)
{
  const HdEtsModel *model = data;

  hd_ets_predict (&model->form, &model->weights, &model->state, horizon, mean);
}

static void
simulate (gconstpointer data, guint horizon, guint n_paths, guint64 seed, double *paths)
{
  const HdEtsModel *model = data;
  HdRandom random = hd_random_new (seed);
  g_autofree double *season = g_new (double, model->state.period);

  /* Antithetic pairs: the twin draws the same errors with the other sign, so that the middle is exact. */
  for (guint path = 0; path < n_paths; path++)
    {
      HdRandom before = random;
      gboolean is_twin = path % 2 == 1;
      HdEtsState state = model->state;

      state.season = memcpy (season, model->state.season, sizeof *season * model->state.period);
      hd_ets_draw_path (&model->form, &model->weights, &state, model->spread, is_twin ? -1 : 1,
                        &random, horizon, paths + (gsize)path * horizon);
      if (!is_twin && path + 1 < n_paths)
        random = before;
    }
}

const HdForecastMember hd_ets_member = {
  .id = "ets",
  .min_values = 5,
  .min_seasons = 0,
  .fit = fit,
  .describe = describe,
  .predict = predict,
  .simulate = simulate,
  .free = model_free,
};
