/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a sync remembers of a dataset, and what it asks for next.
 */

#pragma once

#include "hd-structure.h"

G_BEGIN_DECLS

/* Written after what it says has been applied, never before, and as one value: a sync that is killed
 * anywhere leaves a state that is true, at worst of a little earlier. */
typedef struct
{
  gboolean is_whole; /* everything was fetched once: changes are enough from now on */
  gint64 since; /* the source's clock: changes after this are not known yet */
  gint64 newest; /* while not whole: of the parts so far */
  char *mark; /* (nullable) whole: the last ETag; else the last part that is in */
} HdSyncState;

void hd_sync_state_parse (HdSyncState *state, const char *text);
char *hd_sync_state_print (const HdSyncState *state);
void hd_sync_state_clear (HdSyncState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdSyncState, hd_sync_state_clear)

/* One request, one message, one transaction. */
typedef struct
{
  char *label; /* what is in when it is: "2019", "2019-03" */
  char *path; /* behind the base URL, escaped */
  gboolean is_delta;
  gboolean is_conditional; /* nothing comes when it is still what state->mark says */
  gboolean is_last; /* with it everything is in */
  double fraction; /* of all, that was in before */
  guint n_months; /* that it spans; 0: it is open below, or no span of months */
} HdSyncPart;

void hd_sync_part_free (HdSyncPart *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdSyncPart, hd_sync_part_free)

/* What to ask for next: what changed, or everything: in one message when it is `small`, else `n_months` (1
 * to 12) that lie behind the part that is in already, within one year. `now` is only used for choosing
 * months; the first and the last part are open, and parts touch: nothing can fall between them. */
HdSyncPart *hd_sync_plan_next (HdStructure *structure,
                               gboolean is_small,
                               const HdSyncState *state,
                               gint64 now,
                               guint n_months) G_GNUC_WARN_UNUSED_RESULT;
/* The same of a folder of files: one a dataset, whole, and only when it changed. */
HdSyncPart *hd_sync_plan_file (HdStructure *structure,
                               const HdSyncState *state) G_GNUC_WARN_UNUSED_RESULT;
/* How many months should be asked for when one has that many rows: a message is held in memory whole. */
guint hd_sync_plan_months (HdStructure *structure, guint64 rows_per_month);

G_END_DECLS
