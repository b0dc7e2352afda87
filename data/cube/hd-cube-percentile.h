/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Percentiles from counts by duration class.
 */

#pragma once

#include "hd-code-list.h"

G_BEGIN_DECLS

/* The value below which the share `quantile` (0 to 1) of all counted lies, in minutes; NAN when nothing is
 * counted. `counts` has one entry a code of `classes`; codes without bounds are passed over. Inside a
 * class, values are taken to be spread evenly over its logarithm, so the answer lies in the same class
 * as the exact one: it is wrong by at most the class' relative width, `error` (nullable). In the open
 * class the answer is its lower bound, and `is_bound` (nullable) is set. */
double hd_cube_percentile (HdCodeList *classes,
                           const gint64 *counts,
                           double quantile,
                           double *error,
                           gboolean *is_bound);

G_END_DECLS
