/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An HTTP server on loopback, on a thread of its own, that answers what a test tells it to.
 */

#include "config.h"

#include "feed-server.h"

#include <string.h>

struct _FeedServer
{
  GSocketListener *listener;
  GCancellable *stop;
  GThread *thread;
  char *url;
  FeedAnswer answer;
  gpointer user_data;
  guint count; /* atomic */
};

static char *
header_value (const char *head, const char *name)
{
  g_autofree char *line = g_strconcat ("\r\n", name, ": ", NULL);
  const char *at = strcasestr (head, line);
  const char *end;

  if (at == NULL)
    return NULL;
  at += strlen (line);
  end = strstr (at, "\r\n");
  return g_strndup (at, (gsize)(end - at));
}

static char *
read_head (GInputStream *stream)
{
  g_autoptr (GString) head = g_string_new (NULL);
  char byte;

  while (head->len < 65536 && strstr (head->str, "\r\n\r\n") == NULL)
    {
      if (g_input_stream_read (stream, &byte, 1, NULL, NULL) != 1)
        return NULL;
      g_string_append_c (head, byte);
    }
  return g_strdup (head->str);
}

static void
serve (FeedServer *server, GSocketConnection *connection)
{
  g_autofree char *head = read_head (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_auto (GStrv) words = head == NULL ? NULL : g_strsplit (head, " ", 3);
  g_autofree char *etag = head == NULL ? NULL : header_value (head, "If-None-Match");
  g_autofree char *authorization = head == NULL ? NULL : header_value (head, "Authorization");
  g_autofree char *encoding = head == NULL ? NULL : header_value (head, "Accept-Encoding");
  g_autofree char *range = head == NULL ? NULL : header_value (head, "Range");
  g_autofree char *if_range = head == NULL ? NULL : header_value (head, "If-Range");
  g_autofree char *last_id = head == NULL ? NULL : header_value (head, "Last-Event-ID");
  FeedRequest request = { .last_event_id = last_id,
                          .etag = etag,
                          .authorization = authorization,
                          .range = range,
                          .if_range = if_range };
  g_autoptr (GBytes) answer = NULL;
  char *mark;

  if (words == NULL || g_strv_length (words) < 3)
    return;
  mark = strchr (words[1], '?');
  if (mark != NULL)
    *mark = '\0';
  request.path = words[1];
  request.query = mark == NULL ? NULL : mark + 1;
  request.wants_gzip = encoding != NULL && strstr (encoding, "gzip") != NULL;
  request.count = (guint)g_atomic_int_add (&server->count, 1) + 1;
  request.out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  answer = server->answer (&request, server->user_data);
  if (answer != NULL)
    g_output_stream_write_all (request.out, g_bytes_get_data (answer, NULL),
                               g_bytes_get_size (answer), NULL, NULL, NULL);
}

static gpointer
server_thread (gpointer data)
{
  FeedServer *server = data;

  for (;;)
    {
      g_autoptr (GSocketConnection) connection
          = g_socket_listener_accept (server->listener, NULL, server->stop, NULL);

      if (connection == NULL)
        return NULL;
      serve (server, connection);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }
}

FeedServer *
feed_server_new (FeedAnswer answer, gpointer user_data)
{
  FeedServer *server = g_new0 (FeedServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  server->listener = g_socket_listener_new ();
  g_socket_listener_add_address (server->listener, address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  server->url = g_strdup_printf ("http://127.0.0.1:%u",
                                 g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  server->answer = answer;
  server->user_data = user_data;
  server->stop = g_cancellable_new ();
  server->thread = g_thread_new ("feed-server", server_thread, server);
  return server;
}

void
feed_server_free (FeedServer *server)
{
  g_cancellable_cancel (server->stop);
  g_thread_join (server->thread);
  g_socket_listener_close (server->listener);
  g_object_unref (server->listener);
  g_object_unref (server->stop);
  g_free (server->url);
  g_free (server);
}

const char *
feed_server_get_url (FeedServer *server)
{
  return server->url;
}

guint
feed_server_get_count (FeedServer *server)
{
  return (guint)g_atomic_int_get (&server->count);
}

GBytes *
feed_answer (const char *status, const char *headers, const char *body, gssize length)
{
  GString *text = g_string_new (NULL);

  length = length < 0 ? (gssize)strlen (body) : length;
  g_string_append_printf (
      text, "HTTP/1.1 %s\r\n%sContent-Length: %" G_GSSIZE_FORMAT "\r\nConnection: close\r\n\r\n",
      status, headers, length);
  g_string_append_len (text, body, length);
  return g_string_free_to_bytes (text);
}

static GBytes *
pack (const char *body)
{
  g_autoptr (GConverter) gzip
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  gsize room = strlen (body) + 1024, n_read, n_written;
  g_autofree char *packed = g_malloc (room);

  g_assert_cmpint (g_converter_convert (gzip, body, strlen (body), packed, room,
                                        G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL),
                   ==, G_CONVERTER_FINISHED);
  return g_bytes_new (packed, n_written);
}

GBytes *
feed_answer_gzip (const char *headers, const char *body, gsize cut)
{
  g_autoptr (GBytes) packed = pack (body);
  g_autofree char *all = g_strconcat (headers, "Content-Encoding: gzip\r\n", NULL);

  return feed_answer ("200 OK", all, g_bytes_get_data (packed, NULL),
                      (gssize)(g_bytes_get_size (packed) - cut));
}

GBytes *
feed_answer_rest (const char *headers, const char *body, gsize from)
{
  g_autoptr (GBytes) packed = pack (body);
  gsize size = g_bytes_get_size (packed);
  g_autofree char *all
      = g_strdup_printf ("%sContent-Encoding: gzip\r\nContent-Range: bytes %" G_GSIZE_FORMAT
                         "-%" G_GSIZE_FORMAT "/%" G_GSIZE_FORMAT "\r\n",
                         headers, from, size - 1, size);

  return feed_answer ("206 Partial Content", all,
                      (const char *)g_bytes_get_data (packed, NULL) + from, (gssize)(size - from));
}

gsize
feed_gzip_length (const char *body)
{
  g_autoptr (GBytes) packed = pack (body);

  return g_bytes_get_size (packed);
}

GBytes *
feed_answer_raw (const char *text)
{
  return g_bytes_new (text, strlen (text));
}
