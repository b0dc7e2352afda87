/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A JSON text as a tree in one arena: exact numbers, places for errors, bounds before memory is taken.
 */

#include "config.h"

#include "hd-json.h"

#include <string.h>

#include "hd-feed-error.h"

#define NODES_A_BLOCK 1024

struct _HdJson
{
  const char *text; /* the sender's, only while parsing and for places of errors */
  char *copy; /* the same, in which strings are decoded where they lie */
  gsize length;
  GPtrArray *blocks; /* (element-type HdJsonNode[NODES_A_BLOCK]) */
  guint n_nodes;
  HdJsonNode *root;
};

typedef struct
{
  HdJson *json;
  char *at;
  char *end; /* a NUL stands there */
  guint depth;
  GError **error;
} Parser;

static gboolean parse_value (Parser *parser, HdJsonNode *node);

static void
set_error_at (const HdJson *json, gsize offset, int code, const char *message, GError **error)
{
  guint line = 1, column = 1;

  for (gsize at = json->text[0] == '\xEF' ? 3 : 0; at < MIN (offset, json->length); at++)
    {
      column = json->text[at] == '\n' ? 1 : column + ((json->text[at] & 0xC0) != 0x80);
      line += json->text[at] == '\n';
    }
  g_set_error (error, HD_FEED_ERROR, code, "line %u, column %u: %s", line, column, message);
}

void
hd_json_error (const HdJson *json,
               const HdJsonNode *node,
               int code,
               GError **error,
               const char *format,
               ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  set_error_at (json, node == NULL ? 0 : node->offset, code, message, error);
}

static gboolean
fail (Parser *parser, int code, const char *message)
{
  gsize offset = (gsize)(parser->at - parser->json->copy);

  if (parser->at >= parser->end && code == HD_FEED_ERROR_SYNTAX)
    {
      code = HD_FEED_ERROR_TRUNCATED;
      message = "the text ends here, and is not complete";
    }
  set_error_at (parser->json, offset, code, message, parser->error);
  return FALSE;
}

static HdJsonNode *
new_node (Parser *parser)
{
  HdJson *json = parser->json;
  guint at = json->n_nodes % NODES_A_BLOCK;
  HdJsonNode *node;

  if (json->n_nodes == HD_JSON_MAX_NODES)
    {
      fail (parser, HD_FEED_ERROR_TOO_LARGE, "too many values");
      return NULL;
    }
  if (at == 0)
    g_ptr_array_add (json->blocks, g_new (HdJsonNode, NODES_A_BLOCK));
  json->n_nodes++;
  node = (HdJsonNode *)json->blocks->pdata[json->blocks->len - 1] + at;
  memset (node, 0, sizeof *node);
  return node;
}

static void
skip_blanks (Parser *parser)
{
  while (*parser->at == ' ' || *parser->at == '\n' || *parser->at == '\t' || *parser->at == '\r')
    parser->at++;
}

static gboolean
parse_hex (Parser *parser, gunichar *unit)
{
  *unit = 0;
  for (guint digit = 0; digit < 4; digit++, parser->at++)
    {
      int value = g_ascii_xdigit_value (*parser->at);

      if (value < 0)
        return fail (parser, HD_FEED_ERROR_SYNTAX, "bad \\u escape");
      *unit = *unit * 16 + (gunichar)value;
    }
  return TRUE;
}

/* Behind "\u". Surrogates come in pairs; NUL would cut the string. */
static gboolean
parse_unicode (Parser *parser, char **out)
{
  gunichar unit, low;

  if (!parse_hex (parser, &unit))
    return FALSE;
  if (unit >= 0xD800 && unit < 0xDC00 && parser->at[0] == '\\' && parser->at[1] == 'u')
    {
      parser->at += 2;
      if (!parse_hex (parser, &low))
        return FALSE;
      unit = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00) : 0;
    }
  if (unit == 0 || (unit >= 0xD800 && unit < 0xE000))
    return fail (parser, HD_FEED_ERROR_SYNTAX, "not a Unicode character");
  *out += g_unichar_to_utf8 (unit, *out);
  return TRUE;
}

static gboolean
parse_escape (Parser *parser, char **out)
{
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  parser->at++;
  if (*parser->at == 'u')
    {
      parser->at++;
      return parse_unicode (parser, out);
    }
  letter = *parser->at == '\0' ? NULL : strchr (letters, *parser->at);
  if (letter == NULL)
    return fail (parser, HD_FEED_ERROR_SYNTAX, "bad escape");
  *(*out)++ = meanings[letter - letters];
  parser->at++;
  return TRUE;
}

/* Decodes in place: what is written is never longer than what was read, and the closing quotation mark
 * makes room for the NUL. */
static gboolean
parse_string (Parser *parser, const char **text, gsize *length)
{
  char *out;

  if (*parser->at != '"')
    return fail (parser, HD_FEED_ERROR_SYNTAX, "expected a string");
  *text = out = ++parser->at;
  for (;;)
    {
      char *run = parser->at;

      while (*run != '"' && *run != '\\' && (guchar)*run >= 0x20)
        run++;
      if (out != parser->at)
        memmove (out, parser->at, (gsize)(run - parser->at));
      out += run - parser->at;
      parser->at = run;
      if (*run == '"')
        break;
      if (*run != '\\')
        return fail (parser, HD_FEED_ERROR_SYNTAX, "a control character in a string");
      if (!parse_escape (parser, &out))
        return FALSE;
    }
  *out = '\0';
  *length = (gsize)(out - *text);
  parser->at++;
  return TRUE;
}

static gboolean
parse_number (Parser *parser, HdJsonNode *node)
{
  char *begin = parser->at;

  parser->at += *parser->at == '-';
  if (!g_ascii_isdigit (*parser->at))
    return fail (parser, HD_FEED_ERROR_SYNTAX, "expected a value");
  while (g_ascii_isalnum (*parser->at) || *parser->at == '.' || *parser->at == '+'
         || *parser->at == '-')
    parser->at++;
  node->kind = HD_JSON_NUMBER;
  node->text = begin;
  node->length = (gsize)(parser->at - begin);
  return TRUE;
}

static gboolean
parse_word (Parser *parser, HdJsonNode *node)
{
  static const struct
  {
    const char *word;
    HdJsonKind kind;
  } words[] = { { "null", HD_JSON_NULL }, { "true", HD_JSON_TRUE }, { "false", HD_JSON_FALSE } };

  for (guint row = 0; row < G_N_ELEMENTS (words); row++)
    if (strncmp (parser->at, words[row].word, strlen (words[row].word)) == 0)
      {
        node->kind = words[row].kind;
        parser->at += strlen (words[row].word);
        return TRUE;
      }
  return parse_number (parser, node);
}

static gboolean
parse_member (Parser *parser, HdJsonNode *parent, HdJsonNode **last)
{
  HdJsonNode *child = new_node (parser);
  gsize length;

  if (child == NULL)
    return FALSE;
  if (parent->kind == HD_JSON_OBJECT)
    {
      if (!parse_string (parser, &child->key, &length))
        return FALSE;
      skip_blanks (parser);
      if (*parser->at != ':')
        return fail (parser, HD_FEED_ERROR_SYNTAX, "expected a colon");
      parser->at++;
      skip_blanks (parser);
    }
  if (!parse_value (parser, child))
    return FALSE;
  if (*last == NULL)
    parent->first = child;
  else
    (*last)->next = child;
  *last = child;
  parent->n_children++;
  skip_blanks (parser);
  return TRUE;
}

static gboolean
parse_container (Parser *parser, HdJsonNode *node)
{
  char close = *parser->at == '{' ? '}' : ']';
  HdJsonNode *last = NULL;

  if (++parser->depth > HD_JSON_MAX_DEPTH)
    return fail (parser, HD_FEED_ERROR_TOO_LARGE, "nested too deep");
  node->kind = *parser->at == '{' ? HD_JSON_OBJECT : HD_JSON_ARRAY;
  parser->at++;
  skip_blanks (parser);
  while (last != NULL || *parser->at != close)
    {
      if (!parse_member (parser, node, &last))
        return FALSE;
      if (*parser->at == close)
        break;
      if (*parser->at != ',')
        return fail (parser, HD_FEED_ERROR_SYNTAX, "expected a comma or a closing bracket");
      parser->at++;
      skip_blanks (parser);
    }
  parser->at++;
  parser->depth--;
  return TRUE;
}

static gboolean
parse_value (Parser *parser, HdJsonNode *node)
{
  node->offset = (gsize)(parser->at - parser->json->copy);
  switch (*parser->at)
    {
    case '{':
    case '[':
      return parse_container (parser, node);
    case '"':
      node->kind = HD_JSON_STRING;
      return parse_string (parser, &node->text, &node->length);
    default:
      return parse_word (parser, node);
    }
}

static gboolean
parse_root (HdJson *json, GError **error)
{
  Parser parser = { json, json->copy, json->copy + json->length, 0, error };
  const char *bad;

  if (!g_utf8_validate_len (json->text, json->length, &bad))
    {
      parser.at += bad - json->text;
      return fail (&parser, HD_FEED_ERROR_SYNTAX, "not UTF-8, or a NUL byte");
    }
  if (g_str_has_prefix (parser.at, "\xEF\xBB\xBF"))
    parser.at += 3;
  skip_blanks (&parser);
  json->root = new_node (&parser);
  if (!parse_value (&parser, json->root))
    return FALSE;
  skip_blanks (&parser);
  return parser.at == parser.end
         || fail (&parser, HD_FEED_ERROR_SYNTAX, "something follows the end of the message");
}

HdJson *
hd_json_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (HdJson) json = NULL;

  if (length > HD_JSON_MAX_LENGTH)
    {
      g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TOO_LARGE,
                           "the message is too long");
      return NULL;
    }
  /* Of nothing, a GBytes gives no address. */
  text = length > 0 ? text : "";
  json = g_new0 (HdJson, 1);
  json->text = text;
  json->copy = g_malloc (length + 1);
  memcpy (json->copy, text, length);
  json->copy[length] = '\0';
  json->length = length;
  json->blocks = g_ptr_array_new_with_free_func (g_free);
  return parse_root (json, error) ? g_steal_pointer (&json) : NULL;
}

void
hd_json_free (HdJson *json)
{
  g_ptr_array_unref (json->blocks);
  g_free (json->copy);
  g_free (json);
}

const HdJsonNode *
hd_json_get_root (const HdJson *json)
{
  return json->root;
}

const HdJsonNode *
hd_json_get (const HdJsonNode *object, const char *key)
{
  if (object == NULL || object->kind != HD_JSON_OBJECT)
    return NULL;
  for (const HdJsonNode *child = object->first; child != NULL; child = child->next)
    if (strcmp (child->key, key) == 0)
      return child;
  return NULL;
}

gboolean
hd_json_is (const HdJsonNode *node, HdJsonKind kind)
{
  return node != NULL && node->kind == kind;
}

const HdJsonNode *
hd_json_get_kind (const HdJsonNode *object, const char *key, HdJsonKind kind)
{
  const HdJsonNode *node = hd_json_get (object, key);

  return hd_json_is (node, kind) ? node : NULL;
}

const char *
hd_json_get_string (const HdJsonNode *object, const char *key)
{
  const HdJsonNode *node = hd_json_get_kind (object, key, HD_JSON_STRING);

  return node == NULL ? NULL : node->text;
}

const HdJsonNode *
hd_json_first (const HdJsonNode *node)
{
  return node == NULL ? NULL : node->first;
}

GPtrArray *
hd_json_children (const HdJsonNode *node)
{
  GPtrArray *children = g_ptr_array_sized_new (node == NULL ? 0 : node->n_children);

  for (const HdJsonNode *child = hd_json_first (node); child != NULL; child = child->next)
    g_ptr_array_add (children, (gpointer)child);
  return children;
}
