/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Waits for a feed server to say that something changed; asks it now and then where it does not say.
 */

#include "config.h"

#include "hd-feed-watch.h"

#include <libsoup/soup.h>
#include <string.h>

#include "hd-json.h"
#include "hd-sse.h"
#include "hd-sync-client.h"

#define CHUNK 4096
/* Events come in bunches, as many datasets change at once. */
#define GATHER_MS 300
#define FIRST_RETRY_MS 2000
#define MAX_RETRY_MS (2 * 60 * 1000)
#define MAX_DATASETS 1000

struct _HdFeedWatch
{
  gatomicrefcount refs; /* calls under way hold one */
  gboolean is_over;
  HdFeedClient *client;
  HdFeedWatchFunc func;
  gpointer user_data;
  GMainContext *context;
  GCancellable *cancellable;
  HdSse *sse; /* NULL: not connected */
  char *last_id; /* (nullable) */
  GHashTable *changed; /* (element-type utf8): told, not handed on yet */
  GSource *gathering, *polling, *retrying; /* (nullable) */
  guint retry_ms;
};

static void start (HdFeedWatch *watch);

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
watch_unref (HdFeedWatch *watch)
{
  if (!g_atomic_ref_count_dec (&watch->refs))
    return;
  g_clear_pointer (&watch->client, hd_feed_client_free);
  g_clear_pointer (&watch->sse, hd_sse_free);
  g_clear_pointer (&watch->changed, g_hash_table_unref);
  g_clear_pointer (&watch->context, g_main_context_unref);
  g_clear_object (&watch->cancellable);
  g_free (watch->last_id);
  g_free (watch);
}

static GSource *
add_timeout (HdFeedWatch *watch, guint ms, GSourceFunc func)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, func, watch, NULL);
  g_source_attach (source, watch->context);
  return source;
}

static gboolean
gathered_cb (gpointer data)
{
  HdFeedWatch *watch = data;
  g_autoptr (GHashTable) changed = g_steal_pointer (&watch->changed);
  g_autofree const char **datasets = (const char **)g_hash_table_get_keys_as_array (changed, NULL);

  watch->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_clear_pointer (&watch->gathering, g_source_unref);
  watch->func (datasets, watch->user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
poll_cb (gpointer data)
{
  HdFeedWatch *watch = data;

  if (watch->sse == NULL)
    watch->func (NULL, watch->user_data);
  return G_SOURCE_CONTINUE;
}

/* {"dataset": "REVENUE", "version": "…"}; what else it may be is none of ours. */
static void
event_cb (const HdSseEvent *event, gpointer user_data)
{
  HdFeedWatch *watch = user_data;
  g_autoptr (HdJson) json = hd_json_parse (event->data, strlen (event->data), NULL);
  const char *dataset
      = json == NULL ? NULL : hd_json_get_string (hd_json_get_root (json), "dataset");

  g_free (watch->last_id);
  watch->last_id = g_strdup (event->id);
  if (dataset == NULL || g_hash_table_size (watch->changed) >= MAX_DATASETS)
    return;
  g_hash_table_add (watch->changed, g_strdup (dataset));
  clear_source (&watch->gathering);
  watch->gathering = add_timeout (watch, GATHER_MS, gathered_cb);
}

static gboolean
retry_cb (gpointer data)
{
  HdFeedWatch *watch = data;

  g_clear_pointer (&watch->retrying, g_source_unref);
  start (watch);
  return G_SOURCE_REMOVE;
}

/* The line is down; it is tried again ever more rarely. */
static void
lose (HdFeedWatch *watch)
{
  guint asked = watch->sse == NULL ? 0 : hd_sse_get_retry_ms (watch->sse);

  g_clear_pointer (&watch->sse, hd_sse_free);
  if (watch->is_over || watch->retrying != NULL)
    return;
  watch->retrying = add_timeout (watch, MAX (asked, watch->retry_ms), retry_cb);
  watch->retry_ms = MIN (watch->retry_ms * 2, MAX_RETRY_MS);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HdFeedWatch *watch = user_data;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  gsize length = 0;
  const char *text = bytes == NULL ? NULL : g_bytes_get_data (bytes, &length);

  if (watch->is_over || length == 0 || !hd_sse_push (watch->sse, text, length, NULL))
    {
      lose (watch);
      watch_unref (watch);
      return;
    }
  watch->retry_ms = FIRST_RETRY_MS;
  g_input_stream_read_bytes_async (G_INPUT_STREAM (source), CHUNK, G_PRIORITY_DEFAULT,
                                   watch->cancellable, read_cb, watch);
}

static gboolean
is_stream_of_events (SoupMessage *message)
{
  const char *type
      = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  return soup_message_get_status (message) == SOUP_STATUS_OK
         && g_strcmp0 (type, HD_FEED_EVENTS_TYPE) == 0;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HdFeedWatch *watch = user_data;
  SoupSession *session = SOUP_SESSION (source);
  SoupMessage *message = soup_session_get_async_result_message (session, result);
  g_autoptr (GInputStream) stream = soup_session_send_finish (session, result, NULL);

  if (watch->is_over || stream == NULL || !is_stream_of_events (message))
    {
      lose (watch);
      watch_unref (watch);
      return;
    }
  watch->sse = hd_sse_new (event_cb, watch);
  g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, watch->cancellable, read_cb,
                                   watch);
}

static void
start (HdFeedWatch *watch)
{
  HdFeedRequest request = { .path = HD_FEED_EVENTS_PATH, .accept = HD_FEED_EVENTS_TYPE };
  g_autoptr (SoupMessage) message = hd_feed_client_make_message (watch->client, &request);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  if (watch->last_id != NULL)
    soup_message_headers_replace (headers, "Last-Event-ID", watch->last_id);
  g_atomic_ref_count_inc (&watch->refs);
  soup_session_send_async (hd_feed_client_get_session (watch->client), message, G_PRIORITY_DEFAULT,
                           watch->cancellable, sent_cb, watch);
}

HdFeedWatch *
hd_feed_watch_new (const HdSyncOptions *options,
                   guint poll_s,
                   HdFeedWatchFunc func,
                   gpointer user_data,
                   GError **error)
{
  HdFeedClient *client = hd_sync_make_client (options, error);
  HdFeedWatch *watch;

  if (client == NULL)
    return NULL;
  watch = g_new0 (HdFeedWatch, 1);
  g_atomic_ref_count_init (&watch->refs);
  watch->client = client;
  watch->func = func;
  watch->user_data = user_data;
  watch->context = g_main_context_ref_thread_default ();
  watch->cancellable = g_cancellable_new ();
  watch->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  watch->retry_ms = FIRST_RETRY_MS;
  watch->polling = add_timeout (watch, MAX (poll_s, 1) * 1000, poll_cb);
  start (watch);
  return watch;
}

void
hd_feed_watch_free (HdFeedWatch *watch)
{
  watch->is_over = TRUE;
  clear_source (&watch->gathering);
  clear_source (&watch->polling);
  clear_source (&watch->retrying);
  g_cancellable_cancel (watch->cancellable);
  watch_unref (watch);
}

gboolean
hd_feed_watch_is_live (const HdFeedWatch *watch)
{
  return watch->sse != NULL;
}
