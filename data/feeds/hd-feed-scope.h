/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose rows a machine may hold: units of any level, and all that is under them in any organisation map.
 */

#pragma once

#include "hd-rows.h"

G_BEGIN_DECLS

typedef struct _HdFeedScope HdFeedScope;

HdFeedScope *hd_feed_scope_new (const char *const *units,
                                HdStructures *structures) G_GNUC_WARN_UNUSED_RESULT;
void hd_feed_scope_free (HdFeedScope *scope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdFeedScope, hd_feed_scope_free)

/* HD_FEED_ERROR_SCOPE for the first row of a unit outside. What has no unit, as foreign trade, belongs to
 * everybody; a deletion of every unit's rows deletes only what is here. */
gboolean hd_feed_scope_check_rows (const HdFeedScope *scope, const HdRows *rows, GError **error);
/* The same for all parts of a message. */
gboolean hd_feed_scope_check (HdFeedScope *scope, const HdMessage *message, GError **error);

G_END_DECLS
