/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The body of an HTTP answer as it comes: decoded, bounded, hashed, and known to be whole at its end.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Takes decoded bytes. Its errors are its own, and end the answer. */
typedef gboolean (*HdFeedSink) (const char *bytes,
                                gsize length,
                                gpointer user_data,
                                GError **error);

typedef struct _HdFeedBody HdFeedBody;

/* `encoding` is Content-Encoding (nullable): gzip or nothing, else NULL is returned with an error. */
HdFeedBody *hd_feed_body_new (const char *encoding,
                              guint64 max_bytes,
                              HdFeedSink sink,
                              gpointer user_data,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_feed_body_free (HdFeedBody *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdFeedBody, hd_feed_body_free)

gboolean hd_feed_body_push (HdFeedBody *body, const char *bytes, gsize length, GError **error);
/* HD_FEED_ERROR_TRUNCATED when the encoding says that more must come. */
gboolean hd_feed_body_finish (HdFeedBody *body, GError **error);

gboolean hd_feed_body_is_encoded (const HdFeedBody *body);
guint64 hd_feed_body_get_n_wire (const HdFeedBody *body); /* bytes as transferred */
guint64 hd_feed_body_get_n_bytes (const HdFeedBody *body); /* decoded */
/* After finish: of the decoded bytes, hexadecimal. */
char *hd_feed_body_get_sha256 (const HdFeedBody *body);

G_END_DECLS
