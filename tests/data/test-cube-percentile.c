/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Percentiles from counts against the exact percentile of the sample that was counted.
 */

#undef G_DISABLE_ASSERT

#include "cube-fixture.h"
#include "hd-cube-percentile.h"

#include <math.h>

#define N_SAMPLES 200
#define MAX_SIZE 5000

static HdCodeList *
get_classes (CubeFixture *fixture)
{
  return hd_structure_get_dimension (hd_structures_find (fixture->structures, "CLEARANCE"), 2)
      ->codes;
}

static int
compare_doubles (const void *a, const void *b)
{
  return *(const double *)a < *(const double *)b ? -1 : *(const double *)a > *(const double *)b;
}

static guint
find_class (HdCodeList *classes, double minutes)
{
  for (guint code = 0;; code++)
    {
      if (minutes < hd_code_list_get (classes, code)->upper)
        return code;
    }
}

/* Heavy-tailed minutes: 2 to the power of something between 1 and 15. */
static void
check_sample (CubeFixture *fixture, guint size, double quantile)
{
  HdCodeList *classes = get_classes (fixture);
  g_autofree gint64 *counts = g_new0 (gint64, hd_code_list_get_n (classes));
  g_autofree double *sample = g_new (double, size);
  double exact, found, error = NAN;
  gboolean is_bound;

  for (guint at = 0; at < size; at++)
    {
      sample[at] = exp2 (1 + cube_fixture_random (fixture, 14000) / 1000.0);
      counts[find_class (classes, sample[at])]++;
    }
  qsort (sample, size, sizeof *sample, compare_doubles);
  /* The smallest value with at least this share at or below it. */
  exact = sample[(guint)ceil (quantile * size) - 1];
  found = hd_cube_percentile (classes, counts, quantile, &error, &is_bound);
  g_assert_false (is_bound);
  g_assert_cmpfloat_with_epsilon (error, exp2 (1 / 8.0) - 1, 1e-9);
  g_assert_cmpfloat (fabs (found / exact - 1), <=, error + 1e-9);
}

static void
test_bound (void)
{
  static const double quantiles[] = { 0.05, 0.5, 0.9, 0.95, 0.99 };
  g_autoptr (CubeFixture) fixture = cube_fixture_new ();

  for (guint sample = 0; sample < N_SAMPLES; sample++)
    {
      guint size = 1 + cube_fixture_random (fixture, MAX_SIZE);

      for (guint at = 0; at < G_N_ELEMENTS (quantiles); at++)
        check_sample (fixture, size, quantiles[at]);
    }
}

static void
test_edges (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new ();
  HdCodeList *classes = get_classes (fixture);
  guint n = hd_code_list_get_n (classes);
  g_autofree gint64 *counts = g_new0 (gint64, n);
  gboolean is_bound;

  g_assert_true (isnan (hd_cube_percentile (classes, counts, 0.5, NULL, NULL)));
  /* All in the open class: at least its lower bound, and it says so. */
  counts[n - 1] = 3;
  g_assert_cmpfloat (hd_cube_percentile (classes, counts, 0.5, NULL, &is_bound), ==,
                     hd_code_list_get (classes, n - 1)->lower);
  g_assert_true (is_bound);
  /* All in the first class, which begins at nothing. */
  counts[n - 1] = 0;
  counts[0] = 4;
  g_assert_cmpfloat_with_epsilon (hd_cube_percentile (classes, counts, 0.5, NULL, &is_bound),
                                  hd_code_list_get (classes, 0)->upper / 2, 1e-12);
  g_assert_false (is_bound);
}

/* A list of classes may be in any order. */
static void
test_order (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new ();
  HdCodeList *classes = get_classes (fixture);
  guint n = hd_code_list_get_n (classes);
  g_autoptr (HdCodeList) reversed = hd_code_list_new ("REVERSED");
  g_autofree gint64 *counts = g_new0 (gint64, n);
  g_autofree gint64 *reversed_counts = g_new0 (gint64, n);

  for (guint code = n; code-- > 0;)
    hd_code_list_add (reversed, hd_code_list_get (classes, code));
  for (guint code = 0; code < n; code++)
    {
      counts[code] = cube_fixture_random (fixture, 100);
      reversed_counts[n - 1 - code] = counts[code];
    }
  for (double quantile = 0.05; quantile < 1; quantile += 0.1)
    g_assert_cmpfloat (hd_cube_percentile (classes, counts, quantile, NULL, NULL), ==,
                       hd_cube_percentile (reversed, reversed_counts, quantile, NULL, NULL));
}

/* The engine's median of a slice is that of the slice's counts, not a mean of medians. */
static void
test_slices (void)
{
  g_autoptr (CubeFixture) fixture = cube_fixture_new_filled ();
  g_autoptr (HdEngine) engine = cube_fixture_make_engine (fixture);
  g_autoptr (HdFrame) regions = cube_ask (engine, "clearance.median,clearance.p90 by unit:region");
  double nation = cube_ask_double (engine, "clearance.median");
  double lowest = INFINITY, highest = 0;

  for (guint row = 0; row < hd_frame_get_n_rows (regions); row++)
    {
      lowest = MIN (lowest, hd_frame_get_double (regions, row, 1));
      highest = MAX (highest, hd_frame_get_double (regions, row, 1));
      g_assert_cmpfloat (hd_frame_get_double (regions, row, 1), <,
                         hd_frame_get_double (regions, row, 2));
    }
  g_assert_cmpfloat (lowest, <=, nation);
  g_assert_cmpfloat (nation, <=, highest);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/cube-percentile/bound", test_bound);
  g_test_add_func ("/data/cube-percentile/edges", test_edges);
  g_test_add_func ("/data/cube-percentile/order", test_order);
  g_test_add_func ("/data/cube-percentile/slices", test_slices);
  return g_test_run ();
}
