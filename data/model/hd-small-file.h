/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that are read whole: keys, tokens, policies. A device or a pipe may be named instead, and have no end.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No passphrase, password or token is longer. */
#define HD_SECRET_MAX_BYTES (64u * 1024)

/* `text` is ended by a NUL beyond `length` (nullable). G_FILE_ERROR: _FAILED for what has more than
 * `max_bytes`. What is thrown away on the way is wiped. */
gboolean
hd_small_file_read (const char *path, gsize max_bytes, char **text, gsize *length, GError **error);
/* (transfer full) (nullable): its first line alone; the rest is wiped. */
char *hd_small_file_read_line (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* It is there, and no plain file: what libraries read by themselves might have no end. */
gboolean hd_small_file_is_special (const char *path);

G_END_DECLS
