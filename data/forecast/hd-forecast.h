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
  guint n_paths; /* simulated joint paths, 0: none */
  guint64 seed;
  gboolean is_non_negative;
  double upper_bound; /* 100 for percentages, else INFINITY */
} HdForecastInput;

/* How a method did on rolling origins, out of sample. */
typedef struct
{
  guint n_origins;
  double mase; /* of the method */
  double rival_mase; /* of seasonal naive on the same origins */
  double coverage_pct; /* of the widest level's interval */
  gboolean beats_rival;
} HdForecastRecord;

typedef struct
{
  char *method; /* "ets(A,A,A)", "snaive" … as a person may read it */
  guint horizon, n_levels, n_paths;
  double *mean; /* [horizon] */
  double *levels; /* [n_levels] per cent */
  double *lower; /* [level * horizon + step] */
  double *upper;
  double *paths; /* (nullable) [path * horizon + step] */
  double *rival; /* [horizon] seasonal naive */
  HdForecastRecord record;
} HdForecast;

/* Deterministic: the same input gives the same forecast. */
HdForecast *hd_forecast_run (const HdForecastInput *input,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_forecast_free (HdForecast *forecast);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdForecast, hd_forecast_free)

/* Share of paths whose sum of steps plus `known` reaches `target`, in per cent. */
double hd_forecast_probability_of_sum (const HdForecast *forecast, double known, double target);

/* A member: one file, one row of hd_forecast_members[]. */
typedef struct
{
  const char *id;
  guint
      min_values_per_season; /* needs at least this many seasons, or this many values when season is 1 */
  /* Writes fitted one-step residuals [n_values] (NAN where undefined) and means [horizon]; fills `method`
   * (transfer full). `simulate` draws paths from the fitted state. NULL when it cannot fit. */
  gpointer (*fit) (const HdForecastInput *input, GError **error);
  const char *(*describe) (gconstpointer model);
  void (*predict) (gconstpointer model, guint horizon, double *mean);
  void (*simulate) (gconstpointer model, guint horizon, guint n_paths, guint64 seed, double *paths);
  void (*free) (gpointer model);
} HdForecastMember;
extern const HdForecastMember hd_forecast_members[];
extern const guint hd_forecast_n_members;

G_END_DECLS
