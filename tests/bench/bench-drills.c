/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The twelve drills of a leader over a store: medians and 99th percentiles, and the answers themselves.
 *
 * bench-drills STORE [RUNS [DRILL]]: JSON, one object a drill; made for tests/bench/drills, which holds it
 * against other engines. The answer cache is off: every run scans.
 */

#include "config.h"

#include "hd-cube-shelf.h"
#include "hd-local-engine-private.h"

#include <math.h>
#include <stdlib.h>

#define DEFAULT_RUNS 200

/* The spans are fixed, so that every engine answers the same. */
static const struct
{
  const char *name;
  const char *query;
} drills[] = {
  { "revenue by month, ten years", "revenue.collected by time from 2016 to 2025" },
  { "revenue by office, last year, with yoy",
    "revenue.collected by unit from 2025 to 2025 compare yoy" },
  { "one office by month and tax",
    "revenue.collected by time,tax where unit=02CI from 2016 to 2025" },
  { "chapter and office for one tax, one year",
    "revenue.collected by hs,unit where tax=NK from 2025 to 2025" },
  { "P90 clearance hours by office, last year", "clearance.p90_hours by unit from 2025 to 2025" },
  { "lane shares by month", "risk.lane_share by time,lane from 2016 to 2025" },
  { "ten chapters with the largest change",
    "revenue.collected by hs from 2025 to 2025 compare yoy top 10 rank change" },
  { "revenue by region, map 2025", "revenue.collected by unit:region from 2025 to 2025 map 2025" },
  { "revenue by department, map 2024",
    "revenue.collected by unit:department from 2025 to 2025 map 2024" },
  { "daily revenue of one region, ten years",
    "revenue.collected by time where unit=KV02 from 2016 to 2025 grain day" },
  { "violations by office, reporting calendar",
    "violations.cases by unit from 2025 to 2025 calendar reporting15" },
  { "hit rate by lane and month", "risk.hit_rate by time,lane from 2016 to 2025" },
  { "region, tax and quarter",
    "revenue.collected by time,unit:region,tax from 2016 to 2025 grain quarter" },
};

static int
compare_doubles (const void *a, const void *b)
{
  double left = *(const double *)a, right = *(const double *)b;

  return left < right ? -1 : left > right;
}

static double
ask_once (HdEngine *engine, const char *text, HdFrame **frame)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdQuery) query = hd_query_parse (text, &error);
  gint64 started_us = g_get_monotonic_time ();

  *frame = query != NULL ? hd_engine_query (engine, query, NULL, &error) : NULL;
  if (*frame == NULL)
    g_error ("%s: %s", text, error->message);
  return (double)(g_get_monotonic_time () - started_us) / 1000;
}

static void
run_drill (HdEngine *engine, guint index, guint n_runs)
{
  g_autofree double *times = g_new (double, n_runs);
  g_autoptr (HdFrame) answer = NULL;
  const HdTiming *timing;
  double first = ask_once (engine, drills[index].query, &answer);

  for (guint run = 0; run < n_runs; run++)
    {
      g_autoptr (HdFrame) frame = NULL;

      times[run] = ask_once (engine, drills[index].query, &frame);
      if (run + 1 == n_runs)
        {
          hd_frame_unref (answer);
          answer = hd_frame_ref (frame);
        }
    }
  qsort (times, n_runs, sizeof *times, compare_doubles);
  timing = hd_frame_get_timing (answer);
  g_print ("{\"drill\": \"%s\", \"query\": \"%s\", \"first_ms\": %.3f, \"median_ms\": %.3f, "
           "\"p99_ms\": %.3f, \"rows\": %u, \"scanned\": %" G_GUINT64_FORMAT
           ", \"bytes\": %" G_GUINT64_FORMAT
           ", \"resolve_us\": %d, \"load_us\": %d, \"scan_us\": %d"
           ", \"answer_us\": %d, \"plan\": \"%s\"}\n",
           drills[index].name, drills[index].query, first, times[n_runs / 2],
           times[(guint)floor (0.99 * (n_runs - 1))], hd_frame_get_n_rows (answer),
           timing->rows_scanned, timing->bytes_decoded, (int)timing->resolve_us,
           (int)timing->load_us, (int)timing->scan_us, (int)timing->answer_us, timing->plan);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdCatalog) catalog = hd_catalog_load (&error);
  g_autoptr (HdStore) store = NULL;
  g_autoptr (HdEngine) engine = NULL;
  guint n_runs = argc > 2 ? (guint)atoi (argv[2]) : DEFAULT_RUNS;
  gint64 started_us = g_get_monotonic_time ();

  if (argc < 2)
    {
      g_print ("SKIP: bench-drills STORE [RUNS [DRILL]]\n");
      return 77;
    }
  if (catalog != NULL)
    store = hd_store_open (argv[1], HD_STORE_WRITE, &error);
  if (store == NULL || !hd_cube_shelf_refresh (store, catalog, NULL, NULL, NULL, &error))
    g_error ("%s", error->message);
  g_printerr ("roll-ups: %.3f s\n", (double)(g_get_monotonic_time () - started_us) / 1e6);
  engine = hd_local_engine_new (store, catalog);
  hd_local_engine_set_cache_bytes (HD_LOCAL_ENGINE (engine), 0);
  for (guint index = 0; index < G_N_ELEMENTS (drills); index++)
    if (argc <= 3 || (guint)atoi (argv[3]) == index)
      run_drill (engine, index, MAX (n_runs, 1));
  return EXIT_SUCCESS;
}
