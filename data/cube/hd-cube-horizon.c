/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Does a question reach before what its source kept? Then its answer is not whole, and says so.
 */

#include "config.h"

#include "hd-cube-plan.h"

/* Where the rows begin that `term` wants of `range`. */
static gboolean
reaches_before (const HdCubePlan *plan, const HdKpiTerm *term, HdCubeRange range, HdDay horizon)
{
  HdCubeRange wanted = hd_cube_plan_range_of_term (plan, term, range);

  return !hd_cube_range_is_empty (wanted) && wanted.first < horizon;
}

static void
cut_by_term (HdCubePlan *plan, HdCubeKpiPlan *kpi, const HdKpiTerm *term, HdDay horizon)
{
  gboolean asks_for_all
      = plan->has_time && !plan->query->has_from && !plan->query->has_to; /* all there ever was */
  gboolean is_cut = asks_for_all;

  for (guint slot = 0; slot < plan->slots->len; slot++)
    {
      gboolean is_value_cut = reaches_before (plan, term, kpi->value[slot], horizon);
      gboolean is_base_cut = reaches_before (plan, term, kpi->base[slot], horizon);

      kpi->is_partial[slot] |= is_value_cut;
      kpi->is_base_partial[slot] |= is_base_cut;
      is_cut |= is_value_cut || is_base_cut;
    }
  if (is_cut)
    plan->horizon = MAX (plan->horizon, horizon);
}

void
hd_cube_plan_find_horizon (HdCubePlan *plan)
{
  const HdCubeSource *source = plan->source;

  plan->horizon = HD_DAY_NONE;
  for (guint index = 0; source->funcs->get_horizon != NULL && index < plan->n_kpis; index++)
    {
      HdCubeKpiPlan *kpi = &plan->kpis[index];
      GPtrArray *sides[] = { kpi->terms->numerator, kpi->terms->denominator };

      for (guint side = 0; side < G_N_ELEMENTS (sides); side++)
        for (guint at = 0; sides[side] != NULL && at < sides[side]->len; at++)
          {
            const HdKpiTerm *term = g_ptr_array_index (sides[side], at);
            HdDay horizon = term->dataset != NULL
                                ? source->funcs->get_horizon (source->data, term->dataset)
                                : HD_DAY_NONE;

            if (horizon != HD_DAY_NONE)
              cut_by_term (plan, kpi, term, horizon);
          }
    }
}
