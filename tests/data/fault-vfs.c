/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that fails beneath SQLite.
 */

#undef G_DISABLE_ASSERT

#include "config.h"

#include "fault-vfs.h"

#include <sqlite3.h>
#include <string.h>

/* What a disk writes whole or not at all. */
#define SECTOR 512

/* An open file: the system's own, whose methods are stood in for. */
typedef struct
{
  sqlite3_io_methods methods;
  const sqlite3_io_methods *real;
  char *name; /* without its folder */
} Handle;

typedef enum
{
  CHANGE_WRITE,
  CHANGE_TRUNCATE,
  CHANGE_SYNC,
} ChangeKind;

typedef struct
{
  ChangeKind kind;
  char *name;
  gint64 offset; /* of a write; the new size of a truncation */
  GBytes *bytes;
} Change;

static struct
{
  sqlite3_vfs vfs;
  sqlite3_vfs *real;
  GMutex lock;
  GHashTable *handles; /* (key sqlite3_file) (value Handle) */
  FaultKind armed;
  guint countdown;
  gboolean has_struck;
  GPtrArray *changes; /* (element-type Change) (nullable): the recording */
  GHashTable *before; /* (key utf8) (value GByteArray): files as they were */
} disk;

static void
handle_free (gpointer data)
{
  Handle *handle = data;

  g_free (handle->name);
  g_free (handle);
}

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->name);
  g_clear_pointer (&change->bytes, g_bytes_unref);
  g_free (change);
}

static Handle *
find_handle (sqlite3_file *file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&disk.lock);

  return g_hash_table_lookup (disk.handles, file);
}

/* Counts a change; does it fail? */
static gboolean
strikes (ChangeKind kind)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&disk.lock);
  gboolean fits = kind == CHANGE_WRITE      ? disk.armed <= FAULT_SHORT_WRITE
                  : kind == CHANGE_TRUNCATE ? disk.armed == FAULT_TRUNCATE
                                            : disk.armed == FAULT_SYNC;

  if (disk.armed == FAULT_NONE || !fits)
    return FALSE;
  if (disk.countdown > 1)
    {
      disk.countdown--;
      return FALSE;
    }
  disk.has_struck = TRUE;
  if (disk.armed != FAULT_FULL)
    disk.countdown = G_MAXUINT;
  return TRUE;
}

static void
note (ChangeKind kind, const Handle *handle, gint64 offset, const void *bytes, int length)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&disk.lock);
  Change *change;

  if (disk.changes == NULL)
    return;
  change = g_new0 (Change, 1);
  change->kind = kind;
  change->name = g_strdup (handle->name);
  change->offset = offset;
  change->bytes = bytes != NULL ? g_bytes_new (bytes, (gsize)length) : NULL;
  g_ptr_array_add (disk.changes, change);
}

static int
fault_write (sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
  const Handle *handle = find_handle (file);

  if (!strikes (CHANGE_WRITE))
    {
      note (CHANGE_WRITE, handle, offset, bytes, length);
      return handle->real->xWrite (file, bytes, length, offset);
    }
  if (disk.armed == FAULT_SHORT_WRITE)
    handle->real->xWrite (file, bytes, length / 2, offset);
  return disk.armed == FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
fault_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  const Handle *handle = find_handle (file);

  if (strikes (CHANGE_TRUNCATE))
    return SQLITE_IOERR_TRUNCATE;
  note (CHANGE_TRUNCATE, handle, size, NULL, 0);
  return handle->real->xTruncate (file, size);
}

static int
fault_sync (sqlite3_file *file, int flags)
{
  const Handle *handle = find_handle (file);

  if (strikes (CHANGE_SYNC))
    return SQLITE_IOERR_FSYNC;
  note (CHANGE_SYNC, handle, 0, NULL, 0);
  /* The recording is the disk; the machine's own may be spared. */
  return flags >= 0 ? SQLITE_OK : SQLITE_MISUSE;
}

static int
fault_close (sqlite3_file *file)
{
  Handle *handle = find_handle (file);
  const sqlite3_io_methods *real = handle->real;

  file->pMethods = real;
  g_mutex_lock (&disk.lock);
  g_hash_table_remove (disk.handles, file);
  g_mutex_unlock (&disk.lock);
  return real->xClose (file);
}

static int
fault_open (G_GNUC_UNUSED sqlite3_vfs *vfs,
            const char *name,
            sqlite3_file *file,
            int flags,
            int *out_flags)
{
  int result = disk.real->xOpen (disk.real, name, file, flags, out_flags);
  Handle *handle;

  if (result != SQLITE_OK || name == NULL)
    return result;
  handle = g_new0 (Handle, 1);
  handle->name = g_path_get_basename (name);
  handle->real = file->pMethods;
  handle->methods = *file->pMethods;
  handle->methods.iVersion = MIN (handle->methods.iVersion, 2); /* no memory maps */
  handle->methods.xWrite = fault_write;
  handle->methods.xTruncate = fault_truncate;
  handle->methods.xSync = fault_sync;
  handle->methods.xClose = fault_close;
  g_mutex_lock (&disk.lock);
  g_hash_table_insert (disk.handles, file, handle);
  g_mutex_unlock (&disk.lock);
  file->pMethods = &handle->methods;
  return SQLITE_OK;
}

void
fault_vfs_install (void)
{
  disk.real = sqlite3_vfs_find (NULL);
  disk.vfs = *disk.real;
  disk.vfs.zName = "fault";
  disk.vfs.pNext = NULL;
  disk.vfs.xOpen = fault_open;
  disk.handles = g_hash_table_new_full (NULL, NULL, NULL, handle_free);
  g_assert_cmpint (sqlite3_vfs_register (&disk.vfs, TRUE), ==, SQLITE_OK);
}

void
fault_vfs_arm (FaultKind kind, guint at)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&disk.lock);

  disk.armed = kind;
  disk.countdown = at;
  disk.has_struck = FALSE;
}

gboolean
fault_vfs_has_struck (void)
{
  return disk.has_struck;
}

/* But for the shared memory, which no power loss leaves. */
static GHashTable *
read_files (const char *dir)
{
  GHashTable *files
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_byte_array_unref);
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      char *bytes;
      gsize length;

      if (!g_str_has_suffix (name, "-shm") && g_file_get_contents (path, &bytes, &length, NULL))
        g_hash_table_insert (files, g_strdup (name),
                             g_byte_array_new_take ((guint8 *)bytes, length));
    }
  return files;
}

void
fault_vfs_record (const char *dir)
{
  disk.before = read_files (dir);
  disk.changes = g_ptr_array_new_with_free_func (change_free);
}

static GPtrArray *recorded; /* (element-type Change): the last recording */

guint
fault_vfs_stop (void)
{
  g_mutex_lock (&disk.lock);
  g_clear_pointer (&recorded, g_ptr_array_unref);
  recorded = g_steal_pointer (&disk.changes);
  g_mutex_unlock (&disk.lock);
  return recorded->len;
}

static GByteArray *
find_file (GHashTable *files, const char *name)
{
  GByteArray *file = g_hash_table_lookup (files, name);

  if (file == NULL)
    {
      file = g_byte_array_new ();
      g_hash_table_insert (files, g_strdup (name), file);
    }
  return file;
}

static void
grow (GByteArray *file, gsize size)
{
  gsize before = file->len;

  g_byte_array_set_size (file, (guint)size);
  if (size > before)
    memset (file->data + before, 0, size - before);
}

static void
apply (GByteArray *file, const Change *change, gboolean by_sectors, GRand *random)
{
  gsize length, end;
  const guint8 *bytes;

  if (change->kind == CHANGE_TRUNCATE)
    grow (file, (gsize)change->offset);
  if (change->kind != CHANGE_WRITE)
    return;
  bytes = g_bytes_get_data (change->bytes, &length);
  end = (gsize)change->offset + length;
  if (end > file->len)
    grow (file, end);
  for (gsize start = 0; start < length; start += SECTOR)
    if (!by_sectors || g_rand_boolean (random))
      memcpy (file->data + change->offset + start, bytes + start, MIN (SECTOR, length - start));
}

/* Is the change followed by a flush of its file before the power goes? */
static gboolean
is_flushed (guint at, guint n_changes)
{
  const Change *change = recorded->pdata[at];

  for (guint index = at + 1; index < n_changes; index++)
    {
      const Change *later = recorded->pdata[index];

      if (later->kind == CHANGE_SYNC && strcmp (later->name, change->name) == 0)
        return TRUE;
    }
  return FALSE;
}

void
fault_vfs_replay (const char *dir, guint n_changes, FaultLoss loss, guint32 seed)
{
  g_autoptr (GHashTable) files
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_byte_array_unref);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  GHashTableIter iter;
  gpointer name, file;

  g_hash_table_iter_init (&iter, disk.before);
  while (g_hash_table_iter_next (&iter, &name, &file))
    {
      GByteArray *copy = find_file (files, name);

      g_byte_array_append (copy, ((GByteArray *)file)->data, ((GByteArray *)file)->len);
    }
  for (guint at = 0; at < n_changes; at++)
    {
      const Change *change = recorded->pdata[at];
      gboolean is_safe = is_flushed (at, n_changes) || loss == LOSS_OF_NONE;

      if (is_safe || loss == LOSS_OF_SOME)
        apply (find_file (files, change->name), change, !is_safe, random);
    }
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &name, &file))
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      GByteArray *bytes = file;

      g_assert_true (g_file_set_contents_full (path, (const char *)bytes->data, (gssize)bytes->len,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
}
