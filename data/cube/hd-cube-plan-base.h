/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan as the base of a comparison: each unit's plan of the year, spread to the days asked for.
 */

#pragma once

#include "hd-cube-term.h"

G_BEGIN_DECLS

/* The KPI whose first term tells where plans are kept. */
#define HD_CUBE_PLAN_KPI "plan.amount"

/* A term whose cells hold the parts of plan `plan->query->compare_plan` that fall into each of `ranges`
 * (one a slot), under the bases' keys. The curve is applied unit by unit, so that parts add up. */
HdCubeTerm *hd_cube_plan_base_new (HdCubePlan *plan,
                                   const HdCubeRange *ranges,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
