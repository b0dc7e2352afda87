/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a store remembers of its feeds beside rows: whose view it is, what is held, whose clock is wrong.
 */

#pragma once

#include "hd-hold.h"
#include "hd-store.h"

G_BEGIN_DECLS

/* The units whose rows the store has, apart by commas ("KV03"); NULL: the whole country. What was asked
 * for, or what the server says that its token covers. (transfer full) (nullable) */
char *hd_feed_notes_get_scope (HdStore *store);
gboolean hd_feed_notes_set_scope (HdStore *store, const char *scope, GError **error);
/* Why a message of the dataset waits for a person's yes; NULL: none does. (transfer full) (nullable) */
HdHold *hd_feed_notes_get_hold (HdStore *store, const char *dataset);
/* `hold` (nullable): nothing waits any more. */
gboolean
hd_feed_notes_set_hold (HdStore *store, const char *dataset, const HdHold *hold, GError **error);
/* Whether a person said no to what is held of the dataset. A message held for another reason is another. */
gboolean hd_feed_notes_is_refused (HdStore *store, const char *dataset);
gboolean hd_feed_notes_refuse (HdStore *store, const char *dataset, GError **error);
/* How many seconds the last server's clock was ahead of this machine's; 0 when they agree within minutes. */
gint64 hd_feed_notes_get_skew (HdStore *store);
gboolean hd_feed_notes_set_skew (HdStore *store, gint64 skew_s, GError **error);

G_END_DECLS
