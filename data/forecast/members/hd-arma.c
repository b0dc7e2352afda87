/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stationary autoregressive moving-average process: its filter, exact likelihood and continuation.
 */

#include "config.h"

#include "hd-arma.h"

#include <math.h>
#include <string.h>

/* When the variance of the next value is the error's own but for this much, all that the start left
 * unknown is known, and the filter goes on as the plain recursion. */
#define SETTLED 1e-8

/* Mean and covariance of what is not settled yet; the state's values come first, then its errors. */
typedef struct
{
  const HdArma *arma;
  guint n_values, size;
  double *mean; /* [size] */
  double *covariance; /* [size * size], row by row */
  double *row; /* [size] scratch */
  guint n_exact; /* values in a row that were foretold with nothing unknown but their own error */
} Filter;

void
hd_arma_psi (const HdArma *arma, guint n_weights, double *psi)
{
  for (guint lag = 1; lag <= n_weights; lag++)
    {
      double weight = lag <= arma->n_ma ? arma->ma[lag - 1] : 0;

      for (guint back = 1; back <= MIN (lag, arma->n_ar); back++)
        weight += arma->ar[back - 1] * (back == lag ? 1 : psi[lag - back - 1]);
      psi[lag - 1] = weight;
    }
}

/* Gaussian elimination with pivoting; the solution replaces `right`. */
static gboolean
solve (double *matrix, guint size, double *right)
{
  for (guint column = 0; column < size; column++)
    {
      guint pivot = column;

      for (guint row = column + 1; row < size; row++)
        if (fabs (matrix[row * size + column]) > fabs (matrix[pivot * size + column]))
          pivot = row;
      if (!(fabs (matrix[pivot * size + column]) > 1e-12))
        return FALSE;
      for (guint other = column; pivot != column && other < size; other++)
        {
          double swapped = matrix[column * size + other];

          matrix[column * size + other] = matrix[pivot * size + other];
          matrix[pivot * size + other] = swapped;
        }
      if (pivot != column)
        {
          double swapped = right[column];

          right[column] = right[pivot];
          right[pivot] = swapped;
        }
      for (guint row = column + 1; row < size; row++)
        {
          double share = matrix[row * size + column] / matrix[column * size + column];

          for (guint other = column; share != 0 && other < size; other++)
            matrix[row * size + other] -= share * matrix[column * size + other];
          right[row] -= share * right[column];
        }
    }
  for (guint row = size; row-- > 0;)
    {
      for (guint other = row + 1; other < size; other++)
        right[row] -= matrix[row * size + other] * right[other];
      right[row] /= matrix[row * size + row];
    }
  return TRUE;
}

/* Brockwell and Davis, Time Series: Theory and Methods (1991), equations 3.3.8 and 3.3.9. */
gboolean
hd_arma_autocovariances (const HdArma *arma, guint n_lags, double *covariances)
{
  guint size = arma->n_ar + 1;
  g_autofree double *psi = g_new (double, arma->n_ma + 1);
  g_autofree double *matrix = g_new0 (double, size *size);
  g_autofree double *right = g_new0 (double, MAX (size, n_lags + 1));

  hd_arma_psi (arma, arma->n_ma, psi);
  for (guint lag = 0; lag <= MAX (arma->n_ar, n_lags); lag++)
    for (guint back = lag; back <= arma->n_ma; back++)
      right[lag] += (back == 0 ? 1 : arma->ma[back - 1]) * (back == lag ? 1 : psi[back - lag - 1]);
  for (guint lag = 0; lag < size; lag++)
    {
      matrix[lag * size + lag] += 1;
      for (guint back = 1; back <= arma->n_ar; back++)
        matrix[lag * size + (lag > back ? lag - back : back - lag)] -= arma->ar[back - 1];
    }
  if (!solve (matrix, size, right) || !(right[0] > 0))
    return FALSE;
  for (guint lag = 0; lag <= n_lags; lag++)
    {
      covariances[lag] = right[lag];
      for (guint back = 1; lag >= size && back <= arma->n_ar; back++)
        covariances[lag] += arma->ar[back - 1] * covariances[lag - back];
    }
  return TRUE;
}

HdArmaState
hd_arma_state_new (const HdArma *arma)
{
  guint n_values = MAX (arma->n_ar, 1);

  return (HdArmaState){ n_values, arma->n_ma, g_new0 (double, n_values),
                        g_new0 (double, arma->n_ma + 1) };
}

void
hd_arma_state_clear (HdArmaState *state)
{
  g_clear_pointer (&state->values, g_free);
  g_clear_pointer (&state->errors, g_free);
}

void
hd_arma_state_copy (const HdArmaState *from, HdArmaState *to)
{
  memcpy (to->values, from->values, sizeof *to->values * from->n_values);
  if (from->n_errors > 0)
    memcpy (to->errors, from->errors, sizeof *to->errors * from->n_errors);
}

static double
foretell (const HdArma *arma, const double *values, const double *errors)
{
  double mean = 0;

  for (guint lag = 0; lag < arma->n_ar; lag++)
    mean += arma->ar[lag] * values[lag];
  for (guint lag = 0; lag < arma->n_ma; lag++)
    mean += arma->ma[lag] * errors[lag];
  return mean;
}

static void
push (double *newest_first, guint size, double value)
{
  if (size == 0)
    return;
  memmove (newest_first + 1, newest_first, sizeof *newest_first * (size - 1));
  newest_first[0] = value;
}

double
hd_arma_next (const HdArma *arma, HdArmaState *state, double error)
{
  double value = foretell (arma, state->values, state->errors) + error;

  push (state->values, state->n_values, value);
  push (state->errors, state->n_errors, error);
  return value;
}

/* The stationary distribution of the values and errors up to and with the first one. */
static gboolean
filter_start (Filter *filter)
{
  const HdArma *arma = filter->arma;
  guint n_values = filter->n_values, size = filter->size;
  g_autofree double *covariances = g_new (double, n_values);
  g_autofree double *psi = g_new (double, arma->n_ma + 1);

  if (!hd_arma_autocovariances (arma, n_values - 1, covariances))
    return FALSE;
  hd_arma_psi (arma, arma->n_ma, psi);
  for (guint row = 0; row < n_values; row++)
    {
      for (guint column = 0; column < n_values; column++)
        filter->covariance[row * size + column]
            = covariances[row > column ? row - column : column - row];
      /* An error moves the values from its own time on. */
      for (guint error = row; error < arma->n_ma; error++)
        filter->covariance[row * size + n_values + error]
            = filter->covariance[(n_values + error) * size + row]
            = error == row ? 1 : psi[error - row - 1];
    }
  for (guint error = n_values; error < size; error++)
    filter->covariance[error * size + error] = 1;
  return TRUE;
}

/* Learns from one value, whose error and variance were found already. */
static void
filter_learn (Filter *filter, double error, double variance)
{
  guint size = filter->size;

  for (guint row = 0; row < size; row++)
    filter->row[row] = filter->covariance[row * size];
  for (guint row = 0; row < size; row++)
    {
      double gain = filter->row[row] / variance;

      if (gain == 0)
        continue;
      filter->mean[row] += gain * error;
      for (guint column = 0; column < size; column++)
        filter->covariance[row * size + column] -= gain * filter->row[column];
    }
}

/* Moves rows (or, transposed, columns) one place back in time and leaves the newest to be filled. */
static void
shift_covariance (Filter *filter)
{
  guint size = filter->size, n_values = filter->n_values;

  for (guint row = size; row-- > 0;)
    {
      double *own = filter->covariance + row * size;

      if (row == 0 || row == n_values)
        continue;
      memcpy (own, own - size, sizeof *own * size);
      memmove (own + 1, own, sizeof *own * (n_values - 1));
      if (size > n_values)
        memmove (own + n_values + 1, own + n_values, sizeof *own * (size - n_values - 1));
    }
}

/* One step ahead in time. */
static void
filter_move (Filter *filter)
{
  const HdArma *arma = filter->arma;
  guint size = filter->size, n_values = filter->n_values;
  double *row = filter->row, mean, variance = 1;

  /* What the next value shares with each part of the state. */
  memset (row, 0, sizeof *row * size);
  for (guint lag = 0; lag < arma->n_ar + arma->n_ma; lag++)
    {
      gboolean is_value = lag < arma->n_ar;
      guint part = is_value ? lag : n_values + lag - arma->n_ar;
      double weight = is_value ? arma->ar[lag] : arma->ma[lag - arma->n_ar];

      for (guint column = 0; weight != 0 && column < size; column++)
        row[column] += weight * filter->covariance[part * size + column];
    }
  for (guint lag = 0; lag < arma->n_ar; lag++)
    variance += arma->ar[lag] * row[lag];
  for (guint lag = 0; lag < arma->n_ma; lag++)
    variance += arma->ma[lag] * row[n_values + lag];

  shift_covariance (filter);
  push (row, n_values, variance);
  push (row + n_values, size - n_values, 1);
  for (guint column = 0; column < size; column++)
    filter->covariance[column] = filter->covariance[column * size] = row[column];
  for (guint column = 0; size > n_values && column < size; column++)
    filter->covariance[n_values * size + column] = filter->covariance[column * size + n_values]
        = column == 0 || column == n_values ? 1 : 0;

  mean = foretell (arma, filter->mean, filter->mean + n_values);
  push (filter->mean, n_values, mean);
  push (filter->mean + n_values, size - n_values, 0);
}

static void
count_error (HdArmaFit *fit, double error, double variance)
{
  fit->sum_squares += error * error / variance;
  fit->sum_log_variance += variance == 1 ? 0 : log (variance);
  fit->n_known++;
}

/* Nothing that a lag reaches back to is unknown any more. */
static gboolean
is_settled (const Filter *filter)
{
  return filter->n_exact > MAX (filter->arma->n_ar, filter->arma->n_ma);
}

/* After a gap in a settled series all but the newest value and its error is known exactly. */
static void
unsettle (Filter *filter)
{
  guint n_values = filter->n_values, size = filter->size;

  memset (filter->covariance, 0, sizeof (double) * size * size);
  filter->covariance[0] = 1;
  if (size > n_values)
    filter->covariance[n_values] = filter->covariance[n_values * size]
        = filter->covariance[n_values * size + n_values] = 1;
}

/* One value; FALSE when the variances have lost their meaning. */
static gboolean
filter_step (Filter *filter, double value, HdArmaFit *fit)
{
  guint n_values = filter->n_values, size = filter->size;
  double error = value - filter->mean[0];
  double variance = is_settled (filter) ? 1 : filter->covariance[0];

  if (!(variance > 0) || !isfinite (variance))
    return FALSE;
  if (isnan (value))
    {
      if (is_settled (filter))
        unsettle (filter);
      filter->n_exact = 0;
      return TRUE;
    }
  count_error (fit, error, variance);
  if (is_settled (filter))
    {
      filter->mean[0] = value;
      if (size > n_values)
        filter->mean[n_values] = error;
      return TRUE;
    }
  filter_learn (filter, error, variance);
  filter->n_exact = fabs (variance - 1) < SETTLED ? filter->n_exact + 1 : 0;
  return TRUE;
}

gboolean
hd_arma_filter (const HdArma *arma,
                const double *values,
                guint n_values,
                HdArmaState *state,
                HdArmaFit *fit)
{
  guint n_own = MAX (arma->n_ar, 1), size = n_own + arma->n_ma;
  g_autofree double *mean = g_new0 (double, size);
  g_autofree double *row = g_new0 (double, size);
  g_autofree double *covariance = g_new0 (double, (gsize)size *size);
  Filter filter = { arma, n_own, size, mean, covariance, row, 0 };

  *fit = (HdArmaFit){ 0 };
  if (!filter_start (&filter))
    return FALSE;
  for (guint place = 0; place < n_values; place++)
    {
      if (place > 0 && !is_settled (&filter))
        filter_move (&filter);
      else if (place > 0)
        {
          double next = foretell (arma, mean, mean + n_own);

          push (mean, n_own, next);
          push (mean + n_own, arma->n_ma, 0);
        }
      if (!filter_step (&filter, values[place], fit))
        return FALSE;
    }
  memcpy (state->values, mean, sizeof *mean * n_own);
  if (arma->n_ma > 0)
    memcpy (state->errors, mean + n_own, sizeof *mean * arma->n_ma);
  return isfinite (fit->sum_squares);
}

double
hd_arma_deviance (const HdArmaFit *fit)
{
  double n_known = fit->n_known;

  return n_known * log (fmax (fit->sum_squares / n_known, 1e-300)) + fit->sum_log_variance;
}

/* The lags whose weight is not nothing: a seasonal polynomial has few. */
static guint
sparse (const double *weights, guint n_weights, guint *lags)
{
  guint n_lags = 0;

  for (guint lag = 1; lag <= n_weights; lag++)
    if (weights[lag - 1] != 0)
      lags[n_lags++] = lag;
  return n_lags;
}

double
hd_arma_conditional_squares (const HdArma *arma,
                             const double *values,
                             guint n_values,
                             double *errors)
{
  g_autofree guint *ar_lags = g_new (guint, arma->n_ar + arma->n_ma + 1);
  guint *ma_lags = ar_lags + arma->n_ar;
  guint n_ar = sparse (arma->ar, arma->n_ar, ar_lags);
  guint n_ma = sparse (arma->ma, arma->n_ma, ma_lags);
  double sum = 0;

  for (guint place = 0; place < n_values; place++)
    {
      double mean = 0;

      for (guint index = 0; index < n_ar && ar_lags[index] <= place; index++)
        mean += arma->ar[ar_lags[index] - 1] * values[place - ar_lags[index]];
      for (guint index = 0; index < n_ma && ma_lags[index] <= place; index++)
        mean += arma->ma[ma_lags[index] - 1] * errors[place - ma_lags[index]];
      errors[place] = values[place] - mean;
      sum += errors[place] * errors[place];
    }
  return sum;
}
