/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan as the base of a comparison: each unit's plan of the year, spread to the days asked for.
 */

#include "config.h"

#include "hd-cube-plan-base.h"
#include "hd-plan-curve.h"

#include <math.h>

/* The rows of one plan: the catalogue's term, and one more filter. */
static HdKpiTerm *
make_term (const HdKpiTerm *like, char *plan_id)
{
  HdKpiTerm *term = g_memdup2 (like, sizeof *like);
  HdTermFilter *filter = g_new0 (HdTermFilter, 1);

  filter->dimension = g_strdup ("plan");
  filter->codes = g_new0 (char *, 2);
  filter->codes[0] = g_strdup (plan_id);
  term->where = g_ptr_array_new ();
  g_ptr_array_add (term->where, filter);
  term->is_annual = TRUE;
  return term;
}

static void
free_term (HdKpiTerm *term)
{
  HdTermFilter *filter = g_ptr_array_index (term->where, 0);

  g_free (filter->dimension);
  g_strfreev (filter->codes);
  g_free (filter);
  g_ptr_array_unref (term->where);
  g_free (term);
}

/* FALSE: the row is of another plan or unit. */
static gboolean
find_codes (const HdCubeScan *scan, const HdRows *rows, guint row, guint32 *codes)
{
  for (guint dimension = 0; dimension < scan->n_dimensions; dimension++)
    {
      HdCodeList *own = hd_structure_get_dimension (rows->structure, dimension)->codes;
      HdCodeList *list = hd_structure_get_dimension (scan->structure, dimension)->codes;
      HdCode code = rows->codes[dimension][row];

      if (own != list)
        code = hd_code_list_find (list, hd_code_list_get (own, code)->id, -1);
      if (code == HD_CODE_NONE || (scan->keep[dimension] != NULL && !scan->keep[dimension][code]))
        return FALSE;
      for (guint axis = 0; axis < scan->n_axes; axis++)
        {
          if (scan->axis_dimension[axis] == (int)dimension)
            codes[axis] = scan->axis_table[axis][code];
        }
    }
  for (guint axis = 0; axis < scan->n_axes; axis++)
    {
      if (codes[axis] == HD_CUBE_NO_CODE)
        return FALSE;
    }
  return TRUE;
}

static void
spread_row (HdCubeTerm *self, const HdCalendar *calendar, const HdRows *rows, guint row)
{
  HdCubeScan *scan = self->scan;
  guint8 start = hd_structure_get_month_start_day (scan->structure);
  HdPeriod year = hd_period_containing (rows->day[row], HD_GRAIN_YEAR, start);
  guint32 codes[HD_CUBE_MAX_AXES] = { 0 };

  if (hd_rows_is_missing (rows, (guint)scan->measure, row) || !find_codes (scan, rows, row, codes))
    return;
  for (guint slot = 0; slot < self->n_slots; slot++)
    {
      HdCubeRange range = scan->ranges[self->n_slots + slot];
      HdCubeCell part = { .n = 1 };

      if (hd_cube_range_is_empty (range) || range.last < year.first || range.first > year.last)
        continue;
      part.value.i = hd_plan_curve_between (calendar, rows->values[scan->measure][row].i, year,
                                            range.first, range.last);
      hd_cube_cell_add (hd_cube_cells_ensure (
                            self->cells, hd_cube_scan_key (scan, self->n_slots + slot, codes, 0)),
                        &part, FALSE);
    }
}

static gboolean
spread (HdCubeTerm *self, HdCubePlan *plan, GError **error)
{
  HdCalendar *calendar = hd_catalog_get_calendar (plan->catalog);
  HdCubeScan *scan = self->scan;
  HdDay first = G_MAXINT32, last = G_MININT32;
  g_autoptr (GPtrArray) parts = NULL;
  guint64 n_keys = 2 * self->n_slots;

  for (guint axis = 0; axis < scan->n_axes; axis++)
    n_keys *= scan->axis_size[axis];
  self->cells = hd_cube_cells_new (n_keys);
  for (guint slot = 0; slot < self->n_slots; slot++)
    {
      HdCubeRange range = scan->ranges[self->n_slots + slot];

      if (hd_cube_range_is_empty (range))
        continue;
      first = MIN (first, hd_period_containing (range.first, HD_GRAIN_YEAR, 1).first);
      last = MAX (last, range.last);
    }
  if (last < first)
    return TRUE;
  parts = plan->source->funcs->load (plan->source->data, hd_structure_get_id (scan->structure),
                                     first, last, scan->as_of, error);
  for (guint index = 0; parts != NULL && index < parts->len; index++)
    {
      const HdRows *rows = g_ptr_array_index (parts, index);

      for (guint row = 0; row < rows->n_rows; row++)
        spread_row (self, calendar, rows, row);
      plan->trace.rows += rows->n_rows;
    }
  plan->trace.scans++;
  return parts != NULL;
}

HdCubeTerm *
hd_cube_plan_base_new (HdCubePlan *plan, const HdCubeRange *ranges, GError **error)
{
  const HdKpi *kpi = hd_catalog_find_kpi (plan->catalog, HD_CUBE_PLAN_KPI);
  g_autoptr (HdCubeTerm) self = g_new0 (HdCubeTerm, 1);
  HdKpiTerm *term;

  if (kpi == NULL || kpi->numerator->len == 0)
    {
      g_set_error_literal (error, HD_QUERY_ERROR, HD_QUERY_ERROR_UNKNOWN,
                           "the catalogue has no KPI " HD_CUBE_PLAN_KPI " to take plans from");
      return NULL;
    }
  self->n_slots = plan->slots->len;
  self->n_axes = plan->axes->len;
  self->term = g_ptr_array_index (kpi->numerator, 0);
  term = make_term (self->term, plan->query->compare_plan);
  self->scan = hd_cube_plan_make_scan (plan, kpi, term, 2 * self->n_slots, FALSE, error);
  free_term (term);
  if (self->scan == NULL)
    return NULL;
  for (guint slot = 0; slot < self->n_slots; slot++)
    {
      self->scan->ranges[slot] = (HdCubeRange){ 0, -1 };
      self->scan->ranges[self->n_slots + slot] = ranges[slot];
    }
  if (!spread (self, plan, error))
    return NULL;
  if (!g_ptr_array_find_with_equal_func (plan->datasets, self->term->dataset, g_str_equal, NULL))
    g_ptr_array_add (plan->datasets, g_strdup (self->term->dataset));
  return g_steal_pointer (&self);
}
