/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small words of SDMX that every message form shares: times, actions, statuses, references.
 */

#pragma once

#include "hd-rows.h"

G_BEGIN_DECLS

/* Where a dataset has no TIME_PERIOD at all, its observations lie on this day. */
#define HD_SDMX_TIMELESS_DAY ((HdDay)0)

/* The first day of the TIME_PERIOD `text`: 2026, 2026-A1, 2026-Q3, 2026-09, 2026-M09, 2026-09-15, and the
 * last with T00:00:00. `grain` is what the structure says; with HD_GRAIN_SPAN any of these will do. */
gboolean hd_sdmx_parse_period (const char *text,
                               gsize length,
                               HdGrain grain,
                               guint8 month_start_day,
                               HdDay *day,
                               GError **error);
/* D, M, Q or A (also B, a working day); FALSE for frequencies that periods do not have. */
gboolean hd_sdmx_parse_frequency (const char *text, HdGrain *grain);
/* RFC 3339; without an offset it is UTC. A date alone is its midnight. */
gboolean hd_sdmx_parse_instant (const char *text, gsize length, gint64 *unix_s);
/* M, R, D, the old I and A, and the words of SDMX-JSON ("Replace"). */
gboolean hd_sdmx_parse_action (const char *text, gsize length, HdAction *action);
/* Any code of CL_OBS_STATUS; those that say nothing on how to read the value are NORMAL. */
HdStatus hd_sdmx_parse_status (const char *text, gsize length);

/* AGENCY:ID(VERSION), alone, at the end of a URN, or followed by ": a name". */
typedef struct
{
  char *agency; /* empty when it is not said */
  char *id;
  char *version; /* empty when it is not said */
} HdSdmxReference;

gboolean hd_sdmx_reference_parse (const char *text, gsize length, HdSdmxReference *reference);
void hd_sdmx_reference_clear (HdSdmxReference *reference);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HdSdmxReference, hd_sdmx_reference_clear)

/* Is `structure` the one that `reference` means? The agency and the major version must agree. */
gboolean
hd_sdmx_reference_is (const HdSdmxReference *reference, HdStructure *structure, GError **error);

G_END_DECLS
