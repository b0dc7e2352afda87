/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sáng nay: three sentences, five numbers, what needs a decision, what changed, what can be trusted.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-pages.h"

static const HdPageCard cards[] = {
  { "sentences", "morning", 60, 2, FALSE, NULL },
  { "tiles", "morning", 60, 4, FALSE, NULL },
  { "items", "morning", 40, 13, TRUE, NULL },
  { "chart", "revenue-cumulative", 20, 8, TRUE, NULL },
  { "changes", "morning", 20, 3, FALSE, NULL },
  { "chart", "data-trust", 20, 3, FALSE, NULL },
};

const HdPageInfo hd_page_morning = { "morning", N_ ("This Morning"), cards, G_N_ELEMENTS (cards) };
