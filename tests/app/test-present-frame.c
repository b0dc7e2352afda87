/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames to charts: what a mark drills by, what the change means, and bridges whose parts sum to the
 * difference.
 */

#undef G_DISABLE_ASSERT

#include <math.h>
#include <string.h>

#include "hd-present-frame.h"

typedef struct
{
  HdCatalog *catalog;
  HdStructures *structures;
  HdScope *scope;
  HdCodeList *units;
  const HdKpi *kpi;
  HdPresent present;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const codes[] = { "KV01", "KV02", "KV03", "KV04" };

  fixture->catalog = hd_catalog_load (NULL);
  g_assert_nonnull (fixture->catalog);
  fixture->structures = hd_structures_new ();
  fixture->scope = hd_scope_new ("revenue");
  fixture->units = hd_code_list_new ("UNIT");
  for (guint index = 0; index < G_N_ELEMENTS (codes); index++)
    {
      const HdCodeInfo info = { .id = codes[index],
                                .name_vi = codes[index],
                                .name_en = codes[index],
                                .parent = HD_CODE_NONE,
                                .valid_from = HD_DAY_NONE,
                                .valid_to = HD_DAY_NONE };

      hd_code_list_add (fixture->units, &info);
    }
  fixture->kpi = hd_catalog_find_kpi (fixture->catalog, "revenue.collected");
  fixture->present = (HdPresent){
    .catalog = fixture->catalog,
    .structures = fixture->structures,
    .scope = fixture->scope,
    .lang = "vi",
    .now = 1795000000,
  };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  hd_code_list_unref (fixture->units);
  hd_scope_unref (fixture->scope);
  hd_structures_unref (fixture->structures);
  hd_catalog_unref (fixture->catalog);
}

static void
add_number (HdFrameBuilder *builder, guint row, guint column, gint64 value)
{
  if (value == HD_INT64_MISSING)
    hd_frame_builder_set_missing (builder, row, column, HD_CELL_FLAG_MISSING);
  else
    hd_frame_builder_set_int64 (builder, row, column, value, HD_CELL_FLAG_NONE);
}

/* Unit, value, base, difference, per cent: four units and the rest. The third is new. */
static HdFrame *
make_frame (Fixture *fixture)
{
  static const gint64 values[] = { 500, 300, 200, 90, 60 };
  static const gint64 bases[] = { 400, 330, HD_INT64_MISSING, 100, 50 };
  const HdColumn columns[] = {
    { "unit:region", HD_COLUMN_DIMENSION, HD_CELL_CODE, NULL },
    { "revenue.collected", HD_COLUMN_VALUE, HD_CELL_INT64, "VND" },
    { "revenue.collected.base", HD_COLUMN_BASE, HD_CELL_INT64, "VND" },
    { "revenue.collected.difference", HD_COLUMN_DIFFERENCE, HD_CELL_INT64, "VND" },
    { "revenue.collected.percent", HD_COLUMN_PERCENT, HD_CELL_DOUBLE, "%" },
  };
  HdPeriod year = hd_period_containing (hd_day_from_ymd (2026, 1, 1), HD_GRAIN_YEAR, 1);
  HdFrameBuilder *builder = hd_frame_builder_new ();

  for (guint column = 0; column < G_N_ELEMENTS (columns); column++)
    hd_frame_builder_add_column (builder, &columns[column], column == 0 ? fixture->units : NULL);
  for (guint row = 0; row < G_N_ELEMENTS (values); row++)
    {
      hd_frame_builder_add_row (builder);
      if (row < 4)
        hd_frame_builder_set_code (builder, row, 0, (HdCode)row);
      else
        hd_frame_builder_set_rest (builder, row, 0);
      add_number (builder, row, 1, values[row]);
      add_number (builder, row, 2, bases[row]);
      if (bases[row] == HD_INT64_MISSING)
        {
          hd_frame_builder_set_missing (builder, row, 3, HD_CELL_FLAG_NEW);
          hd_frame_builder_set_missing (builder, row, 4, HD_CELL_FLAG_NEW);
          continue;
        }
      add_number (builder, row, 3, values[row] - bases[row]);
      hd_frame_builder_set_double (builder, row, 4,
                                   100.0 * (double)(values[row] - bases[row]) / (double)bases[row],
                                   HD_CELL_FLAG_NONE);
    }
  hd_frame_builder_set_evidence (builder, "revenue.collected by unit:region", 0, 1794000000, NULL);
  hd_frame_builder_set_spans (builder, year, hd_period_shift_years (year, -1));
  return hd_frame_builder_finish (builder);
}

static void
test_bars (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdFrame) frame = make_frame (fixture);
  g_autoptr (HdChartSpec) spec
      = hd_present_bars (&fixture->present, fixture->kpi, frame, "Revenue");

  g_assert_cmpuint (spec->n_categories, ==, 5);
  g_assert_cmpstr (spec->categories[1].code, ==, "unit=KV02");
  g_assert_null (spec->categories[4].code);
  g_assert_true (spec->categories[4].flags & HD_POINT_REST);
  g_assert_cmpfloat (hd_chart_spec_value (spec, 0, 0), ==, 500);
  g_assert_cmpfloat_with_epsilon (spec->categories[0].change, 25, 1e-9);
  g_assert_cmpint (spec->categories[0].change_status, ==, HD_STATUS_BETTER);
  g_assert_cmpint (spec->categories[1].change_status, ==, HD_STATUS_WORSE);
  /* A new unit has no change of 0 %: it is said to be new. */
  g_assert_true (isnan (spec->categories[2].change));
  g_assert_nonnull (spec->categories[2].change_text);
}

static void
test_bridge_sums (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HdFrame) frame = make_frame (fixture);

  for (guint max_steps = 1; max_steps <= 6; max_steps++)
    {
      g_autoptr (HdChartSpec) spec
          = hd_present_bridge (&fixture->present, fixture->kpi, frame, max_steps, "Bridge");
      double level = 0;

      for (guint category = 0; category < spec->n_categories; category++)
        {
          double value = hd_chart_spec_value (spec, 0, category);

          if (category == spec->n_categories - 1)
            g_assert_cmpfloat (level, ==, value);
          level += value;
        }
      g_assert_cmpfloat (hd_chart_spec_value (spec, 0, 0), ==, 880);
      g_assert_cmpfloat (hd_chart_spec_value (spec, 0, spec->n_categories - 1), ==, 1150);
      /* The greatest step is the new unit's. */
      g_assert_cmpstr (spec->categories[1].code, ==, "unit=KV03");
    }
}

static void
test_status_follows_polarity (Fixture *fixture, gconstpointer data)
{
  const HdKpi *debt = hd_catalog_find_kpi (fixture->catalog, "debt.overdue");
  const HdKpi *cases = hd_catalog_find_kpi (fixture->catalog, "violations.cases");

  g_assert_cmpint (hd_present_status (fixture->kpi, 1), ==, HD_STATUS_BETTER);
  g_assert_cmpint (hd_present_status (fixture->kpi, -1), ==, HD_STATUS_WORSE);
  g_assert_cmpint (hd_present_status (debt, 1), ==, HD_STATUS_WORSE);
  g_assert_cmpint (hd_present_status (cases, 1), ==, HD_STATUS_NEUTRAL);
  g_assert_cmpint (hd_present_status (fixture->kpi, NAN), ==, HD_STATUS_NONE);
}

static void
check_period (const char *text, guint8 month_start_day, const char *words)
{
  HdPeriod period;
  g_autofree char *said = NULL;

  g_assert_true (hd_period_parse (text, month_start_day, &period, NULL));
  said = hd_present_period (period);
  g_assert_cmpstr (said, ==, words);
}

static void
test_period_words (Fixture *fixture, gconstpointer data)
{
  check_period ("2026", 1, "year 2026");
  check_period ("2026-09", 1, "month 9/2026");
  check_period ("2026-Q3", 1, "Q3 2026");
  check_period ("2026-01-01/2026-11-21", 1, "year 2026 to 21/11");
  check_period ("2026-11-21", 1, "21/11/2026");
  check_period ("2026-11", 15, "reporting period 15/10–14/11/2026");
}

/* A step that a figure cannot be narrowed by is said, never passed over. */
static void
test_left_out (Fixture *fixture, gconstpointer data)
{
  const HdKpi *debt = hd_catalog_find_kpi (fixture->catalog, "debt.overdue");
  g_autoptr (HdFrame) frame = make_frame (fixture);
  g_autoptr (HdScope) scope = hd_scope_with_step (fixture->scope, "tax", "GTGT");
  HdPresent present = fixture->present;
  g_autofree char *before = hd_present_caption (&present, NULL, frame);
  g_autofree char *after = NULL;

  g_assert_cmpstr (hd_scope_get_left_out (scope, debt), ==, "tax");
  g_assert_null (hd_scope_get_left_out (scope, fixture->kpi));
  g_assert_null (strstr (before, "not split by"));
  /* The frame's own query has no filter by tax. */
  present.scope = scope;
  after = hd_present_caption (&present, NULL, frame);
  g_assert_nonnull (strstr (after, "not split by tax"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/present/frame/bars", test_bars);
  ADD ("/present/frame/bridge-sums", test_bridge_sums);
  ADD ("/present/frame/status-follows-polarity", test_status_follows_polarity);
  ADD ("/present/frame/period-words", test_period_words);
  ADD ("/present/frame/left-out", test_left_out);
#undef ADD
  return g_test_run ();
}
