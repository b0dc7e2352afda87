/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts and the plans' probabilities on standard output.
 */

#pragma once

#include "hd-cli-forecast.h"
#include "hd-present-outlook.h"

G_BEGIN_DECLS

/* `outlook` (nullable): of the year against its plans. */
void hd_cli_forecast_print (const HdCli *cli,
                            const char *kpi,
                            const HdCliForecast *forecast,
                            const HdPresentOutlook *outlook);

G_END_DECLS
