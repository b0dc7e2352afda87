/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The members of a forecast: one file, one row of hd_forecast_members[].
 */

#include "config.h"

#include "hd-forecast-members.h"

/* Shares were chosen on the M1 and NN3 competitions (tests/bench/forecast). Many mixtures are within a
 * hundredth of the best one, so these are round: the core in full, its relatives by half, and a little of
 * last year's season, which steadies the others. ARIMA, of the series or of the
 * seasonally adjusted one, added nothing to them on monthly and quarterly series, for up to five times
 * their time; on the daily ones of NN5 and their weekly sums it did. */
const HdForecastMemberRow hd_forecast_members[] = {
  { &hd_snaive_member, 0.5, 0.5 },  { &hd_ets_member, 1, 1 },
  { &hd_theta_member, 1, 1 },       { &hd_ces_member, 0.5, 0.5 },
  { &hd_stl_ets_member, 0.5, 0.5 }, { &hd_stl_theta_member, 0.5, 0.5 },
  { &hd_arima_member, 0, 1 },       { &hd_croston_member, 3, 3 }, /* speaks of rare counts only */
};
const guint hd_forecast_n_members = G_N_ELEMENTS (hd_forecast_members);

double
hd_forecast_member_share (guint index, guint season)
{
  const HdForecastMemberRow *row = &hd_forecast_members[index];

  return season == 4 || season == 12 ? row->share : row->share_elsewhere;
}

gboolean
hd_forecast_member_is_wanted (guint index, const HdForecastInput *input)
{
  double share = hd_forecast_member_share (index, input->season);

  return share > 0 && (!input->is_brief || index == HD_FORECAST_RIVAL || share >= 1);
}
