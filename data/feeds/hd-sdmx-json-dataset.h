/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads one dataset of an SDMX-JSON data message.
 */

#pragma once

#include "hd-sdmx-json-layout.h"

G_BEGIN_DECLS

/* Against the structure that the layout is bound to. `known_from` stands where nothing says since when an
 * observation is known. (transfer full) */
HdRows *hd_sdmx_json_dataset_read (const HdSdmxJsonLayout *layout,
                                   const HdJsonNode *node,
                                   HdAction action,
                                   gint64 known_from,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
