/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetches what changed at a feed server and applies it to the store, one message one transaction.
 */

#include "config.h"

#include "hd-sync-run.h"

#include "hd-store-retention.h"
#include "hd-sync-client.h"

void
hd_sync_result_free (HdSyncResult *result)
{
  g_free (result->dataset);
  g_clear_error (&result->error);
  g_free (result);
}

static void
run_clear (HdSyncRun *run)
{
  g_clear_pointer (&run->applier, hd_applier_free);
  g_clear_pointer (&run->targets, g_ptr_array_unref);
  g_clear_pointer (&run->filled, g_hash_table_unref);
  g_clear_pointer (&run->scope, hd_feed_scope_free);
  g_clear_pointer (&run->structures, hd_structures_unref);
  g_clear_pointer (&run->client, hd_feed_client_free);
  g_clear_pointer (&run->feed, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdSyncRun, run_clear)

/* What is in the store, whatever the feed's memory says: a dataset without rows is fetched whole. */
static gboolean
read_filled (HdSyncRun *run, GError **error)
{
  g_autoptr (GPtrArray) list = hd_store_get_status (run->store, error);

  if (list == NULL)
    return FALSE;
  run->filled = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify)hd_store_dataset_status_free);
  g_ptr_array_set_free_func (list, NULL);
  for (guint at = 0; at < list->len; at++)
    {
      HdStoreDatasetStatus *status = list->pdata[at];

      if (status->n_rows > 0)
        g_hash_table_insert (run->filled, status->dataset, status);
      else
        hd_store_dataset_status_free (status);
    }
  return TRUE;
}

/* The server refused to be asked, or answered nonsense: every dataset's status says so. A network that is
 * away is no fault of a feed: what is in the store is as good as it was, and its age says the rest. */
static void
note_all (HdSyncRun *run, const GError *problem)
{
  GHashTableIter iter;
  gpointer dataset;

  if (run->filled == NULL || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (problem, HD_FEED_ERROR, HD_FEED_ERROR_NETWORK)
      || g_error_matches (problem, HD_FEED_ERROR, HD_FEED_ERROR_SLOW)
      || g_error_matches (problem, HD_STORE_ERROR, HD_STORE_ERROR_LOCKED))
    return;
  g_hash_table_iter_init (&iter, run->filled);
  while (g_hash_table_iter_next (&iter, &dataset, NULL))
    hd_store_note_check (run->store, dataset, run->options->now, problem->message, NULL);
}

/* The base URL; and, as another token may see other rows, a sign of the token that does not give it away. */
static char *
name_feed (const HdSyncOptions *options)
{
  g_autofree char *url = hd_sync_get_base (options->base_url);
  g_autofree char *sign = NULL;

  if (options->token == NULL)
    return g_steal_pointer (&url);
  sign = g_compute_checksum_for_string (G_CHECKSUM_SHA256, options->token, -1);
  return g_strdup_printf ("%s#%.16s", url, sign);
}

static gboolean
begin (HdSyncRun *run, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  run->feed = name_feed (run->options);
  run->client = hd_sync_make_client (run->options, error);
  if (run->client == NULL || !read_filled (run, error))
    return FALSE;
  if (hd_sync_structures_fetch (run, &local_error))
    {
      /* A structure whose dimensions changed has dropped its rows. */
      g_clear_pointer (&run->filled, g_hash_table_unref);
      if (run->options->scope != NULL && *run->options->scope != NULL)
        run->scope = hd_feed_scope_new (run->options->scope, run->structures);
      return read_filled (run, error);
    }
  note_all (run, local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* What was fetched whole misses nothing; then what is too old goes. */
static gboolean
settle_retention (HdSyncRun *run, GError **error)
{
  for (guint index = 0; run->options->full && index < run->targets->len; index++)
    {
      const HdSyncResult *result = ((HdSyncTarget *)run->targets->pdata[index])->result;

      if (result->error == NULL && !hd_store_retention_forget (run->store, result->dataset, error))
        return FALSE;
    }
  return hd_store_retention_apply (run->store, NULL, error);
}

/* A server that drips is asked for nothing more, nor is a store waited for that another program writes: forty datasets
 * would each take as long. What is handed over fails a dataset later. */
static const GError *
find_hindrance (HdSyncRun *run, guint n_targets)
{
  for (guint index = 0; index < n_targets; index++)
    {
      const GError *error = ((HdSyncTarget *)run->targets->pdata[index])->result->error;

      if (g_error_matches (error, HD_FEED_ERROR, HD_FEED_ERROR_SLOW)
          || g_error_matches (error, HD_STORE_ERROR, HD_STORE_ERROR_LOCKED))
        return error;
    }
  return NULL;
}

static gboolean
give_up (HdSyncRun *run, guint index)
{
  const GError *error = find_hindrance (run, index + 1);

  for (guint at = index + 1; error != NULL && at < run->targets->len; at++)
    hd_sync_target_fail (run, run->targets->pdata[at], g_error_copy (error));
  return error != NULL;
}

static GPtrArray *
run_all (HdSyncRun *run, GError **error)
{
  g_autoptr (GPtrArray) results = NULL;

  if (!begin (run, error))
    return NULL;
  results = hd_sync_targets_choose (run);
  run->applier = hd_applier_new ();
  for (guint index = 0; index < run->targets->len; index++)
    {
      if (g_cancellable_is_cancelled (run->cancellable))
        break;
      hd_sync_dataset_run (run, run->targets->pdata[index], index);
      if (give_up (run, index))
        break;
    }
  hd_sync_settle (run);
  if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
    return NULL;
  if (!g_error_matches (find_hindrance (run, run->targets->len), HD_STORE_ERROR,
                        HD_STORE_ERROR_LOCKED)
      && !settle_retention (run, error))
    return NULL;
  if (run->progress != NULL && run->targets->len > 0)
    run->progress (run->present->result->dataset, 1, run->n_rows, run->user_data);
  return g_steal_pointer (&results);
}

GPtrArray *
hd_sync_run (HdStore *store,
             HdCatalog *catalog,
             const HdSyncOptions *options,
             HdSyncProgress progress,
             gpointer user_data,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  GPtrArray *results;

  g_main_context_push_thread_default (context);
  {
    g_auto (HdSyncRun) run = { .store = store,
                               .catalog = catalog,
                               .options = options,
                               .progress = progress,
                               .user_data = user_data,
                               .cancellable = cancellable };

    results = run_all (&run, error);
  }
  g_main_context_pop_thread_default (context);
  return results;
}
