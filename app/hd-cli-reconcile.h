/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `haidang forecast KPI --reconcile`: forecasts of a whole structure that add up.
 */

#pragma once

#include "hd-cli-forecast.h"
#include "hd-cli-json.h"

G_BEGIN_DECLS

/* The groups asked for, each with its share of one coherent answer for all offices, both organisation maps
 * and the other dimensions asked for. (nullable): NULL after the one line of an error was written. */
HdCliForecast *hd_cli_reconcile_run (HdCli *cli,
                                     const char *kpi,
                                     const HdCliQueryOptions *query_options,
                                     const HdCliForecastOptions *options,
                                     int *status);
/* How it was reconciled, and what that brought on rolling origins; nothing when it was not. */
void hd_cli_reconcile_json (HdCliJson *json, const HdCliForecast *self);
void hd_cli_reconcile_print (const HdCli *cli, const HdCliForecast *self);

G_END_DECLS
