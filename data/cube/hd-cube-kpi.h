/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One KPI of a query: its scans, and its value for any set of groups.
 */

#pragma once

#include "hd-cube-plan.h"
#include "hd-frame.h"

G_BEGIN_DECLS

/* One group of one slot. */
typedef struct
{
  guint slot;
  guint32 codes[HD_CUBE_MAX_AXES];
} HdCubeMember;

typedef struct
{
  gboolean is_present; /* else there is no observation, and the numbers mean nothing */
  gint64 i; /* exact; meaningful when the KPI is whole */
  double d;
  HdCellFlags flags; /* PROVISIONAL, PARTIAL */
} HdCubeValue;

typedef struct _HdCubeKpi HdCubeKpi;

/* Asks for the sums of the KPI number `index` of `plan`: its values stand once the plan's batch has run. */
HdCubeKpi *
hd_cube_kpi_new (HdCubePlan *plan, guint index, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_cube_kpi_free (HdCubeKpi *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeKpi, hd_cube_kpi_free)

/* Whether values are whole numbers: sums of integers are, ratios and percentiles are not. */
gboolean hd_cube_kpi_is_whole (const HdCubeKpi *self);
/* Appends a member for every group that something was observed in, for the value or the base; with
 * repetitions, in no order. */
void hd_cube_kpi_collect_members (const HdCubeKpi *self, GArray *members);
/* The value of all `members` together, which are distinct: added up first, then divided or ranked. The
 * base when `is_base`. HD_QUERY_ERROR_NOT_ADDABLE. */
gboolean hd_cube_kpi_evaluate (const HdCubeKpi *self,
                               const HdCubeMember *members,
                               guint n_members,
                               gboolean is_base,
                               HdCubeValue *value,
                               GError **error);

G_END_DECLS
