/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who a feed server is: certificates, and clear words where they do not do.
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Only the authorities in `ca_file` are trusted from now on. HD_FEED_ERROR_TLS. */
gboolean hd_feed_tls_pin (SoupSession *session, const char *ca_file, GError **error);
/* Whether there are authorities in `ca_file`. HD_FEED_ERROR_TLS. */
gboolean hd_feed_tls_check_authority (const char *ca_file, GError **error);
/* What is wrong with the server's certificate, and what to do. `message` has failed with `error`, of
 * G_TLS_ERROR. (transfer full) */
char *hd_feed_tls_describe (SoupMessage *message, const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
