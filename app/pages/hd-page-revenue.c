/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Thu ngân sách: collected to date against both plans, the chance of reaching them, where and why.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-pages.h"

static const HdPageCard cards[] = {
  { "sentences", "revenue", 60, 2, FALSE, NULL },
  { "tiles", "revenue", 60, 4, FALSE, NULL },
  { "map", "map-units", 20, 14, TRUE, NULL },
  { "chart", "revenue-cumulative", 25, 7, TRUE, NULL },
  { "chart", "revenue-probability", 15, 7, TRUE, NULL },
  { "chart", "revenue-bridge", 25, 7, TRUE, NULL },
  { "chart", "revenue-units", 15, 15, TRUE, NULL },
  { "chart", "revenue-months", 25, 8, TRUE, NULL },
  { "chart", "revenue-taxes", 20, 8, TRUE, NULL },
  { "chart", "revenue-multiples", 60, 12, TRUE, NULL },
  { "chart", "revenue-variance", 20, 11, TRUE, NULL },
  { "chart", "revenue-treemap", 40, 11, TRUE, NULL },
  { "chart", "revenue-calendar", 24, 7, TRUE, NULL },
  { "chart", "debt-trend", 36, 7, TRUE, NULL },
};

const HdPageInfo hd_page_revenue = { "revenue", N_ ("Revenue"), cards, G_N_ELEMENTS (cards) };
