/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ARIMA: the filter's likelihood against a dense covariance matrix and against R, fits and forecasts too.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "air-passengers.h"
#include "hd-forecast-members.h"
#include "hd-sarima.h"

#include <math.h>

#define assert_near(a, b, tolerance) g_assert_cmpfloat_with_epsilon (a, b, tolerance)

/* As R's logLik(), from the deviance that has its constants left out. */
static double
log_likelihood (const HdArma *arma, const double *values, guint n_values)
{
  HdArmaState state = hd_arma_state_new (arma);
  HdArmaFit fit;

  g_assert_true (hd_arma_filter (arma, values, n_values, &state, &fit));
  hd_arma_state_clear (&state);
  return -(hd_arma_deviance (&fit) + fit.n_known * (1 + log (2 * G_PI))) / 2;
}

/* The same from the definition: the joint normal density of all known values, whose covariances are
 * found from a long sum of psi weights, by Cholesky's decomposition. */
static double
dense_log_likelihood (const HdArma *arma, const double *values, guint n_values)
{
  enum
  {
    LONG = 3000
  };
  g_autofree double *psi = g_new (double, LONG + 1);
  double root[60][60], known[60], sum_squares = 0, log_determinant = 0;
  guint places[60], n_known = 0;

  psi[0] = 1;
  hd_arma_psi (arma, LONG, psi + 1);
  for (guint place = 0; place < n_values; place++)
    if (!isnan (values[place]))
      {
        places[n_known] = place;
        known[n_known++] = values[place];
      }
  for (guint row = 0; row < n_known; row++)
    for (guint column = 0; column <= row; column++)
      {
        guint lag = places[row] - places[column];
        double covariance = 0;

        for (guint back = 0; back + lag <= LONG; back++)
          covariance += psi[back] * psi[back + lag];
        for (guint inner = 0; inner < column; inner++)
          covariance -= root[row][inner] * root[column][inner];
        root[row][column] = row == column ? sqrt (covariance) : covariance / root[column][column];
      }
  for (guint row = 0; row < n_known; row++)
    {
      for (guint column = 0; column < row; column++)
        known[row] -= root[row][column] * known[column];
      known[row] /= root[row][row];
      sum_squares += known[row] * known[row];
      log_determinant += 2 * log (root[row][row]);
    }
  return -(n_known * log (sum_squares / n_known) + log_determinant + n_known * (1 + log (2 * G_PI)))
         / 2;
}

static void
compare_with_dense (const HdArma *arma)
{
  HdRandom random = hd_random_new (41);
  double values[60];

  for (guint trial = 0; trial < 3; trial++)
    {
      for (guint place = 0; place < 60; place++)
        {
          values[place] = hd_random_normal (&random);
          if (trial == 1 && (place % 7 == 3 || (place > 30 && place < 36)))
            values[place] = NAN;
          if (trial == 2 && place % 2 == 0)
            values[place] = NAN;
        }
      assert_near (log_likelihood (arma, values, 60), dense_log_likelihood (arma, values, 60),
                   1e-6);
    }
}

static void
test_dense_likelihood (void)
{
  const double ar[] = { 0.6, -0.3 }, ma[] = { 0.4, 0.25, -0.2 };
  const double season_ar[] = { 0.5, 0, 0, 0.4, -0.2 }, season_ma[] = { 0, 0, 0, -0.6 };

  compare_with_dense (&(HdArma){ ar, NULL, 2, 0 });
  compare_with_dense (&(HdArma){ NULL, ma, 0, 3 });
  compare_with_dense (&(HdArma){ ar, ma, 2, 3 });
  compare_with_dense (&(HdArma){ season_ar, season_ma, 5, 4 });
  compare_with_dense (&(HdArma){ NULL, season_ma, 0, 4 });
  compare_with_dense (&(HdArma){ NULL, NULL, 0, 0 });
}

/* R: logLik (arima (lh, order = c (2, 0, 1))), its coefficients in the call below. */
static void
test_lh (void)
{
  static const double lh[]
      = { 2.4, 2.4, 2.4, 2.2, 2.1, 1.5, 2.3, 2.3, 2.5, 2,   1.9, 1.7, 2.2, 1.8, 3.2, 3.2,
          2.7, 2.2, 2.2, 1.9, 1.9, 1.8, 2.7, 3,   2.3, 2,   2,   2.9, 2.9, 2.7, 2.7, 2.3,
          2.6, 2.4, 1.8, 1.7, 1.5, 1.4, 2.1, 3.3, 3.5, 3.5, 3.1, 2.6, 2.1, 3.4, 3,   2.9 };
  const double ar[] = { 1.1764800602, -0.5044197236 }, ma[] = { -0.5079667153 };
  double centred[48];

  for (guint place = 0; place < 48; place++)
    centred[place] = lh[place] - 2.3945966006;
  assert_near (log_likelihood (&(HdArma){ ar, ma, 2, 1 }, centred, 48), -27.60160687, 1e-6);
}

static const HdSarimaOrder airline
    = { .ma = 1, .differences = 1, .season_ma = 1, .season_differences = 1, .period = 12 };

static guint
difference_log_passengers (gboolean has_gaps, double *differences)
{
  double values[N_AIR_PASSENGERS];

  for (guint place = 0; place < N_AIR_PASSENGERS; place++)
    values[place] = log (air_passengers[place]);
  if (has_gaps)
    values[39] = values[40] = values[89] = NAN;
  hd_sarima_difference (&airline, values, N_AIR_PASSENGERS, differences);
  return N_AIR_PASSENGERS - hd_sarima_n_lost (&airline);
}

/* R: arima (diff (diff (log (AirPassengers), 12)), c (0, 0, 1), list (order = c (0, 0, 1), period = 12),
 * include.mean = FALSE), and the same with x[c (40, 41, 90)] missing before the differences. */
static void
test_airline (void)
{
  static const double expected[2][3] = { { -0.4018233767, -0.5569360909, 244.69648683 },
                                         { -0.4009468677, -0.5508343613, 225.96260662 } };

  for (guint row = 0; row < 2; row++)
    {
      double differences[N_AIR_PASSENGERS];
      guint n_differences = difference_log_passengers (row == 1, differences);
      HdSarima sarima;
      HdArma arma;

      hd_sarima_init (&sarima, &airline);
      for (guint round = 0; round < 3; round++)
        g_assert_true (hd_sarima_fit_exact (&sarima, differences, n_differences));
      arma = hd_sarima_arma (&sarima);
      assert_near (sarima.ma[0], expected[row][0], 3e-3);
      assert_near (sarima.ma[11], expected[row][1], 3e-3);
      assert_near (sarima.ma[12], sarima.ma[0] * sarima.ma[11], 1e-12);
      assert_near (log_likelihood (&arma, differences, n_differences), expected[row][2], 1e-4);
      hd_sarima_clear (&sarima);
    }
}

/* R: predict (arima (log (AirPassengers), c (0, 1, 1), c (0, 1, 1)), 15), steps 1, 2 and 15; its standard
 * errors take the variance for n where ours take it for n - 2. */
static void
test_member (void)
{
  static const double mean_r[] = { 6.11018574, 6.05377527, 6.26796411 };
  static const double spread_r[] = { 0.03671562, 0.04278291, 0.10061869 };
  static const guint steps[] = { 0, 1, 14 };
  double values[N_AIR_PASSENGERS], mean[15], spread[15];
  const HdForecastInput input
      = { .values = values, .n_values = N_AIR_PASSENGERS, .season = 12, .horizon = 15 };
  gpointer model;

  for (guint place = 0; place < N_AIR_PASSENGERS; place++)
    values[place] = log (air_passengers[place]);
  model = hd_sarima_member.fit (&input, NULL);
  g_assert_cmpstr (hd_sarima_member.describe (model), ==, "arima(0,1,1)(0,1,1)12");
  hd_sarima_member.predict (model, 15, mean);
  g_assert_true (hd_sarima_member.spread (model, 15, spread));
  for (guint index = 0; index < 3; index++)
    {
      assert_near (mean[steps[index]], mean_r[index], 2e-3);
      assert_near (spread[steps[index]], spread_r[index] * sqrt (131 / 129.0),
                   0.01 * spread_r[index]);
    }
  hd_sarima_member.free (model);
}

/* Every form of differencing undone, by a path without errors of a process without weights. */
static void
test_differences (void)
{
  double values[90], mean[20];

  for (guint place = 0; place < 90; place++)
    values[place] = 5 + 0.3 * place + (place % 6 == 1 ? 4 : 0);
  for (guint lost = 0; lost < 90; lost += 89)
    {
      const HdForecastInput input
          = { .values = values, .n_values = 90, .season = 6, .horizon = 20 };
      gpointer model;

      if (lost > 0)
        values[60] = values[61] = NAN;
      model = hd_sarima_member.fit (&input, NULL);
      hd_sarima_member.predict (model, 20, mean);
      for (guint step = 0; step < 20; step++)
        assert_near (mean[step], 5 + 0.3 * (90 + step) + ((90 + step) % 6 == 1 ? 4 : 0), 0.05);
      hd_sarima_member.free (model);
    }
}

static void
compare_spread (const HdForecastMember *member, const HdForecastInput *input)
{
  enum
  {
    N = 6000,
    H = 15
  };
  g_autofree double *paths = g_new (double, N *H);
  gpointer model = member->fit (input, NULL);
  double mean[H], spread[H];

  g_assert_nonnull (model);
  member->predict (model, H, mean);
  member->simulate (model, H, N, 2, paths);
  member->spread (model, H, spread);
  for (guint step = 0; step < H; step++)
    {
      double squares = 0;

      for (guint path = 0; path < N; path++)
        squares += pow (paths[path * H + step] - mean[step], 2) / N;
      assert_near (spread[step], sqrt (squares), 0.05 * spread[step]);
    }
  member->free (model);
}

static void
test_spread (void)
{
  double values[N_AIR_PASSENGERS];
  HdForecastInput input
      = { .values = values, .n_values = N_AIR_PASSENGERS, .season = 12, .horizon = 15 };

  for (guint place = 0; place < N_AIR_PASSENGERS; place++)
    values[place] = place % 23 == 11 ? NAN : air_passengers[place] / 622;
  compare_spread (&hd_sarima_member, &input);
  compare_spread (&hd_arima_member, &input);
  input.season = 1;
  compare_spread (&hd_sarima_member, &input);
}

/* An autoregressive process is found to be one. */
static void
test_search (void)
{
  HdRandom random = hd_random_new (43);
  double values[400] = { 0 };
  HdSarima sarima;
  HdArma arma;
  double psi[5];

  for (guint place = 2; place < 400; place++)
    values[place] = 1.2 * values[place - 1] - 0.5 * values[place - 2] + hd_random_normal (&random);
  g_assert_true (hd_sarima_search (values, 400, 1, &sarima));
  g_assert_cmpuint (sarima.order.differences, ==, 0);
  arma = hd_sarima_arma (&sarima);
  hd_arma_psi (&arma, 5, psi);
  /* Whatever the order is called, errors echo as they should: 1.2, 0.94, 0.528, … */
  assert_near (psi[0], 1.2, 0.12);
  assert_near (psi[1], 0.94, 0.2);
  assert_near (psi[2], 0.528, 0.25);
  assert_near (sarima.spread, 1, 0.1);
  hd_sarima_clear (&sarima);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/sarima/dense-likelihood", test_dense_likelihood);
  g_test_add_func ("/data/sarima/lh", test_lh);
  g_test_add_func ("/data/sarima/airline", test_airline);
  g_test_add_func ("/data/sarima/member", test_member);
  g_test_add_func ("/data/sarima/differences", test_differences);
  g_test_add_func ("/data/sarima/spread", test_spread);
  g_test_add_func ("/data/sarima/search", test_search);
  return g_test_run ();
}
