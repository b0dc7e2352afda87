/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetches what changed at a feed server and applies it to the store, one message one transaction.
 */

#include "config.h"

#include "hd-sync.h"

#include <string.h>

#include "hd-sync-client.h"
#include "hd-feed-notes.h"
#include "hd-feed-scope.h"
#include "hd-sdmx-reader.h"
#include "hd-store-retention.h"
#include "hd-sync-apply.h"
#include "hd-sync-fetch.h"
#include "hd-sync-plan.h"

#define STRUCTURE_PATH "structure/dataflow/*/*/+?references=all"
#define STRUCTURE_KEY "structure"
#define MAX_SKEW_S 600
#define MAX_STRUCTURE_BYTES (64u * 1024 * 1024)

/* One dataset of a sync. */
typedef struct
{
  HdStructure *structure;
  HdSyncResult *result;
  HdSyncState state; /* as the last part that was fetched will leave it */
  gint64 started_us;
  gboolean was_whole; /* when this sync began */
  gboolean is_failed;
} Target;

typedef struct
{
  HdStore *store;
  HdCatalog *catalog;
  const HdSyncOptions *options;
  char *feed; /* names the feed's memory */
  HdFeedClient *client;
  HdStructures *structures;
  HdApplier *applier;
  GPtrArray *targets; /* (element-type Target) */
  GHashTable *filled; /* dataset → HdStoreDatasetStatus, of those with rows in the store */
  HdFeedScope *scope; /* (nullable): all may come */
  HdSyncProgress progress;
  gpointer user_data;
  guint64 n_rows; /* of the messages that were fetched whole */
  double fraction; /* when the message under way began */
  Target *present;
  GCancellable *cancellable;
} Run;

void
hd_sync_result_free (HdSyncResult *result)
{
  g_free (result->dataset);
  g_clear_error (&result->error);
  g_free (result);
}

static void
target_free (gpointer data)
{
  Target *target = data;

  hd_sync_state_clear (&target->state);
  g_clear_pointer (&target->structure, hd_structure_unref);
  g_free (target);
}

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->applier, hd_applier_free);
  g_clear_pointer (&run->targets, g_ptr_array_unref);
  g_clear_pointer (&run->filled, g_hash_table_unref);
  g_clear_pointer (&run->scope, hd_feed_scope_free);
  g_clear_pointer (&run->structures, hd_structures_unref);
  g_clear_pointer (&run->client, hd_feed_client_free);
  g_clear_pointer (&run->feed, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
report (Run *run, guint64 n_rows_now)
{
  if (run->progress != NULL)
    run->progress (run->present->result->dataset, run->fraction, run->n_rows + n_rows_now,
                   run->user_data);
}

static void
rows_cb (guint64 n_rows, gpointer user_data)
{
  report (user_data, n_rows);
}

/* What is in the store, whatever the feed's memory says: a dataset without rows is fetched whole. */
static gboolean
read_filled (Run *run, GError **error)
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

static HdStructures *
stored_structures (Run *run, GError **error)
{
  HdStructures *structures = hd_store_get_structures (run->store, error);

  if (structures != NULL && hd_structures_get_n (structures) == 0)
    g_clear_pointer (&structures, hd_structures_unref);
  return structures;
}

/* Whose rows these are, and whether the server's clock is right: small differences are nobody's fault. */
static gboolean
note_server (Run *run, const HdFeedResponse *response, GError **error)
{
  const char *const *units = run->options->scope;
  g_autofree char *asked
      = units == NULL || *units == NULL ? NULL : g_strjoinv (",", (char **)units);
  gint64 skew = response->date == 0 ? 0 : response->date - run->options->now;

  return hd_feed_notes_set_scope (run->store, asked != NULL ? asked : response->scope, error)
         && hd_feed_notes_set_skew (run->store, ABS (skew) > MAX_SKEW_S ? skew : 0, error);
}

static gboolean
fetch_structures (Run *run, GError **error)
{
  g_autoptr (HdStructures) known = run->options->full ? NULL : stored_structures (run, NULL);
  g_autofree char *etag
      = known == NULL ? NULL : hd_store_get_feed_state (run->store, run->feed, STRUCTURE_KEY, NULL);
  HdFetch fetch = {
    .client = run->client, .path = STRUCTURE_PATH, .accept = HD_SDMX_MEDIA_STRUCTURE, .etag = etag
  };
  g_auto (HdFeedResponse) response = { 0 };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) body
      = hd_fetch_bytes (&fetch, MAX_STRUCTURE_BYTES, &response, run->cancellable, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!note_server (run, &response, error))
    return FALSE;
  if (body == NULL && known != NULL)
    {
      run->structures = g_steal_pointer (&known);
      return TRUE;
    }
  if (body == NULL || !hd_store_set_structure_message (run->store, body, error))
    {
      g_prefix_error (error, "%s: ", response.url);
      return FALSE;
    }
  run->structures = stored_structures (run, error);
  if (run->structures == NULL && error != NULL && *error == NULL)
    g_set_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA, "%s: the server has no datasets",
                 response.url);
  return run->structures != NULL
         && hd_store_set_feed_state (run->store, run->feed, STRUCTURE_KEY,
                                     response.etag == NULL ? "" : response.etag, error);
}

static Target *
add_target (Run *run, GPtrArray *results, const char *dataset, HdStructure *structure)
{
  Target *target = g_new0 (Target, 1);

  target->result = g_new0 (HdSyncResult, 1);
  target->result->dataset = g_strdup (dataset);
  target->structure = structure == NULL ? NULL : hd_structure_ref (structure);
  g_ptr_array_add (results, target->result);
  g_ptr_array_add (run->targets, target);
  return target;
}

/* All that the server has, or those that were asked for. */
static GPtrArray *
choose_targets (Run *run)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_sync_result_free);
  const char *const *wanted = run->options->datasets;

  run->targets = g_ptr_array_new_with_free_func (target_free);
  for (guint at = 0; wanted == NULL && at < hd_structures_get_n (run->structures); at++)
    {
      HdStructure *structure = hd_structures_get (run->structures, at);

      add_target (run, results, hd_structure_get_id (structure), structure);
    }
  for (; wanted != NULL && *wanted != NULL; wanted++)
    {
      HdStructure *structure = hd_structures_find (run->structures, *wanted);
      Target *target = add_target (run, results, *wanted, structure);

      if (structure == NULL)
        g_set_error (&target->result->error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA,
                     "%s: the server has no dataset %s", run->options->base_url, *wanted);
    }
  return results;
}

/* The end of a dataset, good or bad, is noted for the status. */
static void
close_target (Run *run, Target *target)
{
  HdSyncResult *result = target->result;
  const char *problem = result->error == NULL ? NULL : result->error->message;
  g_autoptr (GError) error = NULL;

  result->elapsed_s = (double)(g_get_monotonic_time () - target->started_us) / G_USEC_PER_SEC;
  if (g_error_matches (result->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* What was held stays so until it came, or another message came in its place. */
  if ((result->is_held || result->error == NULL)
      && !hd_feed_notes_set_held (run->store, result->dataset, problem, NULL))
    g_debug ("%s: cannot note that it is held", result->dataset);
  if (!hd_store_note_check (run->store, result->dataset, run->options->now, problem, &error))
    g_debug ("%s: %s", result->dataset, error->message);
}

static void
fail_target (Run *run, Target *target, GError *error)
{
  if (target->is_failed)
    {
      g_error_free (error);
      return;
    }
  target->is_failed = TRUE;
  target->result->error = error;
  target->result->is_held = g_error_matches (error, HD_FEED_ERROR, HD_FEED_ERROR_HELD);
  close_target (run, target);
}

/* Takes over what the job under way has done. */
static void
settle (Run *run)
{
  g_autoptr (HdApplyJob) job = hd_applier_settle (run->applier);
  Target *target = job == NULL ? NULL : job->target;

  if (job == NULL)
    return;
  target->result->added += job->counts.added;
  target->result->replaced += job->counts.replaced;
  target->result->deleted += job->counts.deleted;
  if (job->error != NULL)
    fail_target (run, target, g_steal_pointer (&job->error));
  else if (job->is_last)
    close_target (run, target);
}

/* What the dataset's memory will be when `part` is in. */
static void
advance_state (Target *target, const HdSyncPart *part, const HdFetched *fetched)
{
  HdSyncState *state = &target->state;
  gint64 newest = fetched->message == NULL ? 0 : hd_sdmx_message_newest (fetched->message);
  gint64 prepared = fetched->prepared;

  target->result->vintage = MAX (target->result->vintage, newest);
  if (part->is_delta)
    {
      /* The two clocks may differ; what is between them is better fetched twice than never. */
      if (newest > 0)
        state->since = MAX (state->since, prepared > 0 ? MIN (prepared, newest) : newest);
    }
  else
    {
      if (state->newest == 0 && state->mark == NULL)
        state->since = prepared;
      state->newest = MAX (state->newest, newest);
      state->is_whole = part->is_last;
      if (part->is_last)
        state->since = state->since > 0 ? MIN (state->since, state->newest) : state->newest;
    }
  g_free (state->mark);
  state->mark = g_strdup (state->is_whole ? fetched->response.etag : part->label);
}

static void
refuse (Run *run, Target *target, HdFetched *fetched, const GError *error)
{
  HdReceipt receipt = hd_fetched_receipt (fetched, run->options->now);
  g_autoptr (GError) local_error = NULL;

  if (!hd_store_quarantine (run->store, &receipt, target->result->dataset, error->message,
                            fetched->head, &local_error))
    g_debug ("%s: %s", target->result->dataset, local_error->message);
}

static HdSyncGuard
make_guard (Run *run, Target *target)
{
  const HdSyncOptions *options = run->options;
  const HdStoreDatasetStatus *known = g_hash_table_lookup (run->filled, target->result->dataset);

  return (HdSyncGuard){
    .dataset = g_strdup (target->result->dataset),
    .n_rows = known == NULL ? 0 : known->n_rows,
    .max_shrink_pct
    = options->max_shrink_pct > 0 ? options->max_shrink_pct : HD_SYNC_MAX_SHRINK_PCT,
    .max_growth_pct
    = options->max_growth_pct > 0 ? options->max_growth_pct : HD_SYNC_MAX_GROWTH_PCT,
    .is_delta = target->was_whole,
    .is_off = options->accept != NULL && g_strv_contains (options->accept, target->result->dataset),
  };
}

static void
hand_over (Run *run, Target *target, HdFetched *fetched, gboolean is_last)
{
  HdApplyJob *job = g_new0 (HdApplyJob, 1);

  job->store = run->store;
  job->fetched = *fetched;
  *fetched = (HdFetched){ 0 };
  job->received = run->options->now;
  job->feed = run->feed;
  job->dataset = g_strdup (target->result->dataset);
  job->state = hd_sync_state_print (&target->state);
  job->target = target;
  job->is_last = is_last;
  job->guard = make_guard (run, target);
  hd_applier_start (run->applier, job);
}

static gboolean
check_scope (Run *run, HdFetched *fetched, GError **error)
{
  if (run->scope == NULL || fetched->message == NULL
      || hd_feed_scope_check (run->scope, fetched->message, error))
    return TRUE;
  g_prefix_error (error, "%s: ", fetched->response.url);
  fetched->is_refused = TRUE;
  return FALSE;
}

/* Fetches and hands over one part. FALSE when the dataset cannot go on. */
static gboolean
sync_part (Run *run, Target *target, const HdSyncPart *part, gboolean is_small)
{
  HdFetch fetch = { .client = run->client,
                    .structures = run->structures,
                    .path = part->path,
                    .accept = is_small ? HD_SDMX_MEDIA_JSON : HD_SDMX_MEDIA_CSV,
                    .etag = part->is_delta ? target->state.mark : NULL,
                    .known_from = run->options->now,
                    .progress = rows_cb,
                    .user_data = run };
  g_auto (HdFetched) fetched = { 0 };
  g_autoptr (GError) error = NULL;

  report (run, 0);
  if (!hd_fetch_run (&fetch, &fetched, run->cancellable, &error)
      || !check_scope (run, &fetched, &error))
    {
      /* Not in this form, or too much for it. */
      gboolean is_too_much
          = is_small && (fetched.response.status == 406 || fetched.response.status == 413);

      settle (run);
      if (fetched.is_refused)
        refuse (run, target, &fetched, error);
      if (!is_too_much)
        fail_target (run, target, g_steal_pointer (&error));
      return FALSE;
    }
  run->n_rows += fetched.message == NULL ? 0 : hd_sdmx_message_count (fetched.message);
  target->result->n_bytes += fetched.response.n_wire;
  target->result->unchanged = fetched.response.status == 304;
  settle (run);
  if (target->is_failed)
    return FALSE;
  if (target->result->unchanged)
    {
      close_target (run, target);
      return FALSE;
    }
  advance_state (target, part, &fetched);
  hand_over (run, target, &fetched, part->is_last);
  return TRUE;
}

/* FALSE when the server finds that it is not small at all. A dataset begins with one month; how much that
 * was says how many are asked for at once. */
static gboolean
sync_parts (Run *run, Target *target, guint index, gboolean is_small)
{
  gboolean is_last = FALSE;
  guint n_months = 1;

  for (guint at = 0; !is_last; at++)
    {
      g_autoptr (HdSyncPart) part = hd_sync_plan_next (target->structure, is_small, &target->state,
                                                       run->options->now, n_months);
      guint64 n_before = run->n_rows;

      is_last = part->is_last;
      run->fraction = (index + part->fraction) / run->targets->len;
      if (!sync_part (run, target, part, is_small))
        return target->is_failed || target->result->unchanged || at > 0;
      if (part->n_months > 0)
        n_months
            = hd_sync_plan_months (target->structure, (run->n_rows - n_before) / part->n_months);
    }
  return TRUE;
}

static void
sync_dataset (Run *run, Target *target, guint index)
{
  const HdDataset *dataset = hd_catalog_find_dataset (run->catalog, target->result->dataset);
  gboolean is_small = dataset != NULL && dataset->small;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  run->present = target;
  target->started_us = g_get_monotonic_time ();
  if (target->result->error != NULL)
    return;
  if (!run->options->full)
    text = hd_store_get_feed_state (run->store, run->feed, target->result->dataset, NULL);
  else if (!hd_store_mend (run->store, target->result->dataset, &error))
    {
      fail_target (run, target, g_steal_pointer (&error));
      return;
    }
  if (g_hash_table_contains (run->filled, target->result->dataset))
    hd_sync_state_parse (&target->state, text);
  target->was_whole = target->state.is_whole;
  if (!sync_parts (run, target, index, is_small))
    sync_parts (run, target, index, FALSE);
}

/* The server refused to be asked, or answered nonsense: every dataset's status says so. A network that is
 * away is no fault of a feed: what is in the store is as good as it was, and its age says the rest. */
static void
note_all (Run *run, const GError *problem)
{
  GHashTableIter iter;
  gpointer dataset;

  if (run->filled == NULL || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (problem, HD_FEED_ERROR, HD_FEED_ERROR_NETWORK))
    return;
  g_hash_table_iter_init (&iter, run->filled);
  while (g_hash_table_iter_next (&iter, &dataset, NULL))
    hd_store_note_check (run->store, dataset, run->options->now, problem->message, NULL);
}

/* The base URL; and, as another token may see other rows, a sign of the token that does not give it away. */
static char *
name_feed (const HdSyncOptions *options)
{
  g_autofree char *url = g_strdup (options->base_url);
  g_autofree char *sign = NULL;

  for (gsize end = strlen (url); end > 0 && url[end - 1] == '/'; end--)
    url[end - 1] = '\0';
  if (options->token == NULL)
    return g_steal_pointer (&url);
  sign = g_compute_checksum_for_string (G_CHECKSUM_SHA256, options->token, -1);
  return g_strdup_printf ("%s#%.16s", url, sign);
}

HdFeedClient *
hd_sync_make_client (const HdSyncOptions *options, GError **error)
{
  HdFeedClientOptions client = { .base_url = options->base_url,
                                 .token = options->token,
                                 .ca_file = options->ca_file,
                                 .client_cert_file = options->client_cert_file,
                                 .allowed_hosts = options->allowed_hosts };

  return hd_feed_client_new (&client, error);
}

static gboolean
begin (Run *run, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  run->feed = name_feed (run->options);
  run->client = hd_sync_make_client (run->options, error);
  if (run->client == NULL || !read_filled (run, error))
    return FALSE;
  if (fetch_structures (run, &local_error))
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
settle_retention (Run *run, GError **error)
{
  for (guint index = 0; run->options->full && index < run->targets->len; index++)
    {
      const HdSyncResult *result = ((Target *)run->targets->pdata[index])->result;

      if (result->error == NULL && !hd_store_retention_forget (run->store, result->dataset, error))
        return FALSE;
    }
  return hd_store_retention_apply (run->store, NULL, error);
}

static GPtrArray *
run_all (Run *run, GError **error)
{
  g_autoptr (GPtrArray) results = NULL;

  if (!begin (run, error))
    return NULL;
  results = choose_targets (run);
  run->applier = hd_applier_new ();
  for (guint index = 0; index < run->targets->len; index++)
    {
      if (g_cancellable_is_cancelled (run->cancellable))
        break;
      sync_dataset (run, run->targets->pdata[index], index);
    }
  settle (run);
  if (g_cancellable_set_error_if_cancelled (run->cancellable, error)
      || !settle_retention (run, error))
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
    g_auto (Run) run = { .store = store,
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
