/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a forecast says of itself: its record, its members, each cell of its back-test.
 */

#pragma once

#include "hd-combination.h"

G_BEGIN_DECLS

/* The back-test of `input`, which is the caller's without its first `n_before` values and in `unit` of it. */
typedef struct
{
  const HdForecastInput *input;
  const HdBacktest *backtest;
  const HdCombination *combination;
  guint n_before;
  double unit;
} HdForecastEvidence;

/* Fills record, members, backtest, backtest_level and errors, in the caller's places and unit. */
void hd_forecast_fill_record (HdForecast *forecast, const HdForecastEvidence *evidence);

G_END_DECLS
