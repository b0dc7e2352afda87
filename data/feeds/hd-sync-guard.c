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

gboolean
hd_sync_guard_check (const HdApplyResult *result, gpointer user_data, GError **error)
{
  const HdSyncGuard *guard = user_data;
  guint64 n_new = result->added + result->replaced;

  if (guard->is_off || guard->n_rows < HD_SYNC_MIN_GUARDED_ROWS)
    return TRUE;
  if (is_beyond (result->deleted, guard->n_rows, guard->max_shrink_pct))
    g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_HELD,
                 "%s: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                 " rows would go, more than %u %%",
                 guard->dataset, result->deleted, guard->n_rows, guard->max_shrink_pct);
  else if (guard->is_delta && is_beyond (n_new, guard->n_rows, guard->max_growth_pct))
    g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_HELD,
                 "%s: %" G_GUINT64_FORMAT
                 " rows would come or change where there are %" G_GUINT64_FORMAT
                 ", more than %u %%",
                 guard->dataset, n_new, guard->n_rows, guard->max_growth_pct);
  else
    return TRUE;
  return FALSE;
}
