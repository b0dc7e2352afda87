/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Trees over the codes of a list: organisation maps, HS sections and chapters.
 */

#include "config.h"

#include "hd-hierarchy.h"

#define NOT_IN_TREE 0xFF

/* A code's place in the tree, at the code's index. */
typedef struct
{
  HdCode parent;
  guint8 level;
} Place;

struct _HdHierarchy
{
  gatomicrefcount refs;
  char *id;
  char *name_vi;
  char *name_en;
  HdDay valid_from;
  HdDay valid_to;
  HdCodeList *list;
  char **levels;
  GArray *places; /* (element-type Place) */
};

static const Place *
find_place (const HdHierarchy *hierarchy, HdCode code)
{
  const Place *place;

  if (code >= hierarchy->places->len)
    return NULL;
  place = &g_array_index (hierarchy->places, Place, code);
  return place->level == NOT_IN_TREE ? NULL : place;
}

HdHierarchy *
hd_hierarchy_new (const char *id, HdCodeList *list, const char *const *level_names)
{
  HdHierarchy *hierarchy = g_new0 (HdHierarchy, 1);

  g_assert (g_strv_length ((char **)level_names) < NOT_IN_TREE);
  g_atomic_ref_count_init (&hierarchy->refs);
  hierarchy->id = g_strdup (id);
  hierarchy->list = hd_code_list_ref (list);
  hierarchy->levels = g_strdupv ((char **)level_names);
  hierarchy->places = g_array_new (FALSE, FALSE, sizeof (Place));
  hierarchy->valid_from = HD_DAY_NONE;
  hierarchy->valid_to = HD_DAY_NONE;
  return hierarchy;
}

HdHierarchy *
hd_hierarchy_ref (HdHierarchy *hierarchy)
{
  g_atomic_ref_count_inc (&hierarchy->refs);
  return hierarchy;
}

void
hd_hierarchy_unref (HdHierarchy *hierarchy)
{
  if (!g_atomic_ref_count_dec (&hierarchy->refs))
    return;
  g_free (hierarchy->id);
  g_free (hierarchy->name_vi);
  g_free (hierarchy->name_en);
  g_strfreev (hierarchy->levels);
  g_array_unref (hierarchy->places);
  hd_code_list_unref (hierarchy->list);
  g_free (hierarchy);
}

gboolean
hd_hierarchy_add (HdHierarchy *hierarchy, HdCode code, HdCode parent, guint level)
{
  const Place *above = find_place (hierarchy, parent);
  const Place nowhere = { HD_CODE_NONE, NOT_IN_TREE };

  if (code >= hd_code_list_get_n (hierarchy->list)
      || level >= hd_hierarchy_get_n_levels (hierarchy))
    return FALSE;
  /* Parents come first and lie higher, so no cycle can close. */
  if (parent != HD_CODE_NONE && (above == NULL || above->level >= level))
    return FALSE;
  if (find_place (hierarchy, code) != NULL)
    return FALSE;

  while (hierarchy->places->len <= code)
    g_array_append_val (hierarchy->places, nowhere);
  g_array_index (hierarchy->places, Place, code) = (Place){ parent, level };
  return TRUE;
}

void
hd_hierarchy_set_names (HdHierarchy *hierarchy, const char *name_vi, const char *name_en)
{
  g_free (hierarchy->name_vi);
  g_free (hierarchy->name_en);
  hierarchy->name_vi = g_strdup (name_vi);
  hierarchy->name_en = g_strdup (name_en);
}

void
hd_hierarchy_set_validity (HdHierarchy *hierarchy, HdDay from, HdDay to)
{
  hierarchy->valid_from = from;
  hierarchy->valid_to = to;
}

const char *
hd_hierarchy_get_id (const HdHierarchy *hierarchy)
{
  return hierarchy->id;
}

const char *
hd_hierarchy_get_name (const HdHierarchy *hierarchy, const char *lang)
{
  gboolean is_english = g_strcmp0 (lang, "en") == 0;
  const char *first = is_english ? hierarchy->name_en : hierarchy->name_vi;
  const char *second = is_english ? hierarchy->name_vi : hierarchy->name_en;

  return first != NULL ? first : second != NULL ? second : hierarchy->id;
}

HdDay
hd_hierarchy_get_valid_from (const HdHierarchy *hierarchy)
{
  return hierarchy->valid_from;
}

HdDay
hd_hierarchy_get_valid_to (const HdHierarchy *hierarchy)
{
  return hierarchy->valid_to;
}

HdCodeList *
hd_hierarchy_get_list (const HdHierarchy *hierarchy)
{
  return hierarchy->list;
}

guint
hd_hierarchy_get_n_levels (const HdHierarchy *hierarchy)
{
  return g_strv_length (hierarchy->levels);
}

const char *
hd_hierarchy_get_level_name (const HdHierarchy *hierarchy, guint level)
{
  g_return_val_if_fail (level < hd_hierarchy_get_n_levels (hierarchy), NULL);
  return hierarchy->levels[level];
}

int
hd_hierarchy_find_level (const HdHierarchy *hierarchy, const char *name)
{
  for (int level = 0; hierarchy->levels[level] != NULL; level++)
    if (g_str_equal (hierarchy->levels[level], name))
      return level;
  return -1;
}

gboolean
hd_hierarchy_has (const HdHierarchy *hierarchy, HdCode code)
{
  return find_place (hierarchy, code) != NULL;
}

guint
hd_hierarchy_level_of (const HdHierarchy *hierarchy, HdCode code)
{
  const Place *place = find_place (hierarchy, code);

  g_return_val_if_fail (place != NULL, 0);
  return place->level;
}

HdCode
hd_hierarchy_parent_of (const HdHierarchy *hierarchy, HdCode code)
{
  const Place *place = find_place (hierarchy, code);

  return place != NULL ? place->parent : HD_CODE_NONE;
}

HdCode
hd_hierarchy_at_level (const HdHierarchy *hierarchy, HdCode code, guint level)
{
  HdCode at = code;
  const Place *place = find_place (hierarchy, at);

  if (place == NULL)
    return HD_CODE_NONE;
  while (place != NULL && place->level > level)
    {
      at = place->parent;
      place = find_place (hierarchy, at);
    }
  return place != NULL && place->level == level ? at : code;
}

gboolean
hd_hierarchy_is_under (const HdHierarchy *hierarchy, HdCode code, HdCode ancestor)
{
  const Place *place = find_place (hierarchy, code);

  while (place != NULL && code != ancestor)
    {
      code = place->parent;
      place = find_place (hierarchy, code);
    }
  return place != NULL;
}

GArray *
hd_hierarchy_children (const HdHierarchy *hierarchy, HdCode code)
{
  GArray *children = g_array_new (FALSE, FALSE, sizeof (HdCode));

  for (guint index = 0; index < hierarchy->places->len; index++)
    {
      const Place *place = &g_array_index (hierarchy->places, Place, index);
      HdCode child = index;

      if (place->level != NOT_IN_TREE && place->parent == code)
        g_array_append_val (children, child);
    }
  return children;
}
