/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes code lists, and the hierarchies over them: both organisation maps, HS, and stages.
 */

#pragma once

#include <json-glib/json-glib.h>

#include "hd-sample-world.h"

G_BEGIN_DECLS

/* lists: (element-type HdSampleList) */
void hd_central_add_codelists (JsonBuilder *builder, GPtrArray *lists);
/* The hierarchies over `lists`. */
void
hd_central_add_hierarchies (JsonBuilder *builder, const HdSampleWorld *world, GPtrArray *lists);

G_END_DECLS
