/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nelder and Mead's downhill simplex, for smooth functions of a handful of parameters.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HD_NELDER_MEAD_MAX_DIMENSION 8

/* Return INFINITY outside the admissible region. */
typedef double (*HdNelderMeadFunction) (const double *point, gpointer user_data);

/* Moves `point` to the lowest place found and returns the value there. `step` is the first simplex's
 * edge along each axis. Ends when the simplex's values agree to `tolerance` (relative) or after
 * `max_evaluations`. Deterministic. */
double hd_nelder_mead_minimise (HdNelderMeadFunction function,
                                gpointer user_data,
                                guint dimension,
                                double *point,
                                const double *step,
                                double tolerance,
                                guint max_evaluations);

G_END_DECLS
