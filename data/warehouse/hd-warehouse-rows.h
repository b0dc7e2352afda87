/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Observations themselves out of a warehouse: what the engine wants of small datasets, as plans.
 */

#pragma once

#include "hd-rows.h"
#include "hd-warehouse-client.h"

G_BEGIN_DECLS

/* Those of days first to last as they were known at `as_of` (0: now), in order of time; those with a code that `structure` does not have are left
 * out. (transfer full) */
HdRows *hd_warehouse_rows_read (HdWarehouseClient *client,
                                HdStructure *structure,
                                HdDay first,
                                HdDay last,
                                gint64 as_of,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
