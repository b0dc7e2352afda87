/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the data end, which time slots a query has, and the days of each slot and of its comparison.
 */

#include "config.h"

#include "hd-cube-plan.h"

#include <math.h>

/* More time groups than this are a mistake: fifty years by day. */
#define MAX_SLOTS 18300

static const HdCubeRange empty_range = { 0, -1 };

/* Datasets by a finer grain than monthly have no calendar of their own. */
static gboolean
has_calendar (HdStructure *structure)
{
  HdGrain grain = hd_structure_get_grain (structure);

  return grain == HD_GRAIN_MONTH || grain == HD_GRAIN_QUARTER || grain == HD_GRAIN_YEAR;
}

static gboolean
settle_calendar (HdCubePlan *plan, const HdKpi *kpi, HdStructure *structure, GError **error)
{
  guint8 own = hd_structure_get_month_start_day (structure);

  if (!has_calendar (structure))
    return TRUE;
  if (plan->month_start_day == 0)
    plan->month_start_day = own;
  if (plan->month_start_day == own)
    return TRUE;
  g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NOT_ADDABLE,
               "%s: dataset %s reports in months that begin on day %d and cannot be cut at day %d: "
               "ask for %s",
               kpi->id, hd_structure_get_id (structure), own, plan->month_start_day,
               own == 1 ? "the civil calendar" : "the reporting calendar, and it alone");
  return FALSE;
}

/* A filter must not move the end of the data, or a drill would change what it drills into. Only where
 * totals and parts stand in one dimension are they told apart, for they may end on different days. */
static void
forget_filters (HdCubeScan *scan)
{
  for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
    {
      HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
      HdCode total = hd_code_list_find (list, HD_CODE_TOTAL_ID, -1);
      guint n = hd_code_list_get_n (list);

      if (total == HD_CODE_NONE)
        {
          g_clear_pointer (&scan->keep[dimension], g_free);
        }
      else if (scan->totals[dimension] == HD_CUBE_TOTAL_AS_KEPT && scan->keep[dimension] == NULL)
        {
          scan->keep[dimension] = g_new (guint8, n + 1);
          memset (scan->keep[dimension], TRUE, n + 1);
          scan->keep[dimension][total] = FALSE;
        }
    }
}

/* The last reported day of `term`, and the first. */
static gboolean
find_extent (HdCubePlan *plan,
             const HdKpi *kpi,
             const HdKpiTerm *term,
             HdPeriod *extent,
             GError **error)
{
  g_autoptr (HdCubeScan) scan = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!plan->source->funcs->get_extent (plan->source->data, term->dataset, extent, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NO_DATA,
                     "dataset %s has no rows in the store: sync it", term->dataset);
      return FALSE;
    }
  scan = hd_cube_plan_make_scan (plan, kpi, term, 0, FALSE, error);
  if (scan == NULL)
    return FALSE;
  forget_filters (scan);
  return hd_cube_batch_find_last_day (scan, plan->source, *extent, &extent->last, error);
}

/* Common to all terms: the latest begin, the earliest end. Annual figures do not bound the others. */
static gboolean
settle_extent (HdCubePlan *plan, HdCubeKpiPlan *kpi, GError **error)
{
  GPtrArray *sides[] = { kpi->terms->numerator, kpi->terms->denominator };
  gboolean has_extent = FALSE;

  kpi->is_annual = TRUE;
  for (guint pass = 0; pass < 2 && !has_extent; pass++)
    {
      for (guint side = 0; side < G_N_ELEMENTS (sides); side++)
        {
          for (guint index = 0; sides[side] != NULL && index < sides[side]->len; index++)
            {
              const HdKpiTerm *term = g_ptr_array_index (sides[side], index);
              gboolean is_annual = hd_cube_plan_is_annual (plan, term);
              HdPeriod extent;

              if (term->dataset == NULL || is_annual != (pass == 1))
                continue;
              if (!find_extent (plan, kpi->terms, term, &extent, error))
                return FALSE;
              kpi->is_annual = is_annual;
              kpi->extent.first = has_extent ? MAX (kpi->extent.first, extent.first) : extent.first;
              kpi->extent.last = has_extent ? MIN (kpi->extent.last, extent.last) : extent.last;
              has_extent = TRUE;
            }
        }
    }
  return TRUE;
}

static gboolean
settle_grain (HdCubePlan *plan, HdCubeKpiPlan *kpi, GError **error)
{
  GPtrArray *sides[] = { kpi->terms->numerator, kpi->terms->denominator };

  kpi->grain = kpi->is_annual || kpi->kpi->kind == HD_KPI_PROJECTION ? HD_GRAIN_YEAR : HD_GRAIN_DAY;
  for (guint side = 0; side < G_N_ELEMENTS (sides); side++)
    {
      for (guint index = 0; sides[side] != NULL && index < sides[side]->len; index++)
        {
          const HdKpiTerm *term = g_ptr_array_index (sides[side], index);
          HdStructure *structure;

          if (term->dataset == NULL || (hd_cube_plan_is_annual (plan, term) && !kpi->is_annual))
            continue;
          structure = hd_cube_plan_get_structure (plan, term, error);
          if (structure == NULL || !settle_calendar (plan, kpi->kpi, structure, error))
            return FALSE;
          if (hd_structure_get_grain (structure) != HD_GRAIN_SPAN)
            kpi->grain = MAX (kpi->grain, hd_structure_get_grain (structure));
        }
    }
  return TRUE;
}

static const char *
grain_name (HdGrain grain)
{
  static const char *const names[] = { "day", "month", "quarter", "year", "span" };

  return names[grain];
}

static gboolean
settle_time_group (HdCubePlan *plan, GError **error)
{
  HdGrain coarsest = HD_GRAIN_DAY;

  for (guint kpi = 0; kpi < plan->n_kpis; kpi++)
    coarsest = MAX (coarsest, plan->kpis[kpi].grain);
  plan->grain = plan->query->has_grain ? plan->query->grain : MAX (HD_GRAIN_MONTH, coarsest);
  for (guint kpi = 0; plan->has_time && kpi < plan->n_kpis; kpi++)
    {
      if (plan->kpis[kpi].grain <= plan->grain)
        continue;
      g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NOT_ADDABLE,
                   "%s is known by %s, not by %s: group by %s or longer", plan->kpis[kpi].kpi->id,
                   grain_name (plan->kpis[kpi].grain), grain_name (plan->grain),
                   grain_name (plan->kpis[kpi].grain));
      return FALSE;
    }
  return TRUE;
}

/* "2026-11" of a query that names no calendar is November of the dataset's calendar. */
static HdPeriod
in_calendar (HdPeriod period, guint8 month_start_day)
{
  g_autofree char *text = NULL;
  HdPeriod read;

  if (period.grain == HD_GRAIN_DAY || period.grain == HD_GRAIN_SPAN
      || period.month_start_day == month_start_day)
    return period;
  text = hd_period_to_string (period);
  return hd_period_parse (text, month_start_day, &read, NULL) ? read : period;
}

static gboolean
settle_span (HdCubePlan *plan, GError **error)
{
  const HdQuery *query = plan->query;
  HdPeriod from = in_calendar (query->from, plan->month_start_day);
  HdPeriod to = in_calendar (query->to, plan->month_start_day);
  HdDay first = G_MAXINT32, last = G_MININT32;

  for (guint kpi = 0; kpi < plan->n_kpis; kpi++)
    {
      first = MIN (first, plan->kpis[kpi].extent.first);
      last = MAX (last, plan->kpis[kpi].extent.last);
    }
  plan->is_default_end = !query->has_to;
  plan->span.last = query->has_to ? to.last : last;
  if (query->has_from)
    plan->span.first = from.first;
  else if (plan->has_time && !query->has_to)
    plan->span.first = first;
  else if (plan->span.last != HD_DAY_NONE)
    plan->span.first
        = hd_period_containing (plan->span.last, HD_GRAIN_YEAR, plan->month_start_day).first;
  if (query->has_from && query->has_to && plan->span.last < plan->span.first)
    {
      g_set_error_literal (error, HD_QUERY_ERROR, HD_QUERY_ERROR_PERIOD,
                           "the span ends before it begins: exchange from and to");
      return FALSE;
    }
  return TRUE;
}

/* The calendar period that the span is, or a SPAN. From the year's begin to a day is that year, not yet
 * over: the period before it is the year before. */
static HdPeriod
name_span (const HdCubePlan *plan)
{
  HdCubeRange span = plan->span;
  HdGrain grains[] = { HD_GRAIN_YEAR, HD_GRAIN_QUARTER, HD_GRAIN_MONTH, HD_GRAIN_DAY };

  if (span.last == HD_DAY_NONE || hd_cube_range_is_empty (span))
    return hd_period_span (span.first, span.last);
  for (guint index = 0; index < G_N_ELEMENTS (grains); index++)
    {
      HdPeriod period = hd_period_containing (span.first, grains[index], plan->month_start_day);
      gboolean is_to_date = (plan->is_default_end || !plan->query->has_from) && index == 0
                            && span.last < period.last;

      if (period.first == span.first && (period.last == span.last || is_to_date))
        return period;
    }
  return hd_period_span (span.first, span.last);
}

static gboolean
make_slots (HdCubePlan *plan, GError **error)
{
  HdDay end = plan->span.last, data_end = G_MININT32;
  HdDay day = plan->span.first;

  if (!plan->has_time)
    {
      HdPeriod whole = name_span (plan);

      g_array_append_val (plan->slots, whole);
      return TRUE;
    }
  for (guint kpi = 0; kpi < plan->n_kpis; kpi++)
    data_end = MAX (data_end, plan->kpis[kpi].extent.last);
  end = MIN (end, data_end);
  while (end != HD_DAY_NONE && day <= end)
    {
      HdPeriod slot = hd_period_containing (day, plan->grain, plan->month_start_day);

      if (plan->slots->len == MAX_SLOTS)
        {
          g_set_error_literal (error, HD_QUERY_ERROR, HD_QUERY_ERROR_PERIOD,
                               "too many periods: ask for a shorter span or a coarser grain");
          return FALSE;
        }
      g_array_append_val (plan->slots, slot);
      day = slot.last + 1;
    }
  return TRUE;
}

static HdDay
shift_day_years (HdDay day, int years)
{
  return hd_period_shift_years (hd_period_containing (day, HD_GRAIN_DAY, HD_MONTH_START_CIVIL),
                                years)
      .first;
}

HdCubeRange
hd_cube_range_shift_years (HdCubeRange range, int years, guint8 month_start_day)
{
  HdPeriod month;
  HdCubeRange shifted;

  if (hd_cube_range_is_empty (range))
    return empty_range;
  month = hd_period_containing (range.last, HD_GRAIN_MONTH, month_start_day);
  shifted.first = shift_day_years (range.first, years);
  shifted.last
      = hd_period_same_elapsed (month, range.last, hd_period_shift_years (month, years)).last;
  return shifted;
}

HdCubeRange
hd_cube_plan_range_of_term (const HdCubePlan *plan, const HdKpiTerm *term, HdCubeRange range)
{
  guint8 start = plan->month_start_day;

  if (term->shift_years != 0)
    range = hd_cube_range_shift_years (range, term->shift_years, start);
  if (hd_cube_range_is_empty (range))
    return empty_range;
  if (term->trailing_12)
    {
      HdCubeRange end = { range.last, range.last };

      range.first = hd_cube_range_shift_years (end, -1, start).last + 1;
    }
  if (hd_cube_plan_is_annual (plan, term))
    {
      HdStructure *structure = hd_structures_find (plan->structures, term->dataset);
      guint8 own = hd_structure_get_month_start_day (structure);

      range.first = hd_period_containing (range.first, HD_GRAIN_YEAR, own).first;
      range.last = hd_period_containing (range.last, HD_GRAIN_YEAR, own).last;
    }
  return range;
}

/* A run of whole months, to date, against as many months before it. */
static HdCubeRange
shift_months_back (HdCubeRange range, HdCubeRange nominal, guint8 start)
{
  HdPeriod first = hd_period_containing (nominal.first, HD_GRAIN_MONTH, start);
  HdPeriod last = hd_period_containing (range.last, HD_GRAIN_MONTH, start);
  int n = hd_period_steps_between (nominal.first, nominal.last, HD_GRAIN_MONTH, start) + 1;
  HdCubeRange shifted;

  shifted.first = hd_period_shift (first, -n).first;
  shifted.last = hd_period_same_elapsed (last, range.last, hd_period_shift (last, -n)).last;
  return shifted;
}

static HdCubeRange
find_previous (const HdCubePlan *plan, HdPeriod slot, HdCubeRange range)
{
  guint8 start = plan->month_start_day;
  HdCubeRange nominal = { slot.first, slot.last };
  int length = slot.last - slot.first + 1;

  if (slot.grain != HD_GRAIN_SPAN)
    {
      HdPeriod before = hd_period_shift (slot, -1);
      HdPeriod elapsed = hd_period_same_elapsed (slot, range.last, before);

      return (HdCubeRange){ before.first + (range.first - slot.first), elapsed.last };
    }
  if (hd_period_containing (slot.first, HD_GRAIN_MONTH, start).first == slot.first
      && hd_period_containing (slot.last, HD_GRAIN_MONTH, start).last == slot.last)
    return shift_months_back (range, nominal, start);
  return (HdCubeRange){ range.first - length, range.last - length };
}

static HdCubeRange
find_base (const HdCubePlan *plan, HdPeriod slot, HdCubeRange range)
{
  HdPeriod aligned;

  if (hd_cube_range_is_empty (range))
    return empty_range;
  switch (plan->query->compare)
    {
    case HD_COMPARE_YOY:
      return hd_cube_range_shift_years (range, -1, plan->month_start_day);
    case HD_COMPARE_PREV:
      return find_previous (plan, slot, range);
    case HD_COMPARE_TET:
      if (!hd_calendar_align_tet (hd_catalog_get_calendar (plan->catalog),
                                  hd_period_span (range.first, range.last), -1, &aligned))
        return empty_range;
      return (HdCubeRange){ aligned.first, aligned.last };
    case HD_COMPARE_PLAN:
      return range;
    case HD_COMPARE_NONE:
    default:
      return empty_range;
    }
}

static void
lay_out_kpi (HdCubePlan *plan, HdCubeKpiPlan *kpi)
{
  guint n = plan->slots->len;

  kpi->value = g_new (HdCubeRange, n + 1);
  kpi->base = g_new (HdCubeRange, n + 1);
  kpi->is_partial = g_new0 (gboolean, n + 1);
  kpi->is_base_partial = g_new0 (gboolean, n + 1);
  for (guint index = 0; index < n; index++)
    {
      HdPeriod slot = g_array_index (plan->slots, HdPeriod, index);
      HdCubeRange range = { MAX (slot.first, plan->span.first),
                            MIN (MIN (slot.last, plan->span.last), kpi->extent.last) };
      HdDay begin = plan->has_time ? slot.first : plan->span.first;
      HdDay end = plan->has_time ? slot.last : plan->is_default_end ? range.last : plan->span.last;

      kpi->value[index] = hd_cube_range_is_empty (range) ? empty_range : range;
      kpi->base[index] = find_base (plan, slot, kpi->value[index]);
      kpi->is_partial[index] = range.first > begin || range.last < end;
      if (kpi->kpi->kind == HD_KPI_PROJECTION && !hd_cube_range_is_empty (range))
        {
          HdPeriod year = hd_period_containing (range.last, HD_GRAIN_YEAR, plan->month_start_day);

          /* What the year will be, against what the other year was. */
          kpi->value[index].first = year.first;
          kpi->is_partial[index] = FALSE;
          if (plan->query->compare == HD_COMPARE_PLAN)
            kpi->base[index] = (HdCubeRange){ year.first, year.last };
          else if (plan->query->compare != HD_COMPARE_NONE)
            kpi->base[index] = (HdCubeRange){ hd_period_shift (year, -1).first, year.first - 1 };
        }
    }
}

static gboolean
check_comparison (const HdCubePlan *plan, GError **error)
{
  for (guint kpi = 0; kpi < plan->n_kpis; kpi++)
    {
      const HdCubeKpiPlan *own = &plan->kpis[kpi];

      if (plan->query->compare == HD_COMPARE_TET && own->grain != HD_GRAIN_DAY)
        {
          g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NOT_ADDABLE,
                       "%s is not known by day, so it cannot be aligned on Tết: compare with yoy",
                       own->kpi->id);
          return FALSE;
        }
      if (own->kpi->kind == HD_KPI_PROJECTION && !plan->has_time
          && !hd_cube_range_is_empty (plan->span)
          && hd_period_steps_between (plan->span.first, plan->span.last, HD_GRAIN_YEAR,
                                      plan->month_start_day)
                 > 0)
        {
          g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_PERIOD,
                       "%s is of one year: ask for one, or group by time", own->kpi->id);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
hd_cube_plan_lay_out (HdCubePlan *plan, GError **error)
{
  plan->month_start_day = plan->query->month_start_day;
  for (guint kpi = 0; kpi < plan->n_kpis; kpi++)
    {
      if (!settle_extent (plan, &plan->kpis[kpi], error)
          || !settle_grain (plan, &plan->kpis[kpi], error))
        return FALSE;
    }
  if (plan->month_start_day == 0)
    plan->month_start_day = HD_MONTH_START_CIVIL;
  if (!settle_time_group (plan, error) || !settle_span (plan, error)
      || !check_comparison (plan, error) || !make_slots (plan, error))
    return FALSE;
  for (guint kpi = 0; kpi < plan->n_kpis; kpi++)
    lay_out_kpi (plan, &plan->kpis[kpi]);
  hd_cube_plan_find_horizon (plan);
  return TRUE;
}
