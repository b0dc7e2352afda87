/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One store opened by the desktop: who answers its questions, what was answered, and how it is refreshed.
 */

#pragma once

#include "hd-catalog.h"
#include "hd-engine.h"
#include "hd-feed-source.h"
#include "hd-freshness.h"
#include "hd-notes.h"
#include "hd-present.h"

G_BEGIN_DECLS

#define HD_TYPE_SESSION (hd_session_get_type ())
G_DECLARE_FINAL_TYPE (HdSession, hd_session, HD, SESSION, GObject)

/* ::data-changed (): something new is in the store; what is shown should be asked again.
 * ::progress (double fraction, const char *dataset): of the running refresh.
 * ::reason-wanted (): answers are held back until hd_session_set_reason(). */
HdSession *hd_session_new (const char *store_dir) G_GNUC_WARN_UNUSED_RESULT;

/* Opens the store (creating it when it is not there), reads catalogue and structures. On a worker thread;
 * who asks again meanwhile joins. */
void hd_session_open_async (HdSession *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean hd_session_open_finish (HdSession *self, GAsyncResult *result, GError **error);

/* Soon, unless it was done: what was asked so far, the first screen, answers at once at the next start. */
void hd_session_keep_answers (HdSession *self);
/* Lets go of the store and of all that was answered from it, and forgets its key. May be opened again, which
 * then takes a person who knows the passphrase. */
void hd_session_close (HdSession *self);
/* Why figures of confidential units are looked at, for the audit log. Tells ::data-changed: what was held
 * back is to be asked for again. */
void hd_session_set_reason (HdSession *self, const char *reason);
/* Whether the store that is open, or was, is sealed. */
gboolean hd_session_is_sealed (HdSession *self);

const char *hd_session_get_store_dir (HdSession *self);
gboolean hd_session_is_open (HdSession *self);
/* No dataset has a row: the first run. */
gboolean hd_session_is_empty (HdSession *self);
HdCatalog *hd_session_get_catalog (HdSession *self); /* (transfer none) (nullable) */
HdStructures *hd_session_get_structures (HdSession *self); /* (transfer none) (nullable) */
/* An HdEngineChoice: this machine, until hd-engine-link.h gives it a warehouse. (transfer none) (nullable) */
HdEngine *hd_session_get_engine (HdSession *self);
HdStore *hd_session_get_store (HdSession *self); /* (transfer none) (nullable) */
HdNotes *hd_session_get_notes (HdSession *self); /* (transfer none) (nullable) */
/* (transfer none) (element-type HdStoreDatasetStatus): as of the last change. */
GPtrArray *hd_session_get_status (HdSession *self);
/* (transfer none) (nullable): codes of the units whose rows are here, apart by commas; NULL: the whole country. */
const char *hd_session_get_view (HdSession *self);
const HdStoreDatasetStatus *hd_session_find_status (HdSession *self, const char *dataset);
gint64 hd_session_get_newest (HdSession *self); /* newest extraction; 0 none */
/* When this person last looked at this store, before now; unix seconds, 0 never. */
gint64 hd_session_get_last_seen (HdSession *self);
/* The person looks at it now. Tells ::data-changed when this begins another look. */
void hd_session_look (HdSession *self);
guint hd_session_count_late (HdSession *self, gint64 now);
/* "vi" or "en": of messages and names. */
const char *hd_session_get_lang (HdSession *self);

/* A kind of question: `ask` runs on a worker thread and returns one counted value, which `show` of the
 * asker reads on the main thread. `argument` is static. */
typedef struct
{
  const char *name;
  gpointer (*ask) (const HdPresent *present, const char *argument, GError **error);
  gpointer (*ref) (gpointer answer);
  void (*unref) (gpointer answer);
} HdQuestion;

/* The answer of before, when nothing changed since. (transfer full) (nullable) */
gpointer hd_session_find_answer (HdSession *self,
                                 const HdQuestion *question,
                                 const char *argument,
                                 HdScope *scope);
/* `is_quick`: what is known, at once, without forecasts that nobody has made yet; then
 * hd_session_ask_has_left_out() says that some were left out, and the answer, if there is one at all, is not
 * kept: ask again. */
void hd_session_ask_async (HdSession *self,
                           const HdQuestion *question,
                           const char *argument,
                           HdScope *scope,
                           gboolean is_quick,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
/* (transfer full): free with the question's unref. */
gpointer hd_session_ask_finish (HdSession *self, GAsyncResult *result, GError **error);
gboolean hd_session_ask_has_left_out (GAsyncResult *result);

/* Fetches what changed from `source` (transfer full). A refresh under way is joined, whatever `source` is. Results are those of
 * hd_sync_run(). */
void hd_session_refresh_async (HdSession *self,
                               HdFeedSource *source,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* (transfer full) (element-type HdSyncResult) */
GPtrArray *hd_session_refresh_finish (HdSession *self, GAsyncResult *result, GError **error);
gboolean hd_session_is_refreshing (HdSession *self);
void hd_session_cancel_refresh (HdSession *self);
/* A message in a file, which names its dataset itself, or a package; one at a time. */
void hd_session_import_async (HdSession *self,
                              const char *path,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean hd_session_import_finish (HdSession *self,
                                   GAsyncResult *result,
                                   HdApplyResult *applied,
                                   GError **error);
gboolean hd_session_is_importing (HdSession *self);
/* What is not in yet will not be, and none of it: a message is one transaction. */
void hd_session_cancel_import (HdSession *self);
/* Reads the store's status again and tells. */
void hd_session_reload (HdSession *self);

G_END_DECLS
