/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Complex exponential smoothing of a series without a season.
 *
 * Given the weights, every level is linear in the two first states, which come from one pass of least
 * squares; only the weights are searched for.
 */

#include "config.h"

#include "hd-ces.h"

#include "hd-nelder-mead.h"

#include <math.h>

#define MIN_KNOWN 6
#define TOLERANCE 1e-6
#define MAX_EVALUATIONS 120
/* The largest modulus that the forecast may grow by in a step: a straight trend is 1. */
#define MAX_GROWTH 1.001

typedef struct
{
  const double *values;
  guint n_values;
  HdCes best; /* first states and spread of the point looked at last */
} Problem;

/* A state that is linear in the first ones: own + per_level * l0 + per_potential * c0. */
typedef struct
{
  double own, per_level, per_potential;
} Linear;

typedef struct
{
  double level_level, level_potential, potential_potential;
  double level_rest, potential_rest, rest_rest;
  guint n_known;
} NormalEquations;

/* Both roots of x^2 - trace x + determinant lie within `radius` (Jury's criterion, scaled). */
static gboolean
is_within (double trace, double determinant, double radius)
{
  double squared = radius * radius;

  return fabs (determinant) <= squared && fabs (trace) * radius <= squared + determinant;
}

gboolean
hd_ces_is_admissible (double real_weight, double imaginary_weight)
{
  double a0 = real_weight, a1 = imaginary_weight;
  /* The discount matrix F - g w', and F itself: F = (1, a1 - 1; 1, 1 - a0), g = (a0 - a1, a0 + a1)',
   * w = (1, 0)'. */
  double discount_trace = 2 - 2 * a0 + a1;
  double discount_determinant = (1 - a0 + a1) * (1 - a0) - (1 - a0 - a1) * (a1 - 1);

  return is_within (discount_trace, discount_determinant, 1)
         && is_within (2 - a0, 2 - a0 - a1, MAX_GROWTH);
}

static inline void
step_linear (Linear *level, Linear *potential, double a0, double a1, Linear error)
{
  Linear before = *level, hidden = *potential;

#define STEP(field)                                                                                \
  level->field = before.field - (1 - a1) * hidden.field + (a0 - a1) * error.field;                 \
  potential->field = before.field + (1 - a0) * hidden.field + (a0 + a1) * error.field
  STEP (own);
  STEP (per_level);
  STEP (per_potential);
#undef STEP
}

static NormalEquations
collect (const Problem *problem, double a0, double a1)
{
  NormalEquations normal = { 0 };
  Linear level = { .per_level = 1 }, potential = { .per_potential = 1 };

  for (guint place = 0; place < problem->n_values; place++)
    {
      double value = problem->values[place];
      Linear error = { 0 };

      if (!isnan (value))
        {
          double rest = value - level.own;

          normal.level_level += level.per_level * level.per_level;
          normal.level_potential += level.per_level * level.per_potential;
          normal.potential_potential += level.per_potential * level.per_potential;
          normal.level_rest += level.per_level * rest;
          normal.potential_rest += level.per_potential * rest;
          normal.rest_rest += rest * rest;
          normal.n_known++;
          error = (Linear){ rest, -level.per_level, -level.per_potential };
        }
      step_linear (&level, &potential, a0, a1, error);
    }
  return normal;
}

/* The sum of squares at `point`, the best first states being noted in the problem. */
static double
squares_at (const double *point, gpointer user_data)
{
  Problem *problem = user_data;
  HdCes *best = &problem->best;
  NormalEquations normal;
  double determinant, sum;

  if (!hd_ces_is_admissible (point[0], point[1]))
    return INFINITY;
  normal = collect (problem, point[0], point[1]);
  determinant = normal.level_level * normal.potential_potential
                - normal.level_potential * normal.level_potential;
  best->first_level = normal.level_rest / normal.level_level;
  best->first_potential = 0;
  if (determinant > 1e-9 * normal.level_level * normal.potential_potential)
    {
      best->first_level = (normal.potential_potential * normal.level_rest
                           - normal.level_potential * normal.potential_rest)
                          / determinant;
      best->first_potential = (normal.level_level * normal.potential_rest
                               - normal.level_potential * normal.level_rest)
                              / determinant;
    }
  sum = normal.rest_rest - best->first_level * normal.level_rest
        - best->first_potential * normal.potential_rest;
  best->real_weight = point[0];
  best->imaginary_weight = point[1];
  /* Four were estimated; of a very short series not more than half is taken off. */
  best->spread = sqrt (fmax (sum, 0) / fmax (normal.n_known - 4.0, normal.n_known / 2.0));
  return fmax (sum, 0);
}

gboolean
hd_ces_fit (const double *values, guint n_values, HdCes *ces)
{
  /* The paper's start, one near simple smoothing (alpha1 = 1, alpha0 its weight above 1), one slow. */
  static const double starts[][2] = { { 1.3, 1.0 }, { 1.1, 1.0 }, { 1.8, 1.1 } };
  Problem problem = { .values = values, .n_values = n_values };
  double least = INFINITY;
  guint n_known = 0;

  for (guint place = 0; place < n_values; place++)
    n_known += !isnan (values[place]);
  if (n_known < MIN_KNOWN)
    return FALSE;
  for (guint start = 0; start < G_N_ELEMENTS (starts); start++)
    {
      double point[] = { starts[start][0], starts[start][1] }, step[] = { 0.1, -0.02 }, sum;

      sum = hd_nelder_mead_minimise (squares_at, &problem, 2, point, step, TOLERANCE,
                                     MAX_EVALUATIONS);
      if (sum < least)
        {
          least = squares_at (point, &problem);
          *ces = problem.best;
        }
    }
  if (!isfinite (least))
    return FALSE;
  *ces = hd_ces_rewind (ces);
  for (guint place = 0; place < n_values; place++)
    hd_ces_advance (ces, isnan (values[place]) ? 0 : values[place] - ces->level);
  return isfinite (ces->level) && isfinite (ces->potential);
}

HdCes
hd_ces_rewind (const HdCes *ces)
{
  HdCes first = *ces;

  first.level = ces->first_level;
  first.potential = ces->first_potential;
  return first;
}

void
hd_ces_advance (HdCes *ces, double error)
{
  double a0 = ces->real_weight, a1 = ces->imaginary_weight, level = ces->level;

  ces->level = level - (1 - a1) * ces->potential + (a0 - a1) * error;
  ces->potential = level + (1 - a0) * ces->potential + (a0 + a1) * error;
}

void
hd_ces_predict (const HdCes *ces, guint horizon, double *mean)
{
  HdCes ahead = *ces;

  for (guint step = 0; step < horizon; step++)
    {
      mean[step] = ahead.level;
      hd_ces_advance (&ahead, 0);
    }
}

void
hd_ces_spread (const HdCes *ces, guint horizon, double *spread)
{
  HdCes echo = *ces;
  double variance = ces->spread * ces->spread, sum = 1;

  /* One error of size 1 on states of nothing: how it echoes. */
  echo.level = echo.potential = 0;
  hd_ces_advance (&echo, 1);
  for (guint step = 0; step < horizon; step++)
    {
      spread[step] = sqrt (variance * sum);
      sum += echo.level * echo.level;
      hd_ces_advance (&echo, 0);
    }
}

void
hd_ces_draw_path (const HdCes *ces, double mirror, HdRandom *random, guint horizon, double *path)
{
  HdCes ahead = *ces;

  for (guint step = 0; step < horizon; step++)
    {
      double error = mirror * ces->spread * hd_random_normal (random);

      path[step] = ahead.level + error;
      hd_ces_advance (&ahead, error);
    }
}
