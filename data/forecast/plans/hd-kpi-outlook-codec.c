/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The year's outlook of a KPI as bytes.
 */

#include "config.h"

#include "hd-kpi-outlook.h"

#include "hd-forecast-codec.h"

/* Grown by one whenever the walk below changes. */
#define FORMAT 1
#define MAX_PATHS 100000u

static void
pass_plan (HdTape *tape, HdYearPlanOutlook *plan)
{
  guint skill = plan->skill;

  hd_tape_double (tape, &plan->probability_pct);
  hd_tape_double (tape, &plan->shortfall);
  hd_tape_double (tape, &plan->gap);
  hd_tape_double (tape, &plan->gap_days);
  hd_tape_double (tape, &plan->pace_required);
  hd_tape_double (tape, &plan->raw_pct);
  hd_tape_double (tape, &plan->base_rate_pct);
  hd_tape_uint (tape, &skill);
  plan->skill = (HdPlanSkill)skill;
}

static void
pass_bounds (HdTape *tape, HdYearOutlook *outlook)
{
  hd_tape_count (tape, &outlook->n_levels, HD_YEAR_OUTLOOK_MAX_LEVELS);
  for (guint level = 0; level < outlook->n_levels; level++)
    {
      for (guint month = 0; month < 12; month++)
        {
          hd_tape_double (tape, &outlook->lower[level][month]);
          hd_tape_double (tape, &outlook->upper[level][month]);
        }
      hd_tape_double (tape, &outlook->nowcast_lower[level]);
      hd_tape_double (tape, &outlook->nowcast_upper[level]);
    }
}

static void
pass_outlook (HdTape *tape, HdYearOutlook *outlook)
{
  gboolean has_totals = outlook->year_totals != NULL;

  hd_tape_double (tape, &outlook->known);
  hd_tape_count (tape, &outlook->n_whole_months, 12);
  hd_tape_boolean (tape, &outlook->has_part_month);
  hd_tape_int (tape, &outlook->collecting_days);
  hd_tape_int (tape, &outlook->collecting_days_elapsed);
  hd_tape_double (tape, &outlook->pace);
  hd_tape_double (tape, &outlook->pace_last_year);
  for (guint month = 0; month < 12; month++)
    {
      hd_tape_double (tape, &outlook->month[month]);
      hd_tape_double (tape, &outlook->cumulative[month]);
    }
  pass_bounds (tape, outlook);
  hd_tape_double (tape, &outlook->year_mean);
  hd_tape_boolean (tape, &has_totals);
  hd_tape_count (tape, &outlook->n_paths, MAX_PATHS);
  if (has_totals)
    hd_tape_doubles (tape, &outlook->year_totals, outlook->n_paths);
  hd_tape_count (tape, &outlook->n_plans, HD_KPI_OUTLOOK_N_PLANS);
  if (tape->out == NULL)
    outlook->plans = g_new0 (HdYearPlanOutlook, outlook->n_plans + 1);
  for (guint plan = 0; plan < outlook->n_plans; plan++)
    pass_plan (tape, &outlook->plans[plan]);
  hd_tape_double (tape, &outlook->progress.share);
  hd_tape_double (tape, &outlook->progress.log_error);
  hd_tape_uint (tape, &outlook->progress.n_months);
  hd_tape_needed_string (tape, &outlook->method);
  hd_forecast_record_pass (&outlook->record, tape);
}

static void
pass_all (HdTape *tape, HdKpiOutlook *self)
{
  hd_tape_needed_string (tape, &self->kpi);
  hd_tape_needed_string (tape, &self->scope);
  hd_tape_int (tape, &self->year);
  hd_tape_int (tape, &self->known_to);
  hd_tape_int64 (tape, &self->vintage);
  for (guint month = 0; month < 12; month++)
    hd_tape_double (tape, &self->previous[month]);
  for (guint plan = 0; plan < HD_KPI_OUTLOOK_N_PLANS; plan++)
    hd_tape_double (tape, &self->plans[plan]);
  pass_outlook (tape, self->outlook);
}

GBytes *
hd_kpi_outlook_pack (const HdKpiOutlook *self)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();
  HdTape tape = { .out = raw, .is_ok = TRUE };

  hd_tape_word (&tape, FORMAT, 1);
  /* Writing changes nothing of it. */
  pass_all (&tape, (HdKpiOutlook *)self);
  return hd_tape_compress (raw);
}

HdKpiOutlook *
hd_kpi_outlook_unpack (GBytes *bytes)
{
  g_autoptr (GBytes) raw = hd_tape_decompress (bytes);
  g_autoptr (HdKpiOutlook) self = g_new0 (HdKpiOutlook, 1);
  HdTape tape = { .is_ok = raw != NULL };

  g_atomic_ref_count_init (&self->refs);
  self->outlook = g_new0 (HdYearOutlook, 1);
  if (raw == NULL)
    return NULL;
  tape.in = g_bytes_get_data (raw, &tape.n_left);
  if (hd_tape_word (&tape, 0, 1) != FORMAT)
    return NULL;
  pass_all (&tape, self);
  return tape.is_ok && tape.n_left == 0 && self->outlook->n_levels == HD_KPI_OUTLOOK_N_LEVELS
                 && self->outlook->n_plans == HD_KPI_OUTLOOK_N_PLANS
             ? g_steal_pointer (&self)
             : NULL;
}
