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
/* Where a feed's URL names the structure file of a folder ("https://web.example/kttt/structure.json"), that
 * name; else NULL. (transfer full) (nullable) */
char *hd_sync_get_structure_file (const char *url);
/* What paths are relative to: the URL without that name, and without slashes at its end. (transfer full) */
char *hd_sync_get_base (const char *url);

G_END_DECLS
