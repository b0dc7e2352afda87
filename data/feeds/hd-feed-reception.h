/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Receives the body of an HTTP answer, whole and undamaged, even when it takes several answers.
 */

#pragma once

#include <libsoup/soup.h>

#include "hd-feed-client.h"
#include "hd-feed-deadline.h"

G_BEGIN_DECLS

typedef struct _HdFeedReception HdFeedReception;

/* Of the answer that `message` has got. NULL when it could not be told whether it comes whole. */
HdFeedReception *hd_feed_reception_new (SoupMessage *message,
                                        guint64 max_bytes,
                                        HdFeedSink sink,
                                        gpointer user_data,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_feed_reception_free (HdFeedReception *reception);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdFeedReception, hd_feed_reception_free)

/* `message` has got a 206: is it the rest of the body that has the tag `etag`? */
gboolean hd_feed_reception_resume (HdFeedReception *reception,
                                   SoupMessage *message,
                                   const char *etag,
                                   GError **error);
/* To the end. When the sink refuses, what follows is still read, to see whether it came undamaged. */
gboolean hd_feed_reception_read (HdFeedReception *reception,
                                 GInputStream *stream,
                                 HdFeedDeadline *deadline,
                                 GError **error);
guint64 hd_feed_reception_get_n_wire (const HdFeedReception *reception);
/* Has the sink refused something of it? */
gboolean hd_feed_reception_has_refused (const HdFeedReception *reception);
/* … and had it come undamaged? Then the error was the sink's. */
gboolean hd_feed_reception_is_refused (const HdFeedReception *reception);
/* After the end. */
void hd_feed_reception_describe (const HdFeedReception *reception, HdFeedResponse *response);

G_END_DECLS
