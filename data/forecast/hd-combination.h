/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The members fitted to one series, who of them speaks, and with what weight.
 */

#pragma once

#include "hd-backtest.h"

G_BEGIN_DECLS

typedef struct
{
  HdMemberWeights weights;
  gpointer
      models[HD_BACKTEST_MAX_MEMBERS]; /* (nullable): NULL where the member could not be fitted */
  HdForecastMemberState states[HD_BACKTEST_MAX_MEMBERS];
} HdCombination;

/* Fits every member that the series is long enough for, and weighs them by the back-test. */
void hd_combination_init (HdCombination *combination,
                          const HdForecastInput *input,
                          const HdBacktest *backtest);
void hd_combination_clear (HdCombination *combination);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdCombination, hd_combination_clear)

/* Inside what counts, money or percentages can be. */
double hd_forecast_bounded (const HdForecastInput *input, double value);

/* "mean(ets(A,A,A), snaive)", heaviest rows of the table last first. */
char *hd_combination_describe (const HdCombination *combination) G_GNUC_WARN_UNUSED_RESULT;
void hd_combination_predict (const HdCombination *combination, guint horizon, double *mean);
/* Standard deviations [horizon] that the members claim, by their weights. */
void hd_combination_spread (const HdCombination *combination,
                            const HdForecastInput *input,
                            double *spread);
/* Joint paths [path * horizon + step] around `mean`, whose standard deviations are `spread`. Each is drawn
 * from one member, members taking part by their weight; a step's distances are all multiplied by one
 * number, so steps hang together as the member says. Inside the input's bounds. */
double *hd_combination_draw_paths (const HdCombination *combination,
                                   const HdForecastInput *input,
                                   const double *mean,
                                   const double *spread,
                                   guint n_paths) G_GNUC_WARN_UNUSED_RESULT;
/* The heaviest member's that has them; NULL when none has. */
HdForecastParts *hd_combination_parts (const HdCombination *combination,
                                       const HdForecastInput *input) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
