/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The HTTP client against a server that misbehaves in every way we know.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "feed-server.h"
#include "hd-feed-client.h"
#include "hd-feed-error.h"

#include <string.h>

#define BODY "STRUCTURE,STRUCTURE_ID\n"

static gboolean
gather_cb (const char *bytes, gsize length, gpointer user_data, GError **error)
{
  g_string_append_len (user_data, bytes, (gssize)length);
  return TRUE;
}

static gboolean
get (FeedServer *server,
     const HdFeedRequest *request,
     GString *body,
     HdFeedResponse *response,
     GError **error)
{
  HdFeedClientOptions options
      = { .base_url = feed_server_get_url (server), .token = "t0k3n", .timeout_s = 5 };
  g_autoptr (HdFeedClient) client = hd_feed_client_new (&options, error);

  g_assert_nonnull (client);
  return hd_feed_client_get (client, request, gather_cb, body, response, NULL, error);
}

static GBytes *
good_cb (const FeedRequest *request, gpointer user_data)
{
  g_assert_cmpstr (request->path, ==, "/data/x");
  g_assert_cmpstr (request->query, ==, "c%5BTIME_PERIOD%5D=ge:2016%2Blt:2017");
  g_assert_cmpstr (request->authorization, ==, "Bearer t0k3n");
  g_assert_true (request->wants_gzip);
  if (g_strcmp0 (request->etag, "W/\"v 1\"") == 0)
    return feed_answer ("304 Not Modified", "ETag: W/\"v 1\"\r\n", "", 0);
  if (user_data != NULL)
    return feed_answer_gzip ("ETag: W/\"v 1\"\r\n", BODY, 0);
  return feed_answer (
      "200 OK", "ETag: W/\"v 1\"\r\nLast-Modified: Sun, 22 Nov 2026 06:12:00 GMT\r\n", BODY, -1);
}

static void
test_good (gconstpointer is_gzip)
{
  g_autoptr (FeedServer) server = feed_server_new (good_cb, (gpointer)is_gzip);
  HdFeedRequest request = { "data/x?c%5BTIME_PERIOD%5D=ge:2016%2Blt:2017", "text/csv", NULL, 1000 };
  g_auto (HdFeedResponse) response = { 0 };
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, BODY, -1);
  g_autoptr (GError) error = NULL;

  g_assert_true (get (server, &request, body, &response, &error));
  g_assert_cmpstr (body->str, ==, BODY);
  g_assert_cmpstr (response.etag, ==, "W/\"v 1\"");
  g_assert_cmpstr (response.sha256, ==, sha256);
  g_assert_cmpuint (response.n_bytes, ==, strlen (BODY));
  g_assert_cmpint (response.modified, ==, is_gzip ? 0 : G_GINT64_CONSTANT (1795327920));
  hd_feed_response_clear (&response);
  g_string_truncate (body, 0);
  request.etag = "W/\"v 1\"";
  g_assert_true (get (server, &request, body, &response, &error));
  g_assert_cmpuint (response.status, ==, 304);
  g_assert_cmpuint (body->len, ==, 0);
}

static GBytes *
bad_cb (const FeedRequest *request, gpointer user_data)
{
  const char *path = request->path;
  g_autofree char *long_body = NULL;

  if (strcmp (path, "/short") == 0)
    return feed_answer_raw ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nSTRUCTURE");
  if (strcmp (path, "/chunk") == 0)
    return feed_answer_raw (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nSTRUCTURE\r\n");
  if (strcmp (path, "/endless") == 0)
    return feed_answer_raw ("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nSTRUCTURE\n");
  if (strcmp (path, "/cut-gzip") == 0)
    return feed_answer_gzip ("", BODY, 6);
  if (strcmp (path, "/bad-gzip") == 0)
    return feed_answer ("200 OK", "Content-Encoding: gzip\r\n", "this is no gzip at all", -1);
  if (strcmp (path, "/brotli") == 0)
    return feed_answer ("200 OK", "Content-Encoding: br\r\n", "x", -1);
  if (strcmp (path, "/away") == 0)
    return feed_answer ("302 Found", "Location: http://elsewhere.example/data\r\n", "", 0);
  if (strcmp (path, "/other-port") == 0)
    return feed_answer ("302 Found", "Location: http://127.0.0.1:1/data\r\n", "", 0);
  if (strcmp (path, "/nowhere") == 0)
    return feed_answer ("302 Found", "", "", 0);
  if (strcmp (path, "/circle") == 0)
    return feed_answer ("307 Temporary Redirect", "Location: /circle\r\n", "", 0);
  if (strcmp (path, "/401") == 0)
    return feed_answer ("401 Unauthorized", "", "who are you", -1);
  if (strcmp (path, "/500") == 0)
    return feed_answer ("500 Internal Server Error", "", "oops", -1);
  if (strcmp (path, "/503") == 0)
    return feed_answer ("503 Service Unavailable", "Retry-After: 7\r\n", "later", -1);
  if (strcmp (path, "/503-until") == 0)
    return feed_answer ("503 Service Unavailable",
                        "Date: Sun, 22 Nov 2026 10:00:00 GMT\r\n"
                        "Retry-After: Sun, 22 Nov 2026 10:00:07 GMT\r\n",
                        "later", -1);
  if (strcmp (path, "/no-http") == 0)
    return feed_answer_raw ("220 mail.example ESMTP\r\n");
  long_body = g_strnfill (100000, 'x');
  return strcmp (path, "/bomb") == 0 ? feed_answer_gzip ("", long_body, 0)
                                     : feed_answer ("200 OK", "", long_body, -1);
}

static void
test_bad (void)
{
  static const struct
  {
    const char *path;
    int code;
    guint status;
  } rows[] = {
    { "short", HD_FEED_ERROR_TRUNCATED, 200 },   { "chunk", HD_FEED_ERROR_TRUNCATED, 200 },
    { "endless", HD_FEED_ERROR_TRUNCATED, 200 }, { "cut-gzip", HD_FEED_ERROR_TRUNCATED, 200 },
    { "bad-gzip", HD_FEED_ERROR_SYNTAX, 200 },   { "brotli", HD_FEED_ERROR_SYNTAX, 200 },
    { "away", HD_FEED_ERROR_REDIRECT, 302 },     { "other-port", HD_FEED_ERROR_REDIRECT, 302 },
    { "nowhere", HD_FEED_ERROR_REDIRECT, 302 },  { "circle", HD_FEED_ERROR_REDIRECT, 307 },
    { "401", HD_FEED_ERROR_HTTP_STATUS, 401 },   { "500", HD_FEED_ERROR_HTTP_STATUS, 500 },
    { "503", HD_FEED_ERROR_HTTP_STATUS, 503 },   { "503-until", HD_FEED_ERROR_HTTP_STATUS, 503 },
    { "huge", HD_FEED_ERROR_TOO_LARGE, 200 },    { "bomb", HD_FEED_ERROR_TOO_LARGE, 200 },
    { "no-http", HD_FEED_ERROR_NETWORK, 0 },
  };
  g_autoptr (FeedServer) server = feed_server_new (bad_cb, NULL);

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      HdFeedRequest request = { rows[row].path, "text/csv", NULL, 20000 };
      g_auto (HdFeedResponse) response = { 0 };
      g_autoptr (GString) body = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      if (get (server, &request, body, &response, &error))
        g_error ("%s was taken: %s", rows[row].path, body->str);
      if (!g_error_matches (error, HD_FEED_ERROR, rows[row].code))
        g_error ("%s: %s %d %s", rows[row].path, g_quark_to_string (error->domain), error->code,
                 error->message);
      g_assert_true (g_str_has_prefix (error->message, "http://127.0.0.1:"));
      g_assert_null (strchr (error->message, '\n'));
      g_assert_cmpuint (response.status, ==, rows[row].status);
      g_assert_null (response.sha256);
      g_assert_cmpuint (body->len, <=, 20000);
      g_assert_cmpint (response.retry_after_s, ==, rows[row].status == 503 ? 7 : -1);
    }
}

static void
test_no_server (void)
{
  FeedServer *server = feed_server_new (bad_cb, NULL);
  HdFeedClientOptions options = { .base_url = feed_server_get_url (server) };
  g_autoptr (GError) error = NULL;
  g_autoptr (HdFeedClient) client = hd_feed_client_new (&options, &error);
  HdFeedRequest request = { "data", "text/csv", NULL, 20000 };
  g_auto (HdFeedResponse) response = { 0 };

  feed_server_free (server);
  g_assert_false (hd_feed_client_get (client, &request, gather_cb, NULL, &response, NULL, &error));
  g_assert_error (error, HD_FEED_ERROR, HD_FEED_ERROR_NETWORK);
  g_clear_error (&error);
  options.base_url = "ftp://127.0.0.1/";
  g_assert_null (hd_feed_client_new (&options, &error));
  g_assert_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SYNTAX);
  g_clear_error (&error);
  options = (HdFeedClientOptions){ .base_url = "https://127.0.0.1/", .ca_file = "/none.pem" };
  g_assert_null (hd_feed_client_new (&options, &error));
  g_assert_error (error, HD_FEED_ERROR, HD_FEED_ERROR_TLS);
}

static gboolean
refuse_cb (const char *bytes, gsize length, gpointer user_data, GError **error)
{
  if (user_data != NULL)
    g_cancellable_cancel (user_data);
  else
    g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA, "line 1, column 1: not that");
  return user_data != NULL;
}

/* What the sink says comes back as it is; a cancelled call is a cancelled call. */
static void
test_sink (void)
{
  g_autoptr (FeedServer) server = feed_server_new (bad_cb, NULL);
  HdFeedClientOptions options = { .base_url = feed_server_get_url (server) };
  g_autoptr (GError) error = NULL;
  g_autoptr (HdFeedClient) client = hd_feed_client_new (&options, &error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  HdFeedRequest request = { "huge", "text/csv", NULL, 200000 };
  g_auto (HdFeedResponse) response = { 0 };

  g_assert_false (hd_feed_client_get (client, &request, refuse_cb, NULL, &response, NULL, &error));
  g_assert_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA);
  g_assert_cmpstr (error->message, ==, "line 1, column 1: not that");
  g_assert_true (response.is_refused);
  g_clear_error (&error);
  /* What a damaged answer looked like is not the sender's fault. */
  request.path = "cut-gzip";
  hd_feed_response_clear (&response);
  g_assert_false (hd_feed_client_get (client, &request, refuse_cb, NULL, &response, NULL, &error));
  g_assert_error (error, HD_FEED_ERROR, HD_FEED_ERROR_TRUNCATED);
  g_assert_false (response.is_refused);
  g_clear_error (&error);
  request.path = "huge";
  hd_feed_response_clear (&response);
  g_assert_false (hd_feed_client_get (client, &request, refuse_cb, cancellable, &response,
                                      cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/data/feed-client/plain", NULL, test_good);
  g_test_add_data_func ("/data/feed-client/gzip", "gzip", test_good);
  g_test_add_func ("/data/feed-client/bad", test_bad);
  g_test_add_func ("/data/feed-client/no-server", test_no_server);
  g_test_add_func ("/data/feed-client/sink", test_sink);
  return g_test_run ();
}
