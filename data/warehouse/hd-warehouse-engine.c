/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine over a ClickHouse warehouse.
 */

#include "config.h"

#include "hd-warehouse-engine.h"

#include "hd-local-engine-private.h"
#include "hd-warehouse-source.h"

HdEngine *
hd_warehouse_engine_new (HdWarehouseClient *client, HdStructures *structures, HdCatalog *catalog)
{
  HdCubeSource source;
  HdEngine *engine;

  hd_warehouse_source_init (&source, client, structures);
  engine = hd_local_engine_new_for_source (source, catalog);
  hd_local_engine_set_name (HD_LOCAL_ENGINE (engine), hd_warehouse_client_get_host (client));
  return engine;
}
