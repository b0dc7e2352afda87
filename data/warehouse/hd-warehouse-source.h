/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A warehouse as a source of the engine: it adds up, the engine does the rest.
 */

#pragma once

#include "hd-cube-source.h"
#include "hd-warehouse-client.h"

G_BEGIN_DECLS

/* Takes references. `structures` are this program's own: the warehouse's codes are matched to them by id. A
 * query of what was known earlier is refused with HD_WAREHOUSE_ERROR_NOT_KEPT where the warehouse was loaded
 * without. */
void hd_warehouse_source_init (HdCubeSource *source,
                               HdWarehouseClient *client,
                               HdStructures *structures);

G_END_DECLS
