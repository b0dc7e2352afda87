/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a screen must not compute itself: shares, sums since the year began, the largest movers, and what lies
 * under units of two maps at once; each held against plain questions.
 */

#undef G_DISABLE_ASSERT

#include "cube-fixture.h"

#include <math.h>

/* The shares of taxes within each region and month sum to a hundred, with a rest too. */
static void
test_shares (CubeSetup *setup, gconstpointer data)
{
  static const char *const texts[]
      = { "revenue.collected by time,unit:region,tax from 2025 to 2025 show share",
          "revenue.collected by time,tax from 2025 to 2025 show share",
          "revenue.collected by unit from 2025 to 2025 top 3 show share",
          "debt.total by unit:region from 2025 to 2025 show share" };

  for (guint at = 0; at < G_N_ELEMENTS (texts); at++)
    {
      g_autoptr (HdFrame) frame = cube_ask (setup->engine, texts[at]);
      g_autoptr (GHashTable) sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      guint n_columns = hd_frame_get_n_columns (frame);
      GHashTableIter iter;
      gpointer sum;

      g_assert_cmpint (hd_frame_get_column (frame, n_columns - 1)->kind, ==, HD_COLUMN_SHARE);
      for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
        {
          g_autoptr (GString) parent = g_string_new (NULL);
          double *of_parent;

          for (guint column = 0; column + 3 < n_columns; column++)
            g_string_append_printf (parent, "%s/", hd_frame_get_code (frame, row, column));
          of_parent = g_hash_table_lookup (sums, parent->str);
          if (of_parent == NULL)
            g_hash_table_insert (sums, g_strdup (parent->str), of_parent = g_new0 (double, 1));
          *of_parent += hd_frame_get_double (frame, row, n_columns - 1);
        }
      g_hash_table_iter_init (&iter, sums);
      while (g_hash_table_iter_next (&iter, NULL, &sum))
        g_assert_cmpfloat_with_epsilon (*(double *)sum, 100, 1e-9);
    }
}

/* Each month's figure since January is what one question about January to that month says: of sums, ratios
 * (with a stock, a year's plan or the year before in them) and percentiles alike, and of the year before. */
static void
test_cumulative (CubeSetup *setup, gconstpointer data)
{
  static const char *const kpis[]
      = { "revenue.collected",  "clearance.within_24h", "clearance.p90",
          "revenue.attainment", "debt.to_revenue",      "revenue.growth" };

  for (guint at = 0; at < G_N_ELEMENTS (kpis); at++)
    {
      g_autofree char *text = g_strdup_printf (
          "%s by time,unit:region from 2025 to 2026 compare yoy show cumulative", kpis[at]);
      g_autoptr (HdFrame) frame = cube_ask (setup->engine, text);

      g_assert_cmpint (hd_frame_get_column (frame, 6)->kind, ==, HD_COLUMN_CUMULATIVE);
      g_assert_cmpint (hd_frame_get_column (frame, 7)->kind, ==, HD_COLUMN_CUMULATIVE_BASE);
      for (guint row = 0; row < hd_frame_get_n_rows (frame); row += 5)
        {
          const char *month = hd_frame_get_code (frame, row, 0);
          g_autofree char *plain
              = g_strdup_printf ("%s where unit=%s from %.4s-01 to %s compare yoy", kpis[at],
                                 hd_frame_get_code (frame, row, 1), month, month);
          g_autoptr (HdFrame) one = cube_ask (setup->engine, plain);

          g_assert_cmpint (hd_frame_is_missing (frame, row, 6), ==,
                           hd_frame_is_missing (one, 0, 0));
          if (!hd_frame_is_missing (one, 0, 0))
            g_assert_cmpfloat_with_epsilon (hd_frame_get_double (frame, row, 6),
                                            hd_frame_get_double (one, 0, 0), 1e-6);
          if (!hd_frame_is_missing (one, 0, 1))
            g_assert_cmpfloat_with_epsilon (hd_frame_get_double (frame, row, 7),
                                            hd_frame_get_double (one, 0, 1), 1e-6);
        }
    }
}

/* The three that moved most, either way, and the rest; the parts still sum to the whole. */
static void
test_movers (CubeSetup *setup, gconstpointer data)
{
  static const char *const ranks[] = { "change", "rise", "fall" };
  g_autoptr (HdFrame) all
      = cube_ask (setup->engine, "revenue.collected by hs,tax from 2025 to 2025 compare yoy");

  for (guint at = 0; at < G_N_ELEMENTS (ranks); at++)
    {
      g_autofree char *text = g_strdup_printf (
          "revenue.collected by hs,tax from 2025 to 2025 compare yoy top 3 rank %s", ranks[at]);
      g_autoptr (HdFrame) frame = cube_ask (setup->engine, text);
      gint64 worst = 0, n_larger = 0, sum = 0, sum_all = 0;

      g_assert_cmpuint (hd_frame_get_n_rows (frame), ==, 4);
      for (guint row = 0; row < 4; row++)
        sum += hd_frame_get_int64 (frame, row, 2);
      worst = hd_frame_get_int64 (frame, 2, 4);
      for (guint row = 0; row < hd_frame_get_n_rows (all); row++)
        {
          gint64 change = hd_frame_get_int64 (all, row, 4);

          sum_all += hd_frame_get_int64 (all, row, 2);
          n_larger += at == 0   ? ABS (change) > ABS (worst)
                      : at == 1 ? change > worst
                                : change < worst;
        }
      g_assert_cmpint (sum, ==, sum_all);
      g_assert_cmpint (n_larger, ==, 2);
    }
}

/* A3 and A4 alone lie in region KV02 of one map and department 01 of the other. */
static void
test_two_maps (CubeSetup *setup, gconstpointer data)
{
  gint64 both
      = cube_ask_int64 (setup->engine, "revenue.collected where unit=A3+A4 from 2025 to 2025");
  g_autoptr (HdFrame) offices
      = cube_ask (setup->engine, "revenue.collected by unit where unit=KV02&01 from 2025 to 2025");

  g_assert_cmpint (
      cube_ask_int64 (setup->engine, "revenue.collected where unit=KV02&01 from 2025 to 2025"), ==,
      both);
  g_assert_cmpint (
      cube_ask_int64 (setup->engine, "revenue.collected where unit=KV02&01+Z1 from 2025 to 2025"),
      ==,
      both + cube_ask_int64 (setup->engine, "revenue.collected where unit=Z1 from 2025 to 2025"));
  g_assert_cmpuint (hd_frame_get_n_rows (offices), ==, 2);
  g_assert_cmpstr (hd_frame_get_code (offices, 0, 0), ==, "A3");
  g_assert_cmpstr (hd_frame_get_code (offices, 1, 0), ==, "A4");
  cube_refuse (setup->engine, "revenue.collected where unit=KV02&KV99", HD_QUERY_ERROR_UNKNOWN,
               "KV99");
}

static void
test_refused (CubeSetup *setup, gconstpointer data)
{
  cube_refuse (setup->engine, "clearance.p90 by unit show share", HD_QUERY_ERROR_NOT_ADDABLE,
               "no shares");
  cube_refuse (setup->engine, "debt.total by time show cumulative", HD_QUERY_ERROR_NOT_ADDABLE,
               "of a moment");
  cube_refuse (setup->engine, "revenue.collected by unit show cumulative", HD_QUERY_ERROR_SYNTAX,
               "group by time");
  cube_refuse (setup->engine, "revenue.collected by unit top 3 rank change", HD_QUERY_ERROR_SYNTAX,
               "give top and compare");
}

static void
test_text (CubeSetup *setup, gconstpointer data)
{
  const char *text
      = "revenue.collected by time,unit where unit=KV02&01 from 2025 compare yoy top 5 rank fall "
        "show share,cumulative";
  g_autoptr (HdQuery) query = hd_query_parse (text, NULL);
  g_autofree char *written = hd_query_to_string (query);

  g_assert_cmpstr (written, ==, text);
  g_assert_null (hd_query_parse ("revenue.collected show pie", NULL));
  g_assert_null (hd_query_parse ("revenue.collected rank best", NULL));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/data/cube-shows/" name, CubeSetup, NULL, cube_setup_fill, func, cube_setup_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("shares", test_shares);
  ADD ("cumulative", test_cumulative);
  ADD ("movers", test_movers);
  ADD ("two-maps", test_two_maps);
  ADD ("refused", test_refused);
  ADD ("text", test_text);
  return g_test_run ();
}
