/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Is there a season, and the series without it: for members whose own model knows none.
 */

#pragma once

#include "hd-ets-kernel.h"

G_BEGIN_DECLS

/* A fixed season; with HD_ETS_SEASON_NONE `indices` is NULL. */
typedef struct
{
  HdEtsSeason kind;
  guint period;
  double *indices; /* [period] of the phases, the first value's own first; mean 1 (or 0) */
} HdSeasonAdjust;

/* Whether the autocorrelation at the season's lag stands out, at 90 per cent: the test that the theta
 * method was published with (Assimakopoulos and Nikolopoulos 2000). `bridged` has no gaps. */
gboolean hd_season_is_significant (const double *bridged, guint n_values, guint period);
/* Classical decomposition; multiplicative where all values are positive, else additive. No season when
 * the test finds none or there are not two whole seasons. `values` may have gaps; one is known. */
HdSeasonAdjust hd_season_adjust_find (const double *values, guint n_values, guint period);
/* The same with the kind given, without a test: NONE when it cannot be computed. */
HdSeasonAdjust
hd_season_adjust_force (const double *values, guint n_values, guint period, HdEtsSeason kind);
void hd_season_adjust_clear (HdSeasonAdjust *adjust);

/* `place` counts from the first value on. */
double hd_season_adjust_remove (const HdSeasonAdjust *adjust, double value, guint place);
double hd_season_adjust_restore (const HdSeasonAdjust *adjust, double value, guint place);

G_END_DECLS
