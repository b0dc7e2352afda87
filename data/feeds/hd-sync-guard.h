/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holds back a message that would change more of a dataset than is believable, for a person's yes.
 */

#pragma once

#include "hd-store.h"

G_BEGIN_DECLS

/* In per cent of the rows that were there; below this many rows nothing is held. */
#define HD_SYNC_MAX_SHRINK_PCT 20
#define HD_SYNC_MAX_GROWTH_PCT 100
#define HD_SYNC_MIN_GUARDED_ROWS 100

typedef struct
{
  char *dataset;
  guint64 n_rows; /* before the message */
  guint max_shrink_pct, max_growth_pct;
  gboolean is_delta; /* everything is there already: what comes are changes */
  gboolean is_off; /* a person has said yes */
} HdSyncGuard;

/* An HdApplyCheck; `guard` is an HdSyncGuard. HD_FEED_ERROR_HELD. */
gboolean hd_sync_guard_check (const HdApplyResult *result, gpointer guard, GError **error);

G_END_DECLS
