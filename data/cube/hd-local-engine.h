/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine `local`: answers queries from the store on this machine.
 */

#pragma once

#include "hd-catalog.h"
#include "hd-engine.h"
#include "hd-store.h"

G_BEGIN_DECLS

#define HD_TYPE_LOCAL_ENGINE (hd_local_engine_get_type ())
G_DECLARE_FINAL_TYPE (HdLocalEngine, hd_local_engine, HD, LOCAL_ENGINE, GObject)

HdEngine *hd_local_engine_new (HdStore *store, HdCatalog *catalog) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
