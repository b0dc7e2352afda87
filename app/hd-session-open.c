/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening a store on a worker thread, and what it keeps for the next time: the answers of the first screen.
 *
 * Whoever asks while it is being opened joins; the application begins before GTK is ready, the window waits.
 */

#include "config.h"

#include "hd-session-private.h"

#include "hd-ending.h"
#include "hd-engine-choice.h"
#include "hd-feed-notes.h"
#include "hd-guard-engine.h"
#include "hd-guard.h"
#include "hd-local-engine.h"
#include "hd-notes.h"
#include "hd-secret-service.h"
#include "hd-seen.h"
#include "hd-store-vault.h"
#include "hd-trace.h"

/* The store's name for the answers, and how much of them: a screen's are some ten kilobytes. */
#define KEPT_KEY "answers"
#define KEPT_BYTES (256u << 10)
/* The person's own clicks come first. */
#define KEEP_DELAY_S 3

typedef struct
{
  char *dir;
  gboolean asks_person; /* even where the keyring knows the passphrase */
} OpenRequest;

static void
open_request_free (OpenRequest *request)
{
  g_free (request->dir);
  g_free (request);
}

/* What opening yields; taken over by the session on the main thread. */
typedef struct
{
  HdCatalog *catalog;
  HdStore *store;
  HdStructures *structures;
  GPtrArray *status;
  HdEngine *local;
  char *view;
  gint64 last_seen;
} OpenData;

static void
open_data_free (OpenData *data)
{
  g_clear_pointer (&data->catalog, hd_catalog_unref);
  g_clear_object (&data->store);
  g_clear_pointer (&data->structures, hd_structures_unref);
  g_clear_pointer (&data->status, g_ptr_array_unref);
  g_clear_object (&data->local);
  g_free (data->view);
  g_free (data);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OpenData, open_data_free)

/* What was answered the last time answers again; without it, everything is worked out. */
static void
take_kept (OpenData *data)
{
  g_autoptr (GBytes) kept = hd_store_get_derived (data->store, KEPT_KEY, FALSE, NULL);

  if (kept != NULL)
    g_debug ("%u answers kept from before",
             hd_local_engine_take_answers (HD_LOCAL_ENGINE (data->local), kept));
}

/* A sealed store opens with the login where the keyring has its passphrase, unless a person is to be asked. */
static HdStore *
open_sealed (const OpenRequest *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;
  HdStoreFlags flags = HD_STORE_WRITE | HD_STORE_CREATE;
  HdStore *store;
  char *kept;

  if (!hd_guard_make (request->dir, hd_store_vault_has_passphrase (), error))
    return NULL;
  store = hd_store_open (request->dir, flags, &problem);
  if (g_error_matches (problem, HD_STORE_ERROR, HD_STORE_ERROR_SEALED) && !request->asks_person
      && (kept = hd_secret_service_find (request->dir, cancellable, NULL)) != NULL)
    {
      if (hd_store_unlock (request->dir, kept, NULL))
        {
          g_clear_error (&problem);
          store = hd_store_open (request->dir, flags, &problem);
        }
      hd_secret_service_free (kept);
    }
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return store;
}

static gboolean
open_store (OpenData *data, const OpenRequest *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  data->catalog = hd_catalog_load (error);
  if (data->catalog == NULL)
    return FALSE;
  data->store = open_sealed (request, cancellable, error);
  if (data->store == NULL || !hd_guard_open (data->store, error))
    return FALSE;
  /* NULL without an error: nothing was ever synced. */
  data->structures = hd_store_get_structures (data->store, &local_error);
  if (local_error == NULL)
    data->status = hd_store_get_status (data->store, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  data->local = hd_local_engine_new (data->store, data->catalog);
  take_kept (data);
  data->view = hd_feed_notes_get_scope (data->store);
  data->last_seen = hd_seen_look (request->dir, g_get_real_time () / G_USEC_PER_SEC);
  return TRUE;
}

static void
open_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (OpenData) data = g_new0 (OpenData, 1);
  GError *error = NULL;

  if (open_store (data, task_data, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&data), (GDestroyNotify)open_data_free);
  else
    g_task_return_error (task, error);
}

/* Nobody has it any more, nor its key. */
static void
store_closed_cb (gpointer data, GObject *store)
{
  hd_trace_mark ("store-closed", -1);
}

static void
reason_wanted_cb (HdSession *self)
{
  g_signal_emit_by_name (self, "reason-wanted");
}

static void
take_over (HdSession *self, OpenData *data)
{
  self->catalog = g_steal_pointer (&data->catalog);
  self->store = g_steal_pointer (&data->store);
  self->structures = g_steal_pointer (&data->structures);
  self->status = g_steal_pointer (&data->status);
  g_free (self->view);
  self->view = g_steal_pointer (&data->view);
  self->engine = HD_ENGINE (hd_engine_choice_new (data->local));
  if (hd_guard_watches_queries ())
    {
      self->guarded = HD_ENGINE (hd_guard_engine_new (self->engine, self->store));
      g_signal_connect_object (self->guarded, "reason-wanted", G_CALLBACK (reason_wanted_cb), self,
                               G_CONNECT_SWAPPED);
    }
  self->is_sealed = hd_store_is_sealed (self->store);
  if (hd_trace_is_on ())
    g_object_weak_ref (G_OBJECT (self->store), store_closed_cb, NULL);
  self->notes = hd_notes_new (self->store);
  g_signal_connect_object (self->notes, "changed", G_CALLBACK (hd_session_forget_answers), self,
                           G_CONNECT_SWAPPED);
  self->last_seen = data->last_seen;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HdSession *self = HD_SESSION (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (OpenData) data = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GPtrArray) opening = g_steal_pointer (&self->opening);

  if (data != NULL)
    take_over (self, data);
  for (guint index = 0; opening != NULL && index < opening->len; index++)
    {
      GTask *task = g_ptr_array_index (opening, index);

      if (data != NULL)
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_error (task, g_error_copy (error));
    }
}

void
hd_session_open_async (HdSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *waiting = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) task = NULL;
  OpenRequest *request;

  g_return_if_fail (HD_IS_SESSION (self));

  g_task_set_source_tag (waiting, hd_session_open_async);
  if (self->engine != NULL)
    {
      g_task_return_boolean (waiting, TRUE);
      g_object_unref (waiting);
      return;
    }
  if (self->opening != NULL)
    {
      g_ptr_array_add (self->opening, waiting);
      return;
    }
  self->opening = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->opening, waiting);
  task = g_task_new (self, NULL, opened_cb, NULL);
  g_task_set_source_tag (task, open_thread);
  request = g_new0 (OpenRequest, 1);
  request->dir = g_strdup (self->store_dir);
  request->asks_person = self->asks_person;
  g_task_set_task_data (task, request, (GDestroyNotify)open_request_free);
  hd_ending_hold_up (task);
  g_task_run_in_thread (task, open_thread);
}

gboolean
hd_session_open_finish (HdSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Keeping. */

/* Of its own: the session may be closed meanwhile. */
typedef struct
{
  HdStore *store;
  HdEngine *local;
} Keeping;

static void
keeping_free (Keeping *keeping)
{
  g_object_unref (keeping->store);
  g_object_unref (keeping->local);
  g_free (keeping);
}

static void
keep_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Keeping *keeping = task_data;
  guint64 generation;
  g_autoptr (GBytes) kept
      = hd_local_engine_keep_answers (HD_LOCAL_ENGINE (keeping->local), KEPT_BYTES, &generation);
  g_autoptr (GError) error = NULL;

  /* They are a convenience: a full disk is told where something is lost by it. */
  if (kept != NULL && !hd_store_put_derived (keeping->store, KEPT_KEY, generation, kept, &error))
    g_debug ("answers are not kept: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static gboolean
keep_cb (gpointer user_data)
{
  HdSession *self = user_data;
  g_autoptr (GTask) task = g_task_new (self, NULL, NULL, NULL);
  Keeping *keeping = g_new0 (Keeping, 1);

  self->keep_id = 0;
  keeping->store = g_object_ref (self->store);
  keeping->local = g_object_ref (hd_engine_choice_get_local (HD_ENGINE_CHOICE (self->engine)));
  g_task_set_task_data (task, keeping, (GDestroyNotify)keeping_free);
  g_task_set_source_tag (task, keep_cb);
  hd_ending_hold_up (task);
  g_task_run_in_thread (task, keep_thread);
  return G_SOURCE_REMOVE;
}

void
hd_session_keep_answers (HdSession *self)
{
  g_return_if_fail (HD_IS_SESSION (self));

  if (self->engine == NULL || self->kept_generation == self->generation)
    return;
  self->kept_generation = self->generation;
  g_clear_handle_id (&self->keep_id, g_source_remove);
  self->keep_id = g_timeout_add_seconds (KEEP_DELAY_S, keep_cb, self);
}
