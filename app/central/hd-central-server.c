/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The HTTP server: routes, content negotiation, conditions, tokens.
 */

#include "config.h"

#include "hd-central-server.h"

#include "hd-central-accept.h"
#include "hd-central-data-json.h"
#include "hd-central-events.h"
#include "hd-central-fault.h"
#include "hd-central-files.h"
#include "hd-central-json.h"
#include "hd-central-reply.h"
#include "hd-central-structure.h"
#include "hd-central-tokens.h"

#include <libsoup/soup.h>
#include <string.h>

#define JSON_TYPE "application/vnd.sdmx.data+json;version=2.0.0;charset=utf-8"
#define STRUCTURE_TYPE "application/vnd.sdmx.structure+json;version=2.0.0;charset=utf-8"
#define UNIT_ERROR_TIMES 1000
#define TWO_DAYS_S 172800
/* That are kept for answers under way. */
#define MAX_DAYS 32
/* Tells whose rows a token gives; without it, everybody's. */
#define SCOPE_HEADER "Haidang-Scope"

#define HAS(faults, fault) (((faults) & (1u << (fault))) != 0)

typedef struct
{
  HdSampleWorld *world;
  HdCentralFiles *files; /* (nullable): of --data */
} Day;

struct _HdCentralServer
{
  SoupServer *soup;
  HdScale scale;
  guint64 seed;
  char *data_dir; /* (nullable) */
  GPtrArray *days; /* (element-type Day): the last is today */
  HdSampleWorld *world; /* today's */
  GPtrArray *tokens; /* (nullable): anyone may ask for anything */
  HdCentralEvents *events;
  HdFaults faults;
  char *url;
  guint16 port;
};

/* One request on its way through. */
typedef struct
{
  HdCentralServer *server;
  SoupServerMessage *message;
  SoupMessageHeaders *request;
  SoupMessageHeaders *response;
  const HdCentralToken *token; /* (nullable) */
  guint faults;
  gboolean is_gzip;
} Request;

static void
day_free (gpointer data)
{
  Day *day = data;

  g_clear_pointer (&day->world, hd_sample_world_free);
  g_clear_pointer (&day->files, hd_central_files_free);
  g_free (day);
}

/* From now on the server's day is `today`. Answers under way go on with the day that they began with. */
static gboolean
begin_day (HdCentralServer *server, HdDay today, GError **error)
{
  Day *day = g_new0 (Day, 1);

  g_ptr_array_add (server->days, day);
  day->world = hd_sample_world_new (server->scale, server->seed, today);
  if (server->data_dir != NULL
      && (day->files = hd_central_files_load (day->world, server->data_dir, error)) == NULL)
    return FALSE;
  server->world = day->world;
  if (server->days->len > MAX_DAYS)
    g_ptr_array_remove_index (server->days, 0);
  return TRUE;
}

static void
refuse (Request *request, guint status, const char *text)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  soup_server_message_set_status (request->message, status, NULL);
  soup_server_message_set_response (request->message, "text/plain; charset=utf-8", SOUP_MEMORY_COPY,
                                    line, strlen (line));
}

/* TRUE when a drawn fault has answered already. */
static gboolean
misbehave (Request *request)
{
  if (HAS (request->faults, HD_FAULT_HTTP_500))
    refuse (request, 500, "the server failed, as it was asked to");
  else if (HAS (request->faults, HD_FAULT_HTTP_503))
    {
      refuse (request, 503, "busy, as asked: try again in a second");
      soup_message_headers_replace (request->response, "Retry-After", "1");
    }
  else if (HAS (request->faults, HD_FAULT_HTTP_401))
    {
      refuse (request, 401, "no entry, as asked");
      soup_message_headers_replace (request->response, "WWW-Authenticate", "Bearer");
    }
  else if (HAS (request->faults, HD_FAULT_REDIRECT))
    {
      refuse (request, 302, "elsewhere, as asked");
      soup_message_headers_replace (request->response, "Location", "http://elsewhere.invalid/");
    }
  else
    return FALSE;
  return TRUE;
}

static gboolean
check_token (Request *request)
{
  const char *authorization = soup_message_headers_get_one (request->request, "Authorization");

  if (request->server->tokens == NULL)
    return TRUE;
  request->token = hd_central_tokens_find (request->server->tokens, authorization);
  if (request->token != NULL && request->token->units != NULL)
    soup_message_headers_replace (request->response, SCOPE_HEADER, request->token->units);
  if (request->token != NULL)
    return TRUE;
  refuse (request, 401, "a bearer token is needed");
  soup_message_headers_replace (request->response, "WWW-Authenticate",
                                authorization != NULL ? "Bearer error=\"invalid_token\""
                                                      : "Bearer");
  return FALSE;
}

/* Sets the ETag of what `identity` names, and Last-Modified; TRUE when the client has it already. */
static gboolean
is_unchanged (Request *request, const char *identity, gint64 changed)
{
  const HdSampleWorld *world = request->server->world;
  g_autofree char *all = g_strdup_printf (
      "1|%" G_GUINT64_FORMAT "|%u|%d|%" G_GINT64_FORMAT "|%d|%s|%s", world->seed, world->scale,
      world->start, changed, request->is_gzip,
      request->token != NULL && request->token->scope != NULL ? request->token->token : "",
      identity);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
  g_autofree char *etag = g_strdup_printf ("\"%.32s\"", hash);
  g_autoptr (GDateTime) modified = g_date_time_new_from_unix_utc (changed);
  g_autofree char *modified_text = soup_date_time_to_string (modified, SOUP_DATE_HTTP);
  const char *none_match = soup_message_headers_get_list (request->request, "If-None-Match");
  const char *since = soup_message_headers_get_one (request->request, "If-Modified-Since");
  g_autoptr (GDateTime) since_time
      = since != NULL ? soup_date_time_new_from_http_string (since) : NULL;

  if (HAS (request->faults, HD_FAULT_BAD_ETAG))
    {
      g_free (etag);
      etag = g_strdup_printf ("bad-%" G_GUINT64_FORMAT, request->server->faults.n_drawn);
    }
  soup_message_headers_replace (request->response, "ETag", etag);
  soup_message_headers_replace (request->response, "Last-Modified", modified_text);
  soup_message_headers_replace (request->response, "Vary",
                                "Accept, Accept-Encoding, Authorization");
  soup_message_headers_replace (request->response, "Cache-Control", "no-cache");
  if (none_match != NULL)
    return strcmp (none_match, "*") == 0 || strstr (none_match, etag) != NULL;
  return since_time != NULL && changed <= g_date_time_to_unix (since_time);
}

/* The server's clock is wrong, and with it the date of the answer. */
static void
skew_clock (Request *request)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_seconds (now, TWO_DAYS_S);
  g_autofree char *text = soup_date_time_to_string (later, SOUP_DATE_HTTP);

  soup_message_headers_replace (request->response, "Date", text);
}

static void
answer_structure (Request *request, const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  guint n_parts = g_strv_length (parts);
  g_autoptr (GBytes) message = NULL;
  g_autofree char *identity = NULL;

  if (hd_central_accept (soup_message_headers_get_list (request->request, "Accept"),
                         HD_FORMAT_STRUCTURE_JSON)
      == HD_FORMAT_NONE)
    {
      refuse (request, 406, "structures come as application/vnd.sdmx.structure+json;version=2.0.0");
      return;
    }
  if (n_parts >= 1 && n_parts <= 4 && strcmp (parts[0], "dataflow") == 0)
    message = hd_central_structure_message (request->server->world, n_parts > 1 ? parts[1] : "*",
                                            n_parts > 2 ? parts[2] : "*");
  if (message == NULL)
    {
      refuse (request, 404, "there is no such dataflow");
      return;
    }
  identity = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, message);
  if (is_unchanged (request, identity,
                    hd_sample_six_in_the_morning (request->server->world->start)))
    soup_server_message_set_status (request->message, SOUP_STATUS_NOT_MODIFIED, NULL);
  else
    hd_central_reply_bytes (request->message, message, STRUCTURE_TYPE, request->is_gzip,
                            request->faults);
}

static HdCentralStream *
make_stream (const Request *request, HdCentralQuery *query)
{
  HdCentralStream *stream = hd_central_stream_new (request->server->world, query);

  stream->times = HAS (request->faults, HD_FAULT_UNIT_ERROR) ? UNIT_ERROR_TIMES : 0;
  return stream;
}

static void
answer_json (Request *request, HdCentralQuery *query, gint64 changed)
{
  g_autoptr (HdCentralStream) stream = make_stream (request, query);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) message = hd_central_data_json (stream, changed, &error);

  if (error != NULL)
    refuse (request, (guint)error->code, error->message);
  else if (message == NULL)
    soup_server_message_set_status (request->message, SOUP_STATUS_NO_CONTENT, NULL);
  else
    hd_central_reply_bytes (request->message, message, JSON_TYPE, request->is_gzip,
                            request->faults);
}

static void
answer_data (Request *request, const char *path, const char *query_text)
{
  HdSampleWorld *world = request->server->world;
  g_autoptr (GError) error = NULL;
  g_autoptr (HdCentralQuery) query = hd_central_query_new (world, path, query_text, &error);
  g_autofree char *identity = NULL;
  HdFormat format;
  gint64 changed;

  if (query == NULL)
    {
      refuse (request, (guint)error->code, error->message);
      return;
    }
  format = hd_central_accept (soup_message_headers_get_list (request->request, "Accept"),
                              query->dataset->is_small ? HD_FORMAT_CSV | HD_FORMAT_JSON
                                                       : HD_FORMAT_CSV);
  if (format == HD_FORMAT_NONE)
    {
      refuse (request, 406, "this comes as application/vnd.sdmx.data+csv;version=2.0.0");
      return;
    }
  changed = hd_sample_changed_at (world, query->dataset, query->as_of);
  if (HAS (request->faults, HD_FAULT_CLOCK_SKEW))
    changed += TWO_DAYS_S;
  identity = g_strdup_printf ("%d|%s?%s", (int)format, path, query_text != NULL ? query_text : "");
  if (request->token != NULL && request->token->scope != NULL
      && !hd_central_query_set_scope (query, world, request->token->scope))
    soup_server_message_set_status (request->message, SOUP_STATUS_NO_CONTENT, NULL);
  else if (is_unchanged (request, identity, changed))
    soup_server_message_set_status (request->message, SOUP_STATUS_NOT_MODIFIED, NULL);
  else if (format == HD_FORMAT_JSON)
    answer_json (request, g_steal_pointer (&query), changed);
  else
    hd_central_reply_csv (request->message, make_stream (request, g_steal_pointer (&query)),
                          request->is_gzip, request->faults);
}

static void
request_cb (SoupServer *soup,
            SoupServerMessage *message,
            const char *path,
            GHashTable *unused,
            gpointer data)
{
  HdCentralServer *server = data;
  GUri *uri = soup_server_message_get_uri (message);
  g_autofree char *plain = g_uri_unescape_string (g_uri_get_path (uri), NULL);
  Request request = { server, message, soup_server_message_get_request_headers (message),
                      soup_server_message_get_response_headers (message) };
  const char *encodings = soup_message_headers_get_list (request.request, "Accept-Encoding");

  request.faults = hd_faults_draw (&server->faults);
  if (HAS (request.faults, HD_FAULT_CLOCK_SKEW))
    skew_clock (&request);
  request.is_gzip = encodings != NULL && strstr (encodings, "gzip") != NULL;
  if (misbehave (&request) || !check_token (&request))
    return;
  if (strcmp (soup_server_message_get_method (message), "GET") != 0
      && strcmp (soup_server_message_get_method (message), "HEAD") != 0)
    {
      refuse (&request, 405, "only GET and HEAD");
      soup_message_headers_replace (request.response, "Allow", "GET, HEAD");
    }
  else if (plain != NULL && g_str_has_prefix (plain, "/structure/"))
    answer_structure (&request, plain + strlen ("/structure/"));
  else if (g_strcmp0 (plain, "/events") == 0)
    hd_central_events_answer (server->events, message, server->world);
  else if (plain != NULL && g_str_has_prefix (plain, "/data/"))
    answer_data (&request, plain + strlen ("/data/"), g_uri_get_query (uri));
  else
    refuse (&request, 404, "there are /structure/dataflow/… and /data/dataflow/… here");
}

/* Without a word from us libsoup lets nobody in, not even whom it finds nothing wrong with. */
static gboolean
accept_certificate_cb (SoupServerMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags errors,
                       gpointer data)
{
  return errors == G_TLS_CERTIFICATE_NO_FLAGS;
}

static void
request_started_cb (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_certificate_cb), NULL);
}

/* Only clients whose certificate that authority has signed come in. */
static gboolean
ask_for_certificates (HdCentralServer *server, const HdCentralOptions *options, GError **error)
{
  g_autofree char *path = g_canonicalize_filename (options->tls_client_ca, NULL);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, error);

  if (database == NULL)
    return FALSE;
  g_object_set (server->soup, "tls-database", database, "tls-auth-mode",
                G_TLS_AUTHENTICATION_REQUIRED, NULL);
  g_signal_connect (server->soup, "request-started", G_CALLBACK (request_started_cb), NULL);
  return TRUE;
}

static gboolean
start (HdCentralServer *server, const HdCentralOptions *options, GError **error)
{
  g_autoptr (GSocketAddress) address
      = g_inet_socket_address_new_from_string (options->host, options->port);
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autofree char *url = NULL;
  GSList *uris;

  if (address == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--listen %s: give a numeric address", options->host);
      return FALSE;
    }
  if (options->tls_cert != NULL)
    {
      certificate = g_tls_certificate_new_from_files (options->tls_cert, options->tls_key, error);
      if (certificate == NULL)
        return FALSE;
      soup_server_set_tls_certificate (server->soup, certificate);
      if (options->tls_client_ca != NULL && !ask_for_certificates (server, options, error))
        return FALSE;
    }
  if (!soup_server_listen (server->soup, address,
                           certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0, error))
    return FALSE;
  uris = soup_server_get_uris (server->soup);
  server->port = (guint16)g_uri_get_port (uris->data);
  url = g_uri_to_string (uris->data);
  /* Without the slash at the end: paths are appended to it. */
  server->url = g_strndup (url, strlen (url) - (gsize)g_str_has_suffix (url, "/"));
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  return TRUE;
}

HdCentralServer *
hd_central_server_new (const HdCentralOptions *options, GError **error)
{
  g_autoptr (HdCentralServer) server = g_new0 (HdCentralServer, 1);

  for (char **spec = options->faults; spec != NULL && *spec != NULL; spec++)
    if (!hd_faults_add (&server->faults, *spec, error))
      return NULL;
  server->scale = options->scale;
  server->seed = options->seed;
  server->data_dir = g_strdup (options->data_dir);
  server->days = g_ptr_array_new_with_free_func (day_free);
  if (!begin_day (server, options->today, error))
    return NULL;
  if (options->token_file != NULL)
    {
      server->tokens = hd_central_tokens_load (server->world, options->token_file, error);
      if (server->tokens == NULL)
        return NULL;
    }
  server->events = hd_central_events_new ();
  server->soup = soup_server_new ("server-header", "haidang-central", NULL);
  soup_server_add_handler (server->soup, NULL, request_cb, server, NULL);
  return start (server, options, error) ? g_steal_pointer (&server) : NULL;
}

void
hd_central_server_free (HdCentralServer *server)
{
  if (server->soup != NULL)
    soup_server_disconnect (server->soup);
  g_clear_object (&server->soup);
  g_clear_pointer (&server->tokens, g_ptr_array_unref);
  g_clear_pointer (&server->events, hd_central_events_free);
  g_clear_pointer (&server->days, g_ptr_array_unref);
  g_free (server->data_dir);
  g_free (server->url);
  g_free (server);
}

gboolean
hd_central_server_next_day (HdCentralServer *server, GError **error)
{
  gint64 before = server->world->now;
  int year, month, day;

  hd_day_to_ymd (server->world->today + 1, &year, &month, &day);
  if (year >= HD_SAMPLE_FIRST_YEAR + HD_SAMPLE_N_YEARS - 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "the sample ends with %d",
                   year - 1);
      return FALSE;
    }
  if (!begin_day (server, server->world->today + 1, error))
    return FALSE;
  hd_central_events_publish (server->events, server->world, before);
  return TRUE;
}

const char *
hd_central_server_get_url (HdCentralServer *server)
{
  return server->url;
}

guint16
hd_central_server_get_port (HdCentralServer *server)
{
  return server->port;
}
