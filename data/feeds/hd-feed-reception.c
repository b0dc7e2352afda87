/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Receives the body of an HTTP answer, whole and undamaged, even when it takes several answers.
 */

#include "config.h"

#include "hd-feed-reception.h"

#include <string.h>

#include "hd-feed-error.h"

#define CHUNK (128 * 1024)
/* How much of a refused answer is still read, to tell a bad message from one that was damaged on the way. */
#define MAX_AFTER_REFUSAL (G_GUINT64_CONSTANT (64) << 20)
/* A server that drips a byte now and then would hold us for ever. */
#define MIN_BYTES_PER_S 256

struct _HdFeedReception
{
  HdFeedBody *body;
  guint64 total; /* of the body on the wire; 0: not said */
  char *room;
  HdFeedSink sink;
  gpointer user_data;
  gboolean has_refused, is_refused;
  GError *refusal; /* (nullable): handed over at the end */
  guint64 n_after; /* bytes that came after it */
};

static gboolean
deliver_cb (const char *bytes, gsize length, gpointer user_data, GError **error)
{
  HdFeedReception *reception = user_data;

  if (!reception->has_refused)
    {
      reception->has_refused
          = !reception->sink (bytes, length, reception->user_data, &reception->refusal);
      return TRUE;
    }
  reception->n_after += length;
  if (reception->n_after <= MAX_AFTER_REFUSAL)
    return TRUE;
  g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TOO_LARGE, "the answer goes on and on");
  return FALSE;
}

/* A length, gzip's checksum, HTTP/2 and the last bracket of JSON each tell that an answer is whole. Chunks do
 * not: libsoup takes a connection that breaks between two of them for the end. CSV could so lose its last
 * rows unseen. */
static gboolean
has_no_end (SoupMessage *message, const HdFeedBody *body)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  return soup_message_get_http_version (message) < SOUP_HTTP_2_0
         && soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH
         && !hd_feed_body_is_encoded (body) && (type == NULL || strstr (type, "json") == NULL);
}

HdFeedReception *
hd_feed_reception_new (SoupMessage *message,
                       guint64 max_bytes,
                       HdFeedSink sink,
                       gpointer user_data,
                       GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *encoding = soup_message_headers_get_one (headers, "Content-Encoding");
  g_autoptr (HdFeedReception) reception = g_new0 (HdFeedReception, 1);

  reception->sink = sink;
  reception->user_data = user_data;
  reception->room = g_malloc (CHUNK);
  reception->body = hd_feed_body_new (encoding, max_bytes, deliver_cb, reception, error);
  if (reception->body == NULL)
    return NULL;
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH)
    reception->total = (guint64)MAX (soup_message_headers_get_content_length (headers), 0);
  if (!has_no_end (message, reception->body))
    return g_steal_pointer (&reception);
  g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TRUNCATED,
                       "it cannot be told whether the answer is whole: it has neither a "
                       "Content-Length nor gzip");
  return NULL;
}

void
hd_feed_reception_free (HdFeedReception *reception)
{
  g_clear_pointer (&reception->body, hd_feed_body_free);
  g_clear_error (&reception->refusal);
  g_free (reception->room);
  g_free (reception);
}

gboolean
hd_feed_reception_resume (HdFeedReception *reception,
                          SoupMessage *message,
                          const char *etag,
                          GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *encoding = soup_message_headers_get_one (headers, "Content-Encoding");
  const char *now = soup_message_headers_get_one (headers, "ETag");
  goffset start = -1, end = -1, total = -1;
  gboolean is_gzip = encoding != NULL && strstr (encoding, "gzip") != NULL;

  if (!soup_message_headers_get_content_range (headers, &start, &end, &total)
      || start != (goffset)hd_feed_body_get_n_wire (reception->body)
      || (reception->total > 0 && total >= 0 && (guint64)total != reception->total)
      || (now != NULL && strcmp (now, etag) != 0)
      || is_gzip != hd_feed_body_is_encoded (reception->body))
    {
      g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_SYNTAX,
                           "the server goes on with something else than it was asked for");
      return FALSE;
    }
  if (total > 0)
    reception->total = (guint64)total;
  return TRUE;
}

static gboolean
check_pace (const HdFeedDeadline *deadline, gint64 began, guint64 n_bytes, GError **error)
{
  gint64 elapsed_s = (g_get_monotonic_time () - began) / G_USEC_PER_SEC;

  if (elapsed_s < hd_feed_deadline_get_patience (deadline)
      || n_bytes >= (guint64)elapsed_s * MIN_BYTES_PER_S)
    return TRUE;
  g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_SLOW,
                       "the answer comes too slowly to wait for");
  return FALSE;
}

static gboolean
finish (HdFeedReception *reception, GError **error)
{
  if (hd_feed_body_get_n_wire (reception->body) < reception->total)
    {
      g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TRUNCATED,
                           "the answer ended before its end");
      return FALSE;
    }
  return hd_feed_body_finish (reception->body, error);
}

static gboolean
read_body (HdFeedReception *reception,
           GInputStream *stream,
           HdFeedDeadline *deadline,
           GError **error)
{
  guint64 n_before = hd_feed_body_get_n_wire (reception->body);
  gint64 began = g_get_monotonic_time ();

  for (;;)
    {
      gssize n_read;

      hd_feed_deadline_renew (deadline);
      n_read = g_input_stream_read (stream, reception->room, CHUNK,
                                    hd_feed_deadline_get_cancellable (deadline), error);

      if (n_read < 0)
        return FALSE;
      if (n_read == 0)
        return finish (reception, error);
      if (!hd_feed_body_push (reception->body, reception->room, (gsize)n_read, error)
          || !check_pace (deadline, began, hd_feed_body_get_n_wire (reception->body) - n_before,
                          error))
        return FALSE;
    }
}

gboolean
hd_feed_reception_read (HdFeedReception *reception,
                        GInputStream *stream,
                        HdFeedDeadline *deadline,
                        GError **error)
{
  GError *local_error = NULL;
  gboolean is_read = read_body (reception, stream, deadline, &local_error);

  /* When the answer itself came badly, what its reader said of it says nothing. */
  reception->is_refused
      = reception->has_refused
        && (is_read || g_error_matches (local_error, HD_FEED_ERROR, HD_FEED_ERROR_TOO_LARGE));
  if (reception->is_refused)
    {
      g_clear_error (&local_error);
      g_propagate_error (error, g_steal_pointer (&reception->refusal));
      return FALSE;
    }
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return is_read;
}

guint64
hd_feed_reception_get_n_wire (const HdFeedReception *reception)
{
  return hd_feed_body_get_n_wire (reception->body);
}

gboolean
hd_feed_reception_has_refused (const HdFeedReception *reception)
{
  return reception->has_refused;
}

gboolean
hd_feed_reception_is_refused (const HdFeedReception *reception)
{
  return reception->is_refused;
}

void
hd_feed_reception_describe (const HdFeedReception *reception, HdFeedResponse *response)
{
  response->status = SOUP_STATUS_OK;
  response->has_body = TRUE;
  response->n_wire = hd_feed_body_get_n_wire (reception->body);
  response->n_bytes = hd_feed_body_get_n_bytes (reception->body);
  response->sha256 = hd_feed_body_get_sha256 (reception->body);
}
