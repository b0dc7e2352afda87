/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When it is worth asking a feed server again, and how long to wait before.
 */

#pragma once

#include "hd-feed-client.h"

G_BEGIN_DECLS

/* Of one request, the first included. */
#define HD_FEED_MAX_ATTEMPTS 5

/* What the network or a tired server did may go well next time; what was said and is wrong stays wrong. */
gboolean hd_feed_is_passing (const GError *error, const HdFeedResponse *response);
/* Waits before attempt number `attempt`, counted from 1, or as long as the server asked for. */
gboolean hd_feed_wait_before (guint attempt,
                              const HdFeedResponse *response,
                              GCancellable *cancellable,
                              GError **error);
gboolean hd_feed_pause (guint64 milliseconds, GCancellable *cancellable, GError **error);

G_END_DECLS
