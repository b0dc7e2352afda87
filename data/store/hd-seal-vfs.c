/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The layer under SQLite that seals pages.
 */

#include "config.h"

#include "hd-seal-vfs.h"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#define PAYLOAD (HD_SEAL_PAGE - HD_SEAL_RESERVE)
#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE crypto_aead_xchacha20poly1305_ietf_ABYTES
#define FRAME_HEADER 24 /* of the write-ahead log */
/* The longest write besides pages: headers of the log and of journals, none of which hold content. */
#define MAX_HEADER 512

G_STATIC_ASSERT (NONCE_SIZE + TAG_SIZE == HD_SEAL_RESERVE);

typedef struct
{
  sqlite3_file base;
  guint8 *key; /* locked memory of our own */
  char kind; /* d: database, w: log, j: journal */
  guint8 *scratch; /* a page */
  sqlite3_file *real; /* behind this struct */
} SealFile;

static GMutex keys_lock;
static GHashTable *keys; /* (key utf8) path (value guint8 *) */

static sqlite3_vfs seal_vfs;

#define REAL_VFS ((sqlite3_vfs *)seal_vfs.pAppData)

static void
write_place (const SealFile *file, sqlite3_int64 offset, guint8 place[9])
{
  guint64 offset_le = GUINT64_TO_LE ((guint64)offset);

  memcpy (place, &offset_le, sizeof offset_le);
  place[8] = (guint8)file->kind;
}

/* A page that SQLite never wrote reads as a hole: zeros, which are no content. */
static gboolean
is_hole (const guint8 *page)
{
  return sodium_is_zero (page, HD_SEAL_PAGE);
}

static gboolean
unseal_page (const SealFile *file, sqlite3_int64 offset, guint8 *page)
{
  guint8 place[9];

  if (is_hole (page))
    return TRUE;
  write_place (file, offset, place);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt_detached (page, NULL, page, PAYLOAD,
                                                           page + PAYLOAD + NONCE_SIZE, place,
                                                           sizeof place, page + PAYLOAD, file->key)
      != 0)
    return FALSE;
  /* As SQLite left them when it wrote the page. */
  memset (page + PAYLOAD, 0, HD_SEAL_RESERVE);
  return TRUE;
}

static void
seal_page (const SealFile *file, sqlite3_int64 offset, const guint8 *page, guint8 *sealed)
{
  guint8 place[9];

  write_place (file, offset, place);
  randombytes_buf (sealed + PAYLOAD, NONCE_SIZE);
  crypto_aead_xchacha20poly1305_ietf_encrypt_detached (sealed, sealed + PAYLOAD + NONCE_SIZE, NULL,
                                                       page, PAYLOAD, place, sizeof place, NULL,
                                                       sealed + PAYLOAD, file->key);
}

static int
read_page (SealFile *file, guint8 *page, sqlite3_int64 offset)
{
  int result = file->real->pMethods->xRead (file->real, page, HD_SEAL_PAGE, offset);

  if (result != SQLITE_OK)
    return result;
  return unseal_page (file, offset, page) ? SQLITE_OK : SQLITE_CORRUPT;
}

/* Recovery reads frames whole, beyond the last good one too: what cannot be unsealed there must not be an
 * error, but no frame either. */
static int
read_frame (SealFile *file, guint8 *frame, sqlite3_int64 offset)
{
  int result = file->real->pMethods->xRead (file->real, frame, FRAME_HEADER + HD_SEAL_PAGE, offset);

  if (result == SQLITE_OK && !unseal_page (file, offset + FRAME_HEADER, frame + FRAME_HEADER))
    memset (frame, 0, FRAME_HEADER + HD_SEAL_PAGE);
  return result;
}

/* A part of a page of the database: SQLite peeks at the header of the first page before it knows how long a page
 * is, and since 3.45 takes what overflows straight from the file, without the reserved end of the page. */
static int
read_part (SealFile *file, void *buffer, int amount, sqlite3_int64 offset)
{
  sqlite3_int64 within = offset % HD_SEAL_PAGE;
  int result;

  if (within + amount > HD_SEAL_PAGE)
    return SQLITE_IOERR_READ;
  result = read_page (file, file->scratch, offset - within);
  if (result == SQLITE_OK)
    memcpy (buffer, file->scratch + within, (gsize)amount);
  else
    memset (buffer, 0, (gsize)amount);
  return result;
}

static int
seal_read (sqlite3_file *base, void *buffer, int amount, sqlite3_int64 offset)
{
  SealFile *file = (SealFile *)base;

  if (amount == HD_SEAL_PAGE && (file->kind != 'd' || offset % HD_SEAL_PAGE == 0))
    return read_page (file, buffer, offset);
  if (file->kind == 'd')
    return read_part (file, buffer, amount, offset);
  if (file->kind == 'w' && amount == FRAME_HEADER + HD_SEAL_PAGE)
    return read_frame (file, buffer, offset);
  /* What is sealed is never handed out as it lies on the disk. */
  if (amount > MAX_HEADER)
    return SQLITE_IOERR_READ;
  return file->real->pMethods->xRead (file->real, buffer, amount, offset);
}

static int
seal_write (sqlite3_file *base, const void *buffer, int amount, sqlite3_int64 offset)
{
  SealFile *file = (SealFile *)base;

  if (amount != HD_SEAL_PAGE)
    return file->kind != 'd' && amount <= MAX_HEADER
               ? file->real->pMethods->xWrite (file->real, buffer, amount, offset)
               : SQLITE_IOERR_WRITE;
  /* The log's checksums are over these bytes too, and they must be read again as they were. */
  if (!sodium_is_zero ((const guint8 *)buffer + PAYLOAD, HD_SEAL_RESERVE))
    return SQLITE_IOERR_WRITE;
  seal_page (file, offset, buffer, file->scratch);
  return file->real->pMethods->xWrite (file->real, file->scratch, amount, offset);
}

static int
seal_close (sqlite3_file *base)
{
  SealFile *file = (SealFile *)base;
  int result = file->real->pMethods->xClose (file->real);

  g_clear_pointer (&file->key, sodium_free);
  g_clear_pointer (&file->scratch, g_free);
  return result;
}

static int
seal_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  SealFile *file = (SealFile *)base;

  return file->real->pMethods->xTruncate (file->real, size);
}

static int
seal_sync (sqlite3_file *base, int flags)
{
  SealFile *file = (SealFile *)base;

  return file->real->pMethods->xSync (file->real, flags);
}

static int
seal_file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  SealFile *file = (SealFile *)base;

  return file->real->pMethods->xFileSize (file->real, size);
}

static int
seal_lock (sqlite3_file *base, int level)
{
  SealFile *file = (SealFile *)base;

  return file->real->pMethods->xLock (file->real, level);
}

static int
seal_unlock (sqlite3_file *base, int level)
{
  SealFile *file = (SealFile *)base;

  return file->real->pMethods->xUnlock (file->real, level);
}

static int
seal_check_reserved_lock (sqlite3_file *base, int *is_locked)
{
  SealFile *file = (SealFile *)base;

  return file->real->pMethods->xCheckReservedLock (file->real, is_locked);
}

static int
seal_file_control (sqlite3_file *base, int operation, void *argument)
{
  SealFile *file = (SealFile *)base;

  return file->real->pMethods->xFileControl (file->real, operation, argument);
}

static int
seal_sector_size (sqlite3_file *base)
{
  SealFile *file = (SealFile *)base;

  return file->real->pMethods->xSectorSize (file->real);
}

static int
seal_device_characteristics (sqlite3_file *base)
{
  SealFile *file = (SealFile *)base;

  return file->real->pMethods->xDeviceCharacteristics (file->real);
}

static int
seal_shm_map (sqlite3_file *base, int region, int size, int extend, void volatile **memory)
{
  SealFile *file = (SealFile *)base;

  return file->real->pMethods->xShmMap (file->real, region, size, extend, memory);
}

static int
seal_shm_lock (sqlite3_file *base, int offset, int n, int flags)
{
  SealFile *file = (SealFile *)base;

  return file->real->pMethods->xShmLock (file->real, offset, n, flags);
}

static void
seal_shm_barrier (sqlite3_file *base)
{
  SealFile *file = (SealFile *)base;

  file->real->pMethods->xShmBarrier (file->real);
}

static int
seal_shm_unmap (sqlite3_file *base, int delete_it)
{
  SealFile *file = (SealFile *)base;

  return file->real->pMethods->xShmUnmap (file->real, delete_it);
}

/* Version 2: no memory maps, which would show pages as they lie on the disk. */
static const sqlite3_io_methods seal_methods = {
  .iVersion = 2,
  .xClose = seal_close,
  .xRead = seal_read,
  .xWrite = seal_write,
  .xTruncate = seal_truncate,
  .xSync = seal_sync,
  .xFileSize = seal_file_size,
  .xLock = seal_lock,
  .xUnlock = seal_unlock,
  .xCheckReservedLock = seal_check_reserved_lock,
  .xFileControl = seal_file_control,
  .xSectorSize = seal_sector_size,
  .xDeviceCharacteristics = seal_device_characteristics,
  .xShmMap = seal_shm_map,
  .xShmLock = seal_shm_lock,
  .xShmBarrier = seal_shm_barrier,
  .xShmUnmap = seal_shm_unmap,
};

/* (transfer full) (nullable): the key of the database to which a file belongs. */
static guint8 *
copy_key (const char *name, char kind)
{
  static const char *const suffixes[] = { "-wal", "-journal" };
  g_autofree char *path = g_strdup (name);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&keys_lock);
  const guint8 *known;
  guint8 *key;

  for (guint suffix = 0; kind != 'd' && suffix < G_N_ELEMENTS (suffixes); suffix++)
    if (g_str_has_suffix (path, suffixes[suffix]))
      path[strlen (path) - strlen (suffixes[suffix])] = '\0';
  known = keys != NULL ? g_hash_table_lookup (keys, path) : NULL;
  if (known == NULL || (key = sodium_malloc (HD_SEAL_KEY_BYTES)) == NULL)
    return NULL;
  memcpy (key, known, HD_SEAL_KEY_BYTES);
  return key;
}

static int
seal_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags)
{
  SealFile *file = (SealFile *)base;
  int result;

  memset (file, 0, sizeof *file);
  file->real = (sqlite3_file *)&file[1];
  file->kind = (flags & SQLITE_OPEN_MAIN_DB) != 0 ? 'd'
               : (flags & SQLITE_OPEN_WAL) != 0   ? 'w'
                                                  : 'j';
  /* Temporary files have no name, and are kept in memory (PRAGMA temp_store). */
  file->key = name != NULL ? copy_key (name, file->kind) : NULL;
  if (file->key == NULL)
    return SQLITE_CANTOPEN;
  file->scratch = g_malloc (HD_SEAL_PAGE);
  result = REAL_VFS->xOpen (REAL_VFS, name, file->real, flags, out_flags);
  if (result == SQLITE_OK)
    {
      file->base.pMethods = &seal_methods;
      return SQLITE_OK;
    }
  g_clear_pointer (&file->key, sodium_free);
  g_clear_pointer (&file->scratch, g_free);
  return result;
}

/* With keys_lock held. */
static void
register_vfs (void)
{
  if (keys != NULL)
    return;
  keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, sodium_free);
  seal_vfs = *sqlite3_vfs_find (NULL);
  seal_vfs.pAppData = sqlite3_vfs_find (NULL);
  seal_vfs.pNext = NULL;
  seal_vfs.zName = HD_SEAL_VFS;
  seal_vfs.szOsFile += (int)sizeof (SealFile);
  seal_vfs.xOpen = seal_open;
  sqlite3_vfs_register (&seal_vfs, FALSE);
}

void
hd_seal_vfs_set_key (const char *path, const guint8 key[HD_SEAL_KEY_BYTES])
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&keys_lock);
  guint8 *copy = sodium_malloc (HD_SEAL_KEY_BYTES);

  register_vfs ();
  g_assert (copy != NULL);
  memcpy (copy, key, HD_SEAL_KEY_BYTES);
  g_hash_table_replace (keys, g_strdup (path), copy);
}

void
hd_seal_vfs_forget_key (const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&keys_lock);

  if (keys != NULL)
    g_hash_table_remove (keys, path);
}

void
hd_seal_vfs_share_key (const char *from, const char *to)
{
  guint8 *key = copy_key (from, 'd');

  if (key != NULL)
    hd_seal_vfs_set_key (to, key);
  g_clear_pointer (&key, sodium_free);
}

char *
hd_seal_vfs_uri (const char *path)
{
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);

  return g_strconcat ("file://", escaped, "?vfs=" HD_SEAL_VFS, NULL);
}
