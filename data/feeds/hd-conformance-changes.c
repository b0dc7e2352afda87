/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The points about what changed and what was, and about what a server has to refuse.
 */

#include "config.h"

#include "hd-conformance-check.h"

#include <string.h>

#include "hd-feed-watch.h"
#include "hd-sdmx-reader.h"

static gint64
newest (const HdCheck *check)
{
  return MAX (hd_sdmx_message_newest (check->csv.message), check->csv.response.modified);
}

/* Can questions be asked of rows? */
static gboolean
can_ask (const HdCheck *check)
{
  return check->dataset != NULL && !check->is_folder;
}

static char *
time_query (const char *name, gint64 time)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (time);
  g_autofree char *text = g_date_time_format (moment, "%Y-%m-%dT%H:%M:%SZ");

  return g_strconcat (name, "=", text, NULL);
}

/* Asks of the dataset; FALSE with the verdict set. */
static gboolean
count (HdCheck *check, HdConformancePoint *point, const char *query, guint64 *n_rows)
{
  g_auto (HdFetched) fetched = { 0 };
  GError *error = NULL;

  if (!hd_check_fetch (check, check->dataset, query, HD_SDMX_MEDIA_CSV, &fetched, &error))
    {
      hd_check_fail (point, error);
      return FALSE;
    }
  *n_rows = hd_check_count_rows (&fetched);
  return TRUE;
}

/* Nothing is newer than the newest. */
HdConformanceVerdict
hd_point_updated_after (HdCheck *check, HdConformancePoint *point)
{
  g_autofree char *query = can_ask (check) ? time_query ("updatedAfter", newest (check)) : NULL;
  guint64 n_rows;

  if (query == NULL)
    return HD_CONFORMS_UNASKED;
  if (!count (check, point, query, &n_rows))
    return HD_CONFORMS_NOT;
  return n_rows == 0 ? HD_CONFORMS : hd_check_count (point, HD_FINDING_STRAY_ROWS, n_rows, 0);
}

/* The newest is newer than what was a second before: a delta told by a cursor that is just too old. */
HdConformanceVerdict
hd_point_changes (HdCheck *check, HdConformancePoint *point)
{
  gint64 known = check->dataset == NULL ? 0 : hd_sdmx_message_newest (check->csv.message);
  g_autofree char *query
      = can_ask (check) && known > 0 ? time_query ("updatedAfter", known - 1) : NULL;
  guint64 n_rows;

  if (query == NULL)
    return HD_CONFORMS_UNASKED;
  if (!count (check, point, query, &n_rows))
    return HD_CONFORMS_NOT;
  return n_rows > 0 ? HD_CONFORMS : hd_check_count (point, HD_FINDING_FEWER_ROWS, 0, 1);
}

HdConformanceVerdict
hd_point_history (HdCheck *check, HdConformancePoint *point)
{
  g_autofree char *year = can_ask (check) ? hd_check_year_query (check) : NULL;
  g_autofree char *query = year == NULL ? NULL : g_strconcat ("includeHistory=true&", year, NULL);
  guint64 n_rows, n_without;

  if (query == NULL)
    return HD_CONFORMS_UNASKED;
  if (!count (check, point, query, &n_rows))
    return HD_CONFORMS_NOT;
  n_without = hd_check_count_rows (&check->csv);
  return n_rows >= n_without ? HD_CONFORMS
                             : hd_check_count (point, HD_FINDING_FEWER_ROWS, n_rows, n_without);
}

/* As of its newest row a dataset is what it is now; as of long ago it was nothing. */
HdConformanceVerdict
hd_point_as_of (HdCheck *check, HdConformancePoint *point)
{
  g_autofree char *year = can_ask (check) ? hd_check_year_query (check) : NULL;
  g_autofree char *now = year == NULL ? NULL : time_query ("asOf", newest (check));
  g_autofree char *as_of_now = year == NULL ? NULL : g_strconcat (now, "&", year, NULL);
  g_autofree char *as_of_old
      = year == NULL ? NULL : g_strconcat ("asOf=1970-01-02T00:00:00Z&", year, NULL);
  guint64 n_now, n_old;

  if (year == NULL)
    return HD_CONFORMS_UNASKED;
  if (!count (check, point, as_of_now, &n_now) || !count (check, point, as_of_old, &n_old))
    return HD_CONFORMS_NOT;
  if (n_old > 0)
    return hd_check_count (point, HD_FINDING_STRAY_ROWS, n_old, 0);
  if (n_now == hd_check_count_rows (&check->csv))
    return HD_CONFORMS;
  point->subject = g_strdup (hd_structure_get_id (check->dataset));
  return hd_check_count (point, HD_FINDING_OTHER_ROWS, n_now, hd_check_count_rows (&check->csv));
}

/* A server need not have them: it is polled then. The stream has no end, so only its head is read. */
HdConformanceVerdict
hd_point_events (HdCheck *check, HdConformancePoint *point)
{
  HdFeedRequest request = { .path = HD_FEED_EVENTS_PATH, .accept = HD_FEED_EVENTS_TYPE };
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (HdFeedDeadline) deadline = NULL;
  g_autoptr (GInputStream) stream = NULL;
  const char *type;
  guint status;

  if (check->structures == NULL || check->is_folder)
    return HD_CONFORMS_UNASKED;
  message = hd_feed_client_make_message (check->client, &request);
  deadline = hd_check_begin (check);
  stream = hd_feed_client_send (check->client, message, hd_feed_deadline_get_cancellable (deadline),
                                NULL);
  if (stream == NULL)
    return hd_check_count (point, HD_FINDING_STATUS, 0, 0);
  status = soup_message_get_status (message);
  type = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);
  if (status >= 404 && status <= 406)
    return HD_CONFORMS_UNASKED;
  if (status == 200 && g_strcmp0 (type, HD_FEED_EVENTS_TYPE) != 0)
    return hd_check_find (point, HD_FINDING_MISSING);
  return hd_check_status (point, status, 200, 200);
}

HdConformanceVerdict
hd_point_unknown_dataset (HdCheck *check, HdConformancePoint *point)
{
  const char *path
      = check->is_folder ? "NO_SUCH_DATASET.csv" : "data/dataflow/HD/NO_SUCH_DATASET/1.0.0/*";

  return hd_check_status (point, hd_check_ask (check, check->client, path, HD_SDMX_MEDIA_CSV, NULL),
                          404, 404);
}

HdConformanceVerdict
hd_point_bad_filter (HdCheck *check, HdConformancePoint *point)
{
  g_autofree char *path
      = can_ask (check)
            ? hd_check_data_path (check, check->dataset, "c%5BTIME_PERIOD%5D=ge:next-tuesday")
            : NULL;

  if (path == NULL)
    return HD_CONFORMS_UNASKED;
  return hd_check_status (point, hd_check_ask (check, check->client, path, HD_SDMX_MEDIA_CSV, NULL),
                          400, 422);
}

HdConformanceVerdict
hd_point_unknown_form (HdCheck *check, HdConformancePoint *point)
{
  g_autofree char *year = can_ask (check) ? hd_check_year_query (check) : NULL;
  g_autofree char *path = year == NULL ? NULL : hd_check_data_path (check, check->dataset, year);

  if (path == NULL)
    return HD_CONFORMS_UNASKED;
  return hd_check_status (
      point, hd_check_ask (check, check->client, path, "application/x-no-such-form", NULL), 406,
      415);
}

HdConformanceVerdict
hd_point_token (HdCheck *check, HdConformancePoint *point)
{
  if (check->options->token == NULL)
    return HD_CONFORMS_UNASKED;
  return hd_check_status (
      point,
      hd_check_ask (check, check->stranger, check->structure_path, HD_SDMX_MEDIA_STRUCTURE, NULL),
      401, 403);
}
