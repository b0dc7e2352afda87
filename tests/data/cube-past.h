/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the fixture's rows said before: every third was estimated, otherwise, ten days before it was known.
 */

#pragma once

#include "hd-store-versions.h"

G_BEGIN_DECLS

/* (transfer full): those of `rows` that were known at `as_of`, as they were then. */
HdRows *cube_past_known (const HdRows *rows, gint64 as_of);
/* (transfer full): all that was shown before. */
HdStorePast *cube_past_list (const HdRows *rows);

G_END_DECLS
