/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns that a query shows besides values and comparisons: share of the whole, and since the year
 * began.
 */

#pragma once

#include "hd-cube-rows.h"

G_BEGIN_DECLS

/*
 * - The whole of a share is all rows of the same period and the same groups but the last one: the share of
 *   a tax in its region, of a region in the nation. Only what adds up has shares: sums and stocks.
 * - Cumulative is the value of the periods of the year so far, added up before it is divided or ranked; a
 *   year of which the query has only a part begins where the query does. Without time groups, and for
 *   stocks, grades and projections, which are of a moment, it is refused.
 */
typedef struct _HdCubeShows HdCubeShows;

/* HD_QUERY_ERROR_NOT_ADDABLE, HD_QUERY_ERROR_SYNTAX. The arguments must live longer. */
HdCubeShows *hd_cube_shows_new (const HdCubePlan *plan,
                                GPtrArray *kpis,
                                const HdCubeRowList *list,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_cube_shows_free (HdCubeShows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCubeShows, hd_cube_shows_free)

/* 100 × the value of KPI `index` over that of the whole that `row` is a part of. */
gboolean hd_cube_shows_get_share (HdCubeShows *self,
                                  guint index,
                                  const HdCubeRow *row,
                                  const HdCubeValue *value,
                                  HdCubeValue *share,
                                  GError **error);
gboolean hd_cube_shows_get_cumulative (HdCubeShows *self,
                                       guint index,
                                       const HdCubeRow *row,
                                       gboolean is_base,
                                       HdCubeValue *cumulative,
                                       GError **error);

G_END_DECLS
