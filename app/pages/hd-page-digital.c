/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hải quan số: how far the targets are, and on which of six steps each part of the work stands.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-pages.h"

static const HdPageCard cards[] = {
  { "tiles", "digital", 60, 4, FALSE, NULL },
  { "chart", "digital-targets", 30, 8, TRUE, NULL },
  { "chart", "maturity-ladder", 30, 8, TRUE, NULL },
  { "chart", "digital-progress", 30, 9, TRUE, NULL },
  { "chart", "maturity-years", 30, 9, TRUE, NULL },
  { "chart", "service-pillars", 30, 6, TRUE, NULL },
  { "chart", "service-on-time", 30, 6, TRUE, NULL },
};

const HdPageInfo hd_page_digital = {
  .id = "digital",
  .title = N_ ("Digital Customs"),
  .cards = cards,
  .n_cards = G_N_ELEMENTS (cards),
  .is_beside = TRUE,
};
