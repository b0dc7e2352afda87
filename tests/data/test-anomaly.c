/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Anomalies: what was planted is found, what was not is not, and false alarms stay as rare as said.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "anomaly-fixture.h"
#include "hd-false-discovery.h"
#include "hd-random.h"
#include "hd-student.h"

#include <math.h>

#define assert_near(a, b, tolerance) g_assert_cmpfloat_with_epsilon (a, b, tolerance)

static const HdAnomalyOptions options
    = { .n_watched = 24, .false_discovery_rate = 0.05, .level_pct = 95 };

/* R: 2 * pt (-t, d), 2 * pnorm (-4), qt (.975, 5), dt (1.3, 4, log = TRUE) */
static void
test_student (void)
{
  assert_near (hd_student_two_sided (2.5, 3), 0.087706647008066, 1e-11);
  assert_near (hd_student_two_sided (-0.3, 1), 0.81445284184452, 1e-11);
  assert_near (hd_student_two_sided (6, 10) / 0.00013210886035479, 1, 1e-9);
  assert_near (hd_student_two_sided (1.9, 57.5), 0.062451637347556, 1e-11);
  assert_near (hd_student_two_sided (4, INFINITY) / 6.334248366624e-05, 1, 1e-9);
  assert_near (hd_student_bound (95, 5), 2.5705818356363, 1e-8);
  assert_near (hd_student_log_density (1.3, 4), -1.8618689705576, 1e-10);
}

/* R: p.adjust (c (0.01, 0.04, 0.03, 0.005, 0.8, 0.2), "BH") */
static void
test_q_values (void)
{
  const double p_values[] = { 0.01, NAN, 0.04, 0.03, 0.005, 0.8, 0.2 };
  const double expected[] = { 0.03, 0.06, 0.06, 0.03, 0.8, 0.24 };
  double q_values[7];

  hd_false_discovery_q_values (p_values, 7, q_values);
  g_assert_true (isnan (q_values[1]));
  assert_near (q_values[0], expected[0], 1e-9);
  for (guint index = 2; index < 7; index++)
    assert_near (q_values[index], expected[index - 1], 1e-9);
}

static void
assert_found (const HdAnomalyPlan *plan, HdAnomalyKind kind, double precision, double recall)
{
  g_autoptr (HdAnomalyFamily) family = hd_anomaly_family_new (plan, 5);
  g_autoptr (GArray) found = hd_anomaly_find (family->series, plan->n_series, &options, NULL, NULL);
  HdAnomalyTally tally = hd_anomaly_family_tally (family, found, kind);

  g_test_message ("planted %u, found %u, right %u", tally.n_planted, tally.n_found, tally.n_right);
  g_assert_cmpuint (tally.n_planted, >, 10);
  g_assert_cmpfloat (tally.n_right, >=, precision * tally.n_found);
  g_assert_cmpfloat (tally.n_right, >=, recall * tally.n_planted);
}

static void
test_spikes (void)
{
  HdAnomalyPlan plan = { .n_series = 100,
                         .n_values = 120,
                         .n_watched = 24,
                         .knows_tet = TRUE,
                         .spikes_pct = 1,
                         .spike_size = 10 };

  assert_found (&plan, HD_ANOMALY_POINT, 0.9, 0.9);
  plan.has_heavy_tails = TRUE;
  assert_found (&plan, HD_ANOMALY_POINT, 0.85, 0.6);
}

static void
test_shifts (void)
{
  HdAnomalyPlan plan = { .n_series = 100,
                         .n_values = 120,
                         .n_watched = 24,
                         .knows_tet = TRUE,
                         .shifts_pct = 20,
                         .shift_size = 8 };

  assert_found (&plan, HD_ANOMALY_LEVEL_SHIFT, 0.9, 0.9);
  plan.has_heavy_tails = TRUE;
  assert_found (&plan, HD_ANOMALY_LEVEL_SHIFT, 0.85, 0.85);
}

static void
test_missing (void)
{
  const HdAnomalyPlan plan
      = { .n_series = 100, .n_values = 120, .n_watched = 24, .missing_pct = 1 };

  assert_found (&plan, HD_ANOMALY_MISSING_REPORT, 1, 1);
}

/* When nothing is planted every alarm is false, and a family has one about as rarely as the rate says: of
 * 60 families at 5 per cent three are expected, more than eight come less than once in 200 times. Tails
 * that are heavy, and Tết that nobody told of, included. */
static void
test_clean (void)
{
  guint n_with_alarm[2] = { 0 };

  for (guint seed = 0; seed < 60; seed++)
    {
      const HdAnomalyPlan plan = { .n_series = 20,
                                   .n_values = 96,
                                   .n_watched = 24,
                                   .has_heavy_tails = seed % 2,
                                   .knows_tet = seed / 2 % 2 };
      g_autoptr (HdAnomalyFamily) family = hd_anomaly_family_new (&plan, 100 + seed);
      g_autoptr (GArray) found
          = hd_anomaly_find (family->series, plan.n_series, &options, NULL, NULL);

      for (guint kind = HD_ANOMALY_POINT; kind <= HD_ANOMALY_LEVEL_SHIFT; kind++)
        n_with_alarm[kind] += hd_anomaly_family_tally (family, found, kind).n_found > 0;
    }
  g_test_message ("families with a false alarm: points %u, shifts %u of 60", n_with_alarm[0],
                  n_with_alarm[1]);
  g_assert_cmpuint (n_with_alarm[HD_ANOMALY_POINT], <=, 8);
  g_assert_cmpuint (n_with_alarm[HD_ANOMALY_LEVEL_SHIFT], <=, 8);
}

/* One series: a spike is one alarm with its interval, and does not spoil what follows. */
static void
test_one_series (void)
{
  HdRandom random = hd_random_new (51);
  double values[100];
  const HdAnomalySeries series = { .values = values, .n_values = 100, .season = 12 };
  g_autoptr (GArray) found = NULL;
  const HdAnomaly *spike;

  for (guint place = 0; place < 100; place++)
    values[place]
        = (200 + place) * (1 + 0.1 * sin (place * G_PI / 6)) + 4 * hd_random_normal (&random);
  values[85] += 60;
  found = hd_anomaly_find (&series, 1, &options, NULL, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  spike = &g_array_index (found, HdAnomaly, 0);
  g_assert_cmpint (spike->kind, ==, HD_ANOMALY_POINT);
  g_assert_cmpuint (spike->period, ==, 85);
  g_assert_cmpfloat (spike->actual, ==, values[85]);
  assert_near (spike->size, 60, 15);
  assert_near (spike->expected, values[85] - 60, 15);
  g_assert_cmpfloat (spike->lower, <, spike->expected);
  g_assert_cmpfloat (spike->upper, <, spike->actual);
  g_assert_cmpfloat (spike->q_value, <=, 0.05);
  g_assert_cmpfloat (spike->p_value, <=, spike->q_value);
}

/* Quarters among months: the two months between are not missing, the quarter that did not come is. */
static void
test_rhythm (void)
{
  double values[8][96];
  HdAnomalySeries series[8];
  g_autoptr (GArray) found = NULL;

  for (guint index = 0; index < 8; index++)
    {
      for (guint place = 0; place < 96; place++)
        values[index][place] = place % 3 == 2 ? 50 + sin (place * 12.9898 + index) : NAN;
      series[index] = (HdAnomalySeries){ .values = values[index], .n_values = 96, .season = 12 };
    }
  values[3][92] = NAN;
  found = hd_anomaly_find (series, 8, &options, NULL, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpint (g_array_index (found, HdAnomaly, 0).kind, ==, HD_ANOMALY_MISSING_REPORT);
  g_assert_cmpuint (g_array_index (found, HdAnomaly, 0).series, ==, 3);
  g_assert_cmpuint (g_array_index (found, HdAnomaly, 0).period, ==, 92);
}

/* The last report comes after 6 to 14 days: on the 8th it is not late yet, after 60 it is. */
static void
test_late (void)
{
  for (guint waited = 8; waited <= 60; waited += 52)
    {
      double values[60], delays[60];
      const HdAnomalySeries series
          = { .values = values, .n_values = 60, .season = 12, .delays_days = delays };
      const HdAnomalyOptions newest
          = { .n_watched = 1, .false_discovery_rate = 0.05, .level_pct = 95 };
      g_autoptr (GArray) found = NULL;

      for (guint place = 0; place < 60; place++)
        {
          values[place] = 10 + 0.3 * sin (place * 12.9898);
          delays[place] = 10 + 4 * sin (place * 78.233);
        }
      values[59] = NAN;
      delays[59] = waited;
      found = hd_anomaly_find (&series, 1, &newest, NULL, NULL);
      g_assert_cmpuint (found->len, ==, waited > 14);
      if (found->len > 0)
        assert_near (g_array_index (found, HdAnomaly, 0).expected, 10, 1);
    }
}

static void
test_ugly (void)
{
  double values[6][40];
  HdAnomalySeries series[6];
  g_autoptr (GArray) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  for (guint place = 0; place < 40; place++)
    {
      values[0][place] = NAN;
      values[1][place] = 0;
      values[2][place] = place == 39 ? 1e300 : 1e-300;
      values[3][place] = place % 2 == 0 ? 1e300 : -1e300;
      values[4][place] = place == 20 ? INFINITY : 5;
      values[5][place] = place;
    }
  for (guint index = 0; index < 6; index++)
    series[index] = (HdAnomalySeries){ .values = values[index],
                                       .n_values = index == 5 ? 3 : 40,
                                       .season = index % 3 * 4 };
  found = hd_anomaly_find (series, 6, &options, NULL, NULL);
  for (guint index = 0; index < found->len; index++)
    {
      const HdAnomaly *anomaly = &g_array_index (found, HdAnomaly, index);

      g_assert_cmpfloat (anomaly->p_value, >=, 0);
      g_assert_cmpfloat (anomaly->q_value, <=, 0.05);
    }
  g_cancellable_cancel (cancellable);
  g_assert_null (hd_anomaly_find (series, 6, &options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/anomaly/student", test_student);
  g_test_add_func ("/data/anomaly/q-values", test_q_values);
  g_test_add_func ("/data/anomaly/spikes", test_spikes);
  g_test_add_func ("/data/anomaly/shifts", test_shifts);
  g_test_add_func ("/data/anomaly/missing", test_missing);
  g_test_add_func ("/data/anomaly/clean", test_clean);
  g_test_add_func ("/data/anomaly/one-series", test_one_series);
  g_test_add_func ("/data/anomaly/rhythm", test_rhythm);
  g_test_add_func ("/data/anomaly/late", test_late);
  g_test_add_func ("/data/anomaly/ugly", test_ugly);
  return g_test_run ();
}
