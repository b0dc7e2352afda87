/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files beside the database: made for our eyes only, and on the disk before anything rests on them.
 */

#pragma once

#include "hd-store-sql.h"

G_BEGIN_DECLS

/* HD_STORE_ERROR_IO of errno. Always FALSE. */
gboolean hd_store_file_fail (const char *path, GError **error);
/* Empty, and for our eyes only from the beginning; an old one goes. */
gboolean hd_store_file_make (const char *path, GError **error);
gboolean hd_store_file_flush (const char *path, GError **error);
/* The name itself, which lies in the folder. */
gboolean hd_store_file_flush_name (const char *path, GError **error);
/* Puts what was made into the place of what it is to be, so that the power may go afterwards. */
gboolean hd_store_file_move (const char *from, const char *to, GError **error);
/* Of bytes, flushed. */
gboolean hd_store_file_copy (const char *from, const char *to, GError **error);
/* The whole database as it is at one moment, into the empty file `to`; through the sealing layer, which has to
 * know its key, when `sealed`. */
gboolean
hd_store_file_copy_database (HdStoreSql *sql, const char *to, gboolean sealed, GError **error);

G_END_DECLS
