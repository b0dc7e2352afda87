/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ugly series through the whole forecast and through each member: an answer or a reason, never a NaN, an
 * infinity, a crash or a long wait.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-combination.h"
#include "hd-random.h"

#include <float.h>
#include <math.h>

#define MAX_LENGTH 40000
#define HORIZON 14
#define N_PATHS 20
/* Of one forecast, on a slow machine under the sanitizers; without them it is a hundredth of that. */
#define MAX_SECONDS 60

/* Fills `values` and returns how many there are; not more than MAX_LENGTH. */
typedef guint (*Maker) (HdRandom *random, double *values);

static guint
make_missing (HdRandom *random, double *values)
{
  (void)random;
  for (guint place = 0; place < 50; place++)
    values[place] = NAN;
  return 50;
}

static guint
make_nothing (HdRandom *random, double *values)
{
  (void)random;
  (void)values;
  return 0;
}

static guint
make_one (HdRandom *random, double *values)
{
  (void)random;
  values[0] = 42;
  return 1;
}

static guint
make_one_among_gaps (HdRandom *random, double *values)
{
  make_missing (random, values);
  values[20] = -3;
  return 50;
}

static guint
make_two (HdRandom *random, double *values)
{
  (void)random;
  values[0] = 1;
  values[1] = -1;
  return 2;
}

static guint
make_constant (HdRandom *random, double *values)
{
  (void)random;
  for (guint place = 0; place < 60; place++)
    values[place] = 7;
  return 60;
}

static guint
make_zero (HdRandom *random, double *values)
{
  (void)random;
  for (guint place = 0; place < 60; place++)
    values[place] = 0;
  return 60;
}

static guint
make_negative (HdRandom *random, double *values)
{
  for (guint place = 0; place < 60; place++)
    values[place] = -100 + 10 * hd_random_normal (random);
  return 60;
}

static guint
make_tiny (HdRandom *random, double *values)
{
  for (guint place = 0; place < 60; place++)
    values[place] = 1e-300 * (1 + hd_random_uniform (random));
  return 60;
}

static guint
make_huge (HdRandom *random, double *values)
{
  for (guint place = 0; place < 60; place++)
    values[place] = 1e300 * (1 + hd_random_uniform (random));
  return 60;
}

static guint
make_tiny_and_huge (HdRandom *random, double *values)
{
  for (guint place = 0; place < 60; place++)
    values[place] = (place % 2 == 0 ? 1e300 : 1e-300) * hd_random_normal (random);
  return 60;
}

static guint
make_denormal (HdRandom *random, double *values)
{
  for (guint place = 0; place < 40; place++)
    values[place] = DBL_TRUE_MIN * floor (5 * hd_random_uniform (random));
  return 40;
}

static guint
make_infinite (HdRandom *random, double *values)
{
  guint n_values = make_negative (random, values);

  values[30] = INFINITY;
  return n_values;
}

static guint
make_outliers (HdRandom *random, double *values)
{
  for (guint place = 0; place < 80; place++)
    values[place] = place % 17 == 3 ? 1e9 * hd_random_normal (random) : 10;
  return 80;
}

static guint
make_gaps (HdRandom *random, double *values)
{
  for (guint place = 0; place < 120; place++)
    values[place] = hd_random_uniform (random) < 0.7 ? NAN : 50 + hd_random_normal (random);
  return 120;
}

static guint
make_gap_at_end (HdRandom *random, double *values)
{
  for (guint place = 0; place < 120; place++)
    values[place] = place > 60 ? NAN : 50 + hd_random_normal (random);
  return 120;
}

static guint
make_one_phase_known (HdRandom *random, double *values)
{
  for (guint place = 0; place < 120; place++)
    values[place] = place % 12 == 5 ? 50 + hd_random_normal (random) : NAN;
  return 120;
}

static guint
make_step (HdRandom *random, double *values)
{
  (void)random;
  for (guint place = 0; place < 60; place++)
    values[place] = place < 30 ? 0 : 1e6;
  return 60;
}

static guint
make_exploding (HdRandom *random, double *values)
{
  (void)random;
  for (guint place = 0; place < 100; place++)
    values[place] = exp (7.0 * place);
  return 100;
}

static guint
make_collapsing (HdRandom *random, double *values)
{
  (void)random;
  for (guint place = 0; place < 100; place++)
    values[place] = exp (-7.0 * place);
  return 100;
}

static guint
make_rare (HdRandom *random, double *values)
{
  for (guint place = 0; place < 90; place++)
    values[place] = hd_random_uniform (random) < 0.05 ? 3 : 0;
  return 90;
}

static guint
make_exact_season (HdRandom *random, double *values)
{
  (void)random;
  for (guint place = 0; place < 96; place++)
    values[place] = place % 12;
  return 96;
}

static guint
make_long (HdRandom *random, double *values)
{
  double level = 0;

  for (guint place = 0; place < MAX_LENGTH; place++)
    {
      level += hd_random_normal (random);
      values[place] = level + 5 * sin (place * 2 * G_PI / 12);
    }
  return MAX_LENGTH;
}

/* Every value is some in the first half, then most are nothing: a model of rare counts has nothing to say
 * at the older origins, and much at the newest. */
static guint
make_thinning (HdRandom *random, double *values)
{
  for (guint place = 0; place < 80; place++)
    values[place]
        = place >= 40 && hd_random_uniform (random) < 0.7 ? 0 : 5 + 4 * hd_random_uniform (random);
  return 80;
}

static guint
make_alternating (HdRandom *random, double *values)
{
  (void)random;
  for (guint place = 0; place < 70; place++)
    values[place] = place % 2 == 0 ? 1 : -1;
  return 70;
}

static const struct
{
  const char *name;
  Maker make;
  gboolean has_reason; /* nothing can be said: an error is the right answer */
} shapes[] = {
  { "all-missing", make_missing, TRUE },
  { "nothing", make_nothing, TRUE },
  { "one", make_one, FALSE },
  { "one-among-gaps", make_one_among_gaps, FALSE },
  { "two", make_two, FALSE },
  { "constant", make_constant, FALSE },
  { "zero", make_zero, FALSE },
  { "negative", make_negative, FALSE },
  { "tiny", make_tiny, FALSE },
  { "huge", make_huge, FALSE },
  { "tiny-and-huge", make_tiny_and_huge, FALSE },
  { "denormal", make_denormal, FALSE },
  { "infinite", make_infinite, TRUE },
  { "outliers", make_outliers, FALSE },
  { "gaps", make_gaps, FALSE },
  { "gap-at-end", make_gap_at_end, FALSE },
  { "one-phase-known", make_one_phase_known, FALSE },
  { "step", make_step, FALSE },
  { "exploding", make_exploding, FALSE },
  { "collapsing", make_collapsing, FALSE },
  { "rare", make_rare, FALSE },
  { "thinning", make_thinning, FALSE },
  { "exact-season", make_exact_season, FALSE },
  { "alternating", make_alternating, FALSE },
  { "long", make_long, FALSE },
};

static const guint seasons[] = { 1, 2, 4, 7, 12, 52, 365 };

static void
assert_finite (const double *values, gsize n_values, const char *what)
{
  for (gsize place = 0; place < n_values; place++)
    if (!isfinite (values[place]))
      g_error ("%s: %g at %" G_GSIZE_FORMAT, what, values[place], place);
}

static void
assert_backtest_is_finite (const HdForecast *made)
{
  for (guint place = 0; place < made->n_backtest; place++)
    {
      const HdForecastBacktestPoint *point = &made->backtest[place];

      assert_finite ((double[]){ point->mean, point->lower, point->upper, point->rival }, 4,
                     "back-test");
      g_assert_true (isfinite (point->actual) || isnan (point->actual));
      g_assert_cmpint (isnan (made->errors[place]) || isfinite (made->errors[place]), ==, TRUE);
    }
  g_assert_false (isinf (made->record.mase));
  for (guint member = 0; member < made->n_members; member++)
    {
      assert_finite (&made->members[member].weight, 1, made->members[member].id);
      g_assert_false (isinf (made->members[member].mase));
    }
}

/* The whole forecast: FALSE when there was a reason instead. */
static gboolean
forecast (const double *values, guint n_values, guint season, gboolean is_bounded)
{
  const double levels[] = { 80, 95 };
  const HdForecastInput input = { .values = values,
                                  .n_values = n_values,
                                  .season = season,
                                  .horizon = HORIZON,
                                  .levels = levels,
                                  .n_levels = 2,
                                  .n_paths = N_PATHS,
                                  .seed = 1,
                                  .is_non_negative = is_bounded,
                                  .upper_bound = is_bounded ? 100 : 0 };
  g_autoptr (GError) error = NULL;
  gint64 started = g_get_monotonic_time ();
  g_autoptr (HdForecast) made = hd_forecast_run (&input, &error);

  g_assert_cmpint (g_get_monotonic_time () - started, <, (gint64)MAX_SECONDS * G_USEC_PER_SEC);
  if (made == NULL)
    {
      g_assert_nonnull (error);
      return FALSE;
    }
  g_assert_nonnull (made->method);
  assert_finite (made->mean, HORIZON, "mean");
  assert_finite (made->rival, HORIZON, "rival");
  assert_finite (made->lower, HORIZON * 2, "lower");
  assert_finite (made->upper, HORIZON * 2, "upper");
  assert_finite (made->paths, HORIZON * N_PATHS, "paths");
  assert_backtest_is_finite (made);
  for (guint step = 0; step < HORIZON; step++)
    {
      g_assert_cmpfloat (made->lower[HORIZON + step], <=, made->lower[step]);
      g_assert_cmpfloat (made->lower[step], <=, made->upper[step]);
      g_assert_cmpfloat (made->upper[step], <=, made->upper[HORIZON + step]);
      g_assert_true (!is_bounded || (made->mean[step] >= 0 && made->mean[step] <= 100));
      g_assert_true (!is_bounded
                     || (made->lower[HORIZON + step] >= 0 && made->upper[HORIZON + step] <= 100));
    }
  return TRUE;
}

static void
test_forecast (gconstpointer data)
{
  guint shape = GPOINTER_TO_UINT (data);
  g_autofree double *values = g_new (double, MAX_LENGTH);

  for (guint index = 0; index < G_N_ELEMENTS (seasons); index++)
    {
      HdRandom random = hd_random_new (60 + shape);
      guint n_values = shapes[shape].make (&random, values);

      /* The long one once: its season is the one it has. */
      if (n_values == MAX_LENGTH && seasons[index] != 12)
        continue;
      g_assert_cmpint (forecast (values, n_values, seasons[index], FALSE), ==,
                       !shapes[shape].has_reason);
      if (n_values < MAX_LENGTH)
        g_assert_cmpint (forecast (values, n_values, seasons[index], TRUE), ==,
                         !shapes[shape].has_reason);
    }
}

/* Members see what hd_forecast_run() makes of a series: known at both ends, the largest is 1. */
static guint
prepare (double *values, guint n_values, double **begin)
{
  double unit = 0;

  while (n_values > 0 && isnan (values[n_values - 1]))
    n_values--;
  *begin = values;
  for (; n_values > 0 && isnan (**begin); n_values--)
    (*begin)++;
  for (guint place = 0; place < n_values; place++)
    {
      if (isinf ((*begin)[place]))
        return 0;
      if (!isnan ((*begin)[place]))
        unit = fmax (unit, fabs ((*begin)[place]));
    }
  for (guint place = 0; place < n_values; place++)
    (*begin)[place] /= unit < 1e-307 ? 1 : unit;
  return n_values;
}

static void
try_member (const HdForecastMember *member, const HdForecastInput *input)
{
  g_autoptr (GError) error = NULL;
  double mean[HORIZON], spread[HORIZON], paths[HORIZON * N_PATHS];
  gint64 started = g_get_monotonic_time ();
  gpointer model = member->fit (input, &error);

  g_assert_cmpint (g_get_monotonic_time () - started, <, (gint64)MAX_SECONDS * G_USEC_PER_SEC);
  g_assert_true ((model == NULL) == (error != NULL));
  if (model == NULL)
    return;
  g_assert_nonnull (member->describe (model));
  member->predict (model, HORIZON, mean);
  assert_finite (mean, HORIZON, member->id);
  member->simulate (model, HORIZON, N_PATHS, 1, paths);
  assert_finite (paths, HORIZON * N_PATHS, member->id);
  if (member->spread != NULL && member->spread (model, HORIZON, spread))
    {
      assert_finite (spread, HORIZON, member->id);
      for (guint step = 0; step < HORIZON; step++)
        g_assert_cmpfloat (spread[step], >=, 0);
    }
  if (member->parts != NULL)
    {
      HdForecastParts *parts = hd_forecast_parts_new (input->n_values);

      member->parts (model, input, parts);
      hd_forecast_parts_free (parts);
    }
  member->free (model);
}

static const HdForecastMember *const members[]
    = { &hd_snaive_member,    &hd_ets_member,     &hd_theta_member,
        &hd_stl_theta_member, &hd_stl_ets_member, &hd_ces_member,
        &hd_arima_member,     &hd_sarima_member,  &hd_croston_member };

static void
test_members (gconstpointer data)
{
  guint shape = GPOINTER_TO_UINT (data);
  g_autofree double *values = g_new (double, MAX_LENGTH);

  for (guint index = 0; index < G_N_ELEMENTS (seasons); index++)
    {
      HdRandom random = hd_random_new (60 + shape);
      HdForecastInput input
          = { .season = seasons[index], .horizon = HORIZON, .seed = 1, .upper_bound = INFINITY };
      guint n_values = shapes[shape].make (&random, values), n_known = 0;
      double *begin;

      if (n_values == MAX_LENGTH && seasons[index] != 12)
        continue;
      input.n_values = prepare (values, n_values, &begin);
      input.values = begin;
      for (guint place = 0; place < input.n_values; place++)
        n_known += !isnan (begin[place]);
      for (guint member = 0; member < G_N_ELEMENTS (members); member++)
        if (n_known >= members[member]->min_values
            && n_known >= members[member]->min_seasons * input.season)
          try_member (members[member], &input);
    }
}

/* Garbage of all lengths: values, gaps, zeros, repetitions and wild ones, drawn anew each time. */
static void
test_garbage (void)
{
  HdRandom random = hd_random_new (77);
  double values[90];

  for (guint trial = 0; trial < 300; trial++)
    {
      guint n_values = 1 + (guint)(hd_random_uniform (&random) * 89);
      double gaps = hd_random_uniform (&random) * 0.6, zeros = hd_random_uniform (&random) * 0.6;
      guint season = seasons[(guint)(hd_random_uniform (&random) * 5)];
      gboolean is_known = FALSE;

      for (guint place = 0; place < n_values; place++)
        {
          double kind = hd_random_uniform (&random);

          values[place] = hd_random_normal (&random);
          if (kind < gaps)
            values[place] = NAN;
          else if (kind < gaps + zeros * (1 - gaps))
            values[place] = 0;
          else if (kind > 0.97)
            values[place] *= exp (200 * hd_random_normal (&random));
          else if (place > 0 && kind > 0.9)
            values[place] = values[place - 1];
          if (isinf (values[place]))
            values[place] = 1;
          is_known = is_known || !isnan (values[place]);
        }
      g_assert_cmpint (forecast (values, n_values, season, trial % 2), ==, is_known);
    }
}

/* A model that claims what it is, a number, for every step. */
static void
predict_itself (gconstpointer model, guint horizon, double *mean)
{
  for (guint step = 0; step < horizon; step++)
    mean[step] = *(const double *)model;
}

static gboolean
spread_one (gconstpointer model, guint horizon, double *spread)
{
  (void)model;
  for (guint step = 0; step < horizon; step++)
    spread[step] = 1;
  return TRUE;
}

static void
test_say (void)
{
  static const HdForecastMember echo = { .predict = predict_itself, .spread = spread_one };
  const double numbers[] = { 3, INFINITY, -INFINITY, NAN };
  double mean[HORIZON], spread[HORIZON];

  for (guint index = 0; index < G_N_ELEMENTS (numbers); index++)
    g_assert_cmpint (hd_forecast_member_say (&echo, &numbers[index], HORIZON, 1, mean, spread), ==,
                     index == 0);
}

/* The rare counts' model speaks in the end and could not at the oldest origin: there the others did, and
 * its silence is not read as the bound of money, which is infinite. */
static void
test_late_voice (void)
{
  HdRandom random = hd_random_new (1);
  double values[80];
  const HdForecastInput input = { .values = values,
                                  .n_values = make_thinning (&random, values),
                                  .season = 4,
                                  .horizon = 8,
                                  .seed = 1,
                                  .is_non_negative = TRUE };
  g_autoptr (HdForecast) made = hd_forecast_run (&input, NULL);
  guint n_zeros = 0, oldest = made->backtest[0].origin;

  for (guint place = 0; place < oldest; place++)
    n_zeros += values[place] == 0;
  g_assert_cmpfloat (n_zeros, <, 0.3 * oldest);
  g_assert_nonnull (strstr (made->method, "croston(SBA)"));
  assert_backtest_is_finite (made);
  for (guint place = 0; place < made->n_backtest; place++)
    g_assert_true (isfinite (made->errors[place]));
}

/* A member that failed at one origin is left out, with a state that says so; the others go on. */
static void
test_refused (void)
{
  HdRandom random = hd_random_new (5);
  double values[MAX_LENGTH / 100];
  HdForecastInput input
      = { .values = values, .season = 4, .horizon = HORIZON, .seed = 1, .upper_bound = INFINITY };
  g_autoptr (HdBacktest) backtest = NULL;
  g_auto (HdCombination) all = { 0 }, others = { 0 };
  double sum = 0;

  input.n_values = make_negative (&random, values);
  backtest = hd_backtest_run (&input);
  hd_combination_init (&all, &input, backtest);
  g_assert_cmpint (all.states[1], ==, HD_FORECAST_MEMBER_TAKES_PART);
  backtest->is_not_finite[1] = TRUE;
  hd_combination_init (&others, &input, backtest);
  g_assert_cmpint (others.states[1], ==, HD_FORECAST_MEMBER_NOT_FINITE);
  g_assert_null (others.models[1]);
  g_assert_cmpfloat (others.weights.of[1], ==, 0);
  for (guint index = 0; index < hd_forecast_n_members; index++)
    sum += others.weights.of[index];
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint shape = 0; shape < G_N_ELEMENTS (shapes); shape++)
    {
      g_autofree char *whole = g_strdup_printf ("/data/forecast-ugly/%s", shapes[shape].name);
      g_autofree char *each
          = g_strdup_printf ("/data/forecast-ugly/members/%s", shapes[shape].name);

      g_test_add_data_func (whole, GUINT_TO_POINTER (shape), test_forecast);
      g_test_add_data_func (each, GUINT_TO_POINTER (shape), test_members);
    }
  g_test_add_func ("/data/forecast-ugly/garbage", test_garbage);
  g_test_add_func ("/data/forecast-ugly/late-voice", test_late_voice);
  g_test_add_func ("/data/forecast-ugly/say", test_say);
  g_test_add_func ("/data/forecast-ugly/refused", test_refused);
  return g_test_run ();
}
