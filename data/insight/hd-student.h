/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Student's t distribution.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The chance of a value at least as far from 0, on either side, as `value`; `degrees` may be INFINITY. */
double hd_student_two_sided (double value, double degrees);
/* How far from 0 both bounds of the middle `level_pct` per cent lie. */
double hd_student_bound (double level_pct, double degrees);
/* Logarithm of the density at `value`. */
double hd_student_log_density (double value, double degrees);

G_END_DECLS
