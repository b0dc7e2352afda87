/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Seasonal ARIMA: the polynomials of one order, and its fit.
 */

#include "config.h"

#include "hd-sarima.h"

#include "hd-nelder-mead.h"

#include <math.h>
#include <string.h>

#define CONDITIONAL_EVALUATIONS 50
#define EXACT_EVALUATIONS 25
#define CONDITIONAL_TOLERANCE 1e-5
#define EXACT_TOLERANCE 1e-7
#define FIRST_STEP 0.4
#define EXACT_STEP 0.08
/* Partial autocorrelations stay this far inside the unit circle: beyond it differences do better. */
#define MAX_PARTIAL 0.995

typedef struct
{
  HdSarima *sarima;
  const double *centred;
  guint n_values;
  double *errors;
  HdArmaState *state;
} Problem;

guint
hd_sarima_n_weights (const HdSarimaOrder *order)
{
  return order->ar + order->ma + order->season_ar + order->season_ma;
}

guint
hd_sarima_n_lost (const HdSarimaOrder *order)
{
  return order->differences + order->season_differences * order->period;
}

void
hd_sarima_init (HdSarima *sarima, const HdSarimaOrder *order)
{
  *sarima = (HdSarima){ .order = *order };
  sarima->n_ar = order->ar + order->season_ar * order->period;
  sarima->n_ma = order->ma + order->season_ma * order->period;
  sarima->ar = g_new0 (double, sarima->n_ar + 1);
  sarima->ma = g_new0 (double, sarima->n_ma + 1);
}

void
hd_sarima_clear (HdSarima *sarima)
{
  g_clear_pointer (&sarima->ar, g_free);
  g_clear_pointer (&sarima->ma, g_free);
}

HdArma
hd_sarima_arma (const HdSarima *sarima)
{
  return (HdArma){ sarima->ar, sarima->ma, sarima->n_ar, sarima->n_ma };
}

/* Durbin and Levinson's recursion: partial autocorrelations into coefficients of a stationary process. */
static void
coefficients_of (const double *weights, guint n_weights, double *coefficients)
{
  for (guint lag = 0; lag < n_weights; lag++)
    {
      double partial = MAX_PARTIAL * tanh (weights[lag]), before[HD_SARIMA_MAX_WEIGHTS];

      memcpy (before, coefficients, sizeof *before * lag);
      for (guint inner = 0; inner < lag; inner++)
        coefficients[inner] = before[inner] - partial * before[lag - 1 - inner];
      coefficients[lag] = partial;
    }
}

/* 1 - polynomial = (1 - sum short_i B^i) (1 - sum long_k B^(k period)). */
static void
multiply (const double *short_lags,
          guint n_short,
          const double *long_lags,
          guint n_long,
          guint period,
          double *polynomial)
{
  memset (polynomial, 0, sizeof *polynomial * (n_short + n_long * period));
  for (guint lag = 1; lag <= n_short; lag++)
    polynomial[lag - 1] += short_lags[lag - 1];
  for (guint season = 1; season <= n_long; season++)
    {
      polynomial[season * period - 1] += long_lags[season - 1];
      for (guint lag = 1; lag <= n_short; lag++)
        polynomial[season * period + lag - 1] -= short_lags[lag - 1] * long_lags[season - 1];
    }
}

void
hd_sarima_expand (HdSarima *sarima)
{
  const HdSarimaOrder *order = &sarima->order;
  const double *weights = sarima->weights;
  double ar[HD_SARIMA_MAX_WEIGHTS], ma[HD_SARIMA_MAX_WEIGHTS];
  double season_ar[HD_SARIMA_MAX_WEIGHTS], season_ma[HD_SARIMA_MAX_WEIGHTS];

  coefficients_of (weights, order->ar, ar);
  coefficients_of (weights + order->ar, order->ma, ma);
  coefficients_of (weights + order->ar + order->ma, order->season_ar, season_ar);
  coefficients_of (weights + order->ar + order->ma + order->season_ar, order->season_ma, season_ma);
  multiply (ar, order->ar, season_ar, order->season_ar, order->period, sarima->ar);
  multiply (ma, order->ma, season_ma, order->season_ma, order->period, sarima->ma);
  /* Moving averages are written with plus signs. */
  for (guint lag = 0; lag < sarima->n_ma; lag++)
    sarima->ma[lag] = -sarima->ma[lag];
}

void
hd_sarima_difference (const HdSarimaOrder *order,
                      const double *values,
                      guint n_values,
                      double *differences)
{
  g_autofree double *work = g_memdup2 (values, sizeof *values * n_values);

  for (guint round = 0; round < order->season_differences + order->differences; round++)
    {
      guint lag = round < order->season_differences ? order->period : 1;

      n_values -= lag;
      for (guint place = 0; place < n_values; place++)
        work[place] = work[place + lag] - work[place];
    }
  memcpy (differences, work, sizeof *differences * n_values);
}

static double
mean_of_known (const double *values, guint n_values)
{
  double sum = 0;
  guint n_known = 0;

  for (guint place = 0; place < n_values; place++)
    if (!isnan (values[place]))
      {
        sum += values[place];
        n_known++;
      }
  return n_known > 0 ? sum / n_known : 0;
}

static double *
centre (HdSarima *sarima, const double *differences, guint n_differences)
{
  double *centred = g_new (double, n_differences);

  sarima->constant = sarima->order.has_constant ? mean_of_known (differences, n_differences) : 0;
  for (guint place = 0; place < n_differences; place++)
    centred[place] = differences[place] - sarima->constant;
  return centred;
}

static gboolean
judge (HdSarima *sarima, double deviance, double sum_squares, guint n_known)
{
  double n_parameters = hd_sarima_n_weights (&sarima->order) + sarima->order.has_constant + 1;
  double degrees = n_known - n_parameters + 1;

  if (n_known <= n_parameters + 2 || !isfinite (deviance))
    return FALSE;
  sarima->spread = sqrt (sum_squares / fmax (degrees, n_known / 2.0));
  sarima->information = deviance + 2 * n_parameters
                        + 2 * n_parameters * (n_parameters + 1) / (n_known - n_parameters - 1);
  return TRUE;
}

static double
conditional_squares_at (const double *point, gpointer user_data)
{
  Problem *problem = user_data;
  HdArma arma = hd_sarima_arma (problem->sarima);

  memmove (problem->sarima->weights, point,
           sizeof *point * hd_sarima_n_weights (&problem->sarima->order));
  hd_sarima_expand (problem->sarima);
  return hd_arma_conditional_squares (&arma, problem->centred, problem->n_values, problem->errors);
}

static void
minimise (Problem *problem,
          HdNelderMeadFunction function,
          double first_step,
          double tolerance,
          guint evaluations_per_weight)
{
  guint n_weights = hd_sarima_n_weights (&problem->sarima->order);
  double point[HD_SARIMA_MAX_WEIGHTS], step[HD_SARIMA_MAX_WEIGHTS];

  memcpy (point, problem->sarima->weights, sizeof point);
  for (guint axis = 0; axis < n_weights; axis++)
    step[axis] = first_step;
  if (n_weights > 0)
    hd_nelder_mead_minimise (function, problem, n_weights, point, step, tolerance,
                             evaluations_per_weight * n_weights);
  function (point, problem);
}

gboolean
hd_sarima_fit_conditional (HdSarima *sarima,
                           const double *differences,
                           guint n_differences,
                           double *scratch)
{
  g_autofree double *centred = centre (sarima, differences, n_differences);
  Problem problem = { sarima, centred, n_differences, scratch, NULL };
  double sum;

  minimise (&problem, conditional_squares_at, FIRST_STEP, CONDITIONAL_TOLERANCE,
            CONDITIONAL_EVALUATIONS);
  sum = conditional_squares_at (sarima->weights, &problem);
  return judge (sarima, n_differences * log (fmax (sum / n_differences, 1e-300)), sum,
                n_differences);
}

static gboolean
filter_at (Problem *problem, const double *point, HdArmaFit *fit)
{
  HdArma arma = hd_sarima_arma (problem->sarima);

  memmove (problem->sarima->weights, point,
           sizeof *point * hd_sarima_n_weights (&problem->sarima->order));
  hd_sarima_expand (problem->sarima);
  return hd_arma_filter (&arma, problem->centred, problem->n_values, problem->state, fit);
}

static double
deviance_at (const double *point, gpointer user_data)
{
  HdArmaFit fit;

  return filter_at (user_data, point, &fit) ? hd_arma_deviance (&fit) : INFINITY;
}

gboolean
hd_sarima_fit_exact (HdSarima *sarima, const double *differences, guint n_differences)
{
  g_autofree double *centred = centre (sarima, differences, n_differences);
  HdArma arma = hd_sarima_arma (sarima);
  HdArmaState state = hd_arma_state_new (&arma);
  Problem problem = { sarima, centred, n_differences, NULL, &state };
  HdArmaFit fit;
  gboolean is_fitted;

  minimise (&problem, deviance_at, EXACT_STEP, EXACT_TOLERANCE, EXACT_EVALUATIONS);
  is_fitted = filter_at (&problem, sarima->weights, &fit)
              && judge (sarima, hd_arma_deviance (&fit), fit.sum_squares, fit.n_known);
  hd_arma_state_clear (&state);
  return is_fitted;
}
