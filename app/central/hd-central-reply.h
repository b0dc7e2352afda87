/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sends rows as CSV while they are being made, gzipped or not, in memory of one chunk.
 */

#pragma once

#include <libsoup/soup.h>

#include "hd-central-stream.h"

G_BEGIN_DECLS

/* Takes `stream`. Sends 204 when it has no rows. `faults` are bits of HdFault. */
void hd_central_reply_csv (SoupServerMessage *message,
                           HdCentralStream *stream,
                           gboolean is_gzip,
                           guint faults);
/* A body that is whole already, with its length. */
void hd_central_reply_bytes (SoupServerMessage *message,
                             GBytes *bytes,
                             const char *content_type,
                             gboolean is_gzip,
                             guint faults);

G_END_DECLS
