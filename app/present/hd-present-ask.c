/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a chart's row and a scope to a query and its answer.
 */

#include "config.h"

#include "hd-present-ask.h"

#include <string.h>

#define YEARS_SHOWN 10

static gboolean
has_dimension (const HdKpi *kpi, const char *dimension)
{
  return g_strv_contains ((const char *const *)kpi->dimensions, dimension);
}

/* The level below the unit that the scope is at; 1 at the nation, -1 at the bottom. */
static int
next_unit_level (const HdPresent *present, const HdHierarchy *map)
{
  const char *unit = hd_scope_get_code (present->scope, "unit");
  HdCode code
      = unit != NULL ? hd_code_list_find (hd_hierarchy_get_list (map), unit, -1) : HD_CODE_NONE;
  int level = 1;

  if (code != HD_CODE_NONE && hd_hierarchy_has (map, code))
    level = (int)hd_hierarchy_level_of (map, code) + 1;
  return level < (int)hd_hierarchy_get_n_levels (map) ? level : -1;
}

char *
hd_present_next_step (const HdPresent *present, const HdKpi *kpi)
{
  /* After the organisation, goods before money: the order in which leaders ask. */
  static const char *const order[]
      = { "hs:chapter", "tax", "lane", "regime", "method", "goods", "route", "transport" };
  const HdHierarchy *map = hd_structures_find_hierarchy (
      present->structures, present->scope->map == 2024 ? "MAP2024" : "MAP2025");

  if (map != NULL && has_dimension (kpi, "unit"))
    {
      int level = next_unit_level (present, map);

      if (level > 0)
        return g_strconcat ("unit:", hd_hierarchy_get_level_name (map, (guint)level), NULL);
    }
  for (guint step = 0; step < G_N_ELEMENTS (order); step++)
    {
      g_autofree char *dimension = g_strndup (order[step], strcspn (order[step], ":"));

      if (has_dimension (kpi, dimension) && hd_scope_get_code (present->scope, dimension) == NULL)
        return g_strdup (order[step]);
    }
  /* A dataset of other things than these: its own first dimension that is still open. */
  for (guint index = 0; kpi->dimensions[index] != NULL; index++)
    {
      const char *dimension = kpi->dimensions[index];

      if (!g_str_equal (dimension, "time") && !g_str_equal (dimension, "unit")
          && hd_scope_get_code (present->scope, dimension) == NULL)
        return g_strdup (dimension);
    }
  return NULL;
}

/* A plan belongs to a KPI; the other comparisons fit all but grades and projections. */
static gboolean
can_compare (const HdKpi *kpi, const char *compare)
{
  if (kpi == NULL || kpi->kind == HD_KPI_LEVEL || kpi->kind == HD_KPI_PROJECTION)
    return FALSE;
  if (g_str_has_prefix (compare, "plan:"))
    return g_strv_contains ((const char *const *)kpi->plans, compare + strlen ("plan:"));
  return TRUE;
}

HdQuery *
hd_present_query (const HdPresent *present, const char *kpis, const char *by, GError **error)
{
  g_autoptr (HdQuery) query = hd_scope_query (present->scope, present->catalog, kpis, by, error);
  const HdKpi *kpi;

  if (query == NULL)
    return NULL;
  kpi = hd_catalog_find_kpi (present->catalog, query->kpis[0]);
  if (can_compare (kpi, present->scope->compare)
      && !hd_query_set_compare (query, present->scope->compare, error))
    return NULL;
  return g_steal_pointer (&query);
}

/* Charts over time show the year and what came before it: from two years back, so that the eye has a
 * pattern to hold the present against; what is told once a year, from ten. */
static gboolean
widen_time (HdQuery *query, const HdPresent *present, const HdKpi *kpi, GError **error)
{
  const HdDataset *dataset = hd_catalog_find_dataset (present->catalog, kpi->dataset);
  g_autoptr (HdFrame) frame = NULL;
  g_autofree char *from = NULL;
  int year, month, day;

  if (query->has_from)
    return TRUE;
  frame = hd_present_ask_total (present, query->kpis[0], error);
  if (frame == NULL)
    return FALSE;
  hd_day_to_ymd (hd_frame_get_span (frame).last, &year, &month, &day);
  if (dataset->grain == HD_GRAIN_YEAR)
    from = g_strdup_printf ("%04d", year - YEARS_SHOWN + 1);
  else
    from = g_strdup_printf ("%04d-%02d", year - 1, month);
  return hd_query_set_from (query, from, error);
}

HdFrame *
hd_present_ask (const HdPresentChart *chart, const HdPresent *present, GError **error)
{
  g_auto (GStrv) kpis = g_strsplit (chart->kpis, ",", -1);
  const HdKpi *kpi = hd_catalog_find_kpi (present->catalog, kpis[0]);
  g_autofree char *step = NULL;
  g_autoptr (HdQuery) query = NULL;
  const char *by = chart->by;

  if (kpi == NULL)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "no KPI “%s”", kpis[0]);
      return NULL;
    }
  if (g_strcmp0 (by, "+") == 0)
    by = step = hd_present_next_step (present, kpi);
  query = hd_present_query (present, chart->kpis, by, error);
  if (query == NULL)
    return NULL;
  if (chart->where != NULL && !hd_query_set_where (query, chart->where, error))
    return NULL;
  if (chart->top > 0 && by != NULL)
    hd_query_set_top (query, chart->top);
  if (chart->rank != NULL && by != NULL && !hd_query_set_rank (query, chart->rank, error))
    return NULL;
  if (by != NULL && g_str_has_prefix (by, "time") && !widen_time (query, present, kpi, error))
    return NULL;
  return hd_engine_query (present->engine, query, present->cancellable, error);
}

HdFrame *
hd_present_ask_total (const HdPresent *present, const char *kpis, GError **error)
{
  g_autoptr (HdQuery) query = hd_present_query (present, kpis, NULL, error);

  return query != NULL ? hd_engine_query (present->engine, query, present->cancellable, error)
                       : NULL;
}
