/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may ask for what: bearer tokens, and the units that each of them covers.
 */

#include "config.h"

#include "hd-central-tokens.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void
token_free (HdCentralToken *token)
{
  g_free (token->token);
  g_free (token->name);
  g_free (token->units);
  g_free (token->scope);
  g_free (token);
}

/* Marks `unit` and all that is under it in either map. */
static void
cover (const HdSampleWorld *world, guint8 *scope, guint16 unit)
{
  const char *id = hd_sample_list_get (world->units, unit)->id;

  for (guint code = 0; code < world->units->codes->len; code++)
    {
      const HdSampleCode *info = hd_sample_list_get (world->units, code);
      int department = world->offices[code].department;

      if (code == unit || unit == 0 || g_strcmp0 (info->parent, id) == 0
          || (department >= 0 && strcmp (world->departments->pdata[department], id) == 0))
        scope[code] = TRUE;
    }
}

/* A code is added to those of the token. */
static void
note_unit (HdCentralToken *token, const char *id)
{
  char *units = token->units == NULL ? g_strdup (id) : g_strconcat (token->units, ",", id, NULL);

  g_free (token->units);
  token->units = units;
}

static gboolean
read_units (const HdSampleWorld *world, HdCentralToken *token, JsonArray *units, GError **error)
{
  token->scope = g_malloc0 (world->units->codes->len);
  for (guint index = 0; index < json_array_get_length (units); index++)
    {
      JsonNode *node = json_array_get_element (units, index);
      const char *id = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      guint16 unit = id != NULL ? hd_sample_list_find (world->units, id) : HD_SAMPLE_NO_CODE;

      if (unit == HD_SAMPLE_NO_CODE)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "token %s: there is no unit %s",
                       token->name, id != NULL ? id : "of that kind");
          return FALSE;
        }
      cover (world, token->scope, unit);
      note_unit (token, id);
    }
  return TRUE;
}

static gboolean
read_token (const HdSampleWorld *world, JsonNode *node, GPtrArray *tokens, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *units = object != NULL ? json_object_get_member (object, "units") : NULL;
  const char *secret
      = object != NULL ? json_object_get_string_member_with_default (object, "token", NULL) : NULL;
  HdCentralToken *token;

  if (secret == NULL || *secret == '\0' || (units != NULL && !JSON_NODE_HOLDS_ARRAY (units)))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "each entry needs \"token\", and \"units\" must be an array");
      return FALSE;
    }
  token = g_new0 (HdCentralToken, 1);
  g_ptr_array_add (tokens, token);
  token->token = g_strdup (secret);
  token->name = g_strdup (json_object_get_string_member_with_default (object, "name", ""));
  return units == NULL || read_units (world, token, json_node_get_array (units), error);
}

GPtrArray *
hd_central_tokens_load (const HdSampleWorld *world, const char *path, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func ((GDestroyNotify)token_free);
  JsonNode *root;
  JsonArray *array;

  if (!json_parser_load_from_file (parser, path, error))
    return NULL;
  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    root = json_object_get_member (json_node_get_object (root), "tokens");
  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s holds no array of tokens", path);
      return NULL;
    }
  array = json_node_get_array (root);
  for (guint index = 0; index < json_array_get_length (array); index++)
    if (!read_token (world, json_array_get_element (array, index), tokens, error))
      return NULL;
  return g_steal_pointer (&tokens);
}

const HdCentralToken *
hd_central_tokens_find (GPtrArray *tokens, const char *authorization)
{
  if (authorization == NULL || g_ascii_strncasecmp (authorization, "Bearer ", 7) != 0)
    return NULL;
  for (guint index = 0; index < tokens->len; index++)
    {
      const HdCentralToken *token = tokens->pdata[index];

      if (strcmp (token->token, authorization + 7) == 0)
        return token;
    }
  return NULL;
}
