/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks a feed server over HTTP, and trusts nothing that it answers.
 */

#pragma once

#include <libsoup/soup.h>

#include "hd-feed-body.h"

G_BEGIN_DECLS

/* In it a server says whose rows the answer has: codes of units, apart by commas; without it, all. */
#define HD_FEED_SCOPE_HEADER "Haidang-Scope"

/* At once, of one client. A central system has hundreds of us. */
#define HD_FEED_MAX_CONNECTIONS 4

typedef struct _HdFeedClient HdFeedClient;

typedef struct
{
  const char *base_url; /* http or https */
  const char *token; /* (nullable): sent to the base URL's own host only */
  const char *ca_file; /* (nullable): certificates to trust instead of the system's */
  const char *client_cert_file; /* (nullable): PEM, our certificate and its key */
  const char *client_key_file; /* (nullable): the key, where it has a file of its own */
  const char *const
      *allowed_hosts; /* (nullable): where redirects may lead, beside the base URL's host */
  guint timeout_s; /* without a byte; twice that without headers or at no pace; 0 for a minute */
} HdFeedClientOptions;

/* Belongs to the thread that makes it. HD_FEED_ERROR_SYNTAX for what is no URL, HD_FEED_ERROR_TLS for
 * certificates that cannot be read. */
HdFeedClient *hd_feed_client_new (const HdFeedClientOptions *options,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_feed_client_free (HdFeedClient *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdFeedClient, hd_feed_client_free)

typedef struct
{
  const char *path; /* behind the base URL, with its query, escaped */
  const char *accept; /* media type */
  const char *etag; /* (nullable): for If-None-Match, verbatim */
  guint64 max_bytes; /* decoded and as transferred */
  /* (nullable): what the sink was given is to be forgotten, as the body begins again. With it an answer
   * that breaks off is resumed where it broke (Range, If-Range), if the server can. */
  void (*restart) (gpointer user_data);
  gint64 modified; /* for If-Modified-Since, where there is no ETag; 0: none */
  gboolean is_head; /* headers are enough: 200 then has no body */
} HdFeedRequest;

typedef struct
{
  char *url; /* that answered */
  guint status; /* 0: no answer at all */
  char *etag; /* (nullable) verbatim */
  gint64 modified; /* Last-Modified; 0 when it is not said */
  gint64 date; /* the server's clock; 0 when it is not said */
  char *scope; /* (nullable): the units whose rows the server gives us, as it says */
  gint64 retry_after_s; /* -1 when it is not said */
  guint64 n_wire, n_bytes;
  guint n_resumed; /* how often it broke and went on */
  gboolean has_body; /* it came whole: not 204, not 304 */
  char *sha256; /* of a body that was received whole */
  gboolean is_refused; /* it came undamaged, and the sink refused it */
} HdFeedResponse;

void hd_feed_response_clear (HdFeedResponse *response);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdFeedResponse, hd_feed_response_clear)

/* Blocks. TRUE for 200 with the whole body given to `sink`, 204 and 304 (see `status`). `response` is
 * filled as far as it came, also when it fails; its headers are there before the first byte of the body
 * is. Errors of the sink come back as they are, once the rest of the body has shown that it came undamaged;
 * others name the URL. */
gboolean hd_feed_client_get (HdFeedClient *client,
                             const HdFeedRequest *request,
                             HdFeedSink sink,
                             gpointer user_data,
                             HdFeedResponse *response,
                             GCancellable *cancellable,
                             GError **error);

/* For how long it waits for the head of an answer, and for what comes at no pace, in seconds. */
guint hd_feed_client_get_patience (const HdFeedClient *client);
/* For what stays open: the session, and a message for it that asks as this client does. The thread's main
 * context has to run. NULL when the path is none. */
SoupSession *hd_feed_client_get_session (HdFeedClient *client);
SoupMessage *hd_feed_client_make_message (HdFeedClient *client,
                                          const HdFeedRequest *request) G_GNUC_WARN_UNUSED_RESULT;
/* Blocks until the head of the answer is there. (transfer full) (nullable) */
GInputStream *hd_feed_client_send (HdFeedClient *client,
                                   SoupMessage *message,
                                   GCancellable *cancellable,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
