/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sức khỏe hệ thống: which core systems run, how late their figures are, and what failed.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-pages.h"

static const HdPageCard cards[] = {
  { "tiles", "systems", 60, 4, FALSE, NULL },
  { "chart", "system-health", 60, 3, FALSE, NULL },
  { "chart", "data-trust", 30, 3, FALSE, NULL },
  { "anomalies", "system.", 30, 3, FALSE, NULL },
  { "chart", "system-figures", 32, 20, TRUE, NULL },
  { "chart", "system-trend", 28, 5, TRUE, NULL },
  { "chart", "system-months", 28, 15, TRUE, NULL },
  { "chart", "exchange-partners", 60, 7, TRUE, NULL },
};

const HdPageInfo hd_page_systems = {
  .id = "systems",
  .title = N_ ("System Health"),
  .cards = cards,
  .n_cards = G_N_ELEMENTS (cards),
  .is_beside = TRUE,
};
