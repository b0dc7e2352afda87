/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Short names among their like, and sentences from templates.
 */

#undef G_DISABLE_ASSERT

#include "hd-present-names.h"
#include "hd-present-runs.h"

#include <math.h>

static HdFrame *
make_frame (const char *const *names)
{
  g_autoptr (HdCodeList) list = hd_code_list_new ("UNIT");
  HdFrameBuilder *builder = hd_frame_builder_new ();
  const HdColumn unit = { "unit:region", HD_COLUMN_DIMENSION, HD_CELL_CODE, NULL };

  for (guint index = 0; names[index] != NULL; index++)
    {
      g_autofree char *id = g_strdup_printf ("U%u", index);
      const HdCodeInfo info
          = { id, names[index], NULL, HD_CODE_NONE, NAN, NAN, HD_DAY_NONE, HD_DAY_NONE };

      hd_code_list_add (list, &info);
    }
  hd_frame_builder_add_column (builder, &unit, list);
  for (guint index = 0; names[index] != NULL; index++)
    hd_frame_builder_set_code (builder, hd_frame_builder_add_row (builder), 0, (HdCode)index);
  hd_frame_builder_set_rest (builder, hd_frame_builder_add_row (builder), 0);
  return hd_frame_builder_finish (builder);
}

static void
assert_name (const HdFrame *frame, guint row, const char *expected)
{
  g_autofree char *name = hd_present_cell_name (frame, row, 0, "vi");

  g_assert_cmpstr (name, ==, expected);
}

static void
test_names (void)
{
  static const char *const long_taxes[]
      = { "Import duty", "Excise (special consumption tax) on imports" };
  g_autofree char *shortened = NULL;
  static const char *const regions[] = { "Chi cục Hải quan khu vực I",
                                         "Chi cục Hải quan khu vực II",
                                         "Chi cục Hải quan khu vực III",
                                         "Chi cục Hải quan khu vực IV",
                                         "Cục Điều tra",
                                         NULL };
  static const char *const english[]
      = { "Regional Customs Sub-Department I", "Regional Customs Sub-Department II",
          "Regional Customs Sub-Department XIV", NULL };
  static const char *const taxes[] = { "Thuế nhập khẩu", "Thuế xuất khẩu", "Thuế khác", NULL };
  g_autoptr (HdFrame) frame = make_frame (regions);
  g_autoptr (HdFrame) long_words = make_frame (english);
  g_autoptr (HdFrame) other = make_frame (taxes);

  assert_name (frame, 0, "Khu vực I");
  assert_name (frame, 3, "Khu vực IV");
  assert_name (frame, 4, "Cục Điều tra");
  assert_name (frame, 5, "Rest");
  /* Words too long to keep leave more than a bare "XIV", which a sentence could not say. */
  assert_name (long_words, 2, "Region XIV");
  assert_name (other, 0, "Thuế nhập khẩu");
  shortened = hd_present_short_name (long_taxes, G_N_ELEMENTS (long_taxes), 1, FALSE);
  g_assert_cmpstr (shortened, ==, "Excise on imports");
}

static void
assert_run (const GPtrArray *runs, guint index, const char *text, gboolean is_number)
{
  const HdPresentRun *run = g_ptr_array_index (runs, index);

  g_assert_cmpstr (run->text, ==, text);
  g_assert_cmpint (run->link != NULL, ==, is_number);
}

/* A language may put the numbers in another order; braces that hold no number are plain. */
static void
test_sentence (void)
{
  g_autoptr (HdScope) scope = hd_scope_new ("morning");
  const HdPresent present = { .scope = scope, .lang = "vi" };
  g_autoptr (GPtrArray) runs = hd_present_runs_new ();
  HdPresentWord words[] = { { .text = g_strdup ("one"), .page = "revenue" },
                            { .text = g_strdup ("two"), .page = "clearance" } };
  HdPresentRun *first;

  hd_present_add_sentence (runs, &present, "{1} after {0} {2} {x}.", words, G_N_ELEMENTS (words));
  g_assert_cmpint (runs->len, ==, 4);
  assert_run (runs, 0, "two", TRUE);
  assert_run (runs, 1, " after ", FALSE);
  assert_run (runs, 2, "one", TRUE);
  assert_run (runs, 3, " {2} {x}.", FALSE);
  first = g_ptr_array_index (runs, 0);
  g_assert_cmpstr (first->link, ==, "clearance");
  g_assert_null (words[0].text);

  hd_present_add_sentence (runs, &present, "Next.", NULL, 0);
  assert_run (runs, 4, " Next.", FALSE);
}

static void
test_differences (void)
{
  g_autoptr (HdCatalog) catalog = hd_catalog_load (NULL);
  const HdPresent present = { .catalog = catalog, .lang = "vi" };
  const HdKpi *rate = hd_catalog_find_kpi (catalog, "risk.inspection_rate");
  const HdKpi *money = hd_catalog_find_kpi (catalog, "revenue.collected");
  g_autofree char *points = hd_present_difference_text (&present, rate, -0.3);
  g_autofree char *amount = hd_present_difference_text (&present, money, -3.12e12);

  g_assert_cmpstr (points, ==, "−0,3 points");
  g_assert_cmpstr (amount, ==, "−3.120 tỷ đồng");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/present/names/short", test_names);
  g_test_add_func ("/present/runs/sentence", test_sentence);
  g_test_add_func ("/present/runs/differences", test_differences);
  return g_test_run ();
}
