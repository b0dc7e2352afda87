/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nelder and Mead's downhill simplex, for smooth functions of a handful of parameters.
 *
 * J. A. Nelder, R. Mead: A simplex method for function minimization. Computer Journal 7 (1965).
 * A general library would bring a dependency for these hundred lines, and would not promise the same
 * path on every version; a forecast must be repeatable from its stored inputs.
 */

#include "config.h"

#include "hd-nelder-mead.h"

#include <math.h>
#include <string.h>

#define REFLECTION 1.0
#define EXPANSION 2.0
#define CONTRACTION 0.5
#define SHRINKAGE 0.5

typedef struct
{
  double point[HD_NELDER_MEAD_MAX_DIMENSION];
  double value;
} Corner;

typedef struct
{
  HdNelderMeadFunction function;
  gpointer user_data;
  guint dimension;
  guint n_evaluations;
  Corner corners[HD_NELDER_MEAD_MAX_DIMENSION + 1]; /* best first */
} Simplex;

static double
evaluate (Simplex *simplex, const double *point)
{
  double value = simplex->function (point, simplex->user_data);

  simplex->n_evaluations++;
  return isnan (value) ? INFINITY : value;
}

/* Insertion sort: the simplex is nearly sorted after every move, and ties keep their order. */
static void
sort_corners (Simplex *simplex)
{
  for (guint corner = 1; corner <= simplex->dimension; corner++)
    {
      Corner moved = simplex->corners[corner];
      guint place = corner;

      for (; place > 0 && simplex->corners[place - 1].value > moved.value; place--)
        simplex->corners[place] = simplex->corners[place - 1];
      simplex->corners[place] = moved;
    }
}

/* The worst corner mirrored through the middle of the others, `stretch` times as far. */
static Corner
move_worst (Simplex *simplex, const double *middle, double stretch)
{
  const Corner *worst = &simplex->corners[simplex->dimension];
  Corner moved = { 0 };

  for (guint axis = 0; axis < simplex->dimension; axis++)
    moved.point[axis] = middle[axis] + stretch * (middle[axis] - worst->point[axis]);
  moved.value = evaluate (simplex, moved.point);
  return moved;
}

static void
shrink (Simplex *simplex)
{
  const Corner *best = &simplex->corners[0];

  for (guint corner = 1; corner <= simplex->dimension; corner++)
    {
      Corner *pulled = &simplex->corners[corner];

      for (guint axis = 0; axis < simplex->dimension; axis++)
        pulled->point[axis]
            = best->point[axis] + SHRINKAGE * (pulled->point[axis] - best->point[axis]);
      pulled->value = evaluate (simplex, pulled->point);
    }
}

static void
step_once (Simplex *simplex)
{
  const guint last = simplex->dimension;
  double middle[HD_NELDER_MEAD_MAX_DIMENSION] = { 0 };
  Corner reflected;

  for (guint corner = 0; corner < last; corner++)
    for (guint axis = 0; axis < last; axis++)
      middle[axis] += simplex->corners[corner].point[axis] / last;

  reflected = move_worst (simplex, middle, REFLECTION);
  if (reflected.value < simplex->corners[0].value)
    {
      Corner expanded = move_worst (simplex, middle, EXPANSION);

      simplex->corners[last] = expanded.value < reflected.value ? expanded : reflected;
    }
  else if (reflected.value < simplex->corners[last - 1].value)
    {
      simplex->corners[last] = reflected;
    }
  else
    {
      gboolean is_outside = reflected.value < simplex->corners[last].value;
      Corner contracted = move_worst (simplex, middle, is_outside ? CONTRACTION : -CONTRACTION);

      if (contracted.value < MIN (reflected.value, simplex->corners[last].value))
        simplex->corners[last] = contracted;
      else
        shrink (simplex);
    }
  sort_corners (simplex);
}

double
hd_nelder_mead_minimise (HdNelderMeadFunction function,
                         gpointer user_data,
                         guint dimension,
                         double *point,
                         const double *step,
                         double tolerance,
                         guint max_evaluations)
{
  Simplex simplex = { .function = function, .user_data = user_data, .dimension = dimension };

  g_return_val_if_fail (dimension > 0 && dimension <= HD_NELDER_MEAD_MAX_DIMENSION, INFINITY);

  for (guint corner = 0; corner <= dimension; corner++)
    {
      memcpy (simplex.corners[corner].point, point, sizeof *point * dimension);
      if (corner > 0)
        simplex.corners[corner].point[corner - 1] += step[corner - 1];
      simplex.corners[corner].value = evaluate (&simplex, simplex.corners[corner].point);
    }
  sort_corners (&simplex);

  while (simplex.n_evaluations < max_evaluations)
    {
      double best = simplex.corners[0].value;
      double worst = simplex.corners[dimension].value;

      if (isfinite (worst) && worst - best <= tolerance * (fabs (best) + tolerance))
        break;
      step_once (&simplex);
    }
  memcpy (point, simplex.corners[0].point, sizeof *point * dimension);
  return simplex.corners[0].value;
}
