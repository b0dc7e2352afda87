/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The members of a forecast: one file, one row of hd_forecast_members[].
 */

#include "config.h"

#include "hd-forecast-members.h"

const HdForecastMember *const hd_forecast_members[] = {
  &hd_snaive_member,
  &hd_ets_member,
};
const guint hd_forecast_n_members = G_N_ELEMENTS (hd_forecast_members);
