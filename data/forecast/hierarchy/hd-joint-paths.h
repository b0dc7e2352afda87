/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Simulated paths of many series, drawn apart, made to belong to the same futures.
 */

#pragma once

#include "hd-error-covariance.h"

G_BEGIN_DECLS

/* Series whose errors went together in the back-test have good and bad futures together: without that, the
 * parts' ups and downs would cancel and a sum of paths would look surer than it is. Path p of every series
 * is then one future. In place, [series * n_paths * horizon + path * horizon + step]: at each step the
 * series' own values are put into another order, so that its distribution stays as it was to the bit,
 * and the dependence from step to step is kept as a normal copula. Deterministic, on any number of threads.
 * (Ben Taieb, Taylor and Hyndman 2021 reorder by residuals' ranks; few residuals have too few ranks for
 * many paths, so the ranks here are of normal draws with the residuals' shrunk correlation.) */
void hd_joint_paths_arrange (double *paths,
                             guint n_paths,
                             guint horizon,
                             const HdErrorCovariance *errors,
                             guint64 seed);

G_END_DECLS
