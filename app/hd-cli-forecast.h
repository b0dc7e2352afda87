/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang forecast KPI`: from the engine's history to forecasts, one a group.
 */

#pragma once

#include "hd-cli-query.h"
#include "hd-forecast.h"
#include "hd-reconciliation.h"

G_BEGIN_DECLS

typedef struct
{
  int horizon; /* 0: a year of the grain */
  int n_origins; /* 0: the default */
  GArray *levels; /* (element-type double) per cent */
} HdCliForecastOptions;

typedef struct
{
  HdFrame *history; /* by time and the groups asked for */
  guint n_groups; /* grouping columns besides time */
  GArray *rows; /* (element-type guint): of each series a row of `history` that has its codes */
  GPtrArray *forecasts; /* (element-type HdForecast), NULL where nothing is known */
  HdPeriod last; /* the last period that is whole */
  guint season, horizon;
  gboolean is_integer; /* values are counts or money */
  HdReconciliation
      *reconciliation; /* (nullable): with --reconcile, which the forecasts are then part of */
  HdSummation *sums; /* (nullable): its levels */
  GPtrArray *bases; /* (nullable) (element-type double array): each group's own mean before it */
} HdCliForecast;

/* The history by time and the groups asked for, nothing forecast yet. */
HdCliForecast *hd_cli_forecast_begin (HdCli *cli,
                                      const char *kpi,
                                      const HdCliQueryOptions *query_options,
                                      int *status);

/* (nullable): NULL after the one line of an error was written. */
HdCliForecast *hd_cli_forecast_run (HdCli *cli,
                                    const char *kpi,
                                    const HdCliQueryOptions *query_options,
                                    const HdCliForecastOptions *options,
                                    int *status);
void hd_cli_forecast_free (HdCliForecast *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdCliForecast, hd_cli_forecast_free)

G_END_DECLS
