/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes, wraps and unwraps the key of a sealed store.
 */

#include "config.h"

#include "hd-store-vault.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "hd-seal-vfs.h"
#include "hd-small-file.h"
#include "hd-store-attempts.h"
#include "hd-store-schema.h"

/* The second choice of RFC 9106, section 4: 64 MiB and three passes, a tenth of a second or so. */
#define N_PASSES 3
#define MEMORY_KIB (64 * 1024)
/* What a file may ask for. No less than OWASP's least for Argon2id (19 MiB, two passes), so that none that
 * is cheap to guess is taken for one of ours; no more than some seconds, so that one from elsewhere cannot
 * take the machine down. */
#define MIN_PASSES 2
#define MIN_MEMORY_KIB (19 * 1024)
#define MAX_PASSES 64
#define MAX_MEMORY_KIB (1024 * 1024)
#define MAX_WORK_KIB (4ull * 1024 * 1024) /* passes × memory */

/* The file: what is in the open, which the wrapped key is bound to, the wrapped key, and a checksum of all that
 * (BLAKE2b), by which damage is told from a wrong passphrase. The first version had none. */
#define MAGIC "HDkey\0\0\2"
#define FIRST_MAGIC "HDkey\0\0\1"
#define SALT_AT 16
#define NONCE_AT (SALT_AT + crypto_pwhash_SALTBYTES)
#define WRAPPED_AT (NONCE_AT + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
#define SUM_AT (WRAPPED_AT + HD_SEAL_KEY_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES)
#define SUM_BYTES crypto_generichash_BYTES_MIN
#define FILE_SIZE (SUM_AT + SUM_BYTES)

/* The passphrase of this process, and the key files that it opened, so that a connection more does not
 * cost a derivation more. */
static GMutex lock;
static char *passphrase; /* locked memory */
static GHashTable *opened; /* (key utf8) path (value GBytes) its key file as it was */
static guint32 cost_passes = N_PASSES, cost_memory_kib = MEMORY_KIB;
static guint32 least_passes = MIN_PASSES, least_memory_kib = MIN_MEMORY_KIB;

void
hd_store_vault_set_cost (guint32 n_passes, guint32 memory_kib)
{
  cost_passes = n_passes;
  cost_memory_kib = memory_kib;
  least_passes = MIN (n_passes, MIN_PASSES);
  least_memory_kib = MIN (memory_kib, MIN_MEMORY_KIB);
}

static char *
copy_secret (const char *text)
{
  char *copy = sodium_malloc (strlen (text) + 1);

  g_assert (copy != NULL);
  strcpy (copy, text);
  return copy;
}

/* With `lock` held. */
static void
set_passphrase (const char *text)
{
  g_clear_pointer (&passphrase, sodium_free);
  if (text != NULL)
    passphrase = copy_secret (text);
}

void
hd_store_set_passphrase (const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  GHashTableIter iter;
  gpointer path;

  if (sodium_init () < 0)
    return;
  set_passphrase (text);
  if (opened == NULL)
    return;
  g_hash_table_iter_init (&iter, opened);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    hd_seal_vfs_forget_key (path);
  g_hash_table_remove_all (opened);
}

gboolean
hd_store_vault_has_passphrase (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  return passphrase != NULL;
}

/* SQLite resolves links before it asks for a file, and so do we. */
char *
hd_store_vault_path (const char *dir, const char *file)
{
  char *real = realpath (dir, NULL);
  char *path = g_build_filename (real != NULL ? real : dir, file, NULL);

  free (real);
  return path;
}

gboolean
hd_store_vault_is_sealed (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, HD_STORE_KEY_FILE, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

gboolean
hd_store_vault_is_plain (const char *path)
{
  static const char first_bytes[] = "SQLite format 3";
  char found[sizeof first_bytes] = { 0 };
  int file = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean is_read = file >= 0 && read (file, found, sizeof found) == (gssize)sizeof found;

  if (file >= 0)
    close (file);
  return is_read && memcmp (found, first_bytes, sizeof found) == 0;
}

static gboolean
fail (int code, const char *dir, const char *what, GError **error)
{
  g_set_error (error, HD_STORE_ERROR, code, "%s: %s", dir, what);
  return FALSE;
}

static guint32
get_u32 (const guint8 *from)
{
  guint32 number;

  memcpy (&number, from, sizeof number);
  return GUINT32_FROM_LE (number);
}

static void
put_u32 (guint8 *to, guint32 number)
{
  number = GUINT32_TO_LE (number);
  memcpy (to, &number, sizeof number);
}

static gboolean
fail_damaged (const char *dir, GError **error)
{
  return fail (HD_STORE_ERROR_DAMAGED, dir, "its key file is damaged: " HD_STORE_MEND_WHOLE, error);
}

/* With `lock` held: the key that wraps, by the cost and the salt that the file says. */
static gboolean
derive (const char *dir, const guint8 *file, const char *text, guint8 *wrapping, GError **error)
{
  guint32 n_passes = get_u32 (file + 8), memory_kib = get_u32 (file + 12);

  if (n_passes < least_passes || n_passes > MAX_PASSES || memory_kib < least_memory_kib
      || memory_kib > MAX_MEMORY_KIB || (guint64)n_passes * memory_kib > MAX_WORK_KIB)
    return fail_damaged (dir, error);
  if (crypto_pwhash (wrapping, HD_SEAL_KEY_BYTES, text, strlen (text), file + SALT_AT, n_passes,
                     (gsize)memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13)
      != 0)
    return fail (HD_STORE_ERROR_IO, dir, "there is no memory for the passphrase's key", error);
  return TRUE;
}

/* With `lock` held. */
static gboolean
write_key_file (const char *dir, const guint8 *key, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (dir, HD_STORE_KEY_FILE, NULL);
  guint8 file[FILE_SIZE];
  guint8 *wrapping = sodium_malloc (HD_SEAL_KEY_BYTES);
  g_autoptr (GError) problem = NULL;
  gboolean is_ok;

  memcpy (file, MAGIC, 8);
  put_u32 (file + 8, cost_passes);
  put_u32 (file + 12, cost_memory_kib);
  randombytes_buf (file + SALT_AT, WRAPPED_AT - SALT_AT);
  is_ok = derive (dir, file, text, wrapping, error);
  if (is_ok)
    {
      crypto_aead_xchacha20poly1305_ietf_encrypt (file + WRAPPED_AT, NULL, key, HD_SEAL_KEY_BYTES,
                                                  file, WRAPPED_AT, NULL, file + NONCE_AT,
                                                  wrapping);
      crypto_generichash (file + SUM_AT, SUM_BYTES, file, SUM_AT, NULL, 0);
      is_ok = g_file_set_contents_full (
          path, (const char *)file, sizeof file,
          G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &problem);
      if (!is_ok)
        fail (HD_STORE_ERROR_IO, dir, problem->message, error);
    }
  sodium_free (wrapping);
  return is_ok;
}

gboolean
hd_store_vault_make (const char *dir, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  guint8 *key = sodium_malloc (HD_SEAL_KEY_BYTES);
  gboolean is_ok;

  randombytes_buf (key, HD_SEAL_KEY_BYTES);
  is_ok = write_key_file (dir, key, passphrase, error);
  sodium_free (key);
  return is_ok;
}

/* With `lock` held. (transfer full) (nullable): the key in locked memory. */
static guint8 *
unwrap (const char *dir, const guint8 *file, const char *text, GError **error)
{
  guint8 *wrapping = sodium_malloc (HD_SEAL_KEY_BYTES);
  guint8 *key = sodium_malloc (HD_SEAL_KEY_BYTES);
  gboolean is_ok = derive (dir, file, text, wrapping, error);

  if (is_ok
      && crypto_aead_xchacha20poly1305_ietf_decrypt (key, NULL, NULL, file + WRAPPED_AT,
                                                     SUM_AT - WRAPPED_AT, file, WRAPPED_AT,
                                                     file + NONCE_AT, wrapping)
             != 0)
    {
      hd_store_attempts_note (dir);
      is_ok = fail (HD_STORE_ERROR_WRONG_PASSPHRASE, dir,
                    memcmp (file, MAGIC, 8) == 0
                        ? "this is not the store's passphrase"
                        : "this is not the store's passphrase, or its key file is damaged",
                    error);
    }
  sodium_free (wrapping);
  if (!is_ok)
    g_clear_pointer (&key, sodium_free);
  return key;
}

/* Of a file as it lies on the disk: one of ours, and as it was written. */
static gboolean
is_whole (const char *file, gsize length)
{
  guint8 sum[SUM_BYTES];

  if (length == SUM_AT)
    return memcmp (file, FIRST_MAGIC, 8) == 0;
  if (length != FILE_SIZE || memcmp (file, MAGIC, 8) != 0)
    return FALSE;
  crypto_generichash (sum, SUM_BYTES, (const guint8 *)file, SUM_AT, NULL, 0);
  return memcmp (sum, file + SUM_AT, SUM_BYTES) == 0;
}

/* With `lock` held. */
static GBytes *
read_key_file (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, HD_STORE_KEY_FILE, NULL);
  g_autoptr (GError) problem = NULL;
  char *text = NULL;
  gsize length;
  gboolean is_read = hd_small_file_read (path, FILE_SIZE, &text, &length, &problem);

  if (!is_read && !g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_FAILED))
    {
      fail (HD_STORE_ERROR_IO, dir, problem->message, error);
      return NULL;
    }
  /* One that is too long was not read. */
  if (!is_read || !is_whole (text, length))
    {
      g_free (text);
      fail_damaged (dir, error);
      return NULL;
    }
  return g_bytes_new_take (text, length);
}

/* With `lock` held: `text` (nullable) opens the key of `file`, which the layer below then has. */
static gboolean
open_key (const char *dir, GBytes *file, const char *text, GError **error)
{
  g_autofree char *path = hd_store_vault_path (dir, HD_STORE_FILE);
  guint8 *key;

  if (text == NULL)
    return fail (HD_STORE_ERROR_SEALED, dir, "is sealed: give its passphrase with --key-file FILE",
                 error);
  if ((key = unwrap (dir, g_bytes_get_data (file, NULL), text, error)) == NULL)
    return FALSE;
  /* A key is in this process: neither a core dump nor another process of the same person may read it. */
  prctl (PR_SET_DUMPABLE, 0);
  hd_seal_vfs_set_key (path, key);
  sodium_free (key);
  if (opened == NULL)
    opened = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  g_hash_table_replace (opened, g_steal_pointer (&path), g_bytes_ref (file));
  return TRUE;
}

/* With `lock` held. */
static gboolean
is_open (const char *dir, GBytes *file)
{
  g_autofree char *path = hd_store_vault_path (dir, HD_STORE_FILE);
  GBytes *known = opened != NULL ? g_hash_table_lookup (opened, path) : NULL;

  return known != NULL && g_bytes_equal (known, file);
}

gboolean
hd_store_vault_unlock (const char *dir, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autoptr (GBytes) file = read_key_file (dir, error);

  return file != NULL && (is_open (dir, file) || open_key (dir, file, passphrase, error));
}

gboolean
hd_store_unlock (const char *dir, const char *text, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GBytes) file = NULL;

  g_return_val_if_fail (dir != NULL && text != NULL, FALSE);
  if (sodium_init () < 0 || !hd_store_vault_is_sealed (dir))
    return fail (HD_STORE_ERROR_NOT_SEALED, dir, "is not sealed", error);
  locker = g_mutex_locker_new (&lock);
  file = read_key_file (dir, error);
  return file != NULL && open_key (dir, file, text, error);
}

void
hd_store_lock (const char *dir)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autofree char *path = hd_store_vault_path (dir, HD_STORE_FILE);

  if (opened == NULL || !g_hash_table_remove (opened, path))
    return;
  hd_seal_vfs_forget_key (path);
  set_passphrase (NULL);
}

gboolean
hd_store_is_sealed_at (const char *dir)
{
  g_return_val_if_fail (dir != NULL, FALSE);
  return hd_store_vault_is_sealed (dir);
}

char *
hd_store_get_key_name (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, HD_STORE_KEY_FILE, NULL);
  g_autofree char *file = NULL;
  gsize length;

  g_return_val_if_fail (dir != NULL, NULL);
  if (!hd_small_file_read (path, FILE_SIZE, &file, &length, NULL) || !is_whole (file, length))
    return NULL;
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *)file, length);
}

gboolean
hd_store_change_passphrase (const char *dir, const char *text, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GBytes) file = NULL;
  guint8 *key;
  gboolean is_ok;

  g_return_val_if_fail (dir != NULL && text != NULL, FALSE);
  if (sodium_init () < 0 || !hd_store_vault_is_sealed (dir))
    return fail (HD_STORE_ERROR_NOT_SEALED, dir, "is not sealed", error);
  if (!hd_store_vault_unlock (dir, error))
    return FALSE;
  locker = g_mutex_locker_new (&lock);
  if (passphrase == NULL)
    return fail (HD_STORE_ERROR_SEALED, dir, "is sealed, and its passphrase was not given", error);
  if ((file = read_key_file (dir, error)) == NULL
      || (key = unwrap (dir, g_bytes_get_data (file, NULL), passphrase, error)) == NULL)
    return FALSE;
  is_ok = write_key_file (dir, key, text, error);
  sodium_free (key);
  if (is_ok)
    set_passphrase (text);
  return is_ok;
}
