/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys of senders and recipients: one pair each, Ed25519 to sign with, and the same pair turned into X25519
 * to seal for.
 */

#pragma once

#include <gio/gio.h>
#include <sodium.h>

#include "hd-package-error.h"

G_BEGIN_DECLS

#define HD_PACKAGE_KEY_BYTES crypto_sign_PUBLICKEYBYTES
/* A key in hex, with its NUL byte. */
#define HD_PACKAGE_KEY_HEX (2 * HD_PACKAGE_KEY_BYTES + 1)

/* A pair, or the public half of one. */
typedef struct
{
  guint8 public_key[HD_PACKAGE_KEY_BYTES];
  guint8 *secret_key; /* (nullable) crypto_sign_SECRETKEYBYTES of locked memory */
} HdPackageKey;

HdPackageKey *hd_package_key_generate (void) G_GNUC_WARN_UNUSED_RESULT;
/* Either half, from a file of ours, a PEM file (PKCS #8 or SubjectPublicKeyInfo, RFC 8410), or the 32 bytes
 * of a secret seed. HD_PACKAGE_ERROR_KEY, G_FILE_ERROR. */
HdPackageKey *hd_package_key_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes the pair to `path`, readable by its owner alone, and its public half to `path`.pub. Never over a
 * file that is there. */
gboolean hd_package_key_write (const HdPackageKey *key, const char *path, GError **error);
/* Writes the public half alone; over what is there. */
gboolean hd_package_key_write_public (const HdPackageKey *key, const char *path, GError **error);
void hd_package_key_free (HdPackageKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdPackageKey, hd_package_key_free)

/* Lower-case hex of the public half. */
void hd_package_key_to_hex (const HdPackageKey *key, char hex[HD_PACKAGE_KEY_HEX]);
/* (transfer full): what people compare over the telephone: "8c1f 02ab 77de 90aa". */
char *hd_package_key_fingerprint (const char *hex);
/* (transfer full) (element-type HdPackageKey): the keys of all *.pub files in `dir`; what is no key there is
 * left out, and an absent folder has none. */
GPtrArray *hd_package_keys_read_folder (const char *dir);

G_END_DECLS
