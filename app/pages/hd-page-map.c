/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bản đồ: any figure by region, province, gate or trade partner, now and in the last months.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-pages.h"

static const HdPageCard cards[] = {
  { "map-choice", NULL, 60, 1, FALSE, NULL },
  { "map-story", "map", 42, 14, TRUE, NULL },
  { "chart", "map-ranking", 18, 14, TRUE, NULL },
};

const HdPageInfo hd_page_map = { "map", N_ ("Map"), cards, G_N_ELEMENTS (cards) };
