/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Intervals that hold what they promise: claimed spreads, corrected by what came at rolling origins.
 */

#pragma once

#include "hd-backtest.h"

G_BEGIN_DECLS

/* By what the combination's claimed spread of the first step has to be multiplied; without the origin
 * `left_out` (-1: none). Between the series' own errors, in units of their claimed spreads, and a factor
 * for series of this season that was learned elsewhere. */
double hd_calibration_factor (const HdBacktest *backtest,
                              const HdMemberWeights *weights,
                              guint season,
                              int left_out);
/* The factor of a later step (0: the next one): models are more sure of the far future than they should. */
double hd_calibration_stretch (double factor, guint step);
/* Whole paths are stretched by these numbers in turn, pairs of twins by one, so that errors have the tails
 * that errors have: many small ones and a few large. Their mean square is 1. */
double hd_calibration_tail (guint path);
/* Half the width of an interval that holds `level` per cent of such errors, in standard deviations. */
double hd_calibration_width (double level);
/* Share of errors inside +-`width` calibrated standard deviations, each origin by the others' factor;
 * per cent. NAN without a back-test. */
double hd_calibration_coverage (const HdBacktest *backtest,
                                const HdMemberWeights *weights,
                                guint season,
                                double width);

G_END_DECLS
