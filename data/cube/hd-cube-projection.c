/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the rest of a year will bring, from the forecast of the nation's months.
 */

#include "config.h"

#include "hd-cube-projection.h"
#include "hd-year-outlook.h"

#include <math.h>

/* Adds what one term has in each range; NAN where nothing was observed. */
static void
add_sums (const HdKpiTerm *term, const HdCubeScan *scan, const HdCubeCells *cells, double *sums)
{
  gboolean is_real = hd_cube_scan_is_real (scan);

  for (guint range = 0; range < scan->n_ranges; range++)
    {
      const HdCubeCell *cell = hd_cube_cells_find (cells, range);

      if (cell == NULL || cell->n == 0 || (cell->flags & HD_CUBE_CELL_OVERFLOW) != 0)
        sums[range] = NAN;
      else
        sums[range] += term->sign * (is_real ? cell->value.d : (double)cell->value.i);
    }
}

/* (transfer full): the nation's sum in each of `ranges`; NAN where nothing was observed. */
static double *
sum_national (HdCubePlan *plan,
              const HdCubeKpiPlan *kpi,
              const HdCubeRange *ranges,
              guint n_ranges,
              GError **error)
{
  g_autofree double *sums = g_new0 (double, n_ranges + 1);
  g_autoptr (HdCubeBatch) batch = hd_cube_batch_new ();

  for (guint index = 0; index < kpi->terms->numerator->len; index++)
    {
      const HdKpiTerm *term = g_ptr_array_index (kpi->terms->numerator, index);
      g_autoptr (HdCubeScan) scan
          = hd_cube_plan_make_scan (plan, kpi->terms, term, n_ranges, TRUE, error);
      g_autoptr (HdCubeCells) cells = NULL;

      if (scan == NULL)
        return NULL;
      memcpy (scan->ranges, ranges, n_ranges * sizeof *ranges);
      hd_cube_batch_add (batch, scan, &cells);
      if (!hd_cube_batch_run (batch, plan->source, plan->cancellable, &plan->trace, error))
        return NULL;
      add_sums (term, scan, cells, sums);
    }
  return g_steal_pointer (&sums);
}

/* The months from the first one that the data have whole to December of `year`, then to known_to. */
static GArray *
list_months (HdPeriod extent, HdPeriod year, HdDay known_to)
{
  GArray *months = g_array_new (FALSE, FALSE, sizeof (HdCubeRange));
  HdPeriod month = hd_period_containing (extent.first, HD_GRAIN_MONTH, year.month_start_day);

  if (month.first < extent.first)
    month = hd_period_shift (month, 1);
  for (; month.last <= year.last; month = hd_period_shift (month, 1))
    {
      HdCubeRange range = { month.first, MIN (month.last, known_to) };

      g_array_append_val (months, range);
    }
  return months;
}

static gboolean
project_rest (HdCubePlan *plan,
              const HdCubeKpiPlan *kpi,
              HdPeriod year,
              HdDay known_to,
              double *rest,
              GError **error)
{
  g_autoptr (GArray) months = list_months (kpi->extent, year, known_to);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (HdYearOutlook) outlook = NULL;
  g_autofree double *sums = NULL;
  HdYearOutlookInput input = { .known_to = known_to, .n_paths = 1 };

  *rest = NAN;
  sums = sum_national (plan, kpi, (HdCubeRange *)months->data, months->len, error);
  if (sums == NULL)
    return FALSE;
  hd_day_to_ymd (year.last, &input.year, NULL, NULL);
  input.calendar = hd_catalog_get_calendar (plan->catalog);
  input.n_history = months->len > 12 ? months->len - 12 : 0;
  input.history = sums;
  for (guint month = 0; month < 12; month++)
    input.months[month] = months->len >= 12 ? sums[input.n_history + month] : NAN;
  outlook = hd_year_outlook_run (&input, &local_error);
  if (outlook == NULL)
    g_debug ("no projection of %s: %s", kpi->kpi->id, local_error->message);
  else
    *rest = outlook->year_mean - outlook->known;
  return TRUE;
}

static gboolean
project_slots (HdCubeProjection *self, HdCubePlan *plan, const HdCubeKpiPlan *kpi, GError **error)
{
  for (guint slot = 0; slot < self->n_slots; slot++)
    {
      HdCubeRange range = kpi->value[slot];
      HdPeriod year;

      if (hd_cube_range_is_empty (range))
        continue;
      year = hd_period_containing (range.last, HD_GRAIN_YEAR, HD_MONTH_START_CIVIL);
      if (range.last < year.last
          && !project_rest (plan, kpi, year, range.last, &self->rest[slot], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
weigh (HdCubeProjection *self, HdCubePlan *plan, const HdCubeKpiPlan *kpi, GError **error)
{
  g_autofree HdCubeRange *trailing = g_new (HdCubeRange, self->n_slots + 1);
  g_autofree HdCubeRange *none = g_new (HdCubeRange, self->n_slots + 1);
  g_autofree double *sums = NULL;

  for (guint slot = 0; slot < self->n_slots; slot++)
    none[slot] = (HdCubeRange){ 0, -1 };
  for (guint index = 0; index < kpi->terms->numerator->len; index++)
    {
      const HdKpiTerm *like = g_ptr_array_index (kpi->terms->numerator, index);
      HdKpiTerm *term = g_memdup2 (like, sizeof *like);
      HdCubeTerm *share;

      term->trailing_12 = TRUE;
      g_ptr_array_add (self->trailing, term);
      share = hd_cube_term_new (plan, kpi->terms, term, kpi->value, none, FALSE, error);
      if (share == NULL)
        return FALSE;
      g_ptr_array_add (self->shares, share);
      for (guint slot = 0; slot < self->n_slots; slot++)
        trailing[slot] = share->scan->ranges[slot];
    }
  sums = sum_national (plan, kpi, trailing, self->n_slots, error);
  for (guint slot = 0; sums != NULL && slot < self->n_slots; slot++)
    self->weight[slot] = sums[slot];
  return sums != NULL;
}

HdCubeProjection *
hd_cube_projection_new (HdCubePlan *plan, const HdCubeKpiPlan *kpi, GError **error)
{
  g_autoptr (HdCubeProjection) self = g_new0 (HdCubeProjection, 1);

  self->n_slots = plan->slots->len;
  self->rest = g_new0 (double, self->n_slots + 1);
  self->weight = g_new0 (double, self->n_slots + 1);
  self->trailing = g_ptr_array_new_with_free_func (g_free);
  self->shares = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_cube_term_free);
  if (!project_slots (self, plan, kpi, error) || !weigh (self, plan, kpi, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
hd_cube_projection_free (HdCubeProjection *self)
{
  g_free (self->rest);
  g_free (self->weight);
  g_ptr_array_unref (self->shares);
  g_ptr_array_unref (self->trailing);
  g_free (self);
}

double
hd_cube_projection_rest (const HdCubeProjection *self, const HdCubeMember *members, guint n_members)
{
  guint slot = members[0].slot;
  double own = 0;

  if (self->rest[slot] == 0)
    return 0;
  for (guint index = 0; index < self->shares->len; index++)
    {
      const HdCubeTerm *term = g_ptr_array_index (self->shares, index);
      HdCubeCell cell = hd_cube_term_add_up (term, members, n_members, FALSE, 0);

      own += term->term->sign * (hd_cube_term_is_real (term) ? cell.value.d : (double)cell.value.i);
    }
  return self->weight[slot] != 0 ? self->rest[slot] * (own / self->weight[slot]) : NAN;
}
