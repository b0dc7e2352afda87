/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Một cửa quốc gia: how long each ministry takes, at which stage and for which procedure.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-pages.h"

static const HdPageCard cards[] = {
  { "tiles", "single-window", 60, 4, FALSE, NULL },
  { "chart", "nsw-figures", 34, 11, TRUE, NULL },
  { "chart", "nsw-hours", 26, 11, TRUE, NULL },
  { "chart", "nsw-months", 60, 9, TRUE, NULL },
  { "chart", "nsw-procedures", 20, 8, TRUE, NULL },
  { "chart", "nsw-stages", 20, 8, TRUE, NULL },
  { "chart", "nsw-trend", 20, 8, TRUE, NULL },
  { "chart", "asw-partners", 30, 8, TRUE, NULL },
  { "chart", "exchange-partners", 30, 8, TRUE, NULL },
};

const HdPageInfo hd_page_single_window = {
  .id = "single-window",
  .title = N_ ("Single Window"),
  .cards = cards,
  .n_cards = G_N_ELEMENTS (cards),
  .is_beside = TRUE,
};
