/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetches one data message, whole: asks again when the way failed, quarantines what is refused.
 */

#include "config.h"

#include "hd-sync-fetch.h"

#include <string.h>

#include "hd-feed-error.h"
#include "hd-feed-retry.h"
#include "hd-sdmx-reader.h"

#define MAX_BYTES (G_GUINT64_CONSTANT (4) << 30)
#define MAX_HEAD (1024 * 1024)
/* Clocks of files and of HTTP count whole seconds. */
#define SAME_MOMENT_S 2

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

static HdFeedRequest
make_request (const HdFetch *fetch, guint64 max_bytes)
{
  gboolean is_time = fetch->mark != NULL && *fetch->mark == '@';

  return (HdFeedRequest){ .path = fetch->path,
                          .accept = fetch->accept,
                          .etag = is_time ? NULL : fetch->mark,
                          .modified = is_time ? g_ascii_strtoll (fetch->mark + 1, NULL, 10) : 0,
                          .max_bytes = max_bytes };
}

/* A web server serves a file as far as somebody has written it: it counts when it is the same file still
 * once it has been read. A server that tells neither ETag nor time, or no HEAD, is believed. */
static gboolean
is_settled (const HdFetch *fetch,
            const HdFeedResponse *read,
            GCancellable *cancellable,
            GError **error)
{
  g_auto (HdFeedResponse) now = { 0 };
  HdFeedRequest request = { .path = fetch->path,
                            .accept = fetch->accept,
                            .etag = read->etag,
                            .modified = read->modified,
                            .is_head = TRUE,
                            .max_bytes = G_MAXUINT64 };

  if (!fetch->is_file || read->status == 304 || read->status == 204
      || (read->etag == NULL && read->modified == 0)
      || !hd_feed_client_get (fetch->client, &request, NULL, NULL, &now, cancellable, NULL)
      || now.status != 200)
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
  if (g_strcmp0 (now.etag, read->etag) == 0 && now.modified == read->modified)
    return TRUE;
  g_clear_error (error);
  g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_TRUNCATED,
               "%s: the file changed while it was read", read->url);
  return FALSE;
}

char *
hd_feed_response_mark (const HdFeedResponse *response, gboolean is_file)
{
  gboolean is_young = response->modified > 0 && response->date - response->modified < SAME_MOMENT_S;

  if (is_young && (is_file || response->etag == NULL))
    return NULL;
  if (response->etag != NULL || response->modified == 0)
    return g_strdup (response->etag);
  return g_strdup_printf ("@%" G_GINT64_FORMAT, response->modified);
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

/* What came goes again: the server has begun from the beginning. */
static void
restart_cb (gpointer user_data)
{
  Attempt *attempt = user_data;

  g_clear_pointer (&attempt->reader, hd_sdmx_reader_free);
  g_byte_array_set_size (attempt->head, 0);
}

static gboolean
finish (Attempt *attempt, GError **error)
{
  HdFetched *fetched = attempt->fetched;
  gint64 fallback
      = fetched->response.modified > 0 ? fetched->response.modified : attempt->fetch->known_from;

  if (!fetched->response.has_body)
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
  HdFeedRequest request = make_request (fetch, MAX_BYTES);
  gboolean is_done;

  request.restart = restart_cb;
  hd_fetched_clear (fetched);
  *fetched = (HdFetched){ 0 };
  is_done = hd_feed_client_get (fetch->client, &request, data_cb, &attempt, &fetched->response,
                                cancellable, error)
            && finish (&attempt, error);
  fetched->is_refused |= fetched->response.is_refused;
  /* Half of a file is bad in many ways, and good in some. */
  if ((is_done || fetched->is_refused)
      && !is_settled (fetch, &fetched->response, cancellable, error))
    is_done = fetched->is_refused = FALSE;
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
      if (attempt == HD_FEED_MAX_ATTEMPTS || fetched->is_refused
          || !hd_feed_is_passing (local_error, &fetched->response))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (!hd_feed_wait_before (attempt, &fetched->response, cancellable, error))
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

static void
forget_cb (gpointer user_data)
{
  g_byte_array_set_size (user_data, 0);
}

GBytes *
hd_fetch_bytes (const HdFetch *fetch,
                guint64 max_bytes,
                HdFeedResponse *response,
                GCancellable *cancellable,
                GError **error)
{
  HdFeedRequest request = make_request (fetch, max_bytes);

  request.restart = forget_cb;
  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GByteArray) body = g_byte_array_new ();
      g_autoptr (GError) local_error = NULL;

      hd_feed_response_clear (response);
      if (hd_feed_client_get (fetch->client, &request, gather_cb, body, response, cancellable,
                              &local_error)
          && is_settled (fetch, response, cancellable, &local_error))
        return response->status == 304 ? NULL
                                       : g_byte_array_free_to_bytes (g_steal_pointer (&body));
      if (attempt == HD_FEED_MAX_ATTEMPTS || !hd_feed_is_passing (local_error, response))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (!hd_feed_wait_before (attempt, response, cancellable, error))
        return NULL;
    }
}
