/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetches one data message, whole: asks again when the way failed, quarantines what is refused.
 */

#pragma once

#include "hd-feed-client.h"
#include "hd-store.h"

G_BEGIN_DECLS

/* Called as rows come in. */
typedef void (*HdFetchProgress) (guint64 n_rows, gpointer user_data);

typedef struct
{
  HdFeedClient *client;
  HdStructures *structures;
  const char *path;
  const char *accept;
  const char
      *mark; /* (nullable): of hd_feed_response_mark(); nothing comes when it is still that */
  gboolean is_file; /* somebody may be writing it while it is read */
  gint64 known_from; /* when neither rows, message nor server say */
  HdFetchProgress progress; /* (nullable) */
  gpointer user_data;
} HdFetch;

typedef struct
{
  HdMessage *message; /* NULL: nothing there (204), or nothing changed (304) */
  HdFeedResponse response;
  gint64 prepared; /* by the sender's clock; 0 when it did not say */
  GBytes *head; /* (nullable) the beginning of the body, for quarantine */
  gboolean is_refused; /* it came, and was bad */
} HdFetched;

void hd_fetched_clear (HdFetched *fetched);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdFetched, hd_fetched_clear)

/* `fetched` is filled as far as it came, also when it fails. */
gboolean
hd_fetch_run (const HdFetch *fetch, HdFetched *fetched, GCancellable *cancellable, GError **error);
/* What tells this answer from a later one: the ETag verbatim; without one "@" and Last-Modified. NULL where
 * neither can be relied on: it may have changed again within the second in which it was fetched.
 * (transfer full) (nullable) */
char *hd_feed_response_mark (const HdFeedResponse *response, gboolean is_file);
/* A receipt that borrows from `fetched`. */
HdReceipt hd_fetched_receipt (const HdFetched *fetched, gint64 received);

/* Gathers a whole body of at most `max_bytes`, with the same patience; NULL without error for 304. */
GBytes *hd_fetch_bytes (const HdFetch *fetch,
                        guint64 max_bytes,
                        HdFeedResponse *response,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS
