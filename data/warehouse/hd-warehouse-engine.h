/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine over a ClickHouse warehouse.
 */

#pragma once

#include "hd-catalog.h"
#include "hd-engine.h"
#include "hd-warehouse-client.h"

G_BEGIN_DECLS

/* The same questions, plans and rules as the engine `local`; only the sums are the warehouse's. Its name is
 * the host. It knows the latest figures, by `structures`. HD_WAREHOUSE_ERROR_* beside HD_QUERY_ERROR_*. */
HdEngine *hd_warehouse_engine_new (HdWarehouseClient *client,
                                   HdStructures *structures,
                                   HdCatalog *catalog) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
