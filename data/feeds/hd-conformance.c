/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holds a feed server, or a folder of files on a web server, against what feeds must be, point by point.
 */

#include "config.h"

#include "hd-conformance-check.h"

#include "hd-sync-client.h"

#define STRUCTURE_PATH "structure/dataflow/*/*/+?references=all"

/* In the order in which they find out what the others build on. */
static const struct
{
  const char *id;
  HdPointFunc func;
} points[] = {
  { "structure", hd_point_structure },
  { "structure-etag", hd_point_structure_etag },
  { "clock", hd_point_clock },
  { "names", hd_point_names },
  { "code-lists", hd_point_code_lists },
  { "frequency", hd_point_frequency },
  { "extracted-at", hd_point_extracted_at },
  { "csv", hd_point_csv },
  { "csv-gzip", hd_point_csv_gzip },
  { "json", hd_point_json },
  { "time-filter", hd_point_time_filter },
  { "data-etag", hd_point_data_etag },
  { "last-modified", hd_point_last_modified },
  { "range", hd_point_range },
  { "range-stale", hd_point_range_stale },
  { "updated-after", hd_point_updated_after },
  { "changes", hd_point_changes },
  { "history", hd_point_history },
  { "as-of", hd_point_as_of },
  { "events", hd_point_events },
  { "unknown-dataset", hd_point_unknown_dataset },
  { "bad-filter", hd_point_bad_filter },
  { "unknown-form", hd_point_unknown_form },
  { "token", hd_point_token },
};

static void
check_clear (HdCheck *check)
{
  g_clear_pointer (&check->client, hd_feed_client_free);
  g_clear_pointer (&check->stranger, hd_feed_client_free);
  g_clear_pointer (&check->structures, hd_structures_unref);
  g_clear_pointer (&check->structure_path, g_free);
  hd_feed_response_clear (&check->structure);
  hd_fetched_clear (&check->csv);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdCheck, check_clear)

void
hd_conformance_point_free (HdConformancePoint *point)
{
  g_free (point->subject);
  g_free (point);
}

static gboolean
begin (HdCheck *check, GError **error)
{
  HdSyncOptions options = *check->options;

  check->structure_path = hd_sync_get_structure_file (options.base_url);
  check->is_folder = check->structure_path != NULL;
  if (!check->is_folder)
    check->structure_path = g_strdup (STRUCTURE_PATH);
  check->client = hd_sync_make_client (&options, error);
  if (check->client == NULL)
    return FALSE;
  options.token = NULL;
  options.client_cert_file = NULL;
  check->stranger = hd_sync_make_client (&options, error);
  return check->stranger != NULL;
}

static GPtrArray *
run_points (HdCheck *check, GError **error)
{
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_conformance_point_free);

  if (!begin (check, error))
    return NULL;
  for (guint row = 0; row < G_N_ELEMENTS (points); row++)
    {
      HdConformancePoint *point = g_new0 (HdConformancePoint, 1);

      g_ptr_array_add (found, point);
      point->id = points[row].id;
      point->verdict = points[row].func (check, point);
      if (g_cancellable_set_error_if_cancelled (check->cancellable, error))
        return NULL;
    }
  return g_steal_pointer (&found);
}

GPtrArray *
hd_conformance_run (const HdSyncOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  GPtrArray *found;

  g_main_context_push_thread_default (context);
  {
    g_auto (HdCheck) check = { .options = options, .cancellable = cancellable };

    found = run_points (&check, error);
  }
  g_main_context_pop_thread_default (context);
  return found;
}
