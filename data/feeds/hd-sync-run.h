/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of a sync share: the run, and one dataset of it.
 */

#pragma once

#include "hd-feed-scope.h"
#include "hd-sync-apply.h"
#include "hd-sync-plan.h"
#include "hd-sync.h"

G_BEGIN_DECLS

typedef struct
{
  HdStructure *structure;
  HdSyncResult *result;
  HdSyncState state; /* as the last part that was fetched will leave it */
  gint64 started_us;
  gboolean was_whole; /* when this sync began */
  gboolean is_failed;
} HdSyncTarget;

typedef struct
{
  HdStore *store;
  HdCatalog *catalog;
  const HdSyncOptions *options;
  char *feed; /* names the feed's memory */
  HdFeedClient *client;
  gboolean is_folder; /* no service answers there, but a web server with files */
  HdStructures *structures;
  HdApplier *applier;
  GPtrArray *targets; /* (element-type HdSyncTarget) */
  GHashTable *filled; /* dataset → HdStoreDatasetStatus, of those with rows in the store */
  HdFeedScope *scope; /* (nullable): all may come */
  HdSyncProgress progress;
  gpointer user_data;
  guint64 n_rows; /* of the messages that were fetched whole */
  double fraction; /* when the message under way began */
  HdSyncTarget *present;
  GCancellable *cancellable;
} HdSyncRun;

/* The structure message, if it changed, into the store, and from there to run->structures. */
gboolean hd_sync_structures_fetch (HdSyncRun *run, GError **error);

/* All that the server has, or those that were asked for: fills run->targets. (transfer full) (element-type
 * HdSyncResult) */
GPtrArray *hd_sync_targets_choose (HdSyncRun *run) G_GNUC_WARN_UNUSED_RESULT;
/* The end of a dataset, good or bad, is noted for the status. */
void hd_sync_target_close (HdSyncRun *run, HdSyncTarget *target);
/* Takes `error`; the first one counts. */
void hd_sync_target_fail (HdSyncRun *run, HdSyncTarget *target, GError *error);
/* What the dataset's memory will be when `part` is in. */
void hd_sync_target_advance (const HdSyncRun *run,
                             HdSyncTarget *target,
                             const HdSyncPart *part,
                             const HdFetched *fetched);

/* Fetches all of a dataset, or what changed of it, and hands it over to run->applier. */
void hd_sync_dataset_run (HdSyncRun *run, HdSyncTarget *target, guint index);
/* Takes over what the job under way has done. */
void hd_sync_settle (HdSyncRun *run);

G_END_DECLS
