/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The series without its season, for members whose own model knows none.
 *
 * Ratios to (or differences from) a centred moving average, as in classical decomposition, with two
 * changes that the competition series pay for: a year further off counts less, by a forgetting chosen for
 * the series; and the indices are drawn towards none by as much as their noise asks for, so that no test
 * has to say whether there is a season.
 */

#pragma once

#include "hd-ets-kernel.h"

G_BEGIN_DECLS

/* With HD_ETS_SEASON_NONE `indices` is NULL. */
typedef struct
{
  HdEtsSeason kind;
  guint period;
  guint n_values;
  double *indices; /* [n_values + period]: of each value, then of the next season */
  double forgetting; /* what the season before counts in the next index, against 1 for the newest */
  double shrinkage; /* what is left of the raw indices: 0 to 1 */
  double error; /* standard error of an index of the next season */
} HdSeasonAdjust;

/* Multiplicative where all values are positive, else additive; NONE with less than two whole seasons.
 * `values` may have gaps; one is known. */
HdSeasonAdjust hd_season_adjust_find (const double *values, guint n_values, guint period);
void hd_season_adjust_clear (HdSeasonAdjust *adjust);

/* Of the value at `place`, which counts from the first value on and may lie ahead of the last. */
double hd_season_adjust_index (const HdSeasonAdjust *adjust, guint place);
double hd_season_adjust_remove (const HdSeasonAdjust *adjust, double value, guint place);
double hd_season_adjust_restore (const HdSeasonAdjust *adjust, double value, guint place);
/* Of the `n_values` values that it was found in, into `adjusted`. */
void hd_season_adjust_remove_all (const HdSeasonAdjust *adjust,
                                  const double *values,
                                  guint n_values,
                                  double *adjusted);
/* Of what follows the last value, in place. */
void hd_season_adjust_restore_ahead (const HdSeasonAdjust *adjust, guint horizon, double *mean);

/* Draws one path of the adjusted series; its shocks times `mirror`. */
typedef void (*HdDrawPath) (gconstpointer model,
                            double mirror,
                            HdRandom *random,
                            guint horizon,
                            double *path);
/* Paths of the series in `paths` [n_paths][horizon], by twos of opposite shocks; the season is put back with
 * its indices known up to their error. */
void hd_season_adjust_simulate (const HdSeasonAdjust *adjust,
                                HdDrawPath draw,
                                gconstpointer model,
                                guint horizon,
                                guint n_paths,
                                guint64 seed,
                                double *paths);
/* Turns standard deviations of the adjusted series, whose means are `adjusted_mean`, into the series'. */
void hd_season_adjust_restore_spread (const HdSeasonAdjust *adjust,
                                      const double *adjusted_mean,
                                      guint horizon,
                                      double *spread);

G_END_DECLS
