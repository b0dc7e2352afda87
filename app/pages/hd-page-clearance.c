/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Thông quan: how long it takes, for whom, at which hour and at which stage.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-pages.h"

static const HdPageCard cards[] = {
  { "sentences", "clearance", 60, 2, FALSE, NULL },
  { "tiles", "clearance", 60, 4, FALSE, NULL },
  { "map", "map-clearance", 20, 14, TRUE, NULL },
  { "chart", "clearance-percentiles", 20, 6, TRUE, NULL },
  { "chart", "clearance-within", 20, 6, TRUE, NULL },
  { "chart", "clearance-units", 20, 12, TRUE, NULL },
  { "chart", "clearance-stages", 20, 12, TRUE, NULL },
  { "chart", "clearance-heatmap", 40, 7, TRUE, NULL },
  { "chart", "release-split", 20, 5, TRUE, NULL },
  { "chart", "clearance-dots", 25, 11, TRUE, NULL },
  { "chart", "clearance-trend", 35, 11, TRUE, NULL },
};

const HdPageInfo hd_page_clearance = { "clearance", N_ ("Clearance"), cards, G_N_ELEMENTS (cards) };
