/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a small dataset as one SDMX-JSON 2.0.0 data message.
 */

#pragma once

#include "hd-central-stream.h"

G_BEGIN_DECLS

/* (transfer full): NULL when there are no rows. Versions of the same key lie in data sets of their own,
 * oldest first; deletions in data sets with that action. HD_CENTRAL_ERROR 413 when there are too many. */
GBytes *hd_central_data_json (HdCentralStream *stream, gint64 prepared, GError **error);

G_END_DECLS
