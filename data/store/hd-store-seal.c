/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns a store that lies open into a sealed one.
 */

#include "config.h"

#include <glib/gstdio.h>

#include "hd-seal-vfs.h"
#include "hd-store-file.h"
#include "hd-store-private.h"
#include "hd-store-schema.h"
#include "hd-store-vault.h"

#define NEW_FILE HD_STORE_FILE "-new"

/* (nullable): the database that lies open, with all that was written in it, until it is closed nobody else's: what
 * another program wrote into it while it is copied would be lost with the old file. */
static HdStoreSql *
take_alone (const char *path, GError **error)
{
  g_autoptr (HdStoreSql) sql
      = hd_store_sql_open (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, error);

  if (sql == NULL || !hd_store_sql_exec (sql, "PRAGMA locking_mode = EXCLUSIVE;", error)
      || !hd_store_sql_exec (sql, "PRAGMA wal_checkpoint (TRUNCATE);", error))
    return NULL;
  return g_steal_pointer (&sql);
}

static gboolean
refuse (const char *dir, const char *what, GError **error)
{
  g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_SEALED, "%s: %s", dir, what);
  return FALSE;
}

/* The key file first: interrupted anywhere, the store opens to nobody until this was run again. */
gboolean
hd_store_seal (const char *dir, GError **error)
{
  g_autofree char *old = hd_store_vault_path (dir, HD_STORE_FILE);
  g_autofree char *fresh = hd_store_vault_path (dir, NEW_FILE);
  g_autoptr (HdStoreSql) open = NULL, checked = NULL;
  gboolean is_half_done;

  g_return_val_if_fail (dir != NULL, FALSE);
  if (!hd_store_vault_has_passphrase ())
    return refuse (dir, "give the passphrase with --key-file FILE", error);
  is_half_done = hd_store_vault_is_sealed (dir);
  if (is_half_done && !hd_store_vault_is_plain (old))
    return refuse (dir, "is sealed already", error);
  if ((open = take_alone (old, error)) == NULL)
    return FALSE;
  if ((!is_half_done && !hd_store_vault_make (dir, error)) || !hd_store_vault_unlock (dir, error))
    return FALSE;
  hd_seal_vfs_share_key (old, fresh);
  if (!hd_store_file_make (fresh, error) || !hd_store_file_copy_database (open, fresh, TRUE, error)
      || !hd_store_file_move (fresh, old, error))
    return FALSE;
  g_clear_pointer (&open, hd_store_sql_close);
  /* Sets the log up again, and proves that it opens. */
  checked = hd_store_schema_open (dir, HD_STORE_WRITE, error);
  return checked != NULL && hd_store_sql_exec (checked, "PRAGMA journal_mode = WAL;", error);
}
