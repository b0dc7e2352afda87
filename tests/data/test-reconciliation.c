/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts of a whole structure: points to the đồng, paths and intervals that belong together.
 */

#include "config.h"

#undef G_DISABLE_ASSERT

#include "hd-joint-paths.h"
#include "hd-path-spread.h"
#include "hd-quantile.h"
#include "hd-random.h"
#include "hd-rank.h"
#include "hd-reconciliation.h"

#include <math.h>
#include <string.h>

#define N_OFFICES 8
#define N_MONTHS 60
#define HORIZON 6
#define N_PATHS 200

/* Offices under two maps that cross each other; every series' history, in whole đồng. */
typedef struct
{
  HdSummation *sums;
  guint n_series;
  double *values; /* [series * N_MONTHS + month] */
  HdReconcileSeries *series;
  GPtrArray *forecasts; /* (element-type HdForecast) */
} World;

static HdSummation *
make_structure (void)
{
  static const guint regions[3][4] = { { 0, 1, 2, 3 }, { 4, 5 }, { 6, 7 } };
  static const guint n_regions[3] = { 4, 2, 2 };
  static const guint departments[2][4] = { { 0, 2, 4, 6 }, { 1, 3, 5, 7 } };
  static const guint all[N_OFFICES] = { 0, 1, 2, 3, 4, 5, 6, 7 };
  HdSummation *sums = hd_summation_new (N_OFFICES);

  hd_summation_add_level (sums, "nation");
  hd_summation_add_node (sums, all, N_OFFICES);
  hd_summation_add_level (sums, "region");
  for (guint region = 0; region < 3; region++)
    hd_summation_add_node (sums, regions[region], n_regions[region]);
  hd_summation_add_level (sums, "department");
  for (guint department = 0; department < 2; department++)
    hd_summation_add_node (sums, departments[department], 4);
  return sums;
}

static void
world_init (World *world, guint64 seed)
{
  HdRandom random = hd_random_new (seed);
  double levels[] = { 80, 95 };

  world->sums = make_structure ();
  world->n_series = hd_summation_get_n_series (world->sums);
  world->values = g_new0 (double, world->n_series *N_MONTHS);
  world->series = g_new0 (HdReconcileSeries, world->n_series);
  world->forecasts = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_forecast_free);
  for (guint office = 0; office < N_OFFICES; office++)
    for (guint month = 0; month < N_MONTHS; month++)
      world->values[office * N_MONTHS + month]
          = office == 7 ? 0 /* an office that collects nothing */
                        : round (pow (10, 6 + office % 4)
                                 * (10 + 3 * sin (month * G_PI / 6) + hd_random_normal (&random)));
  hd_summation_add_up (world->sums, world->values, N_MONTHS);
  for (guint series = 0; series < world->n_series; series++)
    {
      HdForecastInput input = { .values = world->values + series * N_MONTHS,
                                .n_values = N_MONTHS,
                                .season = 12,
                                .horizon = HORIZON,
                                .levels = levels,
                                .n_levels = 2,
                                .n_paths = N_PATHS,
                                .seed = seed + series,
                                .is_non_negative = TRUE };
      HdForecast *forecast = hd_forecast_run (&input, NULL);

      g_ptr_array_add (world->forecasts, forecast);
      world->series[series] = (HdReconcileSeries){ input.values, N_MONTHS, forecast };
    }
}

static void
world_clear (World *world)
{
  hd_summation_unref (world->sums);
  g_free (world->values);
  g_free (world->series);
  g_ptr_array_unref (world->forecasts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static HdReconciliation *
reconcile (const World *world, const HdReconcileForm *form)
{
  HdReconcileInput input = { .sums = world->sums,
                             .series = world->series,
                             .season = 12,
                             .is_non_negative = TRUE,
                             .is_integer = TRUE,
                             .seed = 3,
                             .form = form };
  HdReconciliation *reconciled = hd_reconciliation_new (&input);

  g_assert_nonnull (reconciled);
  return reconciled;
}

static void
assert_adds_up_to_the_dong (const World *world, const HdReconciliation *reconciled)
{
  for (guint series = 0; series < world->n_series; series++)
    for (guint step = 0; step < HORIZON; step++)
      {
        guint n_leaves;
        const guint *leaves = hd_summation_leaves_of (world->sums, series, &n_leaves);
        gint64 sum = 0;

        for (guint index = 0; index < n_leaves; index++)
          sum += (gint64)reconciled->mean[leaves[index] * HORIZON + step];
        g_assert_cmpfloat (reconciled->mean[series * HORIZON + step], >=, 0);
        g_assert_cmpfloat (reconciled->mean[series * HORIZON + step], ==, (double)sum);
      }
}

static void
assert_paths_add_up (const World *world, const HdReconciliation *reconciled)
{
  gsize n_columns = N_PATHS * HORIZON;
  g_autofree double *added
      = g_memdup2 (reconciled->paths, world->n_series * n_columns * sizeof (double));

  hd_summation_add_up (world->sums, added, n_columns);
  for (gsize place = 0; place < world->n_series * n_columns; place++)
    {
      g_assert_cmpfloat (reconciled->paths[place], >=, 0);
      g_assert_cmpfloat (reconciled->paths[place], ==, added[place]);
    }
}

static void
test_adds_up (void)
{
  g_auto (World) world = { 0 };

  world_init (&world, 21);
  for (guint index = 0; index < HD_RECONCILE_N_FORMS; index++)
    {
      HdReconcileForm form = hd_reconcile_form_at (index);
      g_autoptr (HdReconciliation) reconciled = reconcile (&world, &form);
      guint top = (guint)hd_summation_find_top (world.sums);

      assert_adds_up_to_the_dong (&world, reconciled);
      assert_paths_add_up (&world, reconciled);
      for (guint step = 0; form.keeps_top && step < HORIZON; step++)
        g_assert_cmpfloat (reconciled->mean[top * HORIZON + step], ==,
                           round (world.series[top].forecast->mean[step]));
    }
}

/* The top's own spread stays when it is kept; from below it is not much narrower, because offices that went
 * together have good and bad months together. */
static void
test_intervals (void)
{
  g_auto (World) world = { 0 };
  HdReconcileForm kept = { HD_RECONCILE_WLS, TRUE };
  g_autoptr (HdReconciliation) reconciled = NULL;
  guint top;

  world_init (&world, 22);
  top = (guint)hd_summation_find_top (world.sums);
  reconciled = reconcile (&world, &kept);
  g_assert_cmpuint (reconciled->n_levels, ==, 2);
  for (guint series = 0; series < world.n_series; series++)
    for (guint step = 0; step < HORIZON; step++)
      {
        const double *lower = reconciled->lower + series * 2 * HORIZON + step;
        const double *upper = reconciled->upper + series * 2 * HORIZON + step;

        g_assert_cmpfloat (lower[HORIZON], <=, lower[0]);
        g_assert_cmpfloat (lower[0], <=, upper[0]);
        g_assert_cmpfloat (upper[0], <=, upper[HORIZON]);
      }
  for (guint step = 0; step < HORIZON; step++)
    {
      double own[N_PATHS];
      double width = reconciled->upper[(top * 2 + 1) * HORIZON + step]
                     - reconciled->lower[(top * 2 + 1) * HORIZON + step];

      for (guint path = 0; path < N_PATHS; path++)
        own[path] = world.series[top].forecast->paths[path * HORIZON + step];
      hd_sort_doubles (own, N_PATHS);
      g_assert_cmpfloat_with_epsilon (width,
                                      hd_quantile_of_sorted (own, N_PATHS, 0.975)
                                          - hd_quantile_of_sorted (own, N_PATHS, 0.025),
                                      1e-6 * width);
    }
}

static void
test_repeatable (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (HdReconciliation) one = NULL, two = NULL;
  gsize n_bytes;

  world_init (&world, 23);
  one = reconcile (&world, NULL);
  two = reconcile (&world, NULL);
  n_bytes = (gsize)world.n_series * N_PATHS * HORIZON * sizeof (double);
  g_assert_cmpmem (one->paths, n_bytes, two->paths, n_bytes);
  g_assert_nonnull (one->choice);
}

/* A unit that nothing is known of yet, and a group that nobody could forecast. */
static void
test_series_without_forecast (void)
{
  g_auto (World) world = { 0 };
  g_autoptr (HdReconciliation) reconciled = NULL;

  world_init (&world, 24);
  world.series[2].forecast = NULL;
  world.series[N_OFFICES + 1].forecast = NULL;
  reconciled = reconcile (&world, NULL);
  assert_adds_up_to_the_dong (&world, reconciled);
  assert_paths_add_up (&world, reconciled);
  g_assert_cmpfloat (reconciled->mean[(N_OFFICES + 1) * HORIZON], >, 0);
}

static double
correlation_at (const double *paths, guint one, guint two, guint n_paths, guint step)
{
  double products = 0, squares1 = 0, squares2 = 0;

  for (guint path = 0; path < n_paths; path++)
    {
      double a = paths[(one * n_paths + path) * HORIZON + step];
      double b = paths[(two * n_paths + path) * HORIZON + step];

      products += a * b;
      squares1 += a * a;
      squares2 += b * b;
    }
  return products / sqrt (squares1 * squares2);
}

/* Series 0 and 1 were wrong together, 2 on its own; steps of 0 hang together, steps of 1 do not. */
static void
test_joint_paths (void)
{
  enum
  {
    N = 4000,
    N_ERRORS = 200,
  };
  HdRandom random = hd_random_new (31);
  g_autofree double *paths = g_new (double, 3 * N * HORIZON);
  g_autofree double *before = NULL, *errors = g_new (double, 3 * N_ERRORS);
  g_autoptr (HdErrorCovariance) covariance = NULL;
  double sizes[3] = { 1, 1, 1 }, across = 0;

  for (guint error = 0; error < N_ERRORS; error++)
    {
      double common = hd_random_normal (&random);

      errors[error] = common + 0.5 * hd_random_normal (&random);
      errors[N_ERRORS + error] = common + 0.5 * hd_random_normal (&random);
      errors[2 * N_ERRORS + error] = hd_random_normal (&random);
    }
  for (guint series = 0; series < 3; series++)
    for (guint path = 0; path < N; path++)
      for (guint step = 0; step < HORIZON; step++)
        {
          double *at = paths + (series * N + path) * HORIZON + step;

          *at = hd_random_normal (&random);
          if (series == 0 && step > 0)
            *at = 0.9 * at[-1] + sqrt (1 - 0.81) * *at;
        }
  before = g_memdup2 (paths, 3 * N * HORIZON * sizeof (double));
  covariance = hd_error_covariance_new (errors, 3, N_ERRORS, N_ERRORS, sizes);
  hd_joint_paths_arrange (paths, N, HORIZON, covariance, 5);

  for (guint series = 0; series < 3; series++)
    for (guint step = 0; step < HORIZON; step++)
      {
        double was[N], is[N];

        for (guint path = 0; path < N; path++)
          {
            was[path] = before[(series * N + path) * HORIZON + step];
            is[path] = paths[(series * N + path) * HORIZON + step];
          }
        hd_sort_doubles (was, N);
        hd_sort_doubles (is, N);
        g_assert_cmpmem (was, sizeof was, is, sizeof is);
      }
  /* The errors' correlation is 1 / 1.25; series 0 hangs on its own past besides, so only its first step is
   * an innovation alone. The bounds are four standard errors. */
  g_assert_cmpfloat_with_epsilon (correlation_at (paths, 0, 1, N, 0), 0.8, 0.08);
  g_assert_cmpfloat_with_epsilon (correlation_at (paths, 0, 2, N, 0), 0, 0.2);
  for (guint path = 0; path < N; path++)
    across += paths[path * HORIZON + 2] * paths[path * HORIZON + 3] / N;
  g_assert_cmpfloat_with_epsilon (across, 0.9, 0.06);
}

/* Two leaves that came out too narrow are as wide as they were, and the top is what it was. */
static void
test_spread_is_restored (void)
{
  enum
  {
    N = 2000,
  };
  HdRandom random = hd_random_new (37);
  g_autoptr (HdSummation) sums = hd_summation_new (2);
  g_autofree double *paths = g_new (double, 3 * N);
  g_autofree double *top = NULL, *spread = NULL;
  double wanted[] = { 4, 4, 2 };

  hd_summation_add_level (sums, "top");
  hd_summation_add_node (sums, (const guint[]){ 0, 1 }, 2);
  for (guint path = 0; path < N; path++)
    {
      paths[path] = 10 + hd_random_normal (&random);
      paths[N + path] = 20 + hd_random_normal (&random);
    }
  hd_summation_add_up (sums, paths, N);
  top = g_memdup2 (paths + 2 * N, N * sizeof (double));
  hd_path_spread_restore (sums, wanted, N, 1, paths);
  spread = hd_path_spread_measure (paths, 3, N, 1);
  g_assert_cmpfloat_with_epsilon (spread[0], 4, 0.3);
  g_assert_cmpfloat_with_epsilon (spread[1], 4, 0.3);
  for (guint path = 0; path < N; path++)
    {
      g_assert_cmpfloat_with_epsilon (paths[2 * N + path], top[path], 1e-9);
      g_assert_cmpfloat_with_epsilon (paths[path] + paths[N + path], top[path], 1e-9);
    }
}

/* Leaves that were far off and a top that was right, over windows apart from each other. */
static void
test_choice (void)
{
  HdRandom random = hd_random_new (41);
  g_autoptr (HdSummation) sums = make_structure ();
  guint n_series = hd_summation_get_n_series (sums), n_origins = 12;
  guint top = (guint)hd_summation_find_top (sums);
  g_autofree double *base = g_new (double, n_series);
  g_autofree double *errors = g_new (double, n_series *n_origins);
  g_autofree double *scales = g_new (double, n_series);
  g_autoptr (HdReconcileChoice) choice = NULL;
  HdReconcileCase of = { .sums = sums,
                         .base = base,
                         .horizon = 1,
                         .errors = errors,
                         .n_origins = n_origins,
                         .n_steps = 1,
                         .stride = 1,
                         .scales = scales };

  for (guint series = 0; series < n_series; series++)
    {
      base[series] = scales[series] = 100;
      for (guint origin = 0; origin < n_origins; origin++)
        errors[series * n_origins + origin]
            = hd_random_normal (&random) * (series == top ? 0.1 : 10)
              + (series < N_OFFICES ? 5 : 0);
    }
  choice = hd_reconcile_choice_new (&of);
  g_assert_true (choice->chosen.weights != HD_RECONCILE_BOTTOM_UP);
  g_assert_cmpfloat (choice->relative[hd_reconcile_form_index (choice->chosen)], <, 1);
  g_assert_cmpfloat (
      choice->scores[hd_reconcile_form_index (choice->chosen) * choice->n_levels + 1], <=,
      choice->base[1] * (1 + 1e-9));
  /* Bottom-up carries the leaves' bias to the top: eight times five. */
  g_assert_cmpfloat (choice->scores[1], >, 0.2);
}

static void
test_rank (void)
{
  const double values[] = { 3, -1, 0, -0.0, 1e300, -1e-300, 3, -1e300 };
  const guint expected[] = { 7, 1, 5, 2, 3, 0, 6, 4 };
  HdRanked spare[2 * G_N_ELEMENTS (values)];
  guint order[G_N_ELEMENTS (values)];

  hd_rank_doubles (values, 1, G_N_ELEMENTS (values), spare, order);
  g_assert_cmpmem (order, sizeof order, expected, sizeof expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/reconciliation/adds-up", test_adds_up);
  g_test_add_func ("/data/reconciliation/intervals", test_intervals);
  g_test_add_func ("/data/reconciliation/repeatable", test_repeatable);
  g_test_add_func ("/data/reconciliation/series-without-forecast", test_series_without_forecast);
  g_test_add_func ("/data/reconciliation/joint-paths", test_joint_paths);
  g_test_add_func ("/data/reconciliation/spread-is-restored", test_spread_is_restored);
  g_test_add_func ("/data/reconciliation/choice", test_choice);
  g_test_add_func ("/data/reconciliation/rank", test_rank);
  return g_test_run ();
}
