/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One term of a KPI: the sums that its scan found, and their total over any set of groups.
 */

#pragma once

#include "hd-cube-kpi.h"

G_BEGIN_DECLS

typedef struct
{
  const HdKpiTerm *term;
  HdCubeScan *scan; /* NULL for collecting days */
  HdCubeCells *cells;
  gint64 *days; /* collecting days a range; NULL otherwise */
  guint n_slots; /* values are ranges 0 … n_slots-1, bases those after */
  guint n_axes;
  gboolean is_broadcast; /* it lacks an axis, so that groups share its cells */
  gboolean shares_days; /* a stock, or days that slots share: it does not add up over them */
} HdCubeTerm;

/* Adds its scan to the plan's batch, which has to run before sums are asked for. `value_ranges` and `base_ranges` have one entry a slot, of the slots' days before the term's own
 * shifts. */
HdCubeTerm *hd_cube_term_new (HdCubePlan *plan,
                              const HdKpi *kpi,
                              const HdKpiTerm *term,
                              const HdCubeRange *value_ranges,
                              const HdCubeRange *base_ranges,
                              gboolean is_national,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_cube_term_free (HdCubeTerm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeTerm, hd_cube_term_free)

gboolean hd_cube_term_is_real (const HdCubeTerm *self);
/* All members' sum of one duration class (0 when there are none); cell.n is 0 when nothing was observed. */
HdCubeCell hd_cube_term_add_up (const HdCubeTerm *self,
                                const HdCubeMember *members,
                                guint n_members,
                                gboolean is_base,
                                guint duration_class);
/* Whether every row that `part` counts is counted by `whole` too. */
gboolean hd_cube_term_is_part_of (const HdCubeTerm *part, const HdCubeTerm *whole);
void hd_cube_term_collect_members (const HdCubeTerm *self, GArray *members);

G_END_DECLS
