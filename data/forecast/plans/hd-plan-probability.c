/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far the probability of reaching a plan can be trusted, learned from past years.
 *
 * Log odds are recalibrated by a straight line (Cox 1958, Platt 1999) for each count of known months, from
 * cases with about as many. Past years are few and units of one year share its luck, so a year weighs as
 * the square root of its units, and a normal prior holds the line at "as it is". The same years, each
 * left out in turn, tell whether the result beats the base rate.
 */

#include "config.h"

#include "hd-plan-probability.h"

#include <math.h>
#include <string.h>

#define N_MONTHS 12
#define PRIOR_INTERCEPT_SD 0.3
#define PRIOR_SLOPE_SD 0.25
#define MIN_SLOPE 0.1 /* a higher share of paths never means less */
#define MIN_YEARS 5
/* The mean gain over the base rate has to be so many of its standard errors over years. */
#define MIN_GAIN_T 1.0
/* Months on each side that count with one: fully, 2/3, 1/3. */
#define KERNEL_MONTHS 3.0
#define CERTAIN 0.005
#define NEWTON_STEPS 12

typedef struct
{
  const HdPlanCase *cases;
  guint n_cases;
  double *year_weight; /* [n_cases] of one case among its year's */
} Cases;

static double
kernel (double n_months, guint of_case)
{
  return MAX (0, 1 - fabs (n_months - of_case) / KERNEL_MONTHS);
}

static double
log_odds (double raw_pct)
{
  double share = CLAMP (raw_pct / 100, CERTAIN, 1 - CERTAIN);

  return log (share / (1 - share));
}

static double
logistic (double odds)
{
  return 1 / (1 + exp (-odds));
}

static gboolean
is_used (const Cases *cases, guint index, int left_out)
{
  return cases->cases[index].year != left_out;
}

/* Each year's cases of one month together weigh √units. */
static double *
weigh_years (const HdPlanCase *cases, guint n_cases)
{
  double *weights = g_new (double, MAX (n_cases, 1));

  for (guint index = 0; index < n_cases; index++)
    {
      guint n_units = 0;

      for (guint other = 0; other < n_cases; other++)
        n_units += cases[other].year == cases[index].year
                   && cases[other].n_months == cases[index].n_months;
      weights[index] = 1 / sqrt (n_units);
    }
  return weights;
}

/* With one imagined year on either side. */
static double
base_rate (const Cases *cases, int left_out)
{
  double reached = 0, all = 0, n_months = 0;

  for (guint index = 0; index < cases->n_cases; index++)
    if (is_used (cases, index, left_out))
      {
        all += cases->year_weight[index];
        reached += cases->year_weight[index] * cases->cases[index].is_reached;
        n_months = MAX (n_months, cases->cases[index].n_months + 1.0);
      }
  n_months = MAX (n_months, 1);
  return (reached / n_months + 1) / (all / n_months + 2);
}

/* Posterior mode of the line, by Newton's method; months beside count by the kernel, and a year once. */
static void
fit_line (const Cases *cases, double n_months, int left_out, double *intercept, double *slope)
{
  double kernel_sum = 0;

  *intercept = 0;
  *slope = 1;
  for (guint month = 0; month < N_MONTHS; month++)
    kernel_sum += kernel (n_months, month);
  for (guint step = 0; step < NEWTON_STEPS; step++)
    {
      double precision_i = 1 / (PRIOR_INTERCEPT_SD * PRIOR_INTERCEPT_SD);
      double precision_s = 1 / (PRIOR_SLOPE_SD * PRIOR_SLOPE_SD);
      double gradient_i = -precision_i * *intercept, gradient_s = -precision_s * (*slope - 1);
      double curve_ii = precision_i, curve_is = 0, curve_ss = precision_s, determinant;

      for (guint index = 0; index < cases->n_cases; index++)
        {
          const HdPlanCase *one = &cases->cases[index];
          double weight, odds = log_odds (one->raw_pct), p;

          if (!is_used (cases, index, left_out))
            continue;
          weight = cases->year_weight[index] * kernel (n_months, one->n_months) / kernel_sum;
          p = logistic (*intercept + *slope * odds);
          gradient_i += weight * (one->is_reached - p);
          gradient_s += weight * (one->is_reached - p) * odds;
          curve_ii += weight * p * (1 - p);
          curve_is += weight * p * (1 - p) * odds;
          curve_ss += weight * p * (1 - p) * odds * odds;
        }
      determinant = curve_ii * curve_ss - curve_is * curve_is;
      *intercept += (curve_ss * gradient_i - curve_is * gradient_s) / determinant;
      *slope += (curve_ii * gradient_s - curve_is * gradient_i) / determinant;
    }
  *slope = MAX (*slope, MIN_SLOPE);
}

typedef struct
{
  double raw, recalibrated, base; /* probabilities of one case, its year left out */
} LeftOut;

static LeftOut *
leave_years_out (const Cases *cases, GArray *years)
{
  LeftOut *left_out = g_new (LeftOut, MAX (cases->n_cases, 1));

  for (guint place = 0; place < years->len; place++)
    {
      int year = g_array_index (years, int, place);
      double intercept[N_MONTHS], slope[N_MONTHS], base = base_rate (cases, year);

      for (guint month = 0; month < N_MONTHS; month++)
        fit_line (cases, month, year, &intercept[month], &slope[month]);
      for (guint index = 0; index < cases->n_cases; index++)
        {
          const HdPlanCase *one = &cases->cases[index];

          if (one->year != year)
            continue;
          left_out[index].raw = one->raw_pct / 100;
          left_out[index].recalibrated = logistic (
              intercept[one->n_months] + slope[one->n_months] * log_odds (one->raw_pct));
          left_out[index].base = base;
        }
    }
  return left_out;
}

static double
squared_miss (const HdPlanCase *one, double probability)
{
  double miss = probability - one->is_reached;

  return miss * miss;
}

static void
score_month (HdPlanMonth *month, const Cases *cases, const LeftOut *left_out, guint n_months)
{
  *month = (HdPlanMonth){ .raw_brier = 0 };
  for (guint index = 0; index < cases->n_cases; index++)
    {
      const HdPlanCase *one = &cases->cases[index];

      if (one->n_months != n_months)
        continue;
      month->n_cases++;
      month->raw_brier += squared_miss (one, left_out[index].raw);
      month->brier += squared_miss (one, left_out[index].recalibrated);
      month->base_brier += squared_miss (one, left_out[index].base);
    }
  month->raw_brier /= month->n_cases > 0 ? month->n_cases : NAN;
  month->brier /= month->n_cases > 0 ? month->n_cases : NAN;
  month->base_brier /= month->n_cases > 0 ? month->n_cases : NAN;
  fit_line (cases, n_months, G_MININT, &month->intercept, &month->slope);
}

/* Year by year, the mean gain over the base rate with about `n_months` known. */
static HdPlanSkill
judge_month (const Cases *cases, const LeftOut *left_out, GArray *years, guint n_months)
{
  double sum = 0, sum_squares = 0, mean, error;

  if (years->len < MIN_YEARS)
    return HD_PLAN_SKILL_UNTESTED;
  for (guint place = 0; place < years->len; place++)
    {
      double gain = 0, all = 0;

      for (guint index = 0; index < cases->n_cases; index++)
        {
          const HdPlanCase *one = &cases->cases[index];
          double weight = kernel (n_months, one->n_months);

          if (one->year != g_array_index (years, int, place))
            continue;
          gain += weight
                  * (squared_miss (one, left_out[index].base)
                     - squared_miss (one, left_out[index].recalibrated));
          all += weight;
        }
      gain = all > 0 ? gain / all : 0;
      sum += gain;
      sum_squares += gain * gain;
    }
  mean = sum / years->len;
  error = sqrt (MAX (sum_squares / years->len - mean * mean, 0) / (years->len - 1));
  return mean > 0 && mean >= MIN_GAIN_T * error ? HD_PLAN_SKILL_PROVEN : HD_PLAN_SKILL_NONE;
}

static void
fill_bins (HdPlanCalibration *calibration, const Cases *cases, const LeftOut *left_out)
{
  for (guint index = 0; index < cases->n_cases; index++)
    {
      double p = left_out[index].recalibrated;
      HdPlanBin *bin = &calibration->bins[MIN ((guint)(p * HD_PLAN_N_BINS), HD_PLAN_N_BINS - 1)];

      bin->n_cases++;
      bin->predicted_pct += 100 * p;
      bin->happened_pct += 100.0 * cases->cases[index].is_reached;
    }
  for (guint place = 0; place < HD_PLAN_N_BINS; place++)
    {
      HdPlanBin *bin = &calibration->bins[place];

      bin->predicted_pct = bin->n_cases > 0 ? bin->predicted_pct / bin->n_cases : NAN;
      bin->happened_pct = bin->n_cases > 0 ? bin->happened_pct / bin->n_cases : NAN;
    }
}

static GArray *
distinct_years (const HdPlanCase *cases, guint n_cases)
{
  GArray *years = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint index = 0; index < n_cases; index++)
    {
      gboolean is_new = TRUE;

      for (guint place = 0; place < years->len; place++)
        is_new &= g_array_index (years, int, place) != cases[index].year;
      if (is_new)
        g_array_append_val (years, cases[index].year);
    }
  return years;
}

HdPlanCalibration *
hd_plan_calibration_new (const HdPlanCase *cases, guint n_cases)
{
  HdPlanCalibration *calibration = g_new0 (HdPlanCalibration, 1);
  g_autofree double *weights = weigh_years (cases, n_cases);
  Cases all = { cases, n_cases, weights };
  g_autoptr (GArray) years = distinct_years (cases, n_cases);
  g_autofree LeftOut *left_out = leave_years_out (&all, years);

  calibration->n_cases = n_cases;
  calibration->n_years = years->len;
  calibration->base_rate_pct = n_cases > 0 ? 100 * base_rate (&all, G_MININT) : NAN;
  for (guint month = 0; month < N_MONTHS; month++)
    {
      score_month (&calibration->months[month], &all, left_out, month);
      calibration->months[month].skill = judge_month (&all, left_out, years, month);
    }
  fill_bins (calibration, &all, left_out);
  return calibration;
}

HdPlanProbability
hd_plan_calibration_apply (const HdPlanCalibration *calibration, double n_months, double raw_pct)
{
  HdPlanProbability probability = { raw_pct, raw_pct, NAN, HD_PLAN_SKILL_UNTESTED };
  guint below = (guint)CLAMP (n_months, 0, N_MONTHS - 1);
  guint above = MIN (below + 1, N_MONTHS - 1);
  double part = CLAMP (n_months - below, 0, 1), intercept, slope;
  const HdPlanMonth *months;

  if (calibration == NULL || calibration->n_cases == 0)
    return probability;
  months = calibration->months;
  probability.base_rate_pct = calibration->base_rate_pct;
  probability.skill = months[part < 0.5 ? below : above].skill;
  if (n_months >= N_MONTHS)
    return probability;
  intercept = (1 - part) * months[below].intercept + part * months[above].intercept;
  slope = (1 - part) * months[below].slope + part * months[above].slope;
  probability.probability_pct = 100 * logistic (intercept + slope * log_odds (raw_pct));
  return probability;
}
