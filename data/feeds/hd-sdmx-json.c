/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads SDMX-JSON data messages, 2.x and 1.0.
 */

#include "config.h"

#include "hd-sdmx-json.h"

#include <string.h>

#include "hd-feed-error.h"
#include "hd-number.h"
#include "hd-sdmx-json-dataset.h"

/* The known structure of that name, else the one that the message carries. (transfer full) */
static HdStructure *
choose_structure (const HdSdmxJsonLayout *layout,
                  HdStructures *structures,
                  HdStructures **own,
                  GError **error)
{
  const char *id = layout->reference.id;
  HdStructure *known = NULL, *made;

  if (structures != NULL && id != NULL)
    known = hd_structures_find (structures, id);
  else if (structures != NULL && hd_structures_get_n (structures) == 1)
    known = hd_structures_get (structures, 0);
  if (known == NULL && structures != NULL && id != NULL)
    {
      known = hd_structures_find_alias (structures, layout->reference_type, id);
      if (known != NULL)
        return hd_structure_ref (known);
    }
  if (known == NULL && own != NULL && *own != NULL && id != NULL)
    known = hd_structures_find (*own, id);
  if (known != NULL)
    {
      if (id != NULL && !hd_sdmx_reference_is (&layout->reference, known, error))
        return NULL;
      return hd_structure_ref (known);
    }
  if (own == NULL)
    {
      hd_json_error (layout->json, layout->node, HD_FEED_ERROR_SCHEMA, error,
                     "no structure is known for %s", id == NULL ? "this dataset" : id);
      return NULL;
    }
  made = hd_sdmx_json_layout_make_structure (layout);
  if (*own == NULL)
    *own = hd_structures_new ();
  hd_structures_add (*own, made);
  return made;
}

static const HdJsonNode *
find_structure_node (const HdJsonNode *data, const HdJsonNode *node)
{
  g_autoptr (GPtrArray) all
      = hd_json_children (hd_json_get_kind (data, "structures", HD_JSON_ARRAY));
  const HdJsonNode *which = hd_json_get_kind (node, "structure", HD_JSON_NUMBER);
  gint64 index = 0;

  if (all->len == 0)
    return hd_json_get_kind (data, "structure", HD_JSON_OBJECT);
  if (which != NULL
      && hd_number_parse_int64 (which->text, which->length, '.', &index) != HD_NUMBER_OK)
    return NULL;
  return index >= 0 && index < all->len ? all->pdata[index] : NULL;
}

static gboolean
read_action (const HdJson *json, const HdJsonNode *node, HdAction *action, GError **error)
{
  const char *text = hd_json_get_string (node, "action");

  *action = HD_ACTION_MERGE;
  if (text == NULL || hd_sdmx_parse_action (text, strlen (text), action))
    return TRUE;
  hd_json_error (json, node, HD_FEED_ERROR_SYNTAX, error, "“%s” is not an action", text);
  return FALSE;
}

/* (transfer full) */
static HdRows *
read_dataset (const HdJson *json,
              const HdJsonNode *data,
              const HdJsonNode *node,
              HdStructures *structures,
              gint64 known_from,
              HdStructures **own,
              GError **error)
{
  const HdJsonNode *structure_node = find_structure_node (data, node);
  g_autoptr (HdSdmxJsonLayout) layout = NULL;
  g_autoptr (HdStructure) structure = NULL;
  HdAction action;

  if (structure_node == NULL)
    {
      hd_json_error (json, node, HD_FEED_ERROR_SCHEMA, error,
                     "the structure of the dataset is not in the message");
      return NULL;
    }
  layout = hd_sdmx_json_layout_new (json, structure_node, node, error);
  if (layout == NULL || !read_action (json, node, &action, error))
    return NULL;
  structure = choose_structure (layout, structures, own, error);
  if (structure == NULL
      || !hd_sdmx_json_layout_bind (layout, structure, action == HD_ACTION_DELETE, error))
    return NULL;
  return hd_sdmx_json_dataset_read (layout, node, action, known_from, error);
}

/* {meta, data, errors} in 2.x; in 1.0 header, structure and dataSets stand at the top. */
static const HdJsonNode *
find_data (const HdJson *json, GError **error)
{
  const HdJsonNode *root = hd_json_get_root (json);
  const HdJsonNode *data = hd_json_get_kind (root, "data", HD_JSON_OBJECT);
  const HdJsonNode *problem = hd_json_first (hd_json_get_kind (root, "errors", HD_JSON_ARRAY));
  const char *title = hd_json_get_string (problem, "title");

  if (data == NULL)
    data = root;
  if (hd_json_get_kind (data, "dataSets", HD_JSON_ARRAY) != NULL)
    return data;
  if (problem != NULL)
    hd_json_error (json, problem, HD_FEED_ERROR_SCHEMA, error,
                   "the message holds an error instead of data: %s",
                   title == NULL ? "without a title" : title);
  else
    hd_json_error (json, root, HD_FEED_ERROR_SCHEMA, error,
                   "this is not an SDMX-JSON data message: it has no dataSets");
  return NULL;
}

HdMessage *
hd_sdmx_json_read (const char *text,
                   gsize length,
                   HdStructures *structures,
                   gint64 known_from,
                   HdStructures **own_structure,
                   GError **error)
{
  g_autoptr (HdJson) json = hd_json_parse (text, length, error);
  g_autoptr (HdMessage) message = NULL;
  g_autoptr (HdStructures) own = NULL;
  const HdJsonNode *data, *meta;
  const char *prepared;

  if (json == NULL || (data = find_data (json, error)) == NULL)
    return NULL;
  meta = hd_json_get (hd_json_get_root (json), data == hd_json_get_root (json) ? "header" : "meta");
  prepared = hd_json_get_string (meta, "prepared");
  message = hd_message_new ();
  message->id = g_strdup (hd_json_get_string (meta, "id"));
  message->prepared = known_from;
  if (prepared != NULL)
    hd_sdmx_parse_instant (prepared, strlen (prepared), &message->prepared);
  for (const HdJsonNode *node = hd_json_first (hd_json_get (data, "dataSets")); node != NULL;
       node = node->next)
    {
      g_autoptr (HdRows) rows = read_dataset (json, data, node, structures, message->prepared,
                                              own_structure == NULL ? NULL : &own, error);

      if (rows == NULL)
        return NULL;
      if (rows->n_rows > 0)
        g_ptr_array_add (message->parts, g_steal_pointer (&rows));
    }
  if (own_structure != NULL)
    *own_structure = g_steal_pointer (&own);
  return g_steal_pointer (&message);
}
