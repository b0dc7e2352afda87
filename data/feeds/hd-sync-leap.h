/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holds back a message whose values are of another magnitude than those that the store has: thousands of
 * đồng where đồng were, say.
 */

#pragma once

#include "hd-sync-guard.h"

G_BEGIN_DECLS

/* Each value is held against what the store has of the same series (all dimensions but time): the weeks
 * before and those of a year ago. Half of the values of a measure, of all of them or of those of one UNIT, have
 * to be more than `max_leap_times` larger than the largest, or smaller than the least of these; of few values
 * all. A median leaves a single strange value alone. Zero and missing values say nothing.
 * HD_FEED_ERROR_HELD. */
gboolean
hd_sync_leap_check (HdStore *store, const HdMessage *message, HdSyncGuard *guard, GError **error);

G_END_DECLS
