/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files beside the database.
 */

#include "config.h"

#include "hd-store-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "hd-seal-vfs.h"
#include "hd-store.h"

gboolean
hd_store_file_fail (const char *path, GError **error)
{
  g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_IO, "%s: %s", path, g_strerror (errno));
  return FALSE;
}

gboolean
hd_store_file_make (const char *path, GError **error)
{
  int file;

  g_unlink (path);
  file = g_open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0)
    return hd_store_file_fail (path, error);
  close (file);
  return TRUE;
}

static gboolean
flush (const char *path, int mode, GError **error)
{
  int file = g_open (path, mode | O_CLOEXEC, 0);
  gboolean is_ok = file >= 0 && fsync (file) == 0;

  if (!is_ok)
    hd_store_file_fail (path, error);
  if (file >= 0)
    close (file);
  return is_ok;
}

gboolean
hd_store_file_flush (const char *path, GError **error)
{
  return flush (path, O_RDWR, error);
}

gboolean
hd_store_file_flush_name (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return flush (folder, O_RDONLY | O_DIRECTORY, error);
}

gboolean
hd_store_file_move (const char *from, const char *to, GError **error)
{
  if (g_rename (from, to) != 0)
    return hd_store_file_fail (to, error);
  return hd_store_file_flush_name (to, error);
}

/* Not by g_file_copy (), which writes a file of another name first: killed there, it leaves that behind. */
static gboolean
pour (const char *from, const char *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (to);
  g_autoptr (GFileInputStream) in = g_file_read (source, NULL, error);
  g_autoptr (GFileOutputStream) out = NULL;

  if (in == NULL)
    return FALSE;
  out = g_file_append_to (target, G_FILE_CREATE_PRIVATE, NULL, error);
  return out != NULL
         && g_output_stream_splice (G_OUTPUT_STREAM (out), G_INPUT_STREAM (in),
                                    G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE
                                        | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                    NULL, error)
                >= 0;
}

gboolean
hd_store_file_copy (const char *from, const char *to, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (!hd_store_file_make (to, error))
    return FALSE;
  if (!pour (from, to, &problem))
    {
      g_set_error (error, HD_STORE_ERROR, HD_STORE_ERROR_IO, "%s: %s", from, problem->message);
      return FALSE;
    }
  return hd_store_file_flush (to, error);
}

gboolean
hd_store_file_copy_database (HdStoreSql *sql, const char *to, gboolean sealed, GError **error)
{
  g_autofree char *uri = sealed ? hd_seal_vfs_uri (to) : NULL;
  int reserve = HD_SEAL_RESERVE;
  char *text;
  gboolean is_ok;

  /* What VACUUM copies to is made with it; this file stays as it is. */
  if (sealed)
    sqlite3_file_control (sql->handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
  text = sqlite3_mprintf ("VACUUM INTO %Q", sealed ? uri : to);
  is_ok = hd_store_sql_exec (sql, text, error);
  sqlite3_free (text);
  return is_ok && hd_store_file_flush (to, error);
}
