/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON as it is written reads back as what it was.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-cli-json.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static void
test_reads_back (void)
{
  static const char *const words[] = { "một", "hai", NULL };
  g_autoptr (HdCliJson) json = hd_cli_json_new ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root;
  JsonArray *list;

  hd_cli_json_begin_object (json, NULL);
  hd_cli_json_string (json, "quoted \"key\"", "tab\t, line\n, \\ and \x01");
  hd_cli_json_int64 (json, "money", G_GINT64_CONSTANT (9223372036854775807));
  hd_cli_json_int64 (json, "missing", G_MININT64);
  hd_cli_json_double (json, "nan", NAN);
  hd_cli_json_double (json, "rate", 12.3);
  hd_cli_json_boolean (json, "yes", TRUE);
  hd_cli_json_time (json, "time", 1774915200);
  hd_cli_json_strv (json, "words", words);
  hd_cli_json_begin_array (json, "empty");
  hd_cli_json_end_array (json);
  hd_cli_json_begin_array (json, "rows");
  for (int row = 0; row < 3; row++)
    {
      hd_cli_json_begin_array (json, NULL);
      hd_cli_json_int64 (json, NULL, row);
      hd_cli_json_null (json, NULL);
      hd_cli_json_end_array (json);
    }
  hd_cli_json_end_array (json);
  hd_cli_json_end_object (json);

  g_assert_true (json_parser_load_from_data (parser, hd_cli_json_get_text (json), -1, NULL));
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (root, "quoted \"key\""), ==,
                   "tab\t, line\n, \\ and \x01");
  g_assert_cmpint (json_object_get_int_member (root, "money"), ==, G_MAXINT64);
  g_assert_true (json_object_get_null_member (root, "missing"));
  g_assert_true (json_object_get_null_member (root, "nan"));
  g_assert_cmpfloat (json_object_get_double_member (root, "rate"), ==, 12.3);
  g_assert_nonnull (strstr (hd_cli_json_get_text (json), "12.3,"));
  g_assert_cmpstr (json_object_get_string_member (root, "time"), ==, "2026-03-31T07:00:00+07:00");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "words")), ==, 2);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "empty")), ==, 0);
  list = json_object_get_array_member (root, "rows");
  g_assert_cmpuint (json_array_get_length (list), ==, 3);
  g_assert_cmpint (json_array_get_int_element (json_array_get_array_element (list, 2), 0), ==, 2);
}

static void
test_shortest_double (void)
{
  const double values[] = { 0, 0.1, 1.0 / 3, 1e300, -5e-324, 12.300000000000001, 1e15, 123456.789 };

  for (guint index = 0; index < G_N_ELEMENTS (values); index++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      hd_cli_json_append_double (text, values[index]);
      g_assert_cmpfloat (g_ascii_strtod (text->str, NULL), ==, values[index]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/json/reads-back", test_reads_back);
  g_test_add_func ("/cli/json/shortest-double", test_shortest_double);
  return g_test_run ();
}
