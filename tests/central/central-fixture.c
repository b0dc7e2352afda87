/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs the feed server as a process of its own, and asks it.
 */

#include "config.h"

#include "central-fixture.h"

#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>

Central *
central_start (const char *const *args)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  Central *central = g_new0 (Central, 1);

  g_ptr_array_add (argv,
                   g_test_build_filename (G_TEST_BUILT, "..", "app", "haidang-central", NULL));
  for (; args != NULL && *args != NULL; args++)
    g_ptr_array_add (argv, g_strdup (*args));
  g_ptr_array_add (argv, NULL);
  central->process = g_subprocess_newv ((const char *const *)argv->pdata,
                                        G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (central->process));
  central->url = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (central->url);
  return central;
}

void
central_stop (Central *central)
{
  g_subprocess_send_signal (central->process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (central->process, NULL, NULL));
  g_object_unref (central->process);
  g_free (central->url);
  g_free (central);
}

Answer *
central_get (Central *central, const char *path, const char *const *headers)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *url = g_strconcat (central->url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  SoupMessageHeaders *response;
  Answer *answer = g_new0 (Answer, 1);

  g_assert_nonnull (message);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  for (; headers != NULL && *headers != NULL; headers += 2)
    soup_message_headers_append (soup_message_get_request_headers (message), headers[0],
                                 headers[1]);
  bytes = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  response = soup_message_get_response_headers (message);
  answer->status = soup_message_get_status (message);
  answer->length = g_bytes_get_size (bytes);
  answer->text = g_malloc (answer->length + 1);
  if (answer->length > 0) /* an empty body is NULL */
    memcpy (answer->text, g_bytes_get_data (bytes, NULL), answer->length);
  answer->text[answer->length] = '\0';
  answer->etag = g_strdup (soup_message_headers_get_one (response, "ETag"));
  answer->modified = g_strdup (soup_message_headers_get_one (response, "Last-Modified"));
  answer->encoding = g_strdup (soup_message_headers_get_one (response, "Content-Encoding"));
  answer->type = g_strdup (soup_message_headers_get_one (response, "Content-Type"));
  return answer;
}

void
answer_free (Answer *answer)
{
  g_free (answer->text);
  g_free (answer->etag);
  g_free (answer->modified);
  g_free (answer->encoding);
  g_free (answer->type);
  g_free (answer);
}

char **
answer_lines (const Answer *answer)
{
  g_autofree char *text = g_strdup (answer->text);

  if (g_str_has_suffix (text, "\r\n"))
    text[strlen (text) - 2] = '\0';
  return g_strsplit (text, "\r\n", -1);
}

char **
central_flows (Central *central)
{
  g_autoptr (Answer) answer
      = central_get (central, "/structure/dataflow/*/*/+?references=all", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GPtrArray) flows = g_ptr_array_new ();
  JsonArray *array;

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (json_parser_load_from_data (parser, answer->text, (gssize)answer->length, NULL));
  array = json_object_get_array_member (
      json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)), "data"),
      "dataflows");
  for (guint index = 0; index < json_array_get_length (array); index++)
    {
      JsonObject *flow = json_array_get_object_element (array, index);

      g_ptr_array_add (flows,
                       g_strdup_printf ("%s/%s", json_object_get_string_member (flow, "agencyID"),
                                        json_object_get_string_member (flow, "id")));
    }
  g_ptr_array_add (flows, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&flows), FALSE);
}
