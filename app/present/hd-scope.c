/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is looked at: screen, drill path, time, comparison, map and moment, as one immutable value.
 */

#include "config.h"

#include "hd-scope.h"

#include <string.h>

#define DEFAULT_COMPARE "yoy"
#define DEFAULT_MAP 2025
#define NO_ESCAPE "+:/"

static void
scope_step_free (HdScopeStep *step)
{
  g_free (step->dimension);
  g_free (step->code);
  g_free (step);
}

static void
add_step (HdScope *scope, const char *dimension, const char *code)
{
  HdScopeStep *step = g_new0 (HdScopeStep, 1);

  step->dimension = g_ascii_strdown (dimension, -1);
  step->code = g_strdup (code);
  g_ptr_array_add (scope->steps, step);
}

static HdScope *
scope_copy (const HdScope *scope)
{
  HdScope *copy = hd_scope_new (scope->page);

  for (guint index = 0; index < scope->steps->len; index++)
    {
      const HdScopeStep *step = g_ptr_array_index (scope->steps, index);

      add_step (copy, step->dimension, step->code);
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
  scope->compare = g_strdup (DEFAULT_COMPARE);
  scope->map = DEFAULT_MAP;
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

static void
append_pair (GString *text, const char *key, const char *value)
{
  g_string_append_c (text, strchr (text->str, '?') == NULL ? '?' : '&');
  g_string_append_printf (text, "%s=", key);
  g_string_append_uri_escaped (text, value, NO_ESCAPE, TRUE);
}

char *
hd_scope_to_string (const HdScope *scope)
{
  GString *text = g_string_new (scope->page);

  for (guint index = 0; index < scope->steps->len; index++)
    {
      const HdScopeStep *step = g_ptr_array_index (scope->steps, index);

      append_pair (text, step->dimension, step->code);
    }
  if (scope->from != NULL)
    append_pair (text, "from", scope->from);
  if (scope->to != NULL)
    append_pair (text, "to", scope->to);
  if (strcmp (scope->compare, DEFAULT_COMPARE) != 0)
    append_pair (text, "compare", scope->compare);
  if (scope->map != DEFAULT_MAP)
    append_pair (text, "map", "2024");
  if (scope->as_of != 0)
    {
      g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (scope->as_of);
      g_autofree char *value = g_date_time_format (moment, "%Y-%m-%dT%H:%M:%SZ");

      append_pair (text, "as-of", value);
    }
  if (scope->hides_forecast)
    append_pair (text, "forecast", "off");
  if (scope->is_reporting)
    append_pair (text, "calendar", "reporting15");
  if (scope->layer != NULL)
    append_pair (text, "layer", scope->layer);
  if (scope->colour != NULL)
    append_pair (text, "colour", scope->colour);
  if (scope->beside != NULL)
    append_pair (text, "beside", scope->beside);
  return g_string_free (text, FALSE);
}

static gboolean
is_period (const char *text)
{
  HdPeriod period;

  return hd_period_parse (text, HD_MONTH_START_CIVIL, &period, NULL);
}

static gboolean
read_word (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
  return value[0] != '\0';
}

static gboolean
read_as_of (HdScope *scope, const char *value)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (value, NULL);

  if (moment == NULL)
    return FALSE;
  scope->as_of = g_date_time_to_unix (moment);
  return TRUE;
}

/* One key and value into `scope`; FALSE when the value is none of that key. */
static gboolean
read_pair (HdScope *scope, const char *key, const char *value)
{
  if (strcmp (key, "from") == 0 || strcmp (key, "to") == 0)
    {
      char **place = key[0] == 'f' ? &scope->from : &scope->to;

      g_free (*place);
      *place = g_strdup (value);
      return is_period (value);
    }
  if (strcmp (key, "time") == 0)
    return read_pair (scope, "from", value) && read_pair (scope, "to", value);
  if (strcmp (key, "compare") == 0)
    {
      g_free (scope->compare);
      scope->compare = g_strdup (value);
      return value[0] != '\0';
    }
  if (strcmp (key, "map") == 0)
    {
      scope->map = strcmp (value, "2024") == 0 ? 2024 : DEFAULT_MAP;
      return strcmp (value, "2024") == 0 || strcmp (value, "2025") == 0;
    }
  if (strcmp (key, "as-of") == 0)
    return read_as_of (scope, value);
  if (strcmp (key, "forecast") == 0)
    {
      scope->hides_forecast = strcmp (value, "off") == 0;
      return strcmp (value, "off") == 0 || strcmp (value, "on") == 0;
    }
  if (strcmp (key, "calendar") == 0)
    {
      scope->is_reporting = strcmp (value, "reporting15") == 0;
      return scope->is_reporting || strcmp (value, "own") == 0;
    }
  if (strcmp (key, "layer") == 0)
    return read_word (&scope->layer, value);
  if (strcmp (key, "colour") == 0)
    return read_word (&scope->colour, value);
  if (strcmp (key, "beside") == 0)
    {
      g_free (scope->beside);
      scope->beside = g_strdup (value);
      return strchr (value, ':') != NULL && strchr (value, ':') != value
             && strchr (value, ':')[1] != '\0';
    }
  add_step (scope, key, value);
  return key[0] != '\0' && value[0] != '\0';
}

static gboolean
read_pairs (HdScope *scope, const char *text, const char *separator, GError **error)
{
  g_auto (GStrv) pairs = g_strsplit (text, separator, -1);

  for (guint index = 0; pairs[index] != NULL; index++)
    {
      char *equals = strchr (pairs[index], '=');
      g_autofree char *value = NULL;

      if (pairs[index][0] == '\0')
        continue;
      if (equals != NULL)
        {
          *equals = '\0';
          value = g_uri_unescape_string (equals + 1, NULL);
        }
      if (value == NULL || !read_pair (scope, g_strstrip (pairs[index]), g_strstrip (value)))
        {
          g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX, "no such step: '%s%s%s'",
                       pairs[index], equals != NULL ? "=" : "", value != NULL ? value : "");
          return FALSE;
        }
    }
  return TRUE;
}

HdScope *
hd_scope_parse (const char *text, GError **error)
{
  const char *question = strchr (text, '?');
  g_autofree char *page
      = question != NULL ? g_strndup (text, (gsize)(question - text)) : g_strdup (text);
  g_autoptr (HdScope) scope = NULL;

  if (page[0] == '\0' || strpbrk (page, "=&,") != NULL)
    {
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_SYNTAX, "no such state: '%s'", text);
      return NULL;
    }
  scope = hd_scope_new (page);
  if (question != NULL && !read_pairs (scope, question + 1, "&", error))
    return NULL;
  return g_steal_pointer (&scope);
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
  HdScope *copy = scope_copy (scope);

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
  HdScope *copy = scope_copy (scope);

  if (strcmp (dimension, "time") == 0)
    {
      read_pair (copy, "time", code);
      return copy;
    }
  if (g_strcmp0 (hd_scope_get_code (scope, dimension), code) == 0)
    return copy;
  remove_not_above (copy, dimension, depth_of (dimension, code));
  add_step (copy, dimension, code);
  return copy;
}

HdScope *
hd_scope_without_dimension (const HdScope *scope, const char *dimension)
{
  HdScope *copy = scope_copy (scope);

  remove_not_above (copy, dimension, 0);
  return copy;
}

HdScope *
hd_scope_without_step (const HdScope *scope, guint index)
{
  HdScope *copy = scope_copy (scope);
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
  HdScope *copy = scope_copy (scope);

  g_ptr_array_set_size (copy->steps, 0);
  return copy;
}

HdScope *
hd_scope_with_time (const HdScope *scope, const char *from, const char *to)
{
  HdScope *copy = scope_copy (scope);

  g_free (copy->from);
  g_free (copy->to);
  copy->from = g_strdup (from);
  copy->to = g_strdup (to);
  return copy;
}

HdScope *
hd_scope_with_compare (const HdScope *scope, const char *compare)
{
  HdScope *copy = scope_copy (scope);

  g_free (copy->compare);
  copy->compare = g_strdup (compare);
  return copy;
}

/* A region is no department: what the other map does not know leaves the path. */
HdScope *
hd_scope_with_map (const HdScope *scope, int map)
{
  HdScope *copy = scope_copy (scope);

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
  HdScope *copy = scope_copy (scope);

  copy->as_of = as_of;
  return copy;
}

HdScope *
hd_scope_with_forecast (const HdScope *scope, gboolean is_shown)
{
  HdScope *copy = scope_copy (scope);

  copy->hides_forecast = !is_shown;
  return copy;
}

HdScope *
hd_scope_with_reporting (const HdScope *scope, gboolean is_reporting)
{
  HdScope *copy = scope_copy (scope);

  copy->is_reporting = is_reporting;
  return copy;
}

HdScope *
hd_scope_with_layer (const HdScope *scope, const char *layer)
{
  HdScope *copy = scope_copy (scope);

  g_free (copy->layer);
  copy->layer = g_strdup (layer);
  return copy;
}

HdScope *
hd_scope_with_colour (const HdScope *scope, const char *colour)
{
  HdScope *copy = scope_copy (scope);

  g_free (copy->colour);
  copy->colour = g_strdup (colour);
  return copy;
}

HdScope *
hd_scope_with_beside (const HdScope *scope, const char *dimension, const char *code)
{
  HdScope *copy = scope_copy (scope);

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
    return scope_copy (other);
  own = hd_scope_without_dimension (other, dimension);
  for (guint index = 0; index < scope->steps->len; index++)
    {
      const HdScopeStep *step = g_ptr_array_index (scope->steps, index);

      if (strcmp (step->dimension, dimension) == 0)
        add_step (own, step->dimension, step->code);
    }
  return hd_scope_with_beside (own, dimension, hd_scope_get_code (other, dimension));
}

HdScope *
hd_scope_with_drill (const HdScope *scope, const char *drill, GError **error)
{
  g_autoptr (HdScope) copy = scope_copy (scope);

  if (!read_pairs (copy, drill, ",", error))
    return NULL;
  return g_steal_pointer (&copy);
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
