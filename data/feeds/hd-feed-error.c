/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The error domain of the feeds.
 */

#include "config.h"

#include "hd-feed-error.h"

G_DEFINE_QUARK (hd_feed_error_quark, hd_feed_error)
