/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Levenberg and Marquardt's non-linear least squares in a box, for functions that are cheaper four at a
 * time than one by one.
 *
 * D. W. Marquardt: An algorithm for least-squares estimation of nonlinear parameters. SIAM J. 11 (1963).
 * Four points at once give four columns of the Jacobian by differences, and later four steps of
 * different damping, of which the best is taken.
 */

#include "config.h"

#include "hd-least-squares.h"

#include <math.h>
#include <string.h>

#define MAX_DIMENSION HD_LEAST_SQUARES_MAX_DIMENSION
#define MAX_BLOCKS (MAX_DIMENSION / HD_LANES)
#define DIFFERENCE 1e-6
#define FIRST_DAMPING 0.03
#define MIN_DAMPING 1e-7
#define MAX_DAMPING 1e7

typedef struct
{
  const HdLeastSquares *problem;
  guint n_blocks; /* of four axes */
  double point[MAX_DIMENSION];
  double sum_squares;
  HdLanes *residuals; /* [n_residuals] of the latest four points */
  double *base; /* [n_residuals] at `point` */
  HdLanes *jacobian; /* [block * n_residuals + row] */
  double gradient[MAX_DIMENSION]; /* J'r */
  double normal[MAX_DIMENSION][MAX_DIMENSION]; /* J'J */
  gboolean is_free[MAX_DIMENSION];
} Search;

static gsize
n_blocks_of (guint dimension)
{
  return (dimension + HD_LANES - 1) / HD_LANES;
}

gsize
hd_least_squares_scratch (guint dimension, guint n_residuals)
{
  /* The Jacobian, the residuals, and a quarter of that (rounded up) for those of the point. */
  return n_blocks_of (dimension) * n_residuals + n_residuals + n_residuals / HD_LANES + 1;
}

/* Evaluates four points and, when the best of them is lower than where the search stands, goes there.
 * Returns the lane that was taken, -1 when none was. */
static int
go_to_best (Search *search, const HdLanes *points)
{
  const HdLeastSquares *problem = search->problem;
  HdLanes sum_squares;
  int best = -1;

  problem->function (points, search->residuals, &sum_squares, problem->user_data);
  for (int lane = 0; lane < HD_LANES; lane++)
    if (sum_squares[lane] < search->sum_squares)
      {
        search->sum_squares = sum_squares[lane];
        best = lane;
      }
  if (best < 0)
    return best;
  for (guint axis = 0; axis < problem->dimension; axis++)
    search->point[axis] = points[axis][best];
  for (guint row = 0; row < problem->n_residuals; row++)
    search->base[row] = search->residuals[row][best];
  return best;
}

/* Forward differences, backward at the upper edge of the box. */
static void
find_jacobian (Search *search)
{
  const HdLeastSquares *problem = search->problem;

  for (guint block = 0; block < search->n_blocks; block++)
    {
      HdLanes points[MAX_DIMENSION], sum_squares, reciprocal = { 0 };
      HdLanes *columns = search->jacobian + (gsize)block * problem->n_residuals;

      for (guint axis = 0; axis < problem->dimension; axis++)
        points[axis] = search->point[axis] - (HdLanes){ 0 };
      for (guint lane = 0; lane < HD_LANES && block * HD_LANES + lane < problem->dimension; lane++)
        {
          guint axis = block * HD_LANES + lane;
          double step = DIFFERENCE;

          if (search->point[axis] + step > problem->upper[axis])
            step = -step;
          points[axis][lane] += step;
          reciprocal[lane] = 1 / step;
        }
      problem->function (points, columns, &sum_squares, problem->user_data);
      for (guint lane = 0; lane < HD_LANES; lane++)
        if (!isfinite (sum_squares[lane]))
          reciprocal[lane] = NAN;
      for (guint row = 0; row < problem->n_residuals; row++)
        columns[row] = (columns[row] - search->base[row]) * reciprocal;
    }
}

/* One block of four by four of J'J, and four of J'r. */
static void
find_products (Search *search, guint block_row, guint block_column)
{
  guint n_rows = search->problem->n_residuals;
  const HdLanes *left = search->jacobian + (gsize)block_row * n_rows;
  const HdLanes *right = search->jacobian + (gsize)block_column * n_rows;
  HdLanes sums[HD_LANES] = { { 0 } }, gradient = { 0 };

  for (guint row = 0; row < n_rows; row++)
    {
      for (guint lane = 0; lane < HD_LANES; lane++)
        sums[lane] += left[row] * right[row][lane];
      gradient += left[row] * search->base[row];
    }
  for (guint one = 0; one < HD_LANES; one++)
    {
      search->gradient[block_row * HD_LANES + one] = gradient[one];
      for (guint two = 0; two < HD_LANES; two++)
        search->normal[block_row * HD_LANES + one][block_column * HD_LANES + two] = sums[two][one];
    }
}

/* An axis rests when it stands at the box's edge and would leave it, or moves nothing. */
static void
find_free_axes (Search *search)
{
  const HdLeastSquares *problem = search->problem;

  for (guint axis = 0; axis < problem->dimension; axis++)
    {
      double at = search->point[axis], slope = search->gradient[axis];

      search->is_free[axis] = isfinite (slope) && search->normal[axis][axis] > 1e-300
                              && !(at <= problem->lower[axis] && slope > 0)
                              && !(at >= problem->upper[axis] && slope < 0);
    }
}

/* Solves (J'J + damping diag J'J) step = -J'r over the free axes by Cholesky's square root. */
static void
solve (const Search *search, double damping, double *step)
{
  double root[MAX_DIMENSION][MAX_DIMENSION];
  guint free[MAX_DIMENSION], n_free = 0;

  for (guint axis = 0; axis < search->problem->dimension; axis++)
    {
      step[axis] = 0;
      if (search->is_free[axis])
        free[n_free++] = axis;
    }
  for (guint row = 0; row < n_free; row++)
    {
      double sum = -search->gradient[free[row]];

      for (guint column = 0; column <= row; column++)
        {
          double product = search->normal[free[row]][free[column]];

          if (row == column)
            product *= 1 + damping;
          for (guint inner = 0; inner < column; inner++)
            product -= root[row][inner] * root[column][inner];
          if (row == column)
            root[row][row] = sqrt (MAX (product, 1e-300));
          else
            root[row][column] = product / root[column][column];
        }
      for (guint inner = 0; inner < row; inner++)
        sum -= root[row][inner] * step[free[inner]];
      step[free[row]] = sum / root[row][row];
    }
  for (guint row = n_free; row-- > 0;)
    {
      for (guint inner = row + 1; inner < n_free; inner++)
        step[free[row]] -= root[inner][row] * step[free[inner]];
      step[free[row]] /= root[row][row];
    }
}

/* Tries a step with each of four dampings; TRUE when one of them went down. */
static gboolean
try_steps (Search *search, double *damping)
{
  static const double factors[HD_LANES] = { 0.1, 1, 10, 100 };
  const HdLeastSquares *problem = search->problem;
  HdLanes points[MAX_DIMENSION];
  int lane;

  for (lane = 0; lane < HD_LANES; lane++)
    {
      double step[MAX_DIMENSION];

      solve (search, *damping * factors[lane], step);
      for (guint axis = 0; axis < problem->dimension; axis++)
        points[axis][lane]
            = CLAMP (search->point[axis] + step[axis], problem->lower[axis], problem->upper[axis]);
    }
  lane = go_to_best (search, points);
  *damping = CLAMP (*damping * (lane < 0 ? 1000 : factors[lane]), MIN_DAMPING, MAX_DAMPING);
  return lane >= 0;
}

static void
search_lower (Search *search)
{
  const HdLeastSquares *problem = search->problem;
  double damping = FIRST_DAMPING;

  for (guint round = 0; round < problem->max_rounds && search->sum_squares > 0; round++)
    {
      double before = search->sum_squares;

      find_jacobian (search);
      for (guint row = 0; row < search->n_blocks; row++)
        for (guint column = 0; column <= row; column++)
          find_products (search, row, column);
      find_free_axes (search);
      if (!try_steps (search, &damping) && !try_steps (search, &damping))
        break;
      if (log (before / search->sum_squares) < problem->tolerance)
        break;
    }
}

double
hd_least_squares_minimise (const HdLeastSquares *self,
                           const HdLanes *starts,
                           double *point,
                           HdLanes *scratch)
{
  Search search = { .problem = self, .sum_squares = INFINITY };

  g_return_val_if_fail (self->dimension > 0 && self->dimension <= MAX_DIMENSION, INFINITY);

  search.n_blocks = (guint)n_blocks_of (self->dimension);
  search.jacobian = scratch;
  search.residuals = scratch + (gsize)search.n_blocks * self->n_residuals;
  search.base = (double *)(search.residuals + self->n_residuals);
  if (go_to_best (&search, starts) < 0)
    return INFINITY;
  search_lower (&search);
  memcpy (point, search.point, sizeof *point * self->dimension);
  return search.sum_squares;
}
