/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The members of a forecast: one file, one row of hd_forecast_members[].
 */

#include "config.h"

#include "hd-forecast-members.h"

/* Shares were chosen on the M1 and NN3 competitions (tests/bench/forecast). Many mixtures are within a
 * hundredth of the best one, so these are round: the core in full, its relatives by half, and a little of
 * last year's season, which steadies the others. */
const HdForecastMemberRow hd_forecast_members[] = {
  { &hd_snaive_member, 0.5 }, { &hd_ets_member, 1 },       { &hd_theta_member, 1 },
  { &hd_ces_member, 0.5 },    { &hd_stl_ets_member, 0.5 }, { &hd_stl_theta_member, 0.5 },
  { &hd_croston_member, 3 }, /* speaks of rare counts only */
};
const guint hd_forecast_n_members = G_N_ELEMENTS (hd_forecast_members);
