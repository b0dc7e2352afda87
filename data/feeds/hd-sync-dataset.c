/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetches one dataset, part by part, while the part before is being applied.
 */

#include "config.h"

#include "hd-sync-run.h"

#include "hd-sdmx-reader.h"

static void
report (HdSyncRun *run, guint64 n_rows_now)
{
  if (run->progress != NULL)
    run->progress (run->present->result->dataset, run->fraction, run->n_rows + n_rows_now,
                   run->user_data);
}

static void
rows_cb (guint64 n_rows, gpointer user_data)
{
  report (user_data, n_rows);
}

void
hd_sync_settle (HdSyncRun *run)
{
  g_autoptr (HdApplyJob) job = hd_applier_settle (run->applier);
  HdSyncTarget *target = job == NULL ? NULL : job->target;

  if (job == NULL)
    return;
  target->result->added += job->counts.added;
  target->result->replaced += job->counts.replaced;
  target->result->deleted += job->counts.deleted;
  if (job->error != NULL)
    hd_sync_target_fail (run, target, g_steal_pointer (&job->error));
  else if (job->is_last)
    hd_sync_target_close (run, target);
}

static void
refuse (HdSyncRun *run, HdSyncTarget *target, HdFetched *fetched, const GError *error)
{
  HdReceipt receipt = hd_fetched_receipt (fetched, run->options->now);
  g_autoptr (GError) local_error = NULL;

  if (!hd_store_quarantine (run->store, &receipt, target->result->dataset, error->message,
                            fetched->head, &local_error))
    g_debug ("%s: %s", target->result->dataset, local_error->message);
}

static HdSyncGuard
make_guard (HdSyncRun *run, HdSyncTarget *target)
{
  const HdSyncOptions *options = run->options;
  const HdStoreDatasetStatus *known = g_hash_table_lookup (run->filled, target->result->dataset);

  return (HdSyncGuard){
    .dataset = g_strdup (target->result->dataset),
    .n_rows = known == NULL ? 0 : known->n_rows,
    .max_shrink_pct
    = options->max_shrink_pct > 0 ? options->max_shrink_pct : HD_SYNC_MAX_SHRINK_PCT,
    .max_growth_pct
    = options->max_growth_pct > 0 ? options->max_growth_pct : HD_SYNC_MAX_GROWTH_PCT,
    .max_leap_times
    = options->max_leap_times > 0 ? options->max_leap_times : HD_SYNC_MAX_LEAP_TIMES,
    .is_delta = target->was_whole,
    .is_off = options->accept != NULL && g_strv_contains (options->accept, target->result->dataset),
  };
}

static void
hand_over (HdSyncRun *run, HdSyncTarget *target, HdFetched *fetched, gboolean is_last)
{
  HdApplyJob *job = g_new0 (HdApplyJob, 1);

  job->store = run->store;
  job->fetched = *fetched;
  *fetched = (HdFetched){ 0 };
  job->received = run->options->now;
  job->feed = run->feed;
  job->dataset = g_strdup (target->result->dataset);
  job->state = hd_sync_state_print (&target->state);
  job->target = target;
  job->is_last = is_last;
  job->guard = make_guard (run, target);
  hd_applier_start (run->applier, job);
}

static gboolean
check_scope (HdSyncRun *run, HdFetched *fetched, GError **error)
{
  if (run->scope == NULL || fetched->message == NULL
      || hd_feed_scope_check (run->scope, fetched->message, error))
    return TRUE;
  g_prefix_error (error, "%s: ", fetched->response.url);
  fetched->is_refused = TRUE;
  return FALSE;
}

/* Fetches and hands over one part. FALSE when the dataset cannot go on. */
static gboolean
sync_part (HdSyncRun *run, HdSyncTarget *target, const HdSyncPart *part, gboolean is_small)
{
  HdFetch fetch = { .client = run->client,
                    .structures = run->structures,
                    .path = part->path,
                    .accept = is_small ? HD_SDMX_MEDIA_JSON : HD_SDMX_MEDIA_CSV,
                    .mark = part->is_conditional ? target->state.mark : NULL,
                    .is_file = run->is_folder,
                    .known_from = run->options->now,
                    .progress = rows_cb,
                    .user_data = run };
  g_auto (HdFetched) fetched = { 0 };
  g_autoptr (GError) error = NULL;

  report (run, 0);
  if (!hd_fetch_run (&fetch, &fetched, run->cancellable, &error)
      || !check_scope (run, &fetched, &error))
    {
      /* Not in this form, or too much for it. */
      gboolean is_too_much
          = is_small && (fetched.response.status == 406 || fetched.response.status == 413);

      hd_sync_settle (run);
      if (fetched.is_refused)
        refuse (run, target, &fetched, error);
      if (!is_too_much)
        hd_sync_target_fail (run, target, g_steal_pointer (&error));
      return FALSE;
    }
  run->n_rows += fetched.message == NULL ? 0 : hd_sdmx_message_count (fetched.message);
  target->result->n_bytes += fetched.response.n_wire;
  target->result->unchanged = fetched.response.status == 304;
  hd_sync_settle (run);
  if (target->is_failed)
    return FALSE;
  if (target->result->unchanged)
    {
      hd_sync_target_close (run, target);
      return FALSE;
    }
  hd_sync_target_advance (run, target, part, &fetched);
  hand_over (run, target, &fetched, part->is_last);
  return TRUE;
}

/* FALSE when the server finds that it is not small at all. A dataset begins with one month; how much that
 * was says how many are asked for at once. */
static gboolean
sync_parts (HdSyncRun *run, HdSyncTarget *target, guint index, gboolean is_small)
{
  gboolean is_last = FALSE;
  guint n_months = 1;

  for (guint at = 0; !is_last; at++)
    {
      g_autoptr (HdSyncPart) part
          = run->is_folder ? hd_sync_plan_file (target->structure, &target->state)
                           : hd_sync_plan_next (target->structure, is_small, &target->state,
                                                run->options->now, n_months);
      guint64 n_before = run->n_rows;

      is_last = part->is_last;
      run->fraction = (index + part->fraction) / run->targets->len;
      if (!sync_part (run, target, part, is_small))
        return target->is_failed || target->result->unchanged || at > 0;
      if (part->n_months > 0)
        n_months
            = hd_sync_plan_months (target->structure, (run->n_rows - n_before) / part->n_months);
    }
  return TRUE;
}

void
hd_sync_dataset_run (HdSyncRun *run, HdSyncTarget *target, guint index)
{
  const HdDataset *dataset = hd_catalog_find_dataset (run->catalog, target->result->dataset);
  gboolean is_small = dataset != NULL && dataset->small && !run->is_folder;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  run->present = target;
  target->started_us = g_get_monotonic_time ();
  if (target->result->error != NULL)
    return;
  if (!run->options->full)
    text = hd_store_get_feed_state (run->store, run->feed, target->result->dataset, NULL);
  else if (!hd_store_mend (run->store, target->result->dataset, &error))
    {
      hd_sync_target_fail (run, target, g_steal_pointer (&error));
      return;
    }
  if (g_hash_table_contains (run->filled, target->result->dataset))
    hd_sync_state_parse (&target->state, text);
  target->was_whole = target->state.is_whole;
  if (!sync_parts (run, target, index, is_small))
    sync_parts (run, target, index, FALSE);
}
