/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a package says of itself, which its sender signs.
 */

#pragma once

#include "hd-package-key.h"

G_BEGIN_DECLS

/* SHA-256 in hex, with its NUL byte. */
#define HD_PACKAGE_HASH_HEX (2 * crypto_hash_sha256_BYTES + 1)
#define HD_PACKAGE_MAX_MANIFEST (16u * 1024 * 1024)
#define HD_PACKAGE_MAX_PARTS 50000u

typedef struct
{
  char *dataset; /* NULL: the structure message */
  guint64 n_rows;
  guint64 n_bytes; /* as it lies in the package, compressed */
  guint64 n_content_bytes; /* of the message */
  char sha256[HD_PACKAGE_HASH_HEX]; /* of those bytes */
} HdPackagePart;

typedef struct
{
  char *sender; /* a name for people */
  char sender_key[HD_PACKAGE_KEY_HEX];
  char recipient_key[HD_PACKAGE_KEY_HEX]; /* empty: not sealed */
  char *scope; /* as hd_package_scope_to_string(); empty: all */
  gint64 created; /* unix seconds */
  /* The chain of packages of one sender and scope: a package without `previous` holds everything, one with
   * it what changed since that one. */
  guint64 sequence;
  char previous[HD_PACKAGE_HASH_HEX]; /* of the manifest before; empty: none */
  GPtrArray *parts; /* (element-type HdPackagePart): the structure first */
} HdPackageManifest;

HdPackageManifest *hd_package_manifest_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hd_package_manifest_free (HdPackageManifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HdPackageManifest, hd_package_manifest_free)
/* Adds a part. (transfer none) */
HdPackagePart *hd_package_manifest_add (HdPackageManifest *manifest, const char *dataset);
guint64 hd_package_manifest_count_rows (const HdPackageManifest *manifest);

/* (transfer full): JSON. */
GBytes *hd_package_manifest_write (const HdPackageManifest *manifest);
/* HD_PACKAGE_ERROR_NOT_A_PACKAGE when anything is missing or not what it should be. */
HdPackageManifest *hd_package_manifest_read (GBytes *json,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hd_package_manifest_hash (GBytes *json, char hash[HD_PACKAGE_HASH_HEX]);

void hd_package_manifest_sign (GBytes *json,
                               const HdPackageKey *key,
                               guint8 signature[crypto_sign_BYTES]);
/* By the key that the manifest names; whether that is to be trusted is another question. */
gboolean hd_package_manifest_is_signed (const HdPackageManifest *manifest,
                                        GBytes *json,
                                        const guint8 signature[crypto_sign_BYTES]);

G_END_DECLS
