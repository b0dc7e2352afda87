/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Byte ranges of encoded bodies (RFC 9110, 14): one range, from somewhere on or in between.
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean is_asked;
  gboolean is_suffix; /* the last `first` bytes */
  guint64 first;
  guint64 last; /* G_MAXUINT64: to the end */
} HdCentralRange;

/* What the request asks for, if its If-Range still holds: `response` has ETag and Last-Modified already.
 * Several ranges at once are not served: all is sent, as the RFC allows. */
HdCentralRange hd_central_range_read (SoupServerMessage *message);
/* Sets 206 with Content-Range and returns that part of `body`; or 416 and nothing. (transfer full) */
GBytes *
hd_central_range_apply (const HdCentralRange *range, SoupServerMessage *message, GBytes *body);

G_END_DECLS
