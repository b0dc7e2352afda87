/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A feed server and who we are to it, and how it is asked within what the policy of the machine allows: the one
 * way of the command line and of the desktop.
 */

#pragma once

#include "hd-feed-watch.h"
#include "hd-sync.h"

G_BEGIN_DECLS

/* Owned; whatever is NULL was not said. */
typedef struct
{
  char *url;
  char *token_file; /* its first line is the token; without one the secret service is asked */
  char *token; /* of hd_feed_source_find_token() */
  char *ca_file;
  char *client_cert, *client_key; /* the key may be in the first */
  char **scope; /* units */
  char **accept, **datasets, **allowed_hosts;
} HdFeedSource;

HdFeedSource *hd_feed_source_new (const char *url) G_GNUC_WARN_UNUSED_RESULT;
void hd_feed_source_clear (HdFeedSource *self);
void hd_feed_source_free (HdFeedSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdFeedSource, hd_feed_source_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdFeedSource, hd_feed_source_clear)

/* Blocks. FALSE where a token was named and cannot be read. */
gboolean hd_feed_source_find_token (HdFeedSource *self, GCancellable *cancellable, GError **error);
/* (transfer full): the token in the file's first line. */
char *hd_feed_source_read_token (const char *path, GError **error);
/* As `self` says, and nothing else; borrows from it. */
HdSyncOptions hd_feed_source_get_options (const HdFeedSource *self);

/* hd_sync_run() under the policy: its authority and its scope hold, and what a person accepts is recorded. */
GPtrArray *hd_feed_source_sync (HdStore *store,
                                HdCatalog *catalog,
                                const HdSyncOptions *asked,
                                HdSyncProgress progress,
                                gpointer user_data,
                                GCancellable *cancellable,
                                GError **error);
/* hd_feed_watch_new() under the policy. */
HdFeedWatch *hd_feed_source_watch (const HdSyncOptions *asked,
                                   guint poll_s,
                                   HdFeedWatchFunc func,
                                   gpointer user_data,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* After something came in: what may not stay goes, and what is kept ready is brought up to date. */
gboolean hd_feed_source_follow (HdStore *store,
                                HdCatalog *catalog,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
