/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Properties of drilling: parts sum to what was clicked, on both maps, with and without top; and sums that
 * pass 64 bits, a store without rows and reports without values are told, not guessed.
 */

#undef G_DISABLE_ASSERT

#include "cube-fixture.h"

#include <math.h>

#define N_PATHS 100000

/* One way down; a level of each dimension may be stepped on once, parents before children. */
static const char *const steps[]
    = { "unit:region", "unit:department", "unit", "hs:section", "hs", "tax", "flow" };

static const char *
dimension_of (const char *step, char *buffer)
{
  g_strlcpy (buffer, step, 16);
  if (strchr (buffer, ':') != NULL)
    *strchr (buffer, ':') = '\0';
  return buffer;
}

/* Asks for the parts, checks that they sum to `total`, and clicks on one of them. */
static gint64
step_down (CubeFixture *fixture,
           HdEngine *engine,
           GHashTable *filters,
           const char *step,
           gint64 total)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (HdFrame) frame = NULL;
  GHashTableIter iter;
  gpointer dimension, code;
  gint64 sum = 0;
  char buffer[16];
  guint clicked;

  g_string_printf (text, "revenue.collected by %s", step);
  g_hash_table_iter_init (&iter, filters);
  for (guint n = 0; g_hash_table_iter_next (&iter, &dimension, &code); n++)
    g_string_append_printf (text, "%s%s=%s", n == 0 ? " where " : ",", (char *)dimension,
                            (char *)code);
  g_string_append (text, " from 2025 to 2025");
  if (cube_fixture_random (fixture, 4) == 0)
    g_string_append_printf (text, " top %u", 1 + cube_fixture_random (fixture, 3));
  frame = cube_ask (engine, text->str);
  for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
    sum += hd_frame_get_int64 (frame, row, 1);
  if (sum != total)
    g_error ("%s: the parts sum to %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT, text->str, sum,
             total);
  clicked = cube_fixture_random (fixture, hd_frame_get_n_rows (frame));
  if (g_str_equal (hd_frame_get_code (frame, clicked, 0), "_REST"))
    return -1;
  g_hash_table_replace (filters, g_strdup (dimension_of (step, buffer)),
                        g_strdup (hd_frame_get_code (frame, clicked, 0)));
  return hd_frame_get_int64 (frame, clicked, 1);
}

static void
walk_one_path (CubeFixture *fixture, HdEngine *engine, gint64 total)
{
  g_autoptr (GHashTable) filters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gboolean is_used[G_N_ELEMENTS (steps)] = { FALSE };

  for (guint depth = 0; depth < 5 && total >= 0; depth++)
    {
      guint step = cube_fixture_random (fixture, G_N_ELEMENTS (steps));
      char buffer[16];

      /* A level above a code that was clicked on, or of the other map, would not be a way down. */
      if (is_used[step]
          || (strchr (steps[step], ':') != NULL
              && g_hash_table_contains (filters, dimension_of (steps[step], buffer))))
        continue;
      is_used[step] = TRUE;
      total = step_down (fixture, engine, filters, steps[step], total);
    }
}

static void
test_paths (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new_filled ();
  g_autoptr (HdEngine) engine = cube_fixture_make_engine (fixture);
  gint64 total = cube_ask_int64 (engine, "revenue.collected from 2025 to 2025");

  for (guint path = 0; path < N_PATHS; path++)
    walk_one_path (fixture, engine, total);
}

static void
test_both_maps (void)
{
  static const char *const kpis[] = { "revenue.collected", "revenue.net",      "plan.amount",
                                      "debt.total",        "violations.cases", "clearance.count" };
  g_autoptr (CubeFixture) fixture = cube_fixture_new_filled ();
  g_autoptr (HdEngine) engine = cube_fixture_make_engine (fixture);

  for (guint kpi = 0; kpi < G_N_ELEMENTS (kpis); kpi++)
    {
      for (int year = 2024; year <= 2025; year++)
        {
          static const char *const levels[] = { "unit:region", "unit:department", "unit" };
          g_autofree char *whole = g_strdup_printf ("%s from %d to %d", kpis[kpi], year, year);
          gint64 nation = cube_ask_int64 (engine, whole);

          for (guint level = 0; level < G_N_ELEMENTS (levels); level++)
            {
              g_autofree char *text = g_strdup_printf ("%s by %s from %d to %d", kpis[kpi],
                                                       levels[level], year, year);
              g_autoptr (HdFrame) frame = cube_ask (engine, text);
              gint64 sum = 0;

              for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
                sum += hd_frame_get_int64 (frame, row, 1);
              g_assert_cmpint (sum, ==, nation);
            }
        }
    }
}

/* However the work is split, and with array or hash, the answer is one. */
static void
test_same_by_any_way (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new_filled ();
  g_autoptr (HdEngine) engine = cube_fixture_make_engine (fixture);
  g_autoptr (HdFrame) fine
      = cube_ask (engine, "revenue.collected by time,unit,hs,tax from 2024 to 2026-03 grain day");
  g_autoptr (HdFrame) coarse = cube_ask (engine, "revenue.collected by unit from 2024 to 2026-03");
  g_autoptr (GHashTable) sums = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint row = 0; row < hd_frame_get_n_rows (fine); row++)
    {
      const char *office = hd_frame_get_code (fine, row, 1);
      gint64 *sum = g_hash_table_lookup (sums, office);

      if (sum == NULL)
        {
          sum = g_new0 (gint64, 1);
          g_hash_table_insert (sums, (gpointer)office, sum);
        }
      *sum += hd_frame_get_int64 (fine, row, 4);
    }
  g_assert_cmpuint (hd_frame_get_n_rows (coarse), ==, g_hash_table_size (sums));
  for (guint row = 0; row < hd_frame_get_n_rows (coarse); row++)
    {
      gint64 *sum = g_hash_table_lookup (sums, hd_frame_get_code (coarse, row, 0));

      g_assert_cmpint (*sum, ==, hd_frame_get_int64 (coarse, row, 1));
    }
}

static void
add_revenue (CubeFixture *fixture, const char *day, const char *unit, gint64 value, HdStatus status)
{
  const char *codes[] = { unit, "NK", "NK", "84" };
  HdNumber values[] = { { .i = 1 }, { .i = value } };

  cube_fixture_add (fixture, "REVENUE", cube_day (day), codes, values, status);
}

static void
test_overflow (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new ();
  g_autoptr (HdEngine) engine = cube_fixture_make_engine (fixture);

  add_revenue (fixture, "2026-01-01", "A1", G_MAXINT64 - 5, HD_STATUS_NORMAL);
  g_assert_cmpint (cube_ask_int64 (engine, "revenue.collected"), ==, G_MAXINT64 - 5);
  add_revenue (fixture, "2026-01-02", "A1", 6, HD_STATUS_NORMAL);
  fixture->generation++;
  cube_refuse (engine, "revenue.collected", HD_QUERY_ERROR_NOT_ADDABLE, "64 bits");
}

static void
test_missing (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new ();
  g_autoptr (HdEngine) engine = cube_fixture_make_engine (fixture);
  g_autoptr (HdFrame) frame = NULL;
  g_autoptr (HdFrame) days = NULL;

  cube_refuse (engine, "revenue.collected", HD_QUERY_ERROR_NO_DATA, "REVENUE");
  add_revenue (fixture, "2026-01-01", "A1", 10, HD_STATUS_NORMAL);
  add_revenue (fixture, "2026-01-02", "A1", HD_INT64_MISSING, HD_STATUS_MISSING);
  add_revenue (fixture, "2026-01-03", "A2", 0, HD_STATUS_ESTIMATED);
  add_revenue (fixture, "2026-01-05", "A1", 5, HD_STATUS_NORMAL);
  fixture->generation++;
  frame = cube_ask (engine, "revenue.collected by unit");
  g_assert_cmpuint (hd_frame_get_n_rows (frame), ==, 2);
  g_assert_cmpint (hd_frame_get_int64 (frame, 0, 1), ==, 15);
  g_assert_true (hd_frame_get_flags (frame, 0, 1) & HD_CELL_FLAG_PARTIAL);
  /* A zero that was reported is a zero. */
  g_assert_false (hd_frame_is_missing (frame, 1, 1));
  g_assert_true (hd_frame_get_flags (frame, 1, 1) & HD_CELL_FLAG_PROVISIONAL);
  days = cube_ask (engine, "revenue.collected by time grain day");
  g_assert_cmpuint (hd_frame_get_n_rows (days), ==, 5);
  g_assert_true (hd_frame_is_missing (days, 1, 1));
  g_assert_true (hd_frame_is_missing (days, 3, 1));
  g_assert_true (isnan (hd_frame_get_double (days, 3, 1)));
  g_assert_false (hd_frame_is_missing (days, 2, 1));
}

/* Nothing of a kind among what was reported is a zero; nothing reported is missing. */
static void
test_zero_share (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new ();
  g_autoptr (HdEngine) engine = cube_fixture_make_engine (fixture);
  const char *codes[] = { "A1", "OTHER" };
  HdNumber value = { .i = 7 };
  g_autoptr (HdFrame) frame = NULL;

  cube_fixture_add (fixture, "VIOLATIONS", cube_day ("2025-12-15"), codes, &value,
                    HD_STATUS_NORMAL);
  cube_fixture_add (fixture, "VIOLATIONS", cube_day ("2026-02-15"), codes, &value,
                    HD_STATUS_NORMAL);
  frame = cube_ask (engine, "violations.ipr_rate by time");
  g_assert_cmpuint (hd_frame_get_n_rows (frame), ==, 3);
  g_assert_cmpfloat (hd_frame_get_double (frame, 0, 1), ==, 0);
  g_assert_true (hd_frame_is_missing (frame, 1, 1));
}

static void
add_import (CubeFixture *fixture, const char *commodity, double value)
{
  const char *codes[] = { "NK", commodity };
  HdNumber number = { .d = value };

  cube_fixture_add (fixture, "TRADE", cube_day ("2026-01-01"), codes, &number, HD_STATUS_NORMAL);
}

/* Vans are counted among the cars: shown beside them, never added to them. */
static void
test_total_inside (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new ();
  g_autoptr (HdEngine) engine = cube_fixture_make_engine (fixture);
  g_autoptr (HdFrame) all = NULL;
  g_autoptr (HdFrame) top = NULL;

  add_import (fixture, "STEEL", 50);
  add_import (fixture, "CARS", 30);
  add_import (fixture, "CLOTH", 20);
  add_import (fixture, "VANS", 10);
  g_assert_cmpfloat (cube_ask_double (engine, "trade.imports where commodity=CARS"), ==, 30e6);
  g_assert_cmpfloat (cube_ask_double (engine, "trade.imports where commodity=VANS"), ==, 10e6);
  g_assert_cmpfloat (cube_ask_double (engine, "trade.imports where commodity=VANS+STEEL"), ==,
                     60e6);
  g_assert_cmpfloat (cube_ask_double (engine, "trade.imports"), ==, 100e6);
  all = cube_ask (engine, "trade.imports by commodity");
  g_assert_cmpuint (hd_frame_get_n_rows (all), ==, 4);
  top = cube_ask (engine, "trade.imports by commodity top 1");
  g_assert_cmpuint (hd_frame_get_n_rows (top), ==, 2);
  g_assert_cmpfloat (hd_frame_get_double (top, 1, 1), ==, 50e6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/cube-drill/paths", test_paths);
  g_test_add_func ("/data/cube-drill/both-maps", test_both_maps);
  g_test_add_func ("/data/cube-drill/same-by-any-way", test_same_by_any_way);
  g_test_add_func ("/data/cube-drill/overflow", test_overflow);
  g_test_add_func ("/data/cube-drill/missing", test_missing);
  g_test_add_func ("/data/cube-drill/zero-share", test_zero_share);
  g_test_add_func ("/data/cube-drill/total-inside", test_total_inside);
  return g_test_run ();
}
