/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks a feed server over HTTP, and trusts nothing that it answers.
 */

#include "config.h"

#include "hd-feed-client.h"

#include <libsoup/soup.h>
#include <string.h>

#include "hd-feed-deadline.h"
#include "hd-feed-error.h"
#include "hd-feed-identity.h"
#include "hd-feed-reception.h"
#include "hd-feed-retry.h"
#include "hd-feed-tls.h"

#define DEFAULT_TIMEOUT_S 60
/* Times that without the end of the headers, or of a piece of the body. */
#define PATIENCE 2
#define MAX_REDIRECTS 5
#define IDLE_S 30
/* An answer that breaks is resumed as long as it comes on by this much; else only so often. */
#define PROGRESS (64 * 1024)
#define MAX_FUTILE 6

struct _HdFeedClient
{
  SoupSession *session;
  GUri *base;
  char *base_text; /* without a slash at its end */
  char *token;
  GTlsCertificate *certificate; /* (nullable): ours */
  char **allowed_hosts; /* (nullable) */
  guint timeout_s;
};

void
hd_feed_response_clear (HdFeedResponse *response)
{
  g_clear_pointer (&response->url, g_free);
  g_clear_pointer (&response->etag, g_free);
  g_clear_pointer (&response->scope, g_free);
  g_clear_pointer (&response->sha256, g_free);
}

static gboolean
is_http (GUri *uri)
{
  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0'
         && (strcmp (g_uri_get_scheme (uri), "http") == 0
             || strcmp (g_uri_get_scheme (uri), "https") == 0);
}

HdFeedClient *
hd_feed_client_new (const HdFeedClientOptions *options, GError **error)
{
  g_autoptr (HdFeedClient) client = g_new0 (HdFeedClient, 1);
  guint timeout_s = options->timeout_s == 0 ? DEFAULT_TIMEOUT_S : options->timeout_s;

  client->base = g_uri_parse (options->base_url, SOUP_HTTP_URI_FLAGS, NULL);
  if (!is_http (client->base))
    {
      g_autofree char *shown = g_utf8_make_valid (options->base_url, -1);

      g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SYNTAX, "%s: not an http or https URL",
                   shown);
      return NULL;
    }
  client->base_text = g_strdup (options->base_url);
  for (gsize end = strlen (client->base_text); end > 0 && client->base_text[end - 1] == '/'; end--)
    client->base_text[end - 1] = '\0';
  client->token = g_strdup (options->token);
  client->timeout_s = timeout_s;
  client->allowed_hosts = g_strdupv ((char **)options->allowed_hosts);
  client->session = soup_session_new_with_options (
      "timeout", timeout_s, "idle-timeout", IDLE_S, "max-conns", HD_FEED_MAX_CONNECTIONS,
      "max-conns-per-host", HD_FEED_MAX_CONNECTIONS, "user-agent", "haidang/" HD_VERSION, NULL);
  /* We decode ourselves: only so can the end, and the bytes on the wire, be known. */
  soup_session_remove_feature_by_type (client->session, SOUP_TYPE_CONTENT_DECODER);
  if (options->ca_file != NULL && !hd_feed_tls_pin (client->session, options->ca_file, error))
    return NULL;
  if (options->client_cert_file != NULL
      && (client->certificate = hd_feed_identity_load (options->client_cert_file,
                                                       options->client_key_file, NULL, error))
             == NULL)
    return NULL;
  return g_steal_pointer (&client);
}

void
hd_feed_client_free (HdFeedClient *client)
{
  g_clear_object (&client->session);
  g_clear_object (&client->certificate);
  g_clear_pointer (&client->base, g_uri_unref);
  g_clear_pointer (&client->allowed_hosts, g_strfreev);
  g_free (client->base_text);
  g_free (client->token);
  g_free (client);
}

/* Our own words for what libsoup and below report, with the URL before them. A cancelled call stays one. */
static void
take_error (SoupMessage *message,
            HdFeedDeadline *deadline,
            const char *url,
            GError *from,
            GError **error)
{
  gboolean is_cut = soup_message_get_status (message) != SOUP_STATUS_NONE
                    && g_error_matches (from, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  g_autofree char *words = NULL;
  int code = HD_FEED_ERROR_NETWORK;

  if (g_error_matches (from, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (!hd_feed_deadline_has_passed (deadline))
        {
          g_propagate_error (error, from);
          return;
        }
      code = HD_FEED_ERROR_SLOW;
      words = g_strdup ("the answer comes too slowly to wait for");
    }
  else if (from->domain == G_TLS_ERROR && from->code != G_TLS_ERROR_EOF)
    {
      code = HD_FEED_ERROR_TLS;
      words = hd_feed_tls_describe (message, from);
    }
  else if (from->domain == HD_FEED_ERROR)
    code = from->code;
  else if (is_cut)
    {
      code = HD_FEED_ERROR_TRUNCATED;
      words = g_strconcat ("the answer ended before its end: ", from->message, NULL);
    }
  g_set_error (error, HD_FEED_ERROR, code, "%s: %s", url, words == NULL ? from->message : words);
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

/* The same host, by the same way or a safer one. */
static gboolean
is_same_server (GUri *uri, GUri *base)
{
  gboolean is_upgrade = strcmp (g_uri_get_scheme (base), "http") == 0
                        && strcmp (g_uri_get_scheme (uri), "https") == 0
                        && g_uri_get_port (base) == 80 && g_uri_get_port (uri) == 443;

  return g_ascii_strcasecmp (g_uri_get_host (uri), g_uri_get_host (base)) == 0
         && (is_upgrade
             || (strcmp (g_uri_get_scheme (uri), g_uri_get_scheme (base)) == 0
                 && g_uri_get_port (uri) == g_uri_get_port (base)));
}

/* Named by whoever set this machine up; never from https back to http. */
static gboolean
is_allowed (HdFeedClient *client, GUri *uri)
{
  if (is_same_server (uri, client->base))
    return TRUE;
  if (strcmp (g_uri_get_scheme (client->base), "https") == 0
      && strcmp (g_uri_get_scheme (uri), "https") != 0)
    return FALSE;
  for (char **host = client->allowed_hosts; host != NULL && *host != NULL; host++)
    if (g_ascii_strcasecmp (*host, g_uri_get_host (uri)) == 0)
      return TRUE;
  return FALSE;
}

/* Where the answer points, if that is allowed. */
static GUri *
follow (HdFeedClient *client, SoupMessage *message, const char *url, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr (GUri) uri = NULL;

  if (location != NULL)
    uri = g_uri_parse_relative (soup_message_get_uri (message), location, SOUP_HTTP_URI_FLAGS,
                                NULL);
  if (is_http (uri) && is_allowed (client, uri))
    return g_steal_pointer (&uri);
  g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_REDIRECT,
               "%s: the server points elsewhere (%s), which is not followed", url,
               location == NULL ? "nowhere" : location);
  return NULL;
}

/* From byte `from` of `etag` on, when that is not NULL. */
static void
ask_for_rest (SoupMessageHeaders *headers, const char *etag, guint64 from)
{
  g_autofree char *range = g_strdup_printf ("bytes=%" G_GUINT64_FORMAT "-", from);

  if (etag == NULL)
    return;
  soup_message_headers_replace (headers, "Range", range);
  soup_message_headers_replace (headers, "If-Range", etag);
}

static SoupMessage *
make_message (HdFeedClient *client, GUri *uri, const HdFeedRequest *request)
{
  SoupMessage *message
      = soup_message_new_from_uri (request->is_head ? SOUP_METHOD_HEAD : SOUP_METHOD_GET, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (headers, "Accept", request->accept);
  soup_message_headers_replace (headers, "Accept-Language", "vi, en;q=0.8");
  soup_message_headers_replace (headers, "Accept-Encoding", "gzip");
  if (request->etag != NULL)
    soup_message_headers_replace (headers, "If-None-Match", request->etag);
  else if (request->modified > 0)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (request->modified);
      g_autofree char *text = soup_date_time_to_string (time, SOUP_DATE_HTTP);

      soup_message_headers_replace (headers, "If-Modified-Since", text);
    }
  if (client->certificate != NULL && is_same_server (uri, client->base))
    soup_message_set_tls_client_certificate (message, client->certificate);
  if (client->token != NULL && is_same_server (uri, client->base))
    {
      g_autofree char *authorization = g_strconcat ("Bearer ", client->token, NULL);

      soup_message_headers_replace (headers, "Authorization", authorization);
    }
  return message;
}

static gint64
http_date (SoupMessageHeaders *headers, const char *name)
{
  const char *text = soup_message_headers_get_one (headers, name);
  g_autoptr (GDateTime) time = text == NULL ? NULL : soup_date_time_new_from_http_string (text);

  return time == NULL ? 0 : g_date_time_to_unix (time);
}

/* Retry-After is seconds, or a date by the server's own clock; -1 when it is not said. */
static gint64
retry_after (SoupMessageHeaders *headers, gint64 date)
{
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  gint64 until = http_date (headers, "Retry-After");

  if (text != NULL && g_ascii_isdigit (*text))
    return (gint64)MIN (g_ascii_strtoull (text, NULL, 10), G_MAXINT);
  return until > 0 && date > 0 ? MAX (until - date, 0) : -1;
}

static void
take_headers (SoupMessage *message, HdFeedResponse *response)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  gint64 modified = http_date (headers, "Last-Modified");
  guint n_resumed = response->n_resumed;

  /* The rest of an answer need not say again what the beginning said. */
  if (modified == 0 && soup_message_get_status (message) == SOUP_STATUS_PARTIAL_CONTENT)
    modified = response->modified;
  hd_feed_response_clear (response);
  *response = (HdFeedResponse){ .modified = modified, .n_resumed = n_resumed };
  response->url = g_uri_to_string (soup_message_get_uri (message));
  response->status = soup_message_get_status (message);
  response->etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  response->scope = g_strdup (soup_message_headers_get_one (headers, HD_FEED_SCOPE_HEADER));
  response->date = http_date (headers, "Date");
  response->retry_after_s = retry_after (headers, response->date);
}

/* One body on its way, over as many answers as it takes. */
typedef struct
{
  HdFeedClient *client;
  const HdFeedRequest *request;
  HdFeedResponse *response;
  HdFeedReception *reception; /* NULL before the first answer with a body */
  SoupMessage *message; /* (nullable): the last one */
  char *etag; /* (nullable): strong, of the body so far */
  HdFeedDeadline *deadline; /* of the request under way */
  GCancellable *cancellable; /* (nullable) */
} Transfer;

static void
transfer_clear (Transfer *transfer)
{
  g_clear_pointer (&transfer->reception, hd_feed_reception_free);
  g_clear_object (&transfer->message);
  g_clear_pointer (&transfer->etag, g_free);
  g_clear_pointer (&transfer->deadline, hd_feed_deadline_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Transfer, transfer_clear)

static guint64
n_received (const Transfer *transfer)
{
  return transfer->reception == NULL ? 0 : hd_feed_reception_get_n_wire (transfer->reception);
}

typedef struct
{
  GInputStream *stream;
  GError *error;
  gboolean is_done;
} Sending;

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;

  sending->stream = soup_session_send_finish (SOUP_SESSION (source), result, &sending->error);
  sending->is_done = TRUE;
}

/* When a server asks for our certificate libsoup looks for it in the main context, and so waits for ever in
 * a call that blocks it: with TLS the context is run here. */
GInputStream *
hd_feed_client_send (HdFeedClient *client,
                     SoupMessage *message,
                     GCancellable *cancellable,
                     GError **error)
{
  Sending sending = { NULL, NULL, FALSE };

  if (strcmp (g_uri_get_scheme (soup_message_get_uri (message)), "https") != 0)
    return soup_session_send (client->session, message, cancellable, error);
  soup_session_send_async (client->session, message, G_PRIORITY_DEFAULT, cancellable, sent_cb,
                           &sending);
  while (!sending.is_done)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  if (sending.error != NULL)
    g_propagate_error (error, sending.error);
  return sending.stream;
}

/* Sends until the answer is no redirection. */
static GInputStream *
send_request (Transfer *transfer, GError **error)
{
  HdFeedClient *client = transfer->client;
  g_autofree char *url = g_strconcat (client->base_text, "/", transfer->request->path, NULL);
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  for (guint hop = 0; uri != NULL && hop <= MAX_REDIRECTS; hop++)
    {
      g_autoptr (GInputStream) stream = NULL;
      g_autoptr (GUri) next = NULL;
      GError *local_error = NULL;

      g_clear_object (&transfer->message);
      transfer->message = make_message (client, uri, transfer->request);
      ask_for_rest (soup_message_get_request_headers (transfer->message), transfer->etag,
                    n_received (transfer));
      hd_feed_deadline_renew (transfer->deadline);
      stream = hd_feed_client_send (client, transfer->message,
                                    hd_feed_deadline_get_cancellable (transfer->deadline),
                                    &local_error);
      if (stream == NULL)
        {
          take_error (transfer->message, transfer->deadline, url, local_error, error);
          return NULL;
        }
      take_headers (transfer->message, transfer->response);
      if (!SOUP_STATUS_IS_REDIRECTION (transfer->response->status)
          || transfer->response->status == SOUP_STATUS_NOT_MODIFIED)
        return g_steal_pointer (&stream);
      next = follow (client, transfer->message, url, error);
      if (next == NULL)
        return NULL;
      g_clear_pointer (&uri, g_uri_unref);
      uri = g_steal_pointer (&next);
    }
  g_set_error (error, HD_FEED_ERROR, uri == NULL ? HD_FEED_ERROR_SYNTAX : HD_FEED_ERROR_REDIRECT,
               "%s: %s", url, uri == NULL ? "not a URL" : "the server redirects in a circle");
  return NULL;
}

static gboolean
refuse_status (Transfer *transfer, GError **error)
{
  const HdFeedResponse *response = transfer->response;

  /* What had begun is not there any more as it was. */
  if (response->status == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE && transfer->etag != NULL)
    {
      g_clear_pointer (&transfer->etag, g_free);
      g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_TRUNCATED,
                   "%s: the answer broke off, and has changed since", response->url);
      return FALSE;
    }
  g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_HTTP_STATUS, "%s: the server answered %u %s%s",
               response->url, response->status, soup_status_get_phrase (response->status),
               advice_for (response->status));
  return FALSE;
}

/* Makes ready for the body of a 200, or for the rest of it in a 206. */
static gboolean
begin_body (Transfer *transfer, HdFeedSink sink, gpointer user_data, GError **error)
{
  HdFeedResponse *response = transfer->response;
  const char *etag = response->etag;

  if (response->status == SOUP_STATUS_PARTIAL_CONTENT)
    {
      response->n_resumed++;
      return hd_feed_reception_resume (transfer->reception, transfer->message, transfer->etag,
                                       error);
    }
  if (transfer->reception != NULL)
    transfer->request->restart (user_data);
  g_clear_pointer (&transfer->reception, hd_feed_reception_free);
  g_clear_pointer (&transfer->etag, g_free);
  transfer->reception = hd_feed_reception_new (transfer->message, transfer->request->max_bytes,
                                               sink, user_data, error);
  if (transfer->request->restart != NULL && etag != NULL && *etag == '"')
    transfer->etag = g_strdup (etag);
  return transfer->reception != NULL;
}

/* One request of a transfer. */
static gboolean
transfer_once (Transfer *transfer, HdFeedSink sink, gpointer user_data, GError **error)
{
  HdFeedResponse *response = transfer->response;
  g_autoptr (GInputStream) stream = NULL;
  GError *local_error = NULL;

  g_clear_pointer (&transfer->deadline, hd_feed_deadline_free);
  transfer->deadline = hd_feed_deadline_new (transfer->cancellable,
                                             hd_feed_client_get_patience (transfer->client));
  stream = send_request (transfer, error);
  if (stream == NULL)
    return FALSE;
  if (transfer->etag == NULL
      && (response->status == SOUP_STATUS_NO_CONTENT || response->status == SOUP_STATUS_NOT_MODIFIED
          || (transfer->request->is_head && response->status == SOUP_STATUS_OK)))
    return TRUE;
  if (response->status != SOUP_STATUS_OK
      && (response->status != SOUP_STATUS_PARTIAL_CONTENT || transfer->etag == NULL))
    return refuse_status (transfer, error);
  if (begin_body (transfer, sink, user_data, &local_error)
      && hd_feed_reception_read (transfer->reception, stream, transfer->deadline, &local_error))
    {
      hd_feed_reception_describe (transfer->reception, response);
      return TRUE;
    }
  response->is_refused
      = transfer->reception != NULL && hd_feed_reception_is_refused (transfer->reception);
  if (response->is_refused)
    g_propagate_error (error, local_error);
  else
    take_error (transfer->message, transfer->deadline, response->url, local_error, error);
  return FALSE;
}

/* Can it go on where it broke? */
static gboolean
can_resume (const Transfer *transfer, const GError *error)
{
  return transfer->etag != NULL && n_received (transfer) > 0
         && !g_error_matches (error, HD_FEED_ERROR, HD_FEED_ERROR_SYNTAX)
         && !hd_feed_reception_has_refused (transfer->reception)
         && hd_feed_is_passing (error, transfer->response);
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
  g_auto (Transfer) transfer
      = { .client = client, .request = request, .response = response, .cancellable = cancellable };

  *response = (HdFeedResponse){ .retry_after_s = -1 };
  for (guint n_futile = 0;;)
    {
      guint64 n_before = n_received (&transfer);
      GError *local_error = NULL;

      if (transfer_once (&transfer, sink, user_data, &local_error))
        return TRUE;
      n_futile = n_received (&transfer) >= n_before + PROGRESS ? 0 : n_futile + 1;
      if (n_futile == MAX_FUTILE || !can_resume (&transfer, local_error))
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
      g_error_free (local_error);
      if (!hd_feed_wait_before (n_futile + 1, response, cancellable, error))
        return FALSE;
    }
}

guint
hd_feed_client_get_patience (const HdFeedClient *client)
{
  return PATIENCE * client->timeout_s;
}

SoupSession *
hd_feed_client_get_session (HdFeedClient *client)
{
  return client->session;
}

SoupMessage *
hd_feed_client_make_message (HdFeedClient *client, const HdFeedRequest *request)
{
  g_autofree char *url = g_strconcat (client->base_text, "/", request->path, NULL);
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  return uri == NULL ? NULL : make_message (client, uri, request);
}
