/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The histories of a KPI for the nation and every unit of both organisation maps.
 *
 * Sums are asked for by office once and added up here, exactly as the engine does. Ratios and percentiles
 * are asked for at each level, because only the engine has their numerators.
 */

#include "config.h"

#include "hd-forecast-series-private.h"

#include <math.h>
#include <string.h>

#define MAP_PREFIX "MAP"
/* Of all units at once: counts by class of duration of ten years of them take more than 100 MB. */
#define PERIODS_A_QUESTION 12

static HdGrain
grain_of (const HdForecastSource *source, const HdKpi *kpi)
{
  HdStructure *structure = hd_structures_find (source->structures, kpi->dataset);
  HdGrain grain = structure != NULL ? hd_structure_get_grain (structure) : HD_GRAIN_MONTH;

  return grain == HD_GRAIN_QUARTER || grain == HD_GRAIN_YEAR ? grain : HD_GRAIN_MONTH;
}

/* (transfer full) (nullable): of all time. */
static HdQuery *
make_query (const HdForecastSource *source,
            const HdKpi *kpi,
            const char *by,
            const char *map,
            GError **error)
{
  static const char *const words[] = { "day", "month", "quarter", "year" };
  g_autoptr (HdQuery) query = hd_query_new (kpi->id);

  if (!hd_query_set_by (query, by, error)
      || !hd_query_set_grain (query, words[grain_of (source, kpi)], error)
      || (map != NULL && !hd_query_set_map (query, map, error)))
    return NULL;
  hd_query_set_as_of (query, source->as_of);
  return g_steal_pointer (&query);
}

static HdFrame *
ask (const HdForecastSource *source,
     const HdKpi *kpi,
     const char *by,
     const char *map,
     HdQuery **asked,
     GError **error)
{
  g_autoptr (HdQuery) query = make_query (source, kpi, by, map, error);
  HdFrame *frame;

  if (query == NULL)
    return NULL;
  frame = hd_engine_query (source->engine, query, source->cancellable, error);
  if (asked != NULL)
    *asked = g_steal_pointer (&query);
  return frame;
}

HdHierarchy *
hd_forecast_series_newest_map (const HdStructures *structures)
{
  HdHierarchy *newest = NULL;

  for (guint index = 0; index < hd_structures_get_n_hierarchies (structures); index++)
    {
      HdHierarchy *map = hd_structures_get_hierarchy (structures, index);
      const char *id = hd_hierarchy_get_id (map);

      if (g_str_has_prefix (id, MAP_PREFIX)
          && (newest == NULL || strcmp (id, hd_hierarchy_get_id (newest)) > 0))
        newest = map;
    }
  return newest;
}

/* Calls for each level between the nation and the offices, of each map. */
typedef gboolean (*LevelFunc) (HdHierarchy *map, guint level, gpointer user_data, GError **error);

static gboolean
for_each_level (const HdForecastSource *source, LevelFunc func, gpointer user_data, GError **error)
{
  guint n_hierarchies = hd_structures_get_n_hierarchies (source->structures);

  for (guint index = 0; index < n_hierarchies; index++)
    {
      HdHierarchy *map = hd_structures_get_hierarchy (source->structures, index);

      if (!g_str_has_prefix (hd_hierarchy_get_id (map), MAP_PREFIX))
        continue;
      for (guint level = 1; level + 1 < hd_hierarchy_get_n_levels (map); level++)
        if (!func (map, level, user_data, error))
          return FALSE;
    }
  return TRUE;
}

typedef struct
{
  const HdForecastSource *source;
  HdForecastSeriesSet *set;
  GPtrArray *leaves; /* (element-type HdForecastSeries) borrowed */
} Gathering;

static void
add_values (const HdForecastSeriesSet *set, HdForecastSeries *sum, const HdForecastSeries *part)
{
  for (guint place = 0; place < set->n_values; place++)
    if (isnan (sum->values[place]))
      sum->values[place] = part->values[place];
    else if (!isnan (part->values[place]))
      sum->values[place] += part->values[place];
  if (isnan (sum->part))
    sum->part = part->part;
  else if (!isnan (part->part))
    sum->part += part->part;
}

/* Regions or departments as sums of their offices. */
static gboolean
add_up_level (HdHierarchy *map, guint level, gpointer user_data, GError **error)
{
  Gathering *gathering = user_data;
  g_autoptr (GHashTable) by_code = g_hash_table_new (g_str_hash, g_str_equal);
  HdCodeList *list = hd_hierarchy_get_list (map);

  for (guint index = 0; index < gathering->leaves->len; index++)
    {
      HdForecastSeries *leaf = g_ptr_array_index (gathering->leaves, index);
      HdCode own = hd_code_list_find (list, leaf->code, -1);
      HdCode above = own != HD_CODE_NONE ? hd_hierarchy_at_level (map, own, level) : HD_CODE_NONE;
      const char *code;
      HdForecastSeries *sum;

      /* An office of the centre hangs under the nation: at this level it stands for itself. */
      if (above == HD_CODE_NONE || above == own)
        continue;
      code = hd_code_list_get (list, above)->id;
      sum = g_hash_table_lookup (by_code, code);
      if (sum == NULL)
        {
          g_autofree char *scope = g_strdup_printf ("unit=%s", code);

          sum = hd_forecast_series_add (gathering->set, scope, code, HD_FORECAST_ROLE_GROUP);
          g_hash_table_insert (by_code, sum->code, sum);
        }
      add_values (gathering->set, sum, leaf);
    }
  return TRUE;
}

/* One stretch of the set's axis, from `place` on; the last reaches to where the data end. */
static gboolean
collect_stretch (const HdForecastSource *source,
                 HdForecastCollector *collector,
                 const HdQuery *all,
                 guint place,
                 GError **error)
{
  const HdForecastSeriesSet *set = collector->set;
  HdPeriod from = hd_period_shift (set->first, (int)place);
  HdPeriod to = hd_period_shift (from, PERIODS_A_QUESTION - 1);
  g_autoptr (HdQuery) query = hd_query_edit (all);
  g_autoptr (HdFrame) frame = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *first = hd_period_to_string (from);
  g_autofree char *last = hd_period_to_string (to);

  if (!hd_query_set_from (query, first, error)
      || (place + PERIODS_A_QUESTION < set->n_values && !hd_query_set_to (query, last, error)))
    return FALSE;
  frame = hd_engine_query (source->engine, query, source->cancellable, &problem);
  if (frame != NULL)
    hd_forecast_collector_add (collector, query, frame);
  else if (!g_error_matches (problem, HD_QUERY_ERROR, HD_QUERY_ERROR_NO_DATA))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  return TRUE;
}

/* The series of all units of a kind, along the axis that the set has. */
static gboolean
collect_units (const HdForecastSource *source,
               HdForecastSeriesSet *set,
               const char *by,
               const char *map,
               GError **error)
{
  g_autoptr (HdQuery) query = make_query (source, set->kpi, by, map, error);
  HdForecastCollector collector;
  gboolean is_ok = query != NULL;

  hd_forecast_collector_init (&collector, set);
  for (guint place = 0; is_ok && place < set->n_values; place += PERIODS_A_QUESTION)
    is_ok = collect_stretch (source, &collector, query, place, error);
  hd_forecast_collector_finish (&collector);
  return is_ok;
}

/* Regions or departments as the engine has them. */
static gboolean
ask_level (HdHierarchy *map, guint level, gpointer user_data, GError **error)
{
  Gathering *gathering = user_data;
  HdForecastSeriesSet *set = gathering->set;
  HdCodeList *list = hd_hierarchy_get_list (map);
  g_autofree char *by = g_strdup_printf ("time,unit:%s", hd_hierarchy_get_level_name (map, level));
  guint n_before = set->series->len;

  if (!collect_units (gathering->source, set, by, hd_hierarchy_get_id (map) + strlen (MAP_PREFIX),
                      error))
    return FALSE;
  for (guint index = set->series->len; index-- > n_before;)
    {
      HdForecastSeries *series = g_ptr_array_index (set->series, index);
      HdCode code = hd_code_list_find (list, series->code, -1);

      series->role = HD_FORECAST_ROLE_GROUP;
      if (code == HD_CODE_NONE || !hd_hierarchy_has (map, code)
          || hd_hierarchy_level_of (map, code) != level)
        g_ptr_array_remove_index (set->series, index);
    }
  return TRUE;
}

/* The whole first, then groups, then leaves, whatever order they were made in. */
static int
compare_series (gconstpointer a, gconstpointer b)
{
  const HdForecastSeries *first = *(const HdForecastSeries *const *)a;
  const HdForecastSeries *second = *(const HdForecastSeries *const *)b;

  return first->role != second->role ? (int)first->role - (int)second->role
                                     : strcmp (first->scope, second->scope);
}

static gboolean
load_sums (Gathering *gathering, GError **error)
{
  HdForecastSeriesSet *set = gathering->set;
  g_autoptr (HdQuery) query = NULL;
  g_autoptr (HdFrame) frame = ask (gathering->source, set->kpi, "time,unit", NULL, &query, error);
  HdForecastSeries *whole;

  if (frame == NULL || !hd_forecast_series_set_axis (set, frame, error))
    return FALSE;
  hd_forecast_series_collect (set, query, frame);
  for (guint index = 0; index < set->series->len; index++)
    g_ptr_array_add (gathering->leaves, g_ptr_array_index (set->series, index));
  whole = hd_forecast_series_add (set, "", NULL, HD_FORECAST_ROLE_WHOLE);
  for (guint index = 0; index < gathering->leaves->len; index++)
    add_values (set, whole, g_ptr_array_index (gathering->leaves, index));
  return for_each_level (gathering->source, add_up_level, gathering, error);
}

static gboolean
load_each_level (Gathering *gathering, gboolean has_units, GError **error)
{
  HdForecastSeriesSet *set = gathering->set;
  g_autoptr (HdQuery) query = NULL;
  g_autoptr (HdFrame) frame = ask (gathering->source, set->kpi, "time", NULL, &query, error);

  if (frame == NULL || !hd_forecast_series_set_axis (set, frame, error))
    return FALSE;
  hd_forecast_series_collect (set, query, frame);
  if (!has_units)
    return TRUE;
  return collect_units (gathering->source, set, "time,unit", NULL, error)
         && for_each_level (gathering->source, ask_level, gathering, error);
}

HdForecastSeriesSet *
hd_forecast_series_load_units (const HdForecastSource *source, const HdKpi *kpi, GError **error)
{
  g_autoptr (HdForecastSeriesSet) set = hd_forecast_series_set_new (source, kpi);
  g_autoptr (GPtrArray) leaves = g_ptr_array_new ();
  Gathering gathering = { source, set, leaves };
  gboolean has_units = hd_kpi_has_dimension (kpi, "unit");

  if (!(has_units && hd_forecast_series_is_additive (kpi)
            ? load_sums (&gathering, error)
            : load_each_level (&gathering, has_units, error)))
    return NULL;
  g_ptr_array_sort (set->series, compare_series);
  return g_steal_pointer (&set);
}
