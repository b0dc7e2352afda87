/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the points of a conformance report ask, and what they say.
 */

#include "config.h"

#include "hd-conformance-check.h"

#include <string.h>

#include "hd-sdmx-reader.h"

HdConformanceVerdict
hd_check_fail (HdConformancePoint *point, GError *error)
{
  point->subject = g_strdup (error->message);
  g_error_free (error);
  return hd_check_find (point, HD_FINDING_ERROR);
}

HdConformanceVerdict
hd_check_find (HdConformancePoint *point, HdConformanceFinding finding)
{
  point->finding = finding;
  return HD_CONFORMS_NOT;
}

HdConformanceVerdict
hd_check_count (HdConformancePoint *point,
                HdConformanceFinding finding,
                guint64 first,
                guint64 second)
{
  point->numbers[0] = first;
  point->numbers[1] = second;
  return hd_check_find (point, finding);
}

HdConformanceVerdict
hd_check_status (HdConformancePoint *point, guint status, guint low, guint high)
{
  return status >= low && status <= high ? HD_CONFORMS
                                         : hd_check_count (point, HD_FINDING_STATUS, status, 0);
}

static gboolean
drop_cb (const char *bytes, gsize length, gpointer user_data, GError **error)
{
  return TRUE;
}

guint
hd_check_ask (HdCheck *check,
              HdFeedClient *client,
              const char *path,
              const char *accept,
              const char *etag)
{
  HdFeedRequest request
      = { .path = path, .accept = accept, .etag = etag, .max_bytes = HD_CHECK_MAX_BYTES };
  g_auto (HdFeedResponse) response = { 0 };

  hd_feed_client_get (client, &request, drop_cb, NULL, &response, check->cancellable, NULL);
  return response.status;
}

HdFeedDeadline *
hd_check_begin (HdCheck *check)
{
  HdFeedDeadline *deadline
      = hd_feed_deadline_new (check->cancellable, hd_feed_client_get_patience (check->client));

  hd_feed_deadline_renew (deadline);
  return deadline;
}

char *
hd_check_data_path (const HdCheck *check, HdStructure *dataset, const char *query)
{
  const char *id = hd_structure_get_id (dataset);

  if (check->is_folder)
    return g_strconcat (id, ".csv", NULL);
  return g_strdup_printf ("data/dataflow/%s/%s/%s/*?%s", hd_structure_get_agency (dataset), id,
                          hd_structure_get_version (dataset), query == NULL ? "" : query);
}

char *
hd_check_year_query (const HdCheck *check)
{
  return g_strdup_printf ("c%%5BTIME_PERIOD%%5D=ge:%d%%2Blt:%d", check->year, check->year + 1);
}

gboolean
hd_check_fetch (HdCheck *check,
                HdStructure *dataset,
                const char *query,
                const char *accept,
                HdFetched *fetched,
                GError **error)
{
  g_autofree char *path = hd_check_data_path (check, dataset, query);
  HdFetch fetch = { .client = check->client,
                    .structures = check->structures,
                    .path = path,
                    .accept = accept,
                    .is_file = check->is_folder,
                    .known_from = check->options->now };

  return hd_fetch_run (&fetch, fetched, check->cancellable, error);
}

guint64
hd_check_count_rows (const HdFetched *fetched)
{
  return fetched->message == NULL ? 0 : hd_sdmx_message_count (fetched->message);
}

gboolean
hd_check_is_wanted (const HdCheck *check, HdStructure *dataset)
{
  return check->options->datasets == NULL || check->options->datasets[0] == NULL
         || strcmp (check->options->datasets[0], hd_structure_get_id (dataset)) == 0;
}
