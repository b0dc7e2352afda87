/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The members of a forecast: one file, one row of hd_forecast_members[].
 */

#pragma once

#include "hd-forecast.h"

G_BEGIN_DECLS

/* Members see a series that is scaled to about 1, begins and ends with a known value, and whose season
 * is at least 1; gaps inside are NAN. Their models are immutable once fitted. */
typedef struct
{
  const char *id;
  guint min_values; /* known values that it needs at least */
  guint min_seasons; /* and this many whole seasons */
  /* (transfer full): NULL with an error when it cannot fit. */
  gpointer (*fit) (const HdForecastInput *input, GError **error);
  /* "ets(A,Ad,M)", for a person to read. */
  const char *(*describe) (gconstpointer model);
  void (*predict) (gconstpointer model, guint horizon, double *mean);
  /* Draws joint paths [path * horizon + step] from the fitted state. */
  void (*simulate) (gconstpointer model, guint horizon, guint n_paths, guint64 seed, double *paths);
  void (*free) (gpointer model);

  /* Optional from here on: NULL where a member has nothing better than the above. */

  /* (transfer full) (nullable): `model`'s form fitted to another stretch of the same series, which begins
   * at the same place and is longer: a few steps from `model`'s weights instead of a search. The
   * back-test fits the oldest origin in full and the later ones by this, so that nothing leaks back.
   * NULL without an error when only a new fit() will do. */
  gpointer (*refit) (gconstpointer model, const HdForecastInput *input);
  /* Standard deviations of the errors of each step ahead, where they have a formula; else the
   * back-test takes them from simulated paths. FALSE when this form has none. */
  gboolean (*spread) (gconstpointer model, guint horizon, double *spread);
  /* Takes apart the series that `model` was fitted to (`input` is the one that fit() saw); fills all of
   * `parts` [input->n_values], which come NAN. */
  void (*parts) (gconstpointer model, const HdForecastInput *input, HdForecastParts *parts);
} HdForecastMember;

/* A member's weight before the back-test has spoken, that of a core member 1; 0 where it adds nothing to
 * the others and is not asked. */
typedef struct
{
  const HdForecastMember *member;
  double share; /* of monthly and quarterly series */
  double share_elsewhere; /* of series of any other season */
} HdForecastMemberRow;

/* The first is the rival: the simplest honest forecast, which never fails on one known value. */
#define HD_FORECAST_RIVAL 0
extern const HdForecastMemberRow hd_forecast_members[];
extern const guint hd_forecast_n_members;
double hd_forecast_member_share (guint index, guint season);
/* Whether it is to be tried: it has a share; a brief forecast has the rival and those of a whole share. */
gboolean hd_forecast_member_is_wanted (guint index, const HdForecastInput *input);

extern const HdForecastMember hd_arima_member;
extern const HdForecastMember hd_ces_member;
extern const HdForecastMember hd_croston_member;
extern const HdForecastMember hd_sarima_member;
extern const HdForecastMember hd_snaive_member;
extern const HdForecastMember hd_ets_member;
extern const HdForecastMember hd_stl_ets_member;
extern const HdForecastMember hd_stl_theta_member;
extern const HdForecastMember hd_theta_member;

G_END_DECLS
