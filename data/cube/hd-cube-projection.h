/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the rest of a year will bring, from the forecast of the nation's months.
 */

#pragma once

#include "hd-cube-term.h"

G_BEGIN_DECLS

/* The share of the nation's forecast rest that falls to a group is its share of the last twelve months.
 * So groups add up to the nation in every order of drilling and on both maps, which forecasts made
 * group by group would not. */
typedef struct
{
  double
      *rest; /* [slot] what is still to come in the slot's year, nationwide; NAN: cannot be said */
  double *weight; /* [slot] the nation's last twelve months */
  GPtrArray *shares; /* (element-type HdCubeTerm): each group's last twelve months */
  GPtrArray *trailing; /* (element-type HdKpiTerm): owned terms beneath `shares` */
  guint n_slots;
} HdCubeProjection;

HdCubeProjection *hd_cube_projection_new (HdCubePlan *plan,
                                          const HdCubeKpiPlan *kpi,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_cube_projection_free (HdCubeProjection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeProjection, hd_cube_projection_free)

/* What is still to come for `members`, which are of one slot; NAN when it cannot be said. */
double hd_cube_projection_rest (const HdCubeProjection *self,
                                const HdCubeMember *members,
                                guint n_members);

G_END_DECLS
