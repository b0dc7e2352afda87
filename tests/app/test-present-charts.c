/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walks the table of named charts: the public names are there, each asks for KPIs that exist, by
 * dimensions that they have.
 */

#undef G_DISABLE_ASSERT

#include <string.h>

#include "fake-engine.h"
#include "hd-present-ask.h"
#include "hd-present.h"
#include "hd-sheet.h"

/* The names that the command line promises. `morning` is a sheet, the others charts. */
static const char *const promised[] = {
  "revenue-cumulative",    "revenue-bridge",    "revenue-units",     "clearance-percentiles",
  "clearance-heatmap",     "violations-trend",  "violations-pareto", "map-units",
  "map-partners",          "forecast-fan",      "system-health",     "forecast-parts",
  "forecast-members",      "forecast-backtest", "forecast-coverage", "forecast-calibration",
  "revenue-multiples",     "revenue-table",     "revenue-variance",  "revenue-slope",
  "revenue-treemap",       "revenue-area",      "revenue-calendar",  "clearance-dots",
  "declarations-calendar", "trade-revisions",
};

static void
test_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint index = 0; index < G_N_ELEMENTS (promised); index++)
    g_assert_nonnull (hd_present_find_chart (promised[index]));
  g_assert_null (hd_present_find_chart ("no-such-chart"));
  g_assert_nonnull (hd_sheet_find ("morning"));
  for (guint index = 0; index < hd_present_n_charts; index++)
    {
      g_assert_true (g_hash_table_add (seen, (gpointer)hd_present_charts[index].name));
      g_assert_nonnull (hd_present_charts[index].make);
    }
}

static gboolean
has_dimension (const HdKpi *kpi, const char *group)
{
  g_autofree char *dimension = g_strndup (group, strcspn (group, ":"));

  return g_strv_contains ((const char *const *)kpi->dimensions, dimension);
}

static void
test_rows_fit_catalogue (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HdCatalog) catalog = hd_catalog_load (&error);

  g_assert_no_error (error);
  for (guint index = 0; index < hd_present_n_charts; index++)
    {
      const HdPresentChart *chart = &hd_present_charts[index];
      g_auto (GStrv) kpis = NULL;
      g_auto (GStrv) groups = NULL;

      if (chart->kpis == NULL)
        continue;
      kpis = g_strsplit (chart->kpis, ",", -1);
      groups = g_strsplit (chart->by != NULL ? chart->by : "", ",", -1);
      for (guint place = 0; kpis[place] != NULL; place++)
        {
          const HdKpi *kpi = hd_catalog_find_kpi (catalog, kpis[place]);

          g_test_message ("%s asks for %s", chart->name, kpis[place]);
          g_assert_nonnull (kpi);
          for (guint group = 0; groups[group] != NULL; group++)
            if (!g_str_equal (groups[group], "+"))
              g_assert_true (has_dimension (kpi, groups[group]));
        }
    }
}

static void
test_sheets_show_charts (void)
{
  guint n_sheets;
  const HdSheet *sheets = hd_sheets_get (&n_sheets);

  g_assert_cmpuint (n_sheets, ==, 5);
  for (guint index = 0; index < n_sheets; index++)
    for (guint cell = 0; cell < G_N_ELEMENTS (sheets[index].cells); cell++)
      {
        const HdSheetCell *place = &sheets[index].cells[cell];

        if (place->chart == NULL)
          break;
        g_assert_nonnull (hd_present_find_chart (place->chart));
        g_assert_cmpuint (place->column + place->width, <=, 12);
        g_assert_cmpuint (place->row + place->height, <=, 12);
        for (guint other = 0; other < cell; other++)
          {
            const HdSheetCell *before = &sheets[index].cells[other];

            g_assert_true (before->column + before->width <= place->column
                           || place->column + place->width <= before->column
                           || before->row + before->height <= place->row
                           || place->row + place->height <= before->row);
          }
      }
}

/* Goes down until no dimension of `kpi` is left. (transfer full) */
static HdScope *
go_to_end (const HdPresent *present, const HdKpi *kpi)
{
  HdPresent there = *present;
  HdScope *scope = hd_scope_ref (present->scope);
  char *step;

  there.scope = scope;
  while ((step = hd_present_next_step (&there, kpi)) != NULL)
    {
      g_autofree char *dimension = g_strndup (step, strcspn (step, ":"));

      scope = hd_scope_with_step (there.scope, dimension, "X");
      hd_scope_unref (there.scope);
      there.scope = scope;
      g_free (step);
    }
  return there.scope;
}

/* A chart by the next step of the path has something to show where there is no next step. */
static void
test_end_of_path (void)
{
  g_auto (FakePresent) fake = { 0 };
  g_autoptr (HdStructures) without_map = hd_structures_new ();
  guint n_charts = 0;

  fake_present_fill (&fake, "revenue", 5);
  for (guint index = 0; index < hd_present_n_charts; index++)
    {
      const HdPresentChart *chart = &hd_present_charts[index];
      g_auto (GStrv) kpis = NULL;
      HdPresent there = fake.present;
      g_autoptr (GError) error = NULL;
      g_autoptr (HdChartSpec) spec = NULL;
      g_autoptr (HdScope) scope = NULL;

      if (g_strcmp0 (chart->by, "+") != 0)
        continue;
      kpis = g_strsplit (chart->kpis, ",", -1);
      /* Units are no step then: those below them are the end of the path sooner. */
      there.structures = without_map;
      scope = go_to_end (&there, hd_catalog_find_kpi (fake.present.catalog, kpis[0]));
      there.scope = scope;
      spec = hd_present_make_chart (chart, &there, &error);
      g_test_message ("%s: %s", chart->name, error != NULL ? error->message : "made");
      g_assert_true ((spec == NULL) == (error != NULL));
      n_charts++;
    }
  g_assert_cmpuint (n_charts, >=, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/present/charts/end-of-path", test_end_of_path);
  g_test_add_func ("/present/charts/names", test_names);
  g_test_add_func ("/present/charts/rows-fit-catalogue", test_rows_fit_catalogue);
  g_test_add_func ("/present/charts/sheets", test_sheets_show_charts);
  return g_test_run ();
}
