/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks a feed server over HTTP, and trusts nothing that it answers.
 */

#include "config.h"

#include "hd-feed-client.h"

#include <libsoup/soup.h>
#include <string.h>

#include "hd-feed-error.h"

#define DEFAULT_TIMEOUT_S 60
#define MAX_REDIRECTS 5
#define CHUNK (128 * 1024)
/* How much of a refused answer is still read, to tell a bad message from one that was damaged on the way. */
#define MAX_AFTER_REFUSAL (G_GUINT64_CONSTANT (64) << 20)

struct _HdFeedClient
{
  SoupSession *session;
  GUri *base;
  char *base_text; /* without a slash at its end */
  char *token;
  char *room;
};

void
hd_feed_response_clear (HdFeedResponse *response)
{
  g_clear_pointer (&response->url, g_free);
  g_clear_pointer (&response->etag, g_free);
  g_clear_pointer (&response->sha256, g_free);
}

HdFeedClient *
hd_feed_client_new (const HdFeedClientOptions *options, GError **error)
{
  g_autoptr (HdFeedClient) client = g_new0 (HdFeedClient, 1);
  g_autoptr (GError) local_error = NULL;
  guint timeout_s = options->timeout_s == 0 ? DEFAULT_TIMEOUT_S : options->timeout_s;

  client->base = g_uri_parse (options->base_url, SOUP_HTTP_URI_FLAGS, NULL);
  if (client->base == NULL || g_uri_get_host (client->base) == NULL
      || (g_strcmp0 (g_uri_get_scheme (client->base), "http") != 0
          && g_strcmp0 (g_uri_get_scheme (client->base), "https") != 0))
    {
      g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SYNTAX, "%s: not an http or https URL",
                   options->base_url);
      return NULL;
    }
  client->base_text = g_strdup (options->base_url);
  for (gsize end = strlen (client->base_text); end > 0 && client->base_text[end - 1] == '/'; end--)
    client->base_text[end - 1] = '\0';
  client->token = g_strdup (options->token);
  client->room = g_malloc (CHUNK);
  client->session = soup_session_new_with_options ("timeout", timeout_s, "user-agent",
                                                   "haidang/" HD_VERSION, NULL);
  /* We decode ourselves: only so can the end, and the bytes on the wire, be known. */
  soup_session_remove_feature_by_type (client->session, SOUP_TYPE_CONTENT_DECODER);
  if (options->ca_file != NULL)
    {
      g_autoptr (GTlsDatabase) database = g_tls_file_database_new (options->ca_file, &local_error);

      if (database == NULL)
        {
          g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_TLS, "%s: %s", options->ca_file,
                       local_error->message);
          return NULL;
        }
      soup_session_set_tls_database (client->session, database);
    }
  return g_steal_pointer (&client);
}

void
hd_feed_client_free (HdFeedClient *client)
{
  g_clear_object (&client->session);
  g_clear_pointer (&client->base, g_uri_unref);
  g_free (client->base_text);
  g_free (client->token);
  g_free (client->room);
  g_free (client);
}

/* Our own words for what libsoup and below report, with the URL before them. A cancelled call stays one. */
static void
take_error (const char *url, gboolean has_answer, GError *from, GError **error)
{
  int code = HD_FEED_ERROR_NETWORK;

  if (g_error_matches (from, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, from);
      return;
    }
  if (from->domain == G_TLS_ERROR)
    code = HD_FEED_ERROR_TLS;
  else if (has_answer && g_error_matches (from, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    code = HD_FEED_ERROR_TRUNCATED;
  else if (from->domain == HD_FEED_ERROR)
    code = from->code;
  g_set_error (error, HD_FEED_ERROR, code, "%s: %s%s", url,
               code == HD_FEED_ERROR_TRUNCATED && from->domain != HD_FEED_ERROR
                   ? "the answer ended before its end: "
                   : "",
               from->message);
  g_error_free (from);
}

static const char *
advice_for (guint status)
{
  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
      return ": the token is missing or not valid";
    case SOUP_STATUS_FORBIDDEN:
      return ": the token does not allow this";
    case SOUP_STATUS_NOT_FOUND:
      return ": is this the base URL of a feed server?";
    default:
      return "";
    }
}

static gboolean
is_same_server (GUri *uri, GUri *base)
{
  gboolean is_upgrade = strcmp (g_uri_get_scheme (base), "http") == 0
                        && strcmp (g_uri_get_scheme (uri), "https") == 0
                        && g_uri_get_port (base) == 80 && g_uri_get_port (uri) == 443;

  return g_uri_get_host (uri) != NULL
         && g_ascii_strcasecmp (g_uri_get_host (uri), g_uri_get_host (base)) == 0
         && (is_upgrade
             || (strcmp (g_uri_get_scheme (uri), g_uri_get_scheme (base)) == 0
                 && g_uri_get_port (uri) == g_uri_get_port (base)));
}

/* Where the answer points, if that is the same server. */
static GUri *
follow (HdFeedClient *client, SoupMessage *message, const char *url, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr (GUri) uri = NULL;

  if (location != NULL)
    uri = g_uri_parse_relative (soup_message_get_uri (message), location, SOUP_HTTP_URI_FLAGS,
                                NULL);
  if (uri != NULL && is_same_server (uri, client->base))
    return g_steal_pointer (&uri);
  g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_REDIRECT,
               "%s: the server points elsewhere (%s), which is not followed", url,
               location == NULL ? "nowhere" : location);
  return NULL;
}

static SoupMessage *
make_message (HdFeedClient *client, GUri *uri, const HdFeedRequest *request)
{
  SoupMessage *message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (headers, "Accept", request->accept);
  soup_message_headers_replace (headers, "Accept-Language", "vi, en;q=0.8");
  soup_message_headers_replace (headers, "Accept-Encoding", "gzip");
  if (request->etag != NULL)
    soup_message_headers_replace (headers, "If-None-Match", request->etag);
  if (client->token != NULL)
    {
      g_autofree char *authorization = g_strconcat ("Bearer ", client->token, NULL);

      soup_message_headers_replace (headers, "Authorization", authorization);
    }
  return message;
}

static void
take_headers (SoupMessage *message, HdFeedResponse *response)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *modified = soup_message_headers_get_one (headers, "Last-Modified");
  const char *retry_after = soup_message_headers_get_one (headers, "Retry-After");
  g_autoptr (GDateTime) time
      = modified == NULL ? NULL : soup_date_time_new_from_http_string (modified);

  hd_feed_response_clear (response);
  *response = (HdFeedResponse){ .retry_after_s = -1 };
  response->url = g_uri_to_string (soup_message_get_uri (message));
  response->status = soup_message_get_status (message);
  response->etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  if (time != NULL)
    response->modified = g_date_time_to_unix (time);
  if (retry_after != NULL && g_ascii_isdigit (*retry_after))
    response->retry_after_s = (gint64)g_ascii_strtoull (retry_after, NULL, 10);
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

/* The sink that was given, and what it said. Once it has refused, what follows is only read to see whether
 * it came undamaged: gzip's checksum stands at the end. */
typedef struct
{
  HdFeedSink sink;
  gpointer user_data;
  GError *refusal; /* (nullable) */
  guint64 n_after;
} Delivery;

static gboolean
deliver_cb (const char *bytes, gsize length, gpointer user_data, GError **error)
{
  Delivery *delivery = user_data;

  if (delivery->refusal == NULL)
    {
      delivery->sink (bytes, length, delivery->user_data, &delivery->refusal);
      return TRUE;
    }
  delivery->n_after += length;
  if (delivery->n_after <= MAX_AFTER_REFUSAL)
    return TRUE;
  g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TOO_LARGE, "the answer goes on and on");
  return FALSE;
}

static gboolean
read_body (HdFeedClient *client,
           GInputStream *stream,
           HdFeedBody *body,
           GCancellable *cancellable,
           GError **error)
{
  for (;;)
    {
      gssize n_read = g_input_stream_read (stream, client->room, CHUNK, cancellable, error);

      if (n_read < 0)
        return FALSE;
      if (n_read == 0)
        return hd_feed_body_finish (body, error);
      if (!hd_feed_body_push (body, client->room, (gsize)n_read, error))
        return FALSE;
    }
}

static gboolean
receive (HdFeedClient *client,
         SoupMessage *message,
         GInputStream *stream,
         const HdFeedRequest *request,
         Delivery *delivery,
         HdFeedResponse *response,
         GCancellable *cancellable,
         GError **error)
{
  const char *encoding = soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                       "Content-Encoding");
  g_autoptr (HdFeedBody) body
      = hd_feed_body_new (encoding, request->max_bytes, deliver_cb, delivery, error);

  if (body == NULL)
    return FALSE;
  if (has_no_end (message, body))
    {
      g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_TRUNCATED,
                           "it cannot be told whether the answer is whole: it has neither a "
                           "Content-Length nor gzip");
      return FALSE;
    }
  if (!read_body (client, stream, body, cancellable, error))
    return FALSE;
  response->n_wire = hd_feed_body_get_n_wire (body);
  response->n_bytes = hd_feed_body_get_n_bytes (body);
  response->sha256 = hd_feed_body_get_sha256 (body);
  return TRUE;
}

/* Sends until the answer is no redirection. */
static GInputStream *
send_request (HdFeedClient *client,
              const HdFeedRequest *request,
              SoupMessage **message,
              HdFeedResponse *response,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree char *url = g_strconcat (client->base_text, "/", request->path, NULL);
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  for (guint hop = 0; uri != NULL && hop <= MAX_REDIRECTS; hop++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GInputStream) stream = NULL;
      g_autoptr (GUri) next = NULL;

      g_clear_object (message);
      *message = make_message (client, uri, request);
      stream = soup_session_send (client->session, *message, cancellable, &local_error);
      if (stream == NULL)
        {
          take_error (url, FALSE, g_steal_pointer (&local_error), error);
          return NULL;
        }
      take_headers (*message, response);
      if (!SOUP_STATUS_IS_REDIRECTION (response->status)
          || response->status == SOUP_STATUS_NOT_MODIFIED)
        return g_steal_pointer (&stream);
      next = follow (client, *message, url, error);
      if (next == NULL)
        return NULL;
      g_clear_pointer (&uri, g_uri_unref);
      uri = g_steal_pointer (&next);
    }
  g_set_error (error, HD_FEED_ERROR, uri == NULL ? HD_FEED_ERROR_SYNTAX : HD_FEED_ERROR_REDIRECT,
               "%s: %s", url, uri == NULL ? "not a URL" : "the server redirects in a circle");
  return NULL;
}

/* Did the answer itself come badly? Then what its reader said of it says nothing. */
static gboolean
is_damage (const GError *error)
{
  return error != NULL && !g_error_matches (error, HD_FEED_ERROR, HD_FEED_ERROR_TOO_LARGE);
}

gboolean
hd_feed_client_get (HdFeedClient *client,
                    const HdFeedRequest *request,
                    HdFeedSink sink,
                    gpointer user_data,
                    HdFeedResponse *response,
                    GCancellable *cancellable,
                    GError **error)
{
  Delivery delivery = { sink, user_data, NULL, 0 };
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) local_error = NULL;

  *response = (HdFeedResponse){ .retry_after_s = -1 };
  stream = send_request (client, request, &message, response, cancellable, error);
  if (stream == NULL)
    return FALSE;
  if (response->status == SOUP_STATUS_NO_CONTENT || response->status == SOUP_STATUS_NOT_MODIFIED)
    return TRUE;
  if (response->status != SOUP_STATUS_OK)
    {
      g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_HTTP_STATUS,
                   "%s: the server answered %u %s%s", response->url, response->status,
                   soup_status_get_phrase (response->status), advice_for (response->status));
      return FALSE;
    }
  receive (client, message, stream, request, &delivery, response, cancellable, &local_error);
  response->is_refused = delivery.refusal != NULL && !is_damage (local_error);
  if (response->is_refused)
    g_propagate_error (error, g_steal_pointer (&delivery.refusal));
  else if (local_error != NULL)
    take_error (response->url, TRUE, g_steal_pointer (&local_error), error);
  else
    return TRUE;
  g_clear_error (&delivery.refusal);
  return FALSE;
}
