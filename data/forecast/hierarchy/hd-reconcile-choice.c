/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which way of reconciling a structure has earned: all of them on rolling origins.
 *
 * What happened adds up, so errors go through the same projection as forecasts do: the errors of the
 * reconciled forecasts are the reconciled errors, and nothing has to be forecast again.
 */

#include "config.h"

#include "hd-reconcile-choice.h"

#include <math.h>
#include <string.h>

/* By variances, keeping the top, was the best or near it at every level wherever it was measured
 * (tests/bench/bench-hierarchy.c): another way has to be better by this share. */
#define GAIN_TO_BE_CHOSEN 0.02
/* So many windows apart from each other have to be known before the top may be moved. */
#define WINDOWS_TO_MOVE_THE_TOP 6

void
hd_reconcile_data_clear (HdReconcileData *self)
{
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->errors, g_free);
  g_clear_pointer (&self->scales, g_free);
}

HdReconcileForm
hd_reconcile_form_at (guint index)
{
  return (HdReconcileForm){ (HdReconcileWeights)(index / 2), index % 2 == 1 };
}

guint
hd_reconcile_form_index (HdReconcileForm form)
{
  return 2 * form.weights + (form.keeps_top ? 1 : 0);
}

/* Usual amounts, for the variances of series that have no errors; and who has a forecast at all. */
static double *
find_sizes (const HdReconcileCase *of, gboolean *is_known)
{
  guint n_series = hd_summation_get_n_series (of->sums);
  double *sizes = g_new0 (double, n_series + 1);

  for (guint series = 0; series < n_series; series++)
    {
      is_known[series] = TRUE;
      for (guint step = 0; step < of->horizon; step++)
        {
          double value = of->base[(gsize)series * of->horizon + step];

          is_known[series] &= !isnan (value);
          sizes[series] += isnan (value) ? 0 : fabs (value) / of->horizon;
        }
    }
  return sizes;
}

/* How many independent errors those of `n_origins` overlapping windows are worth: as many windows as stand
 * side by side in the time that they cover together. With one step it is the number of origins. */
static double
count_independent (const HdReconcileCase *of, guint n_origins)
{
  double covered = of->n_steps + (double)of->stride * (n_origins - 1);

  return MIN (covered / of->n_steps, n_origins);
}

/* Windows of the two share a period. */
static gboolean
is_overlapping (const HdReconcileCase *of, guint one, guint two)
{
  return (one > two ? one - two : two - one) * of->stride < of->n_steps;
}

/* Of the origins whose windows have nothing in common with that of `left_out` (n_origins: of all).
 * (nullable): NULL without any. */
static HdErrorCovariance *
find_covariance (const HdReconcileCase *of, guint left_out, const double *sizes)
{
  guint n_series = hd_summation_get_n_series (of->sums), n_kept = 0;
  g_autofree guint *kept = g_new (guint, of->n_origins + 1);
  g_autofree double *errors = NULL;
  double *to;

  for (guint origin = 0; origin < of->n_origins; origin++)
    if (left_out == of->n_origins || !is_overlapping (of, origin, left_out))
      kept[n_kept++] = origin;
  if (n_kept == 0 && left_out < of->n_origins)
    return NULL;
  to = errors = g_new (double, (gsize)n_series *n_kept * of->n_steps + 1);
  for (guint series = 0; series < n_series; series++)
    for (guint index = 0; index < n_kept; index++, to += of->n_steps)
      memcpy (to, of->errors + ((gsize)series * of->n_origins + kept[index]) * of->n_steps,
              of->n_steps * sizeof *to);
  return hd_error_covariance_new (errors, n_series, n_kept * of->n_steps,
                                  n_kept > 0 ? count_independent (of, n_kept) : 0, sizes);
}

HdReconciler *
hd_reconcile_case_fit (const HdReconcileCase *of, HdReconcileForm form)
{
  g_autofree gboolean *is_known = g_new (gboolean, hd_summation_get_n_series (of->sums) + 1);
  g_autofree double *sizes = find_sizes (of, is_known);
  g_autoptr (HdErrorCovariance) covariance = find_covariance (of, of->n_origins, sizes);

  return hd_reconciler_new (of->sums, form, covariance, is_known);
}

HdErrorCovariance *
hd_reconcile_case_dependence (const HdReconcileCase *of)
{
  guint n_series = hd_summation_get_n_series (of->sums), n_errors = of->n_origins * of->n_steps;
  g_autofree gboolean *is_known = g_new (gboolean, n_series + 1);
  g_autofree double *sizes = find_sizes (of, is_known);

  return hd_error_covariance_new (of->errors, n_series, n_errors, n_errors, sizes);
}

typedef struct
{
  double *sums; /* [level] */
  guint *counts;
} Tally;

static void
add_scores (const HdReconcileCase *of,
            const double *errors,
            guint n_columns,
            const gboolean *is_whole,
            Tally *tally)
{
  for (guint series = 0; series < hd_summation_get_n_series (of->sums); series++)
    for (guint column = 0; column < n_columns; column++)
      {
        guint level = hd_summation_level_of (of->sums, series);
        double score = fabs (errors[(gsize)series * n_columns + column]) / of->scales[series];

        if (!is_whole[column] || !isfinite (score))
          continue;
        tally->sums[level] += score;
        tally->counts[level]++;
      }
}

/* (transfer full): the errors of one origin, what is not known as 0. A column counts (`is_whole`) when
 * the top's error is known: what some small series lacks does not silence all others. */
static double *
errors_at (const HdReconcileCase *of, guint origin, gboolean *is_whole)
{
  guint n_series = hd_summation_get_n_series (of->sums);
  double *errors = g_new (double, (gsize)n_series * of->n_steps + 1);
  int top = hd_summation_find_top (of->sums);

  for (guint series = 0; series < n_series; series++)
    for (guint step = 0; step < of->n_steps; step++)
      {
        double error = of->errors[((gsize)series * of->n_origins + origin) * of->n_steps + step];

        if (top < 0 || series == (guint)top)
          is_whole[step] = top < 0 || isfinite (error);
        errors[(gsize)series * of->n_steps + step] = isfinite (error) ? error : 0;
      }
  return errors;
}

static void
score_origin (const HdReconcileCase *of, guint origin, Tally *base, Tally *forms)
{
  g_autofree gboolean *is_known = g_new (gboolean, hd_summation_get_n_series (of->sums) + 1);
  g_autofree double *sizes = find_sizes (of, is_known);
  g_autoptr (HdErrorCovariance) covariance = find_covariance (of, origin, sizes);
  g_autofree gboolean *is_whole = g_new0 (gboolean, of->n_steps + 1);
  g_autofree double *errors = errors_at (of, origin, is_whole);
  gsize n_bytes = (gsize)hd_summation_get_n_series (of->sums) * of->n_steps * sizeof (double);

  if (covariance == NULL)
    return;
  add_scores (of, errors, of->n_steps, is_whole, base);
  for (guint index = 0; index < HD_RECONCILE_N_FORMS; index++)
    {
      g_autoptr (HdReconciler) reconciler
          = hd_reconciler_new (of->sums, hd_reconcile_form_at (index), covariance, is_known);
      g_autofree double *reconciled = g_memdup2 (errors, n_bytes);

      if (reconciler == NULL)
        continue;
      hd_reconciler_apply (reconciler, reconciled, of->n_steps, FALSE);
      add_scores (of, reconciled, of->n_steps, is_whole, &forms[index]);
    }
}

static void
tally_finish (Tally *tally, guint n_levels, double *scores)
{
  for (guint level = 0; level < n_levels; level++)
    scores[level] = tally->counts[level] > 0 ? tally->sums[level] / tally->counts[level] : NAN;
  g_free (tally->sums);
  g_free (tally->counts);
}

static void
score_all (const HdReconcileCase *of, HdReconcileChoice *self)
{
  guint n_levels = self->n_levels;
  Tally base = { g_new0 (double, n_levels), g_new0 (guint, n_levels) };
  Tally forms[HD_RECONCILE_N_FORMS];

  for (guint index = 0; index < HD_RECONCILE_N_FORMS; index++)
    forms[index] = (Tally){ g_new0 (double, n_levels), g_new0 (guint, n_levels) };
  for (guint origin = 0; origin < of->n_origins; origin++)
    score_origin (of, origin, &base, forms);
  tally_finish (&base, n_levels, self->base);
  for (guint index = 0; index < HD_RECONCILE_N_FORMS; index++)
    tally_finish (&forms[index], n_levels, self->scores + index * n_levels);
}

static double
relative_to_base (const HdReconcileChoice *self, guint form)
{
  double sum = 0;
  guint n_used = 0;

  for (guint level = 0; level < self->n_levels; level++)
    {
      double ratio = self->scores[form * self->n_levels + level] / self->base[level];

      if (isfinite (ratio) && ratio > 0)
        {
          sum += log (ratio);
          n_used++;
        }
    }
  return n_used > 0 ? exp (sum / n_used) : NAN;
}

/* The top may only be moved by what was seen to make it better, often enough to be no accident. */
static gboolean
may_speak (const HdReconcileCase *of, const HdReconcileChoice *self, guint index)
{
  int top = hd_summation_find_top (of->sums);
  guint level = top >= 0 ? hd_summation_level_of (of->sums, (guint)top) : 0;

  if (top < 0 || hd_reconcile_form_at (index).keeps_top)
    return TRUE;
  return of->n_origins > 0 && count_independent (of, of->n_origins) >= WINDOWS_TO_MOVE_THE_TOP
         && self->scores[index * self->n_levels + level] < self->base[level];
}

static void
choose (const HdReconcileCase *of, HdReconcileChoice *self)
{
  guint preferred = hd_reconcile_form_index ((HdReconcileForm){ HD_RECONCILE_WLS, TRUE });
  double best = INFINITY;

  for (guint index = 0; index < HD_RECONCILE_N_FORMS; index++)
    self->relative[index] = relative_to_base (self, index);
  self->chosen = hd_reconcile_form_at (preferred);
  if (isfinite (self->relative[preferred]))
    best = self->relative[preferred] * (1 - GAIN_TO_BE_CHOSEN);
  for (guint index = 0; index < HD_RECONCILE_N_FORMS; index++)
    if (self->relative[index] < best && may_speak (of, self, index))
      {
        best = self->relative[index];
        self->chosen = hd_reconcile_form_at (index);
      }
}

HdReconcileChoice *
hd_reconcile_choice_new (const HdReconcileCase *of)
{
  HdReconcileChoice *self = g_new0 (HdReconcileChoice, 1);

  self->n_levels = hd_summation_get_n_levels (of->sums);
  self->base = g_new (double, self->n_levels);
  self->scores = g_new (double, self->n_levels *HD_RECONCILE_N_FORMS);
  score_all (of, self);
  choose (of, self);
  return self;
}

void
hd_reconcile_choice_free (HdReconcileChoice *self)
{
  g_free (self->base);
  g_free (self->scores);
  g_free (self);
}
