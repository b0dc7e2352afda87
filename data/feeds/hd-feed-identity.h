/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who we are to a feed server: our certificate and its key, and what is wrong with them before a server says no.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  HD_FEED_IDENTITY_GOOD,
  HD_FEED_IDENTITY_UNREADABLE, /* one of the files */
  HD_FEED_IDENTITY_NO_CERTIFICATE,
  HD_FEED_IDENTITY_NO_KEY,
  HD_FEED_IDENTITY_LOCKED_KEY, /* by a passphrase, which nobody is asked for */
  HD_FEED_IDENTITY_OTHER_KEY, /* the key is not the certificate's */
  HD_FEED_IDENTITY_EXPIRED,
  HD_FEED_IDENTITY_EARLY, /* valid only later */
} HdFeedIdentityFault;

/* The certificate in `file` and its key, which may have a file of its own (nullable). `fault` (out) (optional).
 * HD_FEED_ERROR_TLS. Blocks for some milliseconds. (transfer full) */
GTlsCertificate *hd_feed_identity_load (const char *file,
                                        const char *key_file,
                                        HdFeedIdentityFault *fault,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
