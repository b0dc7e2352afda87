/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads one entry of a catalogue file, member by member, with errors that say where.
 */

#include "config.h"

#include "hd-catalog-json.h"

#include "hd-catalog.h"

void
hd_json_fail (HdJsonEntry *entry, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  if (entry->error != NULL)
    return;
  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  entry->error
      = g_error_new (HD_CATALOG_ERROR, HD_CATALOG_ERROR_SCHEMA, "%s: %s", entry->where, message);
}

HdJsonEntry
hd_json_enter (JsonNode *node, const char *where)
{
  HdJsonEntry entry = { NULL, where, NULL };

  if (JSON_NODE_HOLDS_OBJECT (node))
    entry.object = json_node_get_object (node);
  else
    hd_json_fail (&entry, "no object");
  return entry;
}

void
hd_json_leave (HdJsonEntry *inner, HdJsonEntry *outer)
{
  if (outer->error == NULL)
    outer->error = g_steal_pointer (&inner->error);
  g_clear_error (&inner->error);
}

void
hd_json_check_members (HdJsonEntry *entry, const char *const *known)
{
  g_autoptr (GList) members = json_object_get_members (entry->object);

  for (GList *at = members; at != NULL; at = at->next)
    if (!g_strv_contains (known, at->data))
      hd_json_fail (entry, "unknown member \"%s\"", (const char *)at->data);
}

/* The member's node when it is there and `entry` is still good. */
static JsonNode *
find_member (HdJsonEntry *entry, const char *member, gboolean is_required)
{
  JsonNode *node = NULL;

  if (entry->error != NULL)
    return NULL;
  if (json_object_has_member (entry->object, member))
    node = json_object_get_member (entry->object, member);
  if (node == NULL && is_required)
    hd_json_fail (entry, "no \"%s\"", member);
  return node;
}

static const char *
node_string (JsonNode *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  return NULL;
}

static char *
read_string (HdJsonEntry *entry, const char *member, gboolean is_required)
{
  JsonNode *node = find_member (entry, member, is_required);
  const char *text;

  if (node == NULL)
    return NULL;
  text = node_string (node);
  if (text == NULL || *text == '\0')
    hd_json_fail (entry, "\"%s\" is no text", member);
  return g_strdup (text);
}

char *
hd_json_string (HdJsonEntry *entry, const char *member)
{
  return read_string (entry, member, TRUE);
}

char *
hd_json_optional_string (HdJsonEntry *entry, const char *member)
{
  return read_string (entry, member, FALSE);
}

char **
hd_json_strings (HdJsonEntry *entry, const char *member)
{
  JsonNode *node = find_member (entry, member, FALSE);
  g_autoptr (GPtrArray) strings = g_ptr_array_new ();

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint index = 0; index < json_array_get_length (array); index++)
        {
          const char *text = node_string (json_array_get_element (array, index));

          if (text == NULL)
            hd_json_fail (entry, "\"%s\" holds more than texts", member);
          else
            g_ptr_array_add (strings, g_strdup (text));
        }
    }
  else if (node != NULL && node_string (node) != NULL)
    g_ptr_array_add (strings, g_strdup (node_string (node)));
  else if (node != NULL)
    hd_json_fail (entry, "\"%s\" is no list of texts", member);
  g_ptr_array_add (strings, NULL);
  return (char **)g_ptr_array_steal (strings, NULL);
}

double
hd_json_number (HdJsonEntry *entry, const char *member, double fallback)
{
  JsonNode *node = find_member (entry, member, FALSE);
  GType type;

  if (node == NULL)
    return fallback;
  type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    return json_node_get_double (node);
  hd_json_fail (entry, "\"%s\" is no number", member);
  return fallback;
}

gboolean
hd_json_boolean (HdJsonEntry *entry, const char *member)
{
  JsonNode *node = find_member (entry, member, FALSE);

  if (node == NULL)
    return FALSE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  hd_json_fail (entry, "\"%s\" is neither true nor false", member);
  return FALSE;
}

void
hd_json_names (HdJsonEntry *entry, const char *member, char **vi, char **en)
{
  static const char *const languages[] = { "vi", "en", NULL };
  JsonObject *names = hd_json_object (entry, member);
  g_autofree char *where = g_strdup_printf ("%s: %s", entry->where, member);
  HdJsonEntry inner = { names, where, NULL };

  if (names == NULL)
    return;
  hd_json_check_members (&inner, languages);
  *vi = hd_json_string (&inner, "vi");
  *en = hd_json_string (&inner, "en");
  entry->error = g_steal_pointer (&inner.error);
}

JsonArray *
hd_json_array (HdJsonEntry *entry, const char *member)
{
  JsonNode *node = find_member (entry, member, TRUE);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  hd_json_fail (entry, "\"%s\" is no array", member);
  return NULL;
}

JsonObject *
hd_json_object (HdJsonEntry *entry, const char *member)
{
  JsonNode *node = find_member (entry, member, TRUE);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  hd_json_fail (entry, "\"%s\" is no object", member);
  return NULL;
}

int
hd_json_choice (HdJsonEntry *entry, const char *member, const char *const *words)
{
  g_autofree char *text = hd_json_string (entry, member);

  for (int index = 0; text != NULL && words[index] != NULL; index++)
    if (g_str_equal (words[index], text))
      return index;
  hd_json_fail (entry, "\"%s\" cannot be \"%s\"", member, text);
  return 0;
}
