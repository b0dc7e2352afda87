/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The key of a sealed store: random, wrapped by what Argon2id makes of a passphrase, in a small file beside
 * the database. A new passphrase rewrites that file and nothing else.
 */

#pragma once

#include "hd-store.h"

G_BEGIN_DECLS

#define HD_STORE_KEY_FILE "haidang.db-key" /* its presence says that the store is sealed */

gboolean hd_store_vault_is_sealed (const char *dir);
/* Does the database at `path` lie open, whatever the key file says? */
gboolean hd_store_vault_is_plain (const char *path);
/* Makes a random key for the store of `dir`, wrapped by the passphrase that was set, which there must be. */
gboolean hd_store_vault_make (const char *dir, GError **error);
/* Unwraps the key and gives it to the layer of hd-seal-vfs.h. HD_STORE_ERROR_SEALED without a passphrase,
 * HD_STORE_ERROR_WRONG_PASSPHRASE with another. */
gboolean hd_store_vault_unlock (const char *dir, GError **error);
/* (transfer full): where the database of `dir` lies, as the layer knows it. */
char *hd_store_vault_path (const char *dir, const char *file);
gboolean hd_store_vault_has_passphrase (void);
/* For tests: what Argon2id costs from now on. */
void hd_store_vault_set_cost (guint32 n_passes, guint32 memory_kib);

G_END_DECLS
