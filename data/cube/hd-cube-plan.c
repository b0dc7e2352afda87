/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Resolves a query: KPIs, dimensions, levels and codes to what there is, or an error that names what is not.
 */

#include "config.h"

#include "hd-cube-plan.h"
#include "hd-cube-suggest.h"

static char *
join_dimensions (const HdKpi *kpi)
{
  return g_strjoinv (", ", kpi->dimensions);
}

static gboolean
check_dimension (const HdKpi *kpi, const char *dimension, GError **error)
{
  g_autofree char *known = NULL;

  if (g_strv_contains ((const char *const *)kpi->dimensions, dimension))
    return TRUE;
  known = join_dimensions (kpi);
  g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "%s has no dimension '%s'; it has %s",
               kpi->id, dimension, known);
  return FALSE;
}

static const HdKpi *
find_kpi (HdCatalog *catalog, const char *id, GError **error)
{
  const HdKpi *kpi = hd_catalog_find_kpi (catalog, id);
  HdCubeSuggest *suggest;
  g_autofree char *near = NULL;

  if (kpi != NULL)
    return kpi;
  suggest = hd_cube_suggest_new (id);
  for (guint index = 0; index < hd_catalog_get_n_kpis (catalog); index++)
    hd_cube_suggest_offer (suggest, hd_catalog_get_kpi (catalog, index)->id, NULL);
  near = hd_cube_suggest_finish (suggest);
  g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "no KPI '%s'%s", id, near);
  return NULL;
}

HdStructure *
hd_cube_plan_get_structure (const HdCubePlan *plan, const HdKpiTerm *term, GError **error)
{
  HdStructure *structure = hd_structures_find (plan->structures, term->dataset);

  if (structure == NULL)
    g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NO_DATA,
                 "dataset %s is not in the store: sync it", term->dataset);
  return structure;
}

gboolean
hd_cube_plan_is_annual (const HdCubePlan *plan, const HdKpiTerm *term)
{
  HdStructure *structure;

  if (term->dataset == NULL)
    return FALSE;
  structure = hd_structures_find (plan->structures, term->dataset);
  return term->is_annual
         || (structure != NULL && hd_structure_get_grain (structure) == HD_GRAIN_YEAR);
}

typedef gboolean (*TermFunc) (HdCubePlan *plan,
                              HdCubeKpiPlan *kpi,
                              const HdKpiTerm *term,
                              HdStructure *structure,
                              GError **error);

/* Calls `func` for every term that has a dataset. */
static gboolean
for_each_term (HdCubePlan *plan, HdCubeKpiPlan *kpi, TermFunc func, GError **error)
{
  GPtrArray *sides[] = { kpi->terms->numerator, kpi->terms->denominator };

  for (guint side = 0; side < G_N_ELEMENTS (sides); side++)
    {
      for (guint index = 0; sides[side] != NULL && index < sides[side]->len; index++)
        {
          const HdKpiTerm *term = g_ptr_array_index (sides[side], index);
          HdStructure *structure;

          if (term->dataset == NULL)
            continue;
          structure = hd_cube_plan_get_structure (plan, term, error);
          if (structure == NULL || !func (plan, kpi, term, structure, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
note_dataset (HdCubePlan *plan,
              HdCubeKpiPlan *kpi,
              const HdKpiTerm *term,
              HdStructure *structure,
              GError **error)
{
  if (!g_ptr_array_find_with_equal_func (plan->datasets, term->dataset, g_str_equal, NULL))
    g_ptr_array_add (plan->datasets, g_strdup (term->dataset));
  return TRUE;
}

/* Settles the axis' list, so that it has the codes of every dataset that is asked. */
static gboolean
add_lists (HdCubePlan *plan,
           HdCubeKpiPlan *kpi,
           const HdKpiTerm *term,
           HdStructure *structure,
           GError **error)
{
  for (guint index = 0; index < plan->axes->len; index++)
    {
      HdCubeAxis *axis = g_ptr_array_index (plan->axes, index);
      int dimension = hd_structure_find_dimension (structure, axis->component);

      if (dimension >= 0)
        hd_cube_axis_add_list (axis, hd_structure_get_dimension (structure, dimension)->codes);
    }
  return TRUE;
}

/* The groups that rows which pass the query's filters can be of. */
static gboolean
mark_groups (HdCubePlan *plan,
             HdCubeKpiPlan *kpi,
             const HdKpiTerm *term,
             HdStructure *structure,
             GError **error)
{
  for (guint index = 0; index < plan->axes->len; index++)
    {
      HdCubeAxis *axis = g_ptr_array_index (plan->axes, index);
      int dimension = hd_structure_find_dimension (structure, axis->component);
      g_autofree char *name = g_ascii_strdown (axis->component, -1);
      const char *const *codes = hd_query_get_filter (plan->query, name);
      g_autofree guint8 *wanted = NULL;
      HdCodeList *list;

      if (dimension < 0)
        continue;
      list = hd_structure_get_dimension (structure, dimension)->codes;
      if (codes != NULL)
        {
          wanted = hd_cube_codes_under (plan->structures, list, name, (char **)codes, error);
          if (wanted == NULL)
            return FALSE;
        }
      hd_cube_axis_mark_groups (axis, list, wanted);
    }
  return TRUE;
}

/* (transfer none): the code list of `dimension` in the first dataset that has it. */
static HdCodeList *
find_list (const HdCubePlan *plan, const char *dimension)
{
  g_autofree char *component = g_ascii_strup (dimension, -1);

  for (guint index = 0; index < plan->datasets->len; index++)
    {
      HdStructure *structure
          = hd_structures_find (plan->structures, g_ptr_array_index (plan->datasets, index));
      int found = hd_structure_find_dimension (structure, component);

      if (found >= 0)
        return hd_structure_get_dimension (structure, found)->codes;
    }
  return NULL;
}

static gboolean
resolve_groups (HdCubePlan *plan, GError **error)
{
  for (guint index = 0; index < plan->query->groups->len; index++)
    {
      const HdGroup *group = g_ptr_array_index (plan->query->groups, index);
      HdCubeAxis *axis;
      HdCodeList *list;

      for (guint kpi = 0; kpi < plan->n_kpis; kpi++)
        {
          if (!check_dimension (plan->kpis[kpi].kpi, group->dimension, error))
            return FALSE;
        }
      if (g_str_equal (group->dimension, "time"))
        {
          plan->has_time = TRUE;
          continue;
        }
      list = find_list (plan, group->dimension);
      if (list == NULL)
        {
          g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN,
                       "no dataset that is asked has a dimension '%s'", group->dimension);
          return FALSE;
        }
      axis = hd_cube_axis_new (group, list, plan->structures, plan->query->map, error);
      if (axis == NULL)
        return FALSE;
      g_ptr_array_add (plan->axes, axis);
    }
  if (plan->axes->len > HD_CUBE_MAX_AXES)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX,
                   "more than %d dimensions to group by", HD_CUBE_MAX_AXES);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_filters (HdCubePlan *plan, GError **error)
{
  for (guint index = 0; index < plan->query->filters->len; index++)
    {
      const HdFilter *filter = g_ptr_array_index (plan->query->filters, index);
      g_autofree guint8 *marks = NULL;
      HdCodeList *list;

      if (g_str_equal (filter->dimension, "time"))
        {
          g_set_error_literal (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN,
                               "time is not filtered by code: give the span with from and to");
          return FALSE;
        }
      for (guint kpi = 0; kpi < plan->n_kpis; kpi++)
        {
          if (!check_dimension (plan->kpis[kpi].kpi, filter->dimension, error))
            return FALSE;
        }
      list = find_list (plan, filter->dimension);
      if (list == NULL)
        continue;
      marks = hd_cube_codes_under (plan->structures, list, filter->dimension, filter->codes, error);
      if (marks == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
set_no_plan (const HdKpi *kpi, const char *wanted, GError **error)
{
  g_autofree char *known = g_strjoinv (", ", kpi->plans);

  g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "%s has no plan '%s'%s%s", kpi->id,
               wanted, known[0] != '\0' ? "; it has " : ": no plan is set for it", known);
  return FALSE;
}

/* Plans are set by unit and year: nothing finer can be compared with them. */
static gboolean
check_plan (HdCubePlan *plan, GError **error)
{
  const HdQuery *query = plan->query;

  if (query->compare != HD_COMPARE_PLAN)
    return TRUE;
  for (guint kpi = 0; kpi < plan->n_kpis; kpi++)
    {
      const HdKpi *own = plan->kpis[kpi].kpi;

      if (own->plans == NULL
          || !g_strv_contains ((const char *const *)own->plans, query->compare_plan))
        return set_no_plan (own, query->compare_plan, error);
    }
  for (guint index = 0; index < query->groups->len + query->filters->len; index++)
    {
      const char *dimension
          = index < query->groups->len
                ? ((HdGroup *)g_ptr_array_index (query->groups, index))->dimension
                : ((HdFilter *)g_ptr_array_index (query->filters, index - query->groups->len))
                      ->dimension;

      if (!g_str_equal (dimension, "time") && !g_str_equal (dimension, "unit"))
        {
          g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NOT_ADDABLE,
                       "plans are set by unit and year, not by %s: take it out, or the comparison",
                       dimension);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_rank (const HdQuery *query, GError **error)
{
  if (query->rank == HD_RANK_VALUE || (query->top > 0 && query->compare != HD_COMPARE_NONE))
    return TRUE;
  g_set_error_literal (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX,
                       "the largest movers are picked by a comparison: give top and compare");
  return FALSE;
}

static gboolean
resolve_kpis (HdCubePlan *plan, GError **error)
{
  plan->n_kpis = g_strv_length (plan->query->kpis);
  plan->kpis = g_new0 (HdCubeKpiPlan, MAX (plan->n_kpis, 1));
  if (plan->n_kpis == 0)
    {
      g_set_error_literal (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX, "no KPI is asked for");
      return FALSE;
    }
  for (guint index = 0; index < plan->n_kpis; index++)
    {
      HdCubeKpiPlan *kpi = &plan->kpis[index];

      kpi->kpi = find_kpi (plan->catalog, plan->query->kpis[index], error);
      if (kpi->kpi == NULL)
        return FALSE;
      kpi->terms = kpi->kpi;
      if (kpi->kpi->kind == HD_KPI_PROJECTION)
        kpi->terms = find_kpi (plan->catalog, kpi->kpi->of, error);
      if (kpi->terms == NULL || !for_each_term (plan, kpi, note_dataset, error))
        return FALSE;
    }
  return TRUE;
}

HdCubePlan *
hd_cube_plan_new (const HdQuery *query,
                  HdCatalog *catalog,
                  HdStructures *structures,
                  const HdCubeSource *source,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (HdCubePlan) plan = g_new0 (HdCubePlan, 1);

  plan->query = query;
  plan->catalog = catalog;
  plan->structures = structures;
  plan->source = source;
  plan->cancellable = cancellable;
  plan->axes = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_cube_axis_free);
  plan->slots = g_array_new (FALSE, FALSE, sizeof (HdPeriod));
  plan->datasets = g_ptr_array_new_with_free_func (g_free);
  plan->batch = hd_cube_batch_new ();
  plan->trace.tables = g_string_new (NULL);
  if (!check_rank (query, error) || !resolve_kpis (plan, error) || !resolve_groups (plan, error))
    return NULL;
  for (guint kpi = 0; kpi < plan->n_kpis; kpi++)
    {
      if (!for_each_term (plan, &plan->kpis[kpi], add_lists, error))
        return NULL;
    }
  if (!check_filters (plan, error) || !check_plan (plan, error))
    return NULL;
  for (guint kpi = 0; kpi < plan->n_kpis; kpi++)
    {
      if (!for_each_term (plan, &plan->kpis[kpi], mark_groups, error))
        return NULL;
    }
  for (guint axis = 0; axis < plan->axes->len; axis++)
    hd_cube_axis_number_groups (g_ptr_array_index (plan->axes, axis));
  return g_steal_pointer (&plan);
}

void
hd_cube_plan_free (HdCubePlan *plan)
{
  for (guint kpi = 0; plan->kpis != NULL && kpi < plan->n_kpis; kpi++)
    {
      g_free (plan->kpis[kpi].value);
      g_free (plan->kpis[kpi].base);
      g_free (plan->kpis[kpi].is_partial);
      g_free (plan->kpis[kpi].is_base_partial);
    }
  g_free (plan->kpis);
  g_ptr_array_unref (plan->axes);
  g_array_unref (plan->slots);
  g_ptr_array_unref (plan->datasets);
  hd_cube_batch_free (plan->batch);
  g_string_free (plan->trace.tables, TRUE);
  g_free (plan);
}
