/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Does a drill conserve totals, on a real store? Down N paths chosen at random: at every step the parts must sum
 * to what was clicked on, to the last đồng.
 *
 * bench-paths STORE [N]: 100,000 paths when N is not given. tests/data/test-cube-drill.c walks as many on a
 * small fixture with totals, gaps and both maps.
 */

#include "config.h"

#include "hd-local-engine.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_PATHS 100000
#define MAX_DEPTH 4
#define SEED 20261122

static const char *const kpis[]
    = { "revenue.collected", "clearance.declarations", "violations.cases" };
/* Ways down. After "unit" no level above it. */
static const char *const steps[]
    = { "unit:region", "unit", "hs:chapter", "tax", "flow", "lane", "regime", "route", "goods" };

typedef struct
{
  HdEngine *engine;
  GRand *rand;
  guint64 n_steps, n_refused;
} Walk;

static gboolean
has_dimension (const HdKpi *kpi, const char *dimension)
{
  return g_strv_contains ((const char *const *)kpi->dimensions, dimension);
}

/* (transfer full) (nullable): NULL where the question is refused. */
static HdFrame *
ask (Walk *walk, const char *kpi, const char *by, GHashTable *filters, int year)
{
  g_autoptr (GString) text = g_string_new (kpi);
  g_autoptr (GError) error = NULL;
  g_autoptr (HdQuery) query = NULL;
  GHashTableIter iter;
  gpointer dimension, code;

  if (by != NULL)
    g_string_append_printf (text, " by %s", by);
  g_hash_table_iter_init (&iter, filters);
  for (guint n = 0; g_hash_table_iter_next (&iter, &dimension, &code); n++)
    g_string_append_printf (text, "%s%s=%s", n == 0 ? " where " : ",", (char *)dimension,
                            (char *)code);
  g_string_append_printf (text, " from %d to %d", year, year);
  query = hd_query_parse (text->str, &error);
  if (query == NULL)
    g_error ("%s: %s", text->str, error->message);
  return hd_engine_query (walk->engine, query, NULL, &error);
}

/* Asks for the parts, checks that they sum to `total`, and clicks on one. FALSE: no deeper. */
static gboolean
step_down (Walk *walk,
           const char *kpi,
           const char *step,
           GHashTable *filters,
           int year,
           gint64 *total)
{
  g_autoptr (HdFrame) frame = ask (walk, kpi, step, filters, year);
  guint n_rows = frame != NULL ? hd_frame_get_n_rows (frame) : 0;
  gint64 sum = 0;
  guint clicked;

  walk->n_refused += frame == NULL;
  if (n_rows == 0)
    return FALSE;
  for (guint row = 0; row < n_rows; row++)
    sum += hd_frame_is_missing (frame, row, 1) ? 0 : hd_frame_get_int64 (frame, row, 1);
  if (sum != *total)
    g_error ("%s by %s in %d: the parts sum to %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT, kpi,
             step, year, sum, *total);
  walk->n_steps++;
  clicked = (guint)g_rand_int_range (walk->rand, 0, (gint32)n_rows);
  if (hd_frame_is_missing (frame, clicked, 1))
    return FALSE;
  *total = hd_frame_get_int64 (frame, clicked, 1);
  g_hash_table_replace (filters, g_strndup (step, strcspn (step, ":")),
                        g_strdup (hd_frame_get_code (frame, clicked, 0)));
  return TRUE;
}

static void
walk_one_path (Walk *walk, const HdKpi *kpi, int year)
{
  g_autoptr (GHashTable) filters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (HdFrame) whole = ask (walk, kpi->id, NULL, filters, year);
  gboolean goes_on
      = whole != NULL && hd_frame_get_n_rows (whole) == 1 && !hd_frame_is_missing (whole, 0, 0);
  gint64 total = goes_on ? hd_frame_get_int64 (whole, 0, 0) : 0;

  for (guint depth = 0; depth < MAX_DEPTH && goes_on; depth++)
    {
      guint place = (guint)g_rand_int_range (walk->rand, 0, G_N_ELEMENTS (steps));
      g_autofree char *dimension = g_strndup (steps[place], strcspn (steps[place], ":"));
      gboolean is_stepped_on = g_hash_table_contains (filters, dimension);

      /* From a region on to its offices; else a dimension is stepped on once. */
      if (!has_dimension (kpi, dimension)
          || (is_stepped_on
              && (!g_str_equal (steps[place], "unit")
                  || !g_str_has_prefix (g_hash_table_lookup (filters, "unit"), "KV"))))
        continue;
      goes_on = step_down (walk, kpi->id, steps[place], filters, year, &total);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdCatalog) catalog = hd_catalog_load (&error);
  g_autoptr (HdStore) store = NULL;
  guint n_paths = argc > 2 ? (guint)atoi (argv[2]) : DEFAULT_PATHS;
  Walk walk = { .rand = g_rand_new_with_seed (SEED) };

  if (argc < 2)
    {
      g_print ("SKIP: bench-paths STORE [N]\n");
      return 77;
    }
  store = catalog != NULL ? hd_store_open (argv[1], HD_STORE_READ, &error) : NULL;
  if (store == NULL)
    g_error ("%s", error->message);
  walk.engine = hd_local_engine_new (store, catalog);
  for (guint path = 0; path < n_paths; path++)
    walk_one_path (
        &walk,
        hd_catalog_find_kpi (catalog, kpis[g_rand_int_range (walk.rand, 0, G_N_ELEMENTS (kpis))]),
        g_rand_int_range (walk.rand, 2016, 2026));
  g_print ("%u paths, %" G_GUINT64_FORMAT " steps, all exact; %" G_GUINT64_FORMAT
           " questions refused\n",
           n_paths, walk.n_steps, walk.n_refused);
  g_object_unref (walk.engine);
  g_rand_free (walk.rand);
  return EXIT_SUCCESS;
}
