/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An HTTP server on loopback, on a thread of its own, that answers what a test tells it to.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  const char *path;
  const char *query; /* (nullable) as it was sent */
  const char *etag; /* (nullable) If-None-Match */
  const char *authorization; /* (nullable) */
  const char *range, *if_range; /* (nullable) */
  const char *last_event_id; /* (nullable) */
  gboolean wants_gzip;
  guint count; /* requests so far, this one included */
  GOutputStream *out; /* for what has to come in its own time; the answer is NULL then */
} FeedRequest;

/* The answer as bytes on the wire, status line and all; the connection is closed behind them. */
typedef GBytes *(*FeedAnswer) (const FeedRequest *request, gpointer user_data);

typedef struct _FeedServer FeedServer;

FeedServer *feed_server_new (FeedAnswer answer, gpointer user_data);
void feed_server_free (FeedServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FeedServer, feed_server_free)
/* "http://127.0.0.1:PORT" */
const char *feed_server_get_url (FeedServer *server);
guint feed_server_get_count (FeedServer *server);

/* "HTTP/1.1 STATUS\r\n" HEADERS (each ended by \r\n) and Content-Length, then the body. */
GBytes *feed_answer (const char *status, const char *headers, const char *body, gssize length);
/* The same, compressed; `cut` bytes are missing at its end, and Content-Length does not say so. */
GBytes *feed_answer_gzip (const char *headers, const char *body, gsize cut);
/* What is behind `from` of the same, as 206. */
GBytes *feed_answer_rest (const char *headers, const char *body, gsize from);
/* The length of `body` compressed as above. */
gsize feed_gzip_length (const char *body);
GBytes *feed_answer_raw (const char *text);

G_END_DECLS
