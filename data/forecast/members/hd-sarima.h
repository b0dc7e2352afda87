/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Seasonal ARIMA: (p,d,q)(P,D,Q)m of Box and Jenkins, its order found by AICc.
 *
 * Weights are searched for where the process is stationary and invertible, through partial
 * autocorrelations (Monahan 1984); orders step by step after Hyndman and Khandakar (Journal of Statistical
 * Software 27, 2008), by conditional sums of squares; the order found is then fitted by exact likelihood.
 */

#pragma once

#include "hd-arma.h"

G_BEGIN_DECLS

#define HD_SARIMA_MAX_WEIGHTS 5

typedef struct
{
  guint ar, differences, ma; /* p, d, q */
  guint season_ar, season_differences, season_ma; /* P, D, Q */
  guint period; /* m */
  gboolean has_constant; /* a mean, or with one difference a drift */
} HdSarimaOrder;

typedef struct
{
  HdSarimaOrder order;
  /* Partial autocorrelations on the real line: p, then q, P and Q of them. */
  double weights[HD_SARIMA_MAX_WEIGHTS];
  double constant; /* mean of the differenced series */
  double *ar, *ma; /* the polynomials multiplied out */
  guint n_ar, n_ma;
  double spread; /* of the one-step errors */
  double information; /* AICc, comparable between orders with the same differences */
} HdSarima;

guint hd_sarima_n_weights (const HdSarimaOrder *order);
void hd_sarima_init (HdSarima *sarima, const HdSarimaOrder *order);
void hd_sarima_clear (HdSarima *sarima);
/* Multiplies the polynomials out after `weights` were changed. */
void hd_sarima_expand (HdSarima *sarima);
HdArma hd_sarima_arma (const HdSarima *sarima);

/* How many values differencing costs. */
guint hd_sarima_n_lost (const HdSarimaOrder *order);
/* Writes n_values - n_lost differences; missing where one of theirs is. */
void hd_sarima_difference (const HdSarimaOrder *order,
                           const double *values,
                           guint n_values,
                           double *differences);

/* Conditional fit to `differences` without gaps. FALSE when they are too few. `scratch` is as long. */
gboolean hd_sarima_fit_conditional (HdSarima *sarima,
                                    const double *differences,
                                    guint n_differences,
                                    double *scratch);
/* Exact fit to `differences`, gaps and all, from the weights as they are. */
gboolean hd_sarima_fit_exact (HdSarima *sarima, const double *differences, guint n_differences);

/* Finds the order and fits it. `values` may have gaps. FALSE when there are too few. */
gboolean hd_sarima_search (const double *values, guint n_values, guint period, HdSarima *sarima);

G_END_DECLS
