/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine `local`: answers queries from the store on this machine.
 *
 * What its answers mean, beyond hd-query.h:
 * - Data end where the last report ends that has the measure; a KPI of several datasets ends with the
 *   earliest. A filter never moves that end, so a drill never changes the span of what it drills into.
 * - A report counts when all of its period lies in the span. A stock is what the last report within the
 *   period says; a cell that is absent from it is not carried over from an older one. Figures of whole
 *   years (plans) answer for any part of their year.
 * - `_T`, and a code above others in a list without a tree, are totals: never added to their parts.
 * - A part of something reported that has no row is zero; without any report it is missing.
 * - A term of a KPI whose dataset has no such dimension is the same for all of its groups.
 * - The base of `plan` is each unit's plan on the curve of hd-plan-curve.h. The rest of a projected year is
 *   the forecast of the nation, shared out by the last twelve months, so that parts add up.
 * - PARTIAL: the period is not over, the data do not reach, or an observation in it is missing. NEW, CLOSED:
 *   the group has only one side of a comparison, while the data reach over both.
 */

#pragma once

#include "hd-catalog.h"
#include "hd-engine.h"
#include "hd-store.h"

G_BEGIN_DECLS

#define HD_TYPE_LOCAL_ENGINE (hd_local_engine_get_type ())
G_DECLARE_FINAL_TYPE (HdLocalEngine, hd_local_engine, HD, LOCAL_ENGINE, GObject)

HdEngine *hd_local_engine_new (HdStore *store, HdCatalog *catalog) G_GNUC_WARN_UNUSED_RESULT;

/* Answers for the next run of this program: kept of what was asked here, up to `max_bytes` of memory.
 * (transfer full) (nullable): NULL when nothing was worked out since it was last kept or taken. */
GBytes *hd_local_engine_keep_answers (HdLocalEngine *self,
                                      gsize max_bytes,
                                      guint64 *generation) G_GNUC_WARN_UNUSED_RESULT;
/* What was kept, as long as the store and the program are what they were. How many answers that is. */
guint hd_local_engine_take_answers (HdLocalEngine *self, GBytes *kept);

G_END_DECLS
