/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The drills of a leader over a store: medians and 99th percentiles, and the answers themselves.
 *
 * bench-drills STORE DRILLS.json [RUNS [FOLDER [URL]]]: one JSON object a drill; with FOLDER, answer number i
 * as FOLDER/answer-i.txt, in CSV. Made for tests/bench/drills/run, which holds it against other engines. The
 * answer cache is off: every run scans. With URL the warehouse there answers, and the store is only read.
 */

#include "config.h"

#include "hd-cube-shelf.h"
#include "hd-local-engine-private.h"
#include "hd-warehouse-engine.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DEFAULT_RUNS 200

static int
compare_doubles (const void *a, const void *b)
{
  double left = *(const double *)a, right = *(const double *)b;

  return left < right ? -1 : left > right;
}

/* Milliseconds of all threads. */
static double
cpu_time_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Not ru_maxrss, which has what the parent held when it started this process. */
static double
peak_memory_mb (void)
{
  g_autofree char *status = NULL;
  const char *peak = NULL;

  if (g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    peak = strstr (status, "VmHWM:");
  return peak != NULL ? g_ascii_strtod (peak + strlen ("VmHWM:"), NULL) / 1024 : NAN;
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

static guint
count_keys (const HdFrame *frame)
{
  guint n = 0;

  while (n < hd_frame_get_n_columns (frame)
         && hd_frame_get_column (frame, n)->kind == HD_COLUMN_DIMENSION)
    n++;
  return n;
}

/* Groups, value and base. */
static void
write_answer (const HdFrame *frame, const char *folder, guint index)
{
  g_autofree char *path = g_strdup_printf ("%s/answer-%u.txt", folder, index);
  FILE *file = fopen (path, "w");
  guint n_keys = count_keys (frame);

  if (file == NULL)
    g_error ("%s cannot be written", path);
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      for (guint column = 0; column < MIN (n_keys + 2, hd_frame_get_n_columns (frame)); column++)
        {
          const HdColumn *about = hd_frame_get_column (frame, column);

          fputs (column > 0 ? "," : "", file);
          if (about->kind == HD_COLUMN_DIMENSION)
            fputs (hd_frame_get_code (frame, row, column), file);
          else if (!hd_frame_is_missing (frame, row, column) && about->type == HD_CELL_INT64)
            fprintf (file, "%" G_GINT64_FORMAT, hd_frame_get_int64 (frame, row, column));
          else if (!hd_frame_is_missing (frame, row, column))
            fprintf (file, "%.17g", hd_frame_get_double (frame, row, column));
        }
      fputc ('\n', file);
    }
  fclose (file);
}

static void
run_drill (HdEngine *engine, JsonObject *drill, guint n_runs, const char *folder, guint index)
{
  const char *query = json_object_get_string_member (drill, "query");
  g_autofree double *times = g_new (double, n_runs);
  g_autoptr (HdFrame) answer = NULL;
  const HdTiming *timing;
  double first = ask_once (engine, query, &answer);
  double cpu_ms = cpu_time_ms ();

  for (guint run = 0; run < n_runs; run++)
    {
      g_clear_pointer (&answer, hd_frame_unref);
      times[run] = ask_once (engine, query, &answer);
    }
  cpu_ms = (cpu_time_ms () - cpu_ms) / n_runs;
  qsort (times, n_runs, sizeof *times, compare_doubles);
  timing = hd_frame_get_timing (answer);
  g_print ("{\"drill\": \"%s\", \"first_ms\": %.3f, \"median_ms\": %.3f, \"p99_ms\": %.3f, "
           "\"cpu_ms\": %.3f, \"peak_mb\": %.0f, \"rows_n\": %u, \"n_keys\": %u, \"scanned\": "
           "%" G_GUINT64_FORMAT ", \"bytes\": %" G_GUINT64_FORMAT
           ", \"resolve_us\": %d, \"load_us\": %d, "
           "\"scan_us\": %d, \"answer_us\": %d, \"plan\": \"%s\"}\n",
           json_object_get_string_member (drill, "name"), first, times[n_runs / 2],
           times[(guint)floor (0.99 * (n_runs - 1))], cpu_ms, peak_memory_mb (),
           hd_frame_get_n_rows (answer), count_keys (answer), timing->rows_scanned,
           timing->bytes_decoded, (int)timing->resolve_us, (int)timing->load_us,
           (int)timing->scan_us, (int)timing->answer_us, timing->plan);
  if (folder != NULL)
    write_answer (answer, folder, index);
}

/* (transfer full) */
static HdEngine *
open_engine (const char *store_dir, HdCatalog *catalog, const char *url, GError **error)
{
  HdWarehouseOptions options = { .url = url, .timeout_s = 600 };
  g_autoptr (HdWarehouseClient) client = NULL;
  g_autoptr (HdStructures) structures = NULL;
  g_autoptr (HdStore) store
      = hd_store_open (store_dir, url != NULL ? HD_STORE_READ : HD_STORE_WRITE, error);

  if (store == NULL)
    return NULL;
  if (url == NULL)
    return hd_cube_shelf_refresh (store, catalog, NULL, NULL, NULL, error)
               ? hd_local_engine_new (store, catalog)
               : NULL;
  client = hd_warehouse_client_new (&options, error);
  structures = client != NULL ? hd_store_get_structures (store, error) : NULL;
  return structures != NULL ? hd_warehouse_engine_new (client, structures, catalog) : NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdCatalog) catalog = hd_catalog_load (&error);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (HdEngine) engine = NULL;
  guint n_runs = argc > 3 ? (guint)atoi (argv[3]) : DEFAULT_RUNS;
  gint64 started_us = g_get_monotonic_time ();
  JsonArray *drills;

  if (argc < 3)
    {
      g_print ("SKIP: bench-drills STORE DRILLS.json [RUNS [FOLDER [URL]]]\n");
      return 77;
    }
  if (catalog != NULL && json_parser_load_from_file (parser, argv[2], &error))
    engine = open_engine (argv[1], catalog, argc > 5 ? argv[5] : NULL, &error);
  if (engine == NULL)
    g_error ("%s", error->message);
  g_printerr ("opened: %.3f s\n", (double)(g_get_monotonic_time () - started_us) / 1e6);
  hd_local_engine_set_cache_bytes (HD_LOCAL_ENGINE (engine), 0);
  drills = json_node_get_array (json_parser_get_root (parser));
  for (guint index = 0; index < json_array_get_length (drills); index++)
    run_drill (engine, json_array_get_object_element (drills, index), MAX (n_runs, 1),
               argc > 4 ? argv[4] : NULL, index);
  return EXIT_SUCCESS;
}
