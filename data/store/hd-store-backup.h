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
 * "DIR.before"; else there must be none. Interrupted, the old store is there, or the restored one is and the
 * next restoring sees to the name of the old one; where the file system cannot exchange two folders, the old
 * one may be at "DIR.before" only until the store is opened again. */
gboolean hd_store_restore (const char *path, const char *dir, gboolean replace, GError **error);
/* A store that was interrupted on its way to "DIR.before", with nothing in its place, goes back there. */
void hd_store_backup_settle (const char *dir);

G_END_DECLS
