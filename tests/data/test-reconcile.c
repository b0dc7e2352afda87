/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Structures that add up under two maps at once, and forecasts projected onto them.
 */

#include "config.h"

#undef G_DISABLE_ASSERT

#include "hd-random.h"
#include "hd-reconcile.h"

#include <math.h>

#define N_TAXES 3

static guint
draw_below (HdRandom *random, guint bound)
{
  return (guint)(hd_random_uniform (random) * bound);
}

static void
add_group (HdSummation *sums,
           const guint *group_of_office,
           guint n_offices,
           guint group,
           guint first_tax,
           guint n_taxes)
{
  g_autofree guint *leaves = g_new (guint, n_offices * N_TAXES);
  guint n_leaves = 0;

  for (guint office = 0; office < n_offices; office++)
    for (guint tax = first_tax; tax < first_tax + n_taxes; tax++)
      if (group_of_office[office] == group)
        leaves[n_leaves++] = office * N_TAXES + tax;
  if (n_leaves > 0)
    hd_summation_add_node (sums, leaves, n_leaves);
}

/* Offices by tax kinds, under two maps that cross each other, the taxes, and the nation. */
static HdSummation *
draw_structure (HdRandom *random, guint n_offices)
{
  HdSummation *sums = hd_summation_new (n_offices * N_TAXES);
  guint n_groups = 1 + n_offices / 3;
  g_autofree guint *all = g_new0 (guint, n_offices);

  hd_summation_add_level (sums, "nation");
  add_group (sums, all, n_offices, 0, 0, N_TAXES);
  hd_summation_add_level (sums, "tax");
  for (guint tax = 0; tax < N_TAXES; tax++)
    add_group (sums, all, n_offices, 0, tax, 1);
  for (guint map = 0; map < 2; map++)
    {
      g_autofree guint *group_of = g_new (guint, n_offices);

      for (guint office = 0; office < n_offices; office++)
        group_of[office] = draw_below (random, n_groups);
      hd_summation_add_level (sums, map == 0 ? "region" : "department");
      for (guint group = 0; group < n_groups; group++)
        add_group (sums, group_of, n_offices, group, 0, N_TAXES);
      hd_summation_add_level (sums, map == 0 ? "region x tax" : "department x tax");
      for (guint group = 0; group < n_groups; group++)
        for (guint tax = 0; tax < N_TAXES; tax++)
          add_group (sums, group_of, n_offices, group, tax, 1);
    }
  return sums;
}

/* [series * n_columns + column]: leaves of very different size, nodes as `noise` away from their sums. */
static double *
draw_base (HdRandom *random, const HdSummation *sums, guint n_columns, double noise)
{
  guint n_leaves = hd_summation_get_n_leaves (sums), n_series = hd_summation_get_n_series (sums);
  double *base = g_new0 (double, (gsize)n_series *n_columns);

  for (guint leaf = 0; leaf < n_leaves; leaf++)
    {
      double size = pow (10, 3 + 6 * hd_random_uniform (random));

      for (guint column = 0; column < n_columns; column++)
        base[leaf * n_columns + column] = size * (1 + 0.3 * hd_random_normal (random));
    }
  hd_summation_add_up (sums, base, n_columns);
  for (gsize place = (gsize)n_leaves * n_columns; place < (gsize)n_series * n_columns; place++)
    base[place] *= 1 + noise * hd_random_normal (random);
  return base;
}

/* Errors in proportion to the size, partly common to all. */
static double *
draw_errors (HdRandom *random, const double *sizes, guint n_series, guint n_errors)
{
  double *errors = g_new (double, (gsize)n_series *n_errors);
  g_autofree double *common = g_new (double, n_errors);

  for (guint error = 0; error < n_errors; error++)
    common[error] = hd_random_normal (random);
  for (guint series = 0; series < n_series; series++)
    for (guint error = 0; error < n_errors; error++)
      errors[series * n_errors + error]
          = 0.1 * fabs (sizes[series]) * (common[error] + hd_random_normal (random));
  return errors;
}

static const HdReconcileForm forms[] = {
  { HD_RECONCILE_BOTTOM_UP, FALSE }, { HD_RECONCILE_BOTTOM_UP, TRUE }, { HD_RECONCILE_WLS, FALSE },
  { HD_RECONCILE_WLS, TRUE },        { HD_RECONCILE_MINT, FALSE },     { HD_RECONCILE_MINT, TRUE },
};

static HdReconciler *
make (HdSummation *sums,
      HdReconcileForm form,
      const double *errors,
      guint n_errors,
      const double *sizes)
{
  g_autoptr (HdErrorCovariance) covariance = hd_error_covariance_new (
      errors, hd_summation_get_n_series (sums), n_errors, n_errors, sizes);
  HdReconciler *reconciler = hd_reconciler_new (sums, form, covariance, NULL);

  g_assert_nonnull (reconciler);
  return reconciler;
}

static void
test_same_group_is_one_series (void)
{
  g_autoptr (HdSummation) sums = hd_summation_new (3);
  guint all[] = { 2, 0, 1 }, again[] = { 0, 1, 2 }, one[] = { 1 }, two[] = { 0, 2 };
  guint n_above, top;
  const guint *above;

  g_assert_cmpuint (hd_summation_add_level (sums, "nation"), ==, 1);
  top = hd_summation_add_node (sums, all, 3);
  g_assert_cmpuint (top, ==, 3);
  g_assert_cmpuint (hd_summation_add_level (sums, "region"), ==, 2);
  g_assert_cmpuint (hd_summation_add_node (sums, again, 3), ==, top);
  g_assert_cmpuint (hd_summation_add_node (sums, one, 1), ==, 1);
  g_assert_cmpuint (hd_summation_add_node (sums, two, 2), ==, 4);
  g_assert_cmpuint (hd_summation_get_n_series (sums), ==, 5);
  g_assert_cmpuint (hd_summation_level_of (sums, 4), ==, 2);
  g_assert_cmpint (hd_summation_find_top (sums), ==, 3);
  above = hd_summation_nodes_above (sums, 2, &n_above);
  g_assert_cmpuint (n_above, ==, 2);
  g_assert_cmpuint (above[0], ==, 0);
  g_assert_cmpuint (above[1], ==, 1);
}

static void
test_rounds_exactly (void)
{
  HdRandom random = hd_random_new (11);

  for (guint trial = 0; trial < 50; trial++)
    {
      g_autoptr (HdSummation) sums = draw_structure (&random, 2 + draw_below (&random, 40));
      guint n_leaves = hd_summation_get_n_leaves (sums);
      guint n_series = hd_summation_get_n_series (sums);
      g_autofree double *values = draw_base (&random, sums, 1, 0);
      g_autofree gint64 *rounded = g_new (gint64, n_series);
      guint top = (guint)hd_summation_find_top (sums);
      double total = trial % 2 == 0 ? NAN : floor (values[top]);

      g_assert_true (hd_summation_round (sums, values, total, rounded));
      for (guint series = 0; series < n_series; series++)
        {
          guint n_below;
          const guint *leaves = hd_summation_leaves_of (sums, series, &n_below);
          gint64 sum = 0;

          for (guint index = 0; index < n_below; index++)
            sum += rounded[leaves[index]];
          g_assert_cmpint (sum, ==, rounded[series]);
          if (series < n_leaves && isnan (total))
            g_assert_cmpfloat (fabs ((double)rounded[series] - values[series]), <, 1);
        }
      g_assert_cmpint (rounded[top], ==, llround (isnan (total) ? values[top] : total));
    }
}

static void
test_rounding_refuses (void)
{
  g_autoptr (HdSummation) sums = hd_summation_new (2);
  gint64 rounded[2];

  g_assert_false (hd_summation_round (sums, (double[]){ 1e19, 0 }, NAN, rounded));
  g_assert_false (hd_summation_round (sums, (double[]){ NAN, 0 }, NAN, rounded));
  g_assert_false (hd_summation_round (sums, (double[]){ 10, 10 }, 50, rounded));
  g_assert_true (hd_summation_round (sums, (double[]){ 0.4, 0.4 }, 0, rounded));
  g_assert_cmpint (rounded[0], ==, 0);
  g_assert_true (hd_summation_round (sums, (double[]){ 0.5, 0.5 }, NAN, rounded));
  g_assert_cmpint (rounded[0], ==, 1);
  g_assert_cmpint (rounded[1], ==, 0);
}

/* Gauss and Jordan on [matrix | sides], as a textbook has it. */
static void
solve_dense (double *matrix, guint n, double *sides, guint n_sides)
{
  for (guint pivot = 0; pivot < n; pivot++)
    {
      guint best = pivot;

      for (guint row = pivot; row < n; row++)
        if (fabs (matrix[row * n + pivot]) > fabs (matrix[best * n + pivot]))
          best = row;
      for (guint column = 0; column < n; column++)
        {
          double swap = matrix[pivot * n + column];

          matrix[pivot * n + column] = matrix[best * n + column];
          matrix[best * n + column] = swap;
        }
      for (guint side = 0; side < n_sides; side++)
        {
          double swap = sides[pivot * n_sides + side];

          sides[pivot * n_sides + side] = sides[best * n_sides + side];
          sides[best * n_sides + side] = swap;
        }
      for (guint row = 0; row < n; row++)
        {
          double multiple = matrix[row * n + pivot] / matrix[pivot * n + pivot];

          if (row == pivot)
            continue;
          for (guint column = pivot; column < n; column++)
            matrix[row * n + column] -= multiple * matrix[pivot * n + column];
          for (guint side = 0; side < n_sides; side++)
            sides[row * n_sides + side] -= multiple * sides[pivot * n_sides + side];
        }
    }
  for (guint row = 0; row < n; row++)
    for (guint side = 0; side < n_sides; side++)
      sides[row * n_sides + side] /= matrix[row * n + row];
}

/* Schäfer and Strimmer's lambda by the double sum over pairs of its definition. */
static double
dense_shrinkage (const double *errors, guint n, guint n_errors)
{
  double sum_variance = 0, sum_square = 0;

  for (guint one = 0; one < n; one++)
    for (guint two = 0; two < n; two++)
      {
        double one2 = 0, two2 = 0, mean = 0, variance = 0, norm;

        if (one == two)
          continue;
        for (guint error = 0; error < n_errors; error++)
          {
            one2 += pow (errors[one * n_errors + error], 2) / n_errors;
            two2 += pow (errors[two * n_errors + error], 2) / n_errors;
          }
        norm = sqrt (one2 * two2);
        for (guint error = 0; error < n_errors; error++)
          mean += errors[one * n_errors + error] * errors[two * n_errors + error] / norm / n_errors;
        for (guint error = 0; error < n_errors; error++)
          variance += pow (
              errors[one * n_errors + error] * errors[two * n_errors + error] / norm - mean, 2);
        sum_variance += variance / n_errors / (n_errors - 1);
        sum_square += mean * mean;
      }
  return CLAMP (sum_variance / sum_square, 0, 1);
}

/* S (S' W^-1 S)^-1 S' W^-1 y with a dense W, written out. */
static void
textbook (const HdSummation *sums,
          HdReconcileWeights weights,
          const double *errors,
          guint n_errors,
          double *values)
{
  guint n = hd_summation_get_n_series (sums), n_leaves = hd_summation_get_n_leaves (sums);
  g_autofree double *covariance = g_new0 (double, n *n);
  g_autofree double *summing = g_new0 (double, n *n_leaves);
  g_autofree double *weighted = NULL; /* W^-1 S */
  g_autofree double *normal = g_new0 (double, n_leaves *n_leaves);
  g_autofree double *side = g_new0 (double, n_leaves);
  double lambda = weights == HD_RECONCILE_WLS ? 1 : dense_shrinkage (errors, n, n_errors);

  for (guint row = 0; row < n; row++)
    for (guint column = 0; column < n; column++)
      for (guint error = 0; error < n_errors; error++)
        covariance[row * n + column] += errors[row * n_errors + error]
                                        * errors[column * n_errors + error] / n_errors
                                        * (row == column ? 1 : 1 - lambda);
  for (guint series = 0; series < n; series++)
    {
      guint n_below;
      const guint *leaves = hd_summation_leaves_of (sums, series, &n_below);

      for (guint index = 0; index < n_below; index++)
        summing[series * n_leaves + leaves[index]] = 1;
    }
  weighted = g_memdup2 (summing, n * n_leaves * sizeof (double));
  solve_dense (covariance, n, weighted, n_leaves);
  for (guint one = 0; one < n_leaves; one++)
    for (guint series = 0; series < n; series++)
      {
        side[one] += weighted[series * n_leaves + one] * values[series];
        for (guint two = 0; two < n_leaves; two++)
          normal[one * n_leaves + two]
              += summing[series * n_leaves + one] * weighted[series * n_leaves + two];
      }
  solve_dense (normal, n_leaves, side, 1);
  for (guint leaf = 0; leaf < n_leaves; leaf++)
    values[leaf] = side[leaf];
  hd_summation_add_up (sums, values, 1);
}

static void
test_equals_the_textbook (void)
{
  HdRandom random = hd_random_new (5);
  const HdReconcileWeights weights[] = { HD_RECONCILE_WLS, HD_RECONCILE_MINT };

  for (guint trial = 0; trial < 20; trial++)
    {
      g_autoptr (HdSummation) sums = draw_structure (&random, 2 + draw_below (&random, 8));
      guint n_series = hd_summation_get_n_series (sums), n_errors = 8 + draw_below (&random, 20);
      g_autofree double *base = draw_base (&random, sums, 1, 0.05);
      g_autofree double *errors = draw_errors (&random, base, n_series, n_errors);

      for (guint kind = 0; kind < G_N_ELEMENTS (weights); kind++)
        {
          g_autofree double *ours = g_memdup2 (base, n_series * sizeof (double));
          g_autofree double *theirs = g_memdup2 (base, n_series * sizeof (double));
          g_autoptr (HdReconciler) reconciler
              = make (sums, (HdReconcileForm){ weights[kind], FALSE }, errors, n_errors, base);

          hd_reconciler_apply (reconciler, ours, 1, FALSE);
          textbook (sums, weights[kind], errors, n_errors, theirs);
          for (guint series = 0; series < n_series; series++)
            g_assert_cmpfloat_with_epsilon (ours[series], theirs[series],
                                            1e-6 * (1 + fabs (theirs[series])));
        }
    }
}

/* To what doubles can say of the top: a leaf is what is left between sums of that size. */
static void
assert_near (const HdSummation *sums, const double *one, const double *two, guint n_columns)
{
  guint top = (guint)hd_summation_find_top (sums);

  for (guint series = 0; series < hd_summation_get_n_series (sums); series++)
    for (guint column = 0; column < n_columns; column++)
      {
        double here = one[series * n_columns + column], there = two[series * n_columns + column];

        g_assert_cmpfloat_with_epsilon (
            here, there, 1e-9 * fabs (there) + 1e-13 * fabs (two[top * n_columns + column]));
      }
}

/* S G S = S: what adds up already is left alone, so a projection is idempotent and an unbiased forecast
 * stays unbiased. */
static void
test_is_a_projection (void)
{
  HdRandom random = hd_random_new (7);

  for (guint trial = 0; trial < 12; trial++)
    {
      g_autoptr (HdSummation) sums = draw_structure (&random, 5 + draw_below (&random, 60));
      guint n_series = hd_summation_get_n_series (sums), n_columns = 1 + draw_below (&random, 20);
      gsize n_bytes = (gsize)n_series * n_columns * sizeof (double);
      g_autofree double *coherent = draw_base (&random, sums, n_columns, 0);
      g_autofree double *base = draw_base (&random, sums, n_columns, 0.1);
      g_autofree double *sizes = draw_base (&random, sums, 1, 0);
      g_autofree double *errors = draw_errors (&random, sizes, n_series, 16);

      for (guint form = 0; form < G_N_ELEMENTS (forms); form++)
        {
          g_autoptr (HdReconciler) reconciler = make (sums, forms[form], errors, 16, sizes);
          g_autofree double *same = g_memdup2 (coherent, n_bytes);
          g_autofree double *once = g_memdup2 (base, n_bytes);
          g_autofree double *twice = NULL, *added = NULL;

          hd_reconciler_apply (reconciler, same, n_columns, FALSE);
          assert_near (sums, same, coherent, n_columns);
          hd_reconciler_apply (reconciler, once, n_columns, FALSE);
          added = g_memdup2 (once, n_bytes);
          hd_summation_add_up (sums, added, n_columns);
          assert_near (sums, added, once, n_columns);
          twice = g_memdup2 (once, n_bytes);
          hd_reconciler_apply (reconciler, twice, n_columns, FALSE);
          assert_near (sums, twice, once, n_columns);
        }
    }
}

static void
test_keeps_the_top (void)
{
  HdRandom random = hd_random_new (9);
  g_autoptr (HdSummation) sums = draw_structure (&random, 30);
  guint n_series = hd_summation_get_n_series (sums), top = (guint)hd_summation_find_top (sums);
  g_autofree double *base = draw_base (&random, sums, 3, 0.1);
  g_autofree double *sizes = draw_base (&random, sums, 1, 0);
  g_autofree double *errors = draw_errors (&random, sizes, n_series, 16);

  for (guint form = 0; form < G_N_ELEMENTS (forms); form++)
    for (guint is_positive = 0; is_positive < 2; is_positive++)
      {
        g_autoptr (HdReconciler) reconciler = make (sums, forms[form], errors, 16, sizes);
        g_autofree double *values = g_memdup2 (base, (gsize)n_series * 3 * sizeof (double));

        hd_reconciler_apply (reconciler, values, 3, is_positive == 1);
        for (guint column = 0; column < 3 && forms[form].keeps_top; column++)
          g_assert_cmpfloat_with_epsilon (values[top * 3 + column], base[top * 3 + column],
                                          1e-9 * fabs (base[top * 3 + column]));
      }
}

/* Small leaves beside a node that says much less: without the rule they would go below zero. */
static void
test_stays_above_zero (void)
{
  HdRandom random = hd_random_new (13);
  g_autoptr (HdSummation) sums = draw_structure (&random, 20);
  guint n_series = hd_summation_get_n_series (sums), n_leaves = hd_summation_get_n_leaves (sums);
  g_autofree double *base = draw_base (&random, sums, 1, 0.9);
  g_autofree double *errors = NULL;

  for (guint series = n_leaves; series < n_series; series++)
    base[series] = fabs (base[series]);
  for (guint leaf = 0; leaf < n_leaves; leaf++)
    base[leaf] = leaf % 4 == 0 ? 0 : fabs (base[leaf]);
  errors = draw_errors (&random, base, n_series, 16);
  for (guint form = 0; form < G_N_ELEMENTS (forms); form++)
    {
      g_autoptr (HdReconciler) reconciler = make (sums, forms[form], errors, 16, base);
      g_autofree double *free_values = g_memdup2 (base, n_series * sizeof (double));
      g_autofree double *values = g_memdup2 (base, n_series * sizeof (double));
      g_autofree double *added = NULL;
      guint n_below = 0;

      hd_reconciler_apply (reconciler, free_values, 1, FALSE);
      hd_reconciler_apply (reconciler, values, 1, TRUE);
      added = g_memdup2 (values, n_series * sizeof (double));
      hd_summation_add_up (sums, added, 1);
      assert_near (sums, added, values, 1);
      for (guint series = 0; series < n_series; series++)
        {
          n_below += free_values[series] < 0;
          g_assert_cmpfloat (values[series], >=, 0);
        }
      if (forms[form].weights != HD_RECONCILE_BOTTOM_UP)
        g_assert_cmpuint (n_below, >, 0);
    }
}

/* A node without a forecast of its own, and series whose errors nobody knows or that were never wrong. */
static void
test_gaps (void)
{
  HdRandom random = hd_random_new (17);
  g_autoptr (HdSummation) sums = draw_structure (&random, 12);
  guint n_series = hd_summation_get_n_series (sums), top = (guint)hd_summation_find_top (sums);
  g_autofree double *base = draw_base (&random, sums, 1, 0.1);
  g_autofree double *errors = draw_errors (&random, base, n_series, 10);
  g_autofree gboolean *is_known = g_new (gboolean, n_series);
  g_autoptr (HdErrorCovariance) covariance = NULL;

  for (guint series = 0; series < n_series; series++)
    is_known[series] = series != top;
  for (guint error = 0; error < 10; error++)
    {
      errors[0 * 10 + error] = 0;
      errors[1 * 10 + error] = NAN;
      if (error > 3)
        errors[2 * 10 + error] = NAN;
      errors[3 * 10 + error] = error % 2 == 0 ? INFINITY : 1e200;
    }
  base[0] = base[top] = 0;
  covariance = hd_error_covariance_new (errors, n_series, 10, 10, base);
  for (guint form = 0; form < G_N_ELEMENTS (forms); form++)
    {
      g_autoptr (HdReconciler) reconciler
          = hd_reconciler_new (sums, forms[form], covariance, is_known);
      g_autofree double *values = g_memdup2 (base, n_series * sizeof (double));

      hd_reconciler_apply (reconciler, values, 1, TRUE);
      for (guint series = 0; series < n_series; series++)
        g_assert_true (isfinite (values[series]) && values[series] >= 0);
      g_assert_cmpfloat (values[top], >, 0);
      g_assert_cmpfloat_with_epsilon (values[0], 0, 1e-3 * values[top]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/summation/same-group-is-one-series", test_same_group_is_one_series);
  g_test_add_func ("/data/summation/rounds-exactly", test_rounds_exactly);
  g_test_add_func ("/data/summation/rounding-refuses", test_rounding_refuses);
  g_test_add_func ("/data/reconcile/equals-the-textbook", test_equals_the_textbook);
  g_test_add_func ("/data/reconcile/is-a-projection", test_is_a_projection);
  g_test_add_func ("/data/reconcile/keeps-the-top", test_keeps_the_top);
  g_test_add_func ("/data/reconcile/stays-above-zero", test_stays_above_zero);
  g_test_add_func ("/data/reconcile/gaps", test_gaps);
  return g_test_run ();
}
