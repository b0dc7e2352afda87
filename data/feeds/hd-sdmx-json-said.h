/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an SDMX-JSON message says of its observations, at any level: status, and since when they are known.
 */

#pragma once

#include "hd-sdmx-json-layout.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean has_status, has_time;
  HdStatus status;
  gint64 extracted_at;
} HdSdmxJsonSaid;

/* Reads the attributes of `level` in `array`, where they stand behind `n_before` elements; those at the
 * end may be left out. */
gboolean hd_sdmx_json_said_read (HdSdmxJsonSaid *said,
                                 const HdSdmxJsonLayout *layout,
                                 HdSdmxLevel level,
                                 GPtrArray *array,
                                 guint n_before,
                                 GError **error);
/* What the attributes' own defaults say. */
void hd_sdmx_json_said_defaults (HdSdmxJsonSaid *said, const HdSdmxJsonLayout *layout);
/* Where `said` says nothing, what `wider` says. */
void hd_sdmx_json_said_fill (HdSdmxJsonSaid *said, const HdSdmxJsonSaid *wider);
/* Is an attribute named that a deletion could be of? EXTRACTED_AT only says when. */
gboolean hd_sdmx_json_said_names_any (const HdSdmxJsonLayout *layout,
                                      HdSdmxLevel level,
                                      GPtrArray *array,
                                      guint n_before);

G_END_DECLS
