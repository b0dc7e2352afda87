/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is looked at: screen, drill path, time, comparison, map and moment, as one immutable value.
 */

#include "config.h"

#include "hd-scope-private.h"

#include <string.h>

static void
scope_step_free (HdScopeStep *step)
{
  g_free (step->dimension);
  g_free (step->code);
  g_free (step);
}

void
hd_scope_add_step (HdScope *scope, const char *dimension, const char *code)
{
  HdScopeStep *step = g_new0 (HdScopeStep, 1);

  step->dimension = g_ascii_strdown (dimension, -1);
  step->code = g_strdup (code);
  g_ptr_array_add (scope->steps, step);
}

HdScope *
hd_scope_copy (const HdScope *scope)
{
  HdScope *copy = hd_scope_new (scope->page);

  for (guint index = 0; index < scope->steps->len; index++)
    {
      const HdScopeStep *step = g_ptr_array_index (scope->steps, index);

      hd_scope_add_step (copy, step->dimension, step->code);
    }
  copy->from = g_strdup (scope->from);
  copy->to = g_strdup (scope->to);
  g_free (copy->compare);
  copy->compare = g_strdup (scope->compare);
  copy->map = scope->map;
  copy->as_of = scope->as_of;
  copy->hides_forecast = scope->hides_forecast;
  copy->is_reporting = scope->is_reporting;
  copy->beside = g_strdup (scope->beside);
  copy->layer = g_strdup (scope->layer);
  copy->colour = g_strdup (scope->colour);
  return copy;
}

HdScope *
hd_scope_new (const char *page)
{
  HdScope *scope = g_new0 (HdScope, 1);

  g_atomic_ref_count_init (&scope->refs);
  scope->page = g_strdup (page);
  scope->steps = g_ptr_array_new_with_free_func ((GDestroyNotify)scope_step_free);
  scope->compare = g_strdup (HD_SCOPE_COMPARE);
  scope->map = HD_SCOPE_MAP;
  return scope;
}

HdScope *
hd_scope_ref (HdScope *scope)
{
  g_atomic_ref_count_inc (&scope->refs);
  return scope;
}

void
hd_scope_unref (HdScope *scope)
{
  if (!g_atomic_ref_count_dec (&scope->refs))
    return;
  g_free (scope->page);
  g_ptr_array_unref (scope->steps);
  g_free (scope->from);
  g_free (scope->to);
  g_free (scope->compare);
  g_free (scope->beside);
  g_free (scope->layer);
  g_free (scope->colour);
  g_free (scope);
}

gboolean
hd_scope_equal (const HdScope *a, const HdScope *b)
{
  g_autofree char *a_text = hd_scope_to_string (a);
  g_autofree char *b_text = hd_scope_to_string (b);

  return strcmp (a_text, b_text) == 0;
}

HdScope *
hd_scope_with_page (const HdScope *scope, const char *page)
{
  HdScope *copy = hd_scope_copy (scope);

  g_free (copy->page);
  copy->page = g_strdup (page);
  return copy;
}

/* How deep a code lies, by its form, which is all that a scope knows: a code is looked into from a higher
 * one, and takes the place of its like. Dimensions without a hierarchy have one level. */
static int
depth_of (const char *dimension, const char *code)
{
  gsize length = strlen (code);

  if (strcmp (dimension, "unit") == 0)
    return strcmp (code, "VN") == 0 ? 0 : length == 2 || g_str_has_prefix (code, "KV") ? 1 : 2;
  if (strcmp (dimension, "hs") == 0)
    return code[0] == 'S' ? 0 : 1;
  return 0;
}

static void
remove_not_above (HdScope *scope, const char *dimension, int depth)
{
  for (guint index = scope->steps->len; index-- > 0;)
    {
      const HdScopeStep *step = g_ptr_array_index (scope->steps, index);

      if (strcmp (step->dimension, dimension) == 0 && depth_of (dimension, step->code) >= depth)
        g_ptr_array_remove_index (scope->steps, index);
    }
}

HdScope *
hd_scope_with_step (const HdScope *scope, const char *dimension, const char *code)
{
  HdScope *copy;

  if (strcmp (dimension, "time") == 0)
    return hd_scope_with_time (scope, code, code);
  copy = hd_scope_copy (scope);
  if (g_strcmp0 (hd_scope_get_code (scope, dimension), code) == 0)
    return copy;
  remove_not_above (copy, dimension, depth_of (dimension, code));
  hd_scope_add_step (copy, dimension, code);
  return copy;
}

HdScope *
hd_scope_without_dimension (const HdScope *scope, const char *dimension)
{
  HdScope *copy = hd_scope_copy (scope);

  remove_not_above (copy, dimension, 0);
  return copy;
}

HdScope *
hd_scope_without_step (const HdScope *scope, guint index)
{
  HdScope *copy = hd_scope_copy (scope);
  g_autofree char *dimension = NULL;

  if (index >= copy->steps->len)
    return copy;
  dimension = g_strdup (((HdScopeStep *)g_ptr_array_index (copy->steps, index))->dimension);
  for (guint later = copy->steps->len; later-- > index;)
    {
      const HdScopeStep *step = g_ptr_array_index (copy->steps, later);

      if (strcmp (step->dimension, dimension) == 0)
        g_ptr_array_remove_index (copy->steps, later);
    }
  return copy;
}

HdScope *
hd_scope_without_steps (const HdScope *scope)
{
  HdScope *copy = hd_scope_copy (scope);

  g_ptr_array_set_size (copy->steps, 0);
  return copy;
}

HdScope *
hd_scope_with_time (const HdScope *scope, const char *from, const char *to)
{
  HdScope *copy = hd_scope_copy (scope);

  g_free (copy->from);
  g_free (copy->to);
  copy->from = g_strdup (from);
  copy->to = g_strdup (to);
  return copy;
}

HdScope *
hd_scope_with_compare (const HdScope *scope, const char *compare)
{
  HdScope *copy = hd_scope_copy (scope);

  g_free (copy->compare);
  copy->compare = g_strdup (compare);
  return copy;
}

/* A region is no department: what the other map does not know leaves the path. */
HdScope *
hd_scope_with_map (const HdScope *scope, int map)
{
  HdScope *copy = hd_scope_copy (scope);

  for (guint index = copy->steps->len; map != scope->map && index-- > 0;)
    {
      const HdScopeStep *step = g_ptr_array_index (copy->steps, index);

      if (strcmp (step->dimension, "unit") == 0 && strlen (step->code) != 4)
        g_ptr_array_remove_index (copy->steps, index);
      else if (strcmp (step->dimension, "unit") == 0 && g_str_has_prefix (step->code, "KV"))
        g_ptr_array_remove_index (copy->steps, index);
    }
  if (map != scope->map && copy->beside != NULL && g_str_has_prefix (copy->beside, "unit:"))
    g_clear_pointer (&copy->beside, g_free);
  copy->map = map;
  return copy;
}

HdScope *
hd_scope_with_as_of (const HdScope *scope, gint64 as_of)
{
  HdScope *copy = hd_scope_copy (scope);

  copy->as_of = as_of;
  return copy;
}

HdScope *
hd_scope_with_forecast (const HdScope *scope, gboolean is_shown)
{
  HdScope *copy = hd_scope_copy (scope);

  copy->hides_forecast = !is_shown;
  return copy;
}

HdScope *
hd_scope_with_reporting (const HdScope *scope, gboolean is_reporting)
{
  HdScope *copy = hd_scope_copy (scope);

  copy->is_reporting = is_reporting;
  return copy;
}

HdScope *
hd_scope_with_layer (const HdScope *scope, const char *layer)
{
  HdScope *copy = hd_scope_copy (scope);

  g_free (copy->layer);
  copy->layer = g_strdup (layer);
  return copy;
}

HdScope *
hd_scope_with_colour (const HdScope *scope, const char *colour)
{
  HdScope *copy = hd_scope_copy (scope);

  g_free (copy->colour);
  copy->colour = g_strdup (colour);
  return copy;
}

HdScope *
hd_scope_with_beside (const HdScope *scope, const char *dimension, const char *code)
{
  HdScope *copy = hd_scope_copy (scope);

  g_free (copy->beside);
  copy->beside = code != NULL ? g_strconcat (dimension, ":", code, NULL) : NULL;
  return copy;
}

/* The dimension that the two sides differ in. (transfer full) */
static char *
beside_dimension (const HdScope *scope)
{
  return g_strndup (scope->beside, strcspn (scope->beside, ":"));
}

HdScope *
hd_scope_get_other (const HdScope *scope)
{
  g_autofree char *dimension = scope->beside != NULL ? beside_dimension (scope) : NULL;
  g_autoptr (HdScope) open = NULL;
  g_autoptr (HdScope) other = NULL;

  if (dimension == NULL)
    return NULL;
  /* What stands on this side need not lie under what stands on the other. */
  open = hd_scope_without_dimension (scope, dimension);
  other = hd_scope_with_step (open, dimension, scope->beside + strlen (dimension) + 1);
  return hd_scope_with_beside (other, dimension, hd_scope_get_code (scope, dimension));
}

HdScope *
hd_scope_with_other (const HdScope *scope, const HdScope *other)
{
  g_autofree char *dimension = scope->beside != NULL ? beside_dimension (scope) : NULL;
  g_autoptr (HdScope) own = NULL;

  if (dimension == NULL)
    return hd_scope_copy (other);
  own = hd_scope_without_dimension (other, dimension);
  for (guint index = 0; index < scope->steps->len; index++)
    {
      const HdScopeStep *step = g_ptr_array_index (scope->steps, index);

      if (strcmp (step->dimension, dimension) == 0)
        hd_scope_add_step (own, step->dimension, step->code);
    }
  return hd_scope_with_beside (own, dimension, hd_scope_get_code (other, dimension));
}

const char *
hd_scope_get_code (const HdScope *scope, const char *dimension)
{
  for (guint index = scope->steps->len; index-- > 0;)
    {
      const HdScopeStep *step = g_ptr_array_index (scope->steps, index);

      if (strcmp (step->dimension, dimension) == 0)
        return step->code;
    }
  return NULL;
}

const char *
hd_scope_get_left_out (const HdScope *scope, const HdKpi *kpi)
{
  for (guint index = 0; index < scope->steps->len; index++)
    {
      const HdScopeStep *step = g_ptr_array_index (scope->steps, index);

      /* Which dataset or KPI is looked at is no filter. */
      if (!g_str_equal (step->dimension, "dataset") && !g_str_equal (step->dimension, "kpi")
          && !hd_kpi_has_dimension (kpi, step->dimension))
        return step->dimension;
    }
  return NULL;
}

/* Whether every KPI of the list can be filtered by that dimension. */
static gboolean
all_have (const HdCatalog *catalog, char **kpis, const char *dimension)
{
  for (guint index = 0; kpis[index] != NULL; index++)
    {
      const HdKpi *kpi = hd_catalog_find_kpi (catalog, kpis[index]);

      if (kpi == NULL || !g_strv_contains ((const char *const *)kpi->dimensions, dimension))
        return FALSE;
    }
  return TRUE;
}

HdQuery *
hd_scope_query (const HdScope *scope,
                const HdCatalog *catalog,
                const char *kpis,
                const char *by,
                GError **error)
{
  g_autoptr (HdQuery) query = hd_query_new (kpis);
  g_auto (GStrv) names = g_strsplit (kpis, ",", -1);
  g_autofree char *map = g_strdup_printf ("%d", scope->map);

  for (guint index = 0; index < scope->steps->len; index++)
    {
      const HdScopeStep *step = g_ptr_array_index (scope->steps, index);
      g_autofree char *where = g_strdup_printf ("%s=%s", step->dimension, step->code);

      if (all_have (catalog, names, step->dimension) && !hd_query_set_where (query, where, error))
        return NULL;
    }
  if (by != NULL && !hd_query_set_by (query, by, error))
    return NULL;
  if (scope->is_reporting && !hd_query_set_calendar (query, "reporting15", error))
    return NULL;
  if (scope->from != NULL && !hd_query_set_from (query, scope->from, error))
    return NULL;
  if (scope->to != NULL && !hd_query_set_to (query, scope->to, error))
    return NULL;
  if (!hd_query_set_map (query, map, error))
    return NULL;
  hd_query_set_as_of (query, scope->as_of);
  return g_steal_pointer (&query);
}
