/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The code lists and hierarchies of an SDMX-JSON structure message.
 */

#pragma once

#include "hd-sdmx-artefact.h"
#include "hd-structure.h"

G_BEGIN_DECLS

/* (transfer full) (element-type HdCodeList): every code list in `data`, closed. */
HdSdmxIndex *hd_sdmx_read_codelists (const HdJson *json,
                                     const HdJsonNode *data,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds every hierarchy in `data` to `structures`. */
gboolean hd_sdmx_read_hierarchies (const HdJson *json,
                                   const HdJsonNode *data,
                                   const HdSdmxIndex *codelists,
                                   HdStructures *structures,
                                   GError **error);

G_END_DECLS
