/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far exponential smoothing may miss, step by step, without a simulation.
 *
 * Hyndman and others (2008), chapter 6: class 1 (additive errors, eq. 6.11), class 2 (relative errors of
 * a linear recursion, sec. 6.3.2), and for a multiplicative season with relative errors class 3's
 * approximation (sec. 6.3.3).
 */

#include "config.h"

#include "hd-ets-variance.h"

#include <math.h>

/* c_j: how much of an error is still in the mean `step` steps later. */
static double
carried (const HdEtsForm *form, const HdEtsWeights *weights, double reach, guint step, guint period)
{
  double share = weights->level_weight;

  if (form->trend != HD_ETS_TREND_NONE)
    share += weights->trend_weight * reach;
  if (form->season == HD_ETS_SEASON_ADDITIVE && step % period == 0)
    share += weights->season_weight;
  return share;
}

static void
additive_variance (const double *carry, double spread, guint horizon, double *deviations)
{
  double sum = 1;

  for (guint step = 0; step < horizon; step++)
    {
      deviations[step] = spread * sqrt (sum);
      sum += carry[step] * carry[step];
    }
}

/* theta_h = mu_h^2 + sigma^2 sum c_j^2 theta_(h-j); v_h = (1 + sigma^2) theta_h - mu_h^2. */
static void
relative_variance (const HdEtsForm *form,
                   const HdEtsWeights *weights,
                   const HdEtsState *state,
                   const double *carry,
                   const double *mean,
                   double spread,
                   guint horizon,
                   double *deviations)
{
  double sigma2 = spread * spread;
  gboolean is_ratio = form->season == HD_ETS_SEASON_MULTIPLICATIVE;
  double season_growth = 1 + sigma2 * weights->season_weight * weights->season_weight;
  g_autofree double *theta = g_new (double, horizon);

  for (guint step = 0; step < horizon; step++)
    {
      double own = is_ratio ? state->season[(state->phase + step) % state->period] : 1;
      double base = mean[step] / own, growth = 1;

      theta[step] = base * base;
      for (guint before = 0; before < step; before++)
        theta[step] += sigma2 * carry[step - before - 1] * carry[step - before - 1] * theta[before];
      if (is_ratio)
        growth = pow (season_growth, step / state->period);
      deviations[step]
          = fabs (own) * sqrt (MAX (theta[step] * (1 + sigma2) * growth - base * base, 0));
    }
}

gboolean
hd_ets_variance (const HdEtsForm *form,
                 const HdEtsWeights *weights,
                 const HdEtsState *state,
                 double spread,
                 guint horizon,
                 double *deviations)
{
  g_autofree double *carry = g_new (double, horizon);
  double reach = 0, power = 1; /* phi + phi^2 + … + phi^j and its last term */

  if (!form->is_error_relative && form->season == HD_ETS_SEASON_MULTIPLICATIVE)
    return FALSE;
  for (guint step = 0; step < horizon; step++)
    {
      power *= weights->damping;
      reach += power;
      carry[step] = carried (form, weights, reach, step + 1, state->period);
    }
  if (form->is_error_relative)
    {
      g_autofree double *mean = g_new (double, horizon);

      hd_ets_predict (form, weights, state, horizon, mean);
      relative_variance (form, weights, state, carry, mean, spread, horizon, deviations);
    }
  else
    {
      additive_variance (carry, spread, horizon, deviations);
    }
  for (guint step = 0; step < horizon; step++)
    if (!isfinite (deviations[step]))
      return FALSE;
  return TRUE;
}
