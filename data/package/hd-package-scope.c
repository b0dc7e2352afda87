/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scopes, as words and as codes of a dataset.
 */

#include "config.h"

#include "hd-package-scope.h"

#include <string.h>

typedef struct
{
  char *dimension;
  char **codes; /* sorted */
} Limit;

struct _HdPackageScope
{
  GPtrArray *limits; /* (element-type Limit), by dimension */
  char *text;
};

static void
limit_free (gpointer data)
{
  Limit *limit = data;

  g_free (limit->dimension);
  g_strfreev (limit->codes);
  g_free (limit);
}

void
hd_package_scope_free (HdPackageScope *scope)
{
  g_ptr_array_unref (scope->limits);
  g_free (scope->text);
  g_free (scope);
}

const char *
hd_package_scope_to_string (const HdPackageScope *scope)
{
  return scope->text;
}

static int
compare_limits (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const Limit *const *)a)->dimension, (*(const Limit *const *)b)->dimension);
}

static int
compare_codes (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static char *
to_text (GPtrArray *limits)
{
  GString *text = g_string_new (NULL);

  for (guint index = 0; index < limits->len; index++)
    {
      const Limit *limit = g_ptr_array_index (limits, index);
      g_autofree char *codes = g_strjoinv ("+", limit->codes);

      g_string_append_printf (text, "%s%s=%s", index > 0 ? "&" : "", limit->dimension, codes);
    }
  return g_string_free (text, FALSE);
}

/* Does any dataset have the code in the dimension? */
static gboolean
is_known (const HdStructures *structures, const char *dimension, const char *code)
{
  for (guint index = 0; index < hd_structures_get_n (structures); index++)
    {
      const HdStructure *structure = hd_structures_get (structures, index);
      int place = hd_structure_find_dimension (structure, dimension);

      if (place >= 0
          && hd_code_list_find (hd_structure_get_dimension (structure, (guint)place)->codes, code,
                                -1)
                 != HD_CODE_NONE)
        return TRUE;
    }
  return FALSE;
}

static Limit *
parse_limit (const char *condition, const HdStructures *structures, GError **error)
{
  const char *equals = strchr (condition, '=');
  Limit *limit = g_new0 (Limit, 1);
  gboolean is_known_all;

  limit->dimension = equals != NULL ? g_ascii_strup (condition, equals - condition) : g_strdup ("");
  limit->codes = g_strsplit (equals != NULL ? equals + 1 : "", "+", -1);
  qsort (limit->codes, g_strv_length (limit->codes), sizeof *limit->codes, compare_codes);
  is_known_all = limit->codes[0] != NULL;
  if (!is_known_all)
    g_set_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_SCOPE,
                 "%s: not of the form DIMENSION=CODE+CODE", condition);
  for (guint code = 0; is_known_all && limit->codes[code] != NULL; code++)
    if (!is_known (structures, limit->dimension, limit->codes[code]))
      {
        g_set_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_SCOPE,
                     "%s: no dataset has %s in the dimension %s", condition, limit->codes[code],
                     limit->dimension);
        is_known_all = FALSE;
      }
  if (is_known_all)
    return limit;
  limit_free (limit);
  return NULL;
}

HdPackageScope *
hd_package_scope_new (const char *const *conditions, const HdStructures *structures, GError **error)
{
  g_autoptr (HdPackageScope) scope = g_new0 (HdPackageScope, 1);

  scope->limits = g_ptr_array_new_with_free_func (limit_free);
  for (guint index = 0; conditions != NULL && conditions[index] != NULL; index++)
    {
      Limit *limit = parse_limit (conditions[index], structures, error);

      if (limit == NULL)
        return NULL;
      g_ptr_array_add (scope->limits, limit);
    }
  g_ptr_array_sort (scope->limits, compare_limits);
  scope->text = to_text (scope->limits);
  return g_steal_pointer (&scope);
}

HdPackageScope *
hd_package_scope_parse (const char *text, const HdStructures *structures, GError **error)
{
  g_auto (GStrv) conditions = *text != '\0' ? g_strsplit (text, "&", -1) : NULL;

  return hd_package_scope_new ((const char *const *)conditions, structures, error);
}

/* Is `code` one of `wanted`, or beneath one: by the list itself or by a tree over it? */
static gboolean
is_beneath (const HdStructures *structures,
            const HdCodeList *list,
            HdCode code,
            const char *const *wanted)
{
  const char *id = hd_code_list_get (list, code)->id;
  guint n_steps = 0;

  /* A loop of parents in a list is the feed's fault, and must not hang us. */
  for (HdCode above = code; above != HD_CODE_NONE && n_steps < 32; n_steps++)
    {
      if (g_strv_contains (wanted, hd_code_list_get (list, above)->id))
        return TRUE;
      above = hd_code_list_get (list, above)->parent;
    }
  for (guint index = 0; index < hd_structures_get_n_hierarchies (structures); index++)
    {
      const HdHierarchy *tree = hd_structures_get_hierarchy (structures, index);
      const HdCodeList *codes = hd_hierarchy_get_list (tree);
      HdCode place = g_str_equal (hd_code_list_get_id (codes), hd_code_list_get_id (list))
                         ? hd_code_list_find (codes, id, -1)
                         : HD_CODE_NONE;

      for (; place != HD_CODE_NONE && hd_hierarchy_has (tree, place);
           place = hd_hierarchy_parent_of (tree, place))
        if (g_strv_contains (wanted, hd_code_list_get (codes, place)->id))
          return TRUE;
    }
  return FALSE;
}

HdPackageScopeView *
hd_package_scope_view_new (const HdPackageScope *scope,
                           const HdStructures *structures,
                           HdStructure *structure)
{
  g_autoptr (HdPackageScopeView) view = g_new0 (HdPackageScopeView, 1);

  view->structure = hd_structure_ref (structure);
  view->is_inside = g_new0 (gboolean *, hd_structure_get_n_dimensions (structure) + 1);
  for (guint index = 0; index < scope->limits->len; index++)
    {
      const Limit *limit = g_ptr_array_index (scope->limits, index);
      int place = hd_structure_find_dimension (structure, limit->dimension);
      const HdCodeList *list;

      if (place < 0)
        return NULL;
      list = hd_structure_get_dimension (structure, (guint)place)->codes;
      view->is_inside[place] = g_new0 (gboolean, hd_code_list_get_n (list) + 1);
      for (guint code = 0; code < hd_code_list_get_n (list); code++)
        view->is_inside[place][code]
            = is_beneath (structures, list, (HdCode)code, (const char *const *)limit->codes);
    }
  return g_steal_pointer (&view);
}

void
hd_package_scope_view_free (HdPackageScopeView *view)
{
  for (guint index = 0; index < hd_structure_get_n_dimensions (view->structure); index++)
    g_free (view->is_inside[index]);
  g_free (view->is_inside);
  hd_structure_unref (view->structure);
  g_free (view);
}

gboolean
hd_package_scope_view_has (const HdPackageScopeView *view, const HdRows *rows, guint row)
{
  for (guint index = 0; index < hd_structure_get_n_dimensions (view->structure); index++)
    if (view->is_inside[index] != NULL
        && (rows->codes[index][row] == HD_CODE_NONE
            || !view->is_inside[index][rows->codes[index][row]]))
      return FALSE;
  return TRUE;
}

/* Adds the deletion `row` of `from`, `codes` filled up to `dimension`, once for every code inside that a
 * wildcard stands for. */
static void
spell_out (const HdPackageScopeView *view,
           const HdRows *from,
           guint row,
           guint dimension,
           HdCode *codes,
           HdNumber *values,
           HdRows *to)
{
  const gboolean *is_inside = view->is_inside[dimension];
  HdCode code;

  if (dimension == hd_structure_get_n_dimensions (view->structure))
    {
      hd_rows_append (to, &(HdRow){ from->day[row], codes, values, from->status[row],
                                    from->action[row], from->known_from[row] });
      return;
    }
  code = from->codes[dimension][row];
  if (is_inside == NULL || (code != HD_CODE_NONE && is_inside[code]))
    {
      codes[dimension] = code;
      spell_out (view, from, row, dimension + 1, codes, values, to);
      return;
    }
  if (code != HD_CODE_NONE)
    return;
  for (guint other = 0;
       other < hd_code_list_get_n (hd_structure_get_dimension (view->structure, dimension)->codes);
       other++)
    if (is_inside[other])
      {
        codes[dimension] = (HdCode)other;
        spell_out (view, from, row, dimension + 1, codes, values, to);
      }
}

HdRows *
hd_package_scope_view_limit (const HdPackageScopeView *view, const HdRows *deletions)
{
  guint n_measures = hd_structure_get_n_measures (view->structure);
  g_autofree HdCode *codes = g_new (HdCode, hd_structure_get_n_dimensions (view->structure) + 1);
  g_autofree HdNumber *values = g_new (HdNumber, n_measures + 1);
  HdRows *limited = hd_rows_new (view->structure);

  for (guint row = 0; row < deletions->n_rows; row++)
    {
      /* Which measures it names, if it does not delete all. */
      for (guint measure = 0; measure < n_measures; measure++)
        values[measure] = deletions->values[measure][row];
      spell_out (view, deletions, row, 0, codes, values, limited);
    }
  return limited;
}
