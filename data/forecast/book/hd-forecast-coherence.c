/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The forecasts of one KPI made to add up: offices, regions, departments and the nation.
 */

#include "config.h"

#include "hd-forecast-coherence.h"

#include <math.h>

#include "hd-reconcile-choice.h"

typedef struct
{
  const HdForecastSeriesSet *set;
  const HdStructures *structures;
  GPtrArray *entries, *forecasts;
  HdSummation *sums;
  GArray *leaves; /* (element-type guint): places in the set of the summation's leaves */
  int *series; /* [set's series] in the summation; -1: it takes no part */
  int *spokesman; /* [summation's series] the set's place that speaks for it */
  guint horizon;
} Coherence;

/* An office of the centre hangs under no region: then this is it alone. */
static gboolean
holds (const HdStructures *structures, const char *group, const char *leaf)
{
  for (guint index = 0; index < hd_structures_get_n_hierarchies (structures); index++)
    {
      HdHierarchy *map = hd_structures_get_hierarchy (structures, index);
      HdCodeList *list = hd_hierarchy_get_list (map);
      HdCode above = hd_code_list_find (list, group, -1);
      HdCode below = hd_code_list_find (list, leaf, -1);

      if (above != HD_CODE_NONE && below != HD_CODE_NONE && hd_hierarchy_has (map, above)
          && hd_hierarchy_has (map, below) && hd_hierarchy_is_under (map, below, above))
        return TRUE;
    }
  return FALSE;
}

static void
find_leaves (Coherence *self)
{
  for (guint place = 0; place < self->set->series->len; place++)
    {
      const HdForecastSeries *series = g_ptr_array_index (self->set->series, place);

      self->series[place] = -1;
      if (series->role != HD_FORECAST_ROLE_LEAF || g_ptr_array_index (self->entries, place) == NULL)
        continue;
      self->series[place] = (int)self->leaves->len;
      g_array_append_val (self->leaves, place);
    }
}

static void
add_nodes (Coherence *self, HdForecastRole role, const char *level)
{
  g_autofree guint *below = g_new (guint, self->leaves->len + 1);

  hd_summation_add_level (self->sums, level);
  for (guint place = 0; place < self->set->series->len; place++)
    {
      const HdForecastSeries *node = g_ptr_array_index (self->set->series, place);
      guint n_below = 0;

      if (node->role != role || g_ptr_array_index (self->entries, place) == NULL)
        continue;
      for (guint leaf = 0; leaf < self->leaves->len; leaf++)
        {
          const HdForecastSeries *of
              = g_ptr_array_index (self->set->series, g_array_index (self->leaves, guint, leaf));

          if (role == HD_FORECAST_ROLE_WHOLE || holds (self->structures, node->code, of->code))
            below[n_below++] = leaf;
        }
      if (n_below > 0)
        self->series[place] = (int)hd_summation_add_node (self->sums, below, n_below);
    }
}

/* Of a region that is one office and that office only one speaks: the leaf. */
static void
choose_spokesmen (Coherence *self)
{
  guint n_series = hd_summation_get_n_series (self->sums);

  self->spokesman = g_new (int, n_series + 1);
  for (guint series = 0; series < n_series; series++)
    self->spokesman[series] = -1;
  for (guint leaf = 0; leaf < self->leaves->len; leaf++)
    self->spokesman[leaf] = (int)g_array_index (self->leaves, guint, leaf);
  for (guint place = 0; place < self->set->series->len; place++)
    if (self->series[place] >= 0 && self->spokesman[self->series[place]] < 0)
      self->spokesman[self->series[place]] = (int)place;
}

static double *
gather_means (const Coherence *self)
{
  guint n_series = hd_summation_get_n_series (self->sums);
  double *values = g_new (double, (gsize)n_series * self->horizon);

  for (guint series = 0; series < n_series; series++)
    {
      const HdForecastEntry *entry = g_ptr_array_index (self->entries, self->spokesman[series]);

      for (guint step = 0; step < self->horizon; step++)
        values[(gsize)series * self->horizon + step] = entry->mean[step];
    }
  return values;
}

/* The longest back-test sets the layout: that of the levels above the leaves, which have fewer origins. */
static const HdForecast *
find_layout (const Coherence *self)
{
  const HdForecast *longest = NULL;

  for (guint place = 0; place < self->forecasts->len; place++)
    {
      const HdForecast *forecast = g_ptr_array_index (self->forecasts, place);

      if (self->series[place] >= 0 && forecast != NULL && forecast->errors != NULL
          && (longest == NULL || forecast->record.n_origins > longest->record.n_origins))
        longest = forecast;
    }
  return longest;
}

/* The mean change from season to season. */
static double
scale_of (const HdForecastEntry *entry)
{
  guint lag = MAX (entry->season, 1), n_changes = 0;
  double sum = 0;

  for (guint place = lag; place < entry->n_values; place++)
    {
      double change = fabs (entry->values[place] - entry->values[place - lag]);

      if (isnan (change))
        continue;
      sum += change;
      n_changes++;
    }
  return sum > 0 ? sum / n_changes : NAN;
}

/* Errors of the base forecasts at the same times; NAN where a series has none of that layout. */
static void
gather_errors (const Coherence *self, HdReconcileData *into)
{
  const HdForecast *layout = find_layout (self);
  guint n_series = hd_summation_get_n_series (self->sums), n_errors;

  into->of.n_origins = layout != NULL ? layout->record.n_origins : 0;
  into->of.n_steps = layout != NULL ? layout->backtest_horizon : 1;
  into->of.stride = layout != NULL ? layout->backtest_stride : 1;
  n_errors = into->of.n_origins * into->of.n_steps;
  into->of.errors = into->errors = g_new (double, (gsize)n_series *n_errors + 1);
  into->of.scales = into->scales = g_new (double, n_series + 1);
  for (guint series = 0; series < n_series; series++)
    {
      const HdForecast *forecast = g_ptr_array_index (self->forecasts, self->spokesman[series]);
      gboolean is_alike = layout != NULL && forecast->errors != NULL
                          && forecast->backtest_horizon == into->of.n_steps
                          && forecast->backtest_stride == into->of.stride;
      guint n_own = is_alike ? forecast->record.n_origins * into->of.n_steps : 0;

      into->scales[series] = scale_of (g_ptr_array_index (self->entries, self->spokesman[series]));
      for (guint error = 0; error < n_errors; error++)
        into->errors[(gsize)series * n_errors + error]
            = error < n_own ? forecast->errors[error] : NAN;
    }
}

static gboolean
is_non_negative (const Coherence *self)
{
  for (guint leaf = 0; leaf < self->leaves->len; leaf++)
    {
      const HdForecastEntry *entry
          = g_ptr_array_index (self->entries, g_array_index (self->leaves, guint, leaf));

      if (!entry->is_non_negative)
        return FALSE;
    }
  return TRUE;
}

/* Whole numbers in every step; where they do not fit 63 bits they stay as they are. */
static void
round_steps (const Coherence *self, double *values)
{
  guint n_series = hd_summation_get_n_series (self->sums);
  g_autofree double *column = g_new (double, n_series + 1);
  g_autofree gint64 *rounded = g_new (gint64, n_series + 1);

  for (guint step = 0; self->set->is_integer && step < self->horizon; step++)
    {
      for (guint series = 0; series < n_series; series++)
        column[series] = values[(gsize)series * self->horizon + step];
      if (!hd_summation_round (self->sums, column, NAN, rounded))
        continue;
      for (guint series = 0; series < n_series; series++)
        values[(gsize)series * self->horizon + step] = (double)rounded[series];
    }
}

static void
move_entry (HdForecastEntry *entry, const double *means)
{
  entry->is_reconciled = TRUE;
  entry->mean = g_memdup2 (means, sizeof (double) * entry->horizon);
  for (guint level = 0; level < HD_FORECAST_BOOK_N_LEVELS; level++)
    for (guint step = 0; step < entry->horizon; step++)
      {
        double shift = entry->mean[step] - entry->base_mean[step];
        double lower = entry->lower[level][step] + shift;

        entry->lower[level][step] = entry->is_non_negative ? fmax (lower, 0) : lower;
        entry->upper[level][step] = fmin (entry->upper[level][step] + shift, entry->upper_bound);
      }
}

static void
apply (Coherence *self)
{
  g_auto (HdReconcileData) of = { .of = { .sums = self->sums, .horizon = self->horizon } };
  g_autoptr (HdReconcileChoice) choice = NULL;
  g_autoptr (HdReconciler) reconciler = NULL;
  g_autofree double *values = gather_means (self);

  of.of.base = of.base = gather_means (self);
  gather_errors (self, &of);
  choice = hd_reconcile_choice_new (&of.of);
  reconciler = hd_reconcile_case_fit (&of.of, choice->chosen);
  if (reconciler != NULL)
    hd_reconciler_apply (reconciler, values, self->horizon, is_non_negative (self));
  else
    hd_summation_add_up (self->sums, values, self->horizon);
  round_steps (self, values);
  for (guint place = 0; place < self->set->series->len; place++)
    if (self->series[place] >= 0)
      move_entry (g_ptr_array_index (self->entries, place),
                  values + (gsize)self->series[place] * self->horizon);
}

void
hd_forecast_coherence_apply (const HdForecastSeriesSet *set,
                             const HdStructures *structures,
                             GPtrArray *entries,
                             GPtrArray *forecasts)
{
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree int *series = g_new (int, set->series->len + 1);
  g_autoptr (HdSummation) sums = NULL;
  g_autofree int *spokesman = NULL;
  Coherence self = {
    .set = set,
    .structures = structures,
    .entries = entries,
    .forecasts = forecasts,
    .leaves = leaves,
    .series = series,
    .horizon = set->horizon,
  };

  find_leaves (&self);
  if (leaves->len == 0)
    return;
  self.sums = sums = hd_summation_new (leaves->len);
  add_nodes (&self, HD_FORECAST_ROLE_GROUP, "group");
  add_nodes (&self, HD_FORECAST_ROLE_WHOLE, "whole");
  choose_spokesmen (&self);
  spokesman = self.spokesman;
  apply (&self);
}
