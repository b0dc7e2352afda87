/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exponential smoothing run from four points at once: the inner loop of its fit.
 */

#pragma once

#include "hd-ets-kernel.h"
#include "hd-least-squares.h"

G_BEGIN_DECLS

/* Lane k of everything is one point. */
typedef struct
{
  HdLanes level_weight, trend_weight, season_weight, damping;
  HdLanes level, trend; /* before the first value */
  HdLanes *season; /* [period] before the first value; written to */
  guint period;
} HdEtsLanes;

/* Runs the form over `values`. The residuals are errors, and for relative errors they are multiplied by the
 * geometric mean of the means: n log (sum of their squares) is then -2 log likelihood for both kinds
 * (Hyndman and others 2008, eq. 5.2), which makes of it a problem of least squares. 0 at missing values.
 * `sum_squares` is INFINITY where the form loses its meaning, as in hd_ets_run(). */
void hd_ets_lanes_run (const HdEtsForm *form,
                       const HdEtsLanes *start,
                       const double *values,
                       guint n_values,
                       HdLanes *residuals,
                       HdLanes *sum_squares);

G_END_DECLS
