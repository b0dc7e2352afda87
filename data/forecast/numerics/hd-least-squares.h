/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Levenberg and Marquardt's non-linear least squares in a box, for functions that are cheaper four at a
 * time than one by one.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Four numbers that are worked on together. A recursion waits for its own last result at every step; four
 * recursions side by side fill that wait, so they cost little more than one. The compiler makes of it
 * what the processor has; results are the same everywhere. */
#define HD_LANES 4
typedef double HdLanes __attribute__ ((vector_size (HD_LANES * sizeof (double)), aligned (16)));

#define HD_LEAST_SQUARES_MAX_DIMENSION 24

/* Residuals of four points at once: lane k of every element belongs to point k. Writes `residuals`
 * [n_residuals] and their `sum_squares`, INFINITY in a lane whose point has no meaning. */
typedef void (*HdResidualsFunction) (const HdLanes *points, /* [dimension] */
                                     HdLanes *residuals,
                                     HdLanes *sum_squares,
                                     gpointer user_data);

typedef struct
{
  HdResidualsFunction function;
  gpointer user_data;
  guint dimension;
  guint n_residuals;
  const double *lower, *upper; /* [dimension] the box */
  double tolerance; /* ends when a round lowers the logarithm of the sum of squares by less */
  guint max_rounds;
} HdLeastSquares;

/* Starts from the best of four points in `starts` [dimension] (which may be equal) and moves to the
 * lowest place found, written to `point`. Returns the sum of squares there; INFINITY when none of the
 * starts has a meaning. `scratch` has room for hd_least_squares_scratch() lanes. Deterministic. */
double hd_least_squares_minimise (const HdLeastSquares *self,
                                  const HdLanes *starts,
                                  double *point,
                                  HdLanes *scratch);
gsize hd_least_squares_scratch (guint dimension, guint n_residuals);

G_END_DECLS
