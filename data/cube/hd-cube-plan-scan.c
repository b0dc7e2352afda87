/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a term of a KPI to the sum that is asked of its dataset: filters, axes, duration classes.
 */

#include "config.h"

#include "hd-cube-plan.h"

#include <math.h>

/* Narrows `keep[dimension]` to `marks`, or to all but them. */
static void
narrow (HdCubeScan *scan, guint dimension, const guint8 *marks, gboolean exclude)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
  HdCode total = hd_code_list_find (list, HD_CODE_TOTAL_ID, -1);
  guint n = hd_code_list_get_n (list);

  scan->totals[dimension] = HD_CUBE_TOTAL_AS_KEPT;
  if (scan->keep[dimension] == NULL)
    {
      scan->keep[dimension] = g_new (guint8, n + 1);
      memset (scan->keep[dimension], TRUE, n + 1);
    }
  for (guint code = 0; code < n; code++)
    {
      gboolean is_kept = exclude ? !marks[code] && code != total : marks[code];

      scan->keep[dimension][code] &= is_kept;
    }
}

static gboolean
narrow_to_codes (HdCubePlan *plan,
                 HdCubeScan *scan,
                 const char *dimension,
                 char **codes,
                 gboolean exclude,
                 GError **error)
{
  g_autofree char *component = g_ascii_strup (dimension, -1);
  int found = hd_structure_find_dimension (scan->structure, component);
  g_autofree guint8 *marks = NULL;

  /* A term without the dimension is the same for all of its codes. */
  if (found < 0)
    return TRUE;
  marks = hd_cube_codes_under (plan->structures,
                               hd_structure_get_dimension (scan->structure, found)->codes,
                               dimension, codes, error);
  if (marks == NULL)
    return FALSE;
  narrow (scan, (guint)found, marks, exclude);
  return TRUE;
}

/* The dimension whose codes are duration classes, or -1. */
static int
find_durations (const HdStructure *structure)
{
  for (guint dimension = 0; dimension < hd_structure_get_n_dimensions (structure); dimension++)
    {
      HdCodeList *list = hd_structure_get_dimension (structure, dimension)->codes;

      for (guint code = 0; code < hd_code_list_get_n (list); code++)
        {
          if (isfinite (hd_code_list_get (list, code)->lower))
            return (int)dimension;
        }
    }
  return -1;
}

/* Only classes wholly under `max_minutes`. */
static void
narrow_to_minutes (HdCubeScan *scan, int dimension, double max_minutes)
{
  HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
  g_autofree guint8 *marks = g_new0 (guint8, hd_code_list_get_n (list) + 1);

  for (guint code = 0; code < hd_code_list_get_n (list); code++)
    marks[code] = hd_code_list_get (list, code)->upper <= max_minutes * (1 + 1e-12);
  narrow (scan, (guint)dimension, marks, FALSE);
}

/* A term may disregard a dimension, as the whole of a share does. */
static gboolean
is_across (const HdKpiTerm *term, const char *dimension)
{
  for (int index = 0; term->across != NULL && term->across[index] != NULL; index++)
    if (g_ascii_strcasecmp (term->across[index], dimension) == 0)
      return TRUE;
  return FALSE;
}

static void
add_axes (HdCubePlan *plan, HdCubeScan *scan, const HdKpiTerm *term)
{
  scan->n_axes = plan->axes->len;
  for (guint index = 0; index < plan->axes->len; index++)
    {
      const HdCubeAxis *axis = g_ptr_array_index (plan->axes, index);
      int dimension = is_across (term, axis->component)
                          ? -1
                          : hd_structure_find_dimension (scan->structure, axis->component);
      HdCodeList *list;
      HdCode total;
      gboolean keep_total;

      scan->axis_dimension[index] = dimension;
      scan->axis_size[index] = dimension < 0 ? 1 : MAX (axis->n_groups, 1);
      if (dimension < 0)
        continue;
      list = hd_structure_get_dimension (scan->structure, dimension)->codes;
      total = hd_code_list_find (list, HD_CODE_TOTAL_ID, -1);
      /* `_T` is a group only for who asks for it by name. */
      keep_total
          = total != HD_CODE_NONE && scan->keep[dimension] != NULL && scan->keep[dimension][total];
      scan->totals[dimension] = HD_CUBE_TOTAL_AS_KEPT;
      scan->axis_table[index] = hd_cube_axis_make_table (axis, list, keep_total);
    }
}

static gboolean
add_filters (HdCubePlan *plan, HdCubeScan *scan, const HdKpiTerm *term, GError **error)
{
  for (guint index = 0; index < plan->query->filters->len; index++)
    {
      const HdFilter *filter = g_ptr_array_index (plan->query->filters, index);

      if (is_across (term, filter->dimension))
        continue;
      if (!narrow_to_codes (plan, scan, filter->dimension, filter->codes, FALSE, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_own_filters (HdCubePlan *plan, HdCubeScan *scan, const HdKpiTerm *term, GError **error)
{
  for (guint index = 0; term->where != NULL && index < term->where->len; index++)
    {
      const HdTermFilter *filter = g_ptr_array_index (term->where, index);

      if (!narrow_to_codes (plan, scan, filter->dimension, filter->codes, filter->exclude, error))
        return FALSE;
    }
  return TRUE;
}

/* Dimensions with a hierarchy are reported at its leaves; in the others a code's parent may be reported
 * beside it. */
static void
find_nested (HdCubePlan *plan, HdCubeScan *scan)
{
  for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
    {
      HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
      gboolean has_parents = FALSE;

      for (guint code = 0; code < hd_code_list_get_n (list) && !has_parents; code++)
        has_parents = hd_code_list_get (list, (HdCode)code)->parent != HD_CODE_NONE;
      scan->is_nested[dimension]
          = has_parents && hd_cube_find_hierarchy (plan->structures, list, 0, NULL) == NULL;
    }
}

HdCubeScan *
hd_cube_plan_make_scan (HdCubePlan *plan,
                        const HdKpi *kpi,
                        const HdKpiTerm *term,
                        guint n_ranges,
                        gboolean is_national,
                        GError **error)
{
  HdStructure *structure = hd_cube_plan_get_structure (plan, term, error);
  g_autoptr (HdCubeScan) scan = NULL;
  int measure, durations;

  if (structure == NULL)
    return NULL;
  measure = hd_structure_find_measure (structure, term->measure);
  if (measure < 0)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN,
                   "%s: dataset %s has no measure %s", kpi->id, term->dataset, term->measure);
      return NULL;
    }
  scan = hd_cube_scan_new (structure, measure, n_ranges);
  scan->as_of = plan->query->as_of;
  scan->is_count = term->is_count || kpi->kind == HD_KPI_LEVEL;
  scan->is_stock = term->is_stock || kpi->kind == HD_KPI_STOCK || kpi->kind == HD_KPI_LEVEL;
  find_nested (plan, scan);
  durations = find_durations (structure);
  if (isfinite (term->max_minutes) && term->max_minutes > 0 && durations >= 0)
    narrow_to_minutes (scan, durations, term->max_minutes);
  if (!add_own_filters (plan, scan, term, error))
    return NULL;
  if (!is_national)
    {
      if (!add_filters (plan, scan, term, error))
        return NULL;
      add_axes (plan, scan, term);
    }
  if (kpi->kind == HD_KPI_PERCENTILE && durations >= 0)
    {
      scan->class_dimension = durations;
      scan->n_classes
          = hd_code_list_get_n (hd_structure_get_dimension (structure, durations)->codes);
      scan->totals[durations] = HD_CUBE_TOTAL_AS_KEPT;
    }
  return g_steal_pointer (&scan);
}
