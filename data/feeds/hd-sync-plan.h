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
  char *label; /* "2019" */
  char *path; /* behind the base URL, escaped */
  gboolean is_delta;
} HdSyncPart;

/* (transfer full) (element-type HdSyncPart), in order: what changed, or everything: in one message when
 * it is `small`, else a year at a time, from behind the part that is in already. `now` is only used for
 * choosing years; the first and the last part are open. */
GPtrArray *hd_sync_plan (HdStructure *structure,
                         gboolean is_small,
                         const HdSyncState *state,
                         gint64 now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
