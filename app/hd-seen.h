/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When this person last looked at a store: kept with the person's own state, never in the store.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The person looks, now: when the look before this one ended; 0 for the first one. Looks within half an hour
 * of each other are one, so that closing and opening loses nothing. Called from time to time, so that a pulled
 * plug loses a minute at most. Moments are unix seconds. */
gint64 hd_seen_look (const char *store_dir, gint64 now);

G_END_DECLS
