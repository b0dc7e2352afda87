/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a series usually reports, and how unusual it is that a report has not come.
 */

#include "config.h"

#include "hd-report-rhythm.h"

#include "hd-student.h"

#include <math.h>

/* What this share of the past periods of a phase have reported is due. */
#define DUE_SHARE 0.6
#define MIN_CYCLES 3
/* The family's record weighs as much as this many due reports of a series' own. */
#define FAMILY_WEIGHT 20.0
#define MIN_DELAYS 5
/* Delays in days are counted up from one, so that their logarithms are finite. */
#define LEAST_LOG_SPREAD 0.15

static double
log_share (double n_part, double n_all)
{
  return n_part > 0 ? n_part * log (n_part / n_all) : 0;
}

/* How well a cycle tells reported periods from others: log likelihood, each phase with its own share. */
static double
cycle_likelihood (const HdAnomalySeries *series, guint n_learned, guint cycle)
{
  double likelihood = 0;

  for (guint phase = 0; phase < cycle; phase++)
    {
      guint n_all = 0, n_known = 0;

      for (guint place = phase; place < n_learned; place += cycle)
        {
          n_all++;
          n_known += !isnan (series->values[place]);
        }
      likelihood += log_share (n_known, n_all) + log_share (n_all - n_known, n_all);
    }
  return likelihood;
}

HdReportRhythm
hd_report_rhythm_find (const HdAnomalySeries *series, guint n_learned)
{
  const guint candidates[] = { 1, 2, 3, 4, 6, MAX (series->season, 1) };
  HdReportRhythm rhythm = { .cycle = 1 };
  double best = -INFINITY;

  for (guint index = 0; index < G_N_ELEMENTS (candidates); index++)
    {
      guint cycle = candidates[index];
      /* Schwarz's criterion: each phase is one more number. */
      double score = cycle_likelihood (series, n_learned, cycle) - cycle * log (n_learned + 1) / 2;

      if (n_learned >= MIN_CYCLES * cycle && score > best)
        {
          best = score;
          rhythm.cycle = cycle;
        }
    }
  rhythm.is_due = g_new0 (gboolean, rhythm.cycle);
  for (guint phase = 0; phase < rhythm.cycle; phase++)
    {
      guint n_all = 0, n_known = 0;

      for (guint place = phase; place < n_learned; place += rhythm.cycle)
        {
          n_all++;
          n_known += !isnan (series->values[place]);
        }
      rhythm.is_due[phase] = n_all > 0 && n_known >= DUE_SHARE * n_all;
      if (!rhythm.is_due[phase])
        continue;
      rhythm.record.n_due += n_all;
      rhythm.record.n_missed += n_all - n_known;
    }
  return rhythm;
}

void
hd_report_rhythm_clear (HdReportRhythm *rhythm)
{
  g_clear_pointer (&rhythm->is_due, g_free);
}

/* The chance that a report which comes at all takes longer than `waited` days: logarithms of the delays
 * are taken for normal. 1 when too few delays are known. */
static double
still_to_come (const HdAnomalySeries *series, guint n_learned, double waited)
{
  double sum = 0, squares = 0, n_delays = 0, spread;

  for (guint place = 0; place < n_learned; place++)
    {
      double delay = series->delays_days[place], size;

      if (isnan (series->values[place]) || !(delay >= 0))
        continue;
      size = log1p (delay);
      n_delays++;
      squares += (size - sum / fmax (n_delays - 1, 1)) * (size - (sum + size) / n_delays);
      sum += size;
    }
  if (n_delays < MIN_DELAYS || !(waited >= 0))
    return 1;
  spread = fmax (sqrt (squares / (n_delays - 1)), LEAST_LOG_SPREAD) * sqrt (1 + 1 / n_delays);
  {
    double score = (log1p (waited) - sum / n_delays) / spread;
    double beyond = hd_student_two_sided (score, n_delays - 1) / 2;

    return score > 0 ? beyond : 1 - beyond;
  }
}

double
hd_report_rhythm_p_value (const HdReportRhythm *rhythm,
                          const HdAnomalySeries *series,
                          guint n_learned,
                          guint period,
                          const HdReportRecord *family)
{
  double family_share = (family->n_missed + 0.5) / (family->n_due + 1), never_came;

  if (!rhythm->is_due[period % rhythm->cycle] || rhythm->record.n_due == 0)
    return NAN;
  never_came = (rhythm->record.n_missed + FAMILY_WEIGHT * family_share)
               / (rhythm->record.n_due + FAMILY_WEIGHT);
  if (series->delays_days == NULL)
    return never_came;
  return fmin (never_came
                   + (1 - never_came)
                         * still_to_come (series, n_learned, series->delays_days[period]),
               1);
}
