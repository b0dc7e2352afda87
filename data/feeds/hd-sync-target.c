/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One dataset of a sync: how it is chosen, what is remembered of it, how it ends.
 */

#include "config.h"

#include "hd-sync-run.h"

#include "hd-feed-notes.h"
#include "hd-sdmx-reader.h"

static void
target_free (gpointer data)
{
  HdSyncTarget *target = data;

  hd_sync_state_clear (&target->state);
  g_clear_pointer (&target->structure, hd_structure_unref);
  g_free (target);
}

static HdSyncTarget *
add_target (HdSyncRun *run, GPtrArray *results, const char *dataset, HdStructure *structure)
{
  HdSyncTarget *target = g_new0 (HdSyncTarget, 1);

  target->result = g_new0 (HdSyncResult, 1);
  target->result->dataset = g_strdup (dataset);
  target->structure = structure == NULL ? NULL : hd_structure_ref (structure);
  g_ptr_array_add (results, target->result);
  g_ptr_array_add (run->targets, target);
  return target;
}

GPtrArray *
hd_sync_targets_choose (HdSyncRun *run)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_sync_result_free);
  const char *const *wanted = run->options->datasets;

  run->targets = g_ptr_array_new_with_free_func (target_free);
  for (guint at = 0; wanted == NULL && at < hd_structures_get_n (run->structures); at++)
    {
      HdStructure *structure = hd_structures_get (run->structures, at);

      add_target (run, results, hd_structure_get_id (structure), structure);
    }
  for (; wanted != NULL && *wanted != NULL; wanted++)
    {
      HdStructure *structure = hd_structures_find (run->structures, *wanted);
      HdSyncTarget *target = add_target (run, results, *wanted, structure);

      if (structure == NULL)
        g_set_error (&target->result->error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA,
                     "%s: the server has no dataset %s", run->options->base_url, *wanted);
    }
  return results;
}

void
hd_sync_target_close (HdSyncRun *run, HdSyncTarget *target)
{
  HdSyncResult *result = target->result;
  const char *problem = result->error == NULL ? NULL : result->error->message;
  g_autoptr (GError) error = NULL;

  result->elapsed_s = (double)(g_get_monotonic_time () - target->started_us) / G_USEC_PER_SEC;
  /* Where another program writes, nothing can be noted either. */
  if (g_error_matches (result->error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (result->error, HD_STORE_ERROR, HD_STORE_ERROR_LOCKED))
    return;
  /* What was held stays so until it came, or another message came in its place. */
  if (result->error == NULL && !hd_feed_notes_set_hold (run->store, result->dataset, NULL, NULL))
    g_debug ("%s: cannot note that it is not held", result->dataset);
  if (!hd_store_note_check (run->store, result->dataset, run->options->now, problem, &error))
    g_debug ("%s: %s", result->dataset, error->message);
}

void
hd_sync_target_fail (HdSyncRun *run, HdSyncTarget *target, GError *error)
{
  if (target->is_failed)
    {
      g_error_free (error);
      return;
    }
  target->is_failed = TRUE;
  target->result->error = error;
  target->result->is_held = g_error_matches (error, HD_FEED_ERROR, HD_FEED_ERROR_HELD);
  hd_sync_target_close (run, target);
}

void
hd_sync_target_advance (const HdSyncRun *run,
                        HdSyncTarget *target,
                        const HdSyncPart *part,
                        const HdFetched *fetched)
{
  HdSyncState *state = &target->state;
  gint64 newest = fetched->message == NULL ? 0 : hd_sdmx_message_newest (fetched->message);
  gint64 prepared = fetched->prepared;

  target->result->vintage = MAX (target->result->vintage, newest);
  if (part->is_delta)
    {
      /* The two clocks may differ; what is between them is better fetched twice than never. */
      if (newest > 0)
        state->since = MAX (state->since, prepared > 0 ? MIN (prepared, newest) : newest);
    }
  else
    {
      if (state->newest == 0 && state->mark == NULL)
        state->since = prepared;
      state->newest = MAX (state->newest, newest);
      state->is_whole = part->is_last;
      if (part->is_last)
        state->since = state->since > 0 ? MIN (state->since, state->newest) : state->newest;
    }
  g_free (state->mark);
  state->mark = state->is_whole ? hd_feed_response_mark (&fetched->response, run->is_folder)
                                : g_strdup (part->label);
}
