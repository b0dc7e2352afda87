/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far the probability of reaching a plan can be trusted, learned from past years.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a past year's outlook said with `n_months` whole months known, and whether the plan was reached. */
typedef struct
{
  int year;
  guint group; /* the unit, any number: units of one year share its luck */
  guint n_months; /* 0 … 11 */
  double raw_pct; /* share of paths that reached it */
  gboolean is_reached;
} HdPlanCase;

typedef enum
{
  HD_PLAN_SKILL_UNTESTED, /* too few past years with a plan */
  HD_PLAN_SKILL_NONE, /* not better than the base rate with so many months known: say so */
  HD_PLAN_SKILL_PROVEN, /* better on years left out */
} HdPlanSkill;

/* Of one count of known months. Brier scores are means of (p − reached)², of years left out. */
typedef struct
{
  guint n_cases;
  double raw_brier, brier, base_brier; /* paths alone, recalibrated, base rate; NAN without cases */
  double intercept, slope; /* recalibrated log odds = intercept + slope × raw log odds */
  HdPlanSkill skill;
} HdPlanMonth;

/* For the calibration plot: cases whose recalibrated probability, with their year left out, fell into
 * this tenth. */
typedef struct
{
  guint n_cases;
  double predicted_pct, happened_pct; /* means; NAN when there are none */
} HdPlanBin;

#define HD_PLAN_N_BINS 10

typedef struct
{
  guint n_years, n_cases;
  double base_rate_pct; /* of past years that reached their plan, drawn towards a half */
  HdPlanMonth months[12];
  HdPlanBin bins[HD_PLAN_N_BINS];
} HdPlanCalibration;

typedef struct
{
  double probability_pct; /* recalibrated */
  double raw_pct;
  double base_rate_pct; /* NAN when nothing is known of past years */
  HdPlanSkill skill;
} HdPlanProbability;

/* Never fails: without cases nothing is changed and the skill is untested. Plain data: g_free(). */
HdPlanCalibration *hd_plan_calibration_new (const HdPlanCase *cases,
                                            guint n_cases) G_GNUC_WARN_UNUSED_RESULT;

/* `n_months` known, a part month as a fraction; `calibration` (nullable). Certain stays certain: 0 and 100
 * are returned as they are once all months are known. Never falls when raw_pct rises. */
HdPlanProbability
hd_plan_calibration_apply (const HdPlanCalibration *calibration, double n_months, double raw_pct);

G_END_DECLS
