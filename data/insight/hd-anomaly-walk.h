/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A walk along one series: what was expected of each value, and how far it was missed.
 */

#pragma once

#include "hd-anomaly.h"

G_BEGIN_DECLS

/* A shift shows in the median of this many values, so that no single one of them makes one. */
#define HD_ANOMALY_SHIFT_RUN 4

/* One value as seen from the ones before it. */
typedef struct
{
  double expected; /* NAN where nothing could be said yet */
  double spread; /* standard deviation of the forecast's error */
  double score; /* the error in units of spread; NAN when the value is missing */
  double n_errors; /* that the spread was learned from */
  double shift; /* median error of the values from here on, as far as a shift shows */
  double shift_score; /* in units of its own spread; NAN where there are too few values after it */
  gboolean is_after_shift; /* the scores of this value and the shift are one and the same */
} HdAnomalyStep;

/* (transfer full) [n_values]; NULL when the series is too short or constant. */
HdAnomalyStep *hd_anomaly_walk (const HdAnomalySeries *series);

G_END_DECLS
