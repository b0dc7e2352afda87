/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A message from a file instead of from the server, on a worker thread.
 */

#include "config.h"

#include "hd-session-private.h"

#include <string.h>

#include "hd-cube-shelf.h"
#include "hd-guard.h"
#include "hd-key-ring.h"
#include "hd-package-import.h"
#include "hd-progress-relay.h"
#include "hd-sync.h"

/* A message names its dataset in its first lines. */
#define HEAD_BYTES 65536

typedef struct
{
  char *path;
  HdStore *store;
  HdCatalog *catalog;
  HdProgressRelay *relay;
} ImportData;

static void
import_data_free (ImportData *data)
{
  g_free (data->path);
  g_clear_object (&data->store);
  g_clear_pointer (&data->catalog, hd_catalog_unref);
  g_clear_pointer (&data->relay, hd_progress_relay_free);
  g_free (data);
}

static void
tell_progress (gpointer owner, double fraction, const char *what)
{
  g_signal_emit_by_name (owner, "progress", fraction, what);
}

static void
import_progress_cb (const char *dataset, double fraction, guint64 n_rows, gpointer user_data)
{
  hd_progress_relay_tell (((ImportData *)user_data)->relay, fraction, dataset);
}

/* (nullable) (transfer none): the dataset that the head of the message names, "VNCUSTOMS:REVENUE(1.0)". */
static const char *
find_dataset (const HdCatalog *catalog, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *head = g_malloc0 (HEAD_BYTES + 1);
  gsize n_read;

  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), head, HEAD_BYTES, &n_read, NULL, error))
    return NULL;
  for (guint index = 0; index < hd_catalog_get_n_datasets (catalog); index++)
    {
      const char *id = hd_catalog_get_dataset (catalog, index)->id;
      g_autofree char *reference = g_strdup_printf (":%s(", id);

      if (memmem (head, n_read, reference, strlen (reference)) != NULL)
        return id;
    }
  g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA, "%s names no dataset of the catalogue",
               path);
  return NULL;
}

static gboolean
import_message (ImportData *data, GCancellable *cancellable, HdApplyResult *result, GError **error)
{
  const char *dataset = find_dataset (data->catalog, data->path, error);
  g_auto (GStrv) scope = NULL;

  return dataset != NULL && hd_guard_scope (data->store, &scope, error)
         && hd_import_file (data->store, data->path, dataset, (const char *const *)scope,
                            g_get_real_time () / G_USEC_PER_SEC, import_progress_cb, data,
                            cancellable, result, error);
}

static gboolean
import_package (ImportData *data, GCancellable *cancellable, HdApplyResult *result, GError **error)
{
  g_autoptr (GPtrArray) own = hd_key_ring_list_own ();
  g_autoptr (GPtrArray) trusted = hd_key_ring_list_trusted ();
  g_auto (GStrv) scope = NULL;
  const gboolean is_allowed = hd_guard_scope (data->store, &scope, error);
  const HdPackageReceipt receipt
      = { .file = { .path = data->path, .own = own, .cancellable = cancellable },
          .trusted = trusted,
          .scope = (const char *const *)scope,
          .now = g_get_real_time () / G_USEC_PER_SEC,
          .progress = import_progress_cb,
          .user_data = data };
  HdPackageOutcome outcome = { 0 };
  g_autoptr (HdPackageManifest) manifest
      = is_allowed ? hd_package_import (data->store, &receipt, &outcome, error) : NULL;

  *result = outcome.counts;
  return manifest != NULL;
}

/* The figures are in: whoever stops now stops what can be made later. */
static gboolean
make_rollups (ImportData *data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (hd_cube_shelf_refresh (data->store, data->catalog, cancellable, NULL, NULL, &problem)
      || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static void
import_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  ImportData *data = task_data;
  HdApplyResult *result = g_new0 (HdApplyResult, 1);
  GError *error = NULL;

  if (!hd_guard_import (data->store, data->path, NULL, &error)
      || !(hd_package_is_package (data->path) ? import_package (data, cancellable, result, &error)
                                              : import_message (data, cancellable, result, &error))
      || !hd_guard_keep (data->store, &error) || !make_rollups (data, cancellable, &error))
    {
      g_free (result);
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, result, g_free);
}

void
hd_session_import_async (HdSession *self,
                         const char *path,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  ImportData *data;

  g_return_if_fail (self->store != NULL && self->importing == NULL);

  self->importing = g_cancellable_new ();
  task = g_task_new (self, self->importing, callback, user_data);
  /* What was taken in before a cancellation came is said to have been. */
  g_task_set_check_cancellable (task, FALSE);
  data = g_new0 (ImportData, 1);

  data->path = g_strdup (path);
  data->store = g_object_ref (self->store);
  data->catalog = hd_catalog_ref (self->catalog);
  data->relay = hd_progress_relay_new (self, tell_progress);
  g_task_set_source_tag (task, hd_session_import_async);
  g_task_set_task_data (task, data, (GDestroyNotify)import_data_free);
  g_task_run_in_thread (task, import_thread);
}

gboolean
hd_session_import_finish (HdSession *self,
                          GAsyncResult *result,
                          HdApplyResult *applied,
                          GError **error)
{
  g_autofree HdApplyResult *all = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  g_clear_object (&self->importing);
  all = g_task_propagate_pointer (G_TASK (result), error);
  /* Refused or not, something may have been written before. */
  hd_session_reload (self);
  if (all == NULL)
    return FALSE;
  *applied = *all;
  return TRUE;
}

gboolean
hd_session_is_importing (HdSession *self)
{
  return self->importing != NULL;
}

void
hd_session_cancel_import (HdSession *self)
{
  if (self->importing != NULL)
    g_cancellable_cancel (self->importing);
}
