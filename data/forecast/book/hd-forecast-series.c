/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a KPI and its scopes to histories that can be forecast.
 */

#include "config.h"

#include "hd-forecast-series.h"

#include "hd-forecast-series-private.h"

#include <math.h>

/* What is assigned, not observed: nothing goes on by itself there. */
#define PLAN_DATASET "PLANS"
/* A unit that nothing was heard of for so many seasons has closed. */
#define SEASONS_TO_BE_FORGOTTEN 2

static void
series_free (HdForecastSeries *series)
{
  g_free (series->scope);
  g_free (series->code);
  g_free (series->values);
  g_free (series);
}

HdForecastSeriesSet *
hd_forecast_series_set_new (const HdForecastSource *source, const HdKpi *kpi)
{
  HdForecastSeriesSet *set = g_new0 (HdForecastSeriesSet, 1);

  set->kpi = kpi;
  set->calendar = hd_catalog_get_calendar (source->catalog);
  set->series = g_ptr_array_new_with_free_func ((GDestroyNotify)series_free);
  return set;
}

void
hd_forecast_series_set_free (HdForecastSeriesSet *set)
{
  g_ptr_array_unref (set->series);
  g_free (set->unit);
  g_free (set);
}

gboolean
hd_forecast_series_has_future (const HdKpi *kpi)
{
  return (kpi->kind == HD_KPI_SUM || kpi->kind == HD_KPI_STOCK || kpi->kind == HD_KPI_RATIO
          || kpi->kind == HD_KPI_PERCENTILE)
         && g_strcmp0 (kpi->dataset, PLAN_DATASET) != 0;
}

gboolean
hd_forecast_series_is_additive (const HdKpi *kpi)
{
  if (kpi->kind != HD_KPI_SUM && kpi->kind != HD_KPI_STOCK)
    return FALSE;
  for (guint index = 0; index < kpi->numerator->len; index++)
    {
      const HdKpiTerm *term = g_ptr_array_index (kpi->numerator, index);

      if (term->is_collecting_days || (term->across != NULL && *term->across != NULL))
        return FALSE;
    }
  return TRUE;
}

HdForecastSeries *
hd_forecast_series_find (const HdForecastSeriesSet *set, const char *scope)
{
  for (guint index = 0; index < set->series->len; index++)
    {
      HdForecastSeries *series = g_ptr_array_index (set->series, index);

      if (g_str_equal (series->scope, scope))
        return series;
    }
  return NULL;
}

HdForecastSeries *
hd_forecast_series_add (HdForecastSeriesSet *set,
                        const char *scope,
                        const char *code,
                        HdForecastRole role)
{
  HdForecastSeries *series = g_new0 (HdForecastSeries, 1);

  series->scope = g_strdup (scope);
  series->code = g_strdup (code);
  series->role = role;
  series->part = NAN;
  series->values = g_new (double, set->n_values + 1);
  for (guint place = 0; place < set->n_values; place++)
    series->values[place] = NAN;
  g_ptr_array_add (set->series, series);
  return series;
}

int
hd_forecast_series_place_of (const HdForecastSeriesSet *set, HdPeriod period)
{
  return hd_period_steps_between (set->first.first, period.first, period.grain,
                                  period.month_start_day);
}

guint
hd_forecast_season_of_grain (HdGrain grain)
{
  switch (grain)
    {
    case HD_GRAIN_DAY:
      return 7;
    case HD_GRAIN_MONTH:
      return 12;
    case HD_GRAIN_QUARTER:
      return 4;
    case HD_GRAIN_YEAR:
    case HD_GRAIN_SPAN:
    default:
      return 1;
    }
}

guint
hd_forecast_horizon_of_grain (HdGrain grain)
{
  return grain == HD_GRAIN_DAY    ? 28
         : grain == HD_GRAIN_YEAR ? 3
                                  : hd_forecast_season_of_grain (grain);
}

/* From the first period that has a value to the last one that is over where the data end. */
static gboolean
find_axis (HdForecastSeriesSet *set, const HdFrame *frame, guint value)
{
  HdDay end = hd_frame_get_span (frame).last;
  gboolean is_found = FALSE;

  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      HdPeriod period = hd_frame_get_period (frame, row, 0);

      if (period.last > end || hd_frame_is_missing (frame, row, value))
        continue;
      if (!is_found || period.first < set->first.first)
        set->first = period;
      if (!is_found || period.first > set->last.first)
        set->last = period;
      is_found = TRUE;
    }
  if (!is_found)
    return FALSE;
  set->n_values = (guint)hd_forecast_series_place_of (set, set->last) + 1;
  set->known_to = MAX (end, set->last.last);
  set->season = hd_forecast_season_of_grain (set->first.grain);
  set->horizon = hd_forecast_horizon_of_grain (set->first.grain);
  return TRUE;
}

/* "tax=GTGT unit=KV02": the query's own filters and the codes of one row. */
static char *
scope_of_row (const HdQuery *query, const HdFrame *frame, guint row, guint n_groups)
{
  g_autoptr (HdQuery) narrowed = hd_query_edit (query);

  for (guint group = 1; group <= n_groups; group++)
    {
      const char *id = hd_frame_get_column (frame, group)->id;
      g_autofree char *dimension = g_strndup (id, strcspn (id, ":"));
      g_autofree char *where
          = g_strdup_printf ("%s=%s", dimension, hd_frame_get_code (frame, row, group));

      /* A code with a sign of the grammar in it cannot be asked for either. */
      if (!hd_query_set_where (narrowed, where, NULL))
        return NULL;
    }
  return hd_forecast_scope_of_query (narrowed);
}

static char *
key_of_row (const HdFrame *frame, guint row, guint n_groups)
{
  g_autoptr (GString) key = g_string_new (NULL);

  for (guint group = 1; group <= n_groups; group++)
    g_string_append_printf (key, "%s\x1f", hd_frame_get_code (frame, row, group));
  return g_string_free (g_steal_pointer (&key), FALSE);
}

/* Stands for a report that came and was missing, while zeros are filled in where none came. */
#define SAID_MISSING (-INFINITY)

/* Between what was seen of a unit, a sum without a row is nothing; and so it is since, for a while. */
static void
fill_zeros (const HdForecastSeriesSet *set, HdForecastSeries *series, const gboolean *reported)
{
  guint first = 0, last = set->n_values;

  while (first < set->n_values && isnan (series->values[first]))
    first++;
  while (last > first && isnan (series->values[last - 1]))
    last--;
  if (set->n_values - last < SEASONS_TO_BE_FORGOTTEN * MAX (set->season, 1))
    last = set->n_values;
  for (guint place = first; place < last; place++)
    if (isnan (series->values[place]) && reported[place])
      series->values[place] = 0;
}

static HdForecastSeries *
find_or_add (HdForecastSeriesSet *set,
             GHashTable *by_key,
             const HdQuery *query,
             const HdFrame *frame,
             guint row,
             guint n_groups)
{
  g_autofree char *key = key_of_row (frame, row, n_groups);
  HdForecastSeries *series = g_hash_table_lookup (by_key, key);
  g_autofree char *scope = NULL;

  if (series != NULL)
    return series;
  scope = scope_of_row (query, frame, row, n_groups);
  if (scope == NULL)
    return NULL;
  series = hd_forecast_series_add (set, scope,
                                   n_groups > 0 ? hd_frame_get_code (frame, row, n_groups) : NULL,
                                   n_groups > 0 ? HD_FORECAST_ROLE_LEAF : HD_FORECAST_ROLE_WHOLE);
  g_hash_table_insert (by_key, g_steal_pointer (&key), series);
  return series;
}

void
hd_forecast_collector_init (HdForecastCollector *collector, HdForecastSeriesSet *set)
{
  *collector = (HdForecastCollector){
    .set = set,
    .by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .reported = g_new0 (gboolean, set->n_values + 1),
    .n_before = set->series->len,
  };
}

void
hd_forecast_collector_add (HdForecastCollector *collector,
                           const HdQuery *query,
                           const HdFrame *frame)
{
  HdForecastSeriesSet *set = collector->set;
  guint value = hd_frame_get_n_columns (frame) - 1, n_groups = value - 1;

  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      int place = hd_forecast_series_place_of (set, hd_frame_get_period (frame, row, 0));
      HdForecastSeries *series;
      double number;

      if (place < 0 || (guint)place > set->n_values)
        continue;
      series = find_or_add (set, collector->by_key, query, frame, row, n_groups);
      if (series == NULL)
        continue;
      number = hd_frame_get_double (frame, row, value);
      if ((guint)place == set->n_values)
        {
          series->part = number;
          continue;
        }
      series->values[place] = isnan (number) ? SAID_MISSING : number;
      collector->reported[place] |= !isnan (number);
    }
}

void
hd_forecast_collector_finish (HdForecastCollector *collector)
{
  HdForecastSeriesSet *set = collector->set;

  for (guint index = collector->n_before; index < set->series->len; index++)
    {
      HdForecastSeries *series = g_ptr_array_index (set->series, index);

      if (set->kpi->kind == HD_KPI_SUM)
        fill_zeros (set, series, collector->reported);
      for (guint place = 0; place < set->n_values; place++)
        if (isinf (series->values[place]))
          series->values[place] = NAN;
    }
  g_clear_pointer (&collector->by_key, g_hash_table_unref);
  g_clear_pointer (&collector->reported, g_free);
}

void
hd_forecast_series_collect (HdForecastSeriesSet *set, const HdQuery *query, const HdFrame *frame)
{
  HdForecastCollector collector;

  hd_forecast_collector_init (&collector, set);
  hd_forecast_collector_add (&collector, query, frame);
  hd_forecast_collector_finish (&collector);
}

gboolean
hd_forecast_series_set_axis (HdForecastSeriesSet *set, const HdFrame *frame, GError **error)
{
  guint value = hd_frame_get_n_columns (frame) - 1;

  set->unit = g_strdup (hd_frame_get_column (frame, value)->unit);
  if (set->unit == NULL)
    set->unit = g_strdup ("");
  set->is_integer = hd_frame_get_column (frame, value)->type == HD_CELL_INT64;
  set->vintage = hd_frame_get_vintage (frame);
  if (find_axis (set, frame, value))
    return TRUE;
  g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NO_DATA,
               "no whole period of \"%s\" is in the store", set->kpi->id);
  return FALSE;
}

HdForecastSeriesSet *
hd_forecast_series_from_frame (const HdForecastSource *source,
                               const HdKpi *kpi,
                               const HdQuery *query,
                               const HdFrame *frame,
                               GError **error)
{
  g_autoptr (HdForecastSeriesSet) set = hd_forecast_series_set_new (source, kpi);

  if (!hd_forecast_series_set_axis (set, frame, error))
    return NULL;
  hd_forecast_series_collect (set, query, frame);
  return g_steal_pointer (&set);
}
