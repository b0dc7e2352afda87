/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Statements to a ClickHouse server over HTTP, and what it answers, as it comes.
 *
 * Only what both ClickHouse 18.16 and today's understand: parameters of the URL, the X-ClickHouse headers,
 * RowBinary, and error numbers in the text of an answer.
 */

#include "config.h"

#include "hd-warehouse-client.h"

#include "hd-small-file.h"

#include <libsoup/soup.h>
#include <string.h>

#define DEFAULT_TIMEOUT_S 30
#define DEFAULT_DATABASE "haidang"
/* Inserts may take longer than answers. */
#define LOAD_TIMEOUT_S 600
#define KILL_TIMEOUT_S 2
#define ROOM (256 * 1024)
#define MAX_MESSAGE 600

G_DEFINE_QUARK (hd - warehouse - error - quark, hd_warehouse_error)

struct _HdWarehouseClient
{
  gatomicrefcount refs;
  GUri *base;
  char *url, *user, *password, *token, *database;
  GTlsDatabase *trusted; /* (nullable) */
  guint timeout_s;
};

struct _HdWarehouseAnswer
{
  HdWarehouseClient *client;
  SoupSession *session;
  SoupMessage *message;
  GInputStream *stream;
  GCancellable *cancellable; /* (nullable) */
  char *query_id;
  gint64 deadline_us;
  guint8 *room; /* [ROOM] */
  gboolean is_empty; /* it may hold nothing, for its end could not be told */
  gsize begin, end; /* what is in it and not yet taken */
  guint64 n_bytes;
};

char *
hd_warehouse_read_secret (const char *path, GError **error)
{
  return hd_small_file_read_line (path, error);
}

HdWarehouseClient *
hd_warehouse_client_new (const HdWarehouseOptions *options, GError **error)
{
  g_autoptr (HdWarehouseClient) self = g_new0 (HdWarehouseClient, 1);
  const char *database = options->database != NULL ? options->database : DEFAULT_DATABASE;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *capitals = g_ascii_strup (database, -1);

  g_atomic_ref_count_init (&self->refs);
  self->base = g_uri_parse (options->url, SOUP_HTTP_URI_FLAGS, NULL);
  if (self->base == NULL || g_uri_get_host (self->base) == NULL
      || *g_uri_get_host (self->base) == '\0'
      || (g_strcmp0 (g_uri_get_scheme (self->base), "http") != 0
          && g_strcmp0 (g_uri_get_scheme (self->base), "https") != 0))
    {
      g_set_error (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_ADDRESS,
                   "%s: not an http or https URL", options->url);
      return NULL;
    }
  if (!hd_warehouse_is_name (capitals))
    {
      g_set_error (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_ADDRESS,
                   "%s: no name of a database", database);
      return NULL;
    }
  if (options->ca_file != NULL && hd_small_file_is_special (options->ca_file))
    g_set_error_literal (&local_error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "is no plain file");
  else if (options->ca_file != NULL)
    {
      g_autofree char *path = g_canonicalize_filename (options->ca_file, NULL);

      self->trusted = g_tls_file_database_new (path, &local_error);
    }
  if (local_error != NULL)
    {
      g_set_error (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_TLS, "%s: %s", options->ca_file,
                   local_error->message);
      return NULL;
    }
  self->url = g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (self->base),
                               g_uri_get_host (self->base), g_uri_get_port (self->base));
  self->user = g_strdup (options->user);
  self->password = g_strdup (options->password);
  self->token = g_strdup (options->token);
  self->database = g_strdup (database);
  self->timeout_s = options->timeout_s > 0 ? options->timeout_s : DEFAULT_TIMEOUT_S;
  return g_steal_pointer (&self);
}

HdWarehouseClient *
hd_warehouse_client_ref (HdWarehouseClient *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
hd_warehouse_client_unref (HdWarehouseClient *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->base, g_uri_unref);
  g_clear_object (&self->trusted);
  g_free (self->url);
  g_free (self->user);
  g_free (self->password);
  g_free (self->token);
  g_free (self->database);
  g_free (self);
}

const char *
hd_warehouse_client_get_host (const HdWarehouseClient *self)
{
  return g_uri_get_host (self->base);
}

const char *
hd_warehouse_client_get_database (const HdWarehouseClient *self)
{
  return self->database;
}

gboolean
hd_warehouse_is_name (const char *name)
{
  gsize length = strlen (name);

  return length >= 1 && length <= 64 && g_ascii_isupper (*name)
         && strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == length;
}

/* libsoup's sessions belong to a thread, so each statement has its own. */
static SoupSession *
make_session (const HdWarehouseClient *self, guint timeout_s)
{
  SoupSession *session = soup_session_new_with_options ("timeout", timeout_s, "user-agent",
                                                        "haidang/" HD_VERSION, NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  if (self->trusted != NULL)
    soup_session_set_tls_database (session, self->trusted);
  return session;
}

static SoupMessage *
make_message (const HdWarehouseClient *self, const char *parameters)
{
  g_autofree char *url = g_strdup_printf ("%s/?%s", self->url, parameters);
  SoupMessage *message = soup_message_new (SOUP_METHOD_POST, url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (headers, "Accept-Encoding", "gzip");
  if (self->token != NULL)
    {
      g_autofree char *authorization = g_strconcat ("Bearer ", self->token, NULL);

      soup_message_headers_replace (headers, "Authorization", authorization);
    }
  if (self->user != NULL)
    soup_message_headers_replace (headers, "X-ClickHouse-User", self->user);
  if (self->password != NULL)
    soup_message_headers_replace (headers, "X-ClickHouse-Key", self->password);
  return message;
}

/* What the numbers in ClickHouse's answers mean for us (src/Common/ErrorCodes.cpp there). */
static HdWarehouseError
meaning_of (guint code, guint status)
{
  switch (code)
    {
    case 60: /* UNKNOWN_TABLE */
    case 81: /* UNKNOWN_DATABASE */
      return HD_WAREHOUSE_ERROR_NOT_LOADED;
    case 159: /* TIMEOUT_EXCEEDED */
    case 160: /* TOO_SLOW */
      return HD_WAREHOUSE_ERROR_TIMEOUT;
    case 192: /* UNKNOWN_USER */
    case 193: /* WRONG_PASSWORD */
    case 194: /* REQUIRED_PASSWORD */
    case 195: /* IP_ADDRESS_NOT_ALLOWED */
    case 291: /* DATABASE_ACCESS_DENIED */
    case 497: /* ACCESS_DENIED */
    case 516: /* AUTHENTICATION_FAILED */
      return HD_WAREHOUSE_ERROR_REFUSED;
    case 32: /* ATTEMPT_TO_READ_AFTER_EOF: a part was lost while it answered, or between two answers */
    case 102: /* UNEXPECTED_PACKET_FROM_SERVER */
    case 198: /* DNS_ERROR */
    case 209: /* SOCKET_TIMEOUT */
    case 210: /* NETWORK_ERROR */
    case 279: /* ALL_CONNECTION_TRIES_FAILED */
    case 519: /* ALL_REPLICAS_LOST */
      return HD_WAREHOUSE_ERROR_SHARD;
    default:
      return status == SOUP_STATUS_UNAUTHORIZED || status == SOUP_STATUS_FORBIDDEN
                 ? HD_WAREHOUSE_ERROR_REFUSED
                 : HD_WAREHOUSE_ERROR_SERVER;
    }
}

static gboolean
is_packed (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  return g_strcmp0 (soup_message_headers_get_one (headers, "Content-Encoding"), "gzip") == 0;
}

/* (transfer full) */
static GInputStream *
unpack (SoupMessage *message, GInputStream *stream)
{
  g_autoptr (GConverter) converter = NULL;

  if (!is_packed (message))
    return g_object_ref (stream);
  converter = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  return g_converter_input_stream_new (stream, converter);
}

/* "Code: 60, e.displayText() = DB::Exception: Table haidang.X doesn't exist., e.what() = …" */
static void
take_refusal (const HdWarehouseClient *self,
              SoupMessage *message,
              GInputStream *packed,
              GError **error)
{
  g_autoptr (GInputStream) stream = unpack (message, packed);
  guint status = soup_message_get_status (message);
  char text[MAX_MESSAGE + 1] = "";
  gsize n_read = 0;
  guint code = 0;
  char *end;

  g_input_stream_read_all (stream, text, MAX_MESSAGE, &n_read, NULL, NULL);
  text[n_read] = '\0';
  if (g_str_has_prefix (text, "Code: "))
    code = (guint)g_ascii_strtoull (text + strlen ("Code: "), NULL, 10);
  end = strstr (text, ", e.what()");
  if (end != NULL)
    *end = '\0';
  if (!g_utf8_validate (text, -1, NULL))
    g_strlcpy (text, "words that are no text", sizeof text);
  g_strstrip (text);
  if (SOUP_STATUS_IS_REDIRECTION (status))
    g_strlcpy (text, "it points elsewhere, which is not followed", sizeof text);
  g_set_error (error, HD_WAREHOUSE_ERROR, (int)meaning_of (code, status), "%s: status %u: %s",
               self->url, status, text);
}

static void
take_failure (const HdWarehouseClient *self, GError *from, GError **error)
{
  int code = HD_WAREHOUSE_ERROR_NETWORK;

  if (g_error_matches (from, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || from->domain == HD_WAREHOUSE_ERROR)
    {
      g_propagate_error (error, from);
      return;
    }
  if (from->domain == G_TLS_ERROR)
    code = HD_WAREHOUSE_ERROR_TLS;
  else if (g_error_matches (from, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    code = HD_WAREHOUSE_ERROR_TIMEOUT;
  else if (g_error_matches (from, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)
           || g_error_matches (from, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    code = HD_WAREHOUSE_ERROR_BAD_ANSWER;
  g_set_error (error, HD_WAREHOUSE_ERROR, code, "%s: %s", self->url, from->message);
  g_error_free (from);
}

gboolean
hd_warehouse_client_run (HdWarehouseClient *self,
                         const char *sql,
                         GBytes *body,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (SoupSession) session = make_session (self, LOAD_TIMEOUT_S);
  g_autofree char *escaped = g_uri_escape_string (sql, NULL, FALSE);
  g_autofree char *parameters = g_strdup_printf ("query=%s", escaped);
  g_autoptr (SoupMessage) message = make_message (self, parameters);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) local_error = NULL;
  SoupStatus status;

  soup_message_set_request_body_from_bytes (message, "application/octet-stream",
                                            body != NULL ? body : nothing);
  stream = soup_session_send (session, message, cancellable, &local_error);
  if (stream == NULL)
    {
      take_failure (self, g_steal_pointer (&local_error), error);
      return FALSE;
    }
  status = soup_message_get_status (message);
  if (status == SOUP_STATUS_OK)
    return TRUE;
  take_refusal (self, message, stream, error);
  return FALSE;
}

/* Best effort: the connection is closed anyway, but an old server would go on adding up for nobody. The id
 * is a UUID of our own making. */
static void
stop_query (const HdWarehouseAnswer *answer)
{
  g_autoptr (SoupSession) session = make_session (answer->client, KILL_TIMEOUT_S);
  g_autofree char *parameters = g_strdup_printf (
      "query=KILL%%20QUERY%%20WHERE%%20query_id%%3D%%27%s%%27%%20ASYNC", answer->query_id);
  g_autoptr (SoupMessage) message = make_message (answer->client, parameters);
  g_autoptr (GInputStream) stream = soup_session_send (session, message, NULL, NULL);

  if (stream == NULL)
    g_debug ("%s: could not be told to stop", answer->client->url);
}

/* Chunks alone do not show where an answer was to end: libsoup takes a connection that breaks between two
 * of them for the end. gzip's checksum does. Headers come when all is added up, so that a server which
 * announces neither gzip nor a length has no row to tell of. */
static void
take_stream (HdWarehouseAnswer *answer, GInputStream *stream)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (answer->message);

  answer->stream = unpack (answer->message, stream);
  answer->is_empty = !is_packed (answer->message)
                     && soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH;
}

HdWarehouseAnswer *
hd_warehouse_client_ask (HdWarehouseClient *self,
                         const char *sql,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (HdWarehouseAnswer) answer = g_new0 (HdWarehouseAnswer, 1);
  g_autofree char *parameters = NULL;
  g_autofree char *statement = g_strconcat (sql, " FORMAT RowBinary", NULL);
  g_autoptr (GBytes) body = g_bytes_new (statement, strlen (statement));
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) local_error = NULL;
  guint status;

  answer->client = hd_warehouse_client_ref (self);
  answer->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  answer->query_id = g_uuid_string_random ();
  answer->deadline_us = g_get_monotonic_time () + (gint64)self->timeout_s * G_USEC_PER_SEC;
  answer->session = make_session (self, self->timeout_s);
  parameters = g_strdup_printf ("query_id=%s&wait_end_of_query=1&enable_http_compression=1"
                                "&max_execution_time=%u&max_query_size=16777216",
                                answer->query_id, self->timeout_s);
  answer->message = make_message (self, parameters);
  answer->room = g_malloc (ROOM);
  soup_message_set_request_body_from_bytes (answer->message, "text/plain", body);
  stream = soup_session_send (answer->session, answer->message, cancellable, &local_error);
  if (stream == NULL)
    {
      if (g_cancellable_is_cancelled (cancellable)
          || g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
        stop_query (answer);
      take_failure (self, g_steal_pointer (&local_error), error);
      return NULL;
    }
  status = soup_message_get_status (answer->message);
  if (status != SOUP_STATUS_OK)
    {
      take_refusal (self, answer->message, stream, error);
      return NULL;
    }
  take_stream (answer, stream);
  return g_steal_pointer (&answer);
}

void
hd_warehouse_answer_free (HdWarehouseAnswer *answer)
{
  g_clear_object (&answer->stream);
  g_clear_object (&answer->message);
  g_clear_object (&answer->session);
  g_clear_object (&answer->cancellable);
  g_clear_pointer (&answer->client, hd_warehouse_client_unref);
  g_free (answer->query_id);
  g_free (answer->room);
  g_free (answer);
}

/* FALSE at the end, or with an error. */
static gboolean
fill_room (HdWarehouseAnswer *answer, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gssize n_read;

  memmove (answer->room, answer->room + answer->begin, answer->end - answer->begin);
  answer->end -= answer->begin;
  answer->begin = 0;
  if (g_get_monotonic_time () > answer->deadline_us)
    {
      g_set_error (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_TIMEOUT,
                   "%s: the answer did not end in %u seconds", answer->client->url,
                   answer->client->timeout_s);
      return FALSE;
    }
  n_read = g_input_stream_read (answer->stream, answer->room + answer->end, ROOM - answer->end,
                                answer->cancellable, &local_error);
  if (n_read < 0)
    {
      take_failure (answer->client, g_steal_pointer (&local_error), error);
      return FALSE;
    }
  if (n_read > 0 && answer->is_empty)
    {
      g_set_error (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_BAD_ANSWER,
                   "%s: it cannot be told whether the answer is whole: it has neither a length nor "
                   "gzip",
                   answer->client->url);
      return FALSE;
    }
  answer->end += (gsize)n_read;
  answer->n_bytes += (guint64)n_read;
  return n_read > 0;
}

const guint8 *
hd_warehouse_answer_next (HdWarehouseAnswer *answer, gsize n_bytes, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  const guint8 *bytes;

  g_assert (n_bytes <= ROOM);
  while (answer->end - answer->begin < n_bytes)
    {
      if (fill_room (answer, &local_error))
        continue;
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else if (answer->end > answer->begin)
        g_set_error (error, HD_WAREHOUSE_ERROR, HD_WAREHOUSE_ERROR_BAD_ANSWER,
                     "%s: the answer ends in the middle of a row", answer->client->url);
      return NULL;
    }
  bytes = answer->room + answer->begin;
  answer->begin += n_bytes;
  return bytes;
}

guint64
hd_warehouse_answer_get_n_bytes (const HdWarehouseAnswer *answer)
{
  return answer->n_bytes;
}
