/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON texts: read whole or refused at a place.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-feed-error.h"
#include "hd-json.h"

#include <string.h>

static HdJson *
parse (const char *text, GError **error)
{
  return hd_json_parse (text, strlen (text), error);
}

static void
assert_refused (const char *text, int code, const char *place)
{
  g_autoptr (GError) error = NULL;
  HdJson *json = parse (text, &error);

  g_assert_null (json);
  g_assert_error (error, HD_FEED_ERROR, code);
  if (!g_str_has_prefix (error->message, place))
    g_error ("“%s” does not begin with “%s”", error->message, place);
}

static void
test_values (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdJson) json
      = parse ("\xEF\xBB\xBF {\"a\": [1, -2.5e3, true, false, null], "
               "\"b\\n\": \"Thu\\u1ebf \\\"x\\\" \\uD83D\\uDE00/\\/\", \"c\": {}}\r\n",
               &error);
  const HdJsonNode *root, *array;

  g_assert_no_error (error);
  root = hd_json_get_root (json);
  g_assert_cmpuint (root->n_children, ==, 3);
  array = hd_json_get_kind (root, "a", HD_JSON_ARRAY);
  g_assert_cmpuint (array->n_children, ==, 5);
  g_assert_cmpmem (array->first->next->text, array->first->next->length, "-2.5e3", 6);
  g_assert_cmpstr (hd_json_get_string (root, "b\n"), ==, "Thuế \"x\" 😀//");
  g_assert_null (hd_json_get (hd_json_get (root, "c"), "d"));
  g_assert_null (hd_json_get_string (root, "a"));
}

static void
test_refused (void)
{
  assert_refused ("", HD_FEED_ERROR_TRUNCATED, "line 1, column 1:");
  assert_refused ("{\"a\": 1", HD_FEED_ERROR_TRUNCATED, "line 1, column 8:");
  assert_refused ("{\"a\": \"b", HD_FEED_ERROR_TRUNCATED, "line 1, column 9:");
  assert_refused ("[1,", HD_FEED_ERROR_TRUNCATED, "line 1, column 4:");
  assert_refused ("[1,\n 2,\n ế]", HD_FEED_ERROR_SYNTAX, "line 3, column 2:");
  assert_refused ("[1 2]", HD_FEED_ERROR_SYNTAX, "line 1, column 4:");
  assert_refused ("[1,]", HD_FEED_ERROR_SYNTAX, "line 1, column 4:");
  assert_refused ("{a: 1}", HD_FEED_ERROR_SYNTAX, "line 1, column 2:");
  assert_refused ("[1] x", HD_FEED_ERROR_SYNTAX, "line 1, column 5:");
  assert_refused ("[\"\\x\"]", HD_FEED_ERROR_SYNTAX, "line 1, column 4:");
  assert_refused ("[\"\\u0000\"]", HD_FEED_ERROR_SYNTAX, "line 1,");
  assert_refused ("[\"\\uD800\"]", HD_FEED_ERROR_SYNTAX, "line 1,");
  assert_refused ("[\"a\nb\"]", HD_FEED_ERROR_SYNTAX, "line 1, column 4:");
  assert_refused ("[\"\xff\"]", HD_FEED_ERROR_SYNTAX, "line 1, column 3:");
  assert_refused ("[nul]", HD_FEED_ERROR_SYNTAX, "line 1, column 2:");
}

static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (HdJson) json = NULL;

  for (guint depth = 0; depth < 200000; depth++)
    g_string_append (text, "[");
  assert_refused (text->str, HD_FEED_ERROR_TOO_LARGE, "line 1, column 65:");
  g_string_truncate (text, HD_JSON_MAX_DEPTH);
  for (guint depth = 0; depth < HD_JSON_MAX_DEPTH; depth++)
    g_string_append (text, "]");
  json = parse (text->str, NULL);
  g_assert_nonnull (json);
}

/* Cut anywhere, a message is refused, and never as if it were whole. */
static void
test_cut (void)
{
  const char *text = "{\"a\":[1,{\"b\":\"\\u1ebf\\n\"},null,true],\"c\":-0.5}";

  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hd_json_parse (text, length, &error));
      g_assert_true (error->domain == HD_FEED_ERROR);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/json/values", test_values);
  g_test_add_func ("/data/json/refused", test_refused);
  g_test_add_func ("/data/json/deep", test_deep);
  g_test_add_func ("/data/json/cut", test_cut);
  return g_test_run ();
}
