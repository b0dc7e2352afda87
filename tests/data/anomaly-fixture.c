/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Families of synthetic monthly series with a season, Tết and planted anomalies, for tests and the bench.
 */

#include "config.h"

#include "anomaly-fixture.h"

#include "hd-random.h"

#include <math.h>
#include <string.h>

#define SEASON 12

static double
noise (const HdAnomalyPlan *plan, HdRandom *random)
{
  double normal = hd_random_normal (random), squares = 0;

  if (!plan->has_heavy_tails)
    return normal;
  for (guint degree = 0; degree < 5; degree++)
    squares += pow (hd_random_normal (random), 2);
  /* Variance 5/3, brought to 1. */
  return normal / sqrt (squares / 5) / sqrt (5.0 / 3);
}

/* Tết of ten years in a row, 2014 on, is in January (TRUE) or February; then again from the start. */
static gboolean
is_tet_month (guint place)
{
  static const gboolean is_january[] = { 1, 0, 0, 1, 0, 0, 1, 0, 0, 1 };
  guint year = place / SEASON, month = place % SEASON;

  return month == (is_january[year % G_N_ELEMENTS (is_january)] ? 0 : 1);
}

static double
tet_factor (guint place)
{
  return is_tet_month (place) ? 0.85 : 1;
}

static gboolean
is_drawn (HdRandom *random, double share_pct)
{
  return 100 * hd_random_uniform (random) < share_pct;
}

static void
fill_series (const HdAnomalyPlan *plan, HdRandom *random, double *values, guint8 *truth)
{
  double shape[SEASON], level = 100 * exp (hd_random_normal (random));
  double spread = 0.03 + 0.05 * hd_random_uniform (random),
         growth = 0.003 * hd_random_normal (random);
  guint first = plan->n_values - plan->n_watched, shift_at = plan->n_values;
  double shift = 0;

  for (guint month = 0; month < SEASON; month++)
    shape[month] = 1 + 0.15 * hd_random_normal (random);
  if (is_drawn (random, plan->shifts_pct))
    shift_at = first + (guint)(hd_random_uniform (random) * (plan->n_watched - 4));
  for (guint place = 0; place < plan->n_values; place++)
    {
      double mean, sign = hd_random_uniform (random) < 0.5 ? -1 : 1;
      gboolean is_watched = place >= first;

      level *= exp (growth + 0.2 * spread * hd_random_normal (random));
      if (place == shift_at)
        {
          shift = sign * plan->shift_size * spread;
          truth[place] = 1 + HD_ANOMALY_LEVEL_SHIFT;
        }
      mean = level * fmax (shape[place % SEASON], 0.3) * tet_factor (place);
      values[place] = mean * (1 + shift + spread * noise (plan, random));
      if (is_watched && truth[place] == 0 && is_drawn (random, plan->spikes_pct))
        {
          values[place] += sign * plan->spike_size * spread * mean;
          truth[place] = 1 + HD_ANOMALY_POINT;
        }
      if (is_watched && truth[place] == 0 && is_drawn (random, plan->missing_pct))
        {
          values[place] = NAN;
          truth[place] = 1 + HD_ANOMALY_MISSING_REPORT;
        }
    }
}

HdAnomalyFamily *
hd_anomaly_family_new (const HdAnomalyPlan *plan, guint64 seed)
{
  HdAnomalyFamily *family = g_new0 (HdAnomalyFamily, 1);
  HdRandom random = hd_random_new (seed);

  family->n_series = plan->n_series;
  family->n_values = plan->n_values;
  family->series = g_new0 (HdAnomalySeries, plan->n_series);
  family->truth = g_new0 (guint8, (gsize)plan->n_series * plan->n_values);
  family->factors = g_new (double, plan->n_values);
  for (guint place = 0; place < plan->n_values; place++)
    family->factors[place] = tet_factor (place);
  for (guint index = 0; index < plan->n_series; index++)
    {
      double *values = g_new (double, plan->n_values);

      fill_series (plan, &random, values, family->truth + (gsize)index * plan->n_values);
      family->series[index]
          = (HdAnomalySeries){ .values = values,
                               .n_values = plan->n_values,
                               .season = SEASON,
                               .factors = plan->knows_tet ? family->factors : NULL };
    }
  return family;
}

void
hd_anomaly_family_free (HdAnomalyFamily *family)
{
  for (guint index = 0; index < family->n_series; index++)
    g_free ((double *)family->series[index].values);
  g_free (family->series);
  g_free (family->truth);
  g_free (family->factors);
  g_free (family);
}

/* What was planted at `place` or near it; 0: nothing. */
static guint
planted_near (const HdAnomalyFamily *family, guint series, guint place, guint reach)
{
  const guint8 *truth = family->truth + (gsize)series * family->n_values;

  for (guint away = 0; away <= reach; away++)
    {
      if (place >= away && truth[place - away] != 0)
        return truth[place - away];
      if (place + away < family->n_values && truth[place + away] != 0)
        return truth[place + away];
    }
  return 0;
}

HdAnomalyTally
hd_anomaly_family_tally (const HdAnomalyFamily *family, const GArray *found, HdAnomalyKind kind)
{
  HdAnomalyTally tally = { 0 };

  for (gsize place = 0; place < (gsize)family->n_series * family->n_values; place++)
    tally.n_planted += family->truth[place] == 1 + kind;
  for (guint index = 0; index < found->len; index++)
    {
      const HdAnomaly *anomaly = &g_array_index (found, HdAnomaly, index);
      guint reach = kind == HD_ANOMALY_LEVEL_SHIFT ? 2 : 0, planted;

      if (anomaly->kind != kind)
        continue;
      planted = planted_near (family, anomaly->series, anomaly->period, reach);
      if (planted != 0 && planted != 1 + kind)
        continue;
      tally.n_found++;
      /* A run of missing reports is one alarm over all of them. */
      if (kind == HD_ANOMALY_MISSING_REPORT)
        {
          tally.n_right += (guint)anomaly->size;
          tally.n_found += (guint)anomaly->size - 1;
        }
      else
        {
          tally.n_right += planted == 1 + kind;
        }
    }
  return tally;
}
