/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Backs up and restores stores.
 */

#include "config.h"

#include "hd-store-backup.h"

#include <glib/gstdio.h>

#include "hd-seal-vfs.h"
#include "hd-store-file.h"
#include "hd-store-schema.h"
#include "hd-store-vault.h"

static gboolean
fail (HdStoreError code, const char *path, const char *what, GError **error)
{
  g_set_error (error, HD_STORE_ERROR, code, "%s: %s", path, what);
  return FALSE;
}

static gboolean
copy_store (HdStore *self, const char *path, const char *key_path, GError **error)
{
  const char *dir = hd_store_get_dir (self);
  gboolean sealed = hd_store_is_sealed (self);
  g_autoptr (HdStoreSql) sql = hd_store_schema_open (dir, HD_STORE_READ, error);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *database = hd_store_vault_path (dir, HD_STORE_FILE);
  g_autofree char *key = g_build_filename (dir, HD_STORE_KEY_FILE, NULL);
  gboolean is_ok;

  if (sql == NULL || !hd_store_file_make (absolute, error))
    return FALSE;
  if (sealed)
    hd_seal_vfs_share_key (database, absolute);
  is_ok = hd_store_file_copy_database (sql, absolute, sealed, error)
          && (!sealed || hd_store_file_copy (key, key_path, error));
  if (sealed)
    hd_seal_vfs_forget_key (absolute);
  return is_ok;
}

gboolean
hd_store_backup (HdStore *self, const char *path, GError **error)
{
  g_autofree char *key_path = g_strconcat (path, HD_STORE_BACKUP_KEY_SUFFIX, NULL);

  g_return_val_if_fail (HD_IS_STORE (self) && path != NULL, FALSE);
  if (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (key_path, G_FILE_TEST_EXISTS))
    return fail (HD_STORE_ERROR_IO, path, "is there already: give the backup another name", error);
  if (copy_store (self, path, key_path, error))
    return TRUE;
  g_unlink (path);
  g_unlink (key_path);
  return FALSE;
}

static void
remove_staging (const char *dir)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal", "-key" };

  for (guint suffix = 0; suffix < G_N_ELEMENTS (suffixes); suffix++)
    {
      g_autofree char *name = g_strconcat (HD_STORE_FILE, suffixes[suffix], NULL);
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (dir);
}

static gboolean
copy_backup (const char *path, const char *staging, GError **error)
{
  g_autofree char *key_path = g_strconcat (path, HD_STORE_BACKUP_KEY_SUFFIX, NULL);
  g_autofree char *database = g_build_filename (staging, HD_STORE_FILE, NULL);
  g_autofree char *key = g_build_filename (staging, HD_STORE_KEY_FILE, NULL);
  gboolean has_key = g_file_test (key_path, G_FILE_TEST_EXISTS);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return fail (HD_STORE_ERROR_NOT_FOUND, path, "there is no such backup", error);
  if (!has_key && !hd_store_vault_is_plain (path))
    return fail (HD_STORE_ERROR_SEALED, key_path,
                 "is missing: a sealed backup needs its key file beside it, or this is no backup",
                 error);
  return hd_store_file_copy (path, database, error)
         && (!has_key || hd_store_file_copy (key_path, key, error));
}

/* Opens it as a store, which sets its log up again, and proves all of it. */
static gboolean
prove (const char *staging, const char *path, GError **error)
{
  g_autoptr (HdStoreSql) sql = hd_store_schema_open (staging, HD_STORE_WRITE, error);
  g_autoptr (HdStore) store = NULL;
  g_autoptr (GPtrArray) faults = NULL;

  if (sql == NULL || !hd_store_sql_exec (sql, "PRAGMA journal_mode = WAL;", error))
    return FALSE;
  g_clear_pointer (&sql, hd_store_sql_close);
  store = hd_store_open (staging, HD_STORE_WRITE, error);
  faults = store != NULL ? hd_store_verify (store, NULL, error) : NULL;
  if (faults == NULL || faults->len == 0)
    return faults != NULL;
  g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_DAMAGED, "%s: the backup is damaged: %s", path,
               (const char *)faults->pdata[0]);
  return FALSE;
}

static gboolean
put_in_place (const char *staging, const char *dir, const char *before, GError **error)
{
  if (g_file_test (dir, G_FILE_TEST_EXISTS) && g_rename (dir, before) != 0)
    return hd_store_file_fail (dir, error);
  if (hd_store_file_move (staging, dir, error))
    return TRUE;
  g_rename (before, dir);
  return FALSE;
}

gboolean
hd_store_restore (const char *path, const char *dir, gboolean replace, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (dir, NULL);
  g_autofree char *staging = g_strconcat (absolute, ".restored", NULL);
  g_autofree char *before = g_strconcat (absolute, ".before", NULL);
  g_autofree char *parent = g_path_get_dirname (absolute);

  g_return_val_if_fail (path != NULL && dir != NULL, FALSE);
  if (g_file_test (absolute, G_FILE_TEST_EXISTS) && !replace)
    return fail (HD_STORE_ERROR_NOT_A_STORE, absolute,
                 "is there already: add --replace, which keeps it beside as NAME.before", error);
  if (g_file_test (absolute, G_FILE_TEST_EXISTS) && g_file_test (before, G_FILE_TEST_EXISTS))
    return fail (HD_STORE_ERROR_IO, before, "is there from before: move it away first", error);
  remove_staging (staging); /* of a restoring that was interrupted */
  if (g_mkdir_with_parents (parent, 0700) != 0 || g_mkdir (staging, 0700) != 0)
    return hd_store_file_fail (staging, error);
  if (copy_backup (path, staging, error) && prove (staging, path, error)
      && put_in_place (staging, absolute, before, error))
    return TRUE;
  remove_staging (staging);
  return FALSE;
}
