/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sum over the rows of every table, kept up to date by triggers, so that a row that was changed, lost or
 * put back from an older copy is known as such, whatever it holds.
 *
 * A sum, of a table or of a dataset's part of it, is that of its rows' hashes modulo 2^64: a row's change is a subtraction and an addition,
 * and their order means nothing. The columns of segments have tags of their own, of which the sum is; so
 * that together all that is stored is proved. Who can write the file can write the sums: against that a
 * store is sealed.
 */

#pragma once

#include "hd-store-sql.h"

G_BEGIN_DECLS

/* Makes what the triggers call known to a connection. */
gboolean hd_store_sums_register (sqlite3 *handle);
/* Within a write transaction: sums for every table as it is now, and the triggers anew. */
gboolean hd_store_sums_install (HdStoreSql *sql, GError **error);
/* Adds a line to `faults` (element-type utf8) for every table, and dataset in it, that is not what its sum
 * says. Within one transaction. A store of a version without sums has no faults. */
gboolean hd_store_sums_check (HdStoreSql *sql, GPtrArray *faults, GError **error);
/* Within a write transaction: drops what has a fault and can be had again, of the dataset and of what
 * belongs to none. What is left is what counts from now on. */
gboolean hd_store_sums_mend (HdStoreSql *sql, const char *dataset, GError **error);

G_END_DECLS
