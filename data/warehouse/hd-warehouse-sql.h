/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A scan as one SELECT: the same sums by the same keys as the local kernel's.
 */

#pragma once

#include "hd-cube-intervals.h"
#include "hd-warehouse-codes.h"

G_BEGIN_DECLS

/* What the columns of an answer are, all of fixed width and never NULL, little endian. */
typedef struct
{
  guint64 key; /* of hd_cube_scan_key(), with the interval for the range */
  guint64 n_rows, n_known; /* rows that fell there; and of them with a value */
  guint8 is_missing, is_provisional;
  gint64 vintage; /* newest known_from */
  /* An integer sum is high * 2^32 + low: so it cannot wrap unseen. A real one is `real`. */
  gint64 high, low;
  double real;
} HdWarehouseRow;

/* Bytes of one row, and its parts. */
gsize hd_warehouse_row_size (gboolean is_real);
HdWarehouseRow hd_warehouse_row_read (const guint8 *bytes, gboolean is_real);

/* "SELECT … FROM DATASET WHERE …": of what is known now (as_of 0); else of what was known at `as_of`, which lies
 * in two tables, and comes as two answers one behind the other, each with `tail` ("", " GROUP BY k"). */
char *hd_warehouse_sql_union (const char *select,
                              const char *database,
                              HdStructure *structure,
                              const char *conditions,
                              const char *tail,
                              gint64 as_of);

/* `scan` is settled. (transfer full) (nullable): NULL when no row can answer, for want of a code. Of an as-of
 * question a group may come twice, to be added up. */
char *hd_warehouse_sql_of_scan (const HdCubeScan *scan,
                                const HdCubeIntervals *intervals,
                                const HdWarehouseCodes *codes,
                                const char *database);
/* " AND D_UNIT IN (1,2)…" of the keep tables; FALSE when one of them lets nothing through. */
gboolean hd_warehouse_sql_append_filters (GString *sql,
                                          const HdCubeScan *scan,
                                          const HdWarehouseCodes *codes);

G_END_DECLS
