/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Regression of a seasonal series on the calendar, with errors that have a level and a season.
 *
 * z = Xβ + n, where n is a level and a season that both drift (exponential smoothing in innovations form,
 * Hyndman et al. 2008, ch. 9: regressors). The smoothing is linear: z and each column of X go through the
 * same filter, after which ordinary least squares is generalised least squares (as Bell and Hillmer 1983,
 * "Modeling time series with calendar variation", do with an airline model). A season that was seen k times
 * is corrected by 1/k until the gain is reached: what one first year says about its months would otherwise
 * stay in them for many. The gains come from a coarse grid; β hardly depends on them. Rows that stand out
 * count less (Huber), and a normal prior keeps β sensible while Tết has been seen a few times only.
 *
 * Walking through the rows and estimating β from those before each gives errors one step ahead and out of
 * sample, without and with the calendar, for the price of one fit (Dawid 1984, "prequential").
 */

#include "config.h"

#include "hd-calendar-fit.h"

#include "hd-quantile.h"

#include <math.h>
#include <string.h>

#define N_TERMS HD_CALENDAR_N_TERMS
#define HUBER 2.0
/* Seasons before the first test: fewer have not seen Tết in both months. */
#define WARM_UP_SEASONS 3
#define MIN_TESTED 12
#define MAD_TO_SD 1.4826
#define SCALE_ROWS 2001 /* prime to weeks */
#define LEAST_SCALE 1e-12

static const double level_gains[] = { 0.1, 0.25, 0.5, 0.8 };
static const double season_gains[] = { 0, 0.1, 0.3 };

typedef struct
{
  double level, season;
} Gains;

/* X'WX and X'Wy, growing row by row. */
typedef struct
{
  guint n_columns;
  double cross[N_TERMS][N_TERMS];
  double with_value[N_TERMS];
} Normal;

typedef struct
{
  const HdCalendarRegression *regression;
  double *value; /* filtered, [n_rows]; NAN where any ingredient is missing */
  double *column[N_TERMS];
  double scale; /* of the innovations: robust standard deviation */
} Filtered;

static gboolean
is_row_known (const HdCalendarRegression *regression, guint row)
{
  for (guint column = 0; column < regression->n_columns; column++)
    if (isnan (regression->column[column][row]))
      return FALSE;
  return !isnan (regression->values[row]);
}

/* The mean of the first season's known values. */
static double
first_level (const HdCalendarRegression *regression, const double *values)
{
  double mean = 0;
  guint n_known = 0, first = 0;

  while (first < regression->n_rows && !is_row_known (regression, first))
    first++;
  for (guint row = first; row < MIN (first + regression->season, regression->n_rows); row++)
    if (is_row_known (regression, row))
      mean += (values[row] - mean) / ++n_known;
  return mean;
}

/* What each row of `values` has that its past does not tell; NAN where that is not known. */
static void
filter (const HdCalendarRegression *regression,
        const double *values,
        Gains gains,
        double *seasonal,
        guint *n_seen,
        double *innovations)
{
  double level = first_level (regression, values);

  memset (n_seen, 0, sizeof (guint) * regression->season);
  for (guint row = 0; row < regression->n_rows; row++)
    {
      guint phase = row % regression->season;
      double error;

      innovations[row] = NAN;
      if (!is_row_known (regression, row))
        continue;
      if (n_seen[phase]++ == 0)
        {
          seasonal[phase] = values[row] - level;
          continue;
        }
      error = innovations[row] = values[row] - level - seasonal[phase];
      level += gains.level * error;
      seasonal[phase] += MAX (gains.season, 1.0 / n_seen[phase]) * (1 - gains.level) * error;
    }
}

static gboolean
is_known (const Filtered *filtered, guint row)
{
  return !isnan (filtered->value[row]);
}

static void
filter_all (Filtered *filtered, Gains gains)
{
  const HdCalendarRegression *regression = filtered->regression;
  g_autofree double *seasonal = g_new (double, regression->season);
  g_autofree guint *n_seen = g_new (guint, regression->season);

  filter (regression, regression->values, gains, seasonal, n_seen, filtered->value);
  for (guint column = 0; column < regression->n_columns; column++)
    filter (regression, regression->column[column], gains, seasonal, n_seen,
            filtered->column[column]);
}

static void
normal_init (Normal *normal, const HdCalendarRegression *regression, double variance)
{
  *normal = (Normal){ .n_columns = regression->n_columns };
  for (guint column = 0; column < regression->n_columns; column++)
    {
      double precision = variance / (regression->prior_sd[column] * regression->prior_sd[column]);

      normal->cross[column][column] = precision;
      normal->with_value[column] = precision * regression->prior_mean[column];
    }
}

static void
normal_add (Normal *normal, const Filtered *filtered, guint row, double weight)
{
  for (guint first = 0; first < normal->n_columns; first++)
    {
      double weighted = weight * filtered->column[first][row];

      normal->with_value[first] += weighted * filtered->value[row];
      for (guint second = 0; second < normal->n_columns; second++)
        normal->cross[first][second] += weighted * filtered->column[second][row];
    }
}

/* Gauss–Jordan on a positive definite matrix of at most five rows; `inverse` may be NULL. */
static gboolean
normal_solve (const Normal *normal, double *coefficient, double *inverse_diagonal)
{
  double work[N_TERMS][2 * N_TERMS + 1];
  guint n = normal->n_columns, width = 2 * n + 1;

  for (guint row = 0; row < n; row++)
    for (guint place = 0; place < width; place++)
      work[row][place] = place < n       ? normal->cross[row][place]
                         : place < 2 * n ? (place - n == row)
                                         : normal->with_value[row];
  for (guint pivot = 0; pivot < n; pivot++)
    {
      double divisor = work[pivot][pivot];

      if (!(divisor > 1e-12 * normal->cross[pivot][pivot]))
        return FALSE;
      for (guint place = 0; place < width; place++)
        work[pivot][place] /= divisor;
      for (guint row = 0; row < n; row++)
        {
          double factor = work[row][pivot];

          if (row == pivot)
            continue;
          for (guint place = 0; place < width; place++)
            work[row][place] -= factor * work[pivot][place];
        }
    }
  for (guint row = 0; row < n; row++)
    {
      coefficient[row] = work[row][2 * n];
      if (inverse_diagonal != NULL)
        inverse_diagonal[row] = work[row][n + row];
    }
  return TRUE;
}

static double
residual (const Filtered *filtered, guint row, const double *coefficient)
{
  double left = filtered->value[row];

  for (guint column = 0; column < filtered->regression->n_columns; column++)
    left -= coefficient[column] * filtered->column[column][row];
  return left;
}

static double
huber_weight (double error, double scale)
{
  return fabs (error) <= HUBER * scale ? 1 : HUBER * scale / fabs (error);
}

/* All rows at once, weighted by how they stand to `coefficient`, which is replaced. */
static gboolean
solve_all (const Filtered *filtered, double *coefficient, double *inverse_diagonal)
{
  Normal normal;

  normal_init (&normal, filtered->regression, filtered->scale * filtered->scale);
  for (guint row = 0; row < filtered->regression->n_rows; row++)
    if (is_known (filtered, row))
      normal_add (&normal, filtered, row,
                  huber_weight (residual (filtered, row, coefficient), filtered->scale));
  return normal_solve (&normal, coefficient, inverse_diagonal);
}

/* The robust scale of the residuals; of long series some thousands of rows tell it as well as all. */
static void
measure_scale (Filtered *filtered, const double *coefficient)
{
  guint n_rows = filtered->regression->n_rows, stride = 1 + n_rows / SCALE_ROWS, n_known = 0;
  g_autofree double *sizes = g_new (double, n_rows / stride + 2);

  for (guint row = 0; row < n_rows; row += stride)
    if (is_known (filtered, row))
      sizes[n_known++] = fabs (residual (filtered, row, coefficient));
  hd_sort_doubles (sizes, n_known);
  filtered->scale = n_known > 0 ? MAD_TO_SD * hd_quantile_of_sorted (sizes, n_known, 0.5) : 0;
  /* A series without noise: any residual stands out, none is divided by zero. */
  if (!(filtered->scale > 0))
    filtered->scale = LEAST_SCALE;
}

/* Estimates β under each pair of gains and leaves the best: the smallest robust sum. */
static gboolean
fit_grid (Filtered *filtered, Gains *best_gains, double *coefficient)
{
  double best = INFINITY;

  for (guint cell = 0; cell < G_N_ELEMENTS (level_gains) * G_N_ELEMENTS (season_gains); cell++)
    {
      Gains gains = { level_gains[cell / G_N_ELEMENTS (season_gains)],
                      season_gains[cell % G_N_ELEMENTS (season_gains)] };
      double trial[N_TERMS], sum = 0;

      memcpy (trial, filtered->regression->prior_mean, sizeof trial);
      filter_all (filtered, gains);
      measure_scale (filtered, trial);
      for (guint pass = 0; pass < 2; pass++)
        if (!solve_all (filtered, trial, NULL))
          return FALSE;
      for (guint row = 0; row < filtered->regression->n_rows; row++)
        if (is_known (filtered, row))
          sum += fabs (residual (filtered, row, trial));
      if (sum < best)
        {
          best = sum;
          *best_gains = gains;
          memcpy (coefficient, trial, sizeof trial);
        }
    }
  return isfinite (best);
}

/* Errors one step ahead with β of the rows before. */
static void
walk (const Filtered *filtered, HdCalendarFit *fit)
{
  const HdCalendarRegression *regression = filtered->regression;
  double coefficient[N_TERMS], sum_gain = 0, sum_squares = 0, mean_gain;
  guint n_seen = 0;
  Normal normal;

  memcpy (coefficient, regression->prior_mean, sizeof coefficient);
  normal_init (&normal, regression, filtered->scale * filtered->scale);
  fit->plain_error = fit->adjusted_error = 0;
  for (guint row = 0; row < regression->n_rows; row++)
    {
      double plain, adjusted, gain;

      if (!is_known (filtered, row))
        continue;
      plain = fabs (filtered->value[row]);
      adjusted = fabs (residual (filtered, row, coefficient));
      gain = plain - adjusted;
      if (n_seen++ >= WARM_UP_SEASONS * regression->season)
        {
          fit->n_tested++;
          fit->plain_error += plain;
          fit->adjusted_error += adjusted;
          sum_gain += gain;
          sum_squares += gain * gain;
        }
      normal_add (&normal, filtered, row, huber_weight (adjusted, filtered->scale));
      normal_solve (&normal, coefficient, NULL);
    }
  if (fit->n_tested < MIN_TESTED)
    {
      fit->n_tested = 0;
      fit->plain_error = fit->adjusted_error = fit->gain_t = NAN;
      return;
    }
  mean_gain = sum_gain / fit->n_tested;
  fit->plain_error /= fit->n_tested;
  fit->adjusted_error /= fit->n_tested;
  sum_squares = MAX (sum_squares / fit->n_tested - mean_gain * mean_gain, 0);
  fit->gain_t = sum_squares > 0 ? mean_gain / sqrt (sum_squares / fit->n_tested) : 0;
}

gboolean
hd_calendar_fit (const HdCalendarRegression *regression, HdCalendarFit *fit)
{
  Filtered filtered = { .regression = regression };
  gsize bytes = sizeof (double) * regression->n_rows;
  g_autofree double *work = g_malloc (bytes * (regression->n_columns + 1));
  double inverse_diagonal[N_TERMS];
  Gains gains;
  gboolean is_fitted = FALSE;

  *fit = (HdCalendarFit){ 0 };
  filtered.value = work;
  for (guint column = 0; column < regression->n_columns; column++)
    filtered.column[column] = work + (gsize)(column + 1) * regression->n_rows;

  if (fit_grid (&filtered, &gains, fit->coefficient))
    {
      filter_all (&filtered, gains);
      measure_scale (&filtered, fit->coefficient);
      is_fitted = solve_all (&filtered, fit->coefficient, inverse_diagonal);
      for (guint column = 0; column < regression->n_columns && is_fitted; column++)
        fit->standard_error[column] = filtered.scale * sqrt (inverse_diagonal[column]);
      walk (&filtered, fit);
    }
  return is_fitted && fit->n_tested > 0;
}
