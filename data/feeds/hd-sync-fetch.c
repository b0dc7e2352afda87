/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetches one data message, whole: asks again when the way failed, quarantines what is refused.
 */

#include "config.h"

#include "hd-sync-fetch.h"

#include <string.h>

#include "hd-feed-error.h"
#include "hd-sdmx-reader.h"

#define MAX_BYTES (G_GUINT64_CONSTANT (4) << 30)
#define MAX_HEAD (1024 * 1024)
#define MAX_ATTEMPTS 4
#define FIRST_PAUSE_MS 100
#define MAX_RETRY_AFTER_S 30

/* One attempt. */
typedef struct
{
  const HdFetch *fetch;
  HdFetched *fetched;
  HdSdmxReader *reader; /* made at the first bytes, when the headers are known */
  GByteArray *head;
} Attempt;

void
hd_fetched_clear (HdFetched *fetched)
{
  g_clear_pointer (&fetched->message, hd_message_free);
  g_clear_pointer (&fetched->head, g_bytes_unref);
  hd_feed_response_clear (&fetched->response);
}

static gboolean
pause_ms (guint64 milliseconds, GCancellable *cancellable, GError **error)
{
  GPollFD fd;

  if (cancellable != NULL && g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_poll (&fd, 1, (int)milliseconds);
      g_cancellable_release_fd (cancellable);
    }
  else
    g_usleep (milliseconds * 1000);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* What the network or a tired server did may go well next time; what was said and is wrong stays wrong. */
static gboolean
is_passing (const GError *error, const HdFeedResponse *response, gboolean is_refused)
{
  if (error->domain != HD_FEED_ERROR || response->retry_after_s > MAX_RETRY_AFTER_S)
    return FALSE;
  switch (error->code)
    {
    case HD_FEED_ERROR_NETWORK:
    case HD_FEED_ERROR_TRUNCATED:
      return TRUE;
    case HD_FEED_ERROR_SYNTAX: /* damaged on the way, unless it was the reader that refused it */
      return !is_refused && response->status == 200;
    case HD_FEED_ERROR_HTTP_STATUS:
      return response->status == 429 || response->status == 500
             || (response->status >= 502 && response->status <= 504);
    default:
      return FALSE;
    }
}

/* Waits before attempt number `attempt`, counted from 1. */
static gboolean
wait_before (guint attempt,
             const HdFeedResponse *response,
             GCancellable *cancellable,
             GError **error)
{
  guint64 milliseconds = (guint64)FIRST_PAUSE_MS << (attempt - 1);

  if (response->retry_after_s >= 0)
    milliseconds = (guint64)response->retry_after_s * 1000;
  return pause_ms (milliseconds, cancellable, error);
}

static gboolean
data_cb (const char *bytes, gsize length, gpointer user_data, GError **error)
{
  Attempt *attempt = user_data;
  gint64 modified = attempt->fetched->response.modified;

  if (attempt->reader == NULL)
    attempt->reader = hd_sdmx_reader_new (attempt->fetch->structures,
                                          modified > 0 ? modified : attempt->fetch->known_from);
  if (attempt->head->len < MAX_HEAD)
    g_byte_array_append (attempt->head, (const guint8 *)bytes,
                         (guint)MIN (length, MAX_HEAD - attempt->head->len));
  if (!hd_sdmx_reader_push (attempt->reader, bytes, length, error))
    return FALSE;
  if (attempt->fetch->progress != NULL)
    attempt->fetch->progress (hd_sdmx_reader_get_n_rows (attempt->reader),
                              attempt->fetch->user_data);
  return TRUE;
}

static gboolean
finish (Attempt *attempt, GError **error)
{
  HdFetched *fetched = attempt->fetched;
  gint64 fallback
      = fetched->response.modified > 0 ? fetched->response.modified : attempt->fetch->known_from;

  if (fetched->response.status != 200)
    return TRUE;
  if (attempt->reader == NULL)
    attempt->reader = hd_sdmx_reader_new (attempt->fetch->structures, fallback);
  fetched->message = hd_sdmx_reader_finish (attempt->reader, error);
  fetched->is_refused = fetched->message == NULL;
  if (fetched->is_refused)
    return FALSE;
  /* A CSV message has no clock of its own, and echoes what it was given. */
  fetched->prepared = fetched->message->prepared != fallback ? fetched->message->prepared
                                                             : fetched->response.modified;
  return TRUE;
}

static gboolean
try_once (const HdFetch *fetch, HdFetched *fetched, GCancellable *cancellable, GError **error)
{
  Attempt attempt = { fetch, fetched, NULL, g_byte_array_new () };
  HdFeedRequest request = { fetch->path, fetch->accept, fetch->etag, MAX_BYTES };
  gboolean is_done;

  hd_fetched_clear (fetched);
  *fetched = (HdFetched){ 0 };
  is_done = hd_feed_client_get (fetch->client, &request, data_cb, &attempt, &fetched->response,
                                cancellable, error)
            && finish (&attempt, error);
  fetched->is_refused |= fetched->response.is_refused;
  if (fetched->is_refused)
    g_prefix_error (error, "%s: ", fetched->response.url);
  fetched->head = g_byte_array_free_to_bytes (attempt.head);
  g_clear_pointer (&attempt.reader, hd_sdmx_reader_free);
  return is_done;
}

gboolean
hd_fetch_run (const HdFetch *fetch, HdFetched *fetched, GCancellable *cancellable, GError **error)
{
  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GError) local_error = NULL;

      if (try_once (fetch, fetched, cancellable, &local_error))
        return TRUE;
      if (attempt == MAX_ATTEMPTS
          || !is_passing (local_error, &fetched->response, fetched->is_refused))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (!wait_before (attempt, &fetched->response, cancellable, error))
        return FALSE;
    }
}

HdReceipt
hd_fetched_receipt (const HdFetched *fetched, gint64 received)
{
  return (HdReceipt){ .url = fetched->response.url,
                      .etag = fetched->response.etag,
                      .sha256 = fetched->response.sha256,
                      .prepared = fetched->prepared,
                      .received = received,
                      .n_bytes = fetched->response.n_wire };
}

static gboolean
gather_cb (const char *bytes, gsize length, gpointer user_data, GError **error)
{
  g_byte_array_append (user_data, (const guint8 *)bytes, (guint)length);
  return TRUE;
}

GBytes *
hd_fetch_bytes (const HdFetch *fetch,
                guint64 max_bytes,
                HdFeedResponse *response,
                GCancellable *cancellable,
                GError **error)
{
  HdFeedRequest request = { fetch->path, fetch->accept, fetch->etag, max_bytes };

  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GByteArray) body = g_byte_array_new ();
      g_autoptr (GError) local_error = NULL;

      hd_feed_response_clear (response);
      if (hd_feed_client_get (fetch->client, &request, gather_cb, body, response, cancellable,
                              &local_error))
        return response->status == 304 ? NULL
                                       : g_byte_array_free_to_bytes (g_steal_pointer (&body));
      if (attempt == MAX_ATTEMPTS || !is_passing (local_error, response, FALSE))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (!wait_before (attempt, response, cancellable, error))
        return NULL;
    }
}
