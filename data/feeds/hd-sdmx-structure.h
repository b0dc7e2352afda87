/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads SDMX-JSON structure messages (2.0.0).
 */

#pragma once

#include "hd-structure.h"

G_BEGIN_DECLS

/* Reads dataflows, data structures, concepts, code lists and hierarchies. HD_FEED_ERROR_*.
 * Annotations understood: on a data structure or dataflow FREQUENCY (D M Q A), MONTH_START_DAY, NOTE;
 * on a code LOWER and UPPER (minutes); on a measure UNIT_MEASURE, UNIT_MULT. */
HdStructures *
hd_sdmx_structure_parse (const char *json, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
