/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Complex exponential smoothing of a series without a season.
 *
 * Svetunkov, Kourentzes, Ord: Complex exponential smoothing. Naval Research Logistics 69 (2022), whose
 * symbols stand in the comments. Its weight is the complex number alpha0 + i alpha1; between level and
 * trend it makes no difference, so nothing has to be chosen.
 */

#pragma once

#include "hd-random.h"

G_BEGIN_DECLS

/* Plain data: copied to be advanced. */
typedef struct
{
  double real_weight; /* alpha0 */
  double imaginary_weight; /* alpha1 */
  double spread; /* of the one-step errors */
  double first_level, first_potential;
  double level; /* l, what the next value is expected to be */
  double potential; /* c, the information that is not in the level yet */
} HdCes;

/* Fits by least squares of the one-step errors; missing values (NAN) are stepped over. FALSE with fewer
 * than six known values. */
gboolean hd_ces_fit (const double *values, guint n_values, HdCes *ces);
/* Whether both the forecast's dependence on the past fades and the forecast itself stays bounded but for
 * a trend. */
gboolean hd_ces_is_admissible (double real_weight, double imaginary_weight);
/* The fitted model before its first value. */
HdCes hd_ces_rewind (const HdCes *ces);
/* Moves on over a value that missed the level by `error`. */
void hd_ces_advance (HdCes *ces, double error);
void hd_ces_predict (const HdCes *ces, guint horizon, double *mean);
/* Standard deviations of the errors of each step ahead. */
void hd_ces_spread (const HdCes *ces, guint horizon, double *spread);
/* One path; its errors are normal and drawn with the sign `mirror` (+1, or -1 for the antithetic twin). */
void
hd_ces_draw_path (const HdCes *ces, double mirror, HdRandom *random, guint horizon, double *path);

G_END_DECLS
