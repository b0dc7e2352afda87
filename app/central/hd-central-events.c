/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Wake-up: server-sent events with the ids and versions of datasets that changed, and no figures.
 */

#include "config.h"

#include "hd-central-events.h"

#include "hd-sample-dataset.h"
#include "hd-sample-revisions.h"

/* A comment now and then lets either side notice that the other has gone. */
#define HEARTBEAT_S 10
#define EVENTS_TYPE "text/event-stream"

struct _HdCentralEvents
{
  GPtrArray *listeners; /* (element-type Listener) */
  guint heartbeat; /* source */
};

typedef struct
{
  HdCentralEvents *events;
  SoupServerMessage *message;
  GString *text; /* not sent yet */
  gboolean is_idle; /* paused, with nothing to send */
} Listener;

/* What has changed after `since`, as one event a dataset. Their id is the server's time: all changes up to
 * then have been told. */
static void
append_changes (GString *text, HdSampleWorld *world, gint64 since)
{
  for (guint at = 0; at < world->datasets->len; at++)
    {
      const HdSampleDataset *dataset = world->datasets->pdata[at];
      gint64 changed = hd_sample_changed_at (world, dataset, world->now);

      if (changed > since)
        g_string_append_printf (text,
                                "id: %" G_GINT64_FORMAT "\nevent: dataset\n"
                                "data: {\"dataset\":\"%s\",\"version\":\"%" G_GINT64_FORMAT
                                "\"}\n\n",
                                world->now, dataset->id, changed);
    }
}

static void
send_text (Listener *listener)
{
  g_autoptr (GBytes) bytes = NULL;

  if (listener->text->len == 0)
    {
      listener->is_idle = TRUE;
      soup_server_message_pause (listener->message);
      return;
    }
  bytes = g_bytes_new (listener->text->str, listener->text->len);
  g_string_truncate (listener->text, 0);
  soup_message_body_append_bytes (soup_server_message_get_response_body (listener->message), bytes);
  if (listener->is_idle)
    soup_server_message_unpause (listener->message);
  listener->is_idle = FALSE;
}

static void
wrote_chunk_cb (SoupServerMessage *message, gpointer data)
{
  send_text (data);
}

static void
listener_free (gpointer data)
{
  Listener *listener = data;

  g_string_free (listener->text, TRUE);
  g_object_unref (listener->message);
  g_free (listener);
}

static void
finished_cb (SoupServerMessage *message, gpointer data)
{
  Listener *listener = data;

  g_signal_handlers_disconnect_by_data (message, listener);
  g_ptr_array_remove (listener->events->listeners, listener);
}

static void
tell (Listener *listener, const char *text)
{
  g_string_append (listener->text, text);
  if (listener->is_idle)
    send_text (listener);
}

static gboolean
heartbeat_cb (gpointer data)
{
  HdCentralEvents *events = data;

  for (guint at = 0; at < events->listeners->len; at++)
    tell (events->listeners->pdata[at], ":\n\n");
  return G_SOURCE_CONTINUE;
}

HdCentralEvents *
hd_central_events_new (void)
{
  HdCentralEvents *events = g_new0 (HdCentralEvents, 1);

  events->listeners = g_ptr_array_new_with_free_func (listener_free);
  events->heartbeat = g_timeout_add_seconds (HEARTBEAT_S, heartbeat_cb, events);
  return events;
}

void
hd_central_events_free (HdCentralEvents *events)
{
  for (guint at = 0; at < events->listeners->len; at++)
    {
      Listener *listener = events->listeners->pdata[at];

      g_signal_handlers_disconnect_by_data (listener->message, listener);
    }
  g_source_remove (events->heartbeat);
  g_ptr_array_unref (events->listeners);
  g_free (events);
}

void
hd_central_events_answer (HdCentralEvents *events, SoupServerMessage *message, HdSampleWorld *world)
{
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *last = soup_message_headers_get_one (request, "Last-Event-ID");
  Listener *listener = g_new0 (Listener, 1);

  listener->events = events;
  listener->message = g_object_ref (message);
  /* The first words go at once, so that a client knows that it is heard. */
  listener->text = g_string_new ("retry: 5000\n\n");
  append_changes (listener->text, world, last == NULL ? 0 : g_ascii_strtoll (last, NULL, 10));
  g_ptr_array_add (events->listeners, listener);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_replace (headers, "Content-Type", EVENTS_TYPE);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (wrote_chunk_cb), listener);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), listener);
  send_text (listener);
}

void
hd_central_events_publish (HdCentralEvents *events, HdSampleWorld *world, gint64 since)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_changes (text, world, since);
  for (guint at = 0; text->len > 0 && at < events->listeners->len; at++)
    tell (events->listeners->pdata[at], text->str);
}
