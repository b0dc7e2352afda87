/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copies of a store for bad days.
 */

#pragma once

#include "hd-store.h"

G_BEGIN_DECLS

/* Behind the name of a sealed store's backup, the wrapped key, without which it opens to nobody. */
#define HD_STORE_BACKUP_KEY_SUFFIX "-key"

/* The store as it is at one moment, whatever is written meanwhile, into the new file `path`. A sealed store's
 * is sealed, by the same passphrase. */
gboolean hd_store_backup (HdStore *self, const char *path, GError **error);
/* Makes `dir` the store of a backup, which is proved first. With `replace` a store that is there goes to
 * "DIR.before"; else there must be none. Interrupted, either the old store or the restored one is there, or
 * the old one is at "DIR.before". */
gboolean hd_store_restore (const char *path, const char *dir, gboolean replace, GError **error);

G_END_DECLS
