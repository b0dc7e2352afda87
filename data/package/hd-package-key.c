/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys in files.
 */

#include "config.h"

#include "hd-package-key.h"

#include "hd-small-file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define SECRET_WORD "haidang-secret-key-1 "
#define PUBLIC_WORD "haidang-public-key-1 "
/* What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410, sections 4 and 7). */
#define DER_SECRET "\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20"
#define DER_PUBLIC "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"
/* No key file is longer. */
#define MAX_FILE 4096

static HdPackageKey *
key_from_seed (const guint8 *seed)
{
  HdPackageKey *key = g_new0 (HdPackageKey, 1);

  key->secret_key = sodium_malloc (crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair (key->public_key, key->secret_key, seed);
  return key;
}

static HdPackageKey *
key_from_public (const guint8 *public_key)
{
  HdPackageKey *key = g_new0 (HdPackageKey, 1);

  memcpy (key->public_key, public_key, sizeof key->public_key);
  return key;
}

HdPackageKey *
hd_package_key_generate (void)
{
  guint8 seed[crypto_sign_SEEDBYTES];
  HdPackageKey *key;

  if (sodium_init () < 0)
    g_error ("libsodium has no source of random numbers");
  randombytes_buf (seed, sizeof seed);
  key = key_from_seed (seed);
  sodium_memzero (seed, sizeof seed);
  return key;
}

void
hd_package_key_free (HdPackageKey *key)
{
  sodium_free (key->secret_key);
  g_free (key);
}

/* 32 bytes of hex behind `word`; FALSE when it is not that. */
static gboolean
read_word (const char *text, gsize length, const char *word, guint8 bytes[HD_PACKAGE_KEY_BYTES])
{
  gsize n_word = strlen (word), n_bytes;

  return length > n_word && memcmp (text, word, n_word) == 0
         && sodium_hex2bin (bytes, HD_PACKAGE_KEY_BYTES, text + n_word, length - n_word, "\r\n ",
                            &n_bytes, NULL)
                == 0
         && n_bytes == HD_PACKAGE_KEY_BYTES;
}

static gboolean
read_der (const guint8 *der, gsize length, const char *prefix, gsize n_prefix, guint8 *bytes)
{
  if (length != n_prefix + HD_PACKAGE_KEY_BYTES || memcmp (der, prefix, n_prefix) != 0)
    return FALSE;
  memcpy (bytes, der + n_prefix, HD_PACKAGE_KEY_BYTES);
  return TRUE;
}

/* `bytes` is the seed or the public half, as `is_secret` then says. */
static gboolean
read_pem (const char *text, gboolean *is_secret, guint8 bytes[HD_PACKAGE_KEY_BYTES])
{
  g_auto (GStrv) lines = g_strsplit (text, "-----", -1);
  g_autofree guint8 *der = NULL;
  gsize length;
  gboolean is_ok;

  /* "", BEGIN …, the body, END …, "". */
  if (g_strv_length (lines) < 4)
    return FALSE;
  der = g_base64_decode (lines[2], &length);
  *is_secret = read_der (der, length, DER_SECRET, sizeof DER_SECRET - 1, bytes);
  is_ok = *is_secret || read_der (der, length, DER_PUBLIC, sizeof DER_PUBLIC - 1, bytes);
  sodium_memzero (der, length);
  return is_ok;
}

static HdPackageKey *
parse (const char *text, gsize length)
{
  guint8 bytes[HD_PACKAGE_KEY_BYTES];
  gboolean is_secret = TRUE;
  HdPackageKey *key = NULL;

  if (length == sizeof bytes)
    memcpy (bytes, text, sizeof bytes);
  else if (read_word (text, length, PUBLIC_WORD, bytes))
    is_secret = FALSE;
  else if (!read_word (text, length, SECRET_WORD, bytes) && !read_pem (text, &is_secret, bytes))
    return NULL;
  key = is_secret ? key_from_seed (bytes) : key_from_public (bytes);
  sodium_memzero (bytes, sizeof bytes);
  return key;
}

HdPackageKey *
hd_package_key_read (const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *text = NULL;
  HdPackageKey *key = NULL;
  gsize length;

  if (sodium_init () < 0)
    g_error ("libsodium has no source of random numbers");
  if (!hd_small_file_read (path, MAX_FILE, &text, &length, &problem))
    {
      if (g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_FAILED))
        g_set_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_KEY, "not a key: %s",
                     problem->message);
      else
        g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  key = parse (text, length);
  sodium_memzero (text, length);
  if (key == NULL)
    g_set_error (error, HD_PACKAGE_ERROR, HD_PACKAGE_ERROR_KEY, "%s: not a key", path);
  return key;
}

gboolean
hd_package_key_write_public (const HdPackageKey *key, const char *path, GError **error)
{
  char hex[HD_PACKAGE_KEY_HEX];
  g_autofree char *text = NULL;

  hd_package_key_to_hex (key, hex);
  text = g_strconcat (PUBLIC_WORD, hex, "\n", NULL);
  return g_file_set_contents (path, text, -1, error);
}

static gboolean
fail_with_errno (const char *path, GError **error)
{
  int problem = errno;

  g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (problem), "%s: %s", path,
               g_strerror (problem));
  return FALSE;
}

static gboolean
write_secret (const HdPackageKey *key, const char *path, GError **error)
{
  char hex[2 * crypto_sign_SEEDBYTES + 1];
  guint8 seed[crypto_sign_SEEDBYTES];
  g_autofree char *text = NULL;
  int file = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gboolean is_ok;

  if (file < 0)
    return fail_with_errno (path, error);
  crypto_sign_ed25519_sk_to_seed (seed, key->secret_key);
  sodium_bin2hex (hex, sizeof hex, seed, sizeof seed);
  text = g_strconcat (SECRET_WORD, hex, "\n", NULL);
  is_ok = write (file, text, strlen (text)) == (gssize)strlen (text) && fsync (file) == 0;
  if (!is_ok)
    fail_with_errno (path, error);
  close (file);
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (hex, sizeof hex);
  sodium_memzero (text, strlen (text));
  return is_ok;
}

gboolean
hd_package_key_write (const HdPackageKey *key, const char *path, GError **error)
{
  g_autofree char *public_path = g_strconcat (path, ".pub", NULL);

  g_return_val_if_fail (key->secret_key != NULL, FALSE);
  return write_secret (key, path, error) && hd_package_key_write_public (key, public_path, error);
}

void
hd_package_key_to_hex (const HdPackageKey *key, char hex[HD_PACKAGE_KEY_HEX])
{
  sodium_bin2hex (hex, HD_PACKAGE_KEY_HEX, key->public_key, sizeof key->public_key);
}

char *
hd_package_key_fingerprint (const char *hex)
{
  return g_strdup_printf ("%.4s %.4s %.4s %.4s", hex, hex + 4, hex + 8, hex + 12);
}

GPtrArray *
hd_package_keys_read_folder (const char *dir)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify)hd_package_key_free);
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      HdPackageKey *key = g_str_has_suffix (name, ".pub") ? hd_package_key_read (path, NULL) : NULL;

      if (key != NULL)
        g_ptr_array_add (keys, key);
    }
  return keys;
}
