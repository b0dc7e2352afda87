/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Servers that drip, flood or unpack to no end: whatever is endless ends, with a clear word.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "feed-server.h"
#include "hd-feed-client.h"
#include "hd-feed-error.h"

#include <string.h>

#define TIMEOUT_S 1 /* without a byte; twice that at no pace */
#define DRIP_MS 100 /* so that no time-out of a socket ever comes */
/* When an endless answer must have ended: time for a loaded machine. */
#define SURELY_S 12
#define MAX_BYTES (G_GUINT64_CONSTANT (1) << 30)
#define CHUNKED "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"

/* Until nobody listens any more. */
static void
repeat (GOutputStream *out, const char *first, const char *again, guint pause_ms)
{
  gint64 end = g_get_monotonic_time () + 2 * SURELY_S * G_USEC_PER_SEC;

  if (!g_output_stream_write_all (out, first, strlen (first), NULL, NULL, NULL))
    return;
  while (g_get_monotonic_time () < end
         && g_output_stream_write_all (out, again, strlen (again), NULL, NULL, NULL))
    if (pause_ms > 0)
      g_usleep (pause_ms * 1000);
}

/* (transfer full): 64 MB of nothing in 64 kB, as gzip. */
static GBytes *
pack_nothing (void)
{
  g_autofree char *nothing = g_malloc0 (64 * 1024 * 1024);
  g_autoptr (GConverter) gzip
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  char *packed = g_malloc (1024 * 1024);
  gsize n_read, n_written;

  g_converter_convert (gzip, nothing, 64 * 1024 * 1024, packed, 1024 * 1024,
                       G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
  return g_bytes_new_take (packed, n_written);
}

/* On and on: members may follow one another. */
static void
send_bomb (GOutputStream *out, GBytes *member)
{
  const char *head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\n\r\n";
  gsize length;
  const char *bytes = g_bytes_get_data (member, &length);

  g_output_stream_write_all (out, head, strlen (head), NULL, NULL, NULL);
  while (g_output_stream_write_all (out, bytes, length, NULL, NULL, NULL))
    ;
}

static GBytes *
endless_cb (const FeedRequest *request, gpointer user_data)
{
  const char *path = request->path;

  if (strcmp (path, "/header-drip") == 0)
    repeat (request->out, "HTTP/1.1 200 OK\r\nX-Drip: ", "x", DRIP_MS);
  else if (strcmp (path, "/headers-drip") == 0)
    repeat (request->out, "HTTP/1.1 200 OK\r\n", "X-Drip: x\r\n", DRIP_MS);
  else if (strcmp (path, "/status-drip") == 0)
    repeat (request->out, "HTTP/1.1 ", "2", DRIP_MS);
  else if (strcmp (path, "/early-hints") == 0)
    repeat (request->out, "", "HTTP/1.1 103 Early Hints\r\n\r\n", DRIP_MS);
  else if (strcmp (path, "/body-drip") == 0)
    repeat (request->out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "x", DRIP_MS);
  else if (strcmp (path, "/chunk-drip") == 0)
    repeat (request->out, CHUNKED, "1\r\n\x1f\r\n", DRIP_MS);
  else if (strcmp (path, "/extension-drip") == 0)
    repeat (request->out, CHUNKED "1;", "x", DRIP_MS);
  else if (strcmp (path, "/trailer-drip") == 0)
    repeat (request->out, CHUNKED "0\r\n", "X-Trailer: x\r\n", DRIP_MS);
  else if (strcmp (path, "/trailer-flood") == 0)
    repeat (request->out, CHUNKED "0\r\n", "X-Trailer: x\r\n", 0);
  else if (strcmp (path, "/redirect-drip") == 0)
    repeat (request->out, "HTTP/1.1 302 Found\r\nLocation: /header-drip\r\nX-Drip: ", "x", DRIP_MS);
  else if (strcmp (path, "/header-flood") == 0 || strcmp (path, "/headers-flood") == 0)
    {
      g_autofree char *line = g_strnfill (65536, 'x');

      if (strcmp (path, "/headers-flood") == 0)
        memcpy (line + 65536 - 12, "\r\nX-Flood: ", 11);
      repeat (request->out, "HTTP/1.1 200 OK\r\nX-Flood: ", line, 0);
    }
  else if (strcmp (path, "/bomb") == 0)
    send_bomb (request->out, user_data);
  return NULL;
}

static gboolean
count_cb (const char *bytes, gsize length, gpointer user_data, GError **error)
{
  guint64 *n_bytes = user_data;

  *n_bytes += length;
  return TRUE;
}

static void
test_endless (void)
{
  static const struct
  {
    const char *path;
    int code;
  } rows[] = {
    { "header-drip", HD_FEED_ERROR_SLOW },       { "headers-drip", HD_FEED_ERROR_SLOW },
    { "status-drip", HD_FEED_ERROR_SLOW },       { "early-hints", HD_FEED_ERROR_SLOW },
    { "body-drip", HD_FEED_ERROR_SLOW },         { "chunk-drip", HD_FEED_ERROR_SYNTAX },
    { "trailer-drip", HD_FEED_ERROR_TRUNCATED }, { "trailer-flood", HD_FEED_ERROR_TRUNCATED },
    { "redirect-drip", HD_FEED_ERROR_SLOW },     { "bomb", HD_FEED_ERROR_TOO_LARGE },
    { "extension-drip", HD_FEED_ERROR_SLOW },    { "header-flood", HD_FEED_ERROR_NETWORK },
    { "headers-flood", HD_FEED_ERROR_NETWORK },
  };

  g_autoptr (GBytes) member = pack_nothing ();

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_autoptr (FeedServer) server = feed_server_new (endless_cb, member);
      HdFeedClientOptions options
          = { .base_url = feed_server_get_url (server), .timeout_s = TIMEOUT_S };
      HdFeedRequest request = { rows[row].path, "text/csv", NULL, MAX_BYTES };
      g_autoptr (HdFeedClient) client = hd_feed_client_new (&options, NULL);
      g_auto (HdFeedResponse) response = { 0 };
      gint64 began = g_get_monotonic_time ();
      guint64 n_bytes = 0;
      g_autoptr (GError) error = NULL;

      g_assert_false (
          hd_feed_client_get (client, &request, count_cb, &n_bytes, &response, NULL, &error));
      g_test_message ("%s: %.1f s, %s", rows[row].path,
                      (double)(g_get_monotonic_time () - began) / G_USEC_PER_SEC, error->message);
      if (!g_error_matches (error, HD_FEED_ERROR, rows[row].code))
        g_error ("%s: %s", rows[row].path, error->message);
      g_assert_true (g_str_has_prefix (error->message, "http://127.0.0.1:"));
      g_assert_null (strchr (error->message, '\n'));
      g_assert_cmpint (g_get_monotonic_time () - began, <, SURELY_S * G_USEC_PER_SEC);
      g_assert_cmpuint (n_bytes, <, MAX_BYTES / 10);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/feed-pace/endless", test_endless);
  return g_test_run ();
}
