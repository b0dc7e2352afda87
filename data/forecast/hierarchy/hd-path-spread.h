/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paths that add up, as wide as the forecasts were that they were made from.
 */

#pragma once

#include "hd-summation.h"

G_BEGIN_DECLS

/* Variances over the paths, [series * horizon + step]; paths [(series * n_paths + path) * horizon + step].
 * (transfer full) */
double *hd_path_spread_measure (const double *paths, guint n_series, guint n_paths, guint horizon)
    G_GNUC_WARN_UNUSED_RESULT;
/* A projection averages errors that it takes for independent, and few back-tests show how far they are not:
 * reconciled paths come out too narrow below the top. What a series does beside the top (its residual of a
 * regression on the top's paths, which sums to nothing over the leaves) is stretched by one factor a step for
 * all series, 1 to 3, so that in the middle of each level spreads are `variances` again. Paths still add
 * up, and the top's stay as they are. */
void hd_path_spread_restore (const HdSummation *sums,
                             const double *variances,
                             guint n_paths,
                             guint horizon,
                             double *paths);

G_END_DECLS
