/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The client that a sync's options ask for.
 */

#pragma once

#include "hd-feed-client.h"
#include "hd-sync.h"

G_BEGIN_DECLS

HdFeedClient *hd_sync_make_client (const HdSyncOptions *options,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
