/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Applies a fetched message on a thread of its own, while the next one is being fetched.
 */

#include "config.h"

#include "hd-sync-apply.h"

#include "hd-feed-error.h"
#include "hd-feed-notes.h"
#include "hd-sync-leap.h"

struct _HdApplier
{
  GThread *thread;
};

HdApplier *
hd_applier_new (void)
{
  return g_new0 (HdApplier, 1);
}

void
hd_applier_free (HdApplier *applier)
{
  g_autoptr (HdApplyJob) job = hd_applier_settle (applier);

  g_free (applier);
}

static void
quarantine (HdApplyJob *job)
{
  HdReceipt receipt = hd_fetched_receipt (&job->fetched, job->received);
  g_autoptr (GError) error = NULL;

  if (!hd_store_quarantine (job->store, &receipt, job->dataset, job->error->message,
                            job->fetched.head, &error))
    g_debug ("quarantine of %s: %s", job->dataset, error->message);
  g_clear_error (&error);
  if (job->guard.hold != NULL
      && !hd_feed_notes_set_hold (job->store, job->dataset, job->guard.hold, &error))
    g_debug ("%s: cannot note that it is held: %s", job->dataset, error->message);
}

/* The message and what the feed remembers of it, in one transaction. */
static gboolean
apply (HdApplyJob *job, GError **error)
{
  HdReceipt receipt = hd_fetched_receipt (&job->fetched, job->received);
  HdMessage *message = job->fetched.message;
  g_autoptr (HdStoreIntake) intake = NULL;

  if (!hd_sync_leap_check (job->store, message, &job->guard, error))
    return FALSE;
  intake = hd_store_intake_new (job->store, message->prepared, TRUE, error);
  if (intake == NULL)
    return FALSE;
  hd_store_intake_set_check (intake, hd_sync_guard_check, &job->guard);
  for (guint part = 0; part < message->parts->len; part++)
    if (!hd_store_intake_push (intake, message->parts->pdata[part], error))
      return FALSE;
  return (job->state == NULL
          || hd_store_intake_set_feed_state (intake, job->feed, job->dataset, job->state, error))
         && hd_store_intake_finish (intake, &receipt, &job->counts, error);
}

static gpointer
apply_thread (gpointer data)
{
  HdApplyJob *job = data;
  HdMessage *message = job->fetched.message;

  if (message == NULL || message->parts->len == 0)
    {
      if (job->state != NULL)
        hd_store_set_feed_state (job->store, job->feed, job->dataset, job->state, &job->error);
    }
  else if (!apply (job, &job->error)
           && (g_error_matches (job->error, HD_STORE_ERROR, HD_STORE_ERROR_BAD_MESSAGE)
               || g_error_matches (job->error, HD_FEED_ERROR, HD_FEED_ERROR_HELD)))
    quarantine (job);
  g_clear_pointer (&job->fetched.message, hd_message_free);
  return job;
}

void
hd_applier_start (HdApplier *applier, HdApplyJob *job)
{
  g_assert (applier->thread == NULL);
  applier->thread = g_thread_new ("hd-apply", apply_thread, job);
}

HdApplyJob *
hd_applier_settle (HdApplier *applier)
{
  return applier->thread == NULL ? NULL : g_thread_join (g_steal_pointer (&applier->thread));
}

void
hd_apply_job_free (HdApplyJob *job)
{
  hd_fetched_clear (&job->fetched);
  g_clear_error (&job->error);
  g_free (job->dataset);
  g_free (job->state);
  hd_sync_guard_clear (&job->guard);
  g_free (job);
}
