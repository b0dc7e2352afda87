/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A warehouse that is slow, cut off, suspicious or somewhere else: played by a socket, no ClickHouse needed.
 */

#undef G_DISABLE_ASSERT

#include "hd-warehouse-client.h"

#include <string.h>

/* Says `answer` to whoever connects, then keeps the connection open when `is_slow`. */
typedef struct
{
  GSocketListener *listener;
  GThread *thread;
  GCancellable *end;
  guint16 port;
  const guint8 *answer;
  gsize length;
  gboolean is_slow;
  GString *request; /* the last one's head */
} Player;

static void
serve (Player *player, GSocketConnection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  char room[4096];
  gssize n_read = 0;

  g_string_truncate (player->request, 0);
  while (strstr (player->request->str, "\r\n\r\n") == NULL
         && (n_read = g_input_stream_read (input, room, sizeof room, player->end, NULL)) > 0)
    g_string_append_len (player->request, room, n_read);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             player->answer, player->length, NULL, NULL, NULL);
  if (!player->is_slow)
    g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  /* Until the other side gives up: a socket that is closed with the question's body unread resets the
   * connection, and the answer may be lost with it. */
  while (g_input_stream_read (input, room, sizeof room, player->end, NULL) > 0)
    ;
}

static gpointer
play (gpointer data)
{
  Player *player = data;

  while (!g_cancellable_is_cancelled (player->end))
    {
      g_autoptr (GSocketConnection) connection
          = g_socket_listener_accept (player->listener, NULL, player->end, NULL);

      if (connection != NULL)
        serve (player, connection);
    }
  return NULL;
}

static void
player_start (Player *player, const char *answer, gsize length, gboolean is_slow)
{
  player->answer = (const guint8 *)answer;
  player->length = length;
  player->is_slow = is_slow;
  player->request = g_string_new (NULL);
  player->end = g_cancellable_new ();
  player->listener = g_socket_listener_new ();
  player->port = g_socket_listener_add_any_inet_port (player->listener, NULL, NULL);
  player->thread = g_thread_new ("player", play, player);
}

static void
player_clear (Player *player)
{
  g_cancellable_cancel (player->end);
  g_thread_join (player->thread);
  g_socket_listener_close (player->listener);
  g_object_unref (player->listener);
  g_object_unref (player->end);
  g_string_free (player->request, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Player, player_clear)

static HdWarehouseClient *
connect_to (const Player *player, const char *token)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", player->port);
  HdWarehouseOptions options = { .url = url, .token = token, .timeout_s = 1 };
  g_autoptr (GError) error = NULL;
  HdWarehouseClient *client = hd_warehouse_client_new (&options, &error);

  g_assert_no_error (error);
  return client;
}

/* All eight bytes of one row, or the error. */
static gboolean
ask (HdWarehouseClient *client, GCancellable *cancellable, GError **error)
{
  g_autoptr (HdWarehouseAnswer) answer
      = hd_warehouse_client_ask (client, "SELECT 1", cancellable, error);

  return answer != NULL && hd_warehouse_answer_next (answer, 8, error) != NULL;
}

static void
expect (const char *said, gsize length, gboolean is_slow, int code)
{
  g_auto (Player) player = { 0 };
  g_autoptr (HdWarehouseClient) client = NULL;
  g_autoptr (GError) error = NULL;

  player_start (&player, said, length, is_slow);
  client = connect_to (&player, NULL);
  g_assert_false (ask (client, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, HD_WAREHOUSE_ERROR, code);
}

#define SAY(text) text, sizeof (text) - 1

static void
test_slow (void)
{
  expect ("", 0, TRUE, HD_WAREHOUSE_ERROR_TIMEOUT);
}

/* Eight zeros packed by gzip, then the same without their end. */
static const char packed[]
    = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x63\x60\x80\x00\x00\x69\xdf\x22"
      "\x65\x08\x00\x00\x00";

static void
test_whole_and_cut (void)
{
  g_auto (Player) player = { 0 };
  g_autoptr (HdWarehouseClient) client = NULL;
  g_autoptr (HdWarehouseAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  player_start (&player, packed, sizeof packed - 1, FALSE);
  client = connect_to (&player, NULL);
  answer = hd_warehouse_client_ask (client, "SELECT 1", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (hd_warehouse_answer_next (answer, 8, &error));
  g_assert_null (hd_warehouse_answer_next (answer, 8, &error));
  g_assert_no_error (error);
  expect (packed, sizeof packed - 1 - 10, FALSE, HD_WAREHOUSE_ERROR_BAD_ANSWER);
}

static void
test_no_end (void)
{
  expect (SAY ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n0\r\n\r\n"),
          FALSE, HD_WAREHOUSE_ERROR_BAD_ANSWER);
  expect (SAY ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n1234"), FALSE,
          HD_WAREHOUSE_ERROR_BAD_ANSWER);
}

static void
test_refusals (void)
{
  expect (SAY ("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno"), FALSE,
          HD_WAREHOUSE_ERROR_REFUSED);
  expect (SAY ("HTTP/1.1 500 Oh\r\nContent-Length: 17\r\n\r\nCode: 516, e.disp"), FALSE,
          HD_WAREHOUSE_ERROR_REFUSED);
  expect (SAY ("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
          FALSE, HD_WAREHOUSE_ERROR_SERVER);
  expect (SAY ("HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n\xff\xfe"), FALSE,
          HD_WAREHOUSE_ERROR_SERVER);
  expect (SAY ("nonsense"), FALSE, HD_WAREHOUSE_ERROR_NETWORK);
}

static void
test_token (void)
{
  g_auto (Player) player = { 0 };
  g_autoptr (HdWarehouseClient) client = NULL;

  player_start (&player, packed, sizeof packed - 1, FALSE);
  client = connect_to (&player, "open-sesame");
  g_assert_true (ask (client, NULL, NULL));
  g_assert_nonnull (strstr (player.request->str, "Authorization: Bearer open-sesame\r\n"));
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (100000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancelled (void)
{
  g_auto (Player) player = { 0 };
  g_autoptr (HdWarehouseClient) client = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;

  player_start (&player, "", 0, TRUE);
  client = connect_to (&player, NULL);
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_false (ask (client, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_addresses (void)
{
  static const char *const bad[] = { "warehouse", "ftp://a", "http://", "" };

  for (guint index = 0; index < G_N_ELEMENTS (bad); index++)
    {
      HdWarehouseOptions options = { .url = bad[index] };
      g_autoptr (GError) error = NULL;

      g_assert_null (hd_warehouse_client_new (&options, &error));
      g_assert_error (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_ADDRESS);
    }
  g_assert_null (hd_warehouse_client_new (
      &(HdWarehouseOptions){ .url = "http://a", .database = "a; DROP" }, NULL));
  g_assert_true (hd_warehouse_is_name ("KR_IMPORTS2"));
  g_assert_false (hd_warehouse_is_name ("A B"));
  g_assert_false (hd_warehouse_is_name ("A'"));
  g_assert_false (hd_warehouse_is_name (""));
  g_assert_false (hd_warehouse_is_name ("1A"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/warehouse-client/slow", test_slow);
  g_test_add_func ("/data/warehouse-client/whole-and-cut", test_whole_and_cut);
  g_test_add_func ("/data/warehouse-client/no-end", test_no_end);
  g_test_add_func ("/data/warehouse-client/refusals", test_refusals);
  g_test_add_func ("/data/warehouse-client/token", test_token);
  g_test_add_func ("/data/warehouse-client/cancelled", test_cancelled);
  g_test_add_func ("/data/warehouse-client/addresses", test_addresses);
  return g_test_run ();
}
