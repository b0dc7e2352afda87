/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts of a whole structure made to add up: points, intervals and every simulated path.
 */

#pragma once

#include "hd-forecast.h"
#include "hd-reconcile-choice.h"

G_BEGIN_DECLS

/* One series of a structure: its history and what was forecast from it. */
typedef struct
{
  const double *values; /* the forecast's input; all series end at the same period */
  guint n_values;
  const HdForecast *forecast; /* (nullable): a leaf is 0 then, a node the sum of its leaves */
} HdReconcileSeries;

typedef struct
{
  HdSummation *sums;
  const HdReconcileSeries
      *series; /* [series] of `sums`; forecasts have one horizon and one n_paths */
  guint season;
  gboolean is_non_negative; /* money and counts */
  gboolean is_integer; /* means become whole numbers that add up exactly, to the đồng */
  guint64 seed;
  const HdReconcileForm *form; /* (nullable): chosen by the back-test */
} HdReconcileInput;

typedef struct
{
  HdReconcileForm form;
  HdReconcileChoice *choice; /* (nullable): NULL when the form was given */
  guint n_series, horizon, n_paths, n_levels;
  double *mean; /* [series * horizon + step] */
  /* (nullable) [(series * n_paths + path) * horizon + step]; each path adds up. */
  double *paths;
  double *levels; /* (nullable) [n_levels] per cent */
  /* (nullable) [(series * n_levels + level) * horizon + step]: quantiles of the paths. */
  double *lower, *upper;
} HdReconciliation;

/* Paths, and with them intervals, come when the forecasts have paths; the levels are the forecasts'. Sums
 * of interval bounds are no bounds of sums, so bounds do not add up, but paths do, and so do probabilities
 * counted on them. Deterministic. NULL when the errors are not finite, or no series has a forecast. */
HdReconciliation *hd_reconciliation_new (const HdReconcileInput *input) G_GNUC_WARN_UNUSED_RESULT;
void hd_reconciliation_free (HdReconciliation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdReconciliation, hd_reconciliation_free)

G_END_DECLS
