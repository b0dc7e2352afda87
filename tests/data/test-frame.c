/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows and frames: what is put in comes out, and missing is not zero.
 */

#undef G_DISABLE_ASSERT

#include "hd-engine.h"

#include <math.h>

static HdCodeList *
make_codes (void)
{
  HdCodeList *codes = hd_code_list_new ("LANE");
  const HdCodeInfo green
      = { "XANH", "Xanh", "Green", HD_CODE_NONE, NAN, NAN, HD_DAY_NONE, HD_DAY_NONE };

  hd_code_list_add (codes, &green);
  return codes;
}

static HdStructure *
make_structure (void)
{
  HdStructure *structure = hd_structure_new ("HD", "TRIAL", "1.0");
  g_autoptr (HdCodeList) codes = make_codes ();
  const HdDimension lane = { "LANE", "Luồng", "Lane", codes };
  const HdMeasure count = { "COUNT", "Số", "Count", FALSE, "DECL", 0 };
  const HdMeasure real = { "VALUE", NULL, NULL, TRUE, "USD", 6 };

  hd_structure_add_dimension (structure, &lane);
  hd_structure_add_measure (structure, &count);
  hd_structure_add_measure (structure, &real);
  hd_structure_add_attribute (structure, "OBS_STATUS");
  hd_structure_set_time (structure, HD_GRAIN_MONTH, 15);
  hd_structure_set_names (structure, "Thử", NULL);
  return structure;
}

static void
test_structure (void)
{
  g_autoptr (HdStructure) structure = make_structure ();
  g_autoptr (HdStructures) all = hd_structures_new ();

  g_assert_cmpint (hd_structure_find_dimension (structure, "LANE"), ==, 0);
  g_assert_cmpint (hd_structure_find_dimension (structure, "lane"), ==, -1);
  g_assert_cmpint (hd_structure_find_measure (structure, "VALUE"), ==, 1);
  g_assert_cmpint (hd_structure_get_measure (structure, 1)->unit_mult, ==, 6);
  g_assert_true (hd_structure_has_attribute (structure, "OBS_STATUS"));
  g_assert_false (hd_structure_has_attribute (structure, "UNIT_MULT"));
  g_assert_cmpint (hd_structure_get_month_start_day (structure), ==, 15);
  g_assert_cmpstr (hd_structure_get_name (structure, "en"), ==, "Thử");
  g_assert_null (hd_structure_get_note (structure, "vi"));
  hd_structures_add (all, structure);
  g_assert_true (hd_structures_find (all, "TRIAL") == structure);
  g_assert_null (hd_structures_find (all, "OTHER"));
  g_assert_null (hd_structures_find_hierarchy (all, "HS"));
}

static void
test_rows (void)
{
  g_autoptr (HdStructure) structure = make_structure ();
  g_autoptr (HdRows) rows = hd_rows_new (structure);
  const HdCode green = 0;

  for (int index = 0; index < 1000; index++)
    {
      HdNumber values[] = { { .i = index }, { .d = index / 2.0 } };
      HdRow row = { index, &green, values, HD_STATUS_NORMAL, HD_ACTION_MERGE, 1000 + index };

      if (index == 500)
        {
          values[0] = hd_rows_missing_value (rows, 0);
          values[1] = hd_rows_missing_value (rows, 1);
        }
      hd_rows_append (rows, &row);
    }
  g_assert_cmpint (rows->n_rows, ==, 1000);
  g_assert_cmpint (rows->values[0][999].i, ==, 999);
  g_assert_cmpfloat (rows->values[1][999].d, ==, 499.5);
  g_assert_true (hd_rows_is_missing (rows, 0, 500));
  g_assert_true (hd_rows_is_missing (rows, 1, 500));
  g_assert_false (hd_rows_is_missing (rows, 0, 0));
}

static HdFrame *
make_frame (void)
{
  HdFrameBuilder *builder = hd_frame_builder_new ();
  g_autoptr (HdCodeList) codes = make_codes ();
  const HdColumn time = { "time", HD_COLUMN_DIMENSION, HD_CELL_PERIOD, NULL };
  const HdColumn lane = { "lane", HD_COLUMN_DIMENSION, HD_CELL_CODE, NULL };
  const HdColumn value = { "revenue.collected", HD_COLUMN_VALUE, HD_CELL_INT64, "VND" };
  const HdColumn percent = { "revenue.collected.percent", HD_COLUMN_PERCENT, HD_CELL_DOUBLE, "%" };
  const char *const datasets[] = { "REVENUE", NULL };

  hd_frame_builder_add_column (builder, &time, NULL);
  hd_frame_builder_add_column (builder, &lane, codes);
  hd_frame_builder_add_column (builder, &value, NULL);
  hd_frame_builder_add_column (builder, &percent, NULL);
  for (guint row = 0; row < 3; row++)
    {
      hd_frame_builder_add_row (builder);
      hd_frame_builder_set_period (builder, row, 0,
                                   hd_period_containing (20000, HD_GRAIN_MONTH, 1));
    }
  hd_frame_builder_set_code (builder, 0, 1, 0);
  hd_frame_builder_set_rest (builder, 1, 1);
  hd_frame_builder_set_int64 (builder, 0, 2, G_GINT64_CONSTANT (9007199254740993),
                              HD_CELL_FLAG_PARTIAL);
  hd_frame_builder_set_int64 (builder, 1, 2, HD_INT64_MISSING, 0);
  hd_frame_builder_set_double (builder, 0, 3, 12.5, 0);
  hd_frame_builder_set_missing (builder, 1, 3, HD_CELL_FLAG_NEW);
  hd_frame_builder_set_evidence (builder, "revenue.collected by time,lane", 0, 77, datasets);
  return hd_frame_builder_finish (builder);
}

static void
test_frame (void)
{
  g_autoptr (HdFrame) frame = make_frame ();

  g_assert_cmpint (hd_frame_get_n_columns (frame), ==, 4);
  g_assert_cmpint (hd_frame_get_n_rows (frame), ==, 3);
  g_assert_cmpint (hd_frame_find_column (frame, "revenue.collected"), ==, 2);
  g_assert_cmpint (hd_frame_find_column (frame, "unit"), ==, -1);
  g_assert_cmpstr (hd_frame_get_column (frame, 2)->unit, ==, "VND");
  g_assert_cmpint (hd_frame_get_int64 (frame, 0, 2), ==, G_GINT64_CONSTANT (9007199254740993));
  g_assert_cmpint (hd_frame_get_flags (frame, 0, 2), ==, HD_CELL_FLAG_PARTIAL);
  g_assert_cmpint (hd_frame_get_int64 (frame, 1, 2), ==, HD_INT64_MISSING);
  g_assert_true (isnan (hd_frame_get_double (frame, 1, 2)));
  g_assert_true (isnan (hd_frame_get_double (frame, 2, 3)));
  g_assert_cmpint (hd_frame_get_flags (frame, 1, 3), ==, HD_CELL_FLAG_NEW | HD_CELL_FLAG_MISSING);
  g_assert_cmpfloat (hd_frame_get_double (frame, 0, 3), ==, 12.5);
  g_assert_cmpstr (hd_frame_get_code (frame, 0, 0), ==, "2024-10");
  g_assert_cmpstr (hd_frame_get_code (frame, 0, 1), ==, "XANH");
  g_assert_cmpstr (hd_frame_get_name (frame, 0, 1, "en"), ==, "Green");
  g_assert_cmpstr (hd_frame_get_code (frame, 1, 1), ==, "_REST");
  g_assert_cmpstr (hd_frame_get_name (frame, 1, 1, "vi"), ==, "_REST");
  g_assert_cmpstr (hd_frame_get_code (frame, 2, 1), ==, "");
  g_assert_cmpstr (hd_frame_get_datasets (frame)[0], ==, "REVENUE");
  g_assert_cmpint (hd_frame_get_vintage (frame), ==, 77);
}

/* An engine that answers one frame, to try the calls on a thread. */
#define TRIAL_TYPE_ENGINE (trial_engine_get_type ())
G_DECLARE_FINAL_TYPE (TrialEngine, trial_engine, TRIAL, ENGINE, GObject)

struct _TrialEngine
{
  GObject parent_instance;
};

static const char *
trial_get_name (HdEngine *self)
{
  return "trial";
}

static HdFrame *
trial_query (HdEngine *self, const HdQuery *query, GCancellable *cancellable, GError **error)
{
  if (g_str_equal (query->kpis[0], "good"))
    return make_frame ();
  g_set_error_literal (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN, "no such KPI");
  return NULL;
}

static void
trial_engine_iface_init (HdEngineInterface *iface)
{
  iface->get_name = trial_get_name;
  iface->query = trial_query;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TrialEngine,
                               trial_engine,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HD_TYPE_ENGINE, trial_engine_iface_init))

static void
trial_engine_class_init (TrialEngineClass *class)
{
}

static void
trial_engine_init (TrialEngine *self)
{
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **kept = data;

  *kept = g_object_ref (result);
}

static HdFrame *
ask (HdEngine *engine, const char *kpi, GCancellable *cancellable, GError **error)
{
  g_autoptr (HdQuery) query = hd_query_new (kpi);
  g_autoptr (GAsyncResult) result = NULL;

  hd_engine_query_async (engine, query, cancellable, keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return hd_engine_query_finish (engine, result, error);
}

static void
test_engine (void)
{
  g_autoptr (HdEngine) engine = g_object_new (TRIAL_TYPE_ENGINE, NULL);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) stopped = NULL;
  g_autoptr (HdFrame) frame = ask (engine, "good", NULL, NULL);

  g_assert_nonnull (frame);
  g_assert_null (ask (engine, "bad", NULL, &unknown));
  g_assert_error (unknown, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN);
  g_cancellable_cancel (cancelled);
  g_assert_null (ask (engine, "good", cancelled, &stopped));
  g_assert_error (stopped, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (hd_engine_get_name (engine), ==, "trial");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/structure/fields", test_structure);
  g_test_add_func ("/data/rows/append", test_rows);
  g_test_add_func ("/data/frame/cells", test_frame);
  g_test_add_func ("/data/engine/async", test_engine);
  return g_test_run ();
}
