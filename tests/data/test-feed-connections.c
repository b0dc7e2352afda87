/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * However much is asked of a server at once, it sees no more than a few connections.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-feed-client.h"

#include <string.h>

#define N_ASKED 12
/* In which a loaded machine has made all connections that it makes. */
#define SURELY_MS 10000
/* In which one more would have been seen. */
#define A_WHILE_MS 500
#define ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

/* A server that lets everybody wait until it is told to answer. */
typedef struct
{
  GMutex mutex;
  GCond told;
  guint n_open, most;
  gboolean answers;
} Door;

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  Door *door = user_data;
  GIOStream *stream = G_IO_STREAM (connection);
  char head[4096];

  g_mutex_lock (&door->mutex);
  door->n_open++;
  door->most = MAX (door->most, door->n_open);
  g_mutex_unlock (&door->mutex);
  g_input_stream_read (g_io_stream_get_input_stream (stream), head, sizeof head, NULL, NULL);
  g_mutex_lock (&door->mutex);
  while (!door->answers)
    g_cond_wait (&door->told, &door->mutex);
  door->n_open--;
  g_mutex_unlock (&door->mutex);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), ANSWER, strlen (ANSWER), NULL,
                             NULL, NULL);
  return TRUE;
}

static guint
count_open (Door *door)
{
  guint n_open;

  g_mutex_lock (&door->mutex);
  n_open = door->n_open;
  g_mutex_unlock (&door->mutex);
  return n_open;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *n_answered = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) body = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  g_assert_no_error (error);
  g_input_stream_close (body, NULL, NULL);
  (*n_answered)++;
}

/* Until there are `n` of them, or the time is over. */
static void
run_until (Door *door, const guint *n_answered, guint n_open, guint n, guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end && (count_open (door) < n_open || *n_answered < n))
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (2000);
    }
}

static void
test_bounded (void)
{
  Door door = { .most = 0 };
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (N_ASKED);
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", port);
  const HdFeedClientOptions options = { .base_url = url, .timeout_s = 60 };
  const HdFeedRequest request = { .path = "data/x", .accept = "text/csv" };
  g_autoptr (GError) error = NULL;
  g_autoptr (HdFeedClient) client = hd_feed_client_new (&options, &error);
  guint n_answered = 0;

  g_assert_no_error (error);
  g_signal_connect (service, "run", G_CALLBACK (run_cb), &door);
  for (guint asked = 0; asked < N_ASKED; asked++)
    {
      g_autoptr (SoupMessage) message = hd_feed_client_make_message (client, &request);

      soup_session_send_async (hd_feed_client_get_session (client), message, G_PRIORITY_DEFAULT,
                               NULL, sent_cb, &n_answered);
    }
  run_until (&door, &n_answered, HD_FEED_MAX_CONNECTIONS, 0, SURELY_MS);
  run_until (&door, &n_answered, N_ASKED, 0, A_WHILE_MS);
  g_assert_cmpuint (count_open (&door), ==, HD_FEED_MAX_CONNECTIONS);
  g_assert_cmpuint (n_answered, ==, 0);
  g_mutex_lock (&door.mutex);
  door.answers = TRUE;
  g_cond_broadcast (&door.told);
  g_mutex_unlock (&door.mutex);
  /* Who had to wait is answered too. */
  run_until (&door, &n_answered, 0, N_ASKED, SURELY_MS);
  g_assert_cmpuint (n_answered, ==, N_ASKED);
  g_assert_cmpuint (door.most, ==, HD_FEED_MAX_CONNECTIONS);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/feed/connections/bounded", test_bounded);
  return g_test_run ();
}
