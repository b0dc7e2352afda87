/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Probabilities of plans: recalibrated on past years, honest where they know no more than the base rate.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "hd-plan-probability.h"
#include "hd-plan-replay.h"
#include "hd-random.h"
#include "hd-year-outlook.h"

#include <math.h>

#define N_YEARS 12
#define N_UNITS 6

/* Cases whose true log odds are slope × what the paths say. Units of a year are told apart by nothing but
 * their own luck. */
static GArray *
make_cases (double slope, guint64 seed)
{
  GArray *cases = g_array_new (FALSE, FALSE, sizeof (HdPlanCase));
  HdRandom random = hd_random_new (seed);

  for (guint year = 0; year < N_YEARS; year++)
    for (guint unit = 0; unit < N_UNITS; unit++)
      {
        double odds = 2.5 * hd_random_normal (&random);
        double chance = 1 / (1 + exp (-slope * odds));
        HdPlanCase one = { .year = 2010 + (int)year,
                           .group = unit,
                           .is_reached = hd_random_uniform (&random) < chance };

        for (one.n_months = 0; one.n_months < 12; one.n_months++)
          {
            one.raw_pct = 100 / (1 + exp (-odds));
            g_array_append_val (cases, one);
          }
      }
  return cases;
}

static HdPlanCalibration *
calibrate (const GArray *cases)
{
  return hd_plan_calibration_new ((const HdPlanCase *)(gpointer)cases->data, cases->len);
}

static void
test_nothing_known (void)
{
  g_autofree HdPlanCalibration *empty = hd_plan_calibration_new (NULL, 0);
  HdPlanProbability none = hd_plan_calibration_apply (NULL, 3, 42);
  HdPlanProbability few = hd_plan_calibration_apply (empty, 3, 42);

  g_assert_cmpfloat (none.probability_pct, ==, 42);
  g_assert_cmpfloat (few.probability_pct, ==, 42);
  g_assert_true (isnan (none.base_rate_pct) && isnan (few.base_rate_pct));
  g_assert_cmpint (few.skill, ==, HD_PLAN_SKILL_UNTESTED);
  g_assert_true (isnan (empty->bins[4].predicted_pct));
}

/* Right ones stay, boastful ones are drawn towards a half, and order is kept. */
static void
test_recalibration (void)
{
  g_autoptr (GArray) right = make_cases (1, 1), boastful = make_cases (0.2, 2);
  g_autofree HdPlanCalibration *of_right = calibrate (right);
  g_autofree HdPlanCalibration *of_boastful = calibrate (boastful);
  double before = -1;

  g_assert_cmpuint (of_right->n_years, ==, N_YEARS);
  g_assert_cmpfloat_with_epsilon (of_right->months[6].slope, 1, 0.35);
  g_assert_cmpfloat (of_boastful->months[6].slope, <, 0.7);
  g_assert_cmpfloat (of_boastful->months[6].brier, <, of_boastful->months[6].raw_brier);
  for (int raw = 0; raw <= 100; raw++)
    {
      HdPlanProbability of = hd_plan_calibration_apply (of_boastful, 6.4, raw);

      g_assert_cmpfloat (of.probability_pct, >=, before);
      g_assert_cmpfloat (of.raw_pct, ==, raw);
      before = of.probability_pct;
    }
  g_assert_cmpfloat (hd_plan_calibration_apply (of_boastful, 6, 95).probability_pct, <, 95);
  g_assert_cmpfloat (hd_plan_calibration_apply (of_boastful, 12, 100).probability_pct, ==, 100);
}

/* What the paths say of a coin is no better than the base rate, and must not be called skill. */
static void
test_skill (void)
{
  guint n_false = 0, n_found = 0;

  for (guint64 seed = 0; seed < 40; seed++)
    {
      g_autoptr (GArray) coin = make_cases (0, 100 + seed), real = make_cases (1, 200 + seed);
      g_autofree HdPlanCalibration *of_coin = calibrate (coin);
      g_autofree HdPlanCalibration *of_real = calibrate (real);

      n_false += of_coin->months[0].skill == HD_PLAN_SKILL_PROVEN;
      n_found += of_real->months[0].skill == HD_PLAN_SKILL_PROVEN;
    }
  g_test_message ("skill seen in coins: %u of 40, in what has it: %u of 40", n_false, n_found);
  g_assert_cmpuint (n_false, <=, 6);
  g_assert_cmpuint (n_found, >=, 38);
}

/* Brier scores and the base rate by hand: two years, one unit, reached and missed. */
static void
test_by_hand (void)
{
  const HdPlanCase cases[] = { { 2020, 0, 0, 80, TRUE }, { 2021, 0, 0, 40, FALSE } };
  g_autofree HdPlanCalibration *calibration = hd_plan_calibration_new (cases, 2);

  g_assert_cmpfloat_with_epsilon (calibration->base_rate_pct, 50, 1e-9);
  g_assert_cmpfloat_with_epsilon (calibration->months[0].raw_brier, (0.04 + 0.16) / 2, 1e-12);
  /* Left out, the other year and one imagined on either side: 1/3 when it missed, 2/3 when it reached. */
  g_assert_cmpfloat_with_epsilon (calibration->months[0].base_brier, 4.0 / 9, 1e-12);
  g_assert_cmpint (calibration->months[0].skill, ==, HD_PLAN_SKILL_UNTESTED);
  g_assert_cmpuint (calibration->months[1].n_cases, ==, 0);
}

/* A past year is replayed from what was known then: changing later months changes nothing before. */
static void
test_replay_knows_the_past_only (void)
{
  g_autoptr (HdCalendar) calendar = hd_calendar_new (NULL, 0, NULL, 0);
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (HdPlanCase));
  g_autoptr (GArray) second = g_array_new (FALSE, FALSE, sizeof (HdPlanCase));
  double months[12 * 6];
  HdPlanOfYear plans[] = { { 2016, 1 }, { 2018, 1300 }, { 2021, 1500 } };
  HdPlanHistory history = { .calendar = calendar,
                            .first_year = 2015,
                            .months = months,
                            .n_months = 72,
                            .plans = plans,
                            .n_plans = 3 };
  HdRandom random = hd_random_new (7);

  for (guint month = 0; month < 72; month++)
    months[month] = 100 + 5 * hd_random_normal (&random);
  g_assert_true (hd_plan_replay (&history, NULL, first));
  /* 2016 has too little before it, 2021 is not over. */
  g_assert_cmpuint (first->len, ==, 12);
  for (guint month = 36 + 6; month < 72; month++)
    months[month] *= 3;
  g_assert_true (hd_plan_replay (&history, NULL, second));
  for (guint month = 0; month < 12; month++)
    {
      const HdPlanCase *before = &g_array_index (first, HdPlanCase, month);
      const HdPlanCase *after = &g_array_index (second, HdPlanCase, month);

      g_assert_cmpint (before->year, ==, 2018);
      g_assert_cmpuint (before->n_months, ==, month);
      g_assert_false (before->is_reached);
      g_assert_true (after->is_reached);
      if (month <= 6)
        g_assert_cmpfloat (before->raw_pct, ==, after->raw_pct);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (HdCalendar) calendar = hd_calendar_new (NULL, 0, NULL, 0);
  g_autoptr (GArray) cases = g_array_new (FALSE, FALSE, sizeof (HdPlanCase));
  double months[60] = { 1 };
  HdPlanOfYear plan = { 2019, 10 };
  HdPlanHistory history = { calendar, 2015, months, 60, &plan, 1, 0 };

  g_cancellable_cancel (cancellable);
  g_assert_false (hd_plan_replay (&history, cancellable, cases));
  g_assert_cmpuint (cases->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan-probability/nothing-known", test_nothing_known);
  g_test_add_func ("/plan-probability/recalibration", test_recalibration);
  g_test_add_func ("/plan-probability/skill", test_skill);
  g_test_add_func ("/plan-probability/by-hand", test_by_hand);
  g_test_add_func ("/plan-probability/replay", test_replay_knows_the_past_only);
  g_test_add_func ("/plan-probability/cancelled", test_cancelled);
  return g_test_run ();
}
