/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The feed server of the settings, and what is wrong with what a person writes there.
 */

#pragma once

#include "hd-feed-source.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): NULL where no server is set. On the main thread; its token is still to be found. */
HdFeedSource *hd_feed_settings_get_source (void);
/* Codes apart by spaces or commas. (transfer full) (nullable): NULL without any. */
char **hd_feed_settings_split_scope (const char *text);

/* What is wrong with `text` as a value of `key` of the settings, in a few words; NULL, which "" always gives:
 * nothing. `store` (nullable) knows units. (transfer full) (nullable) */
char *hd_feed_settings_find_fault (const char *key, const char *text, HdStore *store);

G_END_DECLS
