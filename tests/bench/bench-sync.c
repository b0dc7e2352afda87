/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Syncs a store from a running feed server, and says how long each dataset took.
 * bench-sync URL STORE CATALOG-DIR [DATASET…]
 */

#include "config.h"

#include "hd-sync.h"

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdStore) store = NULL;
  g_autoptr (HdCatalog) catalog = NULL;
  g_autoptr (GPtrArray) results = NULL;
  HdSyncOptions options = { .now = g_get_real_time () / G_USEC_PER_SEC };
  gint64 start = g_get_monotonic_time ();
  guint64 n_rows = 0, n_bytes = 0;
  double seconds;

  if (argc < 4)
    return 2;
  options.base_url = argv[1];
  options.datasets = argc > 4 ? (const char *const *)argv + 4 : NULL;
  store = hd_store_open (argv[2], HD_STORE_WRITE | HD_STORE_CREATE, &error);
  catalog = store == NULL ? NULL : hd_catalog_load_from_dir (argv[3], &error);
  results
      = catalog == NULL ? NULL : hd_sync_run (store, catalog, &options, NULL, NULL, NULL, &error);
  if (results == NULL)
    g_error ("%s", error->message);
  for (guint at = 0; at < results->len; at++)
    {
      const HdSyncResult *result = results->pdata[at];

      n_rows += result->added + result->replaced + result->deleted;
      n_bytes += result->n_bytes;
      g_print ("%-20s +%-8" G_GUINT64_FORMAT " ~%-7" G_GUINT64_FORMAT " -%-5" G_GUINT64_FORMAT
               " %9" G_GUINT64_FORMAT " B %6.2f s%s%s\n",
               result->dataset, result->added, result->replaced, result->deleted, result->n_bytes,
               result->elapsed_s, result->unchanged ? " unchanged" : "",
               result->error != NULL ? result->error->message : "");
    }
  seconds = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  g_print ("%" G_GUINT64_FORMAT " observations, %" G_GUINT64_FORMAT
           " bytes, %.1f s: %.0f a second\n",
           n_rows, n_bytes, seconds, (double)n_rows / seconds);
  return 0;
}
