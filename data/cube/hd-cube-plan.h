/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A query resolved against the catalogue and the structures: what to scan, over which days.
 */

#pragma once

#include "hd-catalog.h"
#include "hd-cube-axis.h"
#include "hd-cube-batch.h"

G_BEGIN_DECLS

/* One KPI of the query. Ranges have one entry a slot; empty where there is nothing to ask. */
typedef struct
{
  const HdKpi *kpi;
  const HdKpi *terms; /* whose terms are added: `kpi`, or the KPI that it projects */
  HdPeriod extent; /* the days on which all its datasets report; first > last: none */
  HdGrain grain; /* the finest time group that it can answer */
  gboolean is_annual; /* all its figures are of whole years */
  HdCubeRange *value;
  HdCubeRange *base; /* of the comparison */
  gboolean *is_partial; /* the slot is not over, the query cuts it, or the source's horizon does */
  gboolean *is_base_partial; /* the source's horizon cuts the slot's base */
} HdCubeKpiPlan;

typedef struct
{
  const HdQuery *query;
  HdCatalog *catalog; /* (transfer none) */
  HdStructures *structures; /* (transfer none) */
  const HdCubeSource *source;
  const char *engine; /* its name, for the evidence */
  GCancellable *cancellable; /* (nullable) */
  GPtrArray *axes; /* (element-type HdCubeAxis): the groups but time, in the query's order */
  gboolean has_time;
  HdGrain grain; /* of the time group */
  guint8 month_start_day;
  HdCubeRange span; /* asked for, or the default */
  gboolean is_default_end; /* the query does not say where the span ends */
  GArray *slots; /* (element-type HdPeriod): one a time group; one in all without */
  HdCubeKpiPlan *kpis;
  guint n_kpis;
  HdCubeTrace trace;
  gint64 scanned_us; /* when all sums stood, on the monotonic clock */
  HdDay
      horizon; /* the latest of the sources' that the question reaches before; HD_DAY_NONE: none */
  HdCubeBatch *batch; /* scans that are still to run */
  GPtrArray *datasets; /* (element-type utf8): ids that were read, NULL-terminated when done */
} HdCubePlan;

/* Everything but `slots` and the ranges. HD_QUERY_ERROR_*. */
HdCubePlan *hd_cube_plan_new (const HdQuery *query,
                              HdCatalog *catalog,
                              HdStructures *structures,
                              const HdCubeSource *source,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_cube_plan_free (HdCubePlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubePlan, hd_cube_plan_free)

/* (transfer none): the dataset of `term`; NO_DATA when the store has no such structure. */
HdStructure *
hd_cube_plan_get_structure (const HdCubePlan *plan, const HdKpiTerm *term, GError **error);
/* Whole years whatever part is asked for. A calendar term is not. */
gboolean hd_cube_plan_is_annual (const HdCubePlan *plan, const HdKpiTerm *term);
/* (transfer full): the scan of one measure with the query's filters, or without filters and groups
 * (`is_national`), over `n_ranges` empty ranges. */
HdCubeScan *hd_cube_plan_make_scan (HdCubePlan *plan,
                                    const HdKpi *kpi,
                                    const HdKpiTerm *term,
                                    guint n_ranges,
                                    gboolean is_national,
                                    GError **error);

/* hd-cube-span.c: where the data end, which slots there are, and each KPI's ranges in them. */
gboolean hd_cube_plan_lay_out (HdCubePlan *plan, GError **error);
/* `range` `years` later; the end of a month stays the end of a month. */
HdCubeRange hd_cube_range_shift_years (HdCubeRange range, int years, guint8 month_start_day);
/* The days that `term` wants of a slot whose days are `range`. */
HdCubeRange
hd_cube_plan_range_of_term (const HdCubePlan *plan, const HdKpiTerm *term, HdCubeRange range);

/* hd-cube-horizon.c: `horizon`, and what of the slots it cuts. */
void hd_cube_plan_find_horizon (HdCubePlan *plan);

static inline gboolean
hd_cube_range_is_empty (HdCubeRange range)
{
  return range.last < range.first;
}

G_END_DECLS
