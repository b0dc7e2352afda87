/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holds back a message that would change more of a dataset than is believable, for a person's yes.
 */

#include "config.h"

#include "hd-sync-guard.h"

#include "hd-feed-error.h"

static gboolean
is_beyond (guint64 n_changed, guint64 n_rows, guint max_pct)
{
  return n_changed > n_rows / 100 * max_pct + n_rows % 100 * max_pct / 100;
}

void
hd_sync_guard_clear (HdSyncGuard *guard)
{
  g_clear_pointer (&guard->dataset, g_free);
  g_clear_pointer (&guard->hold, hd_hold_free);
}

void
hd_sync_guard_hold (HdSyncGuard *guard, HdHold *hold, GError **error)
{
  g_autofree char *text = hd_hold_describe (hold);

  g_clear_pointer (&guard->hold, hd_hold_free);
  guard->hold = hold;
  g_set_error_literal (error, HD_FEED_ERROR, HD_FEED_ERROR_HELD, text);
}

static void
hold_rows (HdSyncGuard *guard, HdHoldKind kind, guint64 n_changed, guint max_pct, GError **error)
{
  HdHold *hold = g_new0 (HdHold, 1);

  hold->kind = kind;
  hold->dataset = g_strdup (guard->dataset);
  hold->n_changed = n_changed;
  hold->n_known = guard->n_rows;
  hold->bound = max_pct;
  hd_sync_guard_hold (guard, hold, error);
}

gboolean
hd_sync_guard_check (const HdApplyResult *result, gpointer user_data, GError **error)
{
  HdSyncGuard *guard = user_data;
  guint64 n_new = result->added + result->replaced;

  if (guard->is_off || guard->n_rows < HD_SYNC_MIN_GUARDED_ROWS)
    return TRUE;
  if (is_beyond (result->deleted, guard->n_rows, guard->max_shrink_pct))
    hold_rows (guard, HD_HOLD_SHRINK, result->deleted, guard->max_shrink_pct, error);
  else if (guard->is_delta && is_beyond (n_new, guard->n_rows, guard->max_growth_pct))
    hold_rows (guard, HD_HOLD_GROWTH, n_new, guard->max_growth_pct, error);
  else
    return TRUE;
  return FALSE;
}
