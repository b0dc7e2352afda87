/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Server-sent events, in any pieces; and a watch that is told, that reconnects, and that falls back.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "feed-server.h"
#include "hd-feed-error.h"
#include "hd-feed-watch.h"
#include "hd-sse.h"

#include <string.h>

static void
note_cb (const HdSseEvent *event, gpointer user_data)
{
  g_string_append_printf (user_data, "%s|%s|%s;", event->type, event->data,
                          event->id == NULL ? "-" : event->id);
}

static void
test_events (void)
{
  static const struct
  {
    const char *text, *expected;
  } rows[] = {
    { "data: a\n\n", "message|a|-;" },
    { "\xEF\xBB\xBF"
      "data: a\r\n\r\ndata:b\r\rdata: c\n",
      "message|a|-;message|b|-;" },
    { ": a comment\nid: 7\nevent: dataset\ndata: x\ndata:  y\n\ndata\n\n",
      "dataset|x\n y|7;message||7;" },
    { "event: none\n\nid\ndata: z\n\n", "message|z|;" },
    { "retry: 2500\nunknown: field\n\n", "" },
    { "data: never ended", "" },
  };

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    for (gsize chunk = 1; chunk <= strlen (rows[row].text); chunk++)
      {
        g_autoptr (GString) seen = g_string_new (NULL);
        g_autoptr (HdSse) sse = hd_sse_new (note_cb, seen);
        gsize length = strlen (rows[row].text);

        for (gsize at = 0; at < length; at += chunk)
          g_assert_true (hd_sse_push (sse, rows[row].text + at, MIN (chunk, length - at), NULL));
        g_assert_cmpstr (seen->str, ==, rows[row].expected);
        g_assert_cmpuint (hd_sse_get_retry_ms (sse), ==, row == 4 ? 2500 : 0);
      }
}

static void
test_bounds (void)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autofree char *line = g_strnfill (40000, 'x');
  const char *parts[][2] = { { line, line }, { "data: ", line } };

  for (guint row = 0; row < 2; row++)
    {
      g_autoptr (HdSse) sse = hd_sse_new (note_cb, seen);
      g_autoptr (GError) error = NULL;
      gboolean is_ok = TRUE;

      for (guint turn = 0; turn < 3 && is_ok; turn++)
        for (guint part = 0; part < 2 && is_ok; part++)
          is_ok = hd_sse_push (sse, parts[row][part], strlen (parts[row][part]), &error)
                  && (row == 0 || part == 0 || hd_sse_push (sse, "\n", 1, &error));
      g_assert_error (error, HD_FEED_ERROR, HD_FEED_ERROR_TOO_LARGE);
    }
  g_assert_cmpstr (seen->str, ==, "");
}

typedef struct
{
  GMainLoop *loop;
  GString *told;
  guint n_told, n_wanted;
} Told;

static void
told_cb (const char *const *datasets, gpointer user_data)
{
  Told *told = user_data;
  g_autofree char *names = datasets == NULL ? g_strdup ("*") : g_strjoinv (",", (char **)datasets);

  g_string_append_printf (told->told, "%s;", names);
  if (++told->n_told == told->n_wanted)
    g_main_loop_quit (told->loop);
}

/* The first line breaks after one event; the second is asked for what came since. */
static GBytes *
events_cb (const FeedRequest *request, gpointer user_data)
{
  g_assert_cmpstr (request->path, ==, "/events");
  g_assert_cmpstr (request->last_event_id, ==, request->count == 1 ? NULL : "5");
  return feed_answer_raw (
      request->count == 1
          ? "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nretry: 100\n"
            "id: 5\nevent: dataset\ndata: {\"dataset\":\"REVENUE\",\"version\":\"1\"}\n\n"
            "data: no json\n\n"
          : "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
            "id: 6\ndata: {\"dataset\":\"PLANS\",\"version\":\"2\"}\n\n");
}

static GBytes *
silent_cb (const FeedRequest *request, gpointer user_data)
{
  return feed_answer ("404 Not Found", "", "", 0);
}

static void
watch_for (FeedAnswer answer, guint n_wanted, const char *expected)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (FeedServer) server = feed_server_new (answer, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  HdSyncOptions options = { .base_url = feed_server_get_url (server) };
  Told told = { loop, text, 0, n_wanted };
  g_autoptr (GError) error = NULL;
  g_autoptr (HdFeedWatch) watch = hd_feed_watch_new (&options, 1, told_cb, &told, &error);

  g_assert_no_error (error);
  g_main_loop_run (loop);
  g_assert_true (g_str_has_prefix (text->str, expected));
}

static void
test_watch (void)
{
  watch_for (silent_cb, 2, "*;*;");
  watch_for (events_cb, 1, "REVENUE;");
}

static void
test_reconnect (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (FeedServer) server = feed_server_new (events_cb, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  HdSyncOptions options = { .base_url = feed_server_get_url (server) };
  Told told = { loop, text, 0, 2 };
  g_autoptr (GError) error = NULL;
  /* Polling is far away: it is the second line that tells. */
  g_autoptr (HdFeedWatch) watch = hd_feed_watch_new (&options, 1000, told_cb, &told, &error);

  g_assert_no_error (error);
  g_main_loop_run (loop);
  g_assert_cmpstr (text->str, ==, "REVENUE;PLANS;");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/sse/events", test_events);
  g_test_add_func ("/data/sse/bounds", test_bounds);
  g_test_add_func ("/data/sse/watch", test_watch);
  g_test_add_func ("/data/sse/reconnect", test_reconnect);
  return g_test_run ();
}
