/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The code lists and hierarchies of an SDMX-JSON structure message.
 */

#include "config.h"

#include "hd-sdmx-codelists.h"

#include <math.h>
#include <string.h>

#include "hd-feed-error.h"
#include "hd-number.h"

#define MAX_LEVELS 16

/* A hierarchy being read. */
typedef struct
{
  const HdJson *json;
  const HdSdmxIndex *codelists;
  GPtrArray *level_names; /* (element-type utf8), NULL-ended, from the top */
  HdCodeList *list; /* (transfer none): of the first code */
  HdHierarchy *hierarchy;
  GError **error;
} Tree;

/* A bound of a duration class; `otherwise` when it is not said. */
static double
read_bound (const HdJsonNode *code, const char *type, double otherwise)
{
  const char *text = hd_sdmx_annotation_value (code, type);
  double value;

  if (text == NULL || hd_number_parse_double (text, strlen (text), '.', &value) != HD_NUMBER_OK)
    return otherwise;
  return value;
}

/* The place in the list of every code, so that a parent may stand behind its children. */
static GHashTable *
index_codes (const HdJson *json, const HdJsonNode *codes, GError **error)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  guint place = 0;

  for (const HdJsonNode *code = hd_json_first (codes); code != NULL; code = code->next, place++)
    {
      const char *id = hd_json_get_string (code, "id");

      if (id == NULL || *id == '\0')
        hd_json_error (json, code, HD_FEED_ERROR_SCHEMA, error, "a code without an id");
      else if (place >= HD_CODE_NONE)
        hd_json_error (json, code, HD_FEED_ERROR_TOO_LARGE, error, "too many codes in a list");
      else if (!g_hash_table_insert (places, (gpointer)id, GUINT_TO_POINTER (place)))
        hd_json_error (json, code, HD_FEED_ERROR_SCHEMA, error, "the code “%s” is there twice", id);
      else
        continue;
      return NULL;
    }
  return g_steal_pointer (&places);
}

static gboolean
add_code (HdCodeList *list,
          const HdJson *json,
          const HdJsonNode *code,
          GHashTable *places,
          GError **error)
{
  const char *parent = hd_json_get_string (code, "parent");
  HdCodeInfo info = { .id = hd_json_get_string (code, "id"),
                      .name_vi = hd_sdmx_name (code, "vi"),
                      .name_en = hd_sdmx_name (code, "en"),
                      .parent = HD_CODE_NONE,
                      .lower = NAN,
                      .upper = NAN,
                      .valid_from = HD_DAY_NONE,
                      .valid_to = HD_DAY_NONE };
  gpointer place;

  if (parent != NULL)
    {
      if (!g_hash_table_lookup_extended (places, parent, NULL, &place))
        {
          hd_json_error (json, code, HD_FEED_ERROR_SCHEMA, error,
                         "the parent “%s” of “%s” is not in the list", parent, info.id);
          return FALSE;
        }
      info.parent = (HdCode)GPOINTER_TO_UINT (place);
    }
  if (hd_json_get (code, "annotations") != NULL)
    {
      info.lower = read_bound (code, "LOWER", NAN);
      info.upper = read_bound (code, "UPPER", isnan (info.lower) ? NAN : INFINITY);
      info.valid_from = hd_sdmx_date (hd_sdmx_annotation_value (code, "VALID_FROM"));
      info.valid_to = hd_sdmx_date (hd_sdmx_annotation_value (code, "VALID_TO"));
    }
  if (hd_code_list_add (list, &info) != HD_CODE_NONE)
    return TRUE;
  hd_json_error (json, code, HD_FEED_ERROR_SCHEMA, error, "the code “%s” does not fit", info.id);
  return FALSE;
}

static HdCodeList *
read_codelist (const HdJson *json, const HdJsonNode *node, GError **error)
{
  const HdJsonNode *codes = hd_json_get_kind (node, "codes", HD_JSON_ARRAY);
  const char *id = hd_json_get_string (node, "id");
  g_autoptr (GHashTable) places = index_codes (json, codes, error);
  g_autoptr (HdCodeList) list = NULL;

  if (places == NULL)
    return NULL;
  if (id == NULL)
    {
      hd_json_error (json, node, HD_FEED_ERROR_SCHEMA, error, "a code list without an id");
      return NULL;
    }
  list = hd_code_list_new (id);
  for (const HdJsonNode *code = hd_json_first (codes); code != NULL; code = code->next)
    if (!add_code (list, json, code, places, error))
      return NULL;
  hd_code_list_close (list);
  return g_steal_pointer (&list);
}

HdSdmxIndex *
hd_sdmx_read_codelists (const HdJson *json, const HdJsonNode *data, GError **error)
{
  g_autoptr (HdSdmxIndex) index = hd_sdmx_index_new ((GDestroyNotify)hd_code_list_unref);

  for (const HdJsonNode *node = hd_json_first (hd_json_get (data, "codelists")); node != NULL;
       node = node->next)
    {
      HdCodeList *list = read_codelist (json, node, error);

      if (list == NULL)
        return NULL;
      hd_sdmx_index_add (index, node, list);
    }
  return g_steal_pointer (&index);
}

/* "level": {"id": "nation", "level": {"id": "region" …}}, each holding the one below; a plain array
 * "levels" is understood too. */
static void
read_levels (Tree *tree, const HdJsonNode *node)
{
  const HdJsonNode *level = hd_json_get_kind (node, "level", HD_JSON_OBJECT);

  for (; level != NULL && tree->level_names->len < MAX_LEVELS;
       level = hd_json_get_kind (level, "level", HD_JSON_OBJECT))
    if (hd_json_get_string (level, "id") != NULL)
      g_ptr_array_add (tree->level_names, (gpointer)hd_json_get_string (level, "id"));
  for (level = hd_json_first (hd_json_get_kind (node, "levels", HD_JSON_ARRAY));
       level != NULL && tree->level_names->len < MAX_LEVELS; level = level->next)
    if (hd_json_get_string (level, "id") != NULL)
      g_ptr_array_add (tree->level_names, (gpointer)hd_json_get_string (level, "id"));
}

static guint
depth_of (const HdJsonNode *node)
{
  guint deepest = 0;

  for (const HdJsonNode *child = hd_json_first (hd_json_get (node, "hierarchicalCodes"));
       child != NULL; child = child->next)
    deepest = MAX (deepest, 1 + depth_of (child));
  return deepest;
}

/* The level that the code names, by its last id ("nation.region"), else how deep it lies. */
static guint
level_of (const Tree *tree, const HdJsonNode *node, guint depth)
{
  const char *name = hd_json_get_string (node, "level");
  const char *dot = name == NULL ? NULL : strrchr (name, '.');

  for (guint level = 0; name != NULL && level + 1 < tree->level_names->len; level++)
    if (strcmp (tree->level_names->pdata[level], dot == NULL ? name : dot + 1) == 0)
      return level;
  return depth;
}

static gboolean
add_branch (Tree *tree, const HdJsonNode *node, HdCode parent, guint depth)
{
  for (; node != NULL; node = node->next)
    {
      const char *urn = hd_json_get_string (node, "code"), *id = NULL;
      HdCodeList *list = hd_sdmx_index_find (tree->codelists, urn, &id);
      guint level = level_of (tree, node, depth);
      HdCode code;

      if (list == NULL || list != tree->list || id == NULL
          || (code = hd_code_list_find (list, id, -1)) == HD_CODE_NONE)
        {
          hd_json_error (tree->json, node, HD_FEED_ERROR_SCHEMA, tree->error,
                         "“%s” is not a code of the hierarchy's code list", urn == NULL ? "" : urn);
          return FALSE;
        }
      if (level + 1 >= tree->level_names->len
          || !hd_hierarchy_add (tree->hierarchy, code, parent, level))
        {
          hd_json_error (tree->json, node, HD_FEED_ERROR_SCHEMA, tree->error,
                         "“%s” is in the hierarchy twice, or below its last level", id);
          return FALSE;
        }
      if (!add_branch (tree, hd_json_first (hd_json_get (node, "hierarchicalCodes")), code,
                       level + 1))
        return FALSE;
    }
  return TRUE;
}

static HdHierarchy *
read_hierarchy (const HdJson *json,
                const HdJsonNode *node,
                const HdSdmxIndex *codelists,
                GError **error)
{
  g_autoptr (GPtrArray) level_names = g_ptr_array_new ();
  g_autoptr (GPtrArray) made_names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HdHierarchy) hierarchy = NULL;
  const HdJsonNode *top = hd_json_first (hd_json_get (node, "hierarchicalCodes"));
  Tree tree = { json, codelists, level_names, NULL, NULL, error };

  read_levels (&tree, node);
  for (guint level = level_names->len; level < MIN (depth_of (node), MAX_LEVELS); level++)
    {
      g_ptr_array_add (made_names, g_strdup_printf ("%u", level + 1));
      g_ptr_array_add (level_names, made_names->pdata[made_names->len - 1]);
    }
  g_ptr_array_add (level_names, NULL);
  tree.list = hd_sdmx_index_find (codelists, hd_json_get_string (top, "code"), NULL);
  if (tree.list == NULL || hd_json_get_string (node, "id") == NULL)
    {
      hd_json_error (json, node, HD_FEED_ERROR_SCHEMA, error,
                     "a hierarchy without an id, codes, or the code list that they are of");
      return NULL;
    }
  hierarchy = hd_hierarchy_new (hd_json_get_string (node, "id"), tree.list,
                                (const char *const *)level_names->pdata);
  hd_hierarchy_set_names (hierarchy, hd_sdmx_name (node, "vi"), hd_sdmx_name (node, "en"));
  hd_hierarchy_set_validity (hierarchy, hd_sdmx_date (hd_json_get_string (node, "validFrom")),
                             hd_sdmx_date (hd_json_get_string (node, "validTo")));
  tree.hierarchy = hierarchy;
  return add_branch (&tree, top, HD_CODE_NONE, 0) ? g_steal_pointer (&hierarchy) : NULL;
}

gboolean
hd_sdmx_read_hierarchies (const HdJson *json,
                          const HdJsonNode *data,
                          const HdSdmxIndex *codelists,
                          HdStructures *structures,
                          GError **error)
{
  for (const HdJsonNode *node = hd_json_first (hd_json_get (data, "hierarchies")); node != NULL;
       node = node->next)
    {
      g_autoptr (HdHierarchy) hierarchy = read_hierarchy (json, node, codelists, error);

      if (hierarchy == NULL)
        return FALSE;
      hd_structures_add_hierarchy (structures, hierarchy);
    }
  return TRUE;
}
