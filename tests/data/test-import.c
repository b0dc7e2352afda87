/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A message from a file: with its structure beside it or in it, twice, of other units than this machine may hold.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-feed-error.h"
#include "hd-sync.h"
#include "store-fixture.h"

#define NOW G_GINT64_CONSTANT (1795327920) /* 2026-11-22 */
#define CSV_HEADER "STRUCTURE,STRUCTURE_ID,ACTION,UNIT,TAX,TIME_PERIOD,COLLECTED,EXTRACTED_AT\n"
#define CSV_LINE "dataflow,HD:REVENUE(1.0.0),"

static gboolean
import_file (HdStore *store,
             const char *path,
             const char *dataset,
             const char *const *scope,
             HdApplyResult *result,
             GError **error)
{
  return hd_import_file (store, path, dataset, scope, NOW, NULL, NULL, NULL, result, error);
}

static void
test_file (void)
{
  g_autofree char *dir = fixture_folder ();
  g_autofree char *csv = g_build_filename (dir, "2026.csv", NULL);
  g_autofree char *structure = g_build_filename (dir, "REVENUE.structure.json", NULL);
  g_autofree char *ecb
      = g_test_build_filename (G_TEST_DIST, "fixtures", "sdmx", "ECB_EXR_ts.json", NULL);
  static const char *const others[] = { "01DD", NULL };
  g_autofree char *beside
      = g_test_build_filename (G_TEST_DIST, "fixtures", "import", "REVENUE.structure.json", NULL);
  g_autofree char *message = NULL;
  HdApplyResult result;
  g_autoptr (HdStore) store = fixture_open (dir);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (csv, CSV_HEADER CSV_LINE "R,03CC,VA,2026-01-02,7,\n", -1, NULL);
  g_assert_false (import_file (store, csv, "REVENUE", NULL, &result, &error));
  g_assert_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (beside, &message, NULL, NULL));
  g_file_set_contents (structure, message, -1, NULL);
  g_assert_true (import_file (store, csv, "REVENUE", NULL, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.added, ==, 1);
  g_assert_true (import_file (store, csv, "REVENUE", NULL, &result, &error));
  g_assert_cmpuint (result.unchanged, ==, 1);
  g_assert_false (import_file (store, csv, "REVENUE", others, &result, &error));
  g_assert_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SCOPE);
  g_clear_error (&error);
  g_assert_false (import_file (store, csv, "PLANS", NULL, &result, &error));
  g_assert_error (error, HD_FEED_ERROR, HD_FEED_ERROR_SCHEMA);
  g_clear_error (&error);
  g_assert_true (import_file (store, ecb, "EXR", NULL, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.added, ==, 4);
  fixture_assert_sound (store);
  g_assert_false (import_file (store, "/none", "EXR", NULL, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_object (&store);
  fixture_remove (dir);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/import/file", test_file);
  return g_test_run ();
}
