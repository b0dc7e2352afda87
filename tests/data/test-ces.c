/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Complex smoothing in state-space form against the complex equation that it was published with.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "air-passengers.h"
#include "hd-ces.h"
#include "hd-forecast-members.h"
#include "hd-nelder-mead.h"

#include <complex.h>
#include <math.h>

#define assert_near(a, b, tolerance) g_assert_cmpfloat_with_epsilon (a, b, tolerance)

/* y^ + i p^ <- (a0 + i a1) (y + i e) + (1 - a0 + i - i a1) (y^ + i p^), e = y - y^. */
static double complex
smooth (double complex weight, double complex state, double value)
{
  double complex actual = value + I * (value - creal (state));

  return weight * actual + (1 + I - weight) * state;
}

static void
test_complex_form (void)
{
  HdCes ces
      = { .real_weight = 1.3, .imaginary_weight = 0.95, .first_level = 110, .first_potential = 7 };
  double complex state = 110 + 7 * I;

  ces = hd_ces_rewind (&ces);
  for (guint place = 0; place < N_AIR_PASSENGERS; place++)
    {
      assert_near (ces.level, creal (state), 1e-7);
      assert_near (ces.potential, cimag (state), 1e-7);
      hd_ces_advance (&ces, air_passengers[place] - ces.level);
      state = smooth (1.3 + 0.95 * I, state, air_passengers[place]);
    }
}

/* With alpha1 = 1 the level is simple smoothing with weight alpha0 - 1. */
static void
test_simple_smoothing (void)
{
  HdCes ces = { .real_weight = 1.4, .imaginary_weight = 1, .level = 100 };
  double level = 100;

  for (guint place = 0; place < 50; place++)
    {
      assert_near (ces.level, level, 1e-9);
      level += 0.4 * (air_passengers[place] - level);
      hd_ces_advance (&ces, air_passengers[place] - ces.level);
    }
}

static double
largest_root (double trace, double determinant)
{
  double complex root = csqrt (trace * trace / 4 - determinant);

  return fmax (cabs (trace / 2 + root), cabs (trace / 2 - root));
}

static void
test_admissible (void)
{
  guint n_inside = 0;

  for (double a0 = 0; a0 < 2.6; a0 += 0.0371)
    for (double a1 = 0; a1 < 2.6; a1 += 0.0373)
      {
        /* F - g w' and F, written out. */
        double f[2][2] = { { 1, a1 - 1 }, { 1, 1 - a0 } };
        double d[2][2] = { { 1 - (a0 - a1), a1 - 1 }, { 1 - (a0 + a1), 1 - a0 } };
        double forecast = largest_root (f[0][0] + f[1][1], f[0][0] * f[1][1] - f[0][1] * f[1][0]);
        double discount = largest_root (d[0][0] + d[1][1], d[0][0] * d[1][1] - d[0][1] * d[1][0]);
        gboolean is_inside = forecast <= 1.001 && discount <= 1;

        n_inside += is_inside;
        if (fabs (forecast - 1.001) > 1e-9 && fabs (discount - 1) > 1e-9)
          g_assert_cmpint (hd_ces_is_admissible (a0, a1), ==, is_inside);
      }
  g_assert_cmpuint (n_inside, >, 50);
}

static double
complex_squares (const double *point, gpointer user_data)
{
  const double *values = user_data;
  double complex state = point[2] + I * point[3];
  double sum = 0;

  if (!hd_ces_is_admissible (point[0], point[1]))
    return INFINITY;
  for (guint place = 0; place < 60; place++)
    {
      sum += pow (values[place] - creal (state), 2);
      state = smooth (point[0] + I * point[1], state, values[place]);
    }
  return sum;
}

/* A blind search over all four parameters finds no better than the fit. */
static void
test_fit_is_best (void)
{
  for (guint start = 0; start <= 84; start += 28)
    {
      double *values = (double *)air_passengers + start, best = INFINITY;
      HdCes ces;

      g_assert_true (hd_ces_fit (values, 60, &ces));
      g_assert_true (hd_ces_is_admissible (ces.real_weight, ces.imaginary_weight));
      for (guint trial = 0; trial < 3; trial++)
        {
          double point[] = { 1.2 + 0.3 * trial, 1, values[0], 0 };
          const double step[] = { 0.1, -0.02, 5, 20 };

          best = fmin (
              best, hd_nelder_mead_minimise (complex_squares, values, 4, point, step, 1e-12, 6000));
        }
      g_assert_cmpfloat (ces.spread, <, sqrt (best / 56) * 1.01);
    }
}

static void
test_spread (void)
{
  enum
  {
    H = 14,
    N = 8000
  };
  double values[N_AIR_PASSENGERS], mean[H], spread[H];
  const HdForecastInput input
      = { .values = values, .n_values = N_AIR_PASSENGERS, .season = 12, .horizon = H };
  g_autofree double *paths = g_new (double, N *H);
  gpointer model;

  for (guint place = 0; place < N_AIR_PASSENGERS; place++)
    values[place] = place % 17 == 5 ? NAN : air_passengers[place] / 622;
  model = hd_ces_member.fit (&input, NULL);
  g_assert_nonnull (model);
  g_assert_cmpstr (hd_ces_member.describe (model), ==, "ces(M)");
  hd_ces_member.predict (model, H, mean);
  hd_ces_member.simulate (model, H, N, 9, paths);
  hd_ces_member.spread (model, H, spread);
  for (guint step = 0; step < H; step++)
    {
      double squares = 0;

      for (guint path = 0; path < N; path++)
        squares += pow (paths[path * H + step] - mean[step], 2) / N;
      assert_near (spread[step], sqrt (squares), 0.04 * spread[step]);
    }
  hd_ces_member.free (model);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/ces/complex-form", test_complex_form);
  g_test_add_func ("/data/ces/simple-smoothing", test_simple_smoothing);
  g_test_add_func ("/data/ces/admissible", test_admissible);
  g_test_add_func ("/data/ces/fit-is-best", test_fit_is_best);
  g_test_add_func ("/data/ces/spread", test_spread);
  return g_test_run ();
}
