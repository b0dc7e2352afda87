/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The histories of a KPI and all that they add up to.
 */

#include "config.h"

#include "hd-forecast-structure.h"

#include "hd-calendar-effect.h"

#include <math.h>
#include <string.h>

#define MAP_PREFIX "MAP"
#define UNIT "unit"
/* A series that nothing was heard of for so many seasons has closed. */
#define SEASONS_TO_BE_FORGOTTEN 2

/* How a dimension is seen at some level: not at all, at the leaves' own codes, or at a map's level. */
typedef struct
{
  gboolean is_there;
  HdHierarchy *map; /* (nullable) */
  guint level;
} View;

/* The code of `dimension` in "tax=GTGT unit=KV02". (transfer full) */
static char *
code_in_scope (const char *scope, const char *dimension)
{
  g_auto (GStrv) words = g_strsplit (scope, " ", -1);
  gsize length = strlen (dimension);

  for (guint word = 0; words[word] != NULL; word++)
    if (strncmp (words[word], dimension, length) == 0 && words[word][length] == '=')
      return g_strdup (words[word] + length + 1);
  return g_strdup ("");
}

static guint
n_dimensions (const HdForecastStructure *self)
{
  return g_strv_length (self->dimensions);
}

static const char *
code_of_leaf (const HdForecastStructure *self, guint dimension, guint leaf)
{
  return self->codes[dimension * self->set->series->len + leaf];
}

/* A leaf's code as `view` shows it. A unit that the map does not have, or that hangs higher, is itself. */
static const char *
code_in_view (const HdForecastStructure *self, guint dimension, guint leaf, const View *view)
{
  const char *own = code_of_leaf (self, dimension, leaf);
  HdCodeList *list;
  HdCode code;

  if (view->map == NULL)
    return own;
  list = hd_hierarchy_get_list (view->map);
  code = hd_code_list_find (list, own, -1);
  if (code != HD_CODE_NONE)
    code = hd_hierarchy_at_level (view->map, code, view->level);
  return code != HD_CODE_NONE ? hd_code_list_get (list, code)->id : own;
}

/* Leaves that `views` (one a dimension) show alike. */
typedef struct
{
  char **codes; /* of the dimensions that are there */
  GArray *leaves; /* (element-type guint) */
} Bundle;

static void
bundle_free (Bundle *bundle)
{
  g_strfreev (bundle->codes);
  g_array_unref (bundle->leaves);
  g_free (bundle);
}

/* (transfer full) (element-type Bundle), in order of first mention. */
static GPtrArray *
bundle_leaves (const HdForecastStructure *self, const View *views)
{
  GPtrArray *bundles = g_ptr_array_new_with_free_func ((GDestroyNotify)bundle_free);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint leaf = 0; leaf < self->set->series->len; leaf++)
    {
      g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *key = NULL;
      Bundle *bundle;

      for (guint dimension = 0; dimension < n_dimensions (self); dimension++)
        if (views[dimension].is_there)
          g_ptr_array_add (codes,
                           g_strdup (code_in_view (self, dimension, leaf, &views[dimension])));
      g_ptr_array_add (codes, NULL);
      key = g_strjoinv ("\x1f", (char **)codes->pdata);
      bundle = g_hash_table_lookup (by_key, key);
      if (bundle == NULL)
        {
          bundle = g_new0 (Bundle, 1);
          bundle->codes = (char **)g_ptr_array_free (g_steal_pointer (&codes), FALSE);
          bundle->leaves = g_array_new (FALSE, FALSE, sizeof (guint));
          g_hash_table_insert (by_key, g_steal_pointer (&key), bundle);
          g_ptr_array_add (bundles, bundle);
        }
      g_array_append_val (bundle->leaves, leaf);
    }
  return bundles;
}

static void
add_nodes (HdForecastStructure *self, const char *const *names, const View *views)
{
  g_autoptr (GPtrArray) bundles = bundle_leaves (self, views);
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint dimension = 0; dimension < n_dimensions (self); dimension++)
    if (views[dimension].is_there)
      g_string_append_printf (name, "%s%s", name->len > 0 ? " × " : "", names[dimension]);
  hd_summation_add_level (self->sums, name->len > 0 ? name->str : "all");
  for (guint index = 0; index < bundles->len; index++)
    {
      const GArray *leaves = ((Bundle *)g_ptr_array_index (bundles, index))->leaves;

      hd_summation_add_node (self->sums, (const guint *)(gpointer)leaves->data, leaves->len);
    }
}

/* Crosses every view of `dimension` and of those after it. */
static void
cross (HdForecastStructure *self, guint dimension, const char **names, View *views)
{
  if (dimension == n_dimensions (self))
    {
      add_nodes (self, names, views);
      return;
    }
  names[dimension] = self->dimensions[dimension];
  views[dimension] = (View){ FALSE, NULL, 0 };
  cross (self, dimension + 1, names, views);
  if (g_str_equal (self->dimensions[dimension], UNIT))
    for (guint index = 0; index < self->maps->len; index++)
      {
        HdHierarchy *map = g_ptr_array_index (self->maps, index);

        for (guint level = 1; level + 1 < hd_hierarchy_get_n_levels (map); level++)
          {
            names[dimension] = hd_hierarchy_get_level_name (map, level);
            views[dimension] = (View){ TRUE, map, level };
            cross (self, dimension + 1, names, views);
          }
      }
  names[dimension] = self->dimensions[dimension];
  views[dimension] = (View){ TRUE, NULL, 0 };
  cross (self, dimension + 1, names, views);
}

static void
add_values (HdForecastStructure *self)
{
  guint n_leaves = self->set->series->len, n_values = self->set->n_values;

  self->values = g_new (double, (gsize)hd_summation_get_n_series (self->sums) * n_values + 1);
  for (guint series = 0; series < hd_summation_get_n_series (self->sums); series++)
    {
      guint n_below;
      const guint *leaves = hd_summation_leaves_of (self->sums, series, &n_below);

      for (guint place = 0; place < n_values; place++)
        {
          double sum = 0;
          guint n_known = 0;

          for (guint index = 0; index < n_below; index++)
            {
              const HdForecastSeries *leaf = g_ptr_array_index (self->set->series, leaves[index]);

              if (isnan (leaf->values[place]))
                continue;
              sum += leaf->values[place];
              n_known++;
            }
          self->values[(gsize)series * n_values + place] = n_known > 0 ? sum : NAN;
        }
    }
  g_assert (n_leaves == hd_summation_get_n_leaves (self->sums));
}

HdForecastStructure *
hd_forecast_structure_new (const HdForecastSeriesSet *set,
                           const HdStructures *structures,
                           const char *const *dimensions)
{
  HdForecastStructure *self = g_new0 (HdForecastStructure, 1);
  guint n = g_strv_length ((char **)dimensions);
  g_autofree View *views = g_new0 (View, n + 1);
  g_autofree const char **names = g_new0 (const char *, n + 1);

  self->set = set;
  self->dimensions = g_strdupv ((char **)dimensions);
  self->codes = g_new0 (char *, n * set->series->len + 1);
  self->maps = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_hierarchy_unref);
  for (guint index = 0; index < hd_structures_get_n_hierarchies (structures); index++)
    {
      HdHierarchy *map = hd_structures_get_hierarchy (structures, index);

      if (g_str_has_prefix (hd_hierarchy_get_id (map), MAP_PREFIX))
        g_ptr_array_add (self->maps, hd_hierarchy_ref (map));
    }
  for (guint dimension = 0; dimension < n; dimension++)
    for (guint leaf = 0; leaf < set->series->len; leaf++)
      {
        const HdForecastSeries *series = g_ptr_array_index (set->series, leaf);

        self->codes[dimension * set->series->len + leaf]
            = code_in_scope (series->scope, dimensions[dimension]);
      }
  self->sums = hd_summation_new (set->series->len);
  if (set->series->len > 0)
    cross (self, 0, names, views);
  add_values (self);
  return self;
}

void
hd_forecast_structure_free (HdForecastStructure *self)
{
  guint n_codes = n_dimensions (self) * self->set->series->len;

  for (guint index = 0; index < n_codes; index++)
    g_free (self->codes[index]);
  g_free (self->codes);
  g_strfreev (self->dimensions);
  g_free (self->values);
  hd_summation_unref (self->sums);
  g_ptr_array_unref (self->maps);
  g_free (self);
}

static void
group_free (HdForecastGroup *group)
{
  g_strfreev (group->codes);
  g_free (group);
}

static HdHierarchy *
find_map (const HdForecastStructure *self, int year)
{
  g_autofree char *id = g_strdup_printf ("%s%d", MAP_PREFIX, year);
  HdHierarchy *found = NULL;

  for (guint index = 0; index < self->maps->len; index++)
    {
      HdHierarchy *map = g_ptr_array_index (self->maps, index);
      const char *own = hd_hierarchy_get_id (map);

      if (year != 0 ? g_str_equal (own, id)
                    : found == NULL || strcmp (own, hd_hierarchy_get_id (found)) > 0)
        found = map;
    }
  return found;
}

/* Places of units in their list, so that groups come in the order of codes; the others keep theirs. */
static guint
place_of (const HdForecastStructure *self, const View *view, const char *code)
{
  HdHierarchy *map = view->map != NULL ? view->map : find_map (self, 0);

  return map != NULL ? hd_code_list_find (hd_hierarchy_get_list (map), code, -1) : 0;
}

/* Stable: by the unit's place, then in the order of first mention. */
static void
sort_by_unit (const HdForecastStructure *self, GPtrArray *groups, guint column, const View *view)
{
  for (guint end = 1; end < groups->len; end++)
    {
      HdForecastGroup *group = g_ptr_array_index (groups, end);
      guint own = place_of (self, view, group->codes[column]), to = end;

      while (to > 0
             && place_of (self, view,
                          ((HdForecastGroup *)g_ptr_array_index (groups, to - 1))->codes[column])
                    > own)
        {
          groups->pdata[to] = groups->pdata[to - 1];
          to--;
        }
      groups->pdata[to] = group;
    }
}

GPtrArray *
hd_forecast_structure_list (const HdForecastStructure *self, const GPtrArray *groups, int map)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)group_free);
  g_autofree View *views = g_new0 (View, n_dimensions (self) + 1);
  g_autoptr (GPtrArray) bundles = NULL;
  HdHierarchy *units = find_map (self, map);
  int unit = -1, column = -1;

  for (guint dimension = 0; dimension < n_dimensions (self); dimension++)
    for (guint index = 0; groups != NULL && index < groups->len; index++)
      {
        const HdGroup *group = g_ptr_array_index (groups, index);
        gboolean is_unit = g_str_equal (group->dimension, UNIT);
        int level = is_unit && units != NULL && group->level != NULL
                        ? hd_hierarchy_find_level (units, group->level)
                        : -1;

        if (!g_str_equal (group->dimension, self->dimensions[dimension]))
          continue;
        views[dimension] = (View){ TRUE, level >= 0 ? units : NULL, (guint)MAX (level, 0) };
        if (is_unit)
          unit = (int)dimension;
      }
  for (int dimension = 0; dimension <= unit; dimension++)
    column += views[dimension].is_there;
  bundles = bundle_leaves (self, views);
  for (guint index = 0; index < bundles->len; index++)
    {
      const Bundle *bundle = g_ptr_array_index (bundles, index);
      HdForecastGroup *group = g_new0 (HdForecastGroup, 1);

      group->codes = g_strdupv (bundle->codes);
      group->series = hd_summation_add_node (
          self->sums, (const guint *)(gpointer)bundle->leaves->data, bundle->leaves->len);
      g_ptr_array_add (list, group);
    }
  if (unit >= 0)
    sort_by_unit (self, list, (guint)column, &views[unit]);
  return list;
}

/* Forecasting on all cores. */
typedef struct
{
  const HdForecastStructure *self;
  const HdForecastInput *options;
  GPtrArray *forecasts;
  GCancellable *cancellable;
} Run;

static gboolean
is_forgotten (const HdForecastStructure *self, const double *values)
{
  guint n_values = self->set->n_values;
  guint recent = MIN (n_values, SEASONS_TO_BE_FORGOTTEN * MAX (self->set->season, 2));

  for (guint place = n_values - recent; place < n_values; place++)
    if (!isnan (values[place]))
      return FALSE;
  return TRUE;
}

static gboolean
is_non_negative (const HdForecastStructure *self)
{
  for (guint leaf = 0; leaf < self->set->series->len; leaf++)
    for (guint place = 0; place < self->set->n_values; place++)
      if (self->values[(gsize)leaf * self->set->n_values + place] < 0)
        return FALSE;
  return TRUE;
}

static void
forecast_one (gpointer data, gpointer user_data)
{
  const Run *run = user_data;
  const HdForecastStructure *self = run->self;
  guint series = GPOINTER_TO_UINT (data) - 1;
  const HdCalendarFrame frame = { self->set->calendar, self->set->first };
  HdForecastInput input = *run->options;

  input.values = self->values + (gsize)series * self->set->n_values;
  input.n_values = self->set->n_values;
  /* Each its own draws: what goes together is decided later, by their errors. */
  input.seed += series;
  if (!g_cancellable_is_cancelled (run->cancellable) && !is_forgotten (self, input.values))
    run->forecasts->pdata[series] = hd_forecast_run_with_calendar (&input, &frame, NULL, NULL);
}

static void
free_forecast (gpointer forecast)
{
  if (forecast != NULL)
    hd_forecast_free (forecast);
}

HdReconciliation *
hd_forecast_structure_run (const HdForecastStructure *self,
                           const HdForecastInput *options,
                           GPtrArray **forecasts,
                           GCancellable *cancellable,
                           GError **error)
{
  guint n_series = hd_summation_get_n_series (self->sums);
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (free_forecast);
  g_autofree HdReconcileSeries *series = g_new0 (HdReconcileSeries, n_series + 1);
  HdForecastInput common = *options;
  Run run = { self, &common, made, cancellable };
  HdReconcileInput input = { .sums = self->sums,
                             .series = series,
                             .season = self->set->season,
                             .is_integer = self->set->is_integer,
                             .seed = options->seed };
  GThreadPool *pool
      = g_thread_pool_new (forecast_one, &run, (int)g_get_num_processors (), FALSE, NULL);
  HdReconciliation *reconciled;

  input.is_non_negative = common.is_non_negative = is_non_negative (self);
  g_ptr_array_set_size (made, (int)n_series);
  for (guint index = 0; index < n_series; index++)
    g_thread_pool_push (pool, GUINT_TO_POINTER (index + 1), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  for (guint index = 0; index < n_series; index++)
    series[index] = (HdReconcileSeries){ self->values + (gsize)index * self->set->n_values,
                                         self->set->n_values, g_ptr_array_index (made, index) };
  reconciled = hd_reconciliation_new (&input);
  if (reconciled == NULL)
    g_set_error_literal (error, HD_FORECAST_ERROR, HD_FORECAST_ERROR_TOO_SHORT,
                         "no series of the structure can be forecast");
  if (forecasts != NULL)
    *forecasts = g_steal_pointer (&made);
  return reconciled;
}
