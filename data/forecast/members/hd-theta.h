/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dynamic optimised theta model of a series without a season.
 *
 * Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler: Models for optimising the theta method and their
 * relationship to state space models. International Journal of Forecasting 32 (2016), section 3.3, whose
 * symbols stand in the comments.
 */

#pragma once

#include "hd-random.h"

G_BEGIN_DECLS

/* The least-squares line through the known values so far, at their own times. */
typedef struct
{
  double n_known;
  double mean_time, mean_value;
  double time_squares; /* sum of squared distances of the times from their mean */
  double products; /* of the times' and the values' distances */
} HdThetaLine;

/* Plain data: copied to be advanced. */
typedef struct
{
  double level_weight; /* alpha */
  double line_weight; /* 1 - 1 / theta; 0 is simple exponential smoothing */
  double spread; /* of the one-step errors */
  double first_level; /* l0 */
  double level; /* l, after the last value */
  double decay; /* (1 - alpha)^t */
  double time; /* t, the number of values that went by, missing ones too */
  HdThetaLine line;
} HdTheta;

/* Fits by least squares of the one-step errors. Missing values (NAN) are stepped over: the level goes on
 * along the line, which only sees known values. FALSE with fewer than three known values. */
gboolean hd_theta_fit (const double *values, guint n_values, HdTheta *theta);
/* The fitted model before its first value. */
HdTheta hd_theta_rewind (const HdTheta *theta);
/* The mean of the next value, mu. */
double hd_theta_expect (const HdTheta *theta);
/* Goes on over one value. NAN: a gap. */
void hd_theta_advance (HdTheta *theta, double value);
/* Means of the next `horizon` steps, each the expected value of the step after the ones before it. */
void hd_theta_predict (const HdTheta *theta, guint horizon, double *mean);
/* One path; its errors are normal and drawn with the sign `mirror` (+1, or -1 for the antithetic twin). */
void hd_theta_draw_path (const HdTheta *theta,
                         double mirror,
                         HdRandom *random,
                         guint horizon,
                         double *path);

G_END_DECLS
