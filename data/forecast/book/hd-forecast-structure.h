/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The histories of a KPI and all that they add up to: every unit of both organisation maps, and each of
 * them by the other dimensions asked for.
 */

#pragma once

#include "hd-forecast-series.h"
#include "hd-reconciliation.h"

G_BEGIN_DECLS

typedef struct
{
  const HdForecastSeriesSet *set; /* the leaves, of the caller */
  HdSummation *sums; /* its leaves are the set's series, in their order */
  double *values; /* [series * set->n_values + place]: histories of all series; NAN is missing */
  char **dimensions; /* "unit", "tax": of the leaves */
  char **codes; /* [dimension * n_leaves + leaf] */
  GPtrArray *maps; /* (element-type HdHierarchy) organisation maps */
} HdForecastStructure;

/* A group of leaves as somebody asked for it. */
typedef struct
{
  guint series; /* of the summation */
  char **codes; /* one a group dimension */
} HdForecastGroup;

/* `set` is an answer by time and `dimensions` at their own codes (units: offices). All groups that the maps'
 * levels and the dimensions cross to become nodes, whatever is shown later, so that what is shown of one
 * map agrees with what is shown of the other. Values of nodes are sums of what is known. */
HdForecastStructure *
hd_forecast_structure_new (const HdForecastSeriesSet *set,
                           const HdStructures *structures,
                           const char *const *dimensions) G_GNUC_WARN_UNUSED_RESULT;
void hd_forecast_structure_free (HdForecastStructure *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdForecastStructure, hd_forecast_structure_free)

/* The groups by `groups` (element-type HdGroup; "time" is passed over), units on organisation map `map`
 * (0: the newest), in the order of codes. Without groups: the whole. A level that the map does not have
 * stands for the leaf's own code. (transfer full) (element-type HdForecastGroup) */
GPtrArray *hd_forecast_structure_list (const HdForecastStructure *self,
                                       const GPtrArray *groups,
                                       int map) G_GNUC_WARN_UNUSED_RESULT;

/* Forecasts every series and makes them add up: everything but values from `options`. `forecasts` (out)
 * (transfer full) (element-type HdForecast) [series] are the base forecasts, NULL where nothing was known
 * for two seasons. On all cores. HD_FORECAST_ERROR_TOO_SHORT when there is nothing to forecast from. */
HdReconciliation *hd_forecast_structure_run (const HdForecastStructure *self,
                                             const HdForecastInput *options,
                                             GPtrArray **forecasts,
                                             GCancellable *cancellable,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
