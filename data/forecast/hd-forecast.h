/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts of one series: members, their out-of-sample record, intervals and simulated paths.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HD_FORECAST_ERROR (hd_forecast_error_quark ())
typedef enum
{
  HD_FORECAST_ERROR_TOO_SHORT, /* fewer known values than any member needs */
  HD_FORECAST_ERROR_BAD_SEASON, /* season < 1, or no horizon */
  HD_FORECAST_ERROR_NOT_FINITE, /* an infinity among the values, or all missing */
  HD_FORECAST_ERROR_SYNTAX, /* the input file */
} HdForecastError;
GQuark hd_forecast_error_quark (void);

typedef struct
{
  const double *values; /* NAN is missing */
  guint n_values;
  guint season; /* 1: none; 12 monthly, 4 quarterly, 7 daily */
  guint horizon;
  const double *levels; /* e.g. {80, 95}, in per cent */
  guint n_levels;
  guint n_paths; /* simulated joint paths to hand out, 0: none */
  guint64 seed;
  gboolean is_non_negative; /* counts and money */
  double upper_bound; /* 100 for percentages, else INFINITY; 0 is read as INFINITY */
  guint n_origins; /* of the back-test; 0: as many as are worth their time */
  gboolean is_brief; /* the core members only: thousands of small series in a minute */
  gboolean with_parts; /* fill HdForecast.parts: for a desk, not for thousands of series */
} HdForecastInput;

/* How a method did on rolling origins, out of sample. All NAN when the series is too short for one. */
typedef struct
{
  guint n_origins;
  double mase; /* of the method */
  double rival_mase; /* of seasonal naive on the same origins */
  double coverage_pct; /* of the widest level's interval, each origin by the others' calibration */
  double interval_factor; /* by which the back-test widened (or narrowed) the model's own spread */
  gboolean beats_rival;
} HdForecastRecord;

/* Why a member does not take part. The application has a sentence for each. */
typedef enum
{
  HD_FORECAST_MEMBER_TAKES_PART,
  HD_FORECAST_MEMBER_TOO_SHORT, /* the series has fewer values or seasons than it needs */
  HD_FORECAST_MEMBER_CANNOT_FIT, /* it was tried and found no model */
  HD_FORECAST_MEMBER_WORSE, /* its own back-test is too far behind the best member's */
  HD_FORECAST_MEMBER_NO_GAIN, /* the combination did not get better by it */
  HD_FORECAST_MEMBER_NOT_ASKED, /* the forecast was to be brief */
  HD_FORECAST_MEMBER_NOT_FINITE, /* it said, or would have said, what is no finite number */
} HdForecastMemberState;

typedef struct
{
  const char *id; /* of the members' table, static: "ets" */
  char *name; /* "ets(A,Ad,M)" as fitted to the whole series; the id where it was not */
  HdForecastMemberState state;
  double weight; /* in the combination, all together 1; 0 when left out */
  double mase; /* its own on the back-test's origins; NAN when it has none */
} HdForecastMemberRecord;

/* One cell of the back-test: what would have been said at `origin`, and what came. The interval is of
 * `HdForecast.backtest_level`, its width calibrated on the other origins only. */
typedef struct
{
  guint origin; /* how many of the input's values were known then */
  guint step; /* 1: the value after the origin, values[origin + step - 1] */
  double actual; /* NAN where missing */
  double mean, lower, upper;
  double rival; /* what seasonal naive would have said */
} HdForecastBacktestPoint;

/* The series taken apart, in its own unit: value = level + season + remainder at every place. */
typedef struct
{
  guint n_values; /* the input's */
  double *level; /* the deseasonalised course, its slope included; NAN before the model starts */
  double *trend; /* slope of the level, per step */
  double *season; /* what the season adds; all 0 when the model has none */
  double *remainder; /* NAN where the value is missing */
} HdForecastParts;

/* The intervals are quantiles of the simulated paths, so sums over time and probabilities agree with
 * them. */
typedef struct
{
  char *method; /* "ets(A,A,A)", "mean(ets(M,A,M), snaive)" … as a person may read it */
  guint horizon, n_levels, n_paths;
  double *mean; /* [horizon] */
  double *levels; /* [n_levels] per cent */
  double *lower; /* [level * horizon + step] */
  double *upper;
  double *paths; /* (nullable) [path * horizon + step] */
  double *rival; /* [horizon] seasonal naive */
  HdForecastRecord record;
  /* Actual less forecast of the method at the record's rolling origins, for reconciling with other
   * series. Origin o knew all but the last backtest_horizon + o * backtest_stride values. */
  guint backtest_horizon, backtest_stride;
  double *errors; /* [origin * backtest_horizon + step]; NAN where not known */
  HdForecastMemberRecord *members; /* [n_members] all of the members' table, in its order */
  guint n_members;
  HdForecastBacktestPoint *backtest; /* [n_backtest] by origin from old to new, then by step */
  guint n_backtest;
  double backtest_level; /* per cent: the widest level asked for, else 95 */
  double step_spread; /* standard deviation of the next step's error, calibrated */
  HdForecastParts
      *parts; /* (nullable) only with HdForecastInput.with_parts, where a member has them */
} HdForecast;

/* Deterministic: the same input gives the same forecast. Falls back on the rival, visibly in `method`,
 * rather than have no model: it fails only when nothing at all is known, or the question is wrong. */
HdForecast *hd_forecast_run (const HdForecastInput *input,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_forecast_free (HdForecast *forecast);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdForecast, hd_forecast_free)

HdForecastParts *hd_forecast_parts_new (guint n_values) G_GNUC_WARN_UNUSED_RESULT; /* all NAN */
void hd_forecast_parts_free (HdForecastParts *parts);

/* Share of paths whose sum of steps plus `known` reaches `target`, in per cent. */
double hd_forecast_probability_of_sum (const HdForecast *forecast, double known, double target);

G_END_DECLS
