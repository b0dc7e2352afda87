/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dự báo: what is to be expected of any figure, how far to trust it, and how it was made.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-pages.h"

static const HdPageCard cards[] = {
  { "forecast-choice", NULL, 60, 1, FALSE, NULL },
  { "sentences", "forecast", 60, 2, FALSE, NULL },
  { "tiles", "forecast", 60, 2, FALSE, NULL },
  { "chart", "forecast-fan", 40, 9, TRUE, "@plan" },
  { "chart", "revenue-probability", 20, 9, TRUE, "@plan" },
  { "chart", "forecast-fan", 60, 9, TRUE, "!@plan" },
  { "chart", "forecast-parts", 36, 11, TRUE, NULL },
  { "chart", "forecast-backtest", 24, 11, TRUE, NULL },
  { "chart", "forecast-members", 22, 9, TRUE, NULL },
  { "chart", "forecast-coverage", 18, 9, TRUE, NULL },
  { "chart", "forecast-calibration", 20, 9, TRUE, "@plan" },
  { "forecast-facts", NULL, 60, 6, TRUE, NULL },
};

const HdPageInfo hd_page_forecast = { "forecast", N_ ("Forecast"), cards, G_N_ELEMENTS (cards) };
