/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of an answer: groups in dimension order, or the top ones and the rest.
 */

#pragma once

#include "hd-cube-kpi.h"

G_BEGIN_DECLS

/* A run of members: one, or all that the rest stands for. */
typedef struct
{
  guint first, n_members;
  gboolean is_rest;
} HdCubeRow;

typedef struct
{
  GArray *members; /* (element-type HdCubeMember) */
  GArray *rows; /* (element-type HdCubeRow) */
} HdCubeRowList;

/* `kpis` has one HdCubeKpi a KPI of the plan; the first one ranks. */
HdCubeRowList *hd_cube_row_list_new (const HdCubePlan *plan,
                                     GPtrArray *kpis,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_cube_row_list_free (HdCubeRowList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeRowList, hd_cube_row_list_free)

/* Whether a code above one of the member's is among `others` too, which holds the member already: lists
 * without a tree may report totals beside their parts. */
typedef gboolean (*HdCubeIsThereFunc) (gconstpointer others, const HdCubeMember *member);
gboolean hd_cube_member_has_total_above (const HdCubePlan *plan,
                                         const HdCubeMember *member,
                                         HdCubeIsThereFunc is_there,
                                         gconstpointer others);

G_END_DECLS
