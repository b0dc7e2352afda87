/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holds a feed server against what feeds must be, point by point.
 */

#include "config.h"

#include "hd-conformance.h"

#include <string.h>

#include "hd-sync-client.h"
#include "hd-sdmx-reader.h"
#include "hd-sdmx-structure.h"
#include "hd-sync-fetch.h"

#define STRUCTURE_PATH "structure/dataflow/*/*/+?references=all"
#define MAX_BYTES (G_GUINT64_CONSTANT (256) << 20)
#define MAX_LOOKED_AT 12 /* datasets, to find one with rows */

/* What the points find out, and build on. */
typedef struct
{
  const HdSyncOptions *options;
  HdFeedClient *client;
  HdFeedClient *stranger; /* the same without a token */
  GCancellable *cancellable;
  HdStructures *structures; /* NULL until read */
  char *structure_etag;
  HdStructure *dataset; /* (transfer none): the one that is looked at */
  HdFetched csv; /* its last year */
  int year;
} Check;

/* A point: FALSE with `detail` set for what does not conform, with detail NULL for what cannot be asked. */
typedef gboolean (*PointFunc) (Check *check, char **detail);

static void
check_clear (Check *check)
{
  g_clear_pointer (&check->client, hd_feed_client_free);
  g_clear_pointer (&check->stranger, hd_feed_client_free);
  g_clear_pointer (&check->structures, hd_structures_unref);
  g_clear_pointer (&check->structure_etag, g_free);
  hd_fetched_clear (&check->csv);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Check, check_clear)

static gboolean
fails (char **detail, GError *error)
{
  *detail = g_strdup (error->message);
  g_error_free (error);
  return FALSE;
}

static gboolean
drop_cb (const char *bytes, gsize length, gpointer user_data, GError **error)
{
  return TRUE;
}

/* The status of an answer whose body does not matter; 0 when there was none. */
static guint
status_of (Check *check,
           HdFeedClient *client,
           const char *path,
           const char *accept,
           const char *etag)
{
  HdFeedRequest request = { .path = path, .accept = accept, .etag = etag, .max_bytes = MAX_BYTES };
  g_auto (HdFeedResponse) response = { 0 };

  hd_feed_client_get (client, &request, drop_cb, NULL, &response, check->cancellable, NULL);
  return response.status;
}

static gboolean
expect_status (guint found, guint low, guint high, char **detail)
{
  if (found >= low && found <= high)
    return TRUE;
  *detail = g_strdup_printf ("the server answered %u", found);
  return FALSE;
}

static char *
data_path (HdStructure *dataset, const char *query)
{
  return g_strdup_printf ("data/dataflow/%s/%s/%s/*?%s", hd_structure_get_agency (dataset),
                          hd_structure_get_id (dataset), hd_structure_get_version (dataset), query);
}

static gboolean
fetch_data (Check *check,
            HdStructure *dataset,
            const char *query,
            const char *accept,
            HdFetched *fetched,
            GError **error)
{
  g_autofree char *path = data_path (dataset, query);
  HdFetch fetch = { .client = check->client,
                    .structures = check->structures,
                    .path = path,
                    .accept = accept,
                    .known_from = check->options->now };

  return hd_fetch_run (&fetch, fetched, check->cancellable, error);
}

static char *
year_query (const Check *check)
{
  return g_strdup_printf ("c%%5BTIME_PERIOD%%5D=ge:%d%%2Blt:%d", check->year, check->year + 1);
}

static gboolean
point_structure (Check *check, char **detail)
{
  HdFetch fetch
      = { .client = check->client, .path = STRUCTURE_PATH, .accept = HD_SDMX_MEDIA_STRUCTURE };
  g_auto (HdFeedResponse) response = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body
      = hd_fetch_bytes (&fetch, MAX_BYTES, &response, check->cancellable, &error);

  if (body != NULL)
    check->structures
        = hd_sdmx_structure_parse (g_bytes_get_data (body, NULL), g_bytes_get_size (body), &error);
  check->structure_etag = g_strdup (response.etag);
  if (error != NULL)
    return fails (detail, g_steal_pointer (&error));
  if (check->structures != NULL && hd_structures_get_n (check->structures) > 0)
    return TRUE;
  *detail = g_strdup ("it has no datasets");
  return FALSE;
}

static gboolean
point_structure_etag (Check *check, char **detail)
{
  if (check->structures == NULL)
    return FALSE;
  if (check->structure_etag != NULL)
    return expect_status (status_of (check, check->client, STRUCTURE_PATH, HD_SDMX_MEDIA_STRUCTURE,
                                     check->structure_etag),
                          304, 304, detail);
  *detail = g_strdup ("it has no ETag");
  return FALSE;
}

/* Every dataset passes `is_good`, or the first that does not is the detail. */
static gboolean
every_dataset (Check *check,
               gboolean (*is_good) (HdStructure *dataset),
               const char *lack,
               char **detail)
{
  for (guint at = 0; check->structures != NULL && at < hd_structures_get_n (check->structures);
       at++)
    {
      HdStructure *dataset = hd_structures_get (check->structures, at);

      if (is_good (dataset))
        continue;
      *detail = g_strdup_printf ("%s %s", hd_structure_get_id (dataset), lack);
      return FALSE;
    }
  return check->structures != NULL;
}

static gboolean
has_names (HdStructure *dataset)
{
  const char *vi = hd_structure_get_name (dataset, "vi"),
             *en = hd_structure_get_name (dataset, "en");

  return strcmp (vi, hd_structure_get_id (dataset)) != 0 && strcmp (vi, en) != 0;
}

static gboolean
point_names (Check *check, char **detail)
{
  return every_dataset (check, has_names, "does not have a name in both", detail);
}

static gboolean
has_frequency (HdStructure *dataset)
{
  return hd_structure_get_grain (dataset) != HD_GRAIN_SPAN;
}

static gboolean
point_frequency (Check *check, char **detail)
{
  return every_dataset (check, has_frequency, "does not say it", detail);
}

static gboolean
has_extraction_time (HdStructure *dataset)
{
  return hd_structure_has_attribute (dataset, "EXTRACTED_AT");
}

static gboolean
point_extracted_at (Check *check, char **detail)
{
  return every_dataset (check, has_extraction_time, "does not have it", detail);
}

static gboolean
has_coded_dimensions (HdStructure *dataset)
{
  for (guint at = 0; at < hd_structure_get_n_dimensions (dataset); at++)
    if (!hd_code_list_is_closed (hd_structure_get_dimension (dataset, at)->codes))
      return FALSE;
  return TRUE;
}

static gboolean
point_code_lists (Check *check, char **detail)
{
  return every_dataset (check, has_coded_dimensions, "has a dimension without a code list", detail);
}

static gboolean
is_wanted (const Check *check, HdStructure *dataset)
{
  return check->options->datasets == NULL || check->options->datasets[0] == NULL
         || strcmp (check->options->datasets[0], hd_structure_get_id (dataset)) == 0;
}

/* Chooses the first dataset that has rows this year or last. */
static gboolean
point_csv (Check *check, char **detail)
{
  int last, month, day;
  guint n_looked_at = 0;

  hd_day_to_ymd (hd_day_from_unix_ict (check->options->now), &last, &month, &day);
  for (guint at = 0; check->structures != NULL && at < hd_structures_get_n (check->structures);
       at++)
    {
      HdStructure *dataset = hd_structures_get (check->structures, at);

      for (check->year = last; is_wanted (check, dataset) && check->year >= last - 1; check->year--)
        {
          g_autofree char *query = year_query (check);
          GError *error = NULL;

          if (n_looked_at++ == MAX_LOOKED_AT)
            break;
          hd_fetched_clear (&check->csv);
          check->csv = (HdFetched){ 0 };
          if (!fetch_data (check, dataset, query, HD_SDMX_MEDIA_CSV, &check->csv, &error))
            return fails (detail, error);
          if (check->csv.message == NULL || check->csv.message->parts->len == 0)
            continue;
          check->dataset = dataset;
          return TRUE;
        }
    }
  *detail = check->structures == NULL ? NULL : g_strdup ("no dataset has rows this year or last");
  return FALSE;
}

static gboolean
point_csv_gzip (Check *check, char **detail)
{
  if (check->dataset == NULL || check->csv.response.n_bytes < 1000)
    return FALSE;
  if (check->csv.response.n_wire < check->csv.response.n_bytes)
    return TRUE;
  *detail = g_strdup_printf ("%" G_GUINT64_FORMAT " bytes came as they are",
                             check->csv.response.n_bytes);
  return FALSE;
}

/* Bulk data need not come in this form (406), nor too much at once (413). FALSE with `detail` NULL then. */
static gboolean
compare_forms (Check *check, HdStructure *dataset, char **detail)
{
  g_autofree char *query = year_query (check);
  g_auto (HdFetched) json = { 0 }, csv = { 0 };
  g_autoptr (GError) error = NULL;
  guint64 n_json, n_csv;

  if (!fetch_data (check, dataset, query, HD_SDMX_MEDIA_JSON, &json, &error))
    {
      if (json.response.status != 406 && json.response.status != 413)
        *detail = g_strdup (error->message);
      return FALSE;
    }
  if (json.message == NULL || json.message->parts->len == 0)
    return FALSE;
  if (!fetch_data (check, dataset, query, HD_SDMX_MEDIA_CSV, &csv, &error))
    {
      *detail = g_strdup (error->message);
      return FALSE;
    }
  n_json = hd_sdmx_message_count (json.message);
  n_csv = csv.message == NULL ? 0 : hd_sdmx_message_count (csv.message);
  if (n_json != n_csv)
    *detail
        = g_strdup_printf ("%s: %" G_GUINT64_FORMAT " rows in JSON, %" G_GUINT64_FORMAT " in CSV",
                           hd_structure_get_id (dataset), n_json, n_csv);
  return n_json == n_csv;
}

static gboolean
point_json (Check *check, char **detail)
{
  for (guint at = 0; check->dataset != NULL && at < hd_structures_get_n (check->structures); at++)
    {
      HdStructure *dataset = hd_structures_get (check->structures, at);

      if (is_wanted (check, dataset) && compare_forms (check, dataset, detail))
        return TRUE;
      if (*detail != NULL)
        return FALSE;
    }
  return FALSE;
}

static gboolean
point_time_filter (Check *check, char **detail)
{
  HdPeriod year;

  if (check->dataset == NULL)
    return FALSE;
  year = hd_period_containing (hd_day_from_ymd (check->year, 7, 1), HD_GRAIN_YEAR,
                               hd_structure_get_month_start_day (check->dataset));
  for (guint part = 0; part < check->csv.message->parts->len; part++)
    {
      const HdRows *rows = check->csv.message->parts->pdata[part];

      for (guint row = 0; row < rows->n_rows; row++)
        if (!hd_period_contains_day (year, rows->day[row]))
          {
            *detail = g_strdup_printf ("row %u is not of %d", row + 1, check->year);
            return FALSE;
          }
    }
  return TRUE;
}

static gboolean
point_data_etag (Check *check, char **detail)
{
  g_autofree char *query = check->dataset == NULL ? NULL : year_query (check);
  g_autofree char *path = query == NULL ? NULL : data_path (check->dataset, query);

  if (path == NULL)
    return FALSE;
  if (check->csv.response.etag != NULL)
    return expect_status (
        status_of (check, check->client, path, HD_SDMX_MEDIA_CSV, check->csv.response.etag), 304,
        304, detail);
  *detail = g_strdup ("it has no ETag");
  return FALSE;
}

static gboolean
point_last_modified (Check *check, char **detail)
{
  if (check->dataset == NULL)
    return FALSE;
  if (check->csv.response.modified > 0)
    return TRUE;
  *detail = g_strdup ("it has none");
  return FALSE;
}

/* Nothing is newer than the newest. */
static gboolean
point_updated_after (Check *check, char **detail)
{
  g_autoptr (GDateTime) newest = NULL;
  g_autofree char *text = NULL, *query = NULL;
  g_auto (HdFetched) fetched = { 0 };
  GError *error = NULL;

  if (check->dataset == NULL)
    return FALSE;
  newest = g_date_time_new_from_unix_utc (
      MAX (hd_sdmx_message_newest (check->csv.message), check->csv.response.modified));
  text = g_date_time_format (newest, "%Y-%m-%dT%H:%M:%SZ");
  query = g_strconcat ("updatedAfter=", text, NULL);
  if (!fetch_data (check, check->dataset, query, HD_SDMX_MEDIA_CSV, &fetched, &error))
    return fails (detail, error);
  if (fetched.message == NULL || hd_sdmx_message_count (fetched.message) == 0)
    return TRUE;
  *detail = g_strdup_printf ("%" G_GUINT64_FORMAT " rows are said to be newer than %s",
                             hd_sdmx_message_count (fetched.message), text);
  return FALSE;
}

static gboolean
point_history (Check *check, char **detail)
{
  g_autofree char *year = check->dataset == NULL ? NULL : year_query (check);
  g_autofree char *query = year == NULL ? NULL : g_strconcat ("includeHistory=true&", year, NULL);
  g_auto (HdFetched) fetched = { 0 };
  GError *error = NULL;

  if (query == NULL)
    return FALSE;
  if (!fetch_data (check, check->dataset, query, HD_SDMX_MEDIA_CSV, &fetched, &error))
    return fails (detail, error);
  if (fetched.message != NULL
      && hd_sdmx_message_count (fetched.message) >= hd_sdmx_message_count (check->csv.message))
    return TRUE;
  *detail = g_strdup ("there are fewer rows with their history than without");
  return FALSE;
}

static gboolean
point_unknown_dataset (Check *check, char **detail)
{
  return expect_status (status_of (check, check->client, "data/dataflow/HD/NO_SUCH_DATASET/1.0.0/*",
                                   HD_SDMX_MEDIA_CSV, NULL),
                        404, 404, detail);
}

static gboolean
point_bad_filter (Check *check, char **detail)
{
  g_autofree char *path = check->dataset == NULL
                              ? NULL
                              : data_path (check->dataset, "c%5BTIME_PERIOD%5D=ge:next-tuesday");

  return path != NULL
         && expect_status (status_of (check, check->client, path, HD_SDMX_MEDIA_CSV, NULL), 400,
                           422, detail);
}

static gboolean
point_token (Check *check, char **detail)
{
  return check->options->token != NULL
         && expect_status (
             status_of (check, check->stranger, STRUCTURE_PATH, HD_SDMX_MEDIA_STRUCTURE, NULL), 401,
             403, detail);
}

static const struct
{
  const char *id;
  const char *text;
  PointFunc func;
} points[] = {
  { "structure", "The structure message is served and can be read.", point_structure },
  { "structure-etag", "The structure has an ETag, and If-None-Match is answered by 304.",
    point_structure_etag },
  { "names", "Every dataset has a name in Vietnamese and in English.", point_names },
  { "code-lists", "Every dimension has its code list.", point_code_lists },
  { "frequency", "Every dataset says its frequency.", point_frequency },
  { "extracted-at", "Observations say when their source knew them (EXTRACTED_AT).",
    point_extracted_at },
  { "csv", "Data come as SDMX-CSV 2.0.0 that agrees with the structure.", point_csv },
  { "csv-gzip", "Data are compressed when gzip is asked for.", point_csv_gzip },
  { "json", "Small data come as SDMX-JSON 2.0.0, too, row for row.", point_json },
  { "time-filter", "A filter on TIME_PERIOD gives only what lies in it.", point_time_filter },
  { "data-etag", "Data have an ETag, and If-None-Match is answered by 304.", point_data_etag },
  { "last-modified", "Data say when they last changed (Last-Modified).", point_last_modified },
  { "updated-after", "Nothing is newer than the newest (updatedAfter).", point_updated_after },
  { "history", "Earlier versions come with includeHistory.", point_history },
  { "unknown-dataset", "A dataset that does not exist is answered by 404.", point_unknown_dataset },
  { "bad-filter", "A filter that makes no sense is answered by 400 or 422.", point_bad_filter },
  { "token", "Without its token, nothing is served.", point_token },
};

void
hd_conformance_point_free (HdConformancePoint *point)
{
  g_free (point->detail);
  g_free (point);
}

static gboolean
begin (Check *check, GError **error)
{
  HdSyncOptions options = *check->options;

  check->client = hd_sync_make_client (&options, error);
  if (check->client == NULL)
    return FALSE;
  options.token = NULL;
  options.client_cert_file = NULL;
  check->stranger = hd_sync_make_client (&options, error);
  return check->stranger != NULL;
}

static GPtrArray *
run_points (Check *check, GError **error)
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
      point->text = points[row].text;
      if (points[row].func (check, &point->detail))
        point->verdict = HD_CONFORMS;
      else
        point->verdict = point->detail == NULL ? HD_CONFORMS_UNASKED : HD_CONFORMS_NOT;
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
    g_auto (Check) check = { .options = options, .cancellable = cancellable };

    found = run_points (&check, error);
  }
  g_main_context_pop_thread_default (context);
  return found;
}
