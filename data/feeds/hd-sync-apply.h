/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Applies a fetched message on a thread of its own, while the next one is being fetched.
 */

#pragma once

#include "hd-store.h"
#include "hd-sync-fetch.h"
#include "hd-sync-guard.h"

G_BEGIN_DECLS

/* One message on its way into the store. */
typedef struct
{
  HdStore *store;
  HdFetched fetched; /* owned */
  gint64 received;
  const char *feed; /* borrowed */
  char *dataset;
  char *state; /* (nullable): the feed's memory, written once the message is in */
  HdSyncGuard guard;
  HdApplyResult counts;
  GError *error; /* (nullable) */
  gpointer target; /* the caller's */
  gboolean is_last; /* of its dataset */
} HdApplyJob;

/* At most one job is under way. */
typedef struct _HdApplier HdApplier;

HdApplier *hd_applier_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Waits for the job under way, and gives up its result. */
void hd_applier_free (HdApplier *applier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdApplier, hd_applier_free)

/* Begins; the one before must have been settled. (transfer full) */
void hd_applier_start (HdApplier *applier, HdApplyJob *job);
/* Waits for the job under way. (transfer full) (nullable) */
HdApplyJob *hd_applier_settle (HdApplier *applier);
void hd_apply_job_free (HdApplyJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdApplyJob, hd_apply_job_free)

G_END_DECLS
