/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holds back a message that would change more of a dataset than is believable, for a person's yes.
 */

#pragma once

#include "hd-hold.h"
#include "hd-store.h"

G_BEGIN_DECLS

/* In per cent of the rows that were there; below this many rows nothing is held. */
#define HD_SYNC_MAX_SHRINK_PCT 20
#define HD_SYNC_MAX_GROWTH_PCT 100
#define HD_SYNC_MIN_GUARDED_ROWS 100
/* A factor. Of fewer values all have to leap, not half of them; of still fewer nothing is said. */
#define HD_SYNC_MAX_LEAP_TIMES 10
#define HD_SYNC_MIN_MEDIAN_VALUES 30
#define HD_SYNC_MIN_LEAPING_VALUES 5

typedef struct
{
  char *dataset;
  guint64 n_rows; /* before the message */
  guint max_shrink_pct, max_growth_pct;
  guint max_leap_times; /* by which a measure's values may grow or fall (hd-sync-leap.h) */
  gboolean is_delta; /* everything is there already: what comes are changes */
  gboolean is_off; /* a person has said yes */
  HdHold *hold; /* (nullable): why the message is held; the guard's */
} HdSyncGuard;

void hd_sync_guard_clear (HdSyncGuard *guard);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdSyncGuard, hd_sync_guard_clear)
/* Keeps `hold` (transfer full), and says it. */
void hd_sync_guard_hold (HdSyncGuard *guard, HdHold *hold, GError **error);
/* An HdApplyCheck; `guard` is an HdSyncGuard. HD_FEED_ERROR_HELD. */
gboolean hd_sync_guard_check (const HdApplyResult *result, gpointer guard, GError **error);

G_END_DECLS
