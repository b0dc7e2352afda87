/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sealed store: a layer under SQLite that encrypts every page on its way to the disk.
 *
 * Everything that SQLite writes of a store's content goes through here: tables, names, indices, the schema,
 * the write-ahead log, rollback journals. A page of HD_SEAL_PAGE bytes keeps its last HD_SEAL_RESERVE for a
 * random nonce and a tag: XChaCha20-Poly1305, with the file's kind and the page's place as associated data,
 * so that a page that was changed, or put into another's place, is refused. What lies open: how large the
 * store is, which pages change, and the log's frame headers (page numbers and SQLite's own checksums).
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HD_SEAL_VFS "haidang-sealed"
#define HD_SEAL_PAGE 8192
#define HD_SEAL_RESERVE 40 /* nonce 24, tag 16 */
#define HD_SEAL_KEY_BYTES 32

/* To be called before a database of this VFS is opened; the key of `path` is copied into locked memory and
 * stays there until it is set anew or forgotten. */
void hd_seal_vfs_set_key (const char *path, const guint8 key[HD_SEAL_KEY_BYTES]);
void hd_seal_vfs_forget_key (const char *path);
/* Gives the file `to` the key of `from`. */
void hd_seal_vfs_share_key (const char *from, const char *to);
/* (transfer full): the URI by which SQLite opens `path` through this layer. */
char *hd_seal_vfs_uri (const char *path);

G_END_DECLS
