/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Backs up and restores stores.
 */

#include "config.h"

#include "hd-store-backup.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>

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

/* In a folder that is being made ready: what lies there is a copy of a backup, and nobody's only one. */
#define MARK_FILE HD_STORE_FILE "-restored"

static void
remove_staging (const char *dir)
{
  /* The mark last: a folder without it would be taken for a store. */
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal", "-key", "-restored" };

  for (guint suffix = 0; suffix < G_N_ELEMENTS (suffixes); suffix++)
    {
      g_autofree char *name = g_strconcat (HD_STORE_FILE, suffixes[suffix], NULL);
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (dir);
}

static gboolean
is_marked (const char *dir)
{
  g_autofree char *mark = g_build_filename (dir, MARK_FILE, NULL);

  return g_file_test (mark, G_FILE_TEST_EXISTS);
}

static gboolean
make_staging (const char *staging, GError **error)
{
  g_autofree char *mark = g_build_filename (staging, MARK_FILE, NULL);

  if (g_mkdir (staging, 0700) != 0)
    return hd_store_file_fail (staging, error);
  return hd_store_file_make (mark, error) && hd_store_file_flush_name (mark, error);
}

static gboolean
unmark (const char *dir, GError **error)
{
  g_autofree char *mark = g_build_filename (dir, MARK_FILE, NULL);

  if (g_unlink (mark) != 0 && errno != ENOENT)
    return hd_store_file_fail (mark, error);
  return TRUE;
}

/* What an interrupted restoring left: a copy that never came to its place goes; the store that had to leave
 * its place, which has no mark, gets the name under which it is kept. */
static gboolean
settle_interrupted (const char *staging, const char *before, GError **error)
{
  g_autofree char *database = g_build_filename (staging, HD_STORE_FILE, NULL);

  if (is_marked (staging) || !g_file_test (database, G_FILE_TEST_EXISTS))
    {
      remove_staging (staging);
      return TRUE;
    }
  if (g_file_test (before, G_FILE_TEST_EXISTS))
    return fail (HD_STORE_ERROR_IO, before, "is there from before: move it away first", error);
  return hd_store_file_move (staging, before, error);
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

/* In a store that leaves its place for another one, which is not there yet. */
#define LEAVING_FILE HD_STORE_FILE "-leaving"

static void
forget_leaving (const char *dir)
{
  g_autofree char *leaving = g_build_filename (dir, LEAVING_FILE, NULL);

  g_unlink (leaving);
}

void
hd_store_backup_settle (const char *dir)
{
  g_autofree char *absolute = g_canonicalize_filename (dir, NULL);
  g_autofree char *before = g_strconcat (absolute, ".before", NULL);
  g_autofree char *left = g_build_filename (before, LEAVING_FILE, NULL);

  if (!g_file_test (left, G_FILE_TEST_EXISTS))
    return;
  if (g_file_test (absolute, G_FILE_TEST_EXISTS))
    g_unlink (left);
  else if (g_rename (before, absolute) == 0)
    forget_leaving (absolute);
}

/* Where the file system cannot exchange (NFS, vfat): between the two renames the store is at `before` only, and whoever
 * opens it then puts it back. */
static gboolean
change_in_turn (const char *staging, const char *dir, const char *before, GError **error)
{
  g_autofree char *leaving = g_build_filename (dir, LEAVING_FILE, NULL);

  if (!hd_store_file_make (leaving, error) || !hd_store_file_flush_name (leaving, error))
    return FALSE;
  if (g_rename (dir, before) != 0)
    {
      hd_store_file_fail (dir, error);
      forget_leaving (dir);
      return FALSE;
    }
  if (g_rename (staging, dir) == 0)
    {
      forget_leaving (before);
      return TRUE;
    }
  hd_store_file_fail (dir, error);
  hd_store_backup_settle (dir);
  return FALSE;
}

/* There is a store at every moment, the old one or the new. */
static gboolean
change_places (const char *staging, const char *dir, const char *before, GError **error)
{
  if (renameat2 (AT_FDCWD, staging, AT_FDCWD, dir, RENAME_EXCHANGE) != 0)
    return errno == EINVAL || errno == ENOSYS ? change_in_turn (staging, dir, before, error)
                                              : hd_store_file_fail (dir, error);
  if (g_rename (staging, before) == 0)
    return TRUE;
  hd_store_file_fail (before, error);
  renameat2 (AT_FDCWD, staging, AT_FDCWD, dir, RENAME_EXCHANGE);
  return FALSE;
}

static gboolean
put_in_place (const char *staging, const char *dir, const char *before, GError **error)
{
  gboolean has_old = g_file_test (dir, G_FILE_TEST_EXISTS);

  if (!has_old && g_rename (staging, dir) != 0)
    return hd_store_file_fail (dir, error);
  if (has_old && (!unmark (dir, error) || !change_places (staging, dir, before, error)))
    return FALSE;
  if (hd_store_file_flush_name (dir, error))
    {
      unmark (dir, NULL); /* the next restoring would */
      return TRUE;
    }
  g_rename (dir, staging);
  if (has_old)
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
  hd_store_backup_settle (absolute);
  forget_leaving (absolute);
  if (!settle_interrupted (staging, before, error))
    return FALSE;
  if (g_file_test (absolute, G_FILE_TEST_EXISTS) && !replace)
    return fail (HD_STORE_ERROR_NOT_A_STORE, absolute,
                 "is there already: add --replace, which keeps it beside as NAME.before", error);
  if (g_file_test (absolute, G_FILE_TEST_EXISTS) && g_file_test (before, G_FILE_TEST_EXISTS))
    return fail (HD_STORE_ERROR_IO, before, "is there from before: move it away first", error);
  if (g_mkdir_with_parents (parent, 0700) != 0)
    return hd_store_file_fail (parent, error);
  if (make_staging (staging, error) && copy_backup (path, staging, error)
      && prove (staging, path, error) && put_in_place (staging, absolute, before, error))
    return TRUE;
  if (is_marked (staging))
    remove_staging (staging);
  return FALSE;
}
