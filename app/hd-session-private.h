/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of HdSession share.
 */

#pragma once

#include "hd-session.h"

G_BEGIN_DECLS

struct _HdSession
{
  GObject parent_instance;

  char *store_dir;
  HdCatalog *catalog;
  HdStore *store;
  HdStructures *structures;
  HdEngine *engine;
  HdEngine
      *guarded; /* (nullable): the same, for screens, where the policy has confidential units */
  GPtrArray *status;
  HdNotes *notes;
  GHashTable *answers; /* (element-type utf8 Answer) of the present generation */
  guint generation;
  guint kept_generation; /* whose first answers are kept for the next start, or about to be */
  guint keep_id; /* 0: none */
  char *view; /* (nullable): the units whose rows are here; NULL: the whole country */
  gboolean is_sealed; /* of the store that is or was open */
  gboolean asks_person; /* it was locked: the keyring does not open it */
  gint64 last_seen; /* when this person last looked, before now; 0: never */
  GPtrArray *opening; /* (nullable) (element-type GTask): who waits for the store */
  GCancellable *refreshing; /* (nullable) */
  GCancellable *importing; /* (nullable) */
  GPtrArray *joined; /* (element-type GTask) refreshes that wait for the one under way */
};

/* Notes, settings or figures are others: what was answered has to be asked again. */
void hd_session_forget_answers (HdSession *self);

G_END_DECLS
