/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes the SDMX-JSON structure message: dataflows, structures, concepts, code lists, hierarchies.
 */

#pragma once

#include <gio/gio.h>

#include "hd-sample-dataset.h"

G_BEGIN_DECLS

/* (transfer full): the datasets of `agency` ("*": all) named `id` ("*": all) and all that they refer to;
 * NULL when there is none. */
GBytes *
hd_central_structure_message (const HdSampleWorld *world, const char *agency, const char *id);

G_END_DECLS
