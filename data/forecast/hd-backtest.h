/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rolling origins: what each member would have said then, and what came.
 */

#pragma once

#include "hd-forecast-members.h"

G_BEGIN_DECLS

#define HD_BACKTEST_MAX_MEMBERS 16

/* Of each of hd_forecast_members[] in a combination; all together 1, 0 for one that takes no part. */
typedef struct
{
  double of[HD_BACKTEST_MAX_MEMBERS];
} HdMemberWeights;

typedef struct
{
  guint n_origins;
  guint horizon; /* of each origin: the forecast's own, or less when the series is short */
  guint stride; /* values between an origin and the next older one */
  guint n_members;
  guint *known; /* [origin] how many values were known then; origins go from old to new */
  double *actual; /* [origin * horizon + step]; NAN where missing */
  /* [(member * n_origins + origin) * horizon + step]; NAN where it could not be fitted */
  double *mean;
  double *spread; /* the same: standard deviation that the member claimed */
  gpointer *newest; /* [member] its model at the newest origin, owned; NULL where it had none */
  gboolean *is_not_finite; /* [member] somewhere it said what is no number; those cells are NAN */
  double *scale; /* [origin] mean change from season to season of the training part */
} HdBacktest;

/* `input` is as members see it. Never fails: with too few values it has no origins. */
HdBacktest *hd_backtest_run (const HdForecastInput *input) G_GNUC_WARN_UNUSED_RESULT;
void hd_backtest_free (HdBacktest *backtest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdBacktest, hd_backtest_free)

/* What the combination would have said at one origin for one step, and the standard deviation that it
 * would have claimed: by those who had a model then, whose weights are stretched to 1. NAN where nobody
 * with a weight had one. */
typedef struct
{
  double mean;
  double spread;
} HdBacktestCell;
HdBacktestCell hd_backtest_cell (const HdBacktest *backtest,
                                 const HdMemberWeights *weights,
                                 guint origin,
                                 guint step);

/* Mean absolute error over the origins in units of each origin's scale; NAN when not known. */
double hd_backtest_mase (const HdBacktest *backtest, const HdMemberWeights *weights);
/* Standard deviations [horizon] that a model claims, by its formula or else from paths. */
void hd_forecast_member_spread (const HdForecastMember *member,
                                gconstpointer model,
                                guint horizon,
                                guint64 seed,
                                double *spread);
/* The means and spreads [horizon] of a model; FALSE when any of them is no finite number, and the member
 * is then not to be listened to. */
gboolean hd_forecast_member_say (const HdForecastMember *member,
                                 gconstpointer model,
                                 guint horizon,
                                 guint64 seed,
                                 double *mean,
                                 double *spread);

G_END_DECLS
