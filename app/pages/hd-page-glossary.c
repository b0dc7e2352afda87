/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Thuật ngữ: what every figure means, how it is made, where it comes from and whose standard it follows.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "hd-pages.h"

static const HdPageCard cards[] = {
  { "glossary-terms", NULL, 24, 20, TRUE, NULL },
  { "glossary-term", NULL, 36, 20, TRUE, NULL },
};

const HdPageInfo hd_page_glossary = {
  .id = "glossary",
  .title = N_ ("Glossary"),
  .cards = cards,
  .n_cards = G_N_ELEMENTS (cards),
  .is_beside = TRUE,
};
