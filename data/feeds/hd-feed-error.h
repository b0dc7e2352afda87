/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can go wrong between a feed server and the store.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HD_FEED_ERROR (hd_feed_error_quark ())
typedef enum
{
  HD_FEED_ERROR_NETWORK, /* could not connect, or the connection broke */
  HD_FEED_ERROR_SLOW, /* it drips: asking again would take as long */
  HD_FEED_ERROR_TLS, /* the certificate is not to be trusted */
  HD_FEED_ERROR_HTTP_STATUS, /* the server said no */
  HD_FEED_ERROR_REDIRECT, /* it points outside the allowed hosts */
  HD_FEED_ERROR_TOO_LARGE, /* beyond a bound of size, depth or count */
  HD_FEED_ERROR_TRUNCATED, /* ended before its end */
  HD_FEED_ERROR_SYNTAX, /* not the format that it says; line and column in the message */
  HD_FEED_ERROR_SCHEMA, /* a code, dimension or measure that the structure does not have */
  HD_FEED_ERROR_SCOPE, /* rows of units that are none of ours */
  HD_FEED_ERROR_HELD, /* so much would change that a person has to say yes */
} HdFeedError;
GQuark hd_feed_error_quark (void);

G_END_DECLS
