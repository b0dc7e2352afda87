/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine against a naive loop over the rows: every kind of KPI, filters, groups, comparisons, refusals.
 */

#undef G_DISABLE_ASSERT

#include "cube-fixture.h"
#include "hd-plan-curve.h"

#include <math.h>

/* The oracle: a sum over rows whose codes begin with what is wanted. */
typedef struct
{
  HdDay first, last;
  const char *wanted[4]; /* codes, '|' between alternatives; NULL: any */
  guint measure;
  gint64 sum;
  guint n;
} Loop;

static void
loop_row (HdDay day, const char **ids, const HdNumber *values, gpointer data)
{
  Loop *loop = data;

  if (day < loop->first || day > loop->last)
    return;
  for (guint at = 0; at < G_N_ELEMENTS (loop->wanted); at++)
    {
      g_auto (GStrv) any = loop->wanted[at] != NULL ? g_strsplit (loop->wanted[at], "|", -1) : NULL;

      if (any != NULL && !g_strv_contains ((const char *const *)any, ids[at]))
        return;
    }
  loop->sum += values[loop->measure].i;
  loop->n++;
}

static gint64
add_up (CubeFixture *fixture, const char *dataset, const char *first, const char *last, Loop loop)
{
  loop.first = cube_day (first);
  loop.last = cube_day (last);
  cube_for_each_row (fixture, dataset, loop_row, &loop);
  return loop.sum;
}

static void
test_sum (CubeSetup *setup, gconstpointer data)
{
  g_assert_cmpint (
      cube_ask_int64 (setup->engine, "revenue.collected"), ==,
      add_up (setup->fixture, "REVENUE", "2026-01-01", "2026-03-10", (Loop){ .measure = 1 }));
  g_assert_cmpint (cube_ask_int64 (setup->engine,
                                   "revenue.collected where unit=KV02 from 2024-02 to 2025-07-15"),
                   ==,
                   add_up (setup->fixture, "REVENUE", "2024-02-01", "2025-07-15",
                           (Loop){ .measure = 1, .wanted = { "A3|A4|B1" } }));
  g_assert_cmpint (
      cube_ask_int64 (setup->engine,
                      "revenue.net where unit=02+Z1,tax=NK,hs=S16 from 2024 to 2024"),
      ==,
      add_up (setup->fixture, "REVENUE", "2024-01-01", "2024-12-31",
              (Loop){ .measure = 1, .wanted = { "B1|B2|B3|B4|Z1", "NK", NULL, "27|84|85" } })
          - add_up (
              setup->fixture, "REVENUE", "2024-01-01", "2024-12-31",
              (Loop){ .measure = 0, .wanted = { "B1|B2|B3|B4|Z1", "NK", NULL, "27|84|85" } }));
  g_assert_cmpint (cube_ask_int64 (setup->engine, "clearance.red")
                       + cube_ask_int64 (setup->engine, "clearance.not_red"),
                   ==, cube_ask_int64 (setup->engine, "clearance.count"));
}

static void
test_groups (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdFrame) frame = cube_ask (
      setup->engine, "revenue.collected by unit:region,time,tax from 2025 to 2025 grain quarter");

  g_assert_cmpuint (hd_frame_get_n_columns (frame), ==, 4);
  g_assert_cmpstr (hd_frame_get_column (frame, 0)->id, ==, "unit:region");
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      HdPeriod quarter = hd_frame_get_period (frame, row, 1);
      const char *region = hd_frame_get_code (frame, row, 0);
      const char *offices = g_str_equal (region, "KV01")   ? "A1|A2|C1"
                            : g_str_equal (region, "KV02") ? "A3|A4|B1"
                            : g_str_equal (region, "KV03") ? "B2|B3|B4"
                            : g_str_equal (region, "KV04") ? "C2|C3|C4"
                                                           : "Z1";
      Loop loop = { .first = quarter.first,
                    .last = quarter.last,
                    .measure = 1,
                    .wanted = { offices, hd_frame_get_code (frame, row, 2) } };

      if (row > 0)
        g_assert_cmpint (hd_frame_get_period (frame, row - 1, 1).first, <=, quarter.first);
      cube_for_each_row (setup->fixture, "REVENUE", loop_row, &loop);
      g_assert_cmpint (hd_frame_get_int64 (frame, row, 3), ==, loop.sum);
    }
  /* Four quarters, four regions and the centre's office, three taxes. */
  g_assert_cmpuint (hd_frame_get_n_rows (frame), ==, 60);
}

static void
test_stock (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdFrame) frame
      = cube_ask (setup->engine, "debt.total by unit from 2025 to 2025-05 compare yoy");

  g_assert_cmpint (
      cube_ask_int64 (setup->engine, "debt.total"), ==,
      add_up (setup->fixture, "TAX_DEBT", "2026-02-01", "2026-02-01", (Loop){ .measure = 0 }));
  /* In the middle of a month a monthly stock is what the month before ended with. */
  g_assert_cmpint (
      cube_ask_int64 (setup->engine, "debt.total from 2025-08-10 to 2025-08-20"), ==,
      add_up (setup->fixture, "TAX_DEBT", "2025-07-01", "2025-07-01", (Loop){ .measure = 0 }));
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    {
      const char *office = hd_frame_get_code (frame, row, 0);
      gboolean is_closed = g_str_equal (office, "C1");

      g_assert_cmpint (hd_frame_is_missing (frame, row, 1), ==, is_closed);
      g_assert_cmpint ((hd_frame_get_flags (frame, row, 1) & HD_CELL_FLAG_CLOSED) != 0, ==,
                       is_closed);
      if (!is_closed)
        g_assert_cmpint (hd_frame_get_int64 (frame, row, 1), ==,
                         add_up (setup->fixture, "TAX_DEBT", "2025-05-01", "2025-05-01",
                                 (Loop){ .measure = 0, .wanted = { office } }));
    }
  g_assert_cmpuint (hd_frame_get_n_rows (frame), ==, 12);
}

static void
test_ratios (CubeSetup *setup, gconstpointer data)
{
  double collected
      = add_up (setup->fixture, "REVENUE", "2026-01-01", "2026-03-10", (Loop){ .measure = 1 });
  double before
      = add_up (setup->fixture, "REVENUE", "2025-01-01", "2025-03-10", (Loop){ .measure = 1 });
  double plan = add_up (setup->fixture, "PLANS", "2026-01-01", "2026-01-01",
                        (Loop){ .wanted = { NULL, "DU_TOAN" } });
  double debt
      = add_up (setup->fixture, "TAX_DEBT", "2026-02-01", "2026-02-01", (Loop){ .measure = 0 });
  double trailing
      = add_up (setup->fixture, "REVENUE", "2025-03-01", "2026-02-28", (Loop){ .measure = 1 });
  int days = hd_calendar_count_collecting_days (hd_catalog_get_calendar (setup->fixture->catalog),
                                                cube_day ("2026-01-01"), cube_day ("2026-03-10"));

  g_assert_cmpfloat_with_epsilon (cube_ask_double (setup->engine, "revenue.growth"),
                                  100 * (collected - before) / before, 1e-9);
  g_assert_cmpfloat_with_epsilon (cube_ask_double (setup->engine, "revenue.attainment"),
                                  100 * collected / plan, 1e-9);
  g_assert_cmpfloat_with_epsilon (cube_ask_double (setup->engine, "debt.to_revenue"),
                                  100 * debt / trailing, 1e-9);
  g_assert_cmpfloat_with_epsilon (cube_ask_double (setup->engine, "revenue.per_day"),
                                  collected / days, 1e-3);
}

static void
test_shares (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdFrame) frame
      = cube_ask (setup->engine, "revenue.tax_share by tax,unit:region where unit=KV01");
  double sum = 0;

  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    sum += hd_frame_get_double (frame, row, 2);
  g_assert_cmpfloat_with_epsilon (sum, 100, 1e-9);
  /* A filter on the shared dimension does not shrink the whole either. */
  g_assert_cmpfloat_with_epsilon (
      cube_ask_double (setup->engine, "revenue.tax_share where tax=NK+GTGT+TTDB"), 100, 1e-9);
  g_assert_cmpfloat (cube_ask_double (setup->engine, "revenue.tax_share where tax=NK"), <, 60);
}

static void
test_within_hours (CubeSetup *setup, gconstpointer data)
{
  HdCodeList *durations
      = hd_structure_get_dimension (hd_structures_find (setup->fixture->structures, "CLEARANCE"), 2)
            ->codes;
  g_autoptr (GString) within = g_string_new ("D000");
  double part, all;

  for (guint code = 1; code < hd_code_list_get_n (durations); code++)
    {
      if (hd_code_list_get (durations, code)->upper <= 1440.0001)
        g_string_append_printf (within, "|%s", hd_code_list_get (durations, code)->id);
    }
  part = add_up (setup->fixture, "CLEARANCE", "2026-01-01", "2026-03-10",
                 (Loop){ .wanted = { NULL, NULL, within->str } });
  all = add_up (setup->fixture, "CLEARANCE", "2026-01-01", "2026-03-10", (Loop){ 0 });
  g_assert_cmpfloat_with_epsilon (cube_ask_double (setup->engine, "clearance.within_24h"),
                                  100 * part / all, 1e-9);
}

static void
test_calendars (CubeSetup *setup, gconstpointer data)
{
  /* The last month reported is 2026-02 of the reporting calendar: 15 January to 14 February. */
  g_assert_cmpint (cube_ask_int64 (setup->engine, "violations.cases"), ==,
                   add_up (setup->fixture, "VIOLATIONS", "2025-12-15", "2026-02-14", (Loop){ 0 }));
  g_assert_cmpint (cube_ask_int64 (setup->engine, "violations.cases from 2025-03 to 2025-04"), ==,
                   add_up (setup->fixture, "VIOLATIONS", "2025-02-15", "2025-04-14", (Loop){ 0 }));
  /* A daily dataset answers on the reporting calendar too. */
  g_assert_cmpint (
      cube_ask_int64 (setup->engine,
                      "revenue.collected calendar reporting15 from 2025-03 to 2025-03"),
      ==, add_up (setup->fixture, "REVENUE", "2025-02-15", "2025-03-14", (Loop){ .measure = 1 }));
  cube_refuse (setup->engine, "violations.cases calendar civil", HD_QUERY_ERROR_NOT_ADDABLE,
               "day 15");
  cube_refuse (setup->engine, "debt.total calendar reporting15", HD_QUERY_ERROR_NOT_ADDABLE,
               "day 1");
  cube_refuse (setup->engine, "debt.total,violations.cases", HD_QUERY_ERROR_NOT_ADDABLE,
               "calendar");
  cube_refuse (setup->engine, "debt.total by time grain day", HD_QUERY_ERROR_NOT_ADDABLE, "month");
  cube_refuse (setup->engine, "debt.total compare tet", HD_QUERY_ERROR_NOT_ADDABLE, "Tết");
}

static void
test_totals (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdFrame) total = cube_ask (setup->engine, "trade.imports from 2026-02 to 2026-02");
  g_autoptr (HdFrame) parts
      = cube_ask (setup->engine, "trade.imports by commodity from 2026-02 to 2026-02");
  g_autoptr (HdFrame) balance = cube_ask (setup->engine, "trade.balance by commodity");

  /* `_T` stands alone, in units of a million, and never among its parts. */
  g_assert_cmpfloat (hd_frame_get_double (total, 0, 0), >=, 20e9);
  g_assert_cmpfloat (hd_frame_get_double (total, 0, 0), <, 21e9);
  g_assert_true (hd_frame_get_flags (total, 0, 0) & HD_CELL_FLAG_PROVISIONAL);
  g_assert_cmpuint (hd_frame_get_n_rows (parts), ==, 2);
  g_assert_cmpstr (hd_frame_get_code (parts, 0, 0), ==, "STEEL");
  g_assert_cmpfloat (hd_frame_get_double (parts, 0, 1), <, 5e9);
  /* Exports by commodity are not known, so there is no balance of one; it is not minus the imports. */
  for (guint row = 0; row < hd_frame_get_n_rows (balance); row++)
    g_assert_true (hd_frame_is_missing (balance, row, 1));
}

/* A million times a published decimal is that decimal with the point moved. */
static void
test_decimals (CubeSetup *setup, gconstpointer data)
{
  const char *codes[] = { "NK", "_T" };
  HdNumber value = { .d = 32774.55 };

  cube_fixture_add (setup->fixture, "TRADE", cube_day ("2026-03-01"), codes, &value,
                    HD_STATUS_NORMAL);
  g_assert_cmpfloat (cube_ask_double (setup->engine, "trade.imports from 2026-03 to 2026-03"), ==,
                     32774550000.0);
}

static void
test_levels (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdFrame) frame = cube_ask (setup->engine, "survey.score by unit");

  g_assert_cmpuint (hd_frame_get_n_rows (frame), ==, 13);
  g_assert_cmpfloat (cube_ask_double (setup->engine, "survey.score where unit=A1 to 2025"), >=, 6);
  g_assert_cmpfloat (cube_ask_double (setup->engine, "survey.mean"), >=, 6);
  cube_refuse (setup->engine, "survey.score", HD_QUERY_ERROR_NOT_ADDABLE, "group by unit");
  cube_refuse (setup->engine, "survey.score by unit:region", HD_QUERY_ERROR_NOT_ADDABLE, "grade");
}

static void
test_comparisons (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdFrame) year = cube_ask (setup->engine, "revenue.collected compare yoy");
  g_autoptr (HdFrame) months
      = cube_ask (setup->engine, "revenue.collected by time from 2025-03 to 2026-03 compare prev");
  g_autoptr (HdFrame) offices
      = cube_ask (setup->engine, "revenue.collected by unit from 2025-06 to 2025-08 compare yoy");
  guint last = hd_frame_get_n_rows (months) - 1;

  g_assert_cmpint (
      hd_frame_get_int64 (year, 0, 1), ==,
      add_up (setup->fixture, "REVENUE", "2025-01-01", "2025-03-10", (Loop){ .measure = 1 }));
  g_assert_cmpint (hd_frame_get_int64 (year, 0, 2), ==,
                   hd_frame_get_int64 (year, 0, 0) - hd_frame_get_int64 (year, 0, 1));
  g_assert_cmpint (hd_frame_get_base_span (year).last, ==, cube_day ("2025-03-10"));
  g_assert_false (hd_frame_get_flags (year, 0, 0) & HD_CELL_FLAG_PARTIAL);
  /* Ten days of March stand against ten days of February, and are said to be a part. */
  g_assert_true (hd_frame_get_flags (months, last, 1) & HD_CELL_FLAG_PARTIAL);
  g_assert_cmpint (
      hd_frame_get_int64 (months, last, 2), ==,
      add_up (setup->fixture, "REVENUE", "2026-02-01", "2026-02-10", (Loop){ .measure = 1 }));
  g_assert_false (hd_frame_get_flags (months, last - 1, 1) & HD_CELL_FLAG_PARTIAL);
  for (guint row = 0; row < hd_frame_get_n_rows (offices); row++)
    {
      gboolean is_new = g_str_equal (hd_frame_get_code (offices, row, 0), "B2");
      gboolean is_closed = g_str_equal (hd_frame_get_code (offices, row, 0), "C1");

      g_assert_cmpint ((hd_frame_get_flags (offices, row, 2) & HD_CELL_FLAG_NEW) != 0, ==, is_new);
      g_assert_cmpint ((hd_frame_get_flags (offices, row, 1) & HD_CELL_FLAG_CLOSED) != 0, ==,
                       is_closed);
      g_assert_cmpint (hd_frame_is_missing (offices, row, 4), ==, is_new || is_closed);
    }
}

static void
test_plan (CubeSetup *setup, gconstpointer data)
{
  HdCalendar *calendar = hd_catalog_get_calendar (setup->fixture->catalog);
  HdPeriod year = hd_period_containing (cube_day ("2026-01-01"), HD_GRAIN_YEAR, 1);
  g_autoptr (HdFrame) nation = cube_ask (setup->engine, "revenue.collected compare plan:DU_TOAN");
  g_autoptr (HdFrame) offices
      = cube_ask (setup->engine, "revenue.collected by unit compare plan:DU_TOAN");
  g_autoptr (HdFrame) months = cube_ask (
      setup->engine, "revenue.collected by time from 2025 to 2025 compare plan:DU_TOAN");
  gint64 sum = 0, all = 0;

  for (guint index = 0; index < 13; index++)
    sum += hd_plan_curve_at (calendar, G_GINT64_CONSTANT (90000000001) + (gint64)index * 7, year,
                             cube_day ("2026-03-10"));
  g_assert_cmpint (hd_frame_get_int64 (nation, 0, 1), ==, sum);
  for (guint row = 0; row < hd_frame_get_n_rows (offices); row++)
    sum -= hd_frame_is_missing (offices, row, 2) ? 0 : hd_frame_get_int64 (offices, row, 2);
  g_assert_cmpint (sum, ==, 0);
  for (guint row = 0; row < 12; row++)
    all += hd_frame_get_int64 (months, row, 2);
  g_assert_cmpint (all, ==,
                   add_up (setup->fixture, "PLANS", "2025-01-01", "2025-01-01",
                           (Loop){ .wanted = { NULL, "DU_TOAN" } }));
  cube_refuse (setup->engine, "revenue.collected by tax compare plan:DU_TOAN",
               HD_QUERY_ERROR_NOT_ADDABLE, "tax");
  cube_refuse (setup->engine, "revenue.collected compare plan:NO_SUCH", HD_QUERY_ERROR_UNKNOWN,
               "DU_TOAN");
}

static void
test_projection (CubeSetup *setup, gconstpointer data)
{
  gint64 known = cube_ask_int64 (setup->engine, "revenue.collected");
  gint64 whole = cube_ask_int64 (setup->engine, "revenue.forecast");
  g_autoptr (HdFrame) regions = cube_ask (setup->engine, "revenue.forecast by unit:region");
  g_autoptr (HdFrame) years = cube_ask (setup->engine, "revenue.forecast by time compare prev");
  gint64 sum = 0;

  /* Seventy of 365 days are known. */
  g_assert_cmpint (whole, >, 3 * known);
  g_assert_cmpint (whole, <, 9 * known);
  for (guint row = 0; row < hd_frame_get_n_rows (regions); row++)
    sum += hd_frame_get_int64 (regions, row, 1);
  g_assert_cmpint (ABS (sum - whole), <=, 5);
  g_assert_cmpuint (hd_frame_get_n_rows (years), ==, 3);
  g_assert_cmpint (
      hd_frame_get_int64 (years, 1, 1), ==,
      add_up (setup->fixture, "REVENUE", "2025-01-01", "2025-12-31", (Loop){ .measure = 1 }));
  g_assert_cmpint (hd_frame_get_int64 (years, 2, 2), ==, hd_frame_get_int64 (years, 1, 1));
  g_assert_true (hd_frame_get_flags (years, 2, 1) & HD_CELL_FLAG_PROVISIONAL);
  cube_refuse (setup->engine, "revenue.forecast by time grain month", HD_QUERY_ERROR_NOT_ADDABLE,
               "year");
}

static void
test_top (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdFrame) frame
      = cube_ask (setup->engine, "revenue.collected,clearance.average by unit top 3");
  g_autoptr (HdFrame) by_time
      = cube_ask (setup->engine, "revenue.collected by time,unit from 2025 to 2025 top 2");
  gint64 sum = 0;

  g_assert_cmpuint (hd_frame_get_n_rows (frame), ==, 4);
  for (guint row = 0; row < 4; row++)
    {
      sum += hd_frame_get_int64 (frame, row, 1);
      if (row > 0 && row < 3)
        g_assert_cmpint (hd_frame_get_int64 (frame, row, 1), <=,
                         hd_frame_get_int64 (frame, row - 1, 1));
    }
  g_assert_cmpint (sum, ==, cube_ask_int64 (setup->engine, "revenue.collected"));
  g_assert_cmpstr (hd_frame_get_code (frame, 3, 0), ==, "_REST");
  g_assert_true (hd_frame_get_flags (frame, 3, 0) & HD_CELL_FLAG_REST);
  /* The rest's mean is of its own sums: it lies between 1 and 5,001 minutes, as every one does. */
  g_assert_cmpfloat (hd_frame_get_double (frame, 3, 2), <, 5001 / 60.0);
  sum = 0;
  for (guint row = 0; row < hd_frame_get_n_rows (by_time); row++)
    sum += hd_frame_get_int64 (by_time, row, 2);
  g_assert_cmpuint (hd_frame_get_n_rows (by_time), ==, 36);
  g_assert_cmpint (sum, ==, cube_ask_int64 (setup->engine, "revenue.collected from 2025 to 2025"));
}

static void
test_outer_join (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdFrame) frame = cube_ask (
      setup->engine, "revenue.collected,survey.score by unit from 2025-06-02 to 2025-06-02");

  /* C1 is closed: it has a grade of the year and no revenue of the day. */
  g_assert_cmpuint (hd_frame_get_n_rows (frame), ==, 13);
  for (guint row = 0; row < 13; row++)
    g_assert_cmpint (hd_frame_is_missing (frame, row, 1), ==,
                     g_str_equal (hd_frame_get_code (frame, row, 0), "C1"));
}

static void
test_unknown (CubeSetup *setup, gconstpointer data)
{
  HdEngine *engine = setup->engine;

  cube_refuse (engine, "revenue.colected", HD_QUERY_ERROR_UNKNOWN, "revenue.collected");
  cube_refuse (engine, "revenue.collected by lane", HD_QUERY_ERROR_UNKNOWN, "tax");
  cube_refuse (engine, "revenue.collected where lane=DO", HD_QUERY_ERROR_UNKNOWN, "no dimension");
  cube_refuse (engine, "revenue.collected where unit=KV09", HD_QUERY_ERROR_UNKNOWN, "KV0");
  cube_refuse (engine, "revenue.collected by unit:province", HD_QUERY_ERROR_UNKNOWN, "unit:region");
  cube_refuse (engine, "revenue.collected by unit:department map 2025", HD_QUERY_ERROR_UNKNOWN,
               "unit:department (MAP2024)");
  cube_refuse (engine, "revenue.collected by tax:section", HD_QUERY_ERROR_UNKNOWN,
               "without a level");
}

static void
test_evidence (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdFrame) frame = cube_ask (setup->engine, "revenue.attainment to 2025-06");
  g_autoptr (HdFrame) again = cube_ask (setup->engine, "revenue.attainment to 2025-06");
  const char *const *datasets = hd_frame_get_datasets (frame);

  g_assert_cmpstr (hd_frame_get_query (frame), ==, "revenue.attainment to 2025-06");
  g_assert_cmpstr (datasets[0], ==, "REVENUE");
  g_assert_cmpstr (datasets[1], ==, "PLANS");
  g_assert_cmpint (hd_frame_get_vintage (frame), ==, 1000 + cube_day ("2025-06-30"));
  g_assert_cmpint (hd_frame_get_span (frame).first, ==, cube_day ("2025-01-01"));
  g_assert_cmpint (hd_frame_get_span (frame).last, ==, cube_day ("2025-06-30"));
  g_assert_cmpuint (hd_frame_get_timing (frame)->rows_scanned, >, 0);
  /* The same question of the same store is the same answer, and of a newer store a new one. */
  g_assert_true (frame == again);
  setup->fixture->generation++;
  hd_frame_unref (g_steal_pointer (&again));
  again = cube_ask (setup->engine, "revenue.attainment to 2025-06");
  g_assert_false (frame == again);
}

static void
test_beyond_data (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdFrame) future = cube_ask (setup->engine, "revenue.collected from 2030 to 2030");
  g_autoptr (HdFrame) past
      = cube_ask (setup->engine, "revenue.collected from 2020 to 2020 compare yoy");
  g_autoptr (HdFrame) cut = cube_ask (setup->engine, "revenue.collected from 2026-03 to 2026-04");

  g_assert_true (hd_frame_is_missing (future, 0, 0));
  g_assert_true (hd_frame_is_missing (past, 0, 0));
  g_assert_false (hd_frame_get_flags (past, 0, 1) & HD_CELL_FLAG_NEW);
  g_assert_true (hd_frame_get_flags (cut, 0, 0) & HD_CELL_FLAG_PARTIAL);
}

static void
test_cancelled (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (HdQuery) query = hd_query_parse ("revenue.collected", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HdFrame) frame = NULL;

  g_cancellable_cancel (cancellable);
  frame = hd_engine_query (setup->engine, query, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (CubeSetup *setup, gconstpointer data);
  } tests[] = {
    { "/data/cube/sum", test_sum },
    { "/data/cube/groups", test_groups },
    { "/data/cube/stock", test_stock },
    { "/data/cube/ratios", test_ratios },
    { "/data/cube/shares", test_shares },
    { "/data/cube/within-hours", test_within_hours },
    { "/data/cube/calendars", test_calendars },
    { "/data/cube/totals", test_totals },
    { "/data/cube/decimals", test_decimals },
    { "/data/cube/levels", test_levels },
    { "/data/cube/comparisons", test_comparisons },
    { "/data/cube/plan", test_plan },
    { "/data/cube/projection", test_projection },
    { "/data/cube/top", test_top },
    { "/data/cube/outer-join", test_outer_join },
    { "/data/cube/unknown", test_unknown },
    { "/data/cube/evidence", test_evidence },
    { "/data/cube/beyond-data", test_beyond_data },
    { "/data/cube/cancelled", test_cancelled },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint index = 0; index < G_N_ELEMENTS (tests); index++)
    g_test_add (tests[index].path, CubeSetup, NULL, cube_setup_fill, tests[index].func,
                cube_setup_clear);
  return g_test_run ();
}
