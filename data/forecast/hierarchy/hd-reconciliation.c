/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts of a whole structure made to add up: points, intervals and every simulated path.
 */

#include "config.h"

#include "hd-reconciliation.h"

#include "hd-joint-paths.h"
#include "hd-path-spread.h"
#include "hd-quantile.h"
#include "hd-rank.h"

#include <math.h>
#include <string.h>

/* The forecast whose back-test sets the axis of the errors: the longest one. */
static const HdForecast *
find_model (const HdReconcileInput *input)
{
  const HdForecast *model = NULL;

  for (guint series = 0; series < hd_summation_get_n_series (input->sums); series++)
    {
      const HdForecast *forecast = input->series[series].forecast;
      gsize n_here
          = forecast != NULL ? (gsize)forecast->record.n_origins * forecast->backtest_horizon : 0;

      if (forecast == NULL)
        continue;
      if (model == NULL || n_here > (gsize)model->record.n_origins * model->backtest_horizon)
        model = forecast;
    }
  return model;
}

static double
change_scale (const HdReconcileSeries *of, guint season)
{
  double sum = 0;
  guint n_changes = 0;

  for (guint place = season; place < of->n_values; place++)
    {
      double change = of->values[place] - of->values[place - season];

      if (!isnan (change))
        {
          sum += fabs (change);
          n_changes++;
        }
    }
  return sum > 0 ? sum / n_changes : NAN;
}

/* Puts the errors of one series onto the common axis, by how many periods before the end they lie: series
 * begin at different times, and short ones have a shorter back-test. Origins go from old to new. */
static void
place_errors (const HdReconcileData *self, const HdReconcileSeries *of, double *errors)
{
  guint n_origins = self->of.n_origins, n_steps = self->of.n_steps;

  for (guint cell = 0; cell < n_origins * n_steps; cell++)
    errors[cell] = NAN;
  for (guint index = 0; of->forecast != NULL && index < of->forecast->n_backtest; index++)
    {
      const HdForecastBacktestPoint *point = &of->forecast->backtest[index];
      guint before_end = of->n_values - point->origin, age;

      if (point->step > n_steps || before_end < n_steps
          || (before_end - n_steps) % self->of.stride != 0)
        continue;
      age = (before_end - n_steps) / self->of.stride;
      if (age < n_origins)
        errors[(n_origins - 1 - age) * n_steps + point->step - 1] = point->actual - point->mean;
    }
}

static void
case_fill (HdReconcileData *self, const HdReconcileInput *input, const HdForecast *model)
{
  guint n_series = hd_summation_get_n_series (input->sums), horizon = model->horizon, n_errors;

  self->of = (HdReconcileCase){ .sums = input->sums,
                                .horizon = horizon,
                                .n_origins = model->record.n_origins,
                                .n_steps = MAX (model->backtest_horizon, 1),
                                .stride = MAX (model->backtest_stride, 1) };
  n_errors = self->of.n_origins * self->of.n_steps;
  self->base = g_new (double, (gsize)n_series *horizon + 1);
  self->errors = g_new (double, (gsize)n_series *n_errors + 1);
  self->scales = g_new (double, n_series + 1);
  for (guint series = 0; series < n_series; series++)
    {
      const HdReconcileSeries *of = &input->series[series];
      double none = series < hd_summation_get_n_leaves (input->sums) ? 0 : NAN;

      for (guint step = 0; step < horizon; step++)
        self->base[(gsize)series * horizon + step]
            = of->forecast != NULL ? of->forecast->mean[step] : none;
      place_errors (self, of, self->errors + (gsize)series * n_errors);
      self->scales[series] = change_scale (of, input->season);
    }
  self->of.base = self->base;
  self->of.errors = self->errors;
  self->of.scales = self->scales;
}

/* Means as they were forecast; a node without one has no equation, so its 0 is not read. */
static void
reconcile_means (HdReconciliation *self,
                 const HdReconcileInput *input,
                 const HdReconciler *reconciler,
                 const HdReconcileData *of)
{
  gsize n_values = (gsize)self->n_series * self->horizon;
  int top = hd_summation_find_top (input->sums);
  g_autofree double *column = g_new (double, self->n_series + 1);
  g_autofree gint64 *rounded = g_new (gint64, self->n_series + 1);

  self->mean = g_memdup2 (of->base, n_values * sizeof (double));
  for (gsize place = 0; place < n_values; place++)
    if (isnan (self->mean[place]))
      self->mean[place] = 0;
  hd_reconciler_apply (reconciler, self->mean, self->horizon, input->is_non_negative);
  for (guint step = 0; input->is_integer && step < self->horizon; step++)
    {
      double kept
          = self->form.keeps_top && top >= 0 ? of->base[(gsize)top * self->horizon + step] : NAN;

      for (guint series = 0; series < self->n_series; series++)
        column[series] = self->mean[(gsize)series * self->horizon + step];
      if (hd_summation_round (input->sums, column, kept, rounded))
        for (guint series = 0; series < self->n_series; series++)
          self->mean[(gsize)series * self->horizon + step] = (double)rounded[series];
    }
}

static void
reconcile_paths (HdReconciliation *self,
                 const HdReconcileInput *input,
                 const HdReconciler *reconciler,
                 const HdReconcileData *of)
{
  gsize n_columns = (gsize)self->n_paths * self->horizon;
  g_autoptr (HdErrorCovariance) together = hd_reconcile_case_dependence (&of->of);
  g_autofree double *variances = NULL;

  self->paths = g_new0 (double, self->n_series *n_columns + 1);
  for (guint series = 0; series < self->n_series; series++)
    if (input->series[series].forecast != NULL)
      memcpy (self->paths + series * n_columns, input->series[series].forecast->paths,
              n_columns * sizeof (double));
  hd_joint_paths_arrange (self->paths, self->n_paths, self->horizon, together, input->seed);
  variances = hd_path_spread_measure (self->paths, self->n_series, self->n_paths, self->horizon);
  hd_reconciler_apply (reconciler, self->paths, (guint)n_columns, FALSE);
  hd_path_spread_restore (input->sums, variances, self->n_paths, self->horizon, self->paths);
  /* They add up already: this only lifts what is below zero. */
  hd_reconciler_apply (reconciler, self->paths, (guint)n_columns, input->is_non_negative);
}

/* Work of one series on any thread. */
typedef struct
{
  HdReconciliation *self;
  const double *levels;
} Quantiles;

static void
fill_quantiles (gpointer data, gpointer user_data)
{
  const Quantiles *work = user_data;
  HdReconciliation *self = work->self;
  guint series = GPOINTER_TO_UINT (data) - 1;
  const double *paths = self->paths + (gsize)series * self->n_paths * self->horizon;
  g_autofree HdRanked *spare = g_new (HdRanked, (gsize)2 * self->n_paths);
  g_autofree guint *order = g_new (guint, self->n_paths);
  g_autofree double *sorted = g_new (double, self->n_paths);

  for (guint step = 0; step < self->horizon; step++)
    {
      hd_rank_doubles (paths + step, self->horizon, self->n_paths, spare, order);
      for (guint rank = 0; rank < self->n_paths; rank++)
        sorted[rank] = paths[(gsize)order[rank] * self->horizon + step];
      for (guint level = 0; level < self->n_levels; level++)
        {
          gsize place = ((gsize)series * self->n_levels + level) * self->horizon + step;
          double tail = (1 - work->levels[level] / 100) / 2;

          self->lower[place] = hd_quantile_of_sorted (sorted, self->n_paths, tail);
          self->upper[place] = hd_quantile_of_sorted (sorted, self->n_paths, 1 - tail);
        }
    }
}

static void
fill_intervals (HdReconciliation *self, const HdForecast *model)
{
  Quantiles work = { self, model->levels };
  GThreadPool *pool
      = g_thread_pool_new (fill_quantiles, &work, (int)g_get_num_processors (), FALSE, NULL);

  self->lower = g_new (double, (gsize)self->n_series * self->n_levels * self->horizon + 1);
  self->upper = g_new (double, (gsize)self->n_series * self->n_levels * self->horizon + 1);
  for (guint series = 0; series < self->n_series; series++)
    g_thread_pool_push (pool, GUINT_TO_POINTER (series + 1), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
}

static gboolean
have_paths (const HdReconcileInput *input, const HdForecast *model)
{
  for (guint series = 0; series < hd_summation_get_n_series (input->sums); series++)
    {
      const HdForecast *forecast = input->series[series].forecast;

      if (forecast != NULL
          && (forecast->paths == NULL || forecast->n_paths != model->n_paths
              || forecast->horizon != model->horizon))
        return FALSE;
    }
  return model->n_paths > 0;
}

HdReconciliation *
hd_reconciliation_new (const HdReconcileInput *input)
{
  g_autoptr (HdReconciliation) self = g_new0 (HdReconciliation, 1);
  const HdForecast *model = find_model (input);
  g_autoptr (HdReconciler) reconciler = NULL;
  g_auto (HdReconcileData) of = { 0 };

  if (model == NULL)
    return NULL;
  case_fill (&of, input, model);
  self->n_series = hd_summation_get_n_series (input->sums);
  self->horizon = model->horizon;
  if (input->form == NULL)
    self->choice = hd_reconcile_choice_new (&of.of);
  self->form = input->form != NULL ? *input->form : self->choice->chosen;
  reconciler = hd_reconcile_case_fit (&of.of, self->form);
  if (reconciler == NULL)
    return NULL;
  reconcile_means (self, input, reconciler, &of);
  if (have_paths (input, model))
    {
      self->n_paths = model->n_paths;
      self->n_levels = model->n_levels;
      self->levels = g_memdup2 (model->levels, model->n_levels * sizeof (double));
      reconcile_paths (self, input, reconciler, &of);
      fill_intervals (self, model);
    }
  return g_steal_pointer (&self);
}

void
hd_reconciliation_free (HdReconciliation *self)
{
  g_clear_pointer (&self->choice, hd_reconcile_choice_free);
  g_free (self->mean);
  g_free (self->paths);
  g_free (self->levels);
  g_free (self->lower);
  g_free (self->upper);
  g_free (self);
}
