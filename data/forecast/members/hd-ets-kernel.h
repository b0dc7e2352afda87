/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exponential smoothing in state-space form: the recursion, its likelihood and its paths.
 *
 * Hyndman, Koehler, Ord, Snyder: Forecasting with Exponential Smoothing (2008), whose symbols stand
 * in the comments.
 */

#pragma once

#include "hd-random.h"

G_BEGIN_DECLS

typedef enum
{
  HD_ETS_TREND_NONE,
  HD_ETS_TREND_ADDITIVE,
  HD_ETS_TREND_DAMPED,
} HdEtsTrend;

typedef enum
{
  HD_ETS_SEASON_NONE,
  HD_ETS_SEASON_ADDITIVE,
  HD_ETS_SEASON_MULTIPLICATIVE,
} HdEtsSeason;

/* With an additive trend, the point recursion is the same for additive and multiplicative errors;
 * only the likelihood and the paths differ. */
typedef struct
{
  gboolean is_error_relative; /* multiplicative error: the spread grows with the mean */
  HdEtsTrend trend;
  HdEtsSeason season;
} HdEtsForm;

typedef struct
{
  double level_weight; /* alpha */
  double trend_weight; /* beta, not beta* */
  double season_weight; /* gamma */
  double damping; /* phi; 1 when the trend is not damped */
} HdEtsWeights;

/* The state before the next observation; `season[phase]` is that observation's own. Owned by the caller. */
typedef struct
{
  double level;
  double trend;
  double *season; /* [period] */
  guint period; /* m; 1 when the form has no season */
  guint phase;
} HdEtsState;

typedef struct
{
  double sum_squares; /* of the errors, relative ones when the form's are */
  double sum_log_mean; /* of log |mean|, for relative errors */
  guint n_known;
} HdEtsFit;

/* Runs over `values`, advancing `state`; at a missing value (NAN) the state moves on without an error.
 * `errors` [n_values] is optional. FALSE when the recursion leaves the region where the form has a
 * meaning (a mean or season at or below zero where it divides). */
gboolean hd_ets_run (const HdEtsForm *form,
                     const HdEtsWeights *weights,
                     HdEtsState *state,
                     const double *values,
                     guint n_values,
                     double *errors,
                     HdEtsFit *fit);
/* -2 log likelihood, up to a constant that all forms share. */
double hd_ets_deviance (const HdEtsForm *form, const HdEtsFit *fit);
/* Writes the means of the next `horizon` steps; leaves `state` as it is. */
void hd_ets_predict (const HdEtsForm *form,
                     const HdEtsWeights *weights,
                     const HdEtsState *state,
                     guint horizon,
                     double *mean);
/* One path of `horizon` steps from `state` (a scratch copy: it is advanced), errors normal with
 * standard deviation `spread`, each drawn with the sign `mirror` (+1, or -1 for the antithetic twin). */
void hd_ets_draw_path (const HdEtsForm *form,
                       const HdEtsWeights *weights,
                       HdEtsState *state,
                       double spread,
                       double mirror,
                       HdRandom *random,
                       guint horizon,
                       double *path);

G_END_DECLS
