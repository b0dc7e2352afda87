/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Waits for a feed server to say that something changed; asks it now and then where it does not say.
 */

#pragma once

#include "hd-sync.h"

G_BEGIN_DECLS

#define HD_FEED_EVENTS_PATH "events" /* behind the base URL */
#define HD_FEED_EVENTS_TYPE "text/event-stream"

typedef struct _HdFeedWatch HdFeedWatch;

/* These datasets may have news; NULL: any may, as nobody told. Called from the main context in which the
 * watch was made. What is to be done then is a sync, which asks only for what changed. */
typedef void (*HdFeedWatchFunc) (const char *const *datasets, gpointer user_data);

/* Listens until it is freed, without blocking, in the thread's main context. `options` says where and as
 * whom, and is not kept. While the server does not speak, `func` is called every `poll_s` seconds. */
HdFeedWatch *hd_feed_watch_new (const HdSyncOptions *options,
                                guint poll_s,
                                HdFeedWatchFunc func,
                                gpointer user_data,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_feed_watch_free (HdFeedWatch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdFeedWatch, hd_feed_watch_free)

/* Is the server speaking to us? */
gboolean hd_feed_watch_is_live (const HdFeedWatch *watch);

G_END_DECLS
