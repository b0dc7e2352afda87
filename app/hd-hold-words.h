/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is held of a feed for a person's yes, in words.
 */

#pragma once

#include "hd-catalog.h"
#include "hd-hold.h"
#include "hd-store.h"

G_BEGIN_DECLS

/* One sentence or two: of which dataset, what would change, and that it has not. `store` knows the names of
 * measures and units. `lang` "vi" or "en". (transfer full) */
char *hd_hold_words_describe (const HdHold *hold,
                              HdStore *store,
                              const HdCatalog *catalog,
                              const char *lang);

G_END_DECLS
