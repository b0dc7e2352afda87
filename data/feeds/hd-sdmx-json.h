/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads SDMX-JSON data messages, 2.x and 1.0.
 */

#pragma once

#include "hd-rows.h"

G_BEGIN_DECLS

/* Reads against `structures` when the dataset is there; a message of an unknown dataset is read against
 * the structure that it carries itself (ECB and OECD feeds), when `own_structure` is given: then that is
 * returned in it (transfer full). */
HdMessage *hd_sdmx_json_read (const char *json,
                              gsize length,
                              HdStructures *structures,
                              gint64 known_from,
                              HdStructures **own_structure,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
