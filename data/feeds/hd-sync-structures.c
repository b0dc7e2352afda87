/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The structure message of a sync: what datasets there are, and what may be in them.
 */

#include "config.h"

#include "hd-sync-run.h"

#include "hd-feed-notes.h"
#include "hd-sdmx-reader.h"
#include "hd-sync-client.h"

#define STRUCTURE_PATH "structure/dataflow/*/*/+?references=all"
#define STRUCTURE_FILE "structure.json" /* of a folder */
#define STRUCTURE_KEY "structure"
#define MAX_SKEW_S 600
#define MAX_STRUCTURE_BYTES (64u * 1024 * 1024)

static HdStructures *
stored_structures (HdSyncRun *run, GError **error)
{
  HdStructures *structures = hd_store_get_structures (run->store, error);

  if (structures != NULL && hd_structures_get_n (structures) == 0)
    g_clear_pointer (&structures, hd_structures_unref);
  return structures;
}

/* Whose rows these are, and whether the server's clock is right: small differences are nobody's fault. */
static gboolean
note_server (HdSyncRun *run, const HdFeedResponse *response, GError **error)
{
  const char *const *units = run->options->scope;
  g_autofree char *asked
      = units == NULL || *units == NULL ? NULL : g_strjoinv (",", (char **)units);
  gint64 skew = response->date == 0 ? 0 : response->date - run->options->now;

  return hd_feed_notes_set_scope (run->store, asked != NULL ? asked : response->scope, error)
         && hd_feed_notes_set_skew (run->store, ABS (skew) > MAX_SKEW_S ? skew : 0, error);
}

/* A service that answers there, or files: a folder is named by its structure file, or found out when there
 * is no service. NULL without error when nothing changed since `mark`. */
static GBytes *
fetch_message (HdSyncRun *run, const char *mark, HdFeedResponse *response, GError **error)
{
  HdFetch fetch = { .client = run->client, .accept = HD_SDMX_MEDIA_STRUCTURE, .mark = mark };
  g_autofree char *file = hd_sync_get_structure_file (run->options->base_url);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) body = NULL;

  if (file == NULL)
    {
      fetch.path = STRUCTURE_PATH;
      body = hd_fetch_bytes (&fetch, MAX_STRUCTURE_BYTES, response, run->cancellable, &local_error);
      if (local_error == NULL)
        return g_steal_pointer (&body);
    }
  if (file != NULL || response->status == 404)
    {
      g_auto (HdFeedResponse) of_file = { 0 };
      GError *file_error = NULL;

      fetch.path = file == NULL ? STRUCTURE_FILE : file;
      fetch.is_file = run->is_folder = TRUE;
      body = hd_fetch_bytes (&fetch, MAX_STRUCTURE_BYTES, &of_file, run->cancellable, &file_error);
      if (file_error == NULL || file != NULL || of_file.status != 404)
        {
          hd_feed_response_clear (response);
          *response = of_file;
          of_file = (HdFeedResponse){ 0 };
          if (file_error != NULL)
            g_propagate_error (error, file_error);
          return g_steal_pointer (&body);
        }
      g_clear_error (&file_error);
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
hd_sync_structures_fetch (HdSyncRun *run, GError **error)
{
  g_autoptr (HdStructures) known = run->options->full ? NULL : stored_structures (run, NULL);
  g_autofree char *old_mark
      = known == NULL ? NULL : hd_store_get_feed_state (run->store, run->feed, STRUCTURE_KEY, NULL);
  g_autofree char *mark = NULL;
  g_auto (HdFeedResponse) response = { 0 };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) body = fetch_message (
      run, old_mark != NULL && *old_mark != '\0' ? old_mark : NULL, &response, &local_error);

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
  mark = hd_feed_response_mark (&response, run->is_folder);
  return run->structures != NULL
         && hd_store_set_feed_state (run->store, run->feed, STRUCTURE_KEY, mark == NULL ? "" : mark,
                                     error);
}
