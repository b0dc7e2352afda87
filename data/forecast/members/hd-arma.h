/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stationary autoregressive moving-average process: its filter, exact likelihood and continuation.
 *
 * w_t = ar_1 w_{t-1} + … + e_t + ma_1 e_{t-1} + …, as in Box and Jenkins with the signs of R. The state is
 * the newest values and errors themselves, known exactly but for the start and for gaps.
 */

#pragma once

#include "hd-random.h"

G_BEGIN_DECLS

/* Coefficients of the lags from 1 on. Borrowed. */
typedef struct
{
  const double *ar, *ma;
  guint n_ar, n_ma;
} HdArma;

typedef struct
{
  double
      sum_squares; /* of the one-step errors, each by its own variance, in units of the process's */
  double sum_log_variance;
  guint n_known;
} HdArmaFit;

/* The newest values and errors, newest first; what they are expected to be where not known. */
typedef struct
{
  guint n_values, n_errors;
  double *values; /* [max (n_ar, 1)] */
  double *errors; /* [n_ma] */
} HdArmaState;

/* The weights psi of past errors, from 1 on: [n_weights]. */
void hd_arma_psi (const HdArma *arma, guint n_weights, double *psi);
/* Autocovariances at lags 0 to n_lags for errors of variance 1. FALSE when the process is not stationary
 * enough for them to be computed. */
gboolean hd_arma_autocovariances (const HdArma *arma, guint n_lags, double *covariances);

HdArmaState hd_arma_state_new (const HdArma *arma);
void hd_arma_state_clear (HdArmaState *state);
void hd_arma_state_copy (const HdArmaState *from, HdArmaState *to);

/* The exact likelihood by the Kalman filter; missing values (NAN) are stepped over. `state` is left after
 * the last value. */
gboolean hd_arma_filter (const HdArma *arma,
                         const double *values,
                         guint n_values,
                         HdArmaState *state,
                         HdArmaFit *fit);
/* -2 log likelihood, the variance of the errors at its best, up to a constant. */
double hd_arma_deviance (const HdArmaFit *fit);
/* The sum of squared errors when everything before the first value was at its mean: quick, and near. */
double hd_arma_conditional_squares (const HdArma *arma,
                                    const double *values,
                                    guint n_values,
                                    double *errors);
/* What the next value is expected to be; then moves on with an error of `error`. */
double hd_arma_next (const HdArma *arma, HdArmaState *state, double error);

G_END_DECLS
