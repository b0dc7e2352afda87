/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One KPI of a query: its scans, and its value for any set of groups.
 */

#include "config.h"

#include "hd-cube-kpi.h"
#include "hd-cube-percentile.h"
#include "hd-cube-plan-base.h"
#include "hd-cube-projection.h"
#include "hd-cube-term.h"

#include <math.h>

struct _HdCubeKpi
{
  const HdCubePlan *plan;
  const HdCubeKpiPlan *own;
  GPtrArray *numerator; /* (element-type HdCubeTerm) */
  GPtrArray *denominator;
  HdCubeTerm *plan_base; /* (nullable): the base of a comparison with a plan */
  HdCubeProjection *projection; /* (nullable) */
  gboolean is_whole;
};

/* One side of a ratio, or a sum. */
typedef struct
{
  gboolean is_present;
  gint64 i;
  double d;
  guint flags; /* HdCubeCellFlags */
  guint n;
} Side;

static gboolean
add_terms (HdCubeKpi *self, HdCubePlan *plan, GPtrArray *terms, GPtrArray *to, GError **error)
{
  gboolean needs_base = plan->query->compare != HD_COMPARE_PLAN;
  g_autofree HdCubeRange *none = g_new (HdCubeRange, plan->slots->len + 1);

  for (guint slot = 0; slot < plan->slots->len; slot++)
    none[slot] = (HdCubeRange){ 0, -1 };
  for (guint index = 0; terms != NULL && index < terms->len; index++)
    {
      HdCubeTerm *term
          = hd_cube_term_new (plan, self->own->terms, g_ptr_array_index (terms, index),
                              self->own->value, needs_base ? self->own->base : none, FALSE, error);

      if (term == NULL)
        return FALSE;
      g_ptr_array_add (to, term);
    }
  return TRUE;
}

static gboolean
find_is_whole (const HdCubeKpi *self)
{
  HdKpiKind kind = self->own->kpi->kind;

  if (kind == HD_KPI_RATIO || kind == HD_KPI_PERCENTILE || self->own->kpi->factor != 1.0)
    return FALSE;
  for (guint index = 0; index < self->numerator->len; index++)
    {
      const HdCubeTerm *term = g_ptr_array_index (self->numerator, index);

      if (hd_cube_term_is_real (term))
        return FALSE;
    }
  return TRUE;
}

HdCubeKpi *
hd_cube_kpi_new (HdCubePlan *plan, guint index, GError **error)
{
  g_autoptr (HdCubeKpi) self = g_new0 (HdCubeKpi, 1);

  self->plan = plan;
  self->own = &plan->kpis[index];
  self->numerator = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_cube_term_free);
  self->denominator = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_cube_term_free);
  if (!add_terms (self, plan, self->own->terms->numerator, self->numerator, error)
      || !add_terms (self, plan, self->own->terms->denominator, self->denominator, error))
    return NULL;
  if (plan->query->compare == HD_COMPARE_PLAN)
    {
      self->plan_base = hd_cube_plan_base_new (plan, self->own->base, error);
      if (self->plan_base == NULL)
        return NULL;
    }
  if (self->own->kpi->kind == HD_KPI_PROJECTION)
    {
      self->projection = hd_cube_projection_new (plan, self->own, error);
      if (self->projection == NULL)
        return NULL;
    }
  self->is_whole = find_is_whole (self);
  return g_steal_pointer (&self);
}

void
hd_cube_kpi_free (HdCubeKpi *self)
{
  g_ptr_array_unref (self->numerator);
  g_ptr_array_unref (self->denominator);
  g_clear_pointer (&self->plan_base, hd_cube_term_free);
  g_clear_pointer (&self->projection, hd_cube_projection_free);
  g_free (self);
}

gboolean
hd_cube_kpi_is_whole (const HdCubeKpi *self)
{
  return self->is_whole;
}

void
hd_cube_kpi_collect_members (const HdCubeKpi *self, GArray *members)
{
  GPtrArray *sides[] = { self->numerator, self->denominator };

  for (guint side = 0; side < G_N_ELEMENTS (sides); side++)
    {
      for (guint index = 0; index < sides[side]->len; index++)
        hd_cube_term_collect_members (g_ptr_array_index (sides[side], index), members);
    }
  if (self->plan_base != NULL)
    hd_cube_term_collect_members (self->plan_base, members);
}

static gboolean
set_overflow (const HdCubeKpi *self, GError **error)
{
  g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NOT_ADDABLE,
               "the sum of %s passes 64 bits and would be wrong: ask for a shorter span",
               self->own->kpi->id);
  return FALSE;
}

static gboolean
add_to_side (const HdCubeKpi *self,
             Side *side,
             const HdCubeTerm *term,
             const HdCubeCell *cell,
             GError **error)
{
  gint64 signed_value;

  side->flags |= cell->flags;
  side->n += cell->n;
  if ((cell->flags & HD_CUBE_CELL_OVERFLOW) != 0)
    return set_overflow (self, error);
  if (hd_cube_term_is_real (term))
    {
      side->d += term->term->sign * cell->value.d;
      return TRUE;
    }
  if (__builtin_mul_overflow (cell->value.i, (gint64)term->term->sign, &signed_value)
      || __builtin_add_overflow (side->i, signed_value, &side->i))
    return set_overflow (self, error);
  return TRUE;
}

/* Adds up one side. A term without any observation leaves the side missing, unless all that it counts is
 * among what `whole` (nullable) counted: then nothing of the whole is of its kind, and that is a zero. */
static gboolean
add_up_side (const HdCubeKpi *self,
             GPtrArray *terms,
             GPtrArray *whole,
             const HdCubeMember *members,
             guint n_members,
             gboolean is_base,
             Side *side,
             GError **error)
{
  *side = (Side){ .is_present = terms->len > 0 };
  for (guint index = 0; index < terms->len; index++)
    {
      const HdCubeTerm *term = g_ptr_array_index (terms, index);
      HdCubeCell cell = hd_cube_term_add_up (term, members, n_members, is_base, 0);

      if (cell.n == 0 && cell.flags == 0 && whole != NULL && whole->len == 1
          && hd_cube_term_is_part_of (term, g_ptr_array_index (whole, 0)))
        continue;
      if (cell.n == 0)
        side->is_present = FALSE;
      if (!add_to_side (self, side, term, &cell, error))
        return FALSE;
    }
  side->d += (double)side->i;
  return TRUE;
}

static void
take_flags (HdCubeValue *value, guint cell_flags)
{
  if ((cell_flags & HD_CUBE_CELL_MISSING) != 0)
    value->flags |= HD_CELL_FLAG_PARTIAL;
  if ((cell_flags & HD_CUBE_CELL_PROVISIONAL) != 0)
    value->flags |= HD_CELL_FLAG_PROVISIONAL;
}

static gboolean
evaluate_ratio (const HdCubeKpi *self,
                const HdCubeMember *members,
                guint n_members,
                gboolean is_base,
                HdCubeValue *value,
                GError **error)
{
  Side above, below;

  if (!add_up_side (self, self->denominator, NULL, members, n_members, is_base, &below, error)
      || !add_up_side (self, self->numerator, self->denominator, members, n_members, is_base,
                       &above, error))
    return FALSE;
  take_flags (value, above.flags | below.flags);
  if (!above.is_present || !below.is_present || below.d == 0)
    return TRUE;
  value->is_present = TRUE;
  value->d = self->own->kpi->factor * above.d / below.d;
  return TRUE;
}

static gboolean
evaluate_percentile (const HdCubeKpi *self,
                     const HdCubeMember *members,
                     guint n_members,
                     gboolean is_base,
                     HdCubeValue *value)
{
  const HdCubeTerm *first = g_ptr_array_index (self->numerator, 0);
  guint n_classes = first->scan->n_classes;
  g_autofree gint64 *counts = g_new0 (gint64, n_classes + 1);
  HdCodeList *classes;
  gboolean is_bound;
  double minutes;

  if (first->scan->class_dimension < 0)
    return TRUE;
  classes = hd_structure_get_dimension (first->scan->structure, (guint)first->scan->class_dimension)
                ->codes;
  for (guint class = 0; class < n_classes; class ++)
    {
      for (guint index = 0; index < self->numerator->len; index++)
        {
          HdCubeCell cell = hd_cube_term_add_up (g_ptr_array_index (self->numerator, index),
                                                 members, n_members, is_base, class);

          take_flags (value, cell.flags);
          counts[class] += cell.value.i;
        }
    }
  minutes = hd_cube_percentile (classes, counts, self->own->kpi->quantile, NULL, &is_bound);
  if (isnan (minutes))
    return TRUE;
  value->is_present = TRUE;
  value->d = minutes * self->own->kpi->factor;
  if (is_bound)
    value->flags |= HD_CELL_FLAG_PARTIAL;
  return TRUE;
}

/* (transfer full): the dimensions that would have to be added over. */
static char *
list_open_dimensions (const HdCubeKpi *self)
{
  const HdCubeTerm *term = g_ptr_array_index (self->numerator, 0);
  g_autoptr (GString) open = g_string_new (NULL);

  for (guint dimension = 0; dimension < term->scan->n_dimensions; dimension++)
    {
      g_autofree char *name
          = g_ascii_strdown (hd_structure_get_dimension (term->scan->structure, dimension)->id, -1);
      gboolean is_grouped = FALSE;

      for (guint axis = 0; axis < term->scan->n_axes; axis++)
        is_grouped |= term->scan->axis_dimension[axis] == (int)dimension;
      if (!is_grouped)
        g_string_append_printf (open, "%s%s", open->len > 0 ? ", " : "", name);
    }
  if (open->len == 0)
    g_string_append (open, "the dataset's own codes");
  return g_strdup (open->str);
}

static gboolean
set_not_addable (const HdCubeKpi *self, GError **error)
{
  g_autofree char *open = list_open_dimensions (self);

  g_set_error (error, HD_QUERY_ERROR, HD_QUERY_ERROR_NOT_ADDABLE,
               "%s is a grade and cannot be added: group by %s, or filter to one",
               self->own->kpi->id, open);
  return FALSE;
}

/* Sources publish decimals: 32774.55 million is 32774550000, not what the product of two binary fractions
 * comes to. Fifteen digits are all that a double keeps of a decimal. */
static double
scale_decimal (double value, double factor)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value * factor))
    return value * factor;
  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.15g", value * factor), NULL);
}

static gboolean
evaluate_sum (const HdCubeKpi *self,
              GPtrArray *terms,
              const HdCubeMember *members,
              guint n_members,
              gboolean is_base,
              HdCubeValue *value,
              GError **error)
{
  Side side;

  if (!add_up_side (self, terms, NULL, members, n_members, is_base, &side, error))
    return FALSE;
  if (self->own->kpi->kind == HD_KPI_LEVEL && side.n > 1)
    return set_not_addable (self, error);
  take_flags (value, side.flags);
  value->is_present = side.is_present;
  value->i = side.i;
  value->d = self->own->kpi->factor == 1 ? side.d : scale_decimal (side.d, self->own->kpi->factor);
  return TRUE;
}

static gboolean
add_projection (const HdCubeKpi *self,
                const HdCubeMember *members,
                guint n_members,
                HdCubeValue *value,
                GError **error)
{
  double rest = hd_cube_projection_rest (self->projection, members, n_members);

  if (rest == 0 || !value->is_present)
    return TRUE;
  if (isnan (rest))
    {
      value->is_present = FALSE;
      return TRUE;
    }
  if (fabs (rest) > 9e18 || __builtin_add_overflow (value->i, (gint64)llround (rest), &value->i))
    return set_overflow (self, error);
  value->d += rest;
  value->flags |= HD_CELL_FLAG_PROVISIONAL;
  return TRUE;
}

static gboolean
evaluate_by_kind (const HdCubeKpi *self,
                  const HdCubeMember *members,
                  guint n_members,
                  gboolean is_base,
                  HdCubeValue *value,
                  GError **error)
{
  switch (self->own->kpi->kind)
    {
    case HD_KPI_RATIO:
      return evaluate_ratio (self, members, n_members, is_base, value, error);
    case HD_KPI_PERCENTILE:
      return evaluate_percentile (self, members, n_members, is_base, value);
    case HD_KPI_PROJECTION:
      return evaluate_sum (self, self->numerator, members, n_members, is_base, value, error)
             && (is_base || add_projection (self, members, n_members, value, error));
    case HD_KPI_SUM:
    case HD_KPI_STOCK:
    case HD_KPI_LEVEL:
    default:
      return evaluate_sum (self, self->numerator, members, n_members, is_base, value, error);
    }
}

gboolean
hd_cube_kpi_evaluate (const HdCubeKpi *self,
                      const HdCubeMember *members,
                      guint n_members,
                      gboolean is_base,
                      HdCubeValue *value,
                      GError **error)
{
  HdCubeRange base;

  *value = (HdCubeValue){ 0 };
  if (n_members == 0)
    return TRUE;
  if (is_base && self->plan_base != NULL)
    {
      HdCubeCell cell = hd_cube_term_add_up (self->plan_base, members, n_members, TRUE, 0);

      value->is_present = cell.n > 0;
      value->i = cell.value.i;
      value->d = (double)cell.value.i;
      return TRUE;
    }
  if (!evaluate_by_kind (self, members, n_members, is_base, value, error))
    return FALSE;
  base = self->own->base[members[0].slot];
  if (is_base ? (!hd_cube_range_is_empty (base) && base.first < self->own->extent.first)
                    || self->own->is_base_partial[members[0].slot]
              : self->own->is_partial[members[0].slot])
    value->flags |= HD_CELL_FLAG_PARTIAL;
  return TRUE;
}
