/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far exponential smoothing may miss, step by step, without a simulation.
 */

#pragma once

#include "hd-ets-kernel.h"

G_BEGIN_DECLS

/* Standard deviations of the errors of steps 1 to `horizon` from `state`, `spread` that of one error
 * (relative where the form's are). FALSE where the recursion has no meaning. */
gboolean hd_ets_variance (const HdEtsForm *form,
                          const HdEtsWeights *weights,
                          const HdEtsState *state,
                          double spread,
                          guint horizon,
                          double *deviations);

G_END_DECLS
