/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A dimension to group by, and sets of codes to filter by, resolved through code lists and hierarchies.
 */

#include "config.h"

#include "hd-cube-axis.h"
#include "hd-cube-suggest.h"

void
hd_cube_axis_free (HdCubeAxis *axis)
{
  g_free (axis->id);
  g_free (axis->component);
  g_free (axis->groups);
  g_free (axis->group_of);
  g_clear_pointer (&axis->list, hd_code_list_unref);
  g_clear_pointer (&axis->hierarchy, hd_hierarchy_unref);
  g_free (axis);
}

static gboolean
is_over (const HdHierarchy *hierarchy, HdCodeList *list)
{
  HdCodeList *own = hd_hierarchy_get_list (hierarchy);

  return own == list || g_strcmp0 (hd_code_list_get_id (own), hd_code_list_get_id (list)) == 0;
}

HdHierarchy *
hd_cube_find_hierarchy (HdStructures *structures, HdCodeList *list, int map, const char *level)
{
  g_autofree char *wanted = g_strdup_printf ("MAP%d", map);
  HdHierarchy *newest = NULL;

  for (guint index = 0; index < hd_structures_get_n_hierarchies (structures); index++)
    {
      HdHierarchy *hierarchy = hd_structures_get_hierarchy (structures, index);
      const char *id = hd_hierarchy_get_id (hierarchy);

      if (!is_over (hierarchy, list))
        continue;
      if (map != 0 && g_str_has_prefix (id, "MAP") && g_strcmp0 (id, wanted) != 0)
        continue;
      if (level != NULL && hd_hierarchy_find_level (hierarchy, level) < 0)
        continue;
      if (newest == NULL || g_strcmp0 (id, hd_hierarchy_get_id (newest)) > 0)
        newest = hierarchy;
    }
  return newest;
}

static void
set_unknown_level (const HdGroup *group,
                   HdCodeList *codes,
                   HdStructures *structures,
                   GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint index = 0; index < hd_structures_get_n_hierarchies (structures); index++)
    {
      HdHierarchy *hierarchy = hd_structures_get_hierarchy (structures, index);

      if (!is_over (hierarchy, codes))
        continue;
      for (guint level = 0; level < hd_hierarchy_get_n_levels (hierarchy); level++)
        g_string_append_printf (known, "%s%s:%s (%s)", known->len > 0 ? ", " : "", group->dimension,
                                hd_hierarchy_get_level_name (hierarchy, level),
                                hd_hierarchy_get_id (hierarchy));
    }
  g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN,
               "no level '%s:%s' in the map that was asked for; there %s %s", group->dimension,
               group->level, known->len > 0 ? "are" : "is",
               known->len > 0 ? known->str : "none: group without a level");
}

HdCubeAxis *
hd_cube_axis_new (const HdGroup *group,
                  HdCodeList *codes,
                  HdStructures *structures,
                  int map,
                  GError **error)
{
  g_autoptr (HdCubeAxis) axis = g_new0 (HdCubeAxis, 1);
  HdHierarchy *hierarchy = NULL;

  axis->component = g_ascii_strup (group->dimension, -1);
  if (group->level == NULL)
    {
      axis->id = g_strdup (group->dimension);
      axis->list = hd_code_list_ref (codes);
      return g_steal_pointer (&axis);
    }
  hierarchy = hd_cube_find_hierarchy (structures, codes, map, group->level);
  if (hierarchy == NULL)
    {
      set_unknown_level (group, codes, structures, error);
      return NULL;
    }
  axis->id = g_strdup_printf ("%s:%s", group->dimension, group->level);
  axis->hierarchy = hd_hierarchy_ref (hierarchy);
  axis->level = (guint)hd_hierarchy_find_level (hierarchy, group->level);
  axis->list = hd_code_list_ref (hd_hierarchy_get_list (hierarchy));
  hd_cube_axis_add_list (axis, codes);
  return g_steal_pointer (&axis);
}

void
hd_cube_axis_add_list (HdCubeAxis *axis, HdCodeList *codes)
{
  g_autoptr (HdCodeList) joined = NULL;
  gboolean has_new = FALSE;

  if (codes == axis->list)
    return;
  for (guint code = 0; code < hd_code_list_get_n (codes) && !has_new; code++)
    has_new
        = hd_code_list_find (axis->list, hd_code_list_get (codes, code)->id, -1) == HD_CODE_NONE;
  if (!has_new)
    return;
  joined = hd_code_list_new (hd_code_list_get_id (axis->list));
  for (guint code = 0; code < hd_code_list_get_n (axis->list); code++)
    hd_code_list_add (joined, hd_code_list_get (axis->list, code));
  for (guint code = 0; code < hd_code_list_get_n (codes); code++)
    {
      HdCodeInfo info = *hd_code_list_get (codes, code);

      info.parent = HD_CODE_NONE;
      hd_code_list_add (joined, &info);
    }
  hd_code_list_unref (axis->list);
  axis->list = g_steal_pointer (&joined);
}

/* The id of the group that a code belongs to. What is in no hierarchy stands for itself, so that no
 * map loses a figure. */
static const char *
group_of (const HdCubeAxis *axis, const char *id)
{
  HdCodeList *list;
  HdCode code, at;

  if (axis->hierarchy == NULL)
    return id;
  list = hd_hierarchy_get_list (axis->hierarchy);
  code = hd_code_list_find (list, id, -1);
  if (code == HD_CODE_NONE)
    return id;
  at = hd_hierarchy_at_level (axis->hierarchy, code, axis->level);
  return at == HD_CODE_NONE ? id : hd_code_list_get (list, at)->id;
}

void
hd_cube_axis_mark_groups (HdCubeAxis *axis, HdCodeList *codes, const guint8 *wanted)
{
  if (axis->group_of == NULL)
    axis->group_of = g_new0 (guint32, hd_code_list_get_n (axis->list) + 1);
  for (guint code = 0; code < hd_code_list_get_n (codes); code++)
    {
      HdCode group;

      if (wanted != NULL && !wanted[code])
        continue;
      group
          = hd_code_list_find (axis->list, group_of (axis, hd_code_list_get (codes, code)->id), -1);
      if (group != HD_CODE_NONE)
        axis->group_of[group] = TRUE;
    }
}

void
hd_cube_axis_number_groups (HdCubeAxis *axis)
{
  guint n = hd_code_list_get_n (axis->list);

  if (axis->group_of == NULL)
    axis->group_of = g_new0 (guint32, n + 1);
  axis->groups = g_new (HdCode, n + 1);
  for (guint code = 0; code < n; code++)
    {
      if (axis->group_of[code])
        axis->groups[axis->n_groups] = (HdCode)code;
      axis->group_of[code] = axis->group_of[code] ? axis->n_groups++ : HD_CUBE_NO_CODE;
    }
}

guint32 *
hd_cube_axis_make_table (const HdCubeAxis *axis, HdCodeList *codes, gboolean keep_total)
{
  guint n = hd_code_list_get_n (codes);
  guint32 *table = g_new (guint32, n + 1);

  for (guint code = 0; code < n; code++)
    {
      const char *id = hd_code_list_get (codes, code)->id;
      HdCode group;

      table[code] = HD_CUBE_NO_CODE;
      if (!keep_total && g_strcmp0 (id, HD_CODE_TOTAL_ID) == 0)
        continue;
      group = hd_code_list_find (axis->list, group_of (axis, id), -1);
      if (group != HD_CODE_NONE)
        table[code] = axis->group_of[group];
    }
  return table;
}

static gboolean
is_under_by_parent (HdCodeList *list, HdCode code, HdCode ancestor)
{
  /* A list is at most this deep; a loop of parents must not hang us. */
  for (guint depth = 0; depth < 32 && code != HD_CODE_NONE; depth++)
    {
      if (code == ancestor)
        return TRUE;
      code = hd_code_list_get (list, code)->parent;
    }
  return FALSE;
}

static gboolean
mark_by_hierarchies (HdStructures *structures, HdCodeList *codes, const char *id, guint8 *marks)
{
  gboolean found = FALSE;

  for (guint index = 0; index < hd_structures_get_n_hierarchies (structures); index++)
    {
      HdHierarchy *hierarchy = hd_structures_get_hierarchy (structures, index);
      HdCodeList *list = hd_hierarchy_get_list (hierarchy);
      HdCode ancestor = hd_code_list_find (list, id, -1);

      if (!is_over (hierarchy, codes) || ancestor == HD_CODE_NONE
          || !hd_hierarchy_has (hierarchy, ancestor))
        continue;
      found = TRUE;
      for (guint code = 0; code < hd_code_list_get_n (codes); code++)
        {
          HdCode own = hd_code_list_find (list, hd_code_list_get (codes, code)->id, -1);

          if (own != HD_CODE_NONE && hd_hierarchy_has (hierarchy, own)
              && hd_hierarchy_is_under (hierarchy, own, ancestor))
            marks[code] = TRUE;
        }
    }
  return found;
}

static void
set_unknown_code (HdCodeList *codes, const char *dimension, const char *id, GError **error)
{
  HdCubeSuggest *suggest = hd_cube_suggest_new (id);
  g_autofree char *near = NULL;

  for (guint code = 0; code < hd_code_list_get_n (codes); code++)
    {
      const HdCodeInfo *info = hd_code_list_get (codes, code);

      hd_cube_suggest_offer (suggest, info->id,
                             info->name_vi != NULL ? info->name_vi : info->name_en);
    }
  near = hd_cube_suggest_finish (suggest);
  g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "no code '%s' in %s%s", id, dimension,
               near);
}

/* "KV02&27": what lies under each of them. */
static gboolean
mark_common (HdStructures *structures,
             HdCodeList *codes,
             const char *dimension,
             const char *text,
             guint8 *marks,
             GError **error)
{
  g_auto (GStrv) ids = g_strsplit (text, "&", -1);
  guint n = hd_code_list_get_n (codes);
  g_autofree guint8 *common = g_new (guint8, n + 1);

  memset (common, TRUE, n + 1);
  for (guint index = 0; ids[index] != NULL; index++)
    {
      char *one[] = { ids[index], NULL };
      g_autofree guint8 *own = hd_cube_codes_under (structures, codes, dimension, one, error);

      if (own == NULL)
        return FALSE;
      for (guint code = 0; code < n; code++)
        common[code] &= own[code];
    }
  for (guint code = 0; code < n; code++)
    marks[code] |= common[code];
  return TRUE;
}

guint8 *
hd_cube_codes_under (HdStructures *structures,
                     HdCodeList *codes,
                     const char *dimension,
                     char **ids,
                     GError **error)
{
  guint n = hd_code_list_get_n (codes);
  g_autofree guint8 *marks = g_new0 (guint8, n + 1);

  for (guint index = 0; ids[index] != NULL; index++)
    {
      HdCode ancestor = hd_code_list_find (codes, ids[index], -1);
      gboolean found;

      if (ancestor == HD_CODE_NONE && strchr (ids[index], '&') != NULL)
        {
          if (!mark_common (structures, codes, dimension, ids[index], marks, error))
            return NULL;
          continue;
        }
      found = mark_by_hierarchies (structures, codes, ids[index], marks);
      if (ancestor == HD_CODE_NONE && !found)
        {
          set_unknown_code (codes, dimension, ids[index], error);
          return NULL;
        }
      for (guint code = 0; ancestor != HD_CODE_NONE && code < n; code++)
        {
          if (is_under_by_parent (codes, code, ancestor))
            marks[code] = TRUE;
        }
    }
  return g_steal_pointer (&marks);
}
