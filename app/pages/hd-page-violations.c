/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rủi ro và vi phạm: cases on the reporting calendar, whether checks find anything, and what audits yield.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-pages.h"

static const HdPageCard cards[] = {
  { "sentences", "violations", 60, 2, FALSE, NULL },
  { "tiles", "violations", 60, 4, FALSE, NULL },
  { "chart", "violations-trend", 30, 7, TRUE, NULL },
  { "chart", "violations-value", 30, 7, TRUE, NULL },
  { "chart", "violations-pareto", 20, 10, TRUE, NULL },
  { "chart", "violations-methods", 20, 10, TRUE, NULL },
  { "chart", "violations-routes", 20, 10, TRUE, NULL },
  { "chart", "violations-matrix", 36, 11, TRUE, NULL },
  { "chart", "violations-matrix-routes", 24, 11, TRUE, NULL },
  { "chart", "risk-follow", 25, 8, TRUE, NULL },
  { "chart", "risk-rates", 15, 8, TRUE, NULL },
  { "chart", "pca-yield", 20, 8, TRUE, NULL },
  { "chart", "risk-lanes", 30, 11, TRUE, NULL },
  { "chart", "risk-hits", 30, 11, TRUE, NULL },
  { "chart", "violations-units", 30, 9, TRUE, NULL },
  { "map", "map-violations", 30, 14, TRUE, NULL },
};

const HdPageInfo hd_page_violations
    = { "violations", N_ ("Risk and Violations"), cards, G_N_ELEMENTS (cards) };
