/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The points about data: their forms, their filters, and how a download of them goes.
 */

#include "config.h"

#include "hd-conformance-check.h"

#include "hd-sdmx-reader.h"

#define MAX_LOOKED_AT 12 /* datasets, to find one with rows */
/* A body has to be longer than this to be asked for in part. */
#define MIN_FOR_RANGE 200
#define ROOM (64 * 1024)
/* What has to come of a body while the patience lasts. */
#define STEP (1 << 20)

/* Whether the dataset has rows this year or last: TRUE too with `error`. */
static gboolean
look_at (HdCheck *check, HdStructure *dataset, int last, GError **error)
{
  for (check->year = last; check->year >= last - !check->is_folder; check->year--)
    {
      g_autofree char *query = hd_check_year_query (check);

      hd_fetched_clear (&check->csv);
      check->csv = (HdFetched){ 0 };
      if (!hd_check_fetch (check, dataset, query, HD_SDMX_MEDIA_CSV, &check->csv, error)
          || hd_check_count_rows (&check->csv) > 0)
        return TRUE;
    }
  return FALSE;
}

HdConformanceVerdict
hd_point_csv (HdCheck *check, HdConformancePoint *point)
{
  int last, month, day;
  guint n_looked_at = 0;

  if (check->structures == NULL)
    return HD_CONFORMS_UNASKED;
  hd_day_to_ymd (hd_day_from_unix_ict (check->options->now), &last, &month, &day);
  for (guint at = 0; at < hd_structures_get_n (check->structures) && n_looked_at < MAX_LOOKED_AT;
       at++)
    {
      HdStructure *dataset = hd_structures_get (check->structures, at);
      GError *error = NULL;

      if (!hd_check_is_wanted (check, dataset))
        continue;
      n_looked_at++;
      if (!look_at (check, dataset, last, &error))
        continue;
      if (error != NULL)
        return hd_check_fail (point, error);
      check->dataset = dataset;
      return HD_CONFORMS;
    }
  return hd_check_find (point, HD_FINDING_NO_ROWS);
}

HdConformanceVerdict
hd_point_csv_gzip (HdCheck *check, HdConformancePoint *point)
{
  const HdFeedResponse *response = &check->csv.response;

  if (check->dataset == NULL || response->n_bytes < 1000)
    return HD_CONFORMS_UNASKED;
  return response->n_wire < response->n_bytes
             ? HD_CONFORMS
             : hd_check_count (point, HD_FINDING_UNCOMPRESSED, response->n_bytes, 0);
}

/* Bulk data need not come in this form (406), nor too much at once (413). */
static HdConformanceVerdict
compare_forms (HdCheck *check, HdStructure *dataset, HdConformancePoint *point)
{
  g_autofree char *query = hd_check_year_query (check);
  g_auto (HdFetched) json = { 0 }, csv = { 0 };
  g_autoptr (GError) error = NULL;

  if (!hd_check_fetch (check, dataset, query, HD_SDMX_MEDIA_JSON, &json, &error))
    return json.response.status == 406 || json.response.status == 413
               ? HD_CONFORMS_UNASKED
               : hd_check_fail (point, g_steal_pointer (&error));
  if (hd_check_count_rows (&json) == 0)
    return HD_CONFORMS_UNASKED;
  if (!hd_check_fetch (check, dataset, query, HD_SDMX_MEDIA_CSV, &csv, &error))
    return hd_check_fail (point, g_steal_pointer (&error));
  if (hd_check_count_rows (&json) == hd_check_count_rows (&csv))
    return HD_CONFORMS;
  point->subject = g_strdup (hd_structure_get_id (dataset));
  return hd_check_count (point, HD_FINDING_OTHER_ROWS, hd_check_count_rows (&json),
                         hd_check_count_rows (&csv));
}

HdConformanceVerdict
hd_point_json (HdCheck *check, HdConformancePoint *point)
{
  HdConformanceVerdict verdict = HD_CONFORMS_UNASKED;

  if (check->dataset == NULL || check->is_folder)
    return HD_CONFORMS_UNASKED;
  for (guint at = 0; verdict == HD_CONFORMS_UNASKED && at < hd_structures_get_n (check->structures);
       at++)
    {
      HdStructure *dataset = hd_structures_get (check->structures, at);

      if (hd_check_is_wanted (check, dataset))
        verdict = compare_forms (check, dataset, point);
    }
  return verdict;
}

HdConformanceVerdict
hd_point_time_filter (HdCheck *check, HdConformancePoint *point)
{
  HdPeriod year;
  guint64 n_stray = 0;

  if (check->dataset == NULL || check->is_folder)
    return HD_CONFORMS_UNASKED;
  year = hd_period_containing (hd_day_from_ymd (check->year, 7, 1), HD_GRAIN_YEAR,
                               hd_structure_get_month_start_day (check->dataset));
  for (guint part = 0; part < check->csv.message->parts->len; part++)
    {
      const HdRows *rows = check->csv.message->parts->pdata[part];

      for (guint row = 0; row < rows->n_rows; row++)
        n_stray += !hd_period_contains_day (year, rows->day[row]);
    }
  return n_stray == 0 ? HD_CONFORMS : hd_check_count (point, HD_FINDING_STRAY_ROWS, n_stray, 0);
}

/* Of the body that was read to begin with. (nullable) */
static char *
csv_path (const HdCheck *check)
{
  g_autofree char *query = hd_check_year_query (check);

  return check->dataset == NULL ? NULL : hd_check_data_path (check, check->dataset, query);
}

HdConformanceVerdict
hd_point_data_etag (HdCheck *check, HdConformancePoint *point)
{
  g_autofree char *path = csv_path (check);
  const char *etag = check->csv.response.etag;

  if (path == NULL)
    return HD_CONFORMS_UNASKED;
  if (etag == NULL)
    return hd_check_find (point, HD_FINDING_MISSING);
  return hd_check_status (point, hd_check_ask (check, check->client, path, HD_SDMX_MEDIA_CSV, etag),
                          304, 304);
}

HdConformanceVerdict
hd_point_last_modified (HdCheck *check, HdConformancePoint *point)
{
  if (check->dataset == NULL)
    return HD_CONFORMS_UNASKED;
  return check->csv.response.modified > 0 ? HD_CONFORMS : hd_check_find (point, HD_FINDING_MISSING);
}

/* The body from its middle on, if it is still what `etag` names. (transfer full) (nullable) */
static SoupMessage *
ask_for_half (HdCheck *check, const char *etag, goffset *from, goffset *n_got)
{
  g_autofree char *path = csv_path (check);
  HdFeedRequest request = { .path = path, .accept = HD_SDMX_MEDIA_CSV };
  SoupMessage *message = hd_feed_client_make_message (check->client, &request);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *range = NULL;
  g_autoptr (HdFeedDeadline) deadline = hd_check_begin (check);
  GCancellable *cancellable = hd_feed_deadline_get_cancellable (deadline);
  g_autoptr (GInputStream) body = NULL;
  g_autofree char *room = g_malloc (ROOM);
  gssize n_read = -1;

  *from = (goffset)check->csv.response.n_wire / 2;
  range = g_strdup_printf ("bytes=%" G_GOFFSET_FORMAT "-", *from);
  soup_message_headers_replace (headers, "Range", range);
  soup_message_headers_replace (headers, "If-Range", etag);
  /* libsoup 3.2 cannot skip in chunks: it looks for their ends in a buffer that is not there. */
  body = hd_feed_client_send (check->client, message, cancellable, NULL);
  for (*n_got = 0; body != NULL && (guint64)*n_got <= HD_CHECK_MAX_BYTES && n_read != 0;)
    {
      n_read = g_input_stream_read (body, room, ROOM, cancellable, NULL);
      if (n_read < 0)
        break;
      if (*n_got / STEP != (*n_got + n_read) / STEP)
        hd_feed_deadline_renew (deadline);
      *n_got += n_read;
    }
  return message;
}

/* Only a strong ETag says that two answers are the same byte for byte (RFC 9110, 8.8.1). */
static gboolean
can_ask_for_half (const HdCheck *check)
{
  const HdFeedResponse *response = &check->csv.response;

  return check->dataset != NULL && response->etag != NULL && *response->etag == '"'
         && response->n_wire > MIN_FOR_RANGE;
}

HdConformanceVerdict
hd_point_range (HdCheck *check, HdConformancePoint *point)
{
  g_autoptr (SoupMessage) message = NULL;
  goffset from, n_got, start = -1, end = -1, total = -1;

  if (!can_ask_for_half (check))
    return HD_CONFORMS_UNASKED;
  message = ask_for_half (check, check->csv.response.etag, &from, &n_got);
  if (soup_message_get_status (message) != SOUP_STATUS_PARTIAL_CONTENT)
    return hd_check_count (point, HD_FINDING_STATUS, soup_message_get_status (message), 0);
  return soup_message_headers_get_content_range (soup_message_get_response_headers (message),
                                                 &start, &end, &total)
                 && start == from && n_got == end - start + 1
                 && from + n_got == (goffset)check->csv.response.n_wire
             ? HD_CONFORMS
             : hd_check_find (point, HD_FINDING_OTHER_BYTES);
}

/* What has changed since cannot be gone on with: it has to come whole. */
HdConformanceVerdict
hd_point_range_stale (HdCheck *check, HdConformancePoint *point)
{
  g_autoptr (SoupMessage) message = NULL;
  goffset from, n_got;

  if (!can_ask_for_half (check))
    return HD_CONFORMS_UNASKED;
  message = ask_for_half (check, "\"another body, that never was\"", &from, &n_got);
  return hd_check_status (point, soup_message_get_status (message), 200, 200);
}
