/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The feed server of the settings, and what is wrong with what a person writes there.
 */

#pragma once

#include "hd-feed-source.h"

G_BEGIN_DECLS

/* What the policy of this machine says in place of `key` of the settings. (transfer full) (nullable): nothing. */
char *hd_feed_settings_get_fixed (const char *key);
/* The server's address that holds, by the policy or the settings. (transfer full) (nullable) */
char *hd_feed_settings_get_url (void);
/* (transfer full) (nullable): NULL where no server is set. On the main thread; its token is still to be found. */
HdFeedSource *hd_feed_settings_get_source (void);
/* Codes apart by spaces or commas. (transfer full) (nullable): NULL without any. */
char **hd_feed_settings_split_scope (const char *text);

/* What is wrong with `text` as a value of `key` of the settings, in a few words; NULL, which "" always gives:
 * nothing. `store` (nullable) knows units. (transfer full) (nullable) */
char *hd_feed_settings_find_fault (const char *key, const char *text, HdStore *store);

G_END_DECLS
