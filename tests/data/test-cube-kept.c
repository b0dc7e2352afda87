/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers kept for the next start: the same to the last bit, of the same store, or not taken at all.
 */

#undef G_DISABLE_ASSERT

#include "cube-fixture.h"
#include "hd-frame-pack.h"

#include <math.h>
#include <string.h>

#define ROOM (1u << 20)

/* Every kind of column and cell between them: codes, periods, counts, reals, a rest, new and closed units. */
static const char *const questions[] = {
  "revenue.collected by unit:region from 2026 compare yoy",
  "revenue.collected by unit from 2024 compare yoy top 3",
  "clearance.count by time,lane from 2025",
  "clearance.p90 by unit from 2025",
  "clearance.red by unit from 2026 to 2026-03 compare yoy",
};

static void
assert_same (const HdFrame *a, const HdFrame *b)
{
  g_assert_cmpuint (hd_frame_get_n_columns (a), ==, hd_frame_get_n_columns (b));
  g_assert_cmpuint (hd_frame_get_n_rows (a), ==, hd_frame_get_n_rows (b));
  for (guint column = 0; column < hd_frame_get_n_columns (a); column++)
    {
      const HdColumn *of_a = hd_frame_get_column (a, column),
                     *of_b = hd_frame_get_column (b, column);

      g_assert_cmpstr (of_a->id, ==, of_b->id);
      g_assert_cmpstr (of_a->unit, ==, of_b->unit);
      g_assert_cmpint (of_a->kind, ==, of_b->kind);
      g_assert_cmpint (of_a->type, ==, of_b->type);
      for (guint row = 0; row < hd_frame_get_n_rows (a); row++)
        {
          g_assert_cmpint (hd_frame_get_flags (a, row, column), ==,
                           hd_frame_get_flags (b, row, column));
          if (of_a->type == HD_CELL_INT64)
            g_assert_cmpint (hd_frame_get_int64 (a, row, column), ==,
                             hd_frame_get_int64 (b, row, column));
          else if (of_a->type == HD_CELL_DOUBLE)
            {
              double x = hd_frame_get_double (a, row, column),
                     y = hd_frame_get_double (b, row, column);

              g_assert_true (memcmp (&x, &y, sizeof x) == 0 || (isnan (x) && isnan (y)));
            }
          else
            {
              g_assert_cmpstr (hd_frame_get_code (a, row, column), ==,
                               hd_frame_get_code (b, row, column));
              g_assert_cmpstr (hd_frame_get_name (a, row, column, "vi"), ==,
                               hd_frame_get_name (b, row, column, "vi"));
              g_assert_cmpstr (hd_frame_get_name (a, row, column, "en"), ==,
                               hd_frame_get_name (b, row, column, "en"));
            }
        }
    }
  g_assert_cmpstr (hd_frame_get_query (a), ==, hd_frame_get_query (b));
  g_assert_cmpstr (hd_frame_get_engine (a), ==, hd_frame_get_engine (b));
  g_assert_cmpint (hd_frame_get_as_of (a), ==, hd_frame_get_as_of (b));
  g_assert_cmpint (hd_frame_get_vintage (a), ==, hd_frame_get_vintage (b));
  g_assert_cmpint (hd_frame_get_horizon (a), ==, hd_frame_get_horizon (b));
  g_assert_true (hd_period_equal (hd_frame_get_span (a), hd_frame_get_span (b)));
  g_assert_true (hd_period_equal (hd_frame_get_base_span (a), hd_frame_get_base_span (b)));
  g_assert_cmpstr (hd_frame_get_timing (a)->plan, ==, hd_frame_get_timing (b)->plan);
  g_assert_true (g_strv_equal (hd_frame_get_datasets (a), hd_frame_get_datasets (b)));
}

static void
test_packed (CubeSetup *setup, gconstpointer data)
{
  HdCellFlags seen = HD_CELL_FLAG_NONE;

  for (guint index = 0; index < G_N_ELEMENTS (questions); index++)
    {
      g_autoptr (HdFrame) frame = cube_ask (setup->engine, questions[index]);
      g_autoptr (GVariant) packed = g_variant_ref_sink (hd_frame_pack (frame));
      g_autoptr (HdFrame) unpacked = hd_frame_unpack (packed);

      g_assert_nonnull (unpacked);
      assert_same (frame, unpacked);
      for (guint column = 0; column < hd_frame_get_n_columns (frame); column++)
        for (guint row = 0; row < hd_frame_get_n_rows (frame); row++)
          seen |= hd_frame_get_flags (frame, row, column);
    }
  /* The questions above are worth asking. */
  g_assert_cmpint (seen & (HD_CELL_FLAG_MISSING | HD_CELL_FLAG_NEW | HD_CELL_FLAG_REST), ==,
                   HD_CELL_FLAG_MISSING | HD_CELL_FLAG_NEW | HD_CELL_FLAG_REST);
}

/* Bytes that anyone may have written: a frame, or none, but never a fault. */
static void
test_mutated (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdFrame) frame = cube_ask (setup->engine, questions[0]);
  g_autoptr (GVariant) packed = g_variant_ref_sink (hd_frame_pack (frame));
  gsize n_bytes = g_variant_get_size (packed);
  guint n_refused = 0;

  for (guint round = 0; round < 3000; round++)
    {
      g_autofree guint8 *copy = g_memdup2 (g_variant_get_data (packed), n_bytes);
      g_autoptr (GVariant) other = NULL;
      g_autoptr (HdFrame) unpacked = NULL;

      for (guint change = 0; change < 3; change++)
        copy[cube_fixture_random (setup->fixture, (guint)n_bytes)]
            = (guint8)cube_fixture_random (setup->fixture, 256);
      other = g_variant_ref_sink (g_variant_new_from_data (G_VARIANT_TYPE (HD_FRAME_PACK_TYPE),
                                                           copy, n_bytes, FALSE, NULL, NULL));
      unpacked = hd_frame_unpack (other);
      n_refused += unpacked == NULL;
      for (guint column = 0; unpacked != NULL && column < hd_frame_get_n_columns (unpacked);
           column++)
        for (guint row = 0; row < hd_frame_get_n_rows (unpacked); row++)
          if (hd_frame_get_column (unpacked, column)->type <= HD_CELL_PERIOD)
            hd_frame_get_name (unpacked, row, column, "vi");
          else
            hd_frame_get_double (unpacked, row, column);
    }
  g_assert_cmpuint (n_refused, >, 0);
}

static GBytes *
keep (HdEngine *engine)
{
  guint64 generation;

  return hd_local_engine_keep_answers (HD_LOCAL_ENGINE (engine), ROOM, &generation);
}

static guint
take (HdEngine *engine, GBytes *kept)
{
  return hd_local_engine_take_answers (HD_LOCAL_ENGINE (engine), kept);
}

/* Another run of the program. */
static void
test_next_run (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdEngine) next = cube_fixture_make_engine (setup->fixture);
  g_autoptr (GBytes) kept = NULL;

  g_assert_null (keep (setup->engine));
  for (guint index = 0; index < G_N_ELEMENTS (questions); index++)
    hd_frame_unref (cube_ask (setup->engine, questions[index]));
  kept = keep (setup->engine);
  g_assert_nonnull (kept);
  /* Nothing new since. */
  g_assert_null (keep (setup->engine));
  g_assert_cmpuint (take (next, kept), ==, G_N_ELEMENTS (questions));
  for (guint index = 0; index < G_N_ELEMENTS (questions); index++)
    {
      g_autoptr (HdFrame) before = cube_ask (setup->engine, questions[index]);
      g_autoptr (HdFrame) after = cube_ask (next, questions[index]);

      assert_same (before, after);
    }
  /* All of that was kept already: there is nothing to write. */
  g_assert_null (keep (next));
}

static void
test_not_taken (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdEngine) next = cube_fixture_make_engine (setup->fixture);
  g_autoptr (GBytes) kept = NULL;
  const guint8 *bytes;
  gsize n_bytes;

  hd_frame_unref (cube_ask (setup->engine, questions[0]));
  kept = keep (setup->engine);
  bytes = g_bytes_get_data (kept, &n_bytes);
  for (gsize at = 0; at < n_bytes; at += 7)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, n_bytes);
      g_autoptr (GBytes) damaged = NULL;

      copy[at] ^= 1;
      damaged = g_bytes_new (copy, n_bytes);
      g_assert_cmpuint (take (next, damaged), ==, 0);
    }
  for (gsize length = 0; length < n_bytes; length += 11)
    {
      g_autoptr (GBytes) part = g_bytes_new (bytes, length);

      g_assert_cmpuint (take (next, part), ==, 0);
    }
  /* New figures: what was known before is no answer any more. */
  setup->fixture->generation++;
  g_assert_cmpuint (take (next, kept), ==, 0);
}

static void
test_budget (CubeSetup *setup, gconstpointer data)
{
  g_autoptr (HdEngine) next = cube_fixture_make_engine (setup->fixture);
  g_autoptr (GBytes) kept = NULL;
  guint64 generation;

  for (guint index = 0; index < G_N_ELEMENTS (questions); index++)
    hd_frame_unref (cube_ask (setup->engine, questions[index]));
  kept = hd_local_engine_keep_answers (HD_LOCAL_ENGINE (setup->engine), 6000, &generation);
  g_assert_cmpuint (generation, ==, setup->fixture->generation);
  g_assert_cmpuint (take (next, kept), >, 0);
  g_assert_cmpuint (take (next, kept), <, G_N_ELEMENTS (questions));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, CubeSetup, NULL, cube_setup_fill, func, cube_setup_clear)
  ADD ("/cube-kept/packed", test_packed);
  ADD ("/cube-kept/mutated", test_mutated);
  ADD ("/cube-kept/next-run", test_next_run);
  ADD ("/cube-kept/not-taken", test_not_taken);
  ADD ("/cube-kept/budget", test_budget);
  return g_test_run ();
}
