/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dynamic optimised theta model of a series without a season.
 *
 * Given alpha, every mean is linear in the first level and in 1 - 1/theta, so that both come from one
 * pass of linear least squares, and only alpha is searched for.
 */

#include "config.h"

#include "hd-theta.h"

#include <math.h>

/* The paper's bounds for alpha. */
#define MIN_LEVEL_WEIGHT 0.1
#define MAX_LEVEL_WEIGHT 0.99
/* A line through two points fits them, so that the first errors say nothing of theta. */
#define FIRST_COUNTED 3
#define GRID 12
#define GOLDEN_ROUNDS 12
#define GOLDEN_RATIO 0.6180339887498949

/* The line before each value: A and B of the paper. They depend on no parameter. */
typedef struct
{
  double intercept;
  double slope;
} LineAt;

typedef struct
{
  const double *values;
  const LineAt *lines;
  guint n_values;
} Problem;

/* The best fit for one alpha. */
typedef struct
{
  double level_weight;
  double first_level;
  double line_weight;
  double sum_squares;
  guint n_counted;
} Solution;

/* A quantity that is linear in the two unknowns: own + per_level * l0 + per_line * (1 - 1/theta). */
typedef struct
{
  double own, per_level, per_line;
} Linear;

typedef struct
{
  double level_level, level_line, line_line; /* X'X */
  double level_value, line_value, value_value; /* X'z, z'z */
} NormalEquations;

static LineAt
line_at (const HdThetaLine *line)
{
  double slope = line->time_squares > 0 ? line->products / line->time_squares : 0;

  return (LineAt){ line->mean_value - slope * line->mean_time, slope };
}

static void
line_add (HdThetaLine *line, double time, double value)
{
  double time_before = time - line->mean_time;

  line->n_known++;
  line->mean_time += time_before / line->n_known;
  line->mean_value += (value - line->mean_value) / line->n_known;
  line->time_squares += time_before * (time - line->mean_time);
  line->products += time_before * (value - line->mean_value);
}

/* What the line adds to the mean of value t, before its weight: (1 - alpha)^(t-1) A
 * + (1 - (1 - alpha)^t) / alpha B; `decay` is (1 - alpha)^(t-1). */
static inline double
line_share (LineAt line, double level_weight, double decay)
{
  return decay * line.intercept + (1 - decay * (1 - level_weight)) / level_weight * line.slope;
}

static inline void
count_error (NormalEquations *normal, Linear mean, double value)
{
  double rest = value - mean.own;

  normal->level_level += mean.per_level * mean.per_level;
  normal->level_line += mean.per_level * mean.per_line;
  normal->line_line += mean.per_line * mean.per_line;
  normal->level_value += mean.per_level * rest;
  normal->line_value += mean.per_line * rest;
  normal->value_value += rest * rest;
}

/* theta is at least 1, so the line's weight is between 0 and 1; on either bound only the level is free. */
static void
solve (const NormalEquations *normal, Solution *solution)
{
  double determinant
      = normal->level_level * normal->line_line - normal->level_line * normal->level_line;
  double weight = 0, level;

  if (determinant > 1e-10 * normal->level_level * normal->line_line)
    weight = (normal->level_level * normal->line_value - normal->level_line * normal->level_value)
             / determinant;
  weight = CLAMP (weight, 0, 1);
  level = normal->level_level > 0
              ? (normal->level_value - weight * normal->level_line) / normal->level_level
              : 0;
  solution->line_weight = weight;
  solution->first_level = level;
  solution->sum_squares = normal->value_value + level * level * normal->level_level
                          + weight * weight * normal->line_line
                          + 2
                                * (level * weight * normal->level_line - level * normal->level_value
                                   - weight * normal->line_value);
}

static Solution
fit_at (const Problem *problem, double level_weight)
{
  Solution solution = { .level_weight = level_weight };
  NormalEquations normal = { 0 };
  Linear level = { .per_level = 1 };
  double decay = 1;
  guint n_known = 0;

  for (guint place = 0; place < problem->n_values; place++)
    {
      double share = line_share (problem->lines[place], level_weight, decay);
      double value = problem->values[place];

      decay *= 1 - level_weight;
      if (isnan (value))
        {
          level.per_line += level_weight * share;
          continue;
        }
      if (++n_known >= FIRST_COUNTED)
        count_error (&normal, (Linear){ level.own, level.per_level, level.per_line + share },
                     value);
      level.own += level_weight * (value - level.own);
      level.per_level *= 1 - level_weight;
      level.per_line *= 1 - level_weight;
    }
  solve (&normal, &solution);
  solution.n_counted = n_known - MIN (n_known, FIRST_COUNTED - 1);
  return solution;
}

/* A grid finds the valley, golden sections its bottom. */
static Solution
search (const Problem *problem)
{
  const double width = (MAX_LEVEL_WEIGHT - MIN_LEVEL_WEIGHT) / GRID;
  Solution best = { .sum_squares = INFINITY }, low, high;
  double from, to;

  for (guint knot = 0; knot <= GRID; knot++)
    {
      Solution found = fit_at (problem, MIN_LEVEL_WEIGHT + knot * width);

      if (found.sum_squares < best.sum_squares)
        best = found;
    }
  from = MAX (best.level_weight - width, MIN_LEVEL_WEIGHT);
  to = MIN (best.level_weight + width, MAX_LEVEL_WEIGHT);
  low = fit_at (problem, to - GOLDEN_RATIO * (to - from));
  high = fit_at (problem, from + GOLDEN_RATIO * (to - from));
  for (guint round = 0; round < GOLDEN_ROUNDS; round++)
    if (low.sum_squares <= high.sum_squares)
      {
        to = high.level_weight;
        high = low;
        low = fit_at (problem, to - GOLDEN_RATIO * (to - from));
      }
    else
      {
        from = low.level_weight;
        low = high;
        high = fit_at (problem, from + GOLDEN_RATIO * (to - from));
      }
  if (low.sum_squares < best.sum_squares)
    best = low;
  return high.sum_squares < best.sum_squares ? high : best;
}

gboolean
hd_theta_fit (const double *values, guint n_values, HdTheta *theta)
{
  g_autofree LineAt *lines = g_new (LineAt, n_values + 1);
  HdThetaLine line = { 0 };
  Solution best;

  for (guint place = 0; place < n_values; place++)
    {
      lines[place] = line_at (&line);
      if (!isnan (values[place]))
        line_add (&line, place + 1, values[place]);
    }
  if (line.n_known < FIRST_COUNTED)
    return FALSE;

  best = search (&(Problem){ values, lines, n_values });
  *theta = (HdTheta){ .level_weight = best.level_weight,
                      .line_weight = best.line_weight,
                      .first_level = best.first_level };
  /* Three were estimated; of a very short series not more than half is taken off. */
  theta->spread
      = sqrt (MAX (best.sum_squares, 0) / MAX ((double)best.n_counted - 3, best.n_counted / 2.0));
  *theta = hd_theta_rewind (theta);
  for (guint place = 0; place < n_values; place++)
    hd_theta_advance (theta, values[place]);
  return isfinite (theta->level) && isfinite (theta->spread);
}

HdTheta
hd_theta_rewind (const HdTheta *theta)
{
  return (HdTheta){ .level_weight = theta->level_weight,
                    .line_weight = theta->line_weight,
                    .spread = theta->spread,
                    .first_level = theta->first_level,
                    .level = theta->first_level,
                    .decay = 1 };
}

double
hd_theta_expect (const HdTheta *theta)
{
  return theta->level
         + theta->line_weight
               * line_share (line_at (&theta->line), theta->level_weight, theta->decay);
}

void
hd_theta_advance (HdTheta *theta, double value)
{
  double seen = isnan (value) ? hd_theta_expect (theta) : value;

  theta->time++;
  theta->level += theta->level_weight * (seen - theta->level);
  theta->decay *= 1 - theta->level_weight;
  if (!isnan (value))
    line_add (&theta->line, theta->time, value);
}

void
hd_theta_predict (const HdTheta *theta, guint horizon, double *mean)
{
  HdTheta ahead = *theta;

  for (guint step = 0; step < horizon; step++)
    {
      mean[step] = hd_theta_expect (&ahead);
      hd_theta_advance (&ahead, mean[step]);
    }
}

void
hd_theta_draw_path (const HdTheta *theta,
                    double mirror,
                    HdRandom *random,
                    guint horizon,
                    double *path)
{
  HdTheta ahead = *theta;

  for (guint step = 0; step < horizon; step++)
    {
      path[step] = hd_theta_expect (&ahead) + mirror * theta->spread * hd_random_normal (random);
      hd_theta_advance (&ahead, path[step]);
    }
}
