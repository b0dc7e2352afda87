/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sync against a small feed server: everything, then changes, then everything that can go wrong.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "feed-server.h"
#include "hd-conformance.h"
#include "hd-sync.h"
#include "sync-messages.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define NOW G_GINT64_CONSTANT (1795327920) /* 2026-11-22 */
#define N_YEARS 11 /* 2016 to 2026; what is before is empty */
#define N_PARTS (N_YEARS + 2) /* years, a first month to see how long one is, what is before */

/* What the server does. Written by the test while no sync runs. */
typedef struct
{
  guint version; /* of REVENUE: 1, then 2 with changes */
  const char *fault; /* (nullable) */
  const char *at; /* (nullable): only where the query has this */
  guint n_faults; /* how often still; G_MAXUINT always */
  guint n_full, n_delta, n_unchanged; /* requests for REVENUE */
  guint delay_ms;
} Central;

typedef struct
{
  Central central;
  FeedServer *server;
  char *dir;
  HdStore *store;
  HdCatalog *catalog;
} Fixture;

static GBytes *
faulty (const char *fault)
{
  if (strcmp (fault, "cut") == 0)
    return feed_answer_gzip (
        "", CSV_HEADER CSV_LINE "R,03CC,VA,2026-01-02,1,2026-01-03T00:00:00Z\n", 5);
  if (strcmp (fault, "short") == 0)
    return feed_answer_raw ("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" CSV_HEADER);
  if (strcmp (fault, "reset") == 0)
    return NULL;
  if (strcmp (fault, "500") == 0)
    return feed_answer ("500 Internal Server Error", "", "", 0);
  if (strcmp (fault, "503") == 0)
    return feed_answer ("503 Service Unavailable", "Retry-After: 0\r\n", "", 0);
  if (strcmp (fault, "401") == 0)
    return feed_answer ("401 Unauthorized", "", "", 0);
  if (strcmp (fault, "away") == 0)
    return feed_answer ("302 Found", "Location: http://elsewhere.example/\r\n", "", 0);
  if (strcmp (fault, "unknown-code") == 0)
    return feed_answer_gzip (
        "", CSV_HEADER CSV_LINE "R,03CC,VA,2026-01-02,7,\n" CSV_LINE "R,99ZZ,VA,2026-01-02,1,\n",
        0);
  if (strcmp (fault, "overflow") == 0)
    return feed_answer_gzip ("", CSV_HEADER CSV_LINE "R,03CC,VA,2026-01-02,99999999999999999999,\n",
                             0);
  return feed_answer ("200 OK", "", "<html>maintenance</html>", -1);
}

static GBytes *
answer_changes (Central *central, const FeedRequest *request)
{
  g_autofree char *etag = g_strdup_printf ("\"r%u\"", central->version);
  g_autofree char *header = g_strdup_printf ("ETag: %s\r\n", etag);

  central->n_delta++;
  if (g_strcmp0 (request->etag, etag) == 0)
    {
      central->n_unchanged++;
      return feed_answer ("304 Not Modified", header, "", 0);
    }
  if (central->version == 1)
    return feed_answer_gzip (header, CSV_HEADER, 0);
  return feed_answer_gzip (header,
                           CSV_HEADER CSV_LINE
                           "D,03CC,VA,2018-02-01,,2026-11-22T00:00:00Z\n" CSV_LINE
                           "R,03CC,VA,2019-02-01,42,2026-11-22T00:00:00Z\n",
                           0);
}

static GBytes *
answer_revenue (Central *central, const FeedRequest *request)
{
  const char *begin = strstr (request->query, "ge:");
  g_autofree char *body = NULL;

  if (strstr (request->query, "updatedAfter=") != NULL)
    return answer_changes (central, request);
  central->n_full++;
  if (begin == NULL)
    return feed_answer ("204 No Content", "", "", 0);
  body = g_strdup_printf (CSV_HEADER CSV_LINE "R,03CC,VA,%.4s-02-01,%.4s,%.4s-02-02T00:00:00Z\n",
                          begin + 3, begin + 3, begin + 3);
  return feed_answer_gzip ("", body, 0);
}

static GBytes *
answer_cb (const FeedRequest *request, gpointer user_data)
{
  Central *central = user_data;
  gboolean is_revenue = strstr (request->path, "/REVENUE/") != NULL;

  if (central->delay_ms > 0)
    g_usleep (central->delay_ms * 1000);
  if (is_revenue && central->fault != NULL && central->n_faults > 0
      && (central->at == NULL || strstr (request->query, central->at) != NULL))
    {
      central->n_faults -= central->n_faults == G_MAXUINT ? 0 : 1;
      return faulty (central->fault);
    }
  if (is_revenue)
    return answer_revenue (central, request);
  if (strstr (request->path, "/structure/") != NULL && g_strcmp0 (request->etag, "\"s1\"") == 0)
    return feed_answer ("304 Not Modified", "ETag: \"s1\"\r\n", "", 0);
  if (strstr (request->path, "/structure/") != NULL)
    return feed_answer ("200 OK", "ETag: \"s1\"\r\n", structure_message, -1);
  return feed_answer ("200 OK", "", plans_message, -1);
}

static void
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->store = hd_store_open (fixture->dir, HD_STORE_WRITE | HD_STORE_CREATE, &error);
  g_assert_no_error (error);
}

static HdCatalog *
load_catalog (void)
{
  g_autofree char *dir = g_test_build_filename (G_TEST_DIST, "..", "resources", "catalog", NULL);
  g_autoptr (GError) error = NULL;
  HdCatalog *catalog = hd_catalog_load_from_dir (dir, &error);

  g_assert_no_error (error);
  return catalog;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->central.version = 1;
  fixture->server = feed_server_new (answer_cb, &fixture->central);
  fixture->dir = g_dir_make_tmp ("hd-sync-XXXXXX", NULL);
  fixture->catalog = load_catalog ();
  open_store (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  feed_server_free (fixture->server);
  g_clear_object (&fixture->store);
  hd_catalog_unref (fixture->catalog);
  dir = g_dir_open (fixture->dir, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
}

static GPtrArray *
sync_with (Fixture *fixture, gboolean full, GError **error)
{
  HdSyncOptions options
      = { .base_url = feed_server_get_url (fixture->server), .full = full, .now = NOW };

  return hd_sync_run (fixture->store, fixture->catalog, &options, NULL, NULL, NULL, error);
}

/* REVENUE's result of a sync that must work as a whole. */
static HdSyncResult *
sync_revenue (Fixture *fixture, GPtrArray **results)
{
  g_autoptr (GError) error = NULL;

  *results = sync_with (fixture, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint ((*results)->len, ==, 2);
  g_assert_cmpstr (((HdSyncResult *)(*results)->pdata[0])->dataset, ==, "REVENUE");
  return (*results)->pdata[0];
}

static guint64
count_rows (Fixture *fixture, const char *dataset, char **last_error)
{
  g_autoptr (GPtrArray) list = hd_store_get_status (fixture->store, NULL);

  for (guint at = 0; at < list->len; at++)
    {
      const HdStoreDatasetStatus *status = list->pdata[at];

      if (strcmp (status->dataset, dataset) != 0)
        continue;
      if (last_error != NULL)
        *last_error = g_strdup (status->last_error);
      return status->n_rows;
    }
  return 0;
}

static void
assert_clean (Fixture *fixture)
{
  g_autoptr (GPtrArray) faults = hd_store_verify (fixture->store, NULL, NULL);

  g_assert_nonnull (faults);
  g_assert_cmpuint (faults->len, ==, 0);
}

static void
assert_synced (Fixture *fixture)
{
  g_autoptr (GPtrArray) results = NULL;
  HdSyncResult *result = sync_revenue (fixture, &results);

  g_assert_no_error (result->error);
  g_assert_cmpuint (count_rows (fixture, "REVENUE", NULL), ==, N_YEARS);
  g_assert_cmpuint (count_rows (fixture, "PLANS", NULL), ==, 2);
  assert_clean (fixture);
}

static void
test_course (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) first = NULL, second = NULL, third = NULL, fourth = NULL, fifth = NULL;
  HdSyncResult *result = sync_revenue (fixture, &first);

  /* Everything, a year at a time, and what is before. */
  g_assert_no_error (result->error);
  g_assert_cmpuint (result->added, ==, N_YEARS);
  g_assert_cmpuint (fixture->central.n_full, ==, N_PARTS);
  g_assert_cmpint (result->vintage, ==, G_GINT64_CONSTANT (1769990400));
  g_assert_cmpuint (((HdSyncResult *)first->pdata[1])->added, ==, 2);
  g_assert_cmpuint (count_rows (fixture, "PLANS", NULL), ==, 2);

  /* Nothing new; then not even an answer. */
  result = sync_revenue (fixture, &second);
  g_assert_cmpuint (result->added + result->replaced + result->deleted, ==, 0);
  g_assert_false (result->unchanged);
  result = sync_revenue (fixture, &third);
  g_assert_true (result->unchanged);
  g_assert_cmpuint (fixture->central.n_full, ==, N_PARTS);

  /* Changes: one row replaced, one deleted; and the same told again changes nothing. */
  fixture->central.version = 2;
  result = sync_revenue (fixture, &fourth);
  g_assert_cmpuint (result->replaced, ==, 1);
  g_assert_cmpuint (result->deleted, ==, 1);
  g_assert_cmpuint (count_rows (fixture, "REVENUE", NULL), ==, N_YEARS - 1);
  fixture->central.version = 3;
  result = sync_revenue (fixture, &fifth);
  g_assert_cmpuint (result->added + result->replaced + result->deleted, ==, 0);
  g_assert_cmpuint (count_rows (fixture, "REVENUE", NULL), ==, N_YEARS - 1);
  assert_clean (fixture);
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;

  assert_synced (fixture);
  results = sync_with (fixture, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->central.n_full, ==, 2 * N_PARTS);
  g_assert_cmpuint (((HdSyncResult *)results->pdata[0])->added, ==, 0);
  assert_synced (fixture);
}

/* One dataset fails: the other is in, nothing of the one is changed, and the next sync completes it. */
static void
test_faults (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *fault;
    int code;
  } rows[] = {
    { "cut", HD_FEED_ERROR_TRUNCATED },   { "short", HD_FEED_ERROR_TRUNCATED },
    { "reset", HD_FEED_ERROR_NETWORK },   { "500", HD_FEED_ERROR_HTTP_STATUS },
    { "503", HD_FEED_ERROR_HTTP_STATUS }, { "401", HD_FEED_ERROR_HTTP_STATUS },
    { "away", HD_FEED_ERROR_REDIRECT },   { "unknown-code", HD_FEED_ERROR_SCHEMA },
    { "overflow", HD_FEED_ERROR_SYNTAX }, { "html", HD_FEED_ERROR_SYNTAX },
  };

  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_autoptr (GPtrArray) results = NULL;
      g_autofree char *last_error = NULL;
      HdSyncResult *result;

      fixture->central.fault = rows[row].fault;
      fixture->central.n_faults = G_MAXUINT;
      result = sync_revenue (fixture, &results);
      if (!g_error_matches (result->error, HD_FEED_ERROR, rows[row].code))
        g_error ("%s: %s", rows[row].fault, result->error == NULL ? "" : result->error->message);
      g_assert_null (strchr (result->error->message, '\n'));
      g_assert_no_error (((HdSyncResult *)results->pdata[1])->error);
      g_assert_cmpuint (count_rows (fixture, "REVENUE", &last_error), ==, 0);
      g_assert_cmpstr (last_error, ==, result->error->message);
      g_assert_cmpuint (count_rows (fixture, "PLANS", NULL), ==, 2);
    }
  fixture->central.fault = NULL;
  assert_synced (fixture);
}

/* What passes is asked for again, and nothing is reported. */
static void
test_patience (Fixture *fixture, gconstpointer data)
{
  static const char *const faults[] = { "cut", "503", "reset" };

  for (guint fault = 0; fault < G_N_ELEMENTS (faults); fault++)
    {
      fixture->central.fault = faults[fault];
      fixture->central.at = fault == 0 ? "ge:2018" : "updatedAfter";
      fixture->central.n_faults = 1;
      assert_synced (fixture);
      g_assert_cmpuint (fixture->central.n_faults, ==, 0);
    }
  g_assert_cmpuint (fixture->central.n_full, ==, N_PARTS);
}

/* A year that fails leaves those before it, and is where the next sync goes on. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) results = NULL;
  HdSyncResult *result;

  fixture->central.fault = "401";
  fixture->central.at = "ge:2020";
  fixture->central.n_faults = 1;
  result = sync_revenue (fixture, &results);
  g_assert_error (result->error, HD_FEED_ERROR, HD_FEED_ERROR_HTTP_STATUS);
  g_assert_cmpuint (count_rows (fixture, "REVENUE", NULL), ==, 4);
  g_assert_cmpuint (fixture->central.n_full, ==, 6);
  fixture->central.n_full = 0;
  assert_synced (fixture);
  g_assert_cmpuint (fixture->central.n_full, ==, N_YEARS - 4 + 1);
}

static void
test_unreachable (Fixture *fixture, gconstpointer data)
{
  static const char *const unknown[] = { "NONE", "PLANS", NULL };
  HdSyncOptions options = { .base_url = "http://127.0.0.1:1", .now = NOW };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;

  g_assert_null (
      hd_sync_run (fixture->store, fixture->catalog, &options, NULL, NULL, NULL, &error));
  g_assert_error (error, HD_FEED_ERROR, HD_FEED_ERROR_NETWORK);
  g_clear_error (&error);
  options.base_url = feed_server_get_url (fixture->server);
  options.datasets = unknown;
  results = hd_sync_run (fixture->store, fixture->catalog, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_error (((HdSyncResult *)results->pdata[0])->error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA);
  g_assert_no_error (((HdSyncResult *)results->pdata[1])->error);
  g_assert_cmpuint (fixture->central.n_full, ==, 0);
}

typedef struct
{
  GCancellable *cancellable;
  double fraction;
} Watch;

static void
progress_cb (const char *dataset, double fraction, guint64 n_rows, gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_cmpfloat (fraction, >=, watch->fraction);
  g_assert_cmpfloat (fraction, <=, 1);
  watch->fraction = fraction;
  if (watch->cancellable != NULL && n_rows >= 3)
    g_cancellable_cancel (watch->cancellable);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Watch watch = { cancellable, 0 };
  HdSyncOptions options = { .base_url = feed_server_get_url (fixture->server), .now = NOW };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;

  g_assert_null (hd_sync_run (fixture->store, fixture->catalog, &options, progress_cb, &watch,
                              cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  watch = (Watch){ NULL, 0 };
  results
      = hd_sync_run (fixture->store, fixture->catalog, &options, progress_cb, &watch, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (watch.fraction, ==, 1);
  assert_synced (fixture);
}

static char *program;

/* Killed at any moment, a sync leaves a store that is sound, and that the next sync completes. */
static void
test_kill (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (15);

  g_clear_object (&fixture->store);
  fixture->central.delay_ms = 3;
  for (guint turn = 0; turn < 10; turn++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) process = g_subprocess_new (
          G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, program,
          "--sync", feed_server_get_url (fixture->server), fixture->dir, NULL);

      g_assert_no_error (error);
      g_usleep ((gulong)g_rand_int_range (rand, 0, 100000));
      g_subprocess_send_signal (process, SIGKILL);
      g_subprocess_wait (process, NULL, NULL);
      open_store (fixture);
      assert_clean (fixture);
      g_clear_object (&fixture->store);
    }
  open_store (fixture);
  assert_synced (fixture);
}

static int
sync_only (const char *url, const char *dir)
{
  g_autoptr (HdStore) store = hd_store_open (dir, HD_STORE_WRITE | HD_STORE_CREATE, NULL);
  g_autoptr (HdCatalog) catalog = load_catalog ();
  HdSyncOptions options = { .base_url = url, .now = NOW };
  g_autoptr (GPtrArray) results = hd_sync_run (store, catalog, &options, NULL, NULL, NULL, NULL);

  return results == NULL;
}

/* Our little server is no model: what it lacks is found, one by one. */
static void
test_conformance (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *id;
    HdConformanceVerdict verdict;
  } rows[] = {
    { "structure", HD_CONFORMS },     { "structure-etag", HD_CONFORMS },
    { "clock", HD_CONFORMS_NOT },     { "range", HD_CONFORMS_UNASKED },
    { "changes", HD_CONFORMS_NOT },   { "as-of", HD_CONFORMS_NOT },
    { "events", HD_CONFORMS_NOT },    { "unknown-form", HD_CONFORMS_NOT },
    { "names", HD_CONFORMS_NOT },     { "code-lists", HD_CONFORMS },
    { "frequency", HD_CONFORMS },     { "extracted-at", HD_CONFORMS },
    { "csv", HD_CONFORMS },           { "time-filter", HD_CONFORMS },
    { "data-etag", HD_CONFORMS_NOT }, { "last-modified", HD_CONFORMS_NOT },
    { "updated-after", HD_CONFORMS }, { "unknown-dataset", HD_CONFORMS_NOT },
    { "token", HD_CONFORMS_UNASKED },
  };
  HdSyncOptions options = { .base_url = feed_server_get_url (fixture->server), .now = NOW };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) points = hd_conformance_run (&options, NULL, &error);

  g_assert_no_error (error);
  for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      const HdConformancePoint *point = NULL;

      for (guint at = 0; at < points->len && point == NULL; at++)
        if (strcmp (((HdConformancePoint *)points->pdata[at])->id, rows[row].id) == 0)
          point = points->pdata[at];
      g_assert_nonnull (point);
      if (point->verdict != rows[row].verdict)
        g_error ("%s: %d %d %s", point->id, point->verdict, point->finding, point->subject);
      g_assert_true ((point->finding != HD_FINDING_NONE) == (point->verdict == HD_CONFORMS_NOT));
    }
}

/* A byte now and then, so that no time-out of a socket ever comes. */
static void
drip (GOutputStream *out, const char *first)
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  if (!g_output_stream_write_all (out, first, strlen (first), NULL, NULL, NULL))
    return;
  while (g_get_monotonic_time () < end && g_output_stream_write_all (out, "x", 1, NULL, NULL, NULL))
    g_usleep (100 * 1000);
}

/* Files have ranges and an ETag; what is asked of them by range, and the events, come without an end. */
static GBytes *
dripping_cb (const FeedRequest *request, gpointer user_data)
{
  g_autoptr (GString) body = g_string_new (CSV_HEADER);

  if (g_str_has_suffix (request->path, "/events"))
    drip (request->out, "HTTP/1.1 200 OK\r\nContent-Type: ");
  else if (request->range != NULL)
    drip (request->out, "HTTP/1.1 206 Partial Content\r\nETag: \"f1\"\r\n"
                        "Content-Range: bytes 500-99999999/100000000\r\n\r\n");
  if (request->range != NULL || g_str_has_suffix (request->path, "/events"))
    return NULL;
  if (strstr (request->path, "/REVENUE/") == NULL)
    return answer_cb (request, user_data);
  for (guint day = 1; day <= 28; day++)
    g_string_append_printf (body, CSV_LINE "R,03CC,VA,2026-02-%02u,1,2026-03-01T00:00:00Z\n", day);
  return feed_answer ("200 OK", "ETag: \"f1\"\r\n", body->str, -1);
}

/* Each point that asks by itself ends, and says that nothing came. */
static void
test_conformance_ends (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FeedServer) server = feed_server_new (dripping_cb, &fixture->central);
  HdSyncOptions options = { .base_url = feed_server_get_url (server), .now = NOW, .timeout_s = 1 };
  gint64 began = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) points = hd_conformance_run (&options, NULL, &error);
  guint n_found = 0;

  g_assert_no_error (error);
  for (guint at = 0; at < points->len; at++)
    {
      const HdConformancePoint *point = points->pdata[at];

      if (strcmp (point->id, "events") != 0 && !g_str_has_prefix (point->id, "range"))
        continue;
      n_found++;
      if (point->verdict != HD_CONFORMS_NOT)
        g_error ("%s: %d", point->id, point->verdict);
    }
  g_assert_cmpuint (n_found, ==, 3);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 40 * G_USEC_PER_SEC);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  if (argc == 4 && strcmp (argv[1], "--sync") == 0)
    return sync_only (argv[2], argv[3]);
  ADD ("/data/sync/course", test_course);
  ADD ("/data/sync/full", test_full);
  ADD ("/data/sync/faults", test_faults);
  ADD ("/data/sync/patience", test_patience);
  ADD ("/data/sync/resume", test_resume);
  ADD ("/data/sync/unreachable", test_unreachable);
  ADD ("/data/sync/cancel", test_cancel);
  ADD ("/data/sync/kill", test_kill);
  ADD ("/data/sync/conformance", test_conformance);
  ADD ("/data/sync/conformance-ends", test_conformance_ends);
  return g_test_run ();
}
