/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of a store, its steps from version to version, and how a store is told from anything else.
 */

#pragma once

#include "hd-store.h"
#include "hd-store-sql.h"

G_BEGIN_DECLS

#define HD_STORE_FILE "haidang.db"

/* Opens `dir`/haidang.db, and makes or migrates it when `flags` allow. Returns a connection on which
 * everything is set up. */
HdStoreSql *hd_store_schema_open (const char *dir, HdStoreFlags flags, GError **error);

G_END_DECLS
