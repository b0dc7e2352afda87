/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose rows a machine may hold: units of any level, and all that is under them in any organisation map.
 */

#include "config.h"

#include "hd-feed-scope.h"

#include "hd-feed-error.h"

#define UNIT "UNIT"

struct _HdFeedScope
{
  char **units;
  char *text; /* the same, for messages */
  HdStructures *structures;
};

HdFeedScope *
hd_feed_scope_new (const char *const *units, HdStructures *structures)
{
  HdFeedScope *scope = g_new0 (HdFeedScope, 1);

  scope->units = g_strdupv ((char **)units);
  scope->text = g_strjoinv (", ", scope->units);
  scope->structures = hd_structures_ref (structures);
  return scope;
}

void
hd_feed_scope_free (HdFeedScope *scope)
{
  g_strfreev (scope->units);
  g_free (scope->text);
  hd_structures_unref (scope->structures);
  g_free (scope);
}

static gboolean
is_named (const HdFeedScope *scope, const HdCodeList *list, HdCode code)
{
  return g_strv_contains ((const char *const *)scope->units, hd_code_list_get (list, code)->id);
}

/* Up the tree of the list itself, or of one hierarchy of it. */
static gboolean
is_under (const HdFeedScope *scope,
          const HdCodeList *list,
          const HdHierarchy *hierarchy,
          HdCode code)
{
  for (guint step = 0; code != HD_CODE_NONE && step <= hd_code_list_get_n (list); step++)
    {
      if (is_named (scope, list, code))
        return TRUE;
      if (hierarchy != NULL && !hd_hierarchy_has (hierarchy, code))
        return FALSE;
      code = hierarchy == NULL ? hd_code_list_get (list, code)->parent
                               : hd_hierarchy_parent_of (hierarchy, code);
    }
  return FALSE;
}

static gboolean
is_inside (const HdFeedScope *scope, const HdCodeList *list, HdCode code)
{
  if (is_under (scope, list, NULL, code))
    return TRUE;
  for (guint at = 0; at < hd_structures_get_n_hierarchies (scope->structures); at++)
    {
      const HdHierarchy *hierarchy = hd_structures_get_hierarchy (scope->structures, at);

      if (hd_hierarchy_get_list (hierarchy) == list && is_under (scope, list, hierarchy, code))
        return TRUE;
    }
  return FALSE;
}

gboolean
hd_feed_scope_check_rows (const HdFeedScope *scope, const HdRows *rows, GError **error)
{
  int unit = hd_structure_find_dimension (rows->structure, UNIT);
  g_autofree guint8 *verdicts = NULL; /* by code: 0 not asked yet, 1 inside, 2 outside */
  const HdCodeList *list;

  if (unit < 0)
    return TRUE;
  list = hd_structure_get_dimension (rows->structure, (guint)unit)->codes;
  verdicts = g_malloc0 (hd_code_list_get_n (list) + 1);
  for (guint row = 0; row < rows->n_rows; row++)
    {
      HdCode code = rows->codes[unit][row];

      if (code == HD_CODE_NONE)
        continue;
      if (verdicts[code] == 0)
        verdicts[code] = is_inside (scope, list, code) ? 1 : 2;
      if (verdicts[code] == 1)
        continue;
      g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SCOPE,
                   "%s, row %u: the unit “%s” is not within %s",
                   hd_structure_get_id (rows->structure), row + 1,
                   hd_code_list_get (list, code)->id, scope->text);
      return FALSE;
    }
  return TRUE;
}

gboolean
hd_feed_scope_check (HdFeedScope *scope, const HdMessage *message, GError **error)
{
  for (guint part = 0; part < message->parts->len; part++)
    if (!hd_feed_scope_check_rows (scope, message->parts->pdata[part], error))
      return FALSE;
  return TRUE;
}
