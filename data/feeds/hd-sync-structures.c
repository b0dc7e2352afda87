/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The structure message of a sync: what datasets there are, and what may be in them.
 */

#include "config.h"

#include "hd-sync-run.h"

#include "hd-feed-notes.h"
#include "hd-sdmx-reader.h"

#define STRUCTURE_PATH "structure/dataflow/*/*/+?references=all"
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

gboolean
hd_sync_structures_fetch (HdSyncRun *run, GError **error)
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
